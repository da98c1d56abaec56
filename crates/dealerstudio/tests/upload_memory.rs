//! A large file is never held whole in memory. A test target of its own, because it counts every allocation.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use dealerstudio::Client;
use dealerstudio::api::leads::CreateLead;
use dealerstudio::model::LeadFile;
use leads_core::ClientConfig;
use leads_core::http::RetryPolicy;
use peak_alloc::PeakAlloc;
use std::io::Write as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

#[global_allocator]
static COUNTING: PeakAlloc = PeakAlloc;

const FILE: usize = 50 * 1024 * 1024;
const BAR: usize = 8 * 1024 * 1024;

/// The byte at a place of the file: no piece of it looks like another.
fn byte(at: usize) -> u8 {
    ((at.wrapping_mul(2_654_435_761)) >> 13) as u8
}

/// Reads a request while it comes, holding one piece at a time: the length of its body as it was told, as it was, and
/// whether the file stands in it from its first byte to its last.
async fn read(socket: &mut tokio::net::TcpStream) -> (usize, usize, usize) {
    let mut piece = vec![0_u8; 64 * 1024];
    let mut head = Vec::new();
    let (told, mut body) = loop {
        let count = socket.read(&mut piece).await.unwrap();
        assert_ne!(count, 0, "the request ends inside its head");
        head.extend_from_slice(&piece[..count]);
        if let Some(end) = head.windows(4).position(|window| window == b"\r\n\r\n") {
            let text = String::from_utf8(head[..end].to_vec()).unwrap().to_ascii_lowercase();
            let told = text.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
            break (told.parse::<usize>().unwrap(), head[end + 4..].to_vec());
        }
    };
    // The content of the file follows the head of its part.
    let marker = b"Content-Type: application/pdf\r\n\r\n";
    let (mut got, mut good) = (body.len(), 0);
    let mut started = false;
    loop {
        let mut rest = &body[..];
        if !started && let Some(at) = body.windows(marker.len()).position(|window| window == marker) {
            started = true;
            rest = &body[at + marker.len()..];
        }
        if started {
            for have in rest {
                if good < FILE {
                    assert_eq!(*have, byte(good), "at {good}");
                    good += 1;
                }
            }
            body.clear();
        }
        if got == told {
            return (told, got, good);
        }
        let count = socket.read(&mut piece).await.unwrap();
        assert_ne!(count, 0, "the request ends inside its body");
        got += count;
        body.extend_from_slice(&piece[..count]);
    }
}

#[tokio::test]
async fn fifty_mebibytes_go_through_less_than_eight() {
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
        let answer = "HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: 30\r\n\r\n\
                      {\"id\":12,\"lead_cluster_id\":34}";
        socket.write_all(answer.as_bytes()).await.unwrap();
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
    let (told, got, good) = server.await.unwrap();
    assert_eq!((told, good), (got, FILE));
    assert!(told > FILE);
    println!("peak {peak} bytes for {FILE}");
    assert!(peak < BAR, "{peak} bytes were held at once");
    // The counter counts: holding the file would have shown.
    let held = vec![1_u8; FILE];
    assert!(PeakAlloc.peak_usage() - before >= held.len());
}
