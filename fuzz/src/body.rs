//! Bodies: JSON as received, and forms as sent.

use bytes::Bytes;
use leads_core::vendor::Envelope;
use leads_core::vendor::{decode, tolerant};
use leads_core::{Decimal, FileSource, Multipart, Raw, Time};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::task::{Context, Poll, Waker};

/// Every tolerant reader, each on a separate member.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
#[allow(dead_code)]
struct Malformed {
    #[serde(deserialize_with = "tolerant::scalar")]
    text: Option<String>,
    #[serde(deserialize_with = "tolerant::scalar")]
    number: Option<i64>,
    #[serde(deserialize_with = "tolerant::scalar")]
    unsigned: Option<u64>,
    #[serde(deserialize_with = "tolerant::scalar")]
    float: Option<f64>,
    #[serde(deserialize_with = "tolerant::scalar")]
    flag: Option<bool>,
    #[serde(deserialize_with = "tolerant::scalar")]
    time: Option<Time>,
    #[serde(deserialize_with = "tolerant::decimal")]
    amount: Option<Decimal>,
    #[serde(deserialize_with = "tolerant::list")]
    list: Vec<IgnoredAny>,
    #[serde(deserialize_with = "tolerant::list_opt")]
    maybe: Option<Vec<IgnoredAny>>,
    #[serde(deserialize_with = "tolerant::list")]
    nulls: Vec<BTreeMap<String, IgnoredAny>>,
    #[serde(deserialize_with = "tolerant::scalars")]
    scalars: Vec<String>,
    #[serde(deserialize_with = "tolerant::object")]
    object: Option<BTreeMap<String, IgnoredAny>>,
}

const MEMBERS: [&str; 11] =
    ["text", "number", "unsigned", "float", "flag", "time", "amount", "list", "maybe", "scalars", "object"];

/// The record is read whatever its members contain.
pub fn tolerant(data: &[u8]) {
    let Ok(value) = serde_json::from_slice::<&RawValue>(data) else { return };
    // A value that no JSON parser accepts, such as a number out of range for a float, may cost the record.
    if serde_json::from_str::<serde_json::Value>(value.get()).is_err() {
        return;
    }
    for member in MEMBERS {
        let text = format!("{{\"{member}\":{}}}", value.get());
        if let Err(error) = decode::from_str::<Malformed>(&text) {
            panic!("{text}: {error}");
        }
    }
    // An unreadable row costs neither its list nor its record.
    let text = format!("{{\"nulls\":[null,{{\"a\":{}}},null]}}", value.get());
    assert_eq!(decode::from_str::<Malformed>(&text).unwrap().nulls.len(), 1, "{text}");
}

#[derive(Clone, Debug, Deserialize, Serialize)]
struct Row {
    #[serde(default, deserialize_with = "tolerant::scalar")]
    id: Option<String>,
}

pub fn raw(data: &[u8]) {
    let body = Bytes::copy_from_slice(data);
    let Ok(raw) = Raw::<Row>::whole(&body) else { return };
    // A body that is invalid JSON only because of single members is kept as a readable copy.
    let came = decode::readable(&body).unwrap_or_else(|| body.clone());
    assert_eq!(raw.text().as_bytes(), came.trim_ascii(), "the raw text is unchanged");
    assert_eq!(serde_json::to_string(&raw).unwrap(), raw.text(), "it is written unchanged");
    let compact = raw.compact();
    assert!(compact.len() <= raw.text().len());
    let again = Raw::<Row>::parse(&compact).unwrap();
    assert_eq!(again.compact(), compact);
    assert_eq!(again.value().id, raw.value().id);
    let kept = serde_json::to_string(&raw.clone().detach()).unwrap();
    assert_eq!(kept, raw.text());
    assert_eq!(raw.read_as::<Row>().unwrap().text(), raw.text());
    if let Ok(members) = serde_json::from_str::<BTreeMap<String, &RawValue>>(raw.text()) {
        for (name, value) in members {
            assert_eq!(raw.field(&name).map(RawValue::get), Some(value.get()), "`{name}`");
        }
    }
}

