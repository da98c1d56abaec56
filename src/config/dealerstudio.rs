//! The configuration of a Dealer Studio client.

use super::{Connection, VendorClient, debug_config};
use dealerstudio::{Builder, Credentials};
use leads_core::{Result, SecretText};
use serde::Deserialize;
use std::sync::Arc;

/// The configuration of a Dealer Studio client.
///
/// ```
/// use leads::VendorConfig;
/// let config: VendorConfig = serde_json::from_str(r#"{
///     "vendor": "dealerstudio", "api_key": "hush",
///     "adapter": {
///         "dealership": { "slug": "northside-motors" },
///         "category": "General Enquiry", "source": "Website"
///     }
/// }"#).unwrap();
/// assert!(!config.connect()?.capabilities().list);
/// # Ok::<(), leads::Error>(())
/// ```
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DealerStudioConfig {
    /// The API key.
    pub api_key: SecretText,
    /// A host other than the vendor's.
    pub base_url: Option<String>,
    /// The settings of the common client: the dealership, a category, a source.
    #[serde(default)]
    pub adapter: dealerstudio::AdapterConfig,
}

debug_config!(DealerStudioConfig { api_key, adapter; ; base_url });

impl DealerStudioConfig {
    pub(super) fn credentials(&self) -> Result<Credentials> {
        let credentials = Credentials::api_key(self.api_key.clone());
        credentials.check()?;
        Ok(credentials)
    }

    pub(super) fn connect(self, builder: Builder) -> Result<Connection> {
        let client = match self.base_url {
            Some(url) => builder.base_url(url),
            None => builder,
        }
        .build()?;
        Ok(Connection { leads: Arc::new(client.leads(self.adapter)), typed: VendorClient::DealerStudio(client) })
    }
}
