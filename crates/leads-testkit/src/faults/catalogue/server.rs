//! Statuses from 500 on, each with four bodies, because each body is understood on another path.

use super::{NamedFault, gateway, status};
use crate::FakeAnswer;
use crate::faults::Fault;
use crate::faults::named::Expected;
use leads_core::ErrorKind;
use serde_json::json;

const FAILED: Expected = Expected::unproved(ErrorKind::Server, false);
const UNREACHED: Expected = Expected::unproved(ErrorKind::Server, true);
const PAGE: &str = "<html><h1>Something went wrong</h1></html>";
const WORDS: &str = "upstream connect error";

fn foreign_json(status: u16) -> FakeAnswer {
    FakeAnswer::json(status, &json!({"fault": {"reason": "no backend"}}))
}

pub(super) const FAULTS: &[NamedFault] = &[
    status(
        "500-json",
        "the server fails, in foreign JSON",
        || Fault::HttpResponse(foreign_json(500)),
        FAILED.by_body(),
    ),
    status("500-html", "the server fails, with a page", || Fault::HttpResponse(FakeAnswer::html(500, PAGE)), FAILED),
    status("500-text", "the server fails, in words", || Fault::HttpResponse(FakeAnswer::text(500, WORDS)), FAILED),
    status("500-empty", "the server fails without a word", || Fault::HttpResponse(FakeAnswer::empty(500)), FAILED),
    status("501-json", "not implemented, in foreign JSON", || Fault::HttpResponse(foreign_json(501)), FAILED.by_body()),
    status("501-html", "not implemented, with a page", || Fault::HttpResponse(FakeAnswer::html(501, PAGE)), FAILED),
    status("501-text", "not implemented, in words", || Fault::HttpResponse(FakeAnswer::text(501, WORDS)), FAILED),
    status("501-empty", "not implemented, without a word", || Fault::HttpResponse(FakeAnswer::empty(501)), FAILED),
    gateway("502-json", "bad gateway, in foreign JSON", || lost(foreign_json(502)), UNREACHED.by_body()),
    gateway("502-html", "bad gateway, with a page", || lost(FakeAnswer::html(502, PAGE)), UNREACHED),
    gateway("502-text", "bad gateway, in words", || lost(FakeAnswer::text(502, WORDS)), UNREACHED),
    gateway("502-empty", "bad gateway, without a word", || lost(FakeAnswer::empty(502)), UNREACHED),
    status("503-json", "unavailable, in foreign JSON", || Fault::HttpResponse(foreign_json(503)), UNREACHED.by_body()),
    status("503-html", "unavailable, with a page", || Fault::HttpResponse(FakeAnswer::html(503, PAGE)), UNREACHED),
    status("503-text", "unavailable, in words", || Fault::HttpResponse(FakeAnswer::text(503, WORDS)), UNREACHED),
    status("503-empty", "unavailable, without a word", || Fault::HttpResponse(FakeAnswer::empty(503)), UNREACHED),
    gateway("504-json", "gateway timeout, in foreign JSON", || lost(foreign_json(504)), UNREACHED.by_body()),
    gateway("504-html", "gateway timeout, with a page", || lost(FakeAnswer::html(504, PAGE)), UNREACHED),
    gateway("504-text", "gateway timeout, in words", || lost(FakeAnswer::text(504, WORDS)), UNREACHED),
    gateway("504-empty", "gateway timeout, without a word", || lost(FakeAnswer::empty(504)), UNREACHED),
];

fn lost(response: FakeAnswer) -> Fault {
    Fault::HandledThenAnswer(response)
}
