//! Envelopes and error formats.

use super::settings::{Settings, Shape};
use crate::FakeResponse;
use serde_json::{Map, Value, json};

/// Why a call is rejected.
#[derive(Debug)]
pub(super) enum Rejection {
    /// The error envelope: the type whose empty list is included, title and detail.
    Listed(&'static str, String, Option<String>),
    /// A JSON string as the whole body.
    Text(u16, &'static str),
    /// `{"code":500,…}`.
    Internal,
    /// The page for an unknown id or path.
    NotFound,
    /// The page for invalid credentials.
    Unauthorized,
}

impl Rejection {
    pub(super) fn listed(kind: &'static str, title: impl Into<String>) -> Self {
        Self::Listed(kind, title.into(), None)
    }

    /// A known path with another method.
    pub(super) fn not_allowed() -> Self {
        Self::Text(405, "Internal Error")
    }

    pub(super) fn response(self) -> FakeResponse {
        match self {
            Self::Listed(kind, title, detail) => {
                let mut body = envelope();
                body.insert(kind.to_owned(), json!([]));
                body.insert(
                    "errors".to_owned(),
                    json!([{"id": null, "type": "errors", "code": null, "detail": detail, "href": null,
                        "status": "400", "title": title, "field": null}]),
                );
                FakeResponse::json(400, &body)
            }
            Self::Text(status, text) => FakeResponse::json(status, text),
            Self::Internal => FakeResponse::json(500, &json!({"code": 500, "message": "Internal Server Error"})),
            Self::NotFound => page(404, "Not Found"),
            Self::Unauthorized => page(401, "Unauthorized"),
        }
    }
}

fn page(status: u16, title: &str) -> FakeResponse {
    FakeResponse::html(
        status,
        format!("<!DOCTYPE html>\n<html><head><title>An Error Occurred: {title}</title></head><body></body></html>\n"),
    )
}

fn envelope() -> Map<String, Value> {
    let mut body = Map::new();
    body.insert("meta".to_owned(), json!({"instanceId": "12345", "siteId": "made-up"}));
    body.insert("links".to_owned(), json!({}));
    body
}

/// Returns one record in the configured shape; a wrapped one has related records next to it.
pub(super) fn one(
    settings: &Settings,
    status: u16,
    kind: &str,
    record: Value,
    companions: Vec<(&str, Vec<Value>)>,
) -> FakeResponse {
    let mut body = envelope();
    match settings.shape {
        Shape::Bare => return FakeResponse::json(status, &record),
        Shape::Wrapped => body.insert(kind.to_owned(), json!([record])),
        Shape::WrappedOne => body.insert(kind.to_owned(), record),
    };
    for (name, rows) in companions {
        body.insert(name.to_owned(), Value::Array(rows));
    }
    FakeResponse::json(status, &body)
}

/// Returns many records, with related records and additional members of `meta`.
pub(super) fn many(kind: &str, rows: Vec<Value>, meta: Value, companions: Vec<(&str, Vec<Value>)>) -> FakeResponse {
    let mut body = envelope();
    if let (Some(Value::Object(known)), Value::Object(more)) = (body.get_mut("meta"), meta) {
        known.extend(more);
    }
    body.insert(kind.to_owned(), Value::Array(rows));
    for (name, rows) in companions {
        body.insert(name.to_owned(), Value::Array(rows));
    }
    FakeResponse::json(200, &body)
}
