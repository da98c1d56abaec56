//! Credentials: a user's e-mail address and an API key, as HTTP Basic.

use async_trait::async_trait;
use leads_core::http::{Authenticate, CredentialCache, CredentialVersion, Expired, RequestHead, TokenRequester};
use leads_core::http::{SecretKind, check_secret};
use leads_core::vendor::Operation;
use leads_core::vendor::Vendor;
use leads_core::{CredentialProvider, Personal, Result};
use secrecy::{ExposeSecret, SecretString};
use std::sync::Arc;

/// Nutshell credentials: a user's e-mail address and an API key created under Setup > API keys.
///
/// A key with permission to impersonate users acts as the given user. Any other key requires the address of some user
/// of the company and acts under its own name. This determines "the current user" (for watching and editing).
#[derive(Clone, Debug)]
pub struct Credentials {
    email: Personal<String>,
    api_key: SecretString,
}

impl Credentials {
    /// Creates credentials from a user's e-mail address and an API key.
    pub fn new(email: impl Into<String>, api_key: impl Into<SecretString>) -> Self {
        Self { email: Personal(email.into()), api_key: api_key.into() }
    }

    /// Returns an error if the credentials can never be valid, for example because the key is empty. Sends nothing.
    ///
    /// # Errors
    /// Returns a configuration error that names the setting.
    pub fn check(&self) -> Result<()> {
        check_secret("email", &self.email, SecretKind::UserName)
            .and_then(|()| check_secret("api_key", self.api_key.expose_secret(), SecretKind::Password))
            .map_err(|error| error.for_operation(<crate::Nutshell as Vendor>::NAME, ""))
    }
}

/// Signs requests with [`Credentials`].
#[derive(Debug)]
pub(crate) struct NutshellAuth {
    credentials: CredentialCache<Credentials>,
}

impl NutshellAuth {
    pub(crate) fn fixed(credentials: Credentials) -> Self {
        Self { credentials: CredentialCache::fixed(credentials) }
    }

    pub(crate) fn provided(provider: Arc<dyn CredentialProvider<Credentials>>) -> Self {
        Self { credentials: CredentialCache::provided(provider) }
    }
}

#[async_trait]
impl Authenticate for NutshellAuth {
    fn is_ready(&self) -> bool {
        self.credentials.is_fixed()
    }

    async fn ready(&self, _fetch: &TokenRequester<'_>) -> Result<()> {
        self.credentials.refresh(Credentials::check).await
    }

    fn sign(&self, _operation: &Operation, head: &mut RequestHead) -> std::result::Result<CredentialVersion, Expired> {
        let credentials = self.credentials.current().ok_or(Expired)?;
        head.basic(&credentials.email, &credentials.api_key).map_err(|_| Expired)?;
        Ok(CredentialVersion::default())
    }

    fn rejected(&self, _generation: CredentialVersion) -> bool {
        // A provider may return a new key; fixed credentials never change.
        !self.credentials.is_fixed()
    }

    fn preview(&self, _operation: &Operation, head: &mut RequestHead) {
        head.preview_header("authorization");
    }
}
