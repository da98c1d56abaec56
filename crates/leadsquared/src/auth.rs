//! Credentials: a pair of keys, in headers, in the query, or in the form that is sent to the host for files.

use async_trait::async_trait;
use leads_core::http::{
    Authenticate, CredentialCache, CredentialVersion, Expired, RequestHead, SecretKind, TokenRequester, check_secret,
};
use leads_core::vendor::{Host, Operation, Vendor};
use leads_core::{CredentialProvider, Result};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

const ACCESS_HEADER: &str = "x-lsq-accesskey";
const SECRET_HEADER: &str = "x-lsq-secretkey";
const ACCESS_QUERY: &str = "accessKey";
const SECRET_QUERY: &str = "secretKey";
const ACCESS_FIELD: &str = "AccessKey";
const SECRET_FIELD: &str = "SecretKey";

/// A user's pair of keys. Requests act as that user: permissions and visible records are the user's, and the keys stop
/// working when the user is deactivated.
///
/// `Debug` shows neither key.
#[derive(Clone, Debug)]
pub struct Credentials {
    access: SecretString,
    secret: SecretString,
}

impl Credentials {
    /// Creates a pair of keys.
    ///
    /// # Examples
    ///
    /// ```
    /// let keys = leadsquared::Credentials::new("u$r0123456789abcdef", "hush");
    /// assert!(!format!("{keys:?}").contains("hush"));
    /// ```
    pub fn new(access_key: impl Into<SecretString>, secret_key: impl Into<SecretString>) -> Self {
        Self { access: access_key.into(), secret: secret_key.into() }
    }

    /// Returns an error if the keys can never work: most often a key from an empty variable, or one that was read from a
    /// file with its trailing newline. Sends nothing.
    ///
    /// # Errors
    /// Returns a configuration error that names the setting.
    pub fn check(&self) -> Result<()> {
        check_secret("access_key", self.access.expose_secret(), SecretKind::Key)
            .and_then(|()| check_secret("secret_key", self.secret.expose_secret(), SecretKind::Key))
            .map_err(|error| error.for_operation(<crate::LeadSquared as Vendor>::NAME, ""))
    }
}

/// Where the keys are sent. Uploads always have them as fields of their form, as the vendor documents.
///
/// # Examples
///
/// ```
/// use leadsquared::{Client, KeyLocation, Region, api::leads::GetLead};
/// let client = Client::builder()
///     .region(Region::Ireland)
///     .keys("access", "secret")
///     .key_location(KeyLocation::Query)
///     .build()?;
/// let preview = client.preview(&GetLead::new("7"))?;
/// assert!(preview.url.ends_with("&accessKey=[REDACTED]&secretKey=[REDACTED]"));
/// # Ok::<(), leadsquared::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum KeyLocation {
    /// In the headers `x-LSQ-AccessKey` and `x-LSQ-SecretKey`, as the vendor recommends.
    #[default]
    Headers,
    /// In the query, as on the vendor's pages. The secret is then part of every URL, and so of the logs of proxies and
    /// servers on the way; this crate's own errors, spans and previews do not show it. On one account, writes with an
    /// unencoded `$` of a key in the query were lost without an error; this crate encodes it.
    Query,
}

/// Signs requests with [`Credentials`].
#[derive(Debug)]
pub(crate) struct KeyAuth {
    keys: CredentialCache<Credentials>,
    place: KeyLocation,
}

impl KeyAuth {
    pub(crate) fn fixed(credentials: Credentials, place: KeyLocation) -> Self {
        Self { keys: CredentialCache::fixed(credentials), place }
    }

    pub(crate) fn provided(provider: Arc<dyn CredentialProvider<Credentials>>, place: KeyLocation) -> Self {
        Self { keys: CredentialCache::provided(provider), place }
    }
}

#[async_trait]
impl Authenticate for KeyAuth {
    fn is_ready(&self) -> bool {
        self.keys.is_fixed()
    }

    async fn ready(&self, _fetch: &TokenRequester<'_>) -> Result<()> {
        self.keys.refresh(Credentials::check).await
    }

    fn sign(&self, operation: &Operation, head: &mut RequestHead) -> std::result::Result<CredentialVersion, Expired> {
        let keys = self.keys.current().ok_or(Expired)?;
        match self.place {
            _ if operation.host == Host::Files => {
                head.secret_field(ACCESS_FIELD, &keys.access);
                head.secret_field(SECRET_FIELD, &keys.secret);
            }
            KeyLocation::Headers => {
                head.secret_header(ACCESS_HEADER, &keys.access).map_err(|_| Expired)?;
                head.secret_header(SECRET_HEADER, &keys.secret).map_err(|_| Expired)?;
            }
            KeyLocation::Query => {
                head.secret_query(ACCESS_QUERY, &keys.access);
                head.secret_query(SECRET_QUERY, &keys.secret);
            }
        }
        Ok(CredentialVersion::default())
    }

    fn rejected(&self, _generation: CredentialVersion) -> bool {
        // A provider is called again for the next attempt and may have new keys; fixed ones do not change.
        !self.keys.is_fixed()
    }

    fn preview(&self, operation: &Operation, head: &mut RequestHead) {
        match self.place {
            _ if operation.host == Host::Files => {
                head.preview_field(ACCESS_FIELD);
                head.preview_field(SECRET_FIELD);
            }
            KeyLocation::Headers => {
                head.preview_header(ACCESS_HEADER);
                head.preview_header(SECRET_HEADER);
            }
            KeyLocation::Query => {
                head.preview_query(ACCESS_QUERY);
                head.preview_query(SECRET_QUERY);
            }
        }
    }
}
