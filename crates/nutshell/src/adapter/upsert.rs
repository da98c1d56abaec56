//! The key of a new lead.

use super::Leads;
use super::find::NUMBER;
use leads_core::client::{KeyedLead, LeadKey, NewLead};
use leads_core::{Error, Result};

impl Leads {
    /// Adds the key to a new lead. Nutshell has no check for duplicates, so the key is not unique.
    pub(super) fn with_key<'a>(&'a self, key: &LeadKey, lead: &NewLead) -> Result<KeyedLead<'a>> {
        if matches!(key, LeadKey::Field { name, .. } if name == NUMBER) {
            return Err(Error::invalid("field", "is a number that Nutshell assigns: a new lead cannot have it"));
        }
        let pipeline = self.client.pipeline();
        KeyedLead::new(key, lead, pipeline.key_locks(), pipeline.timeouts().call)
    }
}
