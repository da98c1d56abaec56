//! The key of a new lead.

use super::Leads;
use super::find::customer;
use crate::model::UserId;
use leads_core::client::{KeyedLead, LeadKey, NewLead};
use leads_core::{Error, Result};
use serde_json::Value;

/// The vendor field of the customer's id.
const USER_ID: &str = "user_id";

impl Leads {
    /// Adds the customer's id to a new lead. Capillary documents no check for duplicates of leads, so the key is not
    /// unique.
    pub(super) fn with_key<'a>(&'a self, key: &LeadKey, lead: &NewLead) -> Result<KeyedLead<'a>> {
        let customer = customer(key)?;
        let id = customer.to_string();
        let is_same = |known: &Value| match known {
            Value::String(text) => text.trim() == id,
            other => other.as_i64().map(UserId::new) == Some(customer),
        };
        if lead.vendor_fields.get(USER_ID).is_some_and(|known| !is_same(known)) {
            return Err(Error::invalid(USER_ID, "of the lead is not the value of the key"));
        }
        let pipeline = self.client.pipeline();
        let keyed = KeyedLead::new(key, lead, pipeline.key_locks(), pipeline.timeouts().call)?;
        Ok(keyed.map_lead(|mut lead| {
            // The key is a vendor field, not an extended field of the same name.
            lead.custom.remove(USER_ID);
            lead.vendor_field(USER_ID, id)
        }))
    }
}
