//! Faults before the request is handled.

use super::{NamedFault, fault};
use crate::faults::Fault;
use crate::faults::named::{Expected, Reach};
use leads_core::ErrorKind;

pub(super) const FAULTS: &[NamedFault] = &[
    fault(
        "refused",
        "nothing listens on the port",
        "the port is closed; in process, a connect error",
        || Fault::Refused,
        Expected::unsent(ErrorKind::Connect),
    ),
    NamedFault {
        reach: Reach::InProcess,
        ..fault(
            "connect-timeout",
            "connecting takes too long",
            "a connect timeout of the transport",
            || Fault::ConnectTimeout,
            Expected::unsent(ErrorKind::Timeout),
        )
    },
    NamedFault {
        reach: Reach::InProcess,
        ..fault(
            "stalled-connect",
            "the connection is still being established when the attempt times out",
            "a connection that the transport abandons with the attempt",
            || Fault::StallConnect,
            Expected::unsent(ErrorKind::Timeout),
        )
    },
    NamedFault {
        reach: Reach::InProcess,
        ..fault(
            "untrusted-certificate",
            "the server's certificate is not trusted",
            "a certificate error from the transport",
            || Fault::UntrustedCertificate,
            Expected { retryable: false, ..Expected::unsent(ErrorKind::Connect) },
        )
    },
    NamedFault {
        reach: Reach::InProcess,
        ..fault(
            "refused-stream",
            "the server rejects the request before processing it",
            "a transport error as after HTTP/2 `REFUSED_STREAM` or `GOAWAY`",
            || Fault::RefusedStream,
            Expected::unsent(ErrorKind::Transport),
        )
    },
    fault(
        "reset-on-accept",
        "the connection is established and reset at once",
        "reset when the first bytes arrive, unread",
        || Fault::ResetOnAccept,
        Expected::broken(ErrorKind::Transport),
    ),
    NamedFault {
        needs_kept_connection: true,
        ..fault(
            "stale-connection",
            "a kept connection is closed just as it is reused",
            "closed when a request head arrives on a connection that has already served a request",
            || Fault::StaleConnection,
            Expected::broken(ErrorKind::Transport),
        )
    },
    fault(
        "reset-after-request-headers",
        "the connection breaks while the request is being sent",
        "reset after the request head, with the body unread",
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
        "the connection is closed after the request was sent",
        "closed after the whole request, which is not handled",
        || Fault::CloseBeforeHandling,
        Expected::broken(ErrorKind::Transport),
    ),
    fault(
        "silence",
        "the vendor accepts the request and never responds",
        "the whole request is read but not handled, and the connection is kept open",
        || Fault::StallBeforeHandling,
        Expected::broken(ErrorKind::Timeout),
    ),
];
