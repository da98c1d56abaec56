//! The catalogue of faults.

use super::Fault;
use super::named::{Expected, NamedFault, Reach};
use crate::FakeAnswer;
use crate::clock::http_date;
use chrono::{TimeDelta, Utc};
use leads_core::ErrorKind;
use serde_json::json;
use std::time::Duration;

const MEBIBYTE: u64 = 1 << 20;

/// Every named fault, with what a client must say of it.
///
/// ```
/// use leads_core::{Outcome, Safety};
/// let lost = leads_testkit::faults::named("lost-answer-reset").unwrap();
/// assert_eq!(lost.outcome(Safety::OnceOnly), Outcome::Unknown);
/// assert!(lost.is_sent_again(Safety::Idempotent) && !lost.is_sent_again(Safety::OnceOnly));
/// ```
#[must_use]
pub fn all() -> Vec<NamedFault> {
    [CONNECTION, ANSWER, BODY, SUCCESS, REFUSAL, SERVER, REDIRECT, HARMLESS].concat()
}

/// The named fault of this name.
#[must_use]
pub fn named(name: &str) -> Option<NamedFault> {
    all().into_iter().find(|fault| fault.name == name)
}

const fn fault(
    name: &'static str,
    description: &'static str,
    done: &'static str,
    make: fn() -> Fault,
    expected: Expected,
) -> NamedFault {
    NamedFault { name, description, done, reach: Reach::Everywhere, needs_kept_connection: false, expected, make }
}

/// A fault that is an answer of a status in place of handling.
const fn status(name: &'static str, description: &'static str, make: fn() -> Fault, expected: Expected) -> NamedFault {
    fault(name, description, "answered by the fake in place of its handler", make, expected)
}

/// A fault that is an answer of a gateway after the request was handled.
const fn gateway(name: &'static str, description: &'static str, make: fn() -> Fault, expected: Expected) -> NamedFault {
    fault(name, description, "handled, then answered as by a gateway that lost the real answer", make, expected)
}

/// Faults before the request is handled.
const CONNECTION: &[NamedFault] = &[
    fault(
        "refused",
        "nothing listens",
        "the port is closed; in process, a connect error",
        || Fault::Refused,
        Expected::unsent(ErrorKind::Connect),
    ),
    NamedFault {
        reach: Reach::InProcess,
        ..fault(
            "connect-timeout",
            "the connection is not made in time",
            "a connect time-out of the transport",
            || Fault::ConnectTimeout,
            Expected::unsent(ErrorKind::Timeout),
        )
    },
    fault(
        "reset-on-accept",
        "the connection is made and reset at once",
        "reset when the first bytes arrive, unread",
        || Fault::ResetOnAccept,
        Expected::broken(ErrorKind::Transport),
    ),
    NamedFault {
        needs_kept_connection: true,
        ..fault(
            "stale-connection",
            "a kept connection is closed just as it is used again",
            "closed when a request's head arrives on a connection that has served one",
            || Fault::StaleConnection,
            Expected::broken(ErrorKind::Transport),
        )
    },
    fault(
        "reset-after-request-headers",
        "the connection breaks while the request is sent",
        "reset after the request's head, its body unread",
        || Fault::ResetAfterHead,
        Expected::broken(ErrorKind::Transport),
    ),
    fault(
        "reset-after-request",
        "the connection breaks after the request was sent",
        "reset after the whole request, which is not handled",
        || Fault::ResetBeforeHandling,
        Expected::broken(ErrorKind::Transport),
    ),
    fault(
        "close-after-request",
        "the connection ends after the request was sent",
        "closed after the whole request, which is not handled",
        || Fault::CloseBeforeHandling,
        Expected::broken(ErrorKind::Transport),
    ),
    fault(
        "silence",
        "the vendor takes the request and never answers",
        "the whole request is read, not handled, and the connection held open",
        || Fault::StallBeforeHandling,
        Expected::broken(ErrorKind::Timeout),
    ),
];

