//! A lead.

use super::record::PairNames;
#[cfg(any(test, feature = "test-util"))]
use super::record_data::FieldValue;
use super::record_data::Record;
use super::value::FieldRef;
use super::{LeadId, UserId};
use leads_core::{Decimal, Time};
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;

const LIST: &str = "LeadPropertyList";
/// Members that a read adds and that are not attributes of the lead.
const PSEUDO: [&str; 2] = ["Total", "CanUpdate"];

/// A lead (the vendor calls it a prospect), with every attribute as it came.
///
/// Responses contain it flat, or as a list of attribute and value; both are accepted. Values are text, null, numbers or
/// flags. `Debug` shows only the id and the stage.
///
/// # Examples
///
/// ```
/// use leadsquared::model::Lead;
/// let flat: Lead = serde_json::from_str(
///     r#"{"ProspectID":"7","EmailAddress":"jane@example.com","mx_Origin":"fair"}"#,
/// ).unwrap();
/// assert_eq!(flat.email(), Some("jane@example.com"));
/// assert_eq!(flat.attribute("mx_Origin"), Some("fair"));
/// let listed: Lead = serde_json::from_str(
///     r#"{"LeadPropertyList":[{"Attribute":"ProspectID","Value":"7"}]}"#,
/// ).unwrap();
/// assert_eq!(listed.id(), flat.id());
/// ```
#[derive(Clone, PartialEq)]
pub struct Lead {
    record: Record,
    /// Whether it came as a list of pairs.
    listed: bool,
}

impl Lead {
    /// Returns an attribute by its schema name, or `None` if it is missing, null or empty.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.record.text(name)
    }

    /// Returns every attribute as it came, including pseudo attributes.
    #[must_use]
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// Returns every attribute of the lead, in order, without those that the read added.
    pub fn attributes(&self) -> impl Iterator<Item = (&str, FieldRef<'_>)> {
        self.record.iter().filter(|(name, _)| !PSEUDO.contains(name))
    }

    /// Returns the id. `RelatedProspectId`, by which other records refer to their lead, is a separate attribute of a
    /// lead: another lead.
    #[must_use]
    pub fn id(&self) -> Option<LeadId> {
        self.record.read_first(&["ProspectID", "ProspectId", "LeadId"])
    }

    /// Returns the second, numeric id.
    #[must_use]
    pub fn auto_id(&self) -> Option<&str> {
        self.record.first_text(&["ProspectAutoId", "ProspectAutoID"])
    }

    /// Returns the first name.
    #[must_use]
    pub fn first_name(&self) -> Option<&str> {
        self.attribute("FirstName")
    }

    /// Returns the last name.
    #[must_use]
    pub fn last_name(&self) -> Option<&str> {
        self.attribute("LastName")
    }

    /// Returns first and last name together.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        match (self.first_name(), self.last_name()) {
            (Some(first), Some(last)) => Some(format!("{first} {last}")),
            (one, other) => one.or(other).map(str::to_owned),
        }
    }

    /// Returns the e-mail address.
    #[must_use]
    pub fn email(&self) -> Option<&str> {
        self.attribute("EmailAddress")
    }

    /// Returns the phone number.
    #[must_use]
    pub fn phone(&self) -> Option<&str> {
        self.attribute("Phone")
    }

    /// Returns the mobile number.
    #[must_use]
    pub fn mobile(&self) -> Option<&str> {
        self.attribute("Mobile")
    }

    /// Returns the company's name.
    #[must_use]
    pub fn company(&self) -> Option<&str> {
        self.attribute("Company")
    }

    /// Returns the stage, as the tenant spells it.
    #[must_use]
    pub fn stage(&self) -> Option<&str> {
        self.attribute("ProspectStage")
    }

    /// Returns where the lead came from.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.attribute("Source")
    }

    /// Returns how the lead entered the account.
    #[must_use]
    pub fn origin(&self) -> Option<&str> {
        self.attribute("Origin")
    }

    /// Returns the owner.
    #[must_use]
    pub fn owner_id(&self) -> Option<UserId> {
        self.record.read("OwnerId")
    }

    /// Returns the owner's name, if the read adds it.
    #[must_use]
    pub fn owner_name(&self) -> Option<&str> {
        self.attribute("OwnerIdName")
    }

    /// Returns the owner's e-mail address, if the read adds it.
    #[must_use]
    pub fn owner_email(&self) -> Option<&str> {
        self.attribute("OwnerIdEmailAddress")
    }

    /// Returns the score.
    #[must_use]
    pub fn score(&self) -> Option<Decimal> {
        self.record.decimal("Score")
    }

    /// Returns whether the lead has opted out of e-mail.
    #[must_use]
    pub fn do_not_email(&self) -> Option<bool> {
        self.record.flag("DoNotEmail")
    }

    /// Returns whether the lead has opted out of calls.
    #[must_use]
    pub fn do_not_call(&self) -> Option<bool> {
        self.record.flag("DoNotCall")
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

    /// Returns an attribute as a time, UTC.
    #[must_use]
    pub fn time(&self, name: &str) -> Option<Time> {
        self.record.time(name)
    }

    /// Returns an attribute as a decimal number.
    #[must_use]
    pub fn decimal(&self, name: &str) -> Option<Decimal> {
        self.record.decimal(name)
    }

    /// Returns an attribute as a flag.
    #[must_use]
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.record.flag(name)
    }
}

