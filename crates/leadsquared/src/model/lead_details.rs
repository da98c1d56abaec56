//! The lead of a capture: attributes, and how the lead is found.

use super::LeadId;
use super::pairs::Attributes;
use super::record_data::FieldValue;
use leads_core::{Error, Result};
use serde::{Deserialize, Serialize};

pub(crate) const SEARCH_BY: &str = "SearchBy";
const USER_GUID: &str = "__UseUserDefinedGuid__";
const ID: &str = "ProspectID";
/// The value of `SearchBy` for the id, which is spelled differently from the attribute.
const BY_ID: &str = "ProspectId";

/// A lead given by its attributes, with the pseudo attribute `SearchBy` that selects the one by which it is found. If
/// no lead matches, one is created from the attributes.
///
/// # Examples
///
/// ```
/// use leadsquared::model::LeadDetails;
/// let lead = LeadDetails::by("EmailAddress", "jane@example.com").with("FirstName", "Jane");
/// assert_eq!(lead.search_by(), Some("EmailAddress"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LeadDetails(Attributes);

impl LeadDetails {
    /// Creates an empty set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Selects the lead whose unique field has this value. For the id, use [`by_id`](Self::by_id).
    pub fn by(field: impl Into<String>, value: impl Into<FieldValue>) -> Self {
        let field = field.into();
        Self(Attributes::new().with(field.as_str(), value).with(SEARCH_BY, field))
    }

    /// Selects the lead with this id. This requires two more attributes in addition to the id, in other spellings; they
    /// are written.
    pub fn by_id(lead: impl Into<LeadId>) -> Self {
        let lead = lead.into();
        Self(Attributes::new().with(ID, lead.as_str()).with(SEARCH_BY, BY_ID).with(USER_GUID, "true"))
    }

    /// Adds an attribute.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<FieldValue>) -> Self {
        self.0.set(name, value);
        self
    }

    /// Returns the field by which the lead is found.
    #[must_use]
    pub fn search_by(&self) -> Option<&str> {
        self.0.get(SEARCH_BY)?.text().filter(|text| !text.is_empty())
    }

    /// Returns every attribute, including `SearchBy`.
    #[must_use]
    pub fn attributes(&self) -> &Attributes {
        &self.0
    }

    pub(crate) fn check(&self, field: &'static str) -> Result<()> {
        self.0.check(field)?;
        if self.0.is_empty() {
            return Err(Error::invalid(field, "must contain at least one attribute by which it is found"));
        }
        check_search_by(&self.0, field)?;
        if self.search_by().is_none() {
            return Err(Error::invalid(field, "must name the attribute by which it is found")
                .with_help("use LeadDetails::by or LeadDetails::by_id"));
        }
        Ok(())
    }
}

impl From<Attributes> for LeadDetails {
    fn from(attributes: Attributes) -> Self {
        Self(attributes)
    }
}

/// Rejects a `SearchBy` that the vendor rejects, and one whose attribute is missing or empty.
pub(crate) fn check_search_by(attributes: &Attributes, field: &'static str) -> Result<()> {
    let Some(search_by) = attributes.get(SEARCH_BY) else { return Ok(()) };
    let name = search_by.text().unwrap_or_default();
    if name == ID {
        return Err(Error::invalid(field, "searches by a name that the vendor rejects").with_help(
            "SearchBy requires `ProspectId` although the attribute is `ProspectID`; LeadDetails::by_id writes both",
        ));
    }
    let attribute = if name == BY_ID { ID } else { name };
    match attributes.get(attribute) {
        Some(value) if !value.is_blank() => Ok(()),
        _ => Err(Error::invalid(field, "searches by an attribute that it does not contain")),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn id_is_written_in_three_attributes() {
        assert_eq!(
            serde_json::to_string(&LeadDetails::by_id("7")).unwrap(),
            r#"[{"Attribute":"ProspectID","Value":"7"},{"Attribute":"SearchBy","Value":"ProspectId"},{"Attribute":"__UseUserDefinedGuid__","Value":"true"}]"#
        );
        assert!(LeadDetails::by_id("7").check("lead").is_ok());
        let same = LeadDetails::by("ProspectID", "7").check("lead").unwrap_err();
        assert!(same.help().unwrap().contains("by_id"));
        assert!(LeadDetails::new().with("SearchBy", "Phone").with("EmailAddress", "x").check("lead").is_err());
    }
}
