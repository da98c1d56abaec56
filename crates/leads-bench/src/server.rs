//! A server with a single response. It runs in a separate process, so that only the client is counted.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};

/// Listens on a free local port and responds to every request with `body`, for the lifetime of the process.
#[must_use]
pub fn start(body: String) -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let address = listener.local_addr().expect("a bound socket has an address");
    // Head and body are sent in one write, so that the client always reads them in one piece.
    let response = format!(
        "HTTP/1.1 200 OK\r\ndate: Wed, 16 Dec 2026 06:05:13 GMT\r\ncontent-type: application/json; charset=utf-8\r\n\
         cache-control: must-revalidate,no-cache,no-store\r\nx-cap-requestid: 5670FF17B7D58\r\nserver: CapWS\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    );
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let response = response.clone();
            std::thread::spawn(move || serve(stream.expect("a connection"), response.as_bytes()));
        }
    });
    address
}

fn serve(mut stream: TcpStream, response: &[u8]) {
    let _ = stream.set_nodelay(true);
    let mut have = Vec::new();
    let mut piece = [0; 16 * 1024];
    loop {
        while let Some(length) = whole_request(&have) {
            have.drain(..length);
            if stream.write_all(response).is_err() {
                return;
            }
        }
        match stream.read(&mut piece) {
            Ok(0) | Err(_) => return,
            Ok(length) => have.extend_from_slice(&piece[..length]),
        }
    }
}

/// Returns the length of the first request in `have`, if it is complete.
fn whole_request(have: &[u8]) -> Option<usize> {
    let head = have.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(&have[..head]).ok()?;
    let length = text
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or(0, |(_, value)| value.trim().parse().expect("a length"));
    (have.len() >= head + length).then_some(head + length)
}