impl fmt::Debug for Lead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lead")
            .field("id", &self.id())
            .field("stage", &self.stage())
            .field("attributes", &self.record.len())
            .finish()
    }
}

impl Serialize for Lead {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !self.listed {
            return self.record.serialize(serializer);
        }
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(LIST, &self.record.pairs(PairNames::ATTRIBUTE))?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Lead {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct LeadVisitor;
        impl<'de> Visitor<'de> for LeadVisitor {
            type Value = Lead;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a lead")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Lead, A::Error> {
                let mut record = Record::with_room();
                let listed = record.fill(map, &[LIST])?.is_some();
                if record.is_empty() && !listed {
                    return Err(de::Error::custom("a lead without a member"));
                }
                Ok(Lead { record, listed })
            }
        }
        deserializer.deserialize_map(LeadVisitor)
    }
}

#[cfg(any(test, feature = "test-util"))]
impl Lead {
    /// Creates a flat lead for tests.
    pub fn for_test<N: Into<String>, V: Into<FieldValue>>(members: impl IntoIterator<Item = (N, V)>) -> Self {
        Self { record: members.into_iter().collect(), listed: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_equal_leads_and_round_trip() {
        let flat = r#"{"ProspectID":"7","FirstName":"Jane","LastName":null,"Score":"-10","DoNotCall":"0","Total":"3"}"#;
        let listed = r#"{"LeadPropertyList":[{"Attribute":"ProspectID","Value":"7"},{"Attribute":"FirstName","Value":"Jane"},{"Attribute":"LastName","Value":null},{"Attribute":"Score","Value":"-10"},{"Attribute":"DoNotCall","Value":"0"},{"Attribute":"Total","Value":"3"}]}"#;
        for text in [flat, listed] {
            let lead: Lead = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&lead).unwrap(), text);
            assert_eq!(lead.id(), Some("7".into()));
            assert_eq!(lead.name().as_deref(), Some("Jane"));
            assert_eq!(lead.score().unwrap().as_str(), "-10");
            assert_eq!(lead.do_not_call(), Some(false));
            assert_eq!(lead.attributes().count(), 5);
            assert!(!format!("{lead:?}").contains("Jane"));
        }
    }

    #[test]
    fn related_lead_is_not_the_lead() {
        for (text, id) in [
            (r#"{"RelatedProspectId":"8","FirstName":"Jane"}"#, None),
            (r#"{"RelatedProspectId":"8","ProspectID":"7"}"#, Some("7".into())),
            (r#"{"RelatedProspectId":"8","LeadId":"7"}"#, Some("7".into())),
        ] {
            let lead: Lead = serde_json::from_str(text).unwrap();
            assert_eq!(lead.id(), id, "{text}");
        }
    }
}
