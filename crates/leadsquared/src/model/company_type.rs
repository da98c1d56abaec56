//! Company types, and what to do with existing companies.

use leads_core::{Error, Result, open_enum};
use serde::{Deserialize, Serialize};

/// A company type, by its name in the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompanyType {
    #[serde(rename = "CompanyTypeName")]
    name: String,
}

impl CompanyType {
    /// Returns the name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn check(&self) -> Result<()> {
        if self.name.trim().is_empty() { Err(Error::invalid("company_type", "must not be empty")) } else { Ok(()) }
    }
}

impl From<&str> for CompanyType {
    fn from(name: &str) -> Self {
        Self { name: name.to_owned() }
    }
}

impl From<String> for CompanyType {
    fn from(name: String) -> Self {
        Self { name }
    }
}

open_enum! {
    /// What a bulk call does with an existing company.
    pub enum CollisionResolution {
        /// Sets only empty attributes.
        FillMissingFields = "FillMissingFields",
        /// Sets every attribute that is sent.
        OverwriteAllFields = "OverwriteAllFields",
        /// Leaves it unchanged.
        IgnoreDuplicate = "IgnoreDuplicate",
    }
}
