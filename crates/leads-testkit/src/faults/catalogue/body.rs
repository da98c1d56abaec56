//! Faults inside the response body.

use super::{NamedFault, fault};
use crate::faults::Fault;
use crate::faults::named::Expected;
use leads_core::ErrorKind;
use std::time::Duration;

const MEBIBYTE: u64 = 1 << 20;

pub(super) const FAULTS: &[NamedFault] = &[
    fault(
        "reset-in-body",
        "the connection breaks inside the response",
        "reset after half of the body",
        || Fault::ResetInBody,
        Expected::broken(ErrorKind::Transport),
    ),
    fault(
        "close-in-body",
        "the connection ends inside the response",
        "closed after half of the announced content length",
        || Fault::CloseInBody,
        Expected::broken(ErrorKind::Transport),
    ),
    fault(
        "close-in-chunked-body",
        "the connection ends inside a chunked response",
        "closed before the last chunk",
        || Fault::CloseInChunkedBody,
        Expected::broken(ErrorKind::Transport),
    ),
    fault(
        "stalled-body",
        "the response stops in the middle",
        "half of the body, then the connection is held open",
        || Fault::StallBody,
        Expected::broken(ErrorKind::Timeout),
    ),
    fault(
        "endless-drip",
        "the response is too slow for the timeout",
        "one byte an hour",
        || Fault::SlowDrip { piece: 1, pause: Duration::from_secs(3600) },
        Expected::broken(ErrorKind::Timeout),
    ),
    fault(
        "content-length-too-long",
        "the response is shorter than announced",
        "a content length ten bytes too large, then closed",
        || Fault::LengthTooLong,
        Expected::broken(ErrorKind::Transport),
    ),
    fault(
        "content-length-too-short",
        "the response is longer than announced",
        "a content length of half the body",
        || Fault::LengthTooShort,
        Expected::DAMAGED,
    ),
    fault(
        "cut-without-length",
        "half of a response without a content length",
        "no content length, closed after half of the body",
        || Fault::CutWithoutLength,
        Expected::DAMAGED,
    ),
    fault(
        "truncated-json",
        "half of the JSON, as if it were complete",
        "half of the body with the content length of that half",
        || Fault::TruncatedJson,
        Expected::DAMAGED,
    ),
    fault(
        "bad-gzip",
        "a response that claims to be gzip but is not",
        "`Content-Encoding: gzip` over plain bytes",
        || Fault::BadGzip,
        Expected::UNREADABLE,
    ),
    fault(
        "gzip-bomb",
        "a small response that decompresses to a very large one",
        "80 KiB of gzip that decompress to 80 MiB",
        || Fault::GzipBomb { bytes: 80 * MEBIBYTE },
        Expected::UNREADABLE,
    ),
    fault(
        "huge-body",
        "a response of 100 MiB",
        "100 MiB of filler with the correct content length",
        || Fault::HugeBody { bytes: 100 * MEBIBYTE },
        Expected::UNREADABLE,
    ),
    fault(
        "deep-nesting",
        "nested arrays, a hundred thousand deep",
        "replaces the body",
        || Fault::DeepNesting { levels: 100_000 },
        Expected::DAMAGED,
    ),
    fault(
        "invalid-utf8",
        "text that is not UTF-8",
        "the byte FF at the beginning of every string",
        || Fault::InvalidUtf8,
        Expected::DAMAGED,
    ),
    fault(
        "duplicate-keys",
        "every member of the object appears twice",
        "replaces the body",
        || Fault::DuplicateKeys,
        Expected::DAMAGED,
    ),
];
