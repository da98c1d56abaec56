//! Statuses below 500.

use super::{NamedFault, gateway, status};
use crate::FakeAnswer;
use crate::clock::http_date;
use crate::faults::Fault;
use crate::faults::named::Expected;
use chrono::{TimeDelta, Utc};
use leads_core::ErrorKind;

const TOO_MANY: Expected = Expected::refused(ErrorKind::RateLimited, true);

pub(super) const FAULTS: &[NamedFault] = &[
    status(
        "401-empty",
        "the credentials are refused without a word",
        || Fault::HttpResponse(FakeAnswer::empty(401)),
        Expected::refused(ErrorKind::Unauthenticated, false),
    ),
    status(
        "403-html",
        "a firewall in front forbids it",
        || Fault::HttpResponse(FakeAnswer::html(403, "<html><h1>Request blocked</h1></html>")),
        Expected::refused(ErrorKind::Forbidden, false),
    ),
    status(
        "404-html",
        "a web server in front knows no such path",
        || Fault::HttpResponse(FakeAnswer::html(404, "<html><h1>Not Found</h1></html>")),
        Expected::refused(ErrorKind::NotFound, false),
    ),
    status(
        "408",
        "the server says that it waited too long for the request",
        || Fault::HttpResponse(FakeAnswer::empty(408)),
        Expected::unproved(ErrorKind::Server, true),
    ),
    status(
        "413-html",
        "a proxy finds the request too large",
        || Fault::HttpResponse(FakeAnswer::html(413, "<html><h1>Request Entity Too Large</h1></html>")),
        Expected::refused(ErrorKind::Rejected, false),
    ),
    status(
        "425",
        "too early",
        || Fault::HttpResponse(FakeAnswer::empty(425)),
        Expected::unproved(ErrorKind::Server, true),
    ),
    status(
        "407-html",
        "a proxy wants credentials of its own",
        || Fault::HttpResponse(FakeAnswer::html(407, "<html><h1>Proxy Authentication Required</h1></html>")),
        Expected::unproved(ErrorKind::Rejected, false),
    ),
    status(
        "412-empty",
        "a condition failed that nobody set",
        || Fault::HttpResponse(FakeAnswer::empty(412)),
        Expected::unproved(ErrorKind::Rejected, false),
    ),
    status(
        "451-html",
        "a filter on the way refuses for legal reasons",
        || Fault::HttpResponse(FakeAnswer::html(451, "<html><h1>Blocked</h1></html>")),
        Expected::unproved(ErrorKind::Rejected, false),
    ),
    gateway(
        "499-html",
        "a gateway closed the request, which the vendor had handled",
        || Fault::HandledThenAnswer(FakeAnswer::html(499, "<html><h1>Client Closed Request</h1></html>")),
        Expected::unproved(ErrorKind::Server, true),
    ),
    status(
        "429-seconds",
        "too many calls, with the wait in seconds",
        || Fault::HttpResponse(FakeAnswer::text(429, "slow down").header("retry-after", "1")),
        TOO_MANY,
    ),
    status(
        "429-fraction",
        "too many calls, with a fraction of a second to wait",
        || Fault::HttpResponse(FakeAnswer::text(429, "slow down").header("retry-after", "0.25")),
        TOO_MANY,
    ),
    status(
        "429-date",
        "too many calls, with the date of the next",
        || {
            let next = http_date(Utc::now() + TimeDelta::seconds(2));
            Fault::HttpResponse(FakeAnswer::text(429, "slow down").header("retry-after", next))
        },
        TOO_MANY,
    ),
    status(
        "429-nonsense",
        "too many calls, with a wait that nobody can read",
        || Fault::HttpResponse(FakeAnswer::text(429, "slow down").header("retry-after", "in a while")),
        TOO_MANY,
    ),
    status("429-bare", "too many calls, and no wait", || Fault::HttpResponse(FakeAnswer::empty(429)), TOO_MANY),
];
