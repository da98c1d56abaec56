//! Faults inside the answer's body.

use super::{NamedFault, fault};
use crate::faults::Fault;
use crate::faults::named::Expected;
use leads_core::ErrorKind;
use std::time::Duration;

const MEBIBYTE: u64 = 1 << 20;

pub(super) const FAULTS: &[NamedFault] = &[
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
