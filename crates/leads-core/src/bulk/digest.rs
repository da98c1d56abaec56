//! A short value by which a row is recognised without its content.

use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};

/// A hash of a row's content, by which a later run recognises that a key still has the same content. It does not contain
/// the content, but content that can be guessed can be confirmed with it: keep the log like the rows.
///
/// ```
/// use leads_core::bulk::RowDigest;
/// let one = RowDigest::of(&("12", "won"))?;
/// assert_eq!(one, RowDigest::of(&("12", "won"))?);
/// assert_ne!(one, RowDigest::of(&("12", "lost"))?);
/// assert_eq!(one.as_str().len(), 16);
/// # Ok::<(), leads_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RowDigest(String);

impl RowDigest {
    /// Returns the digest of a value's serialized form.
    ///
    /// # Errors
    /// Returns an invalid-request error if the value cannot be serialized, because it contains a secret, for example.
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Result<Self> {
        let text = serde_json::to_vec(value).map_err(|_| {
            Error::invalid("row", "cannot be stored, so an interrupted run could not be resumed; nothing was sent")
        })?;
        Ok(Self::of_bytes(&text))
    }

    /// FNV-1a with 128 bits, of which both halves are combined: many contents have the same digest, and it is the same
    /// in every version and on every machine.
    fn of_bytes(bytes: &[u8]) -> Self {
        const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
        const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
        let hash = bytes.iter().fold(OFFSET, |hash, byte| (hash ^ u128::from(*byte)).wrapping_mul(PRIME));
        let folded = (hash ^ (hash >> 64)) & u128::from(u64::MAX);
        Self(format!("{folded:016x}"))
    }

    /// Returns the text: 16 hexadecimal digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn digest_is_stable_and_differs_by_content() {
        // Known values of FNV-1a 128: the offset for the empty text, d228cb696f1a8caf78912b704e4a8964 for "a".
        assert_eq!(
            RowDigest::of_bytes(b"").as_str(),
            format!("{:016x}", 0x6c62_272e_07bb_0142_u64 ^ 0x62b8_2175_6295_c58d)
        );
        assert_eq!(
            RowDigest::of_bytes(b"a").as_str(),
            format!("{:016x}", 0xd228_cb69_6f1a_8caf_u64 ^ 0x7891_2b70_4e4a_8964)
        );
        let all: BTreeSet<String> = (0..20_000).map(|row| RowDigest::of(&row).unwrap().0).collect();
        assert_eq!(all.len(), 20_000);
    }

    #[test]
    fn row_that_cannot_be_stored_is_named() {
        let secret = crate::request::SecretText::from("hush");
        assert_eq!(RowDigest::of(&secret).unwrap_err().field(), Some("row"));
    }
}
