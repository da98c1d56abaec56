//! Companies, which the vendor's newer pages call accounts.

use super::CompanyId;
#[cfg(any(test, feature = "test-util"))]
use super::FieldValue;
use super::record::PairNames;
use super::record_data::Record;
use leads_core::Time;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;

/// The vendor's spellings of the list of pairs; responses use the first.
const LISTS: [&str; 2] = ["companyPropertyList", "CompanyPropertyList"];

/// A company with every attribute as it came.
///
/// Responses contain a list of attribute and value; a flat object is accepted too. `Debug` shows only the id.
///
/// # Examples
///
/// ```
/// use leadsquared::model::Company;
/// let company: Company = serde_json::from_str(
///     r#"{"companyPropertyList":[{"Attribute":"CompanyId","Value":"7"},
///         {"Attribute":"CompanyName","Value":"Water Ltd"}]}"#,
/// ).unwrap();
/// assert_eq!(company.name(), Some("Water Ltd"));
/// ```
#[derive(Clone, PartialEq)]
pub struct Company {
    record: Record,
    /// The name of the list that contained the attributes; `None` for a flat object.
    list: Option<&'static str>,
}

impl Company {
    /// Returns an attribute by its schema name, or `None` if it is missing, null or empty.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.record.text(name)
    }

    /// Returns every attribute as it came.
    #[must_use]
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// Returns the id.
    #[must_use]
    pub fn id(&self) -> Option<CompanyId> {
        self.record.read_first(&["CompanyId", "CompanyID"])
    }

    /// Returns the name.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.attribute("CompanyName")
    }

    /// Returns the phone number.
    #[must_use]
    pub fn phone(&self) -> Option<&str> {
        self.attribute("Phone")
    }

    /// Returns the industry; the only attribute known to be a strict dropdown.
    #[must_use]
    pub fn industry(&self) -> Option<&str> {
        self.attribute("Industry")
    }

    /// Returns when it was created, UTC.
    #[must_use]
    pub fn created_on(&self) -> Option<Time> {
        self.record.time("CreatedOn")
    }

    /// Returns when it was modified, UTC.
    #[must_use]
    pub fn modified_on(&self) -> Option<Time> {
        self.record.time("ModifiedOn")
    }
}

impl fmt::Debug for Company {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Company").field("id", &self.id()).field("attributes", &self.record.len()).finish()
    }
}

impl Serialize for Company {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(list) = self.list else { return self.record.serialize(serializer) };
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(list, &self.record.pairs(PairNames::ATTRIBUTE))?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Company {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct CompanyVisitor;
        impl<'de> Visitor<'de> for CompanyVisitor {
            type Value = Company;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a company")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Company, A::Error> {
                let mut record = Record::with_room();
                let list = record.fill(map, &LISTS)?;
                Ok(Company { record, list })
            }
        }
        deserializer.deserialize_map(CompanyVisitor)
    }
}

#[cfg(any(test, feature = "test-util"))]
impl Company {
    /// Creates a company in the form of a response, for tests.
    pub fn for_test<N: Into<String>, V: Into<FieldValue>>(members: impl IntoIterator<Item = (N, V)>) -> Self {
        Self { record: members.into_iter().collect(), list: Some(LISTS[0]) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_round_trips() {
        for text in [
            r#"{"companyPropertyList":[{"Attribute":"CompanyId","Value":"7"},{"Attribute":"CompanyName","Value":null}]}"#,
            r#"{"CompanyPropertyList":[{"Attribute":"CompanyId","Value":"7"}]}"#,
            r#"{"CompanyId":"7","CompanyName":""}"#,
        ] {
            let company: Company = serde_json::from_str(text).unwrap();
            assert_eq!(company.id(), Some("7".into()));
            assert_eq!(company.name(), None);
            assert_eq!(serde_json::to_string(&company).unwrap(), text);
        }
        let company = Company::for_test([("CompanyName", "Water Ltd")]);
        assert!(!format!("{company:?}").contains("Water"));
    }
}
