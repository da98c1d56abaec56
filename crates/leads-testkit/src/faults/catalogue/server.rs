//! Statuses from 500, each with four bodies, because each kind of body is parsed differently.

use super::{NamedFault, gateway, status};
use crate::FakeResponse;
use crate::faults::Fault;
use crate::faults::named::Expected;
use leads_core::ErrorKind;
use serde_json::json;

const FAILED: Expected = Expected::unproved(ErrorKind::Server, false);
const UNREACHED: Expected = Expected::unproved(ErrorKind::Server, true);
const PAGE: &str = "<html><h1>Something went wrong</h1></html>";
const WORDS: &str = "upstream connect error";

fn foreign_json(status: u16) -> FakeResponse {
    FakeResponse::json(status, &json!({"fault": {"reason": "no backend"}}))
}

pub(super) const FAULTS: &[NamedFault] = &[
    status("500-json", "server error with foreign JSON", || Fault::Response(foreign_json(500)), FAILED.by_body()),
    status("500-html", "server error with an HTML page", || Fault::Response(FakeResponse::html(500, PAGE)), FAILED),
    status("500-text", "server error with plain text", || Fault::Response(FakeResponse::text(500, WORDS)), FAILED),
    status("500-empty", "server error with an empty body", || Fault::Response(FakeResponse::empty(500)), FAILED),
    status("501-json", "not implemented, with foreign JSON", || Fault::Response(foreign_json(501)), FAILED.by_body()),
    status("501-html", "not implemented, with an HTML page", || Fault::Response(FakeResponse::html(501, PAGE)), FAILED),
    status("501-text", "not implemented, with plain text", || Fault::Response(FakeResponse::text(501, WORDS)), FAILED),
    status("501-empty", "not implemented, with an empty body", || Fault::Response(FakeResponse::empty(501)), FAILED),
    gateway("502-json", "bad gateway, with foreign JSON", || lost(foreign_json(502)), UNREACHED.by_body()),
    gateway("502-html", "bad gateway, with an HTML page", || lost(FakeResponse::html(502, PAGE)), UNREACHED),
    gateway("502-text", "bad gateway, with plain text", || lost(FakeResponse::text(502, WORDS)), UNREACHED),
    gateway("502-empty", "bad gateway, with an empty body", || lost(FakeResponse::empty(502)), UNREACHED),
    status("503-json", "unavailable, with foreign JSON", || Fault::Response(foreign_json(503)), UNREACHED.by_body()),
    status("503-html", "unavailable, with an HTML page", || Fault::Response(FakeResponse::html(503, PAGE)), UNREACHED),
    status("503-text", "unavailable, with plain text", || Fault::Response(FakeResponse::text(503, WORDS)), UNREACHED),
    status("503-empty", "unavailable, with an empty body", || Fault::Response(FakeResponse::empty(503)), UNREACHED),
    gateway("504-json", "gateway timeout, with foreign JSON", || lost(foreign_json(504)), UNREACHED.by_body()),
    gateway("504-html", "gateway timeout, with an HTML page", || lost(FakeResponse::html(504, PAGE)), UNREACHED),
    gateway("504-text", "gateway timeout, with plain text", || lost(FakeResponse::text(504, WORDS)), UNREACHED),
    gateway("504-empty", "gateway timeout, with an empty body", || lost(FakeResponse::empty(504)), UNREACHED),
];

fn lost(response: FakeResponse) -> Fault {
    Fault::HandledThenResponse(response)
}
