//! The minimum of HTTP/1.1 needed to proxy between a client and a server and to break it in specific places.

use crate::delivery::{Delivery, Framing};
use bytes::{Buf as _, Bytes, BytesMut};
use http::header::{CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use std::io;
use tokio::io::{AsyncRead, AsyncReadExt as _};

/// Heads larger than this are rejected.
const MAX_HEAD: usize = 256 * 1024;

/// A start line and headers.
pub(super) struct Head {
    pub(super) start: String,
    pub(super) headers: HeaderMap,
}

/// Reads a stream and buffers bytes that are not yet consumed.
#[derive(Default)]
pub(super) struct Reader {
    buffer: BytesMut,
}

impl Reader {
    /// Waits until at least one byte is available; returns `false` at the end of the stream.
    pub(super) async fn begins(&mut self, stream: &mut (impl AsyncRead + Unpin)) -> bool {
        !self.buffer.is_empty() || matches!(stream.read_buf(&mut self.buffer).await, Ok(1..))
    }

    /// Reads a head.
    pub(super) async fn head(&mut self, stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Head> {
        let end = loop {
            if let Some(at) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break at;
            }
            if self.buffer.len() > MAX_HEAD {
                return Err(broken("the head has no end or is too large"));
            }
            self.more(stream).await?;
        };
        let text = self.buffer.split_to(end);
        self.buffer.advance(4);
        let text = std::str::from_utf8(&text).map_err(|_| broken("the head is not text"))?;
        let mut lines = text.split("\r\n");
        let start = lines.next().unwrap_or_default().to_owned();
        let mut headers = HeaderMap::new();
        for line in lines {
            let (name, value) = line.split_once(':').ok_or_else(|| broken("a header has no colon"))?;
            let name = HeaderName::from_bytes(name.trim().as_bytes()).map_err(|_| broken("a header has no name"))?;
            let value = HeaderValue::from_str(value.trim()).map_err(|_| broken("a header has no value"))?;
            headers.append(name, value);
        }
        Ok(Head { start, headers })
    }

    /// Reads the body of a request with this head.
    pub(super) async fn body(
        &mut self,
        stream: &mut (impl AsyncRead + Unpin),
        headers: &HeaderMap,
    ) -> io::Result<Bytes> {
        if headers.get(TRANSFER_ENCODING).is_some_and(|coding| coding.as_bytes().eq_ignore_ascii_case(b"chunked")) {
            return self.chunks(stream).await;
        }
        let length = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok()).unwrap_or(0);
        self.exactly(stream, length).await
    }

    async fn chunks(&mut self, stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Bytes> {
        let mut whole = BytesMut::new();
        loop {
            let line = self.line(stream).await?;
            let digits = line.split(';').next().unwrap_or_default().trim();
            let length = usize::from_str_radix(digits, 16).map_err(|_| broken("a chunk has no length"))?;
            if length == 0 {
                while !self.line(stream).await?.is_empty() {}
                return Ok(whole.freeze());
            }
            whole.extend_from_slice(&self.exactly(stream, length).await?);
            self.exactly(stream, 2).await?;
        }
    }

    async fn line(&mut self, stream: &mut (impl AsyncRead + Unpin)) -> io::Result<String> {
        loop {
            if let Some(at) = self.buffer.windows(2).position(|two| two == b"\r\n") {
                let line = self.buffer.split_to(at);
                self.buffer.advance(2);
                return Ok(String::from_utf8_lossy(&line).into_owned());
            }
            self.more(stream).await?;
        }
    }

    async fn exactly(&mut self, stream: &mut (impl AsyncRead + Unpin), length: usize) -> io::Result<Bytes> {
        while self.buffer.len() < length {
            self.more(stream).await?;
        }
        Ok(self.buffer.split_to(length).freeze())
    }

    /// Reads to the end of the stream.
    pub(super) async fn rest(&mut self, stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Bytes> {
        while stream.read_buf(&mut self.buffer).await? > 0 {}
        Ok(self.buffer.split().freeze())
    }

    async fn more(&mut self, stream: &mut (impl AsyncRead + Unpin)) -> io::Result<()> {
        match stream.read_buf(&mut self.buffer).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }
}

/// Returns the head of a response as written, including its framing.
pub(super) fn response_head(delivery: &Delivery, keep: bool) -> Vec<u8> {
    let reason = StatusCode::from_u16(delivery.status).ok().and_then(|status| status.canonical_reason());
    let mut out = format!("HTTP/1.1 {} {}\r\n", delivery.status, reason.unwrap_or("Unknown")).into_bytes();
    write_headers(&mut out, &delivery.headers);
    if delivery.folded {
        out.extend_from_slice(b"x-folded: one\r\n two\r\n");
    }
    match delivery.framing {
        // A 204 or 304 has neither a body nor a length.
        Framing::Length(0) if matches!(delivery.status, 204 | 304) => {}
        Framing::Length(length) => out.extend_from_slice(format!("content-length: {length}\r\n").as_bytes()),
        Framing::Chunked => out.extend_from_slice(b"transfer-encoding: chunked\r\n"),
        Framing::UntilClose => {}
    }
    if !keep {
        out.extend_from_slice(b"connection: close\r\n");
    }
    out.extend_from_slice(b"\r\n");
    out
}

/// Writes headers line by line, except those that the proxy sets itself.
pub(super) fn write_headers(out: &mut Vec<u8>, headers: &HeaderMap) {
    for (name, value) in headers {
        if [CONTENT_LENGTH, TRANSFER_ENCODING, CONNECTION].contains(name) {
            continue;
        }
        out.extend_from_slice(name.as_str().as_bytes());
        out.extend_from_slice(b": ");
        out.extend_from_slice(value.as_bytes());
        out.extend_from_slice(b"\r\n");
    }
}

/// Encodes one chunk of a chunked body.
pub(super) fn chunk(piece: &[u8]) -> Vec<u8> {
    let mut out = format!("{:x}\r\n", piece.len()).into_bytes();
    out.extend_from_slice(piece);
    out.extend_from_slice(b"\r\n");
    out
}

fn broken(message: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn consecutive_requests_are_read() {
        let mut stream = &b"POST /a HTTP/1.1\r\nContent-Length: 2\r\nX: 1\r\nX: 2\r\n\r\nhiPUT /b HTTP/1.1\r\n\
            Transfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n1\r\nd\r\n0\r\nTrailer: 1\r\n\r\nGET"[..];
        let mut reader = Reader::default();
        assert!(reader.begins(&mut stream).await);
        let head = reader.head(&mut stream).await.unwrap();
        assert_eq!(head.start, "POST /a HTTP/1.1");
        assert_eq!(head.headers.get_all("x").iter().count(), 2);
        assert_eq!(reader.body(&mut stream, &head.headers).await.unwrap(), "hi");
        let head = reader.head(&mut stream).await.unwrap();
        assert_eq!(reader.body(&mut stream, &head.headers).await.unwrap(), "abcd");
        assert!(reader.head(&mut stream).await.is_err());
    }
}
