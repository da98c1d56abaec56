//! The configuration of a LeadSquared client.

use super::{Connection, VendorClient, debug_config};
use leads_core::{Error, LeadClient, Result, SecretText};
use leadsquared::{Builder, Credentials, Plan};
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, IntoDeserializer as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;
use std::sync::Arc;

/// The configuration of a LeadSquared client.
///
/// ```
/// use leads::VendorConfig;
/// let config: VendorConfig = serde_json::from_str(r#"{
///     "vendor": "leadsquared", "region": "india_mumbai", "access_key": "a", "secret_key": "s",
///     "plan": { "super": { "users": 40 } },
///     "opportunities": { "event_code": 12000, "stage_field": "mx_Custom_2" }
/// }"#).unwrap();
/// assert!(config.connect()?.capabilities().set_status);
/// # Ok::<(), leads::Error>(())
/// ```
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LeadSquaredConfig {
    /// The account's region. Alternatively, set `base_url`.
    pub region: Option<leadsquared::Region>,
    /// The API host, if it is not in a known region.
    pub base_url: Option<String>,
    /// The access key.
    pub access_key: SecretText,
    /// The secret key.
    pub secret_key: SecretText,
    /// The account's plan, which configures the limiter. A plan that depends on the number of users can be given by its
    /// name alone, `"pro"`; the daily limit is then that of one user.
    #[serde(default, deserialize_with = "plan")]
    pub plan: Plan,
    /// Builds the common client for opportunities of this type. Alternatively, set `leads`.
    pub opportunities: Option<leadsquared::OpportunitiesConfig>,
    /// Builds the common client for leads, with the tenant's stages.
    pub leads: Option<leadsquared::LeadsConfig>,
}

debug_config!(LeadSquaredConfig { region, access_key, secret_key, plan, opportunities, leads; ; base_url });

/// Reads a plan by its name or with its numbers.
fn plan<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Plan, D::Error> {
    struct ByName;
    impl<'de> Visitor<'de> for ByName {
        type Value = Plan;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a plan")
        }
        fn visit_str<E: de::Error>(self, name: &str) -> std::result::Result<Plan, E> {
            match name {
                "pro" => Ok(Plan::Pro { users: 1 }),
                "super" => Ok(Plan::Super { users: 1 }),
                other => Plan::deserialize(other.into_deserializer()),
            }
        }
        fn visit_map<A: MapAccess<'de>>(self, map: A) -> std::result::Result<Plan, A::Error> {
            Plan::deserialize(MapAccessDeserializer::new(map))
        }
    }
    deserializer.deserialize_any(ByName)
}

impl LeadSquaredConfig {
    pub(super) fn credentials(&self) -> Result<Credentials> {
        let credentials = Credentials::new(self.access_key.clone(), self.secret_key.clone());
        credentials.check()?;
        Ok(credentials)
    }

    pub(super) fn connect(self, builder: Builder) -> Result<Connection> {
        let mut builder = builder.plan(self.plan);
        if let Some(region) = self.region {
            builder = builder.region(region);
        }
        if let Some(url) = self.base_url {
            builder = builder.base_url(url);
        }
        let client = builder.build()?;
        let leads: Arc<dyn LeadClient> = match (self.opportunities, self.leads) {
            (Some(config), None) => Arc::new(client.opportunities(config)),
            (None, Some(config)) => Arc::new(client.leads(config)),
            _ => {
                return Err(Error::config("opportunities", "or `leads` must be set, but not both")
                    .for_operation("leadsquared", ""));
            }
        };
        Ok(Connection { leads, typed: VendorClient::LeadSquared(client) })
    }
}
