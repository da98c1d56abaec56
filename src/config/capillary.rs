//! The configuration of a Capillary client.

use super::{Connection, VendorClient, debug_config};
use capillary_leads::{Builder, Credentials, Password};
use leads_core::{Error, Result, SecretText};
use serde::Deserialize;
use std::sync::Arc;

/// The configuration of a Capillary client.
///
/// ```
/// use leads::VendorConfig;
/// let config: VendorConfig = serde_json::from_str(r#"{
///     "vendor": "capillary-leads", "cluster": "eu",
///     "username": "store.till", "password": "hush",
///     "adapter": { "lead_for": "boots-42" }
/// }"#).unwrap();
/// let client = config.connect()?;
/// assert_eq!(client.vendor(), "capillary-leads");
/// # Ok::<(), leads::Error>(())
/// ```
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CapillaryConfig {
    /// The organisation's cluster. `base_url` takes precedence.
    pub cluster: Option<capillary_leads::Cluster>,
    /// The host of the organisation's cluster, if it differs from the cluster's newest: `https://host`.
    pub base_url: Option<String>,
    /// The user name of a till or store centre; requires one of the two passwords.
    pub username: Option<String>,
    /// The plain-text password.
    pub password: Option<SecretText>,
    /// The MD5 of the password in lower-case hex.
    pub password_md5: Option<SecretText>,
    /// The key of an API client; requires `secret`. Tokens are then fetched.
    pub key: Option<SecretText>,
    /// The secret of an API client.
    pub secret: Option<SecretText>,
    /// The settings of the common client.
    #[serde(default)]
    pub adapter: capillary_leads::AdapterConfig,
}

debug_config!(CapillaryConfig { cluster, password, password_md5, key, secret, adapter; username; base_url });

impl CapillaryConfig {
    pub(super) fn credentials(&self) -> Result<Credentials> {
        let Self { username, password, password_md5, key, secret, .. } = self.clone();
        let credentials = match (username, password, password_md5, key, secret) {
            (Some(user), Some(password), None, None, None) => Credentials::basic(user, Password::plain(password)),
            (Some(user), None, Some(hash), None, None) => Credentials::basic(user, Password::md5_hex(hash)),
            (None, None, None, Some(key), Some(secret)) => Credentials::oauth(key, secret),
            _ => {
                return Err(Error::config(
                    "credentials",
                    "must be `username` with `password` or `password_md5`, or `key` with `secret`",
                )
                .for_operation("capillary-leads", ""));
            }
        };
        credentials.check()?;
        Ok(credentials)
    }

    pub(super) fn connect(self, mut builder: Builder) -> Result<Connection> {
        if let Some(cluster) = self.cluster {
            builder = builder.cluster(cluster);
        }
        if let Some(url) = self.base_url {
            builder = builder.base_url(url);
        }
        let client = builder.build()?;
        Ok(Connection { leads: Arc::new(client.leads(self.adapter)), typed: VendorClient::Capillary(client) })
    }
}
