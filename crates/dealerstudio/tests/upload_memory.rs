//! A large file is never held in memory as a whole. A separate test target, because it counts every allocation.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use dealerstudio::Client;
use dealerstudio::api::leads::CreateLead;
use dealerstudio::model::LeadFile;
use leads_core::ClientConfig;
use leads_core::http::RetryPolicy;
use peak_alloc::PeakAlloc;
use std::io::Write as _;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _};

#[global_allocator]
static COUNTING: PeakAlloc = PeakAlloc;

const FILE: usize = 50 * 1024 * 1024;
const BAR: usize = 8 * 1024 * 1024;

/// The byte at an offset of the file, such that no two pieces are alike.
fn byte(at: usize) -> u8 {
    ((at.wrapping_mul(2_654_435_761)) >> 13) as u8
}

/// A part as seen by the independent parser: name, file name, length, and its text if it is short.
type Part = (String, Option<String>, usize, String);

/// Reads a request as a stream. `multer` parses the form piece by piece, and each byte of the large file is compared
/// with the original; none of it is kept.
async fn read(socket: &mut tokio::net::TcpStream) -> Vec<Part> {
    let mut reader = tokio::io::BufReader::new(socket);
    let (mut length, mut boundary) = (0_u64, String::new());
    loop {
        let mut line = String::new();
        assert_ne!(reader.read_line(&mut line).await.unwrap(), 0, "the request ends inside its head");
        let line = line.trim_end();
        match line.split_once(": ") {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => length = value.parse().unwrap(),
            Some((name, value)) if name.eq_ignore_ascii_case("content-type") => {
                boundary = multer::parse_boundary(value).unwrap();
            }
            _ if line.is_empty() => break,
            _ => {}
        }
    }
    let mut form = multer::Multipart::with_reader(reader.take(length), boundary);
    let mut parts = Vec::new();
    while let Some(mut field) = form.next_field().await.unwrap() {
        let name = field.name().unwrap().to_owned();
        let file_name = field.file_name().map(str::to_owned);
        let large = file_name.as_deref().is_some_and(|name| name.ends_with("large.pdf"));
        let (mut got, mut text) = (0, Vec::new());
        while let Some(piece) = field.chunk().await.unwrap() {
            if large {
                for have in &piece {
                    assert_eq!(*have, byte(got), "at {got}");
                    got += 1;
                }
            } else {
                got += piece.len();
                text.extend_from_slice(&piece);
            }
        }
        parts.push((name, file_name, got, String::from_utf8(text).unwrap()));
    }
    parts
}

#[tokio::test]
async fn fifty_mebibyte_upload_uses_less_than_eight_mebibytes() {
    let path = std::env::temp_dir().join(format!("dealerstudio-{}-large.pdf", std::process::id()));
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
    for at in 0..FILE {
        file.write_all(&[byte(at)]).unwrap();
    }
    file.into_inner().unwrap().sync_all().unwrap();

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let seen = read(&mut socket).await;
        let response = "HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: 30\r\n\r\n\
                      {\"id\":12,\"lead_cluster_id\":34}";
        socket.write_all(response.as_bytes()).await.unwrap();
        seen
    });
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
