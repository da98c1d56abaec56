//! The common client over leads.

use super::fields::{
    FORM_FIELDS, ID, dropped_name_warning, patch_text, person_attributes, search_attribute, search_field, set_custom,
    set_form, set_name, vendor_text,
};
use super::{Leads, VENDOR, changed_until, check, ensure_one_filter, first_page, list_page, missing_id};
use crate::api::leads::{
    CaptureLead, CreateNote, DeleteLead, GetLead, LeadUpdateBehavior, ListRecentlyModifiedLeads, QuickSearchLeads,
    SearchLeads, UpdateLead,
};
use crate::model::{Attributes, Lead, LookupName, SqlOperator};
use crate::verification;
use async_trait::async_trait;
use leads_core::client::{
    Capabilities, Change, CheckReport, CreateEffect, CreateKey, Created, KeyedLead, LeadClient, LeadKey, LeadPage,
    LeadQuery, LeadUpdate, NewLead, PageToken, ResolvedCreate, StatusChange, Updated,
};
use leads_core::error::Code;
use leads_core::status::StatusWrite;
use leads_core::vendor::{
    CreateSearch, Safety, check_changed_custom, ensure_known_fields, ensure_unset, left_out, note_not_written,
};
use leads_core::{CallOptions, Error, LeadId, Lost, Reply, Request as _, Resolution, Result};
use std::time::Duration;

#[async_trait]
impl LeadClient for Leads {
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
        let Capture { request, attributes, behavior, warnings } = self.capture_request(lead)?;
        let reply = Reply::warn(self.client.send_with(&request, options).await?, warnings);
        let message = reply.message.as_ref();
        let id = message.and_then(|message| {
            message.id.as_ref().map(|id| id.as_str().to_owned()).or_else(|| message.related_id.clone())
        });
        let effect = match (message.and_then(|message| message.is_created), &behavior) {
            (Some(true), _) => CreateEffect::Created,
            (Some(false), Some(LeadUpdateBehavior::DoNotUpdate)) => CreateEffect::Matched,
            (Some(false), _) => CreateEffect::Updated,
            (None, _) => CreateEffect::Unknown,
        };
        let id = match id {
            Some(id) => id,
            None => self.find_captured(&attributes, options).await.ok_or_else(|| missing_id(&reply, "Message.Id"))?,
        };
        Ok(Reply::map(reply, |_| Created::new(LeadId::new(id), effect, None)))
    }

    async fn get_with(&self, id: &LeadId, options: &CallOptions) -> Result<Reply<Box<dyn leads_core::Lead>>> {
        let (found, meta) = Reply::into_parts(self.client.send_with(&GetLead::new(id.as_str()), options).await?);
        let lead = found.into_one().map_err(|error| error.with_http_status(meta.http_status))?;
        Ok(Reply::new(self.to_lead(lead), meta))
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
        let warning = match &change.comment {
            Some(comment) => {
                let note = CreateNote::new(id.as_str(), comment.as_str());
                self.client.send_with(&note, options).await.err().map(|error| note_not_written("comment", &error))
            }
            None => None,
        };
        Ok(Reply::map(Reply::warn(reply, warning), |_| Updated::new(id.clone(), None).written(written)))
    }

    async fn delete_with(&self, id: &LeadId, options: &CallOptions) -> Result<Reply<Updated>> {
        let reply = self.client.send_with(&DeleteLead::new(id.as_str()), options).await?;
        Ok(Reply::map(reply, |_| Updated::new(id.clone(), None)))
    }

    async fn list_page_with(
        &self,
        query: &LeadQuery,
        after: Option<&PageToken>,
        options: &CallOptions,
    ) -> Result<Reply<LeadPage>> {
        ensure_known_fields(&query.vendor_fields, &[])?;
        ensure_one_filter(&[
            query.state.is_some(),
            query.owner.is_some(),
            query.email.is_some(),
            query.phone.is_some(),
            query.text.is_some(),
            query.changed_since.is_some(),
        ])?;
        let paging = first_page(query)?;
        let show = |row| Some(self.to_lead(row));
        let find =
            |field: LookupName, value: &str| SearchLeads::new(field, SqlOperator::Equal, value).paging(paging.clone());
        if let Some(text) = &query.text {
            if after.is_some() {
                return Err(Error::invalid("after", "is not a position of this list: a list by text has one page"));
            }
            let reply = self.client.send_with(&QuickSearchLeads::new(text.as_str()), options).await?;
            let unused = query.page_size.map(|_| left_out("page_size", "the vendor's search by text has no pages"));
            let reply = Reply::warn(reply, unused);
            return Ok(Reply::map(reply, |found| LeadPage::new(found.into_iter().filter_map(show).collect(), None)));
        }
        if let Some(since) = query.changed_since {
            let request = ListRecentlyModifiedLeads::new(since, changed_until(since)).paging(paging);
            return list_page(&self.client, request, after, options, show).await;
        }
        if let Some(state) = query.state {
            let request = find(LookupName::ProspectStage, self.listed_stage(state)?);
            // The vendor responds to a search that it does not understand with every lead.
            let show = |row| Some(self.to_lead(row)).filter(|lead| lead.status().state == state);
            return list_page(&self.client, request, after, options, show).await;
        }
        let request = match (&query.owner, &query.email, &query.phone) {
            (Some(owner), _, _) => find(LookupName::OwnerId, owner),
            (_, Some(email), _) => find(LookupName::EmailAddress, email),
            (_, _, Some(phone)) => find(LookupName::Phone, phone),
            _ => SearchLeads::everything().paging(paging),
        };
        list_page(&self.client, request, after, options, show).await
    }

    async fn find_with(&self, key: &LeadKey, options: &CallOptions) -> Result<Reply<Box<dyn leads_core::Lead>>> {
        self.find_lead(key, options).await
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
        self.client.pipeline().resolve_change(&DeleteLead::new(id.as_str()), lost, options).await
    }

    async fn resolve_create_with(
        &self,
        lead: &NewLead,
        key: &CreateKey,
        lost: Lost,
        options: &CallOptions,
    ) -> Result<ResolvedCreate> {
        // A capture finds an existing lead by its key.
        CreateSearch::new(self, lead, key, lost, options).deduplicated(true).by_find(self.client.pipeline()).await
    }

    fn safety(&self, change: &Change) -> Safety {
        self.safety_of(change)
    }

    fn time_for(&self, changes: u64) -> Option<Duration> {
        Some(self.client.pipeline().limiter().time_for(UpdateLead::OPERATION.rate, changes))
    }
}

