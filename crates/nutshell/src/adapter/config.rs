//! Configuration of the common client.

use crate::amount;
use crate::model::OutcomeId;
use crate::patch::CustomFieldPath;
use leads_core::client::FormFields;
use leads_core::vendor::Deserialize;
use leads_core::{Decimal, Error, LeadState, Money, Result};
use serde::Serialize;
use std::collections::BTreeMap;
use std::time::Duration;

/// Settings of the common client that the common builders do not cover. They can be read from a file.
///
/// A value that the vendor cannot accept is reported by the call that uses it, before anything is sent: the error names
/// the field.
///
/// # Examples
///
/// ```
/// use nutshell::AdapterConfig;
/// use nutshell::leads_core::LeadState;
/// let config = AdapterConfig::new().outcome(LeadState::Lost, "4-outcomes").currency("USD");
/// let loaded: AdapterConfig = serde_json::from_str(
///     r#"{"outcomes":{"lost":"4-outcomes"},"currency":"USD"}"#).unwrap();
/// assert_eq!(config, loaded);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct AdapterConfig {
    pub(super) outcomes: BTreeMap<LeadState, OutcomeId>,
    currency: Option<String>,
    pub(super) custom_field_path: CustomFieldPath,
    pub(super) form_fields: Box<FormFields>,
    #[serde(rename = "outcome_cache_ttl_secs", with = "seconds")]
    pub(super) outcome_cache_ttl: Duration,
    pub(super) contact_details: bool,
}

/// A duration as a number of seconds.
mod seconds {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
    use std::time::Duration;

    pub(super) fn serialize<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
        duration.as_secs_f64().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
        Duration::try_from_secs_f64(f64::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl Default for AdapterConfig {
    fn default() -> Self {
        Self {
            outcomes: BTreeMap::new(),
            currency: None,
            custom_field_path: CustomFieldPath::default(),
            form_fields: Box::default(),
            outcome_cache_ttl: Duration::from_secs(300),
            contact_details: false,
        }
    }
}

impl AdapterConfig {
    /// Creates a configuration without preferred outcomes that caches the list of outcomes for five minutes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the outcome to write for a state with several outcomes if a status change gives no reason.
    #[must_use]
    pub fn outcome(mut self, state: LeadState, outcome: impl Into<OutcomeId>) -> Self {
        self.outcomes.insert(state, outcome.into());
        self
    }

    /// Sets the currency of the instance. A value in another currency is rejected, and without this setting any value
    /// with a currency is rejected, because Nutshell accepts only amounts without a currency.
    #[must_use]
    pub fn currency(mut self, code: impl Into<String>) -> Self {
        self.currency = Some(code.into());
        self
    }

    /// Sets the path of custom fields in updates.
    #[must_use]
    pub fn custom_field_path(mut self, path: CustomFieldPath) -> Self {
        self.custom_field_path = path;
        self
    }

    /// Sets where the fields of a form are written. By default the address is that of the lead's new contact and the
    /// company is a new account; the other fields have no place.
    #[must_use]
    pub fn form_fields(mut self, fields: FormFields) -> Self {
        self.form_fields = Box::new(fields);
        self
    }

    /// Sets how long the list of outcomes is cached. An outcome that is missing from the cached list causes the list to
    /// be read again. The default is five minutes; the stored form is a number of seconds.
    #[must_use]
    pub fn outcome_cache_ttl(mut self, ttl: Duration) -> Self {
        self.outcome_cache_ttl = ttl;
        self
    }

    /// Sets whether reads return the e-mail addresses and phone numbers of a lead's contacts. The default is `false`:
    /// they are then empty.
    ///
    /// A lead contains only the ids of its contacts, so each read makes a second call to `GET /rest/contacts`; a page of
    /// leads makes one for every 50 contacts. If a call fails, the read fails. Deleted contacts have no details. Replies
    /// of writes never contain them.
    #[must_use]
    pub fn contact_details(mut self, read: bool) -> Self {
        self.contact_details = read;
        self
    }

    pub(super) fn amount(&self, value: &Money) -> Result<Decimal> {
        match (&value.currency, &self.currency) {
            (Some(currency), Some(known)) if currency.eq_ignore_ascii_case(known) => {}
            (None, _) => {}
            _ => {
                return Err(Error::unsupported("Nutshell accepts amounts only in the currency of the instance")
                    .with_field("value")
                    .with_help("omit the currency, or set the instance's currency in AdapterConfig::currency"));
            }
        }
        amount::plain(&value.amount).ok_or_else(|| Error::invalid("value", amount::WANTED))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcome_cache_ttl_is_stored_in_seconds() {
        let config = AdapterConfig::new().outcome_cache_ttl(Duration::from_millis(1500));
        let stored = serde_json::to_string(&config).unwrap();
        assert!(stored.contains(r#""outcome_cache_ttl_secs":1.5"#), "{stored}");
        assert_eq!(serde_json::from_str::<AdapterConfig>(&stored).unwrap(), config);
        let minute: AdapterConfig = serde_json::from_str(r#"{"outcome_cache_ttl_secs":60}"#).unwrap();
        assert_eq!(minute, AdapterConfig::new().outcome_cache_ttl(Duration::from_secs(60)));
        assert!(serde_json::from_str::<AdapterConfig>(r#"{"outcome_cache_ttl_secs":-1}"#).is_err());
    }
}
