//! Envelopes and the shapes of errors.

use super::settings::{Settings, Shape};
use crate::FakeAnswer;
use serde_json::{Map, Value, json};

/// A call that is refused.
#[derive(Debug)]
pub(super) enum Refusal {
    /// The error envelope: the type whose list stands empty beside it, title and detail.
    Listed(&'static str, String, Option<String>),
    /// A JSON text as the whole body.
    Text(u16, &'static str),
    /// `{"code":500,…}`.
    Internal,
    /// The page of an unknown id or path.
    NotFound,
    /// The page of wrong credentials.
    Unauthorized,
}

impl Refusal {
    pub(super) fn listed(kind: &'static str, title: impl Into<String>) -> Self {
        Self::Listed(kind, title.into(), None)
    }

    pub(super) fn response(self) -> FakeAnswer {
        match self {
            Self::Listed(kind, title, detail) => {
                let mut body = envelope();
                body.insert(kind.to_owned(), json!([]));
                body.insert(
                    "errors".to_owned(),
                    json!([{"id": null, "type": "errors", "code": null, "detail": detail, "href": null,
                        "status": "400", "title": title, "field": null}]),
                );
                FakeAnswer::json(400, &body)
            }
            Self::Text(status, text) => FakeAnswer::json(status, text),
            Self::Internal => FakeAnswer::json(500, &json!({"code": 500, "message": "Internal Server Error"})),
            Self::NotFound => page(404, "Not Found"),
            Self::Unauthorized => page(401, "Unauthorized"),
        }
    }
}

fn page(status: u16, said: &str) -> FakeAnswer {
    FakeAnswer::html(
        status,
        format!("<!DOCTYPE html>\n<html><head><title>An Error Occurred: {said}</title></head><body></body></html>\n"),
    )
}

fn envelope() -> Map<String, Value> {
    let mut body = Map::new();
    body.insert("meta".to_owned(), json!({"instanceId": "12345", "siteId": "made-up"}));
    body.insert("links".to_owned(), json!({}));
    body
}

/// One record in the shape that the settings say.
pub(super) fn one(settings: &Settings, status: u16, kind: &str, record: Value) -> FakeAnswer {
    let mut body = envelope();
    match settings.shape {
        Shape::Bare => return FakeAnswer::json(status, &record),
        Shape::Wrapped => body.insert(kind.to_owned(), json!([record])),
        Shape::WrappedOne => body.insert(kind.to_owned(), record),
    };
    FakeAnswer::json(status, &body)
}

/// Many records, with companions and what `meta` says beside the instance.
pub(super) fn many(kind: &str, rows: Vec<Value>, meta: Value, companions: Vec<(&str, Vec<Value>)>) -> FakeAnswer {
    let mut body = envelope();
    if let (Some(Value::Object(known)), Value::Object(more)) = (body.get_mut("meta"), meta) {
        known.extend(more);
    }
    body.insert(kind.to_owned(), Value::Array(rows));
    for (name, rows) in companions {
        body.insert(name.to_owned(), Value::Array(rows));
    }
    FakeAnswer::json(200, &body)
}