impl Leads {
    /// Returns the id of the one lead with the attribute by which a capture found it, or `None` if no lead or several
    /// have it.
    async fn find_captured(&self, captured: &Attributes, options: &CallOptions) -> Option<String> {
        let by = search_attribute(captured.get("SearchBy")?.text()?);
        let rows = self.client.send_with(&verification::search(captured)?, options).await.ok()?;
        // The vendor responds to a search that it does not understand with every lead.
        let has = |row: &Lead, name: &str| {
            let (Some(wanted), Some(seen)) = (captured.get(name), row.record().get(name)) else { return false };
            let texts = wanted.text().zip(seen.text());
            texts.is_some_and(|(one, other)| one.trim().eq_ignore_ascii_case(other.trim()))
                || verification::matches_written(wanted.by_ref(), seen) == Some(true)
        };
        // An id with another lead's address creates a new lead: the one with the id is then a different lead.
        let address = (by == ID && captured.get("EmailAddress").is_some()).then_some("EmailAddress");
        let mut fitting = rows.iter().filter(|row| has(row, by) && address.is_none_or(|name| has(row, name)));
        let found = fitting.next().filter(|_| fitting.next().is_none())?;
        Lead::id(found).map(|id| id.as_str().to_owned())
    }

    /// Builds the capture of a new lead.
    pub(super) fn capture_request(&self, lead: &NewLead) -> Result<Capture> {
        let mut form = self.config.form_fields.resolve(lead, &FORM_FIELDS)?;
        ensure_known_fields(&lead.vendor_fields, &["search_by", "update_behavior"])?;
        ensure_unset(&[("value", lead.value.is_some())])?;
        let mut attributes = person_attributes(lead)?;
        if let (None, None, Some(name)) = (&lead.first_name, &lead.last_name, &lead.name) {
            set_name(&mut attributes, name);
        }
        let texts = [
            ("Notes", lead.note.as_ref().map(|note| note.as_str())),
            ("Source", lead.source.as_deref()),
            ("OwnerId", lead.owner.as_deref()),
        ];
        for (name, text) in texts {
            if let Some(text) = text {
                attributes.set(name, text);
            }
        }
        if let Some(state) = lead.state {
            attributes.set("ProspectStage", self.config.stages.stage(state)?);
        }
        set_form(&mut attributes, lead, &mut form)?;
        set_custom(&mut attributes, &form.custom)?;
        let wanted = vendor_text(&lead.vendor_fields, "search_by")?.or_else(|| self.config.search_by.clone());
        let search_by = search_field(&attributes, wanted.as_deref())?;
        let behavior = vendor_text(&lead.vendor_fields, "update_behavior")?.map(LeadUpdateBehavior::from);
        attributes.set("SearchBy", search_by);
        let mut request = CaptureLead::new(attributes.clone());
        if let Some(behavior) = &behavior {
            request = request.update_behavior(behavior.clone());
        }
        let warnings = form.warnings.into_iter().chain(dropped_name_warning(lead)).collect();
        Ok(Capture { request, attributes, behavior, warnings })
    }