/// Faults between handling and the answer's body.
const ANSWER: &[NamedFault] = &[
    fault(
        "lost-answer-reset",
        "the vendor acts, and its answer is lost",
        "handled, then reset",
        || Fault::ResetAfterHandling,
        Expected::broken(ErrorKind::Transport),
    ),
    fault(
        "lost-answer-close",
        "the vendor acts, and the connection ends without an answer",
        "handled, then closed",
        || Fault::CloseAfterHandling,
        Expected::broken(ErrorKind::Transport),
    ),
    fault(
        "stalled-headers",
        "the vendor acts, and its answer does not come",
        "handled, then the connection is held open",
        || Fault::StallHead,
        Expected::broken(ErrorKind::Timeout),
    ),
    fault(
        "reset-after-answer-headers",
        "the connection breaks right after the answer's headers",
        "reset after the answer's head",
        || Fault::ResetAfterAnswerHead,
        Expected::broken(ErrorKind::Transport),
    ),
];

/// Faults inside the answer's body.
const BODY: &[NamedFault] = &[
    fault(
        "reset-in-body",
        "the connection breaks inside the answer",
        "reset after half of the body",
        || Fault::ResetInBody,
        Expected::broken(ErrorKind::Transport),
    ),
    fault(
        "close-in-body",
        "the connection ends inside the answer",
        "closed after half of the body's told length",
        || Fault::CloseInBody,
        Expected::broken(ErrorKind::Transport),
    ),
    fault(
        "close-in-chunked-body",
        "the connection ends inside a chunked answer",
        "closed before the last chunk",
        || Fault::CloseInChunkedBody,
        Expected::broken(ErrorKind::Transport),
    ),
    fault(
        "stalled-body",
        "the answer stops in its middle",
        "half of the body, then the connection is held open",
        || Fault::StallBody,
        Expected::broken(ErrorKind::Timeout),
    ),
    fault(
        "endless-drip",
        "the answer comes slower than the time limit allows",
        "one byte an hour",
        || Fault::SlowDrip { piece: 1, pause: Duration::from_secs(3600) },
        Expected::broken(ErrorKind::Timeout),
    ),
    fault(
        "content-length-too-long",
        "the answer is shorter than it says",
        "a content length ten bytes too large, then closed",
        || Fault::LengthTooLong,
        Expected::broken(ErrorKind::Transport),
    ),
    fault(
        "content-length-too-short",
        "the answer is longer than it says",
        "a content length of half the body",
        || Fault::LengthTooShort,
        Expected::DAMAGED,
    ),
    fault(
        "cut-without-length",
        "half of an answer that does not say how long it is",
        "no content length, closed after half of the body",
        || Fault::CutWithoutLength,
        Expected::DAMAGED,
    ),
    fault(
        "truncated-json",
        "half of the JSON, as if it were whole",
        "half of the body with the length of a half",
        || Fault::TruncatedJson,
        Expected::DAMAGED,
    ),
    fault(
        "bad-gzip",
        "an answer that says gzip and is not",
        "`Content-Encoding: gzip` over plain bytes",
        || Fault::BadGzip,
        Expected::UNREADABLE,
    ),
    fault(
        "gzip-bomb",
        "a small answer that becomes a very large one",
        "80 KiB of gzip that become 80 MiB",
        || Fault::GzipBomb { bytes: 80 * MEBIBYTE },
        Expected::UNREADABLE,
    ),
    fault(
        "huge-body",
        "an answer of 100 MiB",
        "100 MiB of filling with their right length",
        || Fault::HugeBody { bytes: 100 * MEBIBYTE },
        Expected::UNREADABLE,
    ),
    fault(
        "deep-nesting",
        "arrays in arrays, a hundred thousand deep",
        "in place of the body",
        || Fault::DeepNesting { levels: 100_000 },
        Expected::DAMAGED,
    ),
    fault(
        "invalid-utf8",
        "text that is no UTF-8",
        "the byte FF at the beginning of every string",
        || Fault::InvalidUtf8,
        Expected::DAMAGED,
    ),
    fault(
        "duplicate-keys",
        "every member of the object stands there twice",
        "in place of the body",
        || Fault::DuplicateKeys,
        Expected::DAMAGED,
    ),
];

