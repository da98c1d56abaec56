//! Faults between handling the request and the response body.

use super::{NamedFault, fault};
use crate::faults::Fault;
use crate::faults::named::Expected;
use leads_core::ErrorKind;

pub(super) const FAULTS: &[NamedFault] = &[
    fault(
        "lost-response-reset",
        "the vendor acts, and its response is lost",
        "handled, then reset",
        || Fault::ResetAfterHandling,
        Expected::broken(ErrorKind::Transport),
    ),
    fault(
        "lost-response-close",
        "the vendor acts, and the connection is closed without a response",
        "handled, then closed",
        || Fault::CloseAfterHandling,
        Expected::broken(ErrorKind::Transport),
    ),
    fault(
        "stalled-headers",
        "the vendor acts, but its response does not arrive",
        "handled, then the connection is kept open",
        || Fault::StallHead,
        Expected::broken(ErrorKind::Timeout),
    ),
    fault(
        "folded-header",
        "the response head is not valid HTTP",
        "a header that continues on the next line",
        || Fault::FoldedHeader,
        Expected::UNREADABLE,
    ),
    fault(
        "reset-after-response-headers",
        "the connection breaks right after the response headers",
        "reset after the response head",
        || Fault::ResetAfterResponseHead,
        Expected::broken(ErrorKind::Transport),
    ),
];
