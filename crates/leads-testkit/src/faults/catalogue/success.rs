//! Responses with status 200 that are not a success.

use super::{NamedFault, gateway, status};
use crate::FakeResponse;
use crate::faults::Fault;
use crate::faults::named::Expected;
use leads_core::ErrorKind;
use serde_json::json;

pub(super) const FAULTS: &[NamedFault] = &[
    status(
        "200-error",
        "200 with a foreign JSON error",
        || Fault::Response(FakeResponse::json(200, &json!({"fault": {"reason": "no backend"}}))),
        Expected::DAMAGED,
    ),
    gateway(
        "200-timeout",
        "200 with a gateway's JSON timeout error, after the vendor had handled the request",
        || Fault::HandledThenResponse(FakeResponse::json(200, &json!({"error": "upstream timeout"}))),
        Expected::DAMAGED,
    ),
    status(
        "200-success",
        "200 with a proxy's success message",
        || Fault::Response(FakeResponse::json(200, &json!({"success": true}))),
        Expected::DAMAGED,
    ),
    status(
        "200-html",
        "200 with a login page",
        || Fault::Response(FakeResponse::html(200, "<!DOCTYPE html><title>Sign in</title>")),
        Expected::unproved(ErrorKind::Foreign, false).by_body(),
    ),
    status(
        "200-text",
        "200 with plain text",
        || Fault::Response(FakeResponse::text(200, "It works!")),
        Expected::unproved(ErrorKind::Foreign, false).by_body(),
    ),
    gateway(
        "200-empty",
        "200 with an empty body",
        || Fault::HandledThenResponse(FakeResponse::empty(200)),
        Expected::unproved(ErrorKind::Foreign, false).by_body(),
    ),
];
