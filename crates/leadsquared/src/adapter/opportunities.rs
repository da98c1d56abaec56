//! The common client over opportunities.

use super::fields::{
    BY_ID, amount_text, dropped_name_warning, field_text, patch_text, person_attributes, required_field,
    search_attribute, search_field, set_twice_error, vendor_text,
};
use super::stages::STAGED_STATES;
use super::{OnDuplicate, Opportunities, VENDOR, check, missing_id};
use crate::api::opportunities::{CaptureOpportunity, DeleteOpportunity, GetOpportunity, UpdateOpportunity};
use crate::model::{CaptureEffect, EventCode, LeadDetails, Opportunity};
use async_trait::async_trait;
use leads_core::client::{
    Capabilities, Change, CheckReport, CreateEffect, CreateKey, Created, KeyedLead, LeadClient, LeadKey, LeadPage,
    LeadQuery, LeadUpdate, NewLead, PageToken, ResolvedCreate, StatusChange, StatusTarget, Updated,
};
use leads_core::status::StatusWrite;
use leads_core::vendor::{CreateSearch, Safety, check_changed_custom, ensure_known_fields, ensure_unset, narrowed};
use leads_core::{CallOptions, Error, LeadId, Lost, Patch, Raw, Reply, Request as _, Resolution, Result};
use std::time::Duration;

#[async_trait]
impl LeadClient for Opportunities {
    fn vendor(&self) -> &'static str {
        VENDOR
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    async fn check_with(&self, options: &CallOptions) -> Result<Reply<CheckReport>> {
        check(&self.client, options).await
    }

    async fn create_with(&self, lead: &NewLead, options: &CallOptions) -> Result<Reply<Created>> {
        let config = &self.config;
        let form = config.form_fields.resolve(lead, &[])?;
        ensure_known_fields(&lead.vendor_fields, &["event_code", "search_by"])?;
        let mut warnings = form.warnings;
        let mut set = Vec::new();
        let event_code = match lead.vendor_fields.get("event_code") {
            None => config.event_code,
            Some(code) => {
                EventCode::new(code.as_i64().ok_or_else(|| Error::invalid("event_code", "must be a whole number"))?)
            }
        };
        let mut attributes = person_attributes(lead)?;
        let wanted = vendor_text(&lead.vendor_fields, "search_by")?.or_else(|| config.search_by.clone());
        // A lead field that the common view lacks is given as a custom field; all others belong to the opportunity.
        let finds = wanted.as_deref().map(search_attribute).filter(|name| attributes.get(name).is_none());
        if let Some((name, value)) = finds.and_then(|name| lead.custom.get_key_value(name)) {
            attributes.set(name.as_str(), field_text(name, value)?);
        }
        let search_by = search_field(&attributes, wanted.as_deref())?;
        if search_by == BY_ID {
            attributes.set("__UseUserDefinedGuid__", "true");
        }
        attributes.set("SearchBy", search_by);
        let mut request = CaptureOpportunity::new(LeadDetails::from(attributes), event_code);
        if let Some(field) = &config.name_field
            && let Some(name) = lead.name.as_ref().or(lead.first_name.as_ref())
        {
            request = request.field(field.as_str(), name.as_str());
            set.push(field.as_str());
        } else {
            warnings.extend(dropped_name_warning(lead));
        }
        if let Some(source) = &lead.source {
            let field = required_field(&config.source_field, "source")?;
            request = request.field(field, source);
            set.push(field);
        }
        if let Some(value) = &lead.value {
            let field = required_field(&config.value_field, "value")?;
            request = request.field(field, amount_text(value, config.currency.as_deref())?);
            set.push(field);
        }
        if let Some(owner) = &lead.owner {
            request = request.owner(owner.as_str());
            set.push("Owner");
        }
        if let Some(note) = &lead.note {
            request = request.note(note.as_str());
        }
        if let Some(state) = lead.state {
            let (status, stage, written) = self.resolve_target(&StatusTarget::State(state))?;
            warnings.extend(narrowed(&written));
            request = request.field("Status", status);
            set.push("Status");
            if let (Some(stage), Some(field)) = (stage, &config.stage_field) {
                request = request.field(field.as_str(), stage);
                set.push(field);
            }
        }
        for (name, value) in form.custom.iter().filter(|(name, _)| finds != Some(name.as_str())) {
            if set.contains(&name.as_str()) {
                return Err(set_twice_error(name));
            }
            request = request.field(name.as_str(), field_text(name, value)?);
        }
        request = match config.on_duplicate {
            OnDuplicate::Keep => request,
            OnDuplicate::Overwrite => request.overwrite_fields(true),
            OnDuplicate::FillEmpty => request.update_empty_fields(true),
        };
        let reply = Reply::warn(self.client.send_with(&request, options).await?, warnings);
        let (id, effect) = match reply.effect() {
            CaptureEffect::Created(id) => (id, CreateEffect::Created),
            CaptureEffect::Duplicate(id) if config.on_duplicate == OnDuplicate::Keep => (id, CreateEffect::Matched),
            CaptureEffect::Duplicate(id) => (id, CreateEffect::Updated),
            CaptureEffect::Unknown => return Err(missing_id(&reply, "CreatedOpportunityId")),
        };
        Ok(Reply::map(reply, |_| Created::new(LeadId::new(id.as_str()), effect, None)))
    }

