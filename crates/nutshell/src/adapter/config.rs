//! Configuration of the common client.

use crate::amount;
use crate::model::OutcomeId;
use crate::patch::CustomFieldPath;
use leads_core::{Decimal, Error, LeadState, Money, Result};
use serde::{Deserialize, Serialize};
use serde_with::{As, DurationSecondsWithFrac};
use std::collections::BTreeMap;
use std::time::Duration;

/// What the common client must know beyond the common builders. It can be read from a file.
///
/// ```
/// use nutshell::AdapterConfig;
/// use nutshell::leads_core::LeadState;
/// let config = AdapterConfig::new().outcome(LeadState::Lost, "4-outcomes").currency("USD");
/// let same: AdapterConfig = serde_json::from_str(
///     r#"{"outcomes":{"lost":"4-outcomes"},"currency":"USD"}"#).unwrap();
/// assert_eq!(config, same);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct AdapterConfig {
    pub(super) outcomes: BTreeMap<LeadState, OutcomeId>,
    currency: Option<String>,
    pub(super) custom_field_path: CustomFieldPath,
    #[serde(rename = "outcome_cache_ttl_secs", with = "As::<DurationSecondsWithFrac<f64>>")]
    pub(super) outcome_cache_ttl: Duration,
}

impl Default for AdapterConfig {
    fn default() -> Self {
        Self {
            outcomes: BTreeMap::new(),
            currency: None,
            custom_field_path: CustomFieldPath::default(),
            outcome_cache_ttl: Duration::from_secs(300),
        }
    }
}

impl AdapterConfig {
    /// No outcome is preferred; the list of outcomes is read again after five minutes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Says which outcome is written for a state that several outcomes mean, where a change gives no reason.
    #[must_use]
    pub fn outcome(mut self, state: LeadState, outcome: impl Into<OutcomeId>) -> Self {
        self.outcomes.insert(state, outcome.into());
        self
    }

    /// Says which currency the instance reckons in. A value in another currency, and without this setting any value
    /// with a currency, is refused: Nutshell takes amounts alone.
    #[must_use]
    pub fn currency(mut self, code: impl Into<String>) -> Self {
        self.currency = Some(code.into());
        self
    }

    /// Sets where a custom field stands in a change.
    #[must_use]
    pub fn custom_field_path(mut self, place: CustomFieldPath) -> Self {
        self.custom_field_path = place;
        self
    }

    /// Sets for how many seconds the list of outcomes is kept. An outcome that is not in it makes it be read again.
    #[must_use]
    pub fn outcome_cache_ttl(mut self, ttl: Duration) -> Self {
        self.outcome_cache_ttl = ttl;
        self
    }

    pub(super) fn amount(&self, value: &Money) -> Result<Decimal> {
        match (&value.currency, &self.currency) {
            (Some(asked), Some(known)) if asked.eq_ignore_ascii_case(known) => {}
            (None, _) => {}
            _ => {
                return Err(Error::unsupported("Nutshell takes an amount in the currency of the instance alone")
                    .with_field("value")
                    .with_help("leave the currency out, or name the instance's in AdapterConfig::currency"));
            }
        }
        amount::plain(&value.amount).ok_or_else(|| Error::invalid("value", amount::WANTED))
    }
}
