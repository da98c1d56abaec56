//! Updating a lead.

use super::AdapterConfig;
use super::fields::MappedFields;
use crate::api::leads::UpdateLead;
use crate::model::LeadId;
use leads_core::client::LeadUpdate;
use leads_core::error::Code;
use leads_core::vendor::{check_changed_custom, ensure_known_fields, ensure_unset};
use leads_core::{Error, Patch, Result};

impl AdapterConfig {
    pub(super) fn update_request(&self, id: LeadId, change: &LeadUpdate) -> Result<(UpdateLead, Vec<Code>)> {
        check_changed_custom(&change.custom)?;
        ensure_known_fields(&change.vendor_fields, &[])?;
        ensure_unset(&[
            ("email", !change.email.is_keep()),
            ("phone", !change.phone.is_keep()),
            ("source", !change.source.is_keep()),
            ("value", !change.value.is_keep()),
        ])?;
        let cannot_clear =
            |field: &'static str| Err(Error::unsupported("Capillary cannot clear this field").with_field(field));
        let mut draft = MappedFields::default();
        for (name, value) in &change.custom {
            if value.is_null() {
                return cannot_clear("custom");
            }
            draft.fields.insert(name.clone(), value);
        }
        for (field, patch, place) in [("name", &change.name, &self.name), ("note", &change.note, &self.note)] {
            match patch {
                Patch::Keep => {}
                Patch::Clear => return cannot_clear(field),
                Patch::Set(_) if field == "note" && self.note_by().is_some() => {}
                Patch::Set(value) => place.put(field, value, &mut draft)?,
            }
        }
        let MappedFields { fields, warnings } = draft;
        let request = UpdateLead::new(id);
        let request = if fields.is_empty() { request } else { request.extended_fields(fields) };
        match &change.owner {
            Patch::Keep => Ok((request, warnings)),
            Patch::Clear => cannot_clear("owner"),
            Patch::Set(owner) => Ok((request.owner(owner.as_str()), warnings)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use serde_json::Value;

    #[rstest]
    #[case(LeadUpdate::new().email(Patch::set("x")), "email")]
    #[case(LeadUpdate::new().phone(Patch::Clear), "phone")]
    #[case(LeadUpdate::new().source(Patch::set("x")), "source")]
    #[case(LeadUpdate::new().value(Patch::Clear), "value")]
    #[case(LeadUpdate::new().name(Patch::set("x")), "name")]
    #[case(LeadUpdate::new().note(Patch::Clear), "note")]
    #[case(LeadUpdate::new().owner(Patch::Clear), "owner")]
    #[case(LeadUpdate::new().custom("a", Value::Null), "custom")]
    #[case(LeadUpdate::new().vendor_field("x", 1), "x")]
    fn unsupported_change_is_named_in_the_error(#[case] change: LeadUpdate, #[case] field: &str) {
        assert_eq!(AdapterConfig::new().update_request(LeadId::new(1), &change).unwrap_err().field(), Some(field));
    }
}
