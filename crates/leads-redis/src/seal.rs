//! Sealing of tokens with the application's key.

use std::fmt;

use chacha20poly1305::aead::{Aead, Generate, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use leads_core::{Error, Result, SecretString};
use secrecy::{ExposeSecret, SecretBox};
use sha2::Sha256;

/// The length of a nonce.
const NONCE: usize = 24;

/// The key with which an application encrypts its tokens before the server sees them.
///
/// It must be the same on every machine, and secret: keep it where the API keys are kept. With a new key, tokens sealed
/// with the old one are not found, and are fetched again.
///
/// ```
/// use leads_redis::SealingKey;
/// let key = SealingKey::from_hex(
///     "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
/// )?;
/// assert_eq!(format!("{key:?}"), "SealingKey");
/// assert!(SealingKey::from_hex("too short").is_err());
/// # Ok::<(), leads_core::Error>(())
/// ```
pub struct SealingKey(SecretBox<[u8; 32]>);

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealingKey")
    }
}

impl SealingKey {
    /// Creates a key from 32 random bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(SecretBox::new(Box::new(bytes)))
    }

    /// Creates a key from 64 hexadecimal digits, for example from `openssl rand -hex 32`.
    ///
    /// # Errors
    ///
    /// Returns a configuration error if the text has another form. It does not contain the text.
    pub fn from_hex(text: &str) -> Result<Self> {
        let bytes = unhex(text.trim()).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        bytes.map(Self::new).ok_or_else(|| Error::config("sealing key", "must be 64 hexadecimal digits"))
    }

    /// Returns a name for an account that reveals nothing about it without the key.
    pub(crate) fn name(&self, parts: &[&str]) -> Result<String> {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(self.0.expose_secret())
            .map_err(|_| Error::config("sealing key", "cannot be used"))?;
        mac.update(b"leads-redis token name");
        for part in parts {
            mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(part.as_bytes());
        }
        Ok(hex(mac.finalize().into_bytes().as_slice()))
    }

    fn cipher(&self) -> Result<XChaCha20Poly1305> {
        XChaCha20Poly1305::new_from_slice(self.0.expose_secret())
            .map_err(|_| Error::config("sealing key", "cannot be used"))
    }

    /// Encrypts a token for a name. Returns a version, which is unique and reveals nothing, and the sealed token.
    pub(crate) fn seal(&self, name: &str, token: &SecretString) -> Result<(String, String)> {
        let nonce = XNonce::try_generate();
        let nonce = nonce.map_err(|_| Error::config("sealing key", "the system has no random numbers"))?;
        let payload = Payload { msg: token.expose_secret().as_bytes(), aad: name.as_bytes() };
        let sealed = self.cipher()?.encrypt(&nonce, payload);
        let sealed = sealed.map_err(|_| Error::config("sealing key", "cannot encrypt the token"))?;
        Ok((hex(&nonce), hex(&sealed)))
    }

    /// Decrypts a token. Returns `None` if it was not sealed with this key for this name.
    pub(crate) fn open(&self, name: &str, version: &str, sealed: &str) -> Option<SecretString> {
        let nonce: [u8; NONCE] = unhex(version)?.try_into().ok()?;
        let sealed = unhex(sealed)?;
        let payload = Payload { msg: &sealed, aad: name.as_bytes() };
        let opened = self.cipher().ok()?.decrypt(&XNonce::from(nonce), payload).ok()?;
        String::from_utf8(opened).ok().map(SecretString::from)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let byte = |pair: &[u8]| Some(pair.first().and_then(digit)? * 16 + pair.get(1).and_then(digit)?);
    digits.chunks(2).map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sealed_token_opens_only_with_its_key_and_name() {
        let (key, other) = (SealingKey::new([7; 32]), SealingKey::new([8; 32]));
        let (version, sealed) = key.seal("acme", &SecretString::from("the-token")).unwrap();
        let opened = |key: &SealingKey, name: &str| {
            key.open(name, &version, &sealed).map(|token| token.expose_secret().to_owned())
        };
        assert_eq!(opened(&key, "acme").as_deref(), Some("the-token"));
        assert_eq!(opened(&key, "other"), None);
        assert_eq!(opened(&other, "acme"), None);
        assert!(!sealed.contains("the-token"));
        let again = key.seal("acme", &SecretString::from("the-token")).unwrap();
        assert_ne!((version, sealed), again);
    }

    #[test]
    fn name_depends_on_the_key_and_on_where_the_parts_end() {
        let key = SealingKey::new([7; 32]);
        assert_ne!(key.name(&["ab", "c"]).unwrap(), key.name(&["a", "bc"]).unwrap());
        assert_ne!(key.name(&["ab"]).unwrap(), SealingKey::new([8; 32]).name(&["ab"]).unwrap());
    }
}
