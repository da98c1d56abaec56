//! A new lead together with its key.

use super::KeyLocks;
use crate::client::{LeadKey, NewLead};
use crate::error::{Error, Result};
use crate::lead::Personal;
use std::time::Duration;

/// A new lead that has the key of an upsert, and what the adapter knows about the key. Returned by
/// [`LeadClient::keyed_lead`](crate::LeadClient::keyed_lead).
#[derive(Debug)]
pub struct KeyedLead<'a> {
    pub(super) key: LeadKey,
    pub(super) lead: NewLead,
    pub(super) locks: &'a KeyLocks,
    pub(super) deadline: Duration,
    pub(super) scope: String,
    pub(super) is_unique: bool,
}

impl<'a> KeyedLead<'a> {
    /// Adds the key to a lead: the e-mail address or phone number, unless the lead already has it, and for a field the
    /// custom field of that name.
    ///
    /// `locks` are shared by all clones of the client and `deadline` is its timeout for calls: see
    /// [`Pipeline::key_locks`](crate::Pipeline::key_locks) and [`Pipeline::timeouts`](crate::Pipeline::timeouts).
    ///
    /// # Errors
    /// Returns an invalid-request error that names the field if the lead has another value for the key.
    pub fn new(key: &LeadKey, lead: &NewLead, locks: &'a KeyLocks, deadline: Duration) -> Result<Self> {
        let mut lead = lead.clone();
        match key {
            LeadKey::Email(value) => add_contact("emails", &mut lead.emails, value, |one, other| {
                one.trim().to_lowercase() == other.trim().to_lowercase()
            })?,
            LeadKey::Phone(value) => {
                add_contact("phones", &mut lead.phones, value, |one, other| one.trim() == other.trim())?;
            }
            LeadKey::Field { name, value, .. } => {
                let wanted = serde_json::Value::from(value.as_str());
                let text = |value: &serde_json::Value| match value {
                    serde_json::Value::String(text) => text.trim().to_owned(),
                    other => other.to_string(),
                };
                match lead.custom.get(name) {
                    Some(known) if text(known) != value.trim() => {
                        return Err(Error::invalid(name.clone(), "of the lead is not the value of the key"));
                    }
                    _ => drop(lead.custom.insert(name.clone(), wanted)),
                }
            }
        }
        Ok(Self { key: key.clone(), lead, locks, deadline, scope: String::new(), is_unique: false })
    }

    /// Sets a name for the kind of lead, if one client has several: two kinds can have the same key.
    #[must_use]
    pub fn scope(mut self, name: impl Into<String>) -> Self {
        self.scope = name.into();
        self
    }

    /// Sets that the vendor itself creates at most one lead with the key, also for other processes.
    #[must_use]
    pub fn unique(mut self, unique: bool) -> Self {
        self.is_unique = unique;
        self
    }

    /// Changes the lead, for fields that identify it at the vendor.
    #[must_use]
    pub fn map_lead(mut self, change: impl FnOnce(NewLead) -> NewLead) -> Self {
        self.lead = change(self.lead);
        self
    }

    /// Returns the key, by the name under which the lead has it.
    #[must_use]
    pub fn key(&self) -> &LeadKey {
        &self.key
    }

    /// Returns the lead that is created if none has the key.
    #[must_use]
    pub fn lead(&self) -> &NewLead {
        &self.lead
    }
}

fn add_contact(
    field: &'static str,
    contacts: &mut Vec<Personal<String>>,
    value: &Personal<String>,
    is_same: impl Fn(&str, &str) -> bool,
) -> Result<()> {
    match contacts.as_slice() {
        [] => contacts.push(value.clone()),
        [first, ..] if is_same(first, value) => {}
        _ => {
            return Err(Error::invalid(field, "must begin with the value of the key")
                .with_help("the lead would not be found by its key later"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_is_added_to_the_lead_or_must_be_the_same() {
        let locks = KeyLocks::new();
        let keyed = |key: &LeadKey, lead: NewLead| KeyedLead::new(key, &lead, &locks, Duration::ZERO);
        let email = LeadKey::email("jane@example.com");
        assert_eq!(keyed(&email, NewLead::new("Jane")).unwrap().lead().emails[0].as_str(), "jane@example.com");
        let same = keyed(&email, NewLead::new("Jane").email("Jane@Example.com")).unwrap();
        assert_eq!(same.lead().emails.len(), 1);
        let other = NewLead::new("Jane").email("joe@example.com");
        assert_eq!(keyed(&email, other).unwrap_err().field(), Some("emails"));
        let phone = LeadKey::phone("+1");
        assert_eq!(keyed(&phone, NewLead::new("Jane").phone("+2")).unwrap_err().field(), Some("phones"));
        let field = LeadKey::field("mx_Id", "7");
        assert_eq!(keyed(&field, NewLead::new("Jane").custom("mx_Id", 7)).unwrap().lead().custom["mx_Id"], "7");
        assert_eq!(keyed(&field, NewLead::new("Jane").custom("mx_Id", 8)).unwrap_err().field(), Some("mx_Id"));
    }
}
