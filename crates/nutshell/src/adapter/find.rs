//! Finding one lead by a key.

use super::contacts::Detailed;
use super::{Leads, VENDOR, with_operation};
use crate::api::leads::{ListLeadCustomFields, ListLeads};
use crate::model::Lead;
use crate::query::Filter;
use leads_core::client::{LeadKey, LeadPage, PageToken};
use leads_core::vendor::{ListStep, find_one};
use leads_core::{CallOptions, Error, ErrorKind, Raw, Reply, Request, Result};

/// The field of the number that is shown to people.
pub(super) const NUMBER: &str = "number";
const ROWS: u32 = 100;

impl Leads {
    /// Finds a lead by a filter of the list. Filters match loosely, so each row is compared with the key: by its
    /// contacts, its number, or its custom fields.
    pub(super) async fn find_lead(
        &self,
        key: &LeadKey,
        options: &CallOptions,
    ) -> Result<Reply<Box<dyn leads_core::Lead>>> {
        let filter = self.filter_for(key).map_err(|error| with_operation(error, ListLeads::OPERATION.name))?;
        let request = ListLeads::new().filter(filter).limit(ROWS);
        let page = |after: Option<PageToken>| {
            let request = request.clone();
            async move {
                let listed = self.client.pipeline().list_step(request, after.as_ref(), options).await?;
                let (ListStep { items, problems, next, .. }, meta) = Reply::into_parts(listed);
                let mut page = LeadPage::new(self.matching(key, items, options).await?, next);
                page.problems = problems;
                Ok(Reply::new(page, meta))
            }
        };
        find_one(key, page, |leads| async move { Ok(leads) }).await
    }

    fn filter_for(&self, key: &LeadKey) -> Result<Filter> {
        use leads_core::LeadClient as _;
        key.check(self.capabilities())?;
        let value = key.value();
        match key {
            LeadKey::Email(_) => Ok(Filter::email(value)),
            LeadKey::Phone(_) => Ok(Filter::phone(value)),
            // The server reads a sign in front of the number as a range.
            LeadKey::Field { name, .. } if name == NUMBER => match value.trim().parse::<u64>() {
                Ok(number) => Ok(Filter::new(NUMBER, number)),
                Err(_) => Err(Error::invalid("field", "must be a lead's number in digits")),
            },
            LeadKey::Field { name, .. } => Ok(Filter::custom_field(name.as_str(), value)),
            _ => Err(key.unsupported()),
        }
    }

    /// Returns the leads that have a key's value.
    async fn matching(
        &self,
        key: &LeadKey,
        leads: Vec<Raw<Lead>>,
        options: &CallOptions,
    ) -> Result<Vec<Box<dyn leads_core::Lead>>> {
        match key {
            LeadKey::Field { name, value, .. } if name == NUMBER => {
                let is_same = |lead: &Raw<Lead>| lead.number.as_deref().map(str::trim) == Some(value.trim());
                self.shown(leads.into_iter().filter(is_same).collect(), options).await
            }
            LeadKey::Field { name, value, .. } => {
                // Two are enough to know that the key is ambiguous.
                for lead in leads.iter().take(2) {
                    self.ensure_custom(lead, name, value, options).await?;
                }
                self.shown(leads, options).await
            }
            _ => {
                let has = |lead: &Detailed| match key {
                    LeadKey::Phone(number) => lead.has_phone(number),
                    _ => lead.has_email(key.value()),
                };
                let leads = self.with_contacts(leads, options).await?;
                Ok(leads.into_iter().filter(has).map(|lead| Box::new(lead) as Box<dyn leads_core::Lead>).collect())
            }
        }
    }

    /// Returns an error unless a lead's custom field has a value. It is read in a separate call, because leads are
    /// read without their custom fields.
    async fn ensure_custom(&self, lead: &Lead, name: &str, value: &str, options: &CallOptions) -> Result<()> {
        let fields = self.client.send_with(&ListLeadCustomFields::new(lead.id.clone()), options).await?;
        let is_named = |known: &Option<String>| known.as_deref() == Some(name);
        let mut named = fields.iter().filter(|field| is_named(&field.title) || is_named(&field.name));
        let has = named.any(|field| match field.value.as_ref().map(crate::Json::value) {
            Some(serde_json::Value::String(text)) => text.trim() == value.trim(),
            Some(serde_json::Value::Number(number)) => number.to_string() == value.trim(),
            _ => false,
        });
        if has {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Precondition, "the vendor returned a lead without this value of the custom field")
            .with_help("check the display name of the custom field, and that lists can be filtered by it")
            .for_operation(VENDOR, ListLeads::OPERATION.name))
    }
}
