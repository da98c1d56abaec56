//! Receives Nutshell's webhooks in an actix-web server.
//!
//! ```text
//! NUTSHELL_WEBHOOK_TOKEN=… cargo run --manifest-path examples/actix/Cargo.toml
//! ```
//!
//! The receivers of LeadSquared and Dealer Studio have the same methods.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};
use nutshell::leads_core::webhook::{Incoming, WebhookResponse};
use nutshell::webhook::Receiver;

/// The largest body that is read.
const MAX_BODY: usize = 4 * 1024 * 1024;

/// actix-web has the types of `http` 0.2.
fn headers(request: &HttpRequest) -> http::HeaderMap {
    let convert = |(name, value): (&actix_web::http::header::HeaderName, &actix_web::http::header::HeaderValue)| {
        Some((name.as_str().parse::<http::HeaderName>().ok()?, http::HeaderValue::from_bytes(value.as_bytes()).ok()?))
    };
    request.headers().iter().filter_map(convert).collect()
}

fn reply(response: &WebhookResponse) -> HttpResponse {
    let status = StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut reply = HttpResponse::build(status);
    if let Some(kind) = response.content_type {
        reply.content_type(kind);
    }
    reply.body(response.body.clone())
}

async fn receive(receiver: Data<Receiver>, request: HttpRequest, body: bytes::Bytes) -> HttpResponse {
    match receiver.receive(&headers(&request), Some(request.query_string()), body) {
        Ok(Incoming::Delivery(delivery)) => {
            // Store the body before this returns: the response tells the vendor that it need not be sent again.
            println!("{} bytes", delivery.body().len());
            reply(&receiver.respond(()))
        }
        // A request with which the vendor verifies the URL, for example.
        Ok(_) => reply(&receiver.respond(())),
        Err(rejection) => reply(&receiver.reject(rejection)),
    }
}

fn routes(config: &mut web::ServiceConfig, receiver: Receiver) {
    config
        .app_data(Data::new(receiver))
        .app_data(web::PayloadConfig::new(MAX_BODY))
        .route("/nutshell", web::post().to(receive));
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let receiver = Receiver::new().token(std::env::var("NUTSHELL_WEBHOOK_TOKEN")?);
    receiver.check()?;
    let app = move || App::new().configure(|config| routes(config, receiver.clone()));
    HttpServer::new(app).bind(("127.0.0.1", 8080))?.run().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test;

    #[actix_web::test]
    async fn delivery_with_the_token_is_accepted_and_another_is_not() {
        let receiver = Receiver::new().token("made-up-token");
        let app = test::init_service(App::new().configure(|config| routes(config, receiver))).await;
        for (token, status) in [("made-up-token", 204), ("another", 404)] {
            let request = test::TestRequest::post().uri(&format!("/nutshell?token={token}")).set_payload("{}");
            assert_eq!(test::call_service(&app, request.to_request()).await.status().as_u16(), status, "{token}");
        }
    }
}
