//! Creating a lead.

use super::AdapterConfig;
use super::fields::{LeadFieldsBuilder, owner_email, reject_duplicates};
use super::status::{common_state, unsupported_state, vendor_state};
use crate::api::leads::CreateLead;
use crate::model::{Address, Source};
use leads_core::client::{FormField, FormValues, NewLead};
use leads_core::error::Code;
use leads_core::status::StatusWrite;
use leads_core::vendor::{ensure_unset, left_out};
use leads_core::{Error, Personal, Result};

/// Returns the only value of a list, of which the vendor accepts one.
pub(super) fn single_value<'a>(field: &'static str, values: &'a [Personal<String>]) -> Result<Option<&'a str>> {
    match values {
        [] => Ok(None),
        [one] => Ok(Some(&one.0)),
        _ => Err(Error::unsupported("Dealer Studio accepts only one value").with_field(field)),
    }
}

pub(super) fn create_request(
    lead: &NewLead,
    config: &AdapterConfig,
) -> Result<(CreateLead, Option<StatusWrite>, Vec<Code>)> {
    let mut form = config.form_fields.resolve(lead, &[FormField::Consents, FormField::Address])?;
    ensure_unset(&[("value", lead.value.is_some())])?;
    let documents = form.custom.contains_key("document_type");
    reject_duplicates(
        &lead.vendor_fields,
        &[
            ("owner", lead.owner.is_some(), "user_email"),
            ("state", lead.state.is_some(), "lead_state"),
            ("custom", documents, "document_type"),
            ("consents", form.is_native(FormField::Consents), "opt_in_to_marketing"),
            ("address", form.is_native(FormField::Address), "address"),
        ],
    )?;
    let mut draft = LeadFieldsBuilder::new();
    if let Some(provider) = &config.provider {
        draft.set("provider", provider.as_str());
    }
    if let Some(sends) = config.send_customer_email {
        draft.set("send_customer_email", sends);
    }
    let text = |value: &Option<Personal<String>>| value.as_ref().map(|value| value.0.clone());
    let (first, last) = (text(&lead.first_name), text(&lead.last_name));
    let whole = text(&lead.name).or_else(|| match (&first, &last) {
        (Some(first), Some(last)) => Some(format!("{first} {last}")),
        (Some(one), None) | (None, Some(one)) => Some(one.clone()),
        (None, None) => None,
    });
    for (name, value) in [("name", whole), ("first_name", first), ("last_name", last), ("message", text(&lead.note))] {
        if let Some(value) = value {
            draft.set(name, value);
        }
    }
    if let Some(address) = &lead.owner {
        draft.set("user_email", owner_email(address)?);
    }
    let mut written = None;
    if let Some(state) = lead.state {
        let word = vendor_state(state).ok_or_else(|| unsupported_state(state))?;
        draft.set("lead_state", word.as_str());
        written = Some(StatusWrite::new(Some(state), common_state(&word), word.as_str()));
    }
    set_form(&mut draft, lead, &mut form)?;
    for (name, value) in &form.custom {
        draft.custom.set(name.as_str(), value.clone());
    }
    draft.vendor_fields(&lead.vendor_fields)?;
    let fields = draft.finish()?;
    let dealership = fields.dealership().or_else(|| config.dealership.clone()).ok_or_else(|| {
        required("dealership", "set it in AdapterConfig, or set the vendor field `dealership_id` or `dealership_slug`")
    })?;
    let category = fields
        .category
        .clone()
        .or_else(|| config.category.clone())
        .ok_or_else(|| required("category", "set it in AdapterConfig, or as a vendor field"))?;
    let source = lead
        .source
        .as_deref()
        .map(Source::from)
        .or_else(|| config.source.clone())
        .ok_or_else(|| required("source", "set it on the lead, or in AdapterConfig"))?;
    let email = single_value("emails", &lead.emails)?.ok_or_else(|| required("email", "Dealer Studio requires one"))?;
    let phone = single_value("phones", &lead.phones)?.ok_or_else(|| required("phone", "Dealer Studio requires one"))?;
    let request = CreateLead::new(dealership, category, source, email, phone).with_fields(fields);
    Ok((request, written, form.warnings))
}

