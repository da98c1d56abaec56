//! How a response is sent over the wire, including any damage.

use crate::gzip;
use crate::{Clock, FakeResponse, Fault};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, DATE};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use std::time::Duration;

/// The plan for sending a response, carried out both in process and on sockets.
#[derive(Debug)]
pub(crate) struct Delivery {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) head: HeadTurn,
    /// The head contains a line that is not valid HTTP.
    pub(crate) folded: bool,
    pub(crate) framing: Framing,
    pub(crate) payload: Payload,
    pub(crate) cut: Option<Cut>,
    pub(crate) drip: Option<(usize, Duration)>,
}

/// How the head is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HeadTurn {
    Sent,
    SentAfter(Duration),
    Lost(End),
}

/// How the client learns where the body ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    /// By a content length, correct or not.
    Length(u64),
    /// By chunked encoding.
    Chunked,
    /// By the end of the connection.
    UntilClose,
}

/// The bytes of a body.
#[derive(Debug)]
pub(crate) enum Payload {
    Bytes(Bytes),
    /// This many filler bytes, generated only while they are sent.
    Filling(u64),
}

/// Where a body is cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    pub(crate) after: u64,
    pub(crate) end: End,
}

/// How an exchange is cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Reset,
    Close,
    Stall,
}

/// The byte used as filler.
const FILLING: u8 = b'x';

impl Payload {
    pub(crate) fn len(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Filling(length) => *length,
        }
    }

    /// Returns at most `most` bytes starting at `from`.
    pub(crate) fn piece(&self, from: u64, most: usize) -> Bytes {
        let left = usize::try_from(self.len().saturating_sub(from)).unwrap_or(usize::MAX).min(most);
        match self {
            Self::Bytes(bytes) => {
                let from = usize::try_from(from).unwrap_or(usize::MAX).min(bytes.len());
                bytes.slice(from..from + left)
            }
            Self::Filling(_) => Bytes::from(vec![FILLING; left]),
        }
    }
}

impl Delivery {
    /// Plans the response, including the damage that a fault does to it.
    pub(crate) fn new(response: FakeResponse, method: &Method, fault: Option<&Fault>, clock: &Clock) -> Self {
        let FakeResponse { status, mut headers, mut body, delay } = response;
        headers.remove(CONTENT_LENGTH);
        if *method == Method::HEAD || matches!(status, 204 | 304) {
            body = Bytes::new();
        }
        if !headers.contains_key(DATE) {
            set_date(&mut headers, clock.now());
        }
        let mut delivery = Self {
            status,
            headers,
            head: if delay.is_zero() { HeadTurn::Sent } else { HeadTurn::SentAfter(delay) },
            folded: false,
            framing: Framing::Length(body.len() as u64),
            payload: Payload::Bytes(body),
            cut: None,
            drip: None,
        };
        if let Some(fault) = fault {
            delivery.damage(fault, clock);
        }
        delivery
    }

    fn damage(&mut self, fault: &Fault, clock: &Clock) {
        let half = self.payload.len() / 2;
        let cut = |end| Some(Cut { after: half, end });
        match fault {
            Fault::ResetAfterHandling => self.head = HeadTurn::Lost(End::Reset),
            Fault::CloseAfterHandling => self.head = HeadTurn::Lost(End::Close),
            Fault::StallHead => self.head = HeadTurn::Lost(End::Stall),
            Fault::DelayHead(wait) => self.head = HeadTurn::SentAfter(*wait),
            Fault::ResetAfterResponseHead => {
                self.never_blank();
                self.cut = Some(Cut { after: 0, end: End::Reset });
            }
            Fault::ResetInBody => {
                self.never_blank();
                self.cut = cut(End::Reset);
            }
            Fault::CloseInBody => {
                self.never_blank();
                self.cut = cut(End::Close);
            }
            Fault::CloseInChunkedBody => {
                self.never_blank();
                self.framing = Framing::Chunked;
                self.cut = cut(End::Close);
            }
            Fault::StallBody => {
                self.never_blank();
                self.cut = cut(End::Stall);
            }
            Fault::CutWithoutLength => {
                self.replace(self.payload.piece(0, to_usize(half)));
                self.framing = Framing::UntilClose;
            }
            Fault::SlowDrip { piece, pause } => self.drip = Some(((*piece).max(1), *pause)),
            Fault::TruncatedJson => self.replace(self.payload.piece(0, to_usize(half))),
            Fault::LengthTooLong => self.framing = Framing::Length(self.payload.len() + 10),
            Fault::LengthTooShort => self.framing = Framing::Length(half),
            Fault::BadGzip => {
                self.headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
                if self.payload.len() == 0 {
                    self.replace(Bytes::from_static(b"not gzip"));
                }
            }
            Fault::GzipBomb { bytes } => {
                self.status = with_body(self.status);
                self.headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
                self.replace(gzip::bomb(*bytes));
            }
            Fault::HugeBody { bytes } => {
                self.status = with_body(self.status);
                self.payload = Payload::Filling(*bytes);
                self.framing = Framing::Length(*bytes);
            }
            Fault::DeepNesting { levels } => {
                self.status = with_body(self.status);
                let mut nested = vec![b'['; *levels];
                nested.resize(levels * 2, b']');
                self.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
                self.replace(Bytes::from(nested));
            }
            Fault::InvalidUtf8 => self.replace(Bytes::from(broken_strings(&self.payload.piece(0, usize::MAX)))),
            Fault::DuplicateKeys => self.replace(Bytes::from(doubled_members(&self.payload.piece(0, usize::MAX)))),
            Fault::DuplicateHeaders => {
                for (name, value) in self.headers.clone() {
                    if let Some(name) = name {
                        self.headers.append(name, value);
                    }
                }
            }
            Fault::ManyHeaders { headers } => {
                for number in 0..*headers {
                    if let Ok(name) = HeaderName::try_from(format!("x-more-{number}")) {
                        self.headers.insert(name, HeaderValue::from_static("1"));
                    }
                }
            }
            Fault::FoldedHeader => self.folded = true,
            Fault::GzipMembers => {
                if self.payload.len() > 0 {
                    self.headers.insert(CONTENT_ENCODING, HeaderValue::from_static("x-gzip"));
                    let body = self.payload.piece(0, usize::MAX);
                    self.replace(gzip::members(&body));
                }
            }
            Fault::WrongContentType(value) => {
                self.headers.insert(CONTENT_TYPE, HeaderValue::from_static(value));
            }
            Fault::ClockSkew(by) => {
                let skewed = clock.now().checked_add_signed(*by).unwrap_or(DateTime::<Utc>::MAX_UTC);
                set_date(&mut self.headers, skewed);
            }
            // These end the exchange before the response, or replace it.
            Fault::Refused
            | Fault::ConnectTimeout
            | Fault::StallConnect
            | Fault::UntrustedCertificate
            | Fault::RefusedStream
            | Fault::ResetOnAccept
            | Fault::StaleConnection
            | Fault::ResetAfterHead
            | Fault::ResetBeforeHandling
            | Fault::CloseBeforeHandling
            | Fault::StallBeforeHandling
            | Fault::Response(_)
            | Fault::HandledThenResponse(_)
            | Fault::HandledTwice => {}
        }
    }

