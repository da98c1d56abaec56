//! The contacts of leads: their e-mail addresses and phone numbers.

use super::{Leads, into_dyn};
use crate::api::contacts::ListContacts;
use crate::model::{Contact, ContactId, Lead, PhoneNumber};
use crate::query::Filter;
use chrono::{DateTime, Utc};
use leads_core::status::Status;
use leads_core::{CallOptions, LeadId as CommonLeadId, Money, Raw, Result};
use std::collections::HashMap;

/// How many contacts are read in one call. Their ids are in the URL.
const CONTACTS: usize = 50;

impl Leads {
    /// Returns leads for a read: with the details of their contacts if the configuration says so.
    pub(super) async fn shown(
        &self,
        leads: Vec<Raw<Lead>>,
        options: &CallOptions,
    ) -> Result<Vec<Box<dyn leads_core::Lead>>> {
        if !self.config.contact_details {
            return Ok(leads.into_iter().map(into_dyn).collect());
        }
        let leads = self.with_contacts(leads, options).await?;
        Ok(leads.into_iter().map(|lead| Box::new(lead) as Box<dyn leads_core::Lead>).collect())
    }

    pub(super) async fn with_contacts(&self, leads: Vec<Raw<Lead>>, options: &CallOptions) -> Result<Vec<Detailed>> {
        let known = self.read_contacts(&leads, options).await?;
        Ok(leads.into_iter().map(|lead| Detailed::new(lead, &known)).collect())
    }

    /// Reads the contacts of leads, in one call for each 50 contacts. A contact that is deleted or cannot be read is
    /// missing.
    pub(super) async fn read_contacts(
        &self,
        leads: &[Raw<Lead>],
        options: &CallOptions,
    ) -> Result<HashMap<ContactId, Raw<Contact>>> {
        let mut wanted: Vec<&str> = leads.iter().flat_map(|lead| contacts(lead)).map(ContactId::as_str).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mut known = HashMap::new();
        for ids in wanted.chunks(CONTACTS) {
            let rows = u32::try_from(ids.len()).unwrap_or(u32::MAX);
            let request = ListContacts::new().filter(Filter::ids(ids.iter().copied())).limit(rows);
            for row in self.client.send_with(&request, options).await?.into_inner() {
                known.insert(row.id.clone(), row);
            }
        }
        Ok(known)
    }
}

fn contacts(lead: &Lead) -> &[ContactId] {
    lead.links.as_ref().map_or(&[], |links| &links.contacts)
}

/// A lead with the e-mail addresses and phone numbers of its contacts. Its text is that of the lead alone.
#[derive(Debug)]
pub(super) struct Detailed {
    lead: Raw<Lead>,
    emails: Vec<leads_core::Personal<String>>,
    phones: Vec<PhoneNumber>,
}

impl Detailed {
    pub(super) fn new(lead: Raw<Lead>, known: &HashMap<ContactId, Raw<Contact>>) -> Self {
        let (mut emails, mut phones) = (Vec::new(), Vec::new());
        for contact in contacts(&lead).iter().filter_map(|id| known.get(id)) {
            // The primary one of each contact first.
            for primary in [true, false] {
                let is_next = |flag: Option<bool>| flag.unwrap_or(false) == primary;
                let points = contact.emails.iter().filter(|point| is_next(point.is_primary));
                emails.extend(points.filter_map(|point| point.value.clone()).filter(|text| !text.trim().is_empty()));
                let points = contact.phones.iter().filter(|phone| is_next(phone.is_primary));
                phones.extend(points.filter_map(|phone| phone.value.clone()).filter(|number| number.text().is_some()));
            }
        }
        Self { lead, emails, phones }
    }

    /// Returns whether a contact has this e-mail address, ignoring the letter case.
    pub(super) fn has_email(&self, address: &str) -> bool {
        self.emails.iter().any(|known| known.trim().to_lowercase() == address.trim().to_lowercase())
    }

    /// Returns whether a contact has this phone number, with or without the country code. Only digits count.
    pub(super) fn has_phone(&self, number: &str) -> bool {
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let wanted = digits(number);
        let is_wanted = |text: &str| !wanted.is_empty() && digits(text) == wanted;
        self.phones.iter().any(|known| match known {
            PhoneNumber::Text(text) => is_wanted(text),
            PhoneNumber::Parts(parts) => [&parts.e164, &parts.country_code_and_number, &parts.number]
                .into_iter()
                .flatten()
                .any(|text| is_wanted(text)),
        })
    }
}

impl leads_core::Lead for Detailed {
    fn vendor(&self) -> &'static str {
        leads_core::Lead::vendor(&self.lead)
    }
    fn id(&self) -> Option<CommonLeadId> {
        leads_core::Lead::id(&self.lead)
    }
    fn status(&self) -> Status {
        leads_core::Lead::status(&self.lead)
    }
    fn name(&self) -> Option<String> {
        leads_core::Lead::name(&self.lead)
    }
    fn emails(&self) -> Vec<String> {
        self.emails.iter().map(|address| address.0.clone()).collect()
    }
    fn phones(&self) -> Vec<String> {
        self.phones.iter().filter_map(|number| number.text().map(str::to_owned)).collect()
    }
    fn owner(&self) -> Option<String> {
        leads_core::Lead::owner(&self.lead)
    }
    fn source(&self) -> Option<String> {
        leads_core::Lead::source(&self.lead)
    }
    fn value(&self) -> Option<Money> {
        leads_core::Lead::value(&self.lead)
    }
    fn created_at(&self) -> Option<DateTime<Utc>> {
        leads_core::Lead::created_at(&self.lead)
    }
    fn updated_at(&self) -> Option<DateTime<Utc>> {
        leads_core::Lead::updated_at(&self.lead)
    }
    fn custom(&self, name: &str) -> Option<String> {
        leads_core::Lead::custom(&self.lead, name)
    }
    fn text(&self) -> &str {
        self.lead.text()
    }
}
