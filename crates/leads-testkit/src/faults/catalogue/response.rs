//! Faults between handling and the answer's body.

use super::{NamedFault, fault};
use crate::faults::Fault;
use crate::faults::named::Expected;
use leads_core::ErrorKind;

pub(super) const FAULTS: &[NamedFault] = &[
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
        "folded-header",
        "the answer's head is not valid HTTP",
        "a header that goes on in the next line",
        || Fault::FoldedHeader,
        Expected::UNREADABLE,
    ),
    fault(
        "reset-after-answer-headers",
        "the connection breaks right after the answer's headers",
        "reset after the answer's head",
        || Fault::ResetAfterAnswerHead,
        Expected::broken(ErrorKind::Transport),
    ),
];
