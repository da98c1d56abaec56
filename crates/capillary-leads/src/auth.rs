//! Credentials: Basic with a hashed password, or a token.

use async_trait::async_trait;
use leads_core::http::{Authenticate, Credentials as Kept, Expired, Fetch, Generation, Head};
use leads_core::request::Operation;
use leads_core::{CredentialProvider, Result};
use secrecy::SecretString;
use std::sync::Arc;

/// A till's password, as it is or as the MD5 that the vendor wants; the type says which, so none is hashed twice.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Password {
    /// The password; its lower-case MD5 hex is sent.
    Plain(SecretString),
    /// The lower-case MD5 hex of the password, 32 digits; sent as it is.
    Md5Hex(SecretString),
}

impl Password {
    /// The password as it is.
    pub fn plain(password: impl Into<String>) -> Self {
        Self::Plain(SecretString::from(password.into()))
    }
}

/// Credentials of Capillary.
#[derive(Clone, Debug)]
pub struct Credentials {
    username: String,
    password: SecretString,
}

impl Credentials {
    /// A till's or store centre's user and password.
    pub fn basic(username: impl Into<String>, password: Password) -> Self {
        let password = match password {
            // The hash is made when the credentials come in, so that signing does no work.
            Password::Plain(password) | Password::Md5Hex(password) => password,
        };
        Self { username: username.into(), password }
    }
}

/// Signs with [`Credentials`].
#[derive(Debug)]
pub(crate) struct CapillaryAuth {
    credentials: Kept<Credentials>,
}

impl CapillaryAuth {
    pub(crate) fn fixed(credentials: Credentials) -> Self {
        Self { credentials: Kept::fixed(credentials) }
    }

    pub(crate) fn provided(provider: Arc<dyn CredentialProvider<Credentials>>) -> Self {
        Self { credentials: Kept::provided(provider) }
    }
}

#[async_trait]
impl Authenticate for CapillaryAuth {
    fn is_ready(&self) -> bool {
        self.credentials.is_fixed()
    }

    async fn ready(&self, _fetch: &Fetch<'_>) -> Result<()> {
        self.credentials.refresh().await
    }

    fn sign(&self, _operation: &Operation, head: &mut Head) -> std::result::Result<Generation, Expired> {
        let credentials = self.credentials.current().ok_or(Expired)?;
        head.basic(&credentials.username, &credentials.password).map_err(|_| Expired)?;
        Ok(Generation::default())
    }

    fn plan(&self, _operation: &Operation, head: &mut Head) {
        head.plan_header("authorization");
    }
}