    async fn get_with(&self, id: &LeadId, options: &CallOptions) -> Result<Reply<Box<dyn leads_core::Lead>>> {
        let reply = self.client.send_with(&GetOpportunity::new(id.as_str()), options).await?;
        Ok(Reply::map(reply, |details| self.to_lead(details)))
    }

    async fn update_with(&self, id: &LeadId, change: &LeadUpdate, options: &CallOptions) -> Result<Reply<Updated>> {
        let reply = self.client.send_with(&self.update_request(id, change)?, options).await?;
        Ok(Reply::map(reply, |_| Updated::new(id.clone(), None)))
    }

    async fn set_status_with(
        &self,
        id: &LeadId,
        change: &StatusChange,
        options: &CallOptions,
    ) -> Result<Reply<Updated>> {
        let (request, written) = self.status_request(id, change)?;
        let reply = self.client.send_with(&request, options).await?;
        Ok(Reply::map(reply, |_| Updated::new(id.clone(), None).written(written)))
    }

    async fn delete_with(&self, id: &LeadId, options: &CallOptions) -> Result<Reply<Updated>> {
        let reply = self.client.send_with(&DeleteOpportunity::new(id.as_str()), options).await?;
        Ok(Reply::map(reply, |_| Updated::new(id.clone(), None)))
    }

    async fn list_page_with(
        &self,
        query: &LeadQuery,
        after: Option<&PageToken>,
        options: &CallOptions,
    ) -> Result<Reply<LeadPage>> {
        self.list_opportunities(query, after, options).await
    }

    async fn find_with(&self, key: &LeadKey, options: &CallOptions) -> Result<Reply<Box<dyn leads_core::Lead>>> {
        self.find_opportunity(key, options).await
    }

    fn keyed_lead<'a>(&'a self, key: &LeadKey, lead: &NewLead) -> Result<KeyedLead<'a>> {
        self.with_key(key, lead)
    }

    async fn resolve_status_with(
        &self,
        id: &LeadId,
        change: &StatusChange,
        lost: Lost,
        options: &CallOptions,
    ) -> Result<Resolution> {
        match lost.known() {
            Some(known) => Ok(known),
            None => self.client.pipeline().resolve_change(&self.status_request(id, change)?.0, lost, options).await,
        }
    }

    async fn resolve_update_with(
        &self,
        id: &LeadId,
        change: &LeadUpdate,
        lost: Lost,
        options: &CallOptions,
    ) -> Result<Resolution> {
        match lost.known() {
            Some(known) => Ok(known),
            None => self.client.pipeline().resolve_change(&self.update_request(id, change)?, lost, options).await,
        }
    }

    async fn resolve_delete_with(&self, id: &LeadId, lost: Lost, options: &CallOptions) -> Result<Resolution> {
        self.client.pipeline().resolve_change(&DeleteOpportunity::new(id.as_str()), lost, options).await
    }

    async fn resolve_create_with(
        &self,
        lead: &NewLead,
        key: &CreateKey,
        lost: Lost,
        options: &CallOptions,
    ) -> Result<ResolvedCreate> {
        // Whether a capture finds an existing opportunity depends on the tenant's rules.
        CreateSearch::new(self, lead, key, lost, options).deduplicated(true).by_find(self.client.pipeline()).await
    }

    fn safety(&self, change: &Change) -> Safety {
        self.safety_of(change)
    }

    fn time_for(&self, changes: u64) -> Option<Duration> {
        Some(self.client.pipeline().limiter().time_for(UpdateOpportunity::OPERATION.rate, changes))
    }
}