/// Answers that say 200 and are no success.
const SUCCESS: &[NamedFault] = &[
    status(
        "200-error",
        "200 with a JSON error of somebody else",
        || Fault::Answer(FakeAnswer::json(200, &json!({"fault": {"reason": "no backend"}}))),
        Expected::DAMAGED,
    ),
    status(
        "200-html",
        "200 with a login page",
        || Fault::Answer(FakeAnswer::html(200, "<!DOCTYPE html><title>Sign in</title>")),
        Expected::unproved(ErrorKind::Foreign, false).by_body(),
    ),
    status(
        "200-text",
        "200 with plain text",
        || Fault::Answer(FakeAnswer::text(200, "It works!")),
        Expected::unproved(ErrorKind::Foreign, false).by_body(),
    ),
    gateway(
        "200-empty",
        "200 with nothing",
        || Fault::HandledThenAnswer(FakeAnswer::empty(200)),
        Expected::unproved(ErrorKind::Foreign, false).by_body(),
    ),
];

const TOO_MANY: Expected = Expected::refused(ErrorKind::RateLimited, true);

/// Statuses below 500.
const REFUSAL: &[NamedFault] = &[
    status(
        "401-empty",
        "the credentials are refused without a word",
        || Fault::Answer(FakeAnswer::empty(401)),
        Expected::refused(ErrorKind::Unauthenticated, false),
    ),
    status(
        "403-html",
        "a firewall in front forbids it",
        || Fault::Answer(FakeAnswer::html(403, "<html><h1>Request blocked</h1></html>")),
        Expected::refused(ErrorKind::Forbidden, false),
    ),
    status(
        "404-html",
        "a web server in front knows no such path",
        || Fault::Answer(FakeAnswer::html(404, "<html><h1>Not Found</h1></html>")),
        Expected::refused(ErrorKind::NotFound, false),
    ),
    status(
        "408",
        "the server says that it waited too long for the request",
        || Fault::Answer(FakeAnswer::empty(408)),
        Expected::unproved(ErrorKind::Server, true),
    ),
    status(
        "413-html",
        "a proxy finds the request too large",
        || Fault::Answer(FakeAnswer::html(413, "<html><h1>Request Entity Too Large</h1></html>")),
        Expected::refused(ErrorKind::Rejected, false),
    ),
    status("425", "too early", || Fault::Answer(FakeAnswer::empty(425)), Expected::refused(ErrorKind::Server, true)),
    status(
        "429-seconds",
        "too many calls, with the wait in seconds",
        || Fault::Answer(FakeAnswer::text(429, "slow down").header("retry-after", "1")),
        TOO_MANY,
    ),
    status(
        "429-date",
        "too many calls, with the date of the next",
        || {
            let next = http_date(Utc::now() + TimeDelta::seconds(2));
            Fault::Answer(FakeAnswer::text(429, "slow down").header("retry-after", next))
        },
        TOO_MANY,
    ),
    status(
        "429-nonsense",
        "too many calls, with a wait that nobody can read",
        || Fault::Answer(FakeAnswer::text(429, "slow down").header("retry-after", "in a while")),
        TOO_MANY,
    ),
    status("429-bare", "too many calls, and no wait", || Fault::Answer(FakeAnswer::empty(429)), TOO_MANY),
];

const FAILED: Expected = Expected::unproved(ErrorKind::Server, false);
const UNREACHED: Expected = Expected::unproved(ErrorKind::Server, true);
const PAGE: &str = "<html><h1>Something went wrong</h1></html>";
const WORDS: &str = "upstream connect error";

fn foreign_json(status: u16) -> FakeAnswer {
    FakeAnswer::json(status, &json!({"fault": {"reason": "no backend"}}))
}

