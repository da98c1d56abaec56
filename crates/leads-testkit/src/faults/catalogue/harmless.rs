//! Faults that a client must tolerate.

use super::{NamedFault, fault};
use crate::faults::Fault;
use crate::faults::named::Expected;
use chrono::TimeDelta;
use std::time::Duration;

pub(super) const FAULTS: &[NamedFault] = &[
    fault(
        "delivered-twice",
        "a proxy delivers the request twice, which no client can detect",
        "handled twice, then the first response",
        || Fault::HandledTwice,
        Expected::WORKS,
    ),
    fault(
        "slow-drip",
        "the response trickles in within the timeout",
        "64 bytes per millisecond",
        || Fault::SlowDrip { piece: 64, pause: Duration::from_millis(1) },
        Expected::WORKS,
    ),
    fault(
        "late-headers",
        "the response is late but within the timeout",
        "the head is delayed by 20 ms",
        || Fault::DelayHead(Duration::from_millis(20)),
        Expected::WORKS,
    ),
    fault(
        "duplicate-headers",
        "every header appears twice",
        "each header is repeated",
        || Fault::DuplicateHeaders,
        Expected::WORKS,
    ),
    fault(
        "many-headers",
        "the response has more than a hundred headers",
        "150 additional headers",
        || Fault::ManyHeaders { headers: 150 },
        Expected::WORKS,
    ),
    fault(
        "gzip-members",
        "the body is gzip with several members",
        "`Content-Encoding: x-gzip` and two members",
        || Fault::GzipMembers,
        Expected::WORKS,
    ),
    fault(
        "wrong-content-type",
        "JSON that claims to be HTML",
        "`Content-Type: text/html` with the correct body",
        || Fault::WrongContentType("text/html"),
        Expected::WORKS,
    ),
    fault(
        "clock-skew",
        "the vendor's clock is two days ahead",
        "`Date` is off by two days",
        || Fault::ClockSkew(TimeDelta::days(2)),
        Expected::WORKS,
    ),
];
