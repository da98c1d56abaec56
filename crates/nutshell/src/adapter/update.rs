//! Updating leads.

use super::Leads;
use crate::api::leads::UpdateLead;
use crate::model::{LeadId, SourceId};
use leads_core::client::LeadUpdate;
use leads_core::vendor::{check_changed_custom, ensure_known_fields, ensure_unset};
use leads_core::{CallOptions, Error, Patch, Result};

impl Leads {
    /// Builds the update of the lead itself. Returns `None` if there is nothing to update.
    pub(super) async fn update_request(
        &self,
        id: &LeadId,
        change: &LeadUpdate,
        options: &CallOptions,
    ) -> Result<Option<UpdateLead>> {
        check_changed_custom(&change.custom)?;
        ensure_known_fields(&change.vendor_fields, &[])?;
        ensure_unset(&[("email", !change.email.is_keep()), ("phone", !change.phone.is_keep())]).map_err(|error| {
            error.with_help("they belong to the lead's contacts: update those with nutshell::api::contacts")
        })?;
        let cannot_clear =
            |field: &'static str| Err(Error::unsupported("Nutshell cannot clear this field").with_field(field));
        let mut request = UpdateLead::new(id);
        let empty = request.clone();
        request = match &change.name {
            Patch::Keep => request,
            Patch::Clear => return cannot_clear("name"),
            Patch::Set(name) => request.description(name.as_str()),
        };
        if change.note.is_clear() {
            return cannot_clear("note");
        }
        request = match &change.owner {
            Patch::Keep => request,
            Patch::Clear => return cannot_clear("owner"),
            Patch::Set(owner) => request.owner(owner.as_str()),
        };
        request = match &change.value {
            Patch::Keep => request,
            Patch::Clear => request.value_from_products(),
            Patch::Set(value) => request.manual_value(self.config.amount(value)?),
        };
        for (name, value) in &change.custom {
            request = request.custom_field_at(self.config.custom_field_path, name, value);
        }
        // Last, because resolving a name is a call: everything that can be rejected locally is rejected first.
        request = match &change.source {
            Patch::Keep => request,
            Patch::Clear => request.set_sources(Vec::<SourceId>::new()),
            Patch::Set(source) => request.set_sources([self.resolve_source(source, options).await?]),
        };
        Ok((request != empty).then_some(request))
    }
}
