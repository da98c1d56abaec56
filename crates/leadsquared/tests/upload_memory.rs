//! A large file is never held in memory as a whole. A separate test target, because it counts every allocation.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

#[path = "../../dealerstudio/tests/large_form/mod.rs"]
mod large_form;

use large_form::{BAR, FILE, file, serve};
use leads_core::ClientConfig;
use leads_core::http::RetryPolicy;
use leadsquared::Client;
use leadsquared::api::files::{FileType, UploadFile};
use peak_alloc::PeakAlloc;

#[global_allocator]
static COUNTING: PeakAlloc = PeakAlloc;

#[tokio::test]
async fn fifty_mebibyte_upload_uses_less_than_eight_mebibytes() {
    let path = file("leadsquared");
    let stored = r#"{"Status":"Success","uploadedFile":"large.pdf","s3FilePath":"https://b.example/large.pdf"}"#;
    let (address, server) = serve("200 OK", stored).await;
    let client = Client::builder()
        .base_url("http://localhost:1")
        .files_base_url(format!("http://{address}"))
        .keys("planted-access", "planted-secret")
        .config(ClientConfig::new().retry(RetryPolicy::none()))
        .build()
        .unwrap();
    let request = UploadFile::path(FileType::Document, &path);

    let before = PeakAlloc.current_usage();
    PeakAlloc.reset_peak_usage();
    let reply = client.send(&request).await.unwrap();
    let peak = PeakAlloc.peak_usage() - before;
    std::fs::remove_file(&path).unwrap();

    assert_eq!(reply.uploaded_file.as_ref().map(|name| name.as_str()), Some("large.pdf"));
    let parts = server.await.unwrap();
    let files: Vec<usize> =
        parts.iter().filter(|(_, file_name, ..)| file_name.is_some()).map(|(.., length, _)| *length).collect();
    assert_eq!(files, [FILE]);
    let key = parts.iter().find(|(name, ..)| name == "AccessKey").map(|(.., text)| text.as_str());
    assert_eq!(key, Some("planted-access"));
    println!("peak {peak} bytes for {FILE}");
    assert!(peak < BAR, "{peak} bytes were held at once");
    // The counter works: holding the file would have been visible.
    let held = vec![1_u8; FILE];
    assert!(PeakAlloc.peak_usage() - before >= held.len());
}
