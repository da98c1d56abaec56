//! A large file is never held in memory as a whole. A separate test target, because it counts every allocation.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod large_form;

use dealerstudio::Client;
use dealerstudio::api::leads::CreateLead;
use dealerstudio::model::LeadFile;
use large_form::{BAR, FILE, file, serve};
use leads_core::ClientConfig;
use leads_core::http::RetryPolicy;
use peak_alloc::PeakAlloc;

#[global_allocator]
static COUNTING: PeakAlloc = PeakAlloc;

#[tokio::test]
async fn fifty_mebibyte_upload_uses_less_than_eight_mebibytes() {
    let path = file("dealerstudio");
    let (address, server) = serve("201 Created", r#"{"id":12,"lead_cluster_id":34}"#).await;
    let client = Client::builder()
        .base_url(format!("http://{address}"))
        .api_key("made-up-key")
        .config(ClientConfig::new().retry(RetryPolicy::none()))
        .build()
        .unwrap();
    let request = CreateLead::new("north", "General Enquiry", "Website", "jo@example.com", "0400000000")
        .file(LeadFile::path(&path))
        .file(LeadFile::bytes("a.txt", &b"hi"[..]))
        .file(LeadFile::bytes("b.txt", &b"ho"[..]));

    let before = PeakAlloc.current_usage();
    PeakAlloc.reset_peak_usage();
    let lead = client.send(&request).await.unwrap();
    let peak = PeakAlloc.peak_usage() - before;
    std::fs::remove_file(&path).unwrap();

    assert_eq!(lead.id, Some(12.into()));
    let parts = server.await.unwrap();
    let files: Vec<(usize, &str)> = parts
        .iter()
        .filter(|(_, file_name, ..)| file_name.is_some())
        .map(|(_, _, length, text)| (*length, text.as_str()))
        .collect();
    assert_eq!(files, [(FILE, ""), (2, "hi"), (2, "ho")]);
    let email = parts.iter().find(|(name, ..)| name == "lead[email]").map(|(.., text)| text.as_str());
    assert_eq!(email, Some("jo@example.com"));
    println!("peak {peak} bytes for {FILE}");
    assert!(peak < BAR, "{peak} bytes were held at once");
    // The counter works: holding the file would have been visible.
    let held = vec![1_u8; FILE];
    assert!(PeakAlloc.peak_usage() - before >= held.len());
}
