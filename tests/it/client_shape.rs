//! Every vendor's client has the same methods with the same signatures.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use chrono::{DateTime, Utc};
use leads_core::bulk::{BulkOptions, BulkReport, Requests};
use leads_core::paging::Bookmark;
use leads_core::{
    Body, CallOptions, Error, ItemStream, Lost, Paged, Pipeline, Reply, Request, RequestPreview, Resolution, Resolve,
    Result,
};

/// Calls each method of a client with generic requests, so that a signature that differs does not compile.
macro_rules! ten_calls {
    ($module:ident, $client:ty, $vendor:ty) => {
        #[allow(dead_code, unused_must_use)]
        mod $module {
            use super::*;

            async fn calls<R, W, P>(client: &$client, read: &R, write: &W, list: P, error: Error) -> Result<()>
            where
                R: Request<Vendor = $vendor>,
                W: Resolve<Vendor = $vendor> + serde::Serialize,
                P: Paged + Request<Vendor = $vendor> + Clone,
            {
                let options = CallOptions::new();
                let sent: DateTime<Utc> = Utc::now();
                let _: Reply<R::Response> = client.send(read).await?;
                let _: Reply<R::Response> = client.send_with(read, &options).await?;
                let _: Resolution = client.resolve(write, &error).await?;
                let _: Resolution = client.resolve(write, sent).await?;
                let _: Resolution = client.resolve_with(write, Lost::since(sent), &options).await?;
                let none = Requests::<W>::new(Vec::<(String, W)>::new()).resolving();
                let _: BulkReport = client.apply_all(none, BulkOptions::new()).await?;
                let stream: ItemStream<P> = client.items(list.clone());
                let _: ItemStream<P> = client.items_with(list, &options);
                let bookmark: Option<Bookmark<P>> = stream.bookmark();
                if let Some(bookmark) = bookmark {
                    let _: ItemStream<P> = client.resume_with(bookmark.clone(), &options);
                    let _: ItemStream<P> = client.resume(bookmark);
                }
                let _: RequestPreview = client.preview(read)?;
                let _: Reply<bytes::Bytes> =
                    client.execute(R::OPERATION, "/path?query=1", &options, Body::Empty).await?;
                let _: &Pipeline<$vendor> = client.pipeline();
                Ok(())
            }
        }
    };
}

ten_calls!(capillary, capillary_leads::Client, capillary_leads::Capillary);
ten_calls!(nutshell_client, nutshell::Client, nutshell::Nutshell);
ten_calls!(leadsquared_client, leadsquared::Client, leadsquared::LeadSquared);
ten_calls!(dealerstudio_client, dealerstudio::Client, dealerstudio::DealerStudio);

/// The four clients are built the same way, and name the same setting when it is missing.
#[test]
fn missing_credentials_are_named_alike() {
    let url = "http://127.0.0.1:9";
    let errors = [
        capillary_leads::Client::builder().base_url(url).build().unwrap_err(),
        nutshell::Client::builder().base_url(url).build().unwrap_err(),
        leadsquared::Client::builder().base_url(url).build().unwrap_err(),
        dealerstudio::Client::builder().base_url(url).build().unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.field(), Some("credentials"), "{error}");
    }
}
