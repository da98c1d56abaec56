//! Conversion of common fields to the vendor's fields and attributes.

pub(super) use crate::custom::field_text;
use crate::model::{Attributes, FieldValue};
use leads_core::client::{FormField, FormValues, NewLead};
use leads_core::error::Code;
use leads_core::lead::ConsentChannel;
use leads_core::vendor::{ensure_unset, left_out};
use leads_core::{Error, Money, Patch, Result};
use serde_json::Value;
use std::collections::BTreeMap;

/// Converts a patch to the vendor's text; clearing writes an empty text.
pub(super) fn patch_text<T>(change: &Patch<T>, text: impl Fn(&T) -> String) -> Option<String> {
    match change {
        Patch::Keep => None,
        Patch::Clear => Some(String::new()),
        Patch::Set(value) => Some(text(value)),
    }
}

/// Converts an amount to the vendor's text. It has no currency, so any currency other than the configured one is an
/// error.
pub(super) fn amount_text(value: &Money, configured: Option<&str>) -> Result<String> {
    match (value.currency.as_deref(), configured) {
        (None, _) => {}
        (Some(requested), Some(known)) if requested.eq_ignore_ascii_case(known) => {}
        _ => {
            return Err(Error::unsupported("the vendor's field accepts an amount without its currency")
                .with_field("value")
                .with_help("omit the currency, or set that of the field with OpportunitiesConfig::currency"));
        }
    }
    Ok(value.amount.plain().unwrap_or_else(|| value.amount.as_str().to_owned()))
}

/// Returns the error for a custom field that a common field also sets: one of the two values would be dropped.
pub(super) fn set_twice_error(name: &str) -> Error {
    Error::invalid(name.to_owned(), "is set by a common field and as a custom field")
}

/// Attributes that control how a lead is found. They are not custom fields.
pub(super) const SEARCH_CONTROLS: [&str; 2] = ["SearchBy", "__UseUserDefinedGuid__"];

/// Adds the custom fields of a lead to its attributes. They may set a field that is only cleared (the last name, by a
/// full name).
pub(super) fn set_custom(attributes: &mut Attributes, fields: &BTreeMap<String, Value>) -> Result<()> {
    for (name, value) in fields {
        let value = field_text(name, value)?;
        if SEARCH_CONTROLS.contains(&name.as_str()) {
            return Err(Error::invalid(name.clone(), "is not a lead field").with_help(
                "to choose how a lead is found, set the vendor field `search_by`, or `search_by` in the adapter's configuration",
            ));
        }
        if attributes.get(name).is_some_and(|known| !known.is_blank() && *known != value) {
            return Err(set_twice_error(name));
        }
        attributes.set(name.as_str(), value);
    }
    Ok(())
}

/// Returns the warning for a full name together with other parts of a name, if the vendor's two fields receive the
/// parts.
pub(super) fn dropped_name_warning(lead: &NewLead) -> Option<Code> {
    let parts = [&lead.first_name, &lead.last_name];
    let joined = parts.into_iter().flatten().map(|part| part.as_str()).collect::<Vec<_>>().join(" ");
    let lost = !joined.is_empty() && lead.name.as_ref().is_some_and(|name| name.as_str() != joined);
    lost.then(|| left_out("name", "the first and last name are written; the vendor has no field for a full name"))
}

pub(super) fn vendor_text(fields: &BTreeMap<String, Value>, name: &str) -> Result<Option<String>> {
    match fields.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(Error::invalid(name.to_owned(), "must be text")),
    }
}

pub(super) fn required_field<'a>(field: &'a Option<String>, name: &'static str) -> Result<&'a str> {
    field
        .as_deref()
        .ok_or_else(|| Error::unsupported("the adapter's configuration names no field for this").with_field(name))
}

/// Converts the first and last name, e-mail address and phone number of a new lead to attributes.
pub(super) fn person_attributes(lead: &NewLead) -> Result<Attributes> {
    ensure_unset(&[("emails", lead.emails.len() > 1), ("phones", lead.phones.len() > 1)])?;
    let mut attributes = Attributes::new();
    for (name, value) in [("EmailAddress", lead.emails.first()), ("Phone", lead.phones.first())] {
        if let Some(value) = value {
            attributes.set(name, value.as_str());
        }
    }
    match (&lead.first_name, &lead.last_name, &lead.name) {
        (None, None, Some(name)) => attributes.set("FirstName", name.as_str()),
        (first, last, _) => {
            for (name, value) in [("FirstName", first), ("LastName", last)] {
                if let Some(value) = value {
                    attributes.set(name, value.as_str());
                }
            }
        }
    }
    Ok(attributes)
}

/// Sets a lead's full name, or clears it. It is written to the first of the vendor's two fields, because where the
/// surname begins is unknown; the second is cleared, so that the name is read as it was written and does not keep the
/// previous surname.
pub(super) fn set_name(attributes: &mut Attributes, name: &str) {
    attributes.set("FirstName", name);
    attributes.set("LastName", "");
}

/// The fields of a form that leads have.
pub(super) const FORM_FIELDS: [FormField; 3] = [FormField::Campaign, FormField::Consents, FormField::Company];

/// Sets the attributes for the fields of a form, and adds a warning for what they do not hold: the times of consents.
pub(super) fn set_form(attributes: &mut Attributes, lead: &NewLead, form: &mut FormValues) -> Result<()> {
    if let Some(campaign) = lead.campaign.as_ref().filter(|_| form.is_native(FormField::Campaign)) {
        attributes.set("SourceCampaign", campaign.as_str());
    }
    if let Some(company) = lead.company.as_ref().filter(|_| form.is_native(FormField::Company)) {
        attributes.set("Company", company.as_str());
    }
    if form.is_native(FormField::Consents) {
        for consent in &lead.consents {
            let attribute = match consent.channel {
                Some(ConsentChannel::Email) => "DoNotEmail",
                Some(ConsentChannel::Phone) => "DoNotCall",
                _ => {
                    return Err(Error::unsupported("LeadSquared stores consent for e-mail and for calls only")
                        .with_field("consents")
                        .with_help("set the channel of the consent, or map consents to a custom field with LeadsConfig::form_fields"));
                }
            };
            attributes.set(attribute, FieldValue::from(!consent.given));
        }
        if lead.consents.iter().any(|consent| consent.at.is_some()) {
            form.warnings
                .push(left_out("consents", "LeadSquared stores no time of a consent; the consent itself is written"));
        }
    }
    Ok(())
}

/// The attribute of a lead's id, and its spelling in `SearchBy`.
pub(super) const ID: &str = "ProspectID";
pub(super) const BY_ID: &str = "ProspectId";

/// Returns the attribute whose value is searched for.
pub(super) fn search_attribute(name: &str) -> &str {
    if name == BY_ID { ID } else { name }
}

/// Returns the attribute by which a person is found, as `SearchBy` spells it.
pub(super) fn search_field(attributes: &Attributes, wanted: Option<&str>) -> Result<String> {
    let there = |name: &str| attributes.get(name).is_some_and(|value| !value.is_blank());
    if let Some(name) = wanted {
        return match there(search_attribute(name)) {
            true => Ok(if search_attribute(name) == ID { BY_ID } else { name }.to_owned()),
            false => Err(Error::invalid("search_by", "names an attribute that the lead does not have")),
        };
    }
    ["EmailAddress", "Phone"]
        .into_iter()
        .find(|name| there(name))
        .map(str::to_owned)
        .ok_or_else(|| Error::invalid("emails", "or a phone number must be set: the lead is found by one of them"))
}
