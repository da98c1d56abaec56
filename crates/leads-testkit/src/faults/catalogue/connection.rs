//! Faults before the request is handled.

use super::{NamedFault, fault};
use crate::faults::Fault;
use crate::faults::named::{Expected, Reach};
use leads_core::ErrorKind;

pub(super) const FAULTS: &[NamedFault] = &[
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
            "a connect timeout of the transport",
            || Fault::ConnectTimeout,
            Expected::unsent(ErrorKind::Timeout),
        )
    },
    NamedFault {
        reach: Reach::InProcess,
        ..fault(
            "stalled-connect",
            "the connection is still being made when the attempt's time is over",
            "a connection that the transport gives up with the attempt",
            || Fault::StallConnect,
            Expected::unsent(ErrorKind::Timeout),
        )
    },
    NamedFault {
        reach: Reach::InProcess,
        ..fault(
            "untrusted-certificate",
            "the server's certificate is not trusted",
            "a certificate error of the transport",
            || Fault::UntrustedCertificate,
            Expected { retryable: false, ..Expected::unsent(ErrorKind::Connect) },
        )
    },
    NamedFault {
        reach: Reach::InProcess,
        ..fault(
            "refused-stream",
            "the server refuses the request before it looks at it",
            "an error of the transport as after `REFUSED_STREAM` or `GOAWAY` of HTTP/2",
            || Fault::RefusedStream,
            Expected::unsent(ErrorKind::Transport),
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