pub fn envelope(data: &[u8]) {
    let body = Bytes::copy_from_slice(data);
    let Ok(mut page) = Envelope::<Row>::read(&body, "rows") else {
        return;
    };
    assert!(serde_json::from_slice::<IgnoredAny>(&body).is_ok(), "an accepted body is JSON");
    let whole: Option<BTreeMap<String, &RawValue>> = serde_json::from_slice(&body).ok();
    if let Some(rows) = page.take_rows() {
        for row in &rows {
            assert!(row.text().trim() == row.text() && !row.text().is_empty());
            assert!(std::str::from_utf8(&body).unwrap().contains(row.text()));
            assert_eq!(Raw::<Row>::parse(row.text()).unwrap().value().id, row.value().id);
        }
        let list = match &whole {
            Some(members) => members.get("rows").map(|list| list.get()),
            None => std::str::from_utf8(&body).ok(),
        };
        if let Some(Ok(list)) = list.map(serde_json::from_str::<Vec<Option<&RawValue>>>) {
            let texts: Vec<&str> = list.into_iter().flatten().map(RawValue::get).collect();
            let mut seen: Vec<&str> = rows.iter().map(Raw::text).collect();
            for (at, item) in page.unreadable().iter().enumerate() {
                seen.insert(item.rows_before() + at, item.text());
            }
            assert_eq!(seen, texts, "every row, readable or not, with its own text and in order");
        }
    }
    for (name, value) in whole.into_iter().flatten().filter(|(name, _)| name != "rows") {
        assert_eq!(page.member(&name).map(RawValue::get), Some(value.get()), "`{name}`");
    }
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
struct Strict {
    id: u64,
    list: Vec<Strict>,
}

const PLANTED: &str = "planted-8d1f";

/// A decode error never shows a value.
pub fn decode(data: &[u8]) {
    if let Err(error) = decode::from_slice::<Strict>(data) {
        assert!(!error.to_string().is_empty());
    }
    let Ok(text) = std::str::from_utf8(data) else { return };
    let value = serde_json::to_string(&format!("{PLANTED}{text}")).unwrap();
    for body in [
        format!("{{\"id\":{value},\"list\":[]}}"),
        format!("{{\"id\":1,\"list\":{value}}}"),
        format!("{{\"id\":1,\"list\":[{{\"id\":{value}}}]}}"),
        value,
    ] {
        let error = decode::from_str::<Strict>(&body).unwrap_err();
        let shown = format!("{error} {error:?} {:?}", error.decode_error());
        assert!(!shown.contains(PLANTED), "{shown}");
        let mut cause = std::error::Error::source(&error);
        while let Some(error) = cause {
            assert!(!format!("{error} {error:?}").contains(PLANTED), "{error:?}");
            cause = error.source();
        }
    }
}

/// No name and no value can inject a header or a part into a form.
pub fn multipart(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (name, value) = text.split_once('\n').unwrap_or((text, "x"));
    let form = Multipart::new().text(name, value).file(text, text, text, FileSource::from(data));
    let boundary = form.content_type().split_once("boundary=").unwrap().1.to_owned();
    let (length, sent) = opened(&form);
    assert_eq!(length, sent.len() as u64, "the announced length is correct");
    let marker = format!("--{boundary}");
    let pieces = split(&sent, marker.as_bytes());
    assert_eq!(pieces.len(), 4, "an extra part");
    for (piece, headers) in [(pieces[1], 1), (pieces[2], 2)] {
        let at = find(piece, b"\r\n\r\n").expect("a head");
        let head = std::str::from_utf8(&piece[..at]).unwrap().trim_start_matches("\r\n");
        assert_eq!(head.split("\r\n").count(), headers, "{head:?}");
        assert!(head.split("\r\n").all(|line| !line.contains(['\r', '\n'])), "{head:?}");
    }
    assert_eq!(pieces[3], b"--\r\n");
}

fn opened(form: &Multipart) -> (u64, Vec<u8>) {
    // Nothing waits here: there is no file.
    let mut context = Context::from_waker(Waker::noop());
    let mut opening = std::pin::pin!(form.open());
    let Poll::Ready(Ok(mut open)) = opening.as_mut().poll(&mut context) else { panic!("a form of bytes is ready") };
    let (length, mut sent) = (open.length(), Vec::new());
    while let Poll::Ready(Some(piece)) = open.poll_next(&mut context) {
        sent.extend_from_slice(&piece.unwrap());
    }
    (length, sent)
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}

fn split<'a>(mut text: &'a [u8], what: &[u8]) -> Vec<&'a [u8]> {
    let mut pieces = Vec::new();
    while let Some(at) = find(text, what) {
        pieces.push(&text[..at]);
        text = &text[at + what.len()..];
    }
    pieces.push(text);
    pieces
}
