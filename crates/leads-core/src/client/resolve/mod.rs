//! Determining whether a create took effect, for the vendor-independent client.

mod search;

pub use search::{CreateSearch, FoundLeads};

use super::{LeadKey, NewLead};
use crate::error::{Error, Result};
use crate::http::Resolution;
use crate::lead::{Lead, LeadId, Personal};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a created lead is found by after its response was lost, and what that proves.
///
/// A lead that is found must be one that only this call can have created. An e-mail address or a phone number does not
/// show that: the person may have had a lead before. So either the lead has a value that the application used for this
/// create alone, or the vendor's time of creation is compared as well.
///
/// ```
/// use leads_core::client::{CreateKey, LeadKey};
/// // The application wrote its own number of the enquiry into a field.
/// let exact = CreateKey::marker("web_id", "web-17");
/// // It did not: the address, together with the time at which the lead was created.
/// let likely = CreateKey::contact(LeadKey::email("jane@example.com"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CreateKey {
    /// A field with a value that the application uses for this create alone, such as its own number of the enquiry. A
    /// lead with the value is [proof](CreateProof::Marker).
    Marker(LeadKey),
    /// An e-mail address, a phone number or another value that other leads can have. Only a lead that was created
    /// [while the call ran](CreateProof::CreatedDuringCall) counts.
    Contact(LeadKey),
}

impl CreateKey {
    /// Creates a key from a field of the vendor that the new lead has, with a value that no other lead ever gets.
    #[must_use]
    pub fn marker(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self::Marker(LeadKey::field(name, value))
    }

    /// Creates a key from a value that other leads can have.
    #[must_use]
    pub fn contact(key: LeadKey) -> Self {
        Self::Contact(key)
    }

    /// Returns what is searched for.
    #[must_use]
    pub const fn lead_key(&self) -> &LeadKey {
        match self {
            Self::Marker(key) | Self::Contact(key) => key,
        }
    }

    /// Checks that the lead was created with the key. Without it, a search would find nothing and prove nothing.
    ///
    /// # Errors
    /// Returns an invalid-request error if the lead does not have the value.
    pub fn check_in(&self, lead: &NewLead) -> Result<()> {
        let is_same = |known: &str, wanted: &str| known.trim().to_lowercase() == wanted.trim().to_lowercase();
        let has = |contacts: &[Personal<String>], wanted: &str| contacts.iter().any(|known| is_same(known, wanted));
        let is_in = match self.lead_key() {
            LeadKey::Email(address) => has(&lead.emails, address),
            LeadKey::Phone(number) => has(&lead.phones, number),
            LeadKey::Field { name, value, .. } => {
                let known = lead.custom.get(name).or_else(|| lead.vendor_fields.get(name));
                match known {
                    Some(Value::String(text)) => text.trim() == value.trim(),
                    Some(other) => {
                        let known = other.to_string();
                        known == value.trim()
                    }
                    None => false,
                }
            }
        };
        if is_in { Ok(()) } else { Err(Error::invalid("key", "is not a value of the lead that was created")) }
    }
}

/// Why a lead counts as created by a call whose response was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CreateProof {
    /// It has the value that the application used for this create alone.
    Marker,
    /// It has the key, and the vendor says that it was created while the call ran. This relies on the clocks of this
    /// machine and the vendor agreeing, and on no other caller creating a lead with the same key in that time.
    CreatedDuringCall,
}

/// Whether a create took effect. Returned by
/// [`resolve_create_with`](super::LeadClient::resolve_create_with).
///
/// ```
/// use leads_core::client::{CreateKey, LeadKey, NewLead};
/// use leads_core::{Error, LeadClient, LeadClientExt, LeadId, Result};
/// /// Returns the id of the lead that a failed create made after all.
/// async fn settle(
///     client: &dyn LeadClient,
///     lead: &NewLead,
///     error: &Error,
/// ) -> Result<Option<LeadId>> {
///     let key = CreateKey::marker("web_id", "web-17");
///     let resolved = client.resolve_create(lead, &key, error).await?;
///     if resolved.resolution.is_absent() {
///         return Ok(Some(client.create(lead).await?.into_inner().id));
///     }
///     Ok(resolved.id)
/// }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct ResolvedCreate {
    /// Whether the lead was created.
    pub resolution: Resolution,
    /// The lead's id. `None` if it was not found, or if an error proves that it was created and no read shows it yet.
    pub id: Option<LeadId>,
    /// Why the lead that was found counts as created by the call.
    pub proof: Option<CreateProof>,
    /// The lead, as it was found.
    pub lead: Option<Box<dyn Lead>>,
    /// Leads with the key of which it is not clear whether the call created one of them.
    pub candidates: Vec<LeadId>,
}

impl ResolvedCreate {
    /// Creates a result without a lead.
    #[must_use]
    pub fn new(resolution: Resolution) -> Self {
        Self { resolution, id: None, proof: None, lead: None, candidates: Vec::new() }
    }

    fn found(lead: Box<dyn Lead>, proof: CreateProof) -> Self {
        let mut found = Self::new(Resolution::Found);
        found.id = lead.id();
        found.proof = Some(proof);
        found.lead = Some(lead);
        found
    }

    fn unclear(candidates: Vec<LeadId>) -> Self {
        Self { candidates, ..Self::new(Resolution::CannotTell) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_must_be_a_value_of_the_lead() {
        let lead = NewLead::new("Jo")
            .email("Jo@Example.com")
            .phone("+15550100")
            .custom("web_id", 17)
            .vendor_field("user_id", "9");
        let contact = CreateKey::contact;
        for key in [
            CreateKey::marker("web_id", "17"),
            CreateKey::marker("user_id", "9"),
            contact(LeadKey::email(" jo@example.com")),
            contact(LeadKey::phone("+15550100")),
        ] {
            assert!(key.check_in(&lead).is_ok(), "{key:?}");
        }
        for key in [
            CreateKey::marker("web_id", "18"),
            CreateKey::marker("other", "17"),
            contact(LeadKey::email("al@example.com")),
            contact(LeadKey::phone("+1555010")),
        ] {
            assert_eq!(key.check_in(&lead).unwrap_err().field(), Some("key"), "{key:?}");
        }
    }
}
