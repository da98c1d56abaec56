//! Compressed bodies, valid and invalid.

use bytes::Bytes;
use flate2::{Compress, Compression, Crc, FlushCompress, read::MultiGzDecoder, write::GzEncoder};
use std::io::{Read as _, Write as _};

/// The block that a gzip bomb repeats.
const BLOCK: usize = 1 << 20;

/// Why a body could not be decompressed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Failed {
    Broken,
    TooLarge,
}

/// Decompresses a body of at most `limit` bytes.
pub(crate) fn decompress(body: &[u8], limit: usize) -> Result<Bytes, Failed> {
    let mut out = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    MultiGzDecoder::new(body).take(most).read_to_end(&mut out).map_err(|_| Failed::Broken)?;
    if out.len() > limit { Err(Failed::TooLarge) } else { Ok(Bytes::from(out)) }
}

/// Returns a gzip body of about a thousandth of `bytes` zeros. One block is compressed once and repeated, because
/// compressing a hundred mebibytes takes seconds in a debug build.
pub(crate) fn bomb(bytes: u64) -> Bytes {
    let zeros = vec![0_u8; BLOCK];
    let blocks = usize::try_from(bytes / BLOCK as u64).unwrap_or(usize::MAX);
    let rest = usize::try_from(bytes % BLOCK as u64).unwrap_or(0);
    let whole = flushed(&zeros);
    let rest = zeros.get(..rest).unwrap_or_default();
    let mut out = Vec::with_capacity(whole.len().saturating_mul(blocks).saturating_add(64));
    out.extend_from_slice(&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
    let mut check = Crc::new();
    for _ in 0..blocks {
        out.extend_from_slice(&whole);
        check.update(&zeros);
    }
    if !rest.is_empty() {
        out.extend_from_slice(&flushed(rest));
        check.update(rest);
    }
    // An empty final block, the checksum, the length.
    out.extend_from_slice(&[3, 0]);
    out.extend_from_slice(&check.sum().to_le_bytes());
    out.extend_from_slice(&check.amount().to_le_bytes());
    Bytes::from(out)
}

/// Compresses a body as gzip with two members, one for each half.
pub(crate) fn members(body: &[u8]) -> Bytes {
    let (first, second) = body.split_at(body.len() / 2);
    let mut out = Vec::new();
    for half in [first, second] {
        let mut encoder = GzEncoder::new(&mut out, Compression::fast());
        // Writing to memory cannot fail.
        let done = encoder.write_all(half).and_then(|()| encoder.finish());
        debug_assert!(done.is_ok(), "out of memory");
    }
    Bytes::from(out)
}

/// Deflates bytes up to a byte boundary, so that blocks can be concatenated.
fn flushed(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 500 + 1024);
    let mut compress = Compress::new(Compression::best(), false);
    let done = compress.compress_vec(bytes, &mut out, FlushCompress::Full);
    debug_assert!(done.is_ok() && compress.total_in() == bytes.len() as u64, "the buffer was too small");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_members_decompress_to_one_body() {
        for body in [&b"{\"a\":1}"[..], b"1"] {
            let packed = members(body);
            assert!(decompress(&packed, 100).is_ok_and(|opened| opened == body));
        }
    }

    #[test]
    fn gzip_bomb_is_valid() {
        let size = 3 * BLOCK + 5;
        let bomb = bomb(size as u64);
        assert!(bomb.len() < size / 500, "{}", bomb.len());
        let opened = decompress(&bomb, size);
        assert!(opened.is_ok_and(|opened| opened.len() == size && opened.iter().all(|byte| *byte == 0)));
        assert_eq!(decompress(&bomb, size - 1), Err(Failed::TooLarge));
        assert_eq!(decompress(b"{}", 10), Err(Failed::Broken));
    }
}
