//! Uploads to the host for files: where the keys are, what is never shown, and what a lost response means.

use crate::wire::client;
use leads_core::{Body, CallOptions, ErrorKind, Host, Method, Operation, Safety};
use leadsquared::api::files::{FileType, UploadFile};
use leadsquared::{Client, Credentials, KeyLocation, Region, WriteOutcome};
use serde_json::json;
use std::sync::Arc;
use wiremock::matchers::{any, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

fn upload() -> UploadFile {
    UploadFile::bytes(FileType::Document, "scan.pdf", &b"%PDF"[..])
}

/// Responds to every request with one response.
async fn answering(response: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(response).mount(&server).await;
    server
}

#[tokio::test]
async fn keys_are_fields_of_the_form_and_nowhere_else() {
    let stored = json!({"Status": "Success", "uploadedFile": "scan.pdf", "s3FilePath": "https://b.example/scan.pdf"});
    let server = MockServer::start().await;
    let response = ResponseTemplate::new(200).set_body_json(stored);
    Mock::given(method("POST")).and(path("/File/Upload")).respond_with(response).expect(2).mount(&server).await;
    for location in [KeyLocation::Headers, KeyLocation::Query] {
        let client = Client::builder()
            .base_url("http://localhost:1")
            .files_base_url(server.uri())
            .keys("planted-access", "planted-secret")
            .key_location(location)
            .build()
            .unwrap();
        let reply = client.send(&upload()).await.unwrap();
        assert_eq!(reply.meta().outcome, WriteOutcome::Applied);
        assert_eq!(reply.uploaded_file.as_ref().map(|name| name.as_str()), Some("scan.pdf"));
    }
    for request in server.received_requests().await.unwrap() {
        let body = String::from_utf8(request.body.clone()).unwrap();
        for (name, value) in [("AccessKey", "planted-access"), ("SecretKey", "planted-secret")] {
            assert!(body.contains(&format!("name=\"{name}\"\r\n\r\n{value}\r\n")), "{body}");
        }
        assert!(body.contains("filename=\"scan.pdf\"") && body.ends_with("--\r\n"), "{body}");
        assert!(!request.url.as_str().contains("planted"));
        assert!(request.headers.iter().all(|(_, value)| !value.to_str().unwrap().contains("planted")));
        let length: usize = request.headers["content-length"].to_str().unwrap().parse().unwrap();
        assert_eq!(length, request.body.len());
    }
}

#[tokio::test]
async fn keys_are_in_no_preview_and_no_error() {
    let echo = "planted-access planted-secret";
    let rejection = json!({"Status": "Error", "ExceptionType": "MXInvalidInputException", "ExceptionMessage": echo});
    let server = answering(ResponseTemplate::new(500).set_body_json(rejection)).await;
    let client = client(&server);
    let preview = client.preview(&upload()).unwrap();
    assert_eq!(preview.body.as_deref(), Some("Multipart(6 parts)"));
    let error = client.send(&upload()).await.unwrap_err();
    assert_eq!((error.outcome(), error.attempts()), (WriteOutcome::NotApplied, 1));
    for shown in
        [format!("{preview} {preview:?}"), format!("{error} {error:?} {:?}", error.body()), format!("{client:?}")]
    {
        assert!(!shown.contains("planted"), "{shown}");
    }
}

#[tokio::test]
async fn keys_of_a_provider_are_sent_too() {
    #[derive(Debug)]
    struct Vault;
    #[async_trait::async_trait]
    impl leads_core::CredentialProvider<Credentials> for Vault {
        async fn credentials(&self) -> leads_core::Result<Credentials> {
            Ok(Credentials::new("access-of-today", "secret-of-today"))
        }
    }
    let server = answering(ResponseTemplate::new(401)).await;
    let builder = Client::builder().base_url(server.uri()).files_base_url(server.uri());
    let client = builder.credential_provider(Arc::new(Vault)).build().unwrap();
    let error = client.send(&upload()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthenticated);
    let requests = server.received_requests().await.unwrap();
    assert_eq!(requests.len(), 2, "new keys were asked for once");
    for request in requests {
        assert_eq!(String::from_utf8_lossy(&request.body).matches("secret-of-today").count(), 1);
    }
}

#[tokio::test]
async fn file_can_be_the_only_row_of_a_list() {
    let row = r#"{"uploadedFile":"scan.pdf","s3FilePath":"https://b.example/scan.pdf"}"#;
    let server = answering(ResponseTemplate::new(200).set_body_string(format!("[{row}]"))).await;
    let reply = client(&server).send(&upload()).await.unwrap();
    assert_eq!((reply.meta().outcome, reply.text()), (WriteOutcome::Applied, format!("[{row}]").as_str()));
}

#[tokio::test]
async fn response_without_a_file_proves_nothing() {
    let row = r#"{"uploadedFile":"scan.pdf","s3FilePath":"https://b.example/scan.pdf"}"#;
    for body in ["{}".to_owned(), "[]".to_owned(), "[{}]".to_owned(), format!("[{row},{row}]"), "<p>stored</p>".into()]
    {
        let server = answering(ResponseTemplate::new(200).set_body_string(body.clone())).await;
        let error = client(&server).send(&upload()).await.unwrap_err();
        assert_eq!((error.outcome(), error.attempts()), (WriteOutcome::Unknown, 1), "{body}");
    }
}

#[tokio::test]
async fn lost_response_is_unknown_and_never_retried() {
    let server = answering(ResponseTemplate::new(502)).await;
    let file = std::env::temp_dir().join(format!("leadsquared-upload-{}", std::process::id()));
    std::fs::write(&file, b"%PDF").unwrap();
    let result = client(&server).send(&UploadFile::path(FileType::Document, &file)).await;
    std::fs::remove_file(&file).unwrap();
    let error = result.unwrap_err();
    assert_eq!((error.outcome(), error.attempts()), (WriteOutcome::Unknown, 1));
    assert!(error.help().unwrap().contains("upload the file again"), "{error:?}");
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
}

#[tokio::test]
async fn nothing_is_sent_without_a_host_or_without_a_form() {
    let server = answering(ResponseTemplate::new(200)).await;
    let without = Client::builder().base_url(server.uri()).keys("a-key", "a-secret").region(Region::Ireland);
    let error = without.build().unwrap().send(&upload()).await.unwrap_err();
    assert_eq!(error.field(), Some("files_base_url"));
    let raw = Operation::new("raw", Method::Post, "/File/Upload", Safety::NonIdempotent).host(Host::Files);
    let error = client(&server).execute(raw, "/File/Upload", &CallOptions::new(), Body::Empty).await.unwrap_err();
    assert_eq!((error.field(), error.outcome()), (Some("body"), WriteOutcome::NotApplied));
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[test]
fn documented_regions_have_a_host_for_files() {
    for region in Region::ALL {
        let client = Client::builder().region(region).keys("a-key", "a-secret").build().unwrap();
        match (client.preview(&upload()), region.files_base_url()) {
            (Ok(preview), Some(host)) => assert_eq!(preview.url, format!("{host}/File/Upload")),
            (Err(error), None) => assert_eq!(error.field(), Some("files_base_url")),
            other => panic!("{region}: {other:?}"),
        }
    }
    assert_eq!(Region::IndiaMumbai.files_base_url(), Some("https://files-in21.leadsquared.com"));
}
