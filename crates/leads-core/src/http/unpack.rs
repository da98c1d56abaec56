//! Decompresses response bodies.

use bytes::Bytes;
use flate2::write::GzDecoder;
use http::HeaderMap;
use http::header::CONTENT_ENCODING;
use std::io::{self, Write};

/// The maximum number of codings in one response that are considered.
const MOST_CODINGS: usize = 4;

/// How many compressed bytes beyond the limit are read before the body counts as too large. Incompressible data becomes
/// slightly longer when compressed.
const SLACK: usize = 64 * 1024;

/// Returns how many times a body is compressed with gzip according to its `Content-Encoding`; 0 if it is to be used as
/// it is.
///
/// Spelling does not matter (`gzip`, `GZIP`, `x-gzip`), and `identity` and empty values are ignored. A body with any
/// other coding, none of which is requested, is used as it is: the status can still show what happened.
pub(super) fn gzip_layers(headers: &HeaderMap) -> usize {
    let mut layers = 0;
    for value in headers.get_all(CONTENT_ENCODING) {
        let Ok(value) = value.to_str() else { return 0 };
        for coding in value.split(',').map(str::trim) {
            if coding.eq_ignore_ascii_case("gzip") || coding.eq_ignore_ascii_case("x-gzip") {
                layers += 1;
            } else if !coding.is_empty() && !coding.eq_ignore_ascii_case("identity") {
                return 0;
            }
        }
    }
    layers.min(MOST_CODINGS)
}

/// Why a body could not be decompressed.
#[derive(Debug)]
pub(super) enum Failed {
    /// The body is not gzip, is corrupt, or ends too early.
    Broken(io::Error),
    /// The decompressed body is larger than allowed.
    TooLarge,
}

/// Decompresses a gzip body piece by piece, up to a limit in bytes.
///
/// A body of several members is their concatenated content. Zeros after the last member are padding; anything else
/// there is an error, because it may be a corrupt member.
pub(super) struct Gunzip {
    state: State,
    limit: usize,
    read: usize,
}

enum State {
    Start(Capped),
    Member(Box<GzDecoder<Capped>>),
    Between(Capped),
    Padding(Capped),
    Failed,
}

impl Gunzip {
    pub(super) fn new(limit: usize) -> Self {
        Self { state: State::Start(Capped { bytes: Vec::new(), limit, over: false }), limit, read: 0 }
    }

    /// Decompresses the next piece.
    pub(super) fn push(&mut self, piece: &[u8]) -> Result<(), Failed> {
        self.read = self.read.saturating_add(piece.len());
        if self.read > self.limit.saturating_add(SLACK) {
            return Err(Failed::TooLarge);
        }
        let mut rest = piece;
        while let Some(first) = rest.first() {
            self.state = match std::mem::replace(&mut self.state, State::Failed) {
                State::Between(out) if *first == 0 => State::Padding(out),
                State::Start(out) | State::Between(out) => State::Member(Box::new(GzDecoder::new(out))),
                State::Member(mut member) => match member.write(rest) {
                    Ok(0) => State::Between(ended(*member)?),
                    Ok(taken) => {
                        rest = rest.get(taken..).unwrap_or_default();
                        State::Member(member)
                    }
                    Err(error) => return Err(failed(member.get_ref(), error)),
                },
                State::Padding(out) => {
                    if rest.iter().any(|byte| *byte != 0) {
                        return Err(broken("there are bytes after the last gzip member"));
                    }
                    rest = &[];
                    State::Padding(out)
                }
                State::Failed => return Err(broken("decompression has already failed")),
            };
        }
        Ok(())
    }

    /// Finishes the body and returns the decompressed bytes; an empty body stays empty.
    pub(super) fn finish(self) -> Result<Vec<u8>, Failed> {
        match self.state {
            State::Start(out) | State::Between(out) | State::Padding(out) => Ok(out.bytes),
            State::Member(member) => Ok(ended(*member)?.bytes),
            State::Failed => Err(broken("decompression has already failed")),
        }
    }
}

/// Decompresses any remaining layers after the first. If a coding is listed twice, it may still be a single layer,
/// because a proxy repeated the header; the bytes decide.
pub(super) fn further(mut body: Vec<u8>, layers: usize, limit: usize) -> Result<Bytes, Failed> {
    for _ in 1..layers {
        if !body.starts_with(&[0x1f, 0x8b]) {
            break;
        }
        let mut gunzip = Gunzip::new(limit);
        gunzip.push(&body)?;
        body = gunzip.finish()?;
    }
    Ok(Bytes::from(body))
}

/// Checks the end of a member and returns the output of all members so far.
fn ended(mut member: GzDecoder<Capped>) -> Result<Capped, Failed> {
    if let Err(error) = member.try_finish() {
        return Err(failed(member.get_ref(), error));
    }
    member.finish().map_err(Failed::Broken)
}

