//! Types of companies, and what to do with a company that is there already.

use leads_core::{Error, Result, open_enum};
use serde::{Deserialize, Serialize};

/// A type of companies, by its name in the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompanyType {
    #[serde(rename = "CompanyTypeName")]
    name: String,
}

impl CompanyType {
    /// The name.
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
    /// What a bulk call does with a company that is there already.
    pub enum CollisionResolution {
        /// Sets only attributes that are empty.
        FillMissingFields = "FillMissingFields",
        /// Sets every attribute that is sent.
        OverwriteAllFields = "OverwriteAllFields",
        /// Leaves it as it is.
        IgnoreDuplicate = "IgnoreDuplicate",
    }
}
