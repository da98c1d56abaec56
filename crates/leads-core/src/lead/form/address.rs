//! Postal addresses.

use crate::lead::Personal;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A person's postal address.
///
/// `Debug` hides all parts. `Display` shows them in one line, separated by commas: street lines, city, region, postal
/// code, country.
///
/// ```
/// use leads_core::lead::Address;
/// let address = Address::new()
///     .street("12 Elm Street")
///     .city("Melbourne")
///     .region("VIC")
///     .postal_code("3000");
/// assert_eq!(address.to_string(), "12 Elm Street, Melbourne, VIC, 3000");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Address {
    /// The lines before the city: street, number, building.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub street: Vec<Personal<String>>,
    /// The city or suburb.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<Personal<String>>,
    /// The state, province or county, as the vendor writes it: often an abbreviation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<Personal<String>>,
    /// The postal code. It is text, because it may begin with a zero or contain letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<Personal<String>>,
    /// The country, as the vendor writes it: a name or a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<Personal<String>>,
}

impl Address {
    /// Creates an address without any part set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a line before the city.
    #[must_use]
    pub fn street(mut self, line: impl Into<String>) -> Self {
        self.street.push(Personal(line.into()));
        self
    }

    /// Sets the city or suburb.
    #[must_use]
    pub fn city(mut self, city: impl Into<String>) -> Self {
        self.city = Some(Personal(city.into()));
        self
    }

    /// Sets the state, province or county.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(Personal(region.into()));
        self
    }

    /// Sets the postal code.
    #[must_use]
    pub fn postal_code(mut self, code: impl Into<String>) -> Self {
        self.postal_code = Some(Personal(code.into()));
        self
    }

    /// Sets the country.
    #[must_use]
    pub fn country(mut self, country: impl Into<String>) -> Self {
        self.country = Some(Personal(country.into()));
        self
    }

    /// Returns whether no part is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns the street lines in one line, separated by commas; `None` if there are none.
    #[must_use]
    pub fn street_line(&self) -> Option<String> {
        let lines: Vec<&str> = self.street.iter().map(|line| line.as_str()).collect();
        (!lines.is_empty()).then(|| lines.join(", "))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rest = [&self.city, &self.region, &self.postal_code, &self.country];
        let mut between = "";
        for part in self.street.iter().chain(rest.into_iter().flatten()) {
            write!(f, "{between}{part}")?;
            between = ", ";
        }
        Ok(())
    }
}