fn failed(out: &Capped, error: io::Error) -> Failed {
    if out.over { Failed::TooLarge } else { Failed::Broken(error) }
}

fn broken(why: &'static str) -> Failed {
    Failed::Broken(io::Error::new(io::ErrorKind::InvalidData, why))
}

/// A buffer with a maximum size.
struct Capped {
    bytes: Vec<u8>,
    limit: usize,
    over: bool,
}

impl Write for Capped {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        if self.bytes.len().saturating_add(piece.len()) > self.limit {
            self.over = true;
            return Err(io::Error::other("the size limit is reached"));
        }
        self.bytes.extend_from_slice(piece);
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use http::HeaderValue;
    use proptest::prelude::*;

    fn member(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn unpack(body: &[u8], piece: usize, limit: usize) -> Result<Vec<u8>, Failed> {
        let mut gunzip = Gunzip::new(limit);
        for piece in body.chunks(piece) {
            gunzip.push(piece)?;
        }
        gunzip.finish()
    }

    #[test]
    fn spelling_of_content_encoding_does_not_matter() {
        for (values, layers) in [
            (&["gzip"][..], 1),
            (&["GZIP"], 1),
            (&["x-gzip"], 1),
            (&[" X-GZip "], 1),
            (&["identity"], 0),
            (&[""], 0),
            (&["gzip, identity"], 1),
            (&["gzip, gzip"], 2),
            (&["gzip", "gzip"], 2),
            (&["deflate"], 0),
            (&["br, gzip"], 0),
            (&["gzip, gzip, gzip, gzip, gzip, gzip"], MOST_CODINGS),
        ] {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(CONTENT_ENCODING, HeaderValue::from_static(value));
            }
            assert_eq!(gzip_layers(&headers), layers, "{values:?}");
        }
        assert_eq!(gzip_layers(&HeaderMap::new()), 0);
    }

    #[test]
    fn members_are_joined_and_zeros_after_them_are_padding() {
        let body = [member(b"one "), member(b""), member(b"two"), vec![0; 512]].concat();
        for piece in [1, 2, 7, 64, body.len()] {
            assert_eq!(unpack(&body, piece, 100).unwrap(), b"one two", "{piece}");
        }
    }

    #[test]
    fn damage_and_trailing_bytes_are_errors() {
        let good = member(b"some text that is long enough to be cut");
        let mut wrong_sum = good.clone();
        let at = wrong_sum.len() - 6;
        wrong_sum[at] ^= 1;
        let trailing = [&good[..], b"more"].concat();
        let after_padding = [&good[..], &[0, 0, 1]].concat();
        let second_cut = [&good[..], &good[..good.len() / 2]].concat();
        for body in [b"plain text".to_vec(), good[..10].to_vec(), wrong_sum, trailing, after_padding, second_cut] {
            for piece in [1, body.len()] {
                let failed = unpack(&body, piece, 1000).unwrap_err();
                assert!(matches!(failed, Failed::Broken(_)), "{failed:?}");
            }
        }
        for cut in 1..good.len() {
            assert!(unpack(&good[..cut], 16, 1000).is_err(), "{cut}");
        }
        assert_eq!(unpack(b"", 1, 0).unwrap(), b"");
    }

    #[test]
    fn size_limit_counts_all_members() {
        let body = [member(&[7; 60]), member(&[8; 60])].concat();
        assert_eq!(unpack(&body, 5, 120).unwrap().len(), 120);
        assert!(matches!(unpack(&body, 5, 119), Err(Failed::TooLarge)));
        let endless = member(b"").repeat(10_000);
        assert!(matches!(unpack(&endless, 4096, 10), Err(Failed::TooLarge)));
    }

    #[test]
    fn repeated_header_and_second_layer_are_distinguished() {
        let once = member(b"text");
        let twice = member(&once);
        assert_eq!(&further(b"text".to_vec(), 2, 100).unwrap()[..], b"text");
        assert_eq!(&further(unpack(&twice, 8, 100).unwrap(), 2, 100).unwrap()[..], b"text");
    }

    proptest! {
        #[test]
        fn any_split_decompresses_equally(texts in prop::collection::vec(".{0,40}", 1..4), piece in 1_usize..40) {
            let body = texts.iter().map(|text| member(text.as_bytes())).collect::<Vec<_>>().concat();
            prop_assert_eq!(unpack(&body, piece, 10_000).unwrap(), texts.concat().into_bytes());
        }

        #[test]
        fn no_input_panics(body in prop::collection::vec(any::<u8>(), 0..200), piece in 1_usize..40) {
            let _ = unpack(&body, piece, 100);
            let _ = unpack(&[&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3], &body[..]].concat(), piece, 100);
        }
    }
}
