//! Creating leads.

use super::Leads;
use super::list::scalars;
use crate::Json;
use crate::api::leads::CreateLead;
use chrono::DateTime;
use leads_core::client::{FormField, NewLead};
use leads_core::error::Code;
use leads_core::lead::Address;
use leads_core::vendor::{ensure_known_fields, ensure_unset};
use leads_core::{Error, LeadState, Personal, Result};
use serde_json::Value;

/// The vendor fields that a new lead supports in addition to the common fields.
const CREATE_FIELDS: &[&str] = &["account_id", "contact_id", "due_time", "tag_ids"];

impl Leads {
    /// Builds the request, and returns warnings about fields that it omits.
    pub(super) fn create_request(&self, lead: &NewLead) -> Result<(CreateLead, Vec<Code>)> {
        let form = self.config.form_fields.resolve(lead, &[FormField::Address, FormField::Company])?;
        ensure_known_fields(&lead.vendor_fields, CREATE_FIELDS)?;
        match lead.state {
            None | Some(LeadState::New | LeadState::Contacted | LeadState::Open) => {}
            Some(_) => {
                return Err(Error::unsupported("Nutshell creates every lead as open")
                    .with_field("state")
                    .with_help("create the lead, then set its status"));
            }
        }
        let person = person(lead);
        let title = lead.name.clone().or_else(|| person.clone()).ok_or_else(|| {
            Error::invalid("name", "is missing").with_help("the name becomes the lead's description and title")
        })?;
        let mut request = CreateLead::new(title.as_str());
        if let Some(value) = &lead.value {
            request = request.manual_value(self.config.amount(value)?);
        }
        for (name, value) in &form.custom {
            request = request.custom_field(name, value);
        }
        if let Some(owner) = &lead.owner {
            request = request.owner(owner.as_str());
        }
        let vendor_field = |name: &'static str| lead.vendor_fields.get(name);
        for id in string_list("contact_id", vendor_field("contact_id"))? {
            request = request.contact(id);
        }
        for id in string_list("account_id", vendor_field("account_id"))? {
            request = request.account(id);
        }
        for id in string_list("tag_ids", vendor_field("tag_ids"))? {
            request = request.tag(id);
        }
        if let Some(due) = vendor_field("due_time") {
            let due = due.as_str().and_then(|text| DateTime::parse_from_rfc3339(text).ok());
            request = request.due_time(due.ok_or_else(|| Error::invalid("due_time", "must be RFC 3339"))?.to_utc());
        }
        if let Some(company) = lead.company.as_ref().filter(|_| form.is_native(FormField::Company)) {
            if vendor_field("account_id").is_some() {
                return Err(Error::invalid(
                    "account_id",
                    "refers to an existing account, so `company` must not be set",
                ));
            }
            request = request.new_account(serde_json::json!({"name": company.as_str()}));
        }
        let address = lead.address.as_ref().filter(|_| form.is_native(FormField::Address));
        if !lead.emails.is_empty() || !lead.phones.is_empty() || person.is_some() || address.is_some() {
            ensure_unset(&[("contact_id", vendor_field("contact_id").is_some())]).map_err(|_| {
                Error::invalid(
                    "contact_id",
                    "refers to an existing contact, so e-mail addresses, phone numbers, person names and an address must not be set",
                )
            })?;
            request = request.new_contact(contact(lead, person.as_ref().unwrap_or(&title), address)?);
        }
        Ok((request, form.warnings))
    }
}

/// Returns the person's name if it is given separately from the lead's.
fn person(lead: &NewLead) -> Option<Personal<String>> {
    match (&lead.first_name, &lead.last_name) {
        (Some(first), Some(last)) => Some(Personal(format!("{} {}", first.as_str(), last.as_str()))),
        (Some(name), None) | (None, Some(name)) => Some(name.clone()),
        (None, None) => None,
    }
}

/// Returns the contact that is created together with the lead.
fn contact(lead: &NewLead, name: &Personal<String>, address: Option<&Address>) -> Result<Json> {
    let points = |values: &[Personal<String>]| -> Vec<Value> {
        values
            .iter()
            .enumerate()
            .map(|(at, value)| serde_json::json!({"isPrimary": at == 0, "value": value.as_str()}))
            .collect()
    };
    let mut contact = serde_json::json!({"name": name.as_str()});
    if let Some(members) = contact.as_object_mut() {
        for (key, values) in [("emails", &lead.emails), ("phones", &lead.phones)] {
            if !values.is_empty() {
                members.insert(key.to_owned(), Value::Array(points(values)));
            }
        }
        if let Some(address) = address {
            let value = serde_json::json!({"isPrimary": true, "value": address_value(address)?});
            members.insert("addresses".to_owned(), Value::Array(vec![value]));
        }
    }
    Ok(Json::from(contact))
}

/// Returns an address in the form that the vendor documents for contacts.
fn address_value(address: &Address) -> Result<Value> {
    const LINES: [&str; 3] = ["address_1", "address_2", "address_3"];
    if address.street.len() > LINES.len() {
        return Err(Error::unsupported("Nutshell has three street lines").with_field("address"));
    }
    let lines = LINES.into_iter().zip(address.street.iter().map(Some));
    let parts = [
        ("city", address.city.as_ref()),
        ("state", address.region.as_ref()),
        ("postalCode", address.postal_code.as_ref()),
        ("country", address.country.as_ref()),
    ];
    Ok(lines.chain(parts).filter_map(|(name, part)| Some((name.to_owned(), Value::from(part?.as_str())))).collect())
}

fn string_list(field: &'static str, value: Option<&Value>) -> Result<Vec<String>> {
    let Some(value) = value else { return Ok(Vec::new()) };
    scalars(value).ok_or_else(|| Error::invalid(field, "must be an id or a list of ids"))
}
