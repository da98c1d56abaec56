//! Configuration of the common client.

use crate::model::{Category, Dealership, DealershipId, Source};
use leads_core::client::FormFields;
use leads_core::vendor::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserializer, Serialize};
use std::fmt;

/// Configuration of the common client, for what Dealer Studio requires and the common builders cannot express. Each
/// setting can also be given per call as a vendor field.
///
/// A value that the vendor cannot accept is reported by the call that uses it, before anything is sent: the error names
/// the field.
///
/// # Examples
///
/// ```
/// use dealerstudio::{AdapterConfig, model::{Category, Source}};
/// let config = AdapterConfig::new()
///     .dealership("northside-motors")
///     .category(Category::GeneralEnquiry)
///     .source(Source::Website);
/// let same: AdapterConfig =
///     serde_json::from_str(&serde_json::to_string(&config).unwrap()).unwrap();
/// assert_eq!(same, config);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct AdapterConfig {
    /// The dealership of new leads. Also read from its slug or its id alone: `"northside-motors"`.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "dealership")]
    pub(super) dealership: Option<Dealership>,
    /// The category of new leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) category: Option<Category>,
    /// The source of new leads, unless the builder sets it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<Source>,
    /// The supplier of new leads, to find them by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) provider: Option<String>,
    /// Whether Dealer Studio sends e-mail to the customers of new leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) send_customer_email: Option<bool>,
    /// Whether an update may omit what the vendor marks as required; the server then decides. If `false`, a missing
    /// field is an error before anything is sent.
    pub(super) partial_updates: bool,
    /// Where the fields of a form are written: a custom field is a member of `fields`.
    pub(super) form_fields: Box<FormFields>,
}

/// Reads a dealership by its slug, by its id, or in the form in which it is written.
fn dealership<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Dealership>, D::Error> {
    struct ByName;
    impl<'de> Visitor<'de> for ByName {
        type Value = Option<Dealership>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a dealership")
        }
        fn visit_str<E: de::Error>(self, slug: &str) -> Result<Self::Value, E> {
            Ok(Some(Dealership::from(slug)))
        }
        fn visit_u64<E: de::Error>(self, id: u64) -> Result<Self::Value, E> {
            let id = i64::try_from(id).map_err(|_| E::custom("the id of a dealership is too large"))?;
            Ok(Some(Dealership::Id(DealershipId::from(id))))
        }
        fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }
        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
            Dealership::deserialize(MapAccessDeserializer::new(map)).map(Some)
        }
    }
    deserializer.deserialize_any(ByName)
}

impl AdapterConfig {
    /// Creates an empty configuration.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the dealership of new leads.
    #[must_use]
    pub fn dealership(mut self, dealership: impl Into<Dealership>) -> Self {
        self.dealership = Some(dealership.into());
        self
    }

    /// Sets the category of new leads.
    #[must_use]
    pub fn category(mut self, category: impl Into<Category>) -> Self {
        self.category = Some(category.into());
        self
    }

    /// Sets the source of new leads, unless the builder sets it.
    #[must_use]
    pub fn source(mut self, source: impl Into<Source>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Sets the supplier of new leads.
    #[must_use]
    pub fn provider(mut self, provider: impl Into<String>) -> Self {
        self.provider = Some(provider.into());
        self
    }

    /// Sets whether Dealer Studio sends e-mail to the customers of new leads.
    #[must_use]
    pub fn send_customer_email(mut self, sends: bool) -> Self {
        self.send_customer_email = Some(sends);
        self
    }

    /// Sets where the fields of a form are written: a custom field is a member of `fields`. By default the address and a
    /// consent without channel have their own fields; the other fields have no place.
    #[must_use]
    pub fn form_fields(mut self, fields: FormFields) -> Self {
        self.form_fields = Box::new(fields);
        self
    }

    /// Sets whether an update may omit what the vendor marks as required.
    #[must_use]
    pub fn partial_updates(mut self, allowed: bool) -> Self {
        self.partial_updates = allowed;
        self
    }
}
