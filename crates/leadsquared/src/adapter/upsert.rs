//! The key of a new lead or opportunity.

use super::fields::{BY_ID, ID, search_attribute};
use super::find::OWN_FIELD;
use super::{Leads, Opportunities};
use leads_core::client::{KeyedLead, LeadKey, NewLead};
use leads_core::{Error, Result};

/// The vendor field that names the attribute by which a lead is found.
const SEARCH_BY: &str = "search_by";

/// Returns the attribute of a lead that has the key's value, as `SearchBy` spells it.
fn search_by(key: &LeadKey) -> &str {
    match key {
        LeadKey::Phone(_) => "Phone",
        LeadKey::Field { name, .. } if search_attribute(name) == ID => BY_ID,
        LeadKey::Field { name, .. } => name,
        _ => "EmailAddress",
    }
}

/// Returns the key by which the common view sets the attribute, so that two spellings of an attribute are one key.
fn canonical(key: &LeadKey) -> LeadKey {
    match key {
        LeadKey::Field { name, value, .. } if name == "EmailAddress" => LeadKey::email(value.as_str()),
        LeadKey::Field { name, value, .. } if name == "Phone" => LeadKey::phone(value.as_str()),
        LeadKey::Field { name, value, .. } if name == BY_ID => LeadKey::field(ID, value.as_str()),
        other => other.clone(),
    }
}

/// Sets a vendor field, unless the lead sets another value for it.
fn set(lead: NewLead, name: &'static str, value: &str) -> Result<NewLead> {
    match lead.vendor_fields.get(name) {
        Some(known) if known.as_str() != Some(value) => {
            Err(Error::invalid(name, "of the lead is not the field of the key"))
        }
        _ => Ok(lead.vendor_field(name, value)),
    }
}

impl Leads {
    /// Adds the key to a new lead, by which the vendor then finds an existing lead: two captures of one e-mail address or
    /// phone number create one lead. Any other attribute need not be unique in the account. Fields of an existing lead
    /// are left, unless the lead sets `update_behavior`.
    pub(super) fn with_key<'a>(&'a self, key: &LeadKey, lead: &NewLead) -> Result<KeyedLead<'a>> {
        let by = search_by(key);
        if by == BY_ID {
            return Err(Error::invalid("field", "is an id that LeadSquared assigns: a new lead cannot have it"));
        }
        let mut lead = set(lead.clone(), SEARCH_BY, by)?;
        if !lead.vendor_fields.contains_key("update_behavior") {
            lead = lead.vendor_field("update_behavior", "DoNotUpdate");
        }
        let key = &canonical(key);
        let pipeline = self.client.pipeline();
        let keyed = KeyedLead::new(key, &lead, pipeline.key_locks(), pipeline.timeouts().call)?;
        Ok(keyed.scope("lead").unique(!matches!(key, LeadKey::Field { .. })))
    }
}

impl Opportunities {
    /// Adds the key to a new opportunity: one of the opportunity's fields, or one of its lead's. Whether two captures for one lead
    /// create one opportunity depends on the tenant's rules, so the key is not unique.
    pub(super) fn with_key<'a>(&'a self, key: &LeadKey, lead: &NewLead) -> Result<KeyedLead<'a>> {
        let code = self.config.event_code;
        if lead.vendor_fields.get("event_code").is_some_and(|known| known.as_i64() != Some(code.get())) {
            return Err(Error::invalid("event_code", "must be that of the adapter, which finds only this type"));
        }
        let is_own = matches!(key, LeadKey::Field { name, .. } if name.starts_with(OWN_FIELD));
        let lead = if is_own { lead.clone() } else { set(lead.clone(), SEARCH_BY, search_by(key))? };
        let pipeline = self.client.pipeline();
        let keyed = KeyedLead::new(&canonical(key), &lead, pipeline.key_locks(), pipeline.timeouts().call)?;
        Ok(keyed.scope(format!("opportunity {}", code.get())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LeadsConfig, OpportunitiesConfig, Region};

    fn client() -> crate::Client {
        crate::Client::builder().region(Region::Ireland).keys("a", "b").build().unwrap()
    }

    #[test]
    fn lead_is_captured_by_its_key() {
        let leads = client().leads(LeadsConfig::new().search_by("mx_Id"));
        let keyed = leads.with_key(&LeadKey::email("a@example.com"), &NewLead::new("Jo")).unwrap();
        assert_eq!(keyed.lead().vendor_fields["search_by"], "EmailAddress");
        assert_eq!(keyed.lead().vendor_fields["update_behavior"], "DoNotUpdate");
        let other = NewLead::new("Jo").vendor_field("search_by", "Phone");
        assert_eq!(leads.with_key(&LeadKey::email("a"), &other).unwrap_err().field(), Some("search_by"));
        assert_eq!(leads.with_key(&LeadKey::field("ProspectID", "7"), &other).unwrap_err().field(), Some("field"));
        let field = leads.with_key(&LeadKey::field("EmailAddress", "a@example.com"), &NewLead::new("Jo")).unwrap();
        assert!(field.lead().custom.is_empty() && field.lead().emails.len() == 1);
    }

    #[test]
    fn opportunity_is_captured_for_the_lead_of_its_key() {
        let opportunities = client().opportunities(OpportunitiesConfig::new(12000));
        let of_lead = opportunities.with_key(&LeadKey::field("ProspectId", "7"), &NewLead::new("Jo")).unwrap();
        assert_eq!(of_lead.lead().vendor_fields["search_by"], "ProspectId");
        assert_eq!(of_lead.lead().custom["ProspectID"], "7");
        let own = opportunities.with_key(&LeadKey::field("mx_Custom_11", "7"), &NewLead::new("Jo")).unwrap();
        assert!(own.lead().vendor_fields.is_empty());
        let other = NewLead::new("Jo").vendor_field("event_code", 12001);
        assert_eq!(opportunities.with_key(&LeadKey::phone("1"), &other).unwrap_err().field(), Some("event_code"));
    }
}
