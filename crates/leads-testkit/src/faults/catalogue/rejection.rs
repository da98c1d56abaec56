//! Statuses below 500.

use super::{NamedFault, gateway, status};
use crate::FakeResponse;
use crate::clock::http_date;
use crate::faults::Fault;
use crate::faults::named::Expected;
use chrono::{TimeDelta, Utc};
use leads_core::ErrorKind;

const TOO_MANY: Expected = Expected::rejected(ErrorKind::RateLimited, true);

pub(super) const FAULTS: &[NamedFault] = &[
    status(
        "401-empty",
        "the credentials are rejected with an empty body",
        || Fault::Response(FakeResponse::empty(401)),
        Expected::rejected(ErrorKind::Unauthenticated, false),
    ),
    status(
        "403-html",
        "a firewall blocks the request",
        || Fault::Response(FakeResponse::html(403, "<html><h1>Request blocked</h1></html>")),
        Expected::rejected(ErrorKind::Forbidden, false),
    ),
    status(
        "404-html",
        "a web server in front does not know the path",
        || Fault::Response(FakeResponse::html(404, "<html><h1>Not Found</h1></html>")),
        Expected::rejected(ErrorKind::NotFound, false),
    ),
    status(
        "408",
        "the server timed out waiting for the request",
        || Fault::Response(FakeResponse::empty(408)),
        Expected::unproved(ErrorKind::Server, true),
    ),
    status(
        "413-html",
        "a proxy rejects the request as too large",
        || Fault::Response(FakeResponse::html(413, "<html><h1>Request Entity Too Large</h1></html>")),
        Expected::rejected(ErrorKind::Rejected, false),
    ),
    status(
        "425",
        "too early",
        || Fault::Response(FakeResponse::empty(425)),
        Expected::unproved(ErrorKind::Server, true),
    ),
    status(
        "407-html",
        "a proxy requires authentication",
        || Fault::Response(FakeResponse::html(407, "<html><h1>Proxy Authentication Required</h1></html>")),
        Expected::unproved(ErrorKind::Rejected, false),
    ),
    status(
        "412-empty",
        "a precondition failed that the client did not set",
        || Fault::Response(FakeResponse::empty(412)),
        Expected::unproved(ErrorKind::Rejected, false),
    ),
    status(
        "451-html",
        "an intermediary blocks the request for legal reasons",
        || Fault::Response(FakeResponse::html(451, "<html><h1>Blocked</h1></html>")),
        Expected::unproved(ErrorKind::Rejected, false),
    ),
    gateway(
        "499-html",
        "a gateway closed the request after the vendor had handled it",
        || Fault::HandledThenResponse(FakeResponse::html(499, "<html><h1>Client Closed Request</h1></html>")),
        Expected::unproved(ErrorKind::Server, true),
    ),
    status(
        "429-seconds",
        "too many calls, with the delay in seconds",
        || Fault::Response(FakeResponse::text(429, "slow down").header("retry-after", "1")),
        TOO_MANY,
    ),
    status(
        "429-fraction",
        "too many calls, with a fractional delay",
        || Fault::Response(FakeResponse::text(429, "slow down").header("retry-after", "0.25")),
        TOO_MANY,
    ),
    status(
        "429-date",
        "too many calls, with a date",
        || {
            let next = http_date(Utc::now() + TimeDelta::seconds(2));
            Fault::Response(FakeResponse::text(429, "slow down").header("retry-after", next))
        },
        TOO_MANY,
    ),
    status(
        "429-nonsense",
        "too many calls, with an unreadable delay",
        || Fault::Response(FakeResponse::text(429, "slow down").header("retry-after", "in a while")),
        TOO_MANY,
    ),
    status("429-bare", "too many calls, without a delay", || Fault::Response(FakeResponse::empty(429)), TOO_MANY),
];