    /// Builds the update of a lead's fields.
    pub(super) fn update_request(&self, id: &LeadId, change: &LeadUpdate) -> Result<UpdateLead> {
        check_changed_custom(&change.custom)?;
        ensure_known_fields(&change.vendor_fields, &[])?;
        ensure_unset(&[("value", !change.value.is_keep())])?;
        let mut attributes = Attributes::new();
        if let Some(name) = patch_text(&change.name, |name| name.to_string()) {
            set_name(&mut attributes, &name);
        }
        let changes = [
            ("EmailAddress", patch_text(&change.email, |email| email.to_string())),
            ("Phone", patch_text(&change.phone, |phone| phone.to_string())),
            ("Notes", patch_text(&change.note, |note| note.to_string())),
            ("Source", patch_text(&change.source, Clone::clone)),
            ("OwnerId", patch_text(&change.owner, Clone::clone)),
        ];
        for (name, text) in changes {
            if let Some(text) = text {
                attributes.set(name, text);
            }
        }
        set_custom(&mut attributes, &change.custom)?;
        Ok(self.attributes_request(id, attributes))
    }

    /// Builds the update of a lead's stage.
    pub(super) fn status_request(&self, id: &LeadId, change: &StatusChange) -> Result<(UpdateLead, StatusWrite)> {
        ensure_known_fields(&change.vendor_fields, &[])?;
        ensure_unset(&[
            ("sub_status", change.sub_status.is_some()),
            ("reason", change.reason.is_some()),
            ("stage", change.stage.is_some()),
            ("changed_at", change.changed_at.is_some()),
            ("changed_by", change.changed_by.is_some()),
        ])?;
        let (stage, written) = self.resolve_stage(&change.target)?;
        Ok((self.attributes_request(id, Attributes::from([("ProspectStage", stage)])), written))
    }

    fn attributes_request(&self, id: &LeadId, attributes: Attributes) -> UpdateLead {
        UpdateLead::new(id.as_str(), attributes).run_automations(self.config.run_automations)
    }
}

/// The capture of a new lead.
pub(super) struct Capture {
    pub(super) request: CaptureLead,
    /// What is written, to find the lead if the response has no id.
    attributes: Attributes,
    behavior: Option<LeadUpdateBehavior>,
    warnings: Vec<Code>,
}
