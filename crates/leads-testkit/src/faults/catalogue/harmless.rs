//! What a client must not mind.

use super::{NamedFault, fault};
use crate::faults::Fault;
use crate::faults::named::Expected;
use chrono::TimeDelta;
use std::time::Duration;

pub(super) const FAULTS: &[NamedFault] = &[
    fault(
        "delivered-twice",
        "a proxy delivers the request twice, which no client can see",
        "handled twice, then the first answer",
        || Fault::HandledTwice,
        Expected::WORKS,
    ),
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
        "many-headers",
        "the answer has more than a hundred headers",
        "150 more headers",
        || Fault::ManyHeaders { headers: 150 },
        Expected::WORKS,
    ),
    fault(
        "gzip-members",
        "the body is gzip of several members",
        "`Content-Encoding: x-gzip` and two members",
        || Fault::GzipMembers,
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
