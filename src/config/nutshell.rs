//! The configuration of a Nutshell client.

use super::{Connection, VendorClient, debug_config};
use leads_core::{Result, SecretText};
use nutshell::{Builder, Credentials};
use serde::Deserialize;
use std::sync::Arc;

/// The configuration of a Nutshell client.
///
/// ```
/// use leads::VendorConfig;
/// let config: VendorConfig = serde_json::from_str(r#"{
///     "vendor": "nutshell", "user": "ann@example.com", "api_key": "hush"
/// }"#).unwrap();
/// assert!(config.connect()?.capabilities().delete);
/// # Ok::<(), leads::Error>(())
/// ```
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct NutshellConfig {
    /// The e-mail address of a user.
    pub user: String,
    /// An API key.
    pub api_key: SecretText,
    /// A host other than the vendor's.
    pub base_url: Option<String>,
    /// The settings of the common client.
    #[serde(default)]
    pub adapter: nutshell::AdapterConfig,
}

debug_config!(NutshellConfig { api_key, adapter; user; base_url });

impl NutshellConfig {
    pub(super) fn credentials(&self) -> Result<Credentials> {
        let credentials = Credentials::new(self.user.clone(), self.api_key.clone());
        credentials.check()?;
        Ok(credentials)
    }

    pub(super) fn connect(self, builder: Builder) -> Result<Connection> {
        let client = match self.base_url {
            Some(url) => builder.base_url(url),
            None => builder,
        }
        .build()?;
        Ok(Connection { leads: Arc::new(client.leads(self.adapter)), typed: VendorClient::Nutshell(client) })
    }
}