    /// Makes a body that is cut off announce at least one byte more than is sent, even if the response had no body.
    fn never_blank(&mut self) {
        if self.payload.len() == 0 {
            self.status = with_body(self.status);
            self.framing = Framing::Length(1);
        }
    }

    fn replace(&mut self, body: Bytes) {
        self.framing = Framing::Length(body.len() as u64);
        self.payload = Payload::Bytes(body);
    }
}

/// Replaces a 204, which cannot have a body, with 200 for faults inside the body.
fn with_body(status: u16) -> u16 {
    if matches!(status, 204 | 304) { 200 } else { status }
}

fn to_usize(length: u64) -> usize {
    usize::try_from(length).unwrap_or(usize::MAX)
}

fn set_date(headers: &mut HeaderMap, time: DateTime<Utc>) {
    if let Ok(value) = HeaderValue::from_str(&crate::clock::http_date(time)) {
        headers.insert(DATE, value);
    }
}

/// Inserts a byte that is invalid in UTF-8 at the beginning of every string, or before a body without strings.
fn broken_strings(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() + 16);
    let (mut inside, mut escaped) = (false, false);
    for &byte in body {
        out.push(byte);
        match byte {
            _ if escaped => escaped = false,
            b'\\' if inside => escaped = true,
            b'"' => {
                inside = !inside;
                if inside {
                    out.push(0xff);
                }
            }
            _ => {}
        }
    }
    if out.len() == body.len() {
        out.insert(0, 0xff);
    }
    out
}

/// Writes the members of an object twice; other bodies are unchanged.
fn doubled_members(body: &[u8]) -> Vec<u8> {
    let trimmed = body.trim_ascii();
    let inner = trimmed.strip_prefix(b"{").and_then(|rest| rest.strip_suffix(b"}")).map(<[u8]>::trim_ascii);
    match inner {
        Some(inner) if !inner.is_empty() => [&b"{"[..], inner, b",", inner, b"}"].concat(),
        _ => body.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_strings_are_corrupted() {
        assert_eq!(broken_strings(br#"{"a\"b":1}"#), b"{\"\xffa\\\"b\":1}");
        assert_eq!(broken_strings(b"12"), b"\xff12");
    }

    #[test]
    fn object_members_are_duplicated() {
        assert_eq!(doubled_members(br#" {"a":{"b":1}} "#), br#"{"a":{"b":1},"a":{"b":1}}"#);
        assert_eq!(doubled_members(b"{ }"), b"{ }");
        assert_eq!(doubled_members(b"[1]"), b"[1]");
    }

    #[test]
    fn body_fault_on_204_gets_a_body() {
        let plan = |fault| Delivery::new(FakeResponse::empty(204), &Method::PUT, Some(&fault), &Clock::new());
        for fault in [Fault::ResetInBody, Fault::CloseInBody, Fault::StallBody, Fault::ResetAfterResponseHead] {
            let delivery = plan(fault);
            assert_eq!((delivery.status, delivery.framing), (200, Framing::Length(1)));
        }
        assert_eq!(plan(Fault::DuplicateKeys).status, 204);
    }
}
