//! Updating a lead.

use super::fields::{LeadFieldsBuilder, owner_email, reject_duplicates};
use super::{AdapterConfig, CompositeLeadId};
use crate::api::leads::UpdateLead;
use leads_core::client::LeadUpdate;
use leads_core::vendor::{check_changed_custom, ensure_unset};
use leads_core::{Error, Patch, Result};

/// Returns the new value of a change, or an error if it is to be cleared.
pub(super) fn set_value<'a, T>(field: &'static str, change: &'a Patch<T>) -> Result<Option<&'a T>> {
    match change {
        Patch::Keep => Ok(None),
        Patch::Set(value) => Ok(Some(value)),
        Patch::Clear => Err(Error::unsupported("Dealer Studio cannot clear this field").with_field(field)),
    }
}

pub(super) fn update_request(id: &CompositeLeadId, change: &LeadUpdate, config: &AdapterConfig) -> Result<UpdateLead> {
    check_changed_custom(&change.custom)?;
    ensure_unset(&[("value", !change.value.is_keep())])?;
    let documents = change.custom.contains_key("document_type");
    reject_duplicates(
        &change.vendor_fields,
        &[("owner", !change.owner.is_keep(), "user_email"), ("custom", documents, "document_type")],
    )?;
    if change.is_empty() {
        return Err(Error::invalid("change", "changes nothing"));
    }
    let lead = id.lead()?;
    let mut draft = LeadFieldsBuilder::new();
    for (field, wire, change) in [
        ("name", "name", &change.name),
        ("email", "email", &change.email),
        ("phone", "phone", &change.phone),
        ("note", "message", &change.note),
    ] {
        if let Some(value) = set_value(field, change)? {
            draft.set(wire, value.0.as_str());
        }
    }
    if let Some(source) = set_value("source", &change.source)? {
        draft.set("source", source.as_str());
    }
    if let Some(address) = set_value("owner", &change.owner)? {
        draft.set("user_email", owner_email(address)?);
    }
    for (name, value) in &change.custom {
        draft.custom.set(name.as_str(), value.clone());
    }
    draft.vendor_fields(&change.vendor_fields)?;
    let mut fields = draft.finish()?;
    if fields.dealership().is_none()
        && let Some(dealership) = id.dealership.as_ref().or(config.dealership.as_ref())
    {
        fields.set_dealership(dealership.clone());
    }
    if !config.partial_updates {
        fields.category = fields.category.or_else(|| config.category.clone());
        fields.source = fields.source.or_else(|| config.source.clone());
    }
    Ok(UpdateLead::partial(lead).with_fields(fields, config.partial_updates))
}

#[cfg(test)]
mod tests {
    use super::*;
    use leads_core::vendor::{HasBody, Request};

    fn config() -> AdapterConfig {
        AdapterConfig::new().dealership("north").category("General Enquiry").source("Website").provider("example.com")
    }

    #[test]
    fn update_requires_all_fields_unless_partial() {
        let id = CompositeLeadId::new("north", 12, 34);
        let change = LeadUpdate::new().note(Patch::set("hello"));
        let whole = update_request(&id, &change, &config()).unwrap();
        assert_eq!(whole.parts().unwrap_err().field(), Some("email"));
        let all = change.clone().email(Patch::set("a@example.com")).phone(Patch::set("1"));
        assert!(update_request(&id, &all, &config()).unwrap().parts().is_ok());
        let partial = update_request(&id, &change, &config().partial_updates(true)).unwrap();
        assert!(partial.parts().is_ok());
        assert_eq!(
            serde_json::to_string(partial.body()).unwrap(),
            r#"{"lead":{"message":"hello","dealership_slug":"north"}}"#
        );
        for (change, field) in [
            (LeadUpdate::new(), "change"),
            (LeadUpdate::new().name(Patch::Clear), "name"),
            (LeadUpdate::new().owner(Patch::Clear), "owner"),
            (LeadUpdate::new().value(Patch::Clear), "value"),
        ] {
            assert_eq!(update_request(&id, &change, &config()).unwrap_err().field(), Some(field));
        }
        let no_lead = CompositeLeadId::from_parts(Some("north".into()), None, Some(34.into()));
        assert_eq!(update_request(&no_lead, &all, &config()).unwrap_err().field(), Some("lead_id"));
    }
}