impl Opportunities {
    /// Builds the update of an opportunity's fields.
    pub(super) fn update_request(&self, id: &LeadId, change: &LeadUpdate) -> Result<UpdateOpportunity> {
        check_changed_custom(&change.custom)?;
        ensure_known_fields(&change.vendor_fields, &[])?;
        let config = &self.config;
        // They belong to the lead, which may have several opportunities.
        ensure_unset(&[("email", !change.email.is_keep()), ("phone", !change.phone.is_keep())])?;
        let mut request = UpdateOpportunity::new(id.as_str());
        match &change.note {
            Patch::Keep => {}
            Patch::Set(note) => request = request.note(note.as_str()),
            Patch::Clear => {
                return Err(Error::unsupported("the vendor documents no way to clear it").with_field("note"));
            }
        }
        let value = match &change.value {
            Patch::Keep => None,
            Patch::Clear => Some(String::new()),
            Patch::Set(value) => Some(amount_text(value, config.currency.as_deref())?),
        };
        let changes = [
            (patch_text(&change.name, |name| name.to_string()), &config.name_field, "name"),
            (patch_text(&change.source, Clone::clone), &config.source_field, "source"),
            (value, &config.value_field, "value"),
        ];
        let mut set = Vec::new();
        for (text, field, name) in changes {
            if let Some(text) = text {
                let field = required_field(field, name)?;
                request = request.field(field, text);
                set.push(field);
            }
        }
        if let Some(owner) = patch_text(&change.owner, Clone::clone) {
            request = request.field("Owner", owner);
            set.push("Owner");
        }
        for (name, value) in &change.custom {
            if set.contains(&name.as_str()) {
                return Err(set_twice_error(name));
            }
            request = request.field(name.as_str(), field_text(name, value)?);
        }
        Ok(request)
    }

    /// Builds the update of an opportunity's status.
    pub(super) fn status_request(
        &self,
        id: &LeadId,
        change: &StatusChange,
    ) -> Result<(UpdateOpportunity, StatusWrite)> {
        ensure_known_fields(&change.vendor_fields, &[])?;
        ensure_unset(&[
            ("sub_status", change.sub_status.is_some()),
            ("changed_at", change.changed_at.is_some()),
            ("changed_by", change.changed_by.is_some()),
        ])?;
        let (status, mapped, written) = self.resolve_target(&change.target)?;
        // These states are determined by their stage alone.
        if let (StatusTarget::State(state), Some(stage), Some(stages)) =
            (&change.target, &change.stage, &self.config.stages)
            && STAGED_STATES.contains(state)
            && stages.state(stage) != *state
        {
            return Err(Error::invalid("stage", format!("does not mean {state} in the map of the tenant's stages")));
        }
        let mut request = UpdateOpportunity::new(id.as_str()).field("Status", status);
        if let Some(stage) = change.stage.as_ref().or(mapped.as_ref()) {
            request = request.field(required_field(&self.config.stage_field, "stage")?, stage);
        }
        if let Some(reason) = &change.reason {
            request = request.field(required_field(&self.config.reason_field, "reason")?, reason);
        }
        if let Some(comment) = &change.comment {
            request = request.field(self.config.comment_field.as_str(), comment.as_str());
        }
        Ok((request, written))
    }

    /// Returns the code of the type, which a search requires.
    pub(super) fn event_code(&self) -> Result<EventCode> {
        match self.config.event_code {
            code if code.get() > 0 => Ok(code),
            _ => Err(Error::invalid("event_code", "must be positive")),
        }
    }

    /// Returns an opportunity as a lead, or `None` if it is of another type: a search by a lead field accepts no type,
    /// and returns opportunities of every type.
    pub(super) fn of_this_type(&self, row: Raw<Opportunity>) -> Option<Box<dyn leads_core::Lead>> {
        let ours = row.event_code().is_none_or(|code| code == self.config.event_code);
        ours.then(|| self.to_lead(row))
    }
}
