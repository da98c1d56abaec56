//! Credentials: one long-lived key, sent as a bearer token.

use async_trait::async_trait;
use leads_core::http::{
    Authenticate, CredentialCache, CredentialVersion, Expired, RequestHead, SecretKind, TokenRequester, check_secret,
};
use leads_core::vendor::Operation;
use leads_core::vendor::Vendor;
use leads_core::{CredentialProvider, Result};
use secrecy::{ExposeSecret, SecretString};
use std::sync::Arc;

/// An API key of Dealer Studio. Dealer Studio issues it; no exchange, refresh or expiry is documented.
///
/// # Examples
///
/// ```
/// use dealerstudio::Credentials;
/// let credentials = Credentials::api_key("made-up");
/// assert!(!format!("{credentials:?}").contains("made-up"));
/// ```
#[derive(Clone, Debug)]
pub struct Credentials {
    key: SecretString,
}

impl Credentials {
    /// Creates credentials from an API key.
    pub fn api_key(key: impl Into<SecretString>) -> Self {
        Self { key: key.into() }
    }

    /// Returns an error if the key can never work: usually one from an empty variable, or one that was read from a file
    /// with its line ending. Sends nothing.
    ///
    /// # Errors
    /// Returns a configuration error that names the setting.
    pub fn check(&self) -> Result<()> {
        check_secret("api_key", self.key.expose_secret(), SecretKind::Key)
            .map_err(|error| error.for_operation(<crate::DealerStudio as Vendor>::NAME, ""))
    }
}

/// Signs with [`Credentials`]: `Authorization: Bearer <key>`. The guide on outcomes prints the header's name as
/// `Authentication`; every operation page says `Authorization`.
#[derive(Debug)]
pub(crate) struct KeyAuth {
    credentials: CredentialCache<Credentials>,
}

impl KeyAuth {
    pub(crate) fn fixed(credentials: Credentials) -> Self {
        Self { credentials: CredentialCache::fixed(credentials) }
    }

    pub(crate) fn provided(provider: Arc<dyn CredentialProvider<Credentials>>) -> Self {
        Self { credentials: CredentialCache::provided(provider) }
    }
}

#[async_trait]
impl Authenticate for KeyAuth {
    fn is_ready(&self) -> bool {
        self.credentials.is_fixed()
    }

    async fn ready(&self, _fetch: &TokenRequester<'_>) -> Result<()> {
        self.credentials.refresh(Credentials::check).await
    }

    fn sign(&self, _operation: &Operation, head: &mut RequestHead) -> std::result::Result<CredentialVersion, Expired> {
        let credentials = self.credentials.current().ok_or(Expired)?;
        head.bearer(&credentials.key).map_err(|_| Expired)?;
        Ok(CredentialVersion::default())
    }

    fn rejected(&self, _generation: CredentialVersion) -> bool {
        // A provider may return a new key; a fixed one stays invalid.
        !self.credentials.is_fixed()
    }

    fn preview(&self, _operation: &Operation, head: &mut RequestHead) {
        head.preview_header("authorization");
    }
}
