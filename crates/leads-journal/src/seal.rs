//! Encryption of bodies with a key of the application.

use crate::error::{JournalError, Result};
#[cfg(feature = "encryption")]
use chacha20poly1305::{
    KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Generate as _, Payload},
};
use std::fmt;

/// The first byte of an encrypted body. JSON never starts with it.
const SEALED: u8 = 1;
#[cfg(feature = "encryption")]
const NONCE: usize = 24;

/// A key of the application, with which the bodies of entries and deliveries are encrypted (XChaCha20-Poly1305).
///
/// The other columns stay readable: account, stream, key, operation, times and error codes. Do not put a name or an e-mail
/// address into a key or a stream. If the key is lost, so are the bodies.
#[cfg(feature = "encryption")]
#[cfg_attr(docsrs, doc(cfg(feature = "encryption")))]
#[derive(Clone)]
pub struct BodyKey(XChaCha20Poly1305);

#[cfg(feature = "encryption")]
impl BodyKey {
    /// Creates a key from 32 random bytes, which the application keeps in a safe place.
    #[must_use]
    pub fn new(bytes: &[u8; 32]) -> Self {
        Self(XChaCha20Poly1305::new(bytes.into()))
    }
}

#[cfg(feature = "encryption")]
impl fmt::Debug for BodyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BodyKey(redacted)")
    }
}

/// The keys of a journal: the first one encrypts, and all of them decrypt.
#[derive(Clone, Default)]
pub(crate) struct Sealer {
    #[cfg(feature = "encryption")]
    pub(crate) keys: Vec<BodyKey>,
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealer")
    }
}

impl Sealer {
    /// Encrypts a body if there is a key. `context` is authenticated: a body that is moved to another account is not opened.
    pub(crate) fn seal(&self, context: &str, body: Vec<u8>) -> Result<Vec<u8>> {
        #[cfg(feature = "encryption")]
        if let Some(key) = self.keys.first() {
            let nonce = XNonce::generate();
            let payload = Payload { msg: &body, aad: context.as_bytes() };
            let sealed = key.0.encrypt(&nonce, payload).map_err(|_| JournalError::Sealed)?;
            return Ok([&[SEALED][..], nonce.as_slice(), &sealed].concat());
        }
        let _ = context;
        Ok(body)
    }

    /// Decrypts a body if it is encrypted.
    pub(crate) fn open(&self, context: &str, body: &[u8]) -> Result<Vec<u8>> {
        let Some((&SEALED, sealed)) = body.split_first() else { return Ok(body.to_vec()) };
        #[cfg(feature = "encryption")]
        if let Some((nonce, sealed)) = sealed.split_first_chunk::<NONCE>() {
            let opened = self.keys.iter().find_map(|key| {
                key.0.decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: context.as_bytes() }).ok()
            });
            return opened.ok_or(JournalError::Sealed);
        }
        let _ = (context, sealed);
        Err(JournalError::Sealed)
    }
}

#[cfg(all(test, feature = "encryption"))]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn body_opens_only_with_its_key_and_in_its_place() {
        let (old, new) = (BodyKey::new(&[7; 32]), BodyKey::new(&[8; 32]));
        let before = Sealer { keys: vec![old.clone()] };
        let sealed = before.seal("crm", b"{\"planted\":1}".to_vec()).unwrap();
        assert!(!sealed.windows(7).any(|part| part == b"planted"));
        assert_ne!(sealed, before.seal("crm", b"{\"planted\":1}".to_vec()).unwrap(), "every body has its own nonce");
        let rotated = Sealer { keys: vec![new.clone(), old] };
        assert_eq!(rotated.open("crm", &sealed).unwrap(), b"{\"planted\":1}");
        assert!(matches!(rotated.open("till", &sealed), Err(JournalError::Sealed)));
        let mut flipped = sealed.clone();
        *flipped.last_mut().unwrap() ^= 1;
        for (sealer, body) in [
            (&Sealer { keys: vec![new] }, &sealed[..]),
            (&Sealer::default(), &sealed[..]),
            (&rotated, &flipped[..]),
            (&rotated, &sealed[..10]),
        ] {
            assert!(matches!(sealer.open("crm", body), Err(JournalError::Sealed)));
        }
        assert_eq!(rotated.open("crm", b"{}").unwrap(), b"{}", "a body from before the first key");
    }
}