/// Sets the consent and the address of a form.
fn set_form(draft: &mut LeadFieldsBuilder, lead: &NewLead, form: &mut FormValues) -> Result<()> {
    if form.is_native(FormField::Consents) {
        let [consent] = lead.consents.as_slice() else { return Err(one_consent()) };
        if consent.channel.is_some() {
            return Err(one_consent());
        }
        draft.set("opt_in_to_marketing", consent.given);
        if consent.at.is_some() {
            form.warnings
                .push(left_out("consents", "Dealer Studio stores no time of a consent; the consent itself is written"));
        }
    }
    if let Some(address) = lead.address.as_ref().filter(|_| form.is_native(FormField::Address)) {
        let mut written = Address::new();
        written.street = address.street_line().map(Personal);
        written.city = address.city.clone();
        written.state = address.region.clone();
        written.country = address.country.clone();
        if let Some(code) = &address.postal_code {
            written = written.postcode(code.as_str());
        }
        let value = serde_json::to_value(&written)
            .map_err(|error| Error::invalid("address", "cannot be written as JSON").with_source(error))?;
        draft.set("address_attributes", value);
    }
    Ok(())
}

fn one_consent() -> Error {
    Error::unsupported("Dealer Studio stores one consent, for marketing in general")
        .with_field("consents")
        .with_help("leave out the channel, or map consents to a custom field with AdapterConfig::form_fields")
}

pub(super) fn required(field: &'static str, help: &'static str) -> Error {
    Error::invalid(field, "is required").with_help(help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use leads_core::vendor::narrowed;
    use leads_core::vendor::{HasBody, Request};
    use leads_core::{LeadState, Money};
    use serde_json::Value;

    fn config() -> AdapterConfig {
        AdapterConfig::new().dealership("north").category("General Enquiry").source("Website").provider("example.com")
    }

    fn lead() -> NewLead {
        NewLead::new("Jo Citizen").email("jo@example.com").phone("0400000000")
    }

    #[test]
    fn new_lead_is_mapped_to_a_create_request() {
        let common = lead()
            .note("hello")
            .owner("user@example.com")
            .state(LeadState::Contacted)
            .source("Carsales")
            .custom("colour", "blue")
            .vendor_field("document_type", "ppsr")
            .vendor_field("tags", serde_json::json!(["hot"]))
            .vendor_field("address", serde_json::json!({"postcode": 3000}))
            .vendor_field("time_on_site_seconds", Value::Null);
        let (request, written, _) = create_request(&common, &config()).unwrap();
        assert!(!written.unwrap().is_narrowed() && request.parts().is_ok());
        assert_eq!(
            serde_json::to_value(request.body()).unwrap(),
            serde_json::json!({"lead": {
                "name": "Jo Citizen", "email": "jo@example.com", "phone": "0400000000", "message": "hello",
                "dealership_slug": "north", "category": "General Enquiry", "source": "Carsales",
                "provider": "example.com", "user_email": "user@example.com", "lead_state": "contacted",
                "tags": ["hot"], "time_on_site_seconds": null, "address_attributes": {"postcode": 3000},
                "fields": {"colour": "blue", "document_type": "ppsr"},
            }})
        );
    }

    #[test]
    fn missing_or_unsupported_field_is_named_in_the_error() {
        let nothing = AdapterConfig::new();
        for (common, config, field) in [
            (lead(), &nothing, "dealership"),
            (lead(), &nothing.clone().dealership(1), "category"),
            (lead(), &nothing.clone().dealership(1).category("Survey"), "source"),
            (NewLead::new("Jo").phone("1"), &config(), "email"),
            (NewLead::new("Jo").email("a@example.com"), &config(), "phone"),
            (lead().email("b@example.com"), &config(), "emails"),
            (lead().phone("2"), &config(), "phones"),
            (lead().value(Money::new(1.into())), &config(), "value"),
            (lead().owner("7"), &config(), "owner"),
            (lead().state(LeadState::Open), &config(), "state"),
            (lead().vendor_field("golden", "perhaps"), &config(), "golden"),
            (lead().vendor_field("golden", Value::Null), &config(), "golden"),
            (lead().vendor_field("gilded", true), &config(), "gilded"),
            (lead().custom("colour", Value::Null), &config(), "custom"),
            (lead().owner("a@example.com").vendor_field("user_email", "b@example.com"), &config(), "user_email"),
            (lead().state(LeadState::New).vendor_field("lead_state", "lost"), &config(), "lead_state"),
            (lead().custom("document_type", "a").vendor_field("document_type", "b"), &config(), "document_type"),
        ] {
            assert_eq!(create_request(&common, config).unwrap_err().field(), Some(field));
        }
        let (_, written, _) = create_request(&lead().state(LeadState::Pending), &config()).unwrap();
        assert!(narrowed(&written.unwrap()).is_some());
        let mut apart = lead().first_name("Jo").last_name("Citizen");
        apart.name = None;
        assert_eq!(create_request(&apart, &config()).unwrap().0.fields().name.as_ref().unwrap().0, "Jo Citizen");
    }
}