/// Statuses from 500 on, each with four bodies, because each body is understood on another path.
const SERVER: &[NamedFault] = &[
    status("500-json", "the server fails, in foreign JSON", || Fault::Answer(foreign_json(500)), FAILED.by_body()),
    status("500-html", "the server fails, with a page", || Fault::Answer(FakeAnswer::html(500, PAGE)), FAILED),
    status("500-text", "the server fails, in words", || Fault::Answer(FakeAnswer::text(500, WORDS)), FAILED),
    status("500-empty", "the server fails without a word", || Fault::Answer(FakeAnswer::empty(500)), FAILED),
    status("501-json", "not implemented, in foreign JSON", || Fault::Answer(foreign_json(501)), FAILED.by_body()),
    status("501-html", "not implemented, with a page", || Fault::Answer(FakeAnswer::html(501, PAGE)), FAILED),
    status("501-text", "not implemented, in words", || Fault::Answer(FakeAnswer::text(501, WORDS)), FAILED),
    status("501-empty", "not implemented, without a word", || Fault::Answer(FakeAnswer::empty(501)), FAILED),
    gateway("502-json", "bad gateway, in foreign JSON", || lost(foreign_json(502)), UNREACHED.by_body()),
    gateway("502-html", "bad gateway, with a page", || lost(FakeAnswer::html(502, PAGE)), UNREACHED),
    gateway("502-text", "bad gateway, in words", || lost(FakeAnswer::text(502, WORDS)), UNREACHED),
    gateway("502-empty", "bad gateway, without a word", || lost(FakeAnswer::empty(502)), UNREACHED),
    status("503-json", "unavailable, in foreign JSON", || Fault::Answer(foreign_json(503)), UNREACHED.by_body()),
    status("503-html", "unavailable, with a page", || Fault::Answer(FakeAnswer::html(503, PAGE)), UNREACHED),
    status("503-text", "unavailable, in words", || Fault::Answer(FakeAnswer::text(503, WORDS)), UNREACHED),
    status("503-empty", "unavailable, without a word", || Fault::Answer(FakeAnswer::empty(503)), UNREACHED),
    gateway("504-json", "gateway time-out, in foreign JSON", || lost(foreign_json(504)), UNREACHED.by_body()),
    gateway("504-html", "gateway time-out, with a page", || lost(FakeAnswer::html(504, PAGE)), UNREACHED),
    gateway("504-text", "gateway time-out, in words", || lost(FakeAnswer::text(504, WORDS)), UNREACHED),
    gateway("504-empty", "gateway time-out, without a word", || lost(FakeAnswer::empty(504)), UNREACHED),
];

fn lost(answer: FakeAnswer) -> Fault {
    Fault::HandledThenAnswer(answer)
}

const MOVED: Expected = Expected::unproved(ErrorKind::Foreign, false);
/// A host of the range that no one may have.
const ELSEWHERE: &str = "https://elsewhere.invalid/";

/// Redirects. Following one would send credentials to another host, and the request a second time.
const REDIRECT: &[NamedFault] = &[
    status("301", "moved to another host for ever", || Fault::redirect(301, ELSEWHERE), MOVED),
    status("302", "found at another host", || Fault::redirect(302, ELSEWHERE), MOVED),
    status("303", "see another host", || Fault::redirect(303, ELSEWHERE), MOVED),
    status("307", "moved to another host for now", || Fault::redirect(307, ELSEWHERE), MOVED),
    status("308", "moved to another host for ever, body and all", || Fault::redirect(308, ELSEWHERE), MOVED),
];

/// What a client must not mind.
const HARMLESS: &[NamedFault] = &[
    fault(
        "slow-drip",
        "the answer comes in drops, inside the time limit",
        "64 bytes a millisecond",
        || Fault::SlowDrip { piece: 64, pause: Duration::from_millis(1) },
        Expected::WORKS,
    ),
    fault(
        "late-headers",
        "the answer comes late, inside the time limit",
        "the head 20 ms later",
        || Fault::DelayHead(Duration::from_millis(20)),
        Expected::WORKS,
    ),
    fault(
        "duplicate-headers",
        "every header stands there twice",
        "each header is sent again",
        || Fault::DuplicateHeaders,
        Expected::WORKS,
    ),
    fault(
        "wrong-content-type",
        "JSON that says it is a page",
        "`Content-Type: text/html` over the right body",
        || Fault::WrongContentType("text/html"),
        Expected::WORKS,
    ),
    fault(
        "clock-skew",
        "the vendor's clock is two days ahead",
        "`Date` is two days off",
        || Fault::ClockSkew(TimeDelta::days(2)),
        Expected::WORKS,
    ),
];
