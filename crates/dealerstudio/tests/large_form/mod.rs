//! A form with a large file, and an independent reader of it; for the tests that count memory.

use std::io::Write as _;
use std::path::PathBuf;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _};

/// The size of the large file.
pub(crate) const FILE: usize = 50 * 1024 * 1024;
/// What an upload may hold in memory at once.
pub(crate) const BAR: usize = 8 * 1024 * 1024;

/// The byte at an offset of the file, such that no two pieces are alike.
fn byte(at: usize) -> u8 {
    ((at.wrapping_mul(2_654_435_761)) >> 13) as u8
}

/// A part as seen by the independent parser: name, file name, length, and its text if it is short.
pub(crate) type Part = (String, Option<String>, usize, String);

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

/// Writes the large file and returns its path.
pub(crate) fn file(vendor: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("{vendor}-{}-large.pdf", std::process::id()));
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
    for at in 0..FILE {
        file.write_all(&[byte(at)]).unwrap();
    }
    file.into_inner().unwrap().sync_all().unwrap();
    path
}

/// Starts a server that reads one form and responds with this status line and JSON body. Returns its address, and the
/// parts of the form.
pub(crate) async fn serve(
    status: &'static str,
    body: &'static str,
) -> (std::net::SocketAddr, tokio::task::JoinHandle<Vec<Part>>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let seen = read(&mut socket).await;
        let length = body.len();
        let response =
            format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}");
        socket.write_all(response.as_bytes()).await.unwrap();
        seen
    });
    (address, server)
}
