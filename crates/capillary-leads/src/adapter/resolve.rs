//! Determining whether a change took effect, and whether it can be sent again.

use super::find::CUSTOMER;
use super::{Leads, parse_id, with_operation};
use crate::api::leads::{ListLeads, UpdateLead, UpdateLeadStatus};
use crate::model::LeadStatus;
use chrono::{DateTime, Utc};
use leads_core::client::{
    Change, CreateKey, LeadClient as _, LeadKey, LeadQuery, LeadUpdate, NewLead, ResolvedCreate, StatusChange,
};
use leads_core::vendor::{CreateSearch, FoundLeads, Safety};
use leads_core::{CallOptions, Error, ErrorKind, Lead, LeadId, Lost, Patch, Request as _, Resolution, Result};

/// The most pages of changed leads that are searched. More changes in the time of one call are not expected.
const PAGES: usize = 1_000;

impl Leads {
    /// Returns the status change that deletes a lead.
    pub(super) fn delete_change(&self) -> StatusChange {
        let change = StatusChange::to_code(LeadStatus::Deleted.as_str());
        match self.config.delete_reason {
            Some(reason) => change.reason(reason.to_string()),
            None => change,
        }
    }

    pub(super) async fn resolve_status(
        &self,
        id: &LeadId,
        change: &StatusChange,
        lost: Lost,
        options: &CallOptions,
    ) -> Result<Resolution> {
        if let Some(known) = self.known(lost) {
            return Ok(known);
        }
        let (_, request, _) = self.status_change(id, change)?;
        self.client.pipeline().resolve_change(&request, lost, options).await
    }

    pub(super) async fn resolve_update(
        &self,
        id: &LeadId,
        change: &LeadUpdate,
        lost: Lost,
        options: &CallOptions,
    ) -> Result<Resolution> {
        if let Some(known) = self.known(lost) {
            return Ok(known);
        }
        let (lead, _) = parse_id(id).map_err(with_operation::<UpdateLead>)?;
        let (request, _) = self.config.update_request(lead, change).map_err(with_operation::<UpdateLead>)?;
        self.client.pipeline().resolve_change(&request, lost, options).await
    }

    /// Returns what is known without a read, or that no read can show it.
    fn known(&self, lost: Lost) -> Option<Resolution> {
        // Without the operation that reads one lead, only the list shows it, for a known customer.
        lost.known().or((!self.capabilities.get).then_some(Resolution::CannotTell))
    }

    pub(super) async fn resolve_create(
        &self,
        lead: &NewLead,
        key: &CreateKey,
        lost: Lost,
        options: &CallOptions,
    ) -> Result<ResolvedCreate> {
        let search = CreateSearch::new(self, lead, key, lost, options);
        match key {
            CreateKey::Marker(LeadKey::Field { name, value, .. }) if name != CUSTOMER => {
                search.by(self.client.pipeline(), |since| self.marked(name, value, since, options)).await
            }
            // The time of creation is then the one that the application chose.
            CreateKey::Contact(_) if lead.vendor_fields.contains_key("created_on") => {
                let unreadable = |_| async { Ok(FoundLeads::partial(Vec::new())) };
                search.by(self.client.pipeline(), unreadable).await
            }
            CreateKey::Contact(LeadKey::Field { name, .. }) if name != CUSTOMER => {
                search.by(self.client.pipeline(), |_| async { Ok(FoundLeads::partial(Vec::new())) }).await
            }
            _ => search.by_find(self.client.pipeline()).await,
        }
    }

    /// Returns the leads that were changed since a time and have a value in an extended field. The list cannot be filtered
    /// by it.
    async fn marked(&self, name: &str, value: &str, since: DateTime<Utc>, options: &CallOptions) -> Result<FoundLeads> {
        let is_same = |lead: &dyn Lead| match lead.custom(name).map(|text| serde_json::from_str(&text)) {
            Some(Ok(serde_json::Value::String(text))) => text.trim() == value.trim(),
            Some(Ok(other)) => {
                let known = other.to_string();
                known == value.trim()
            }
            _ => false,
        };
        let query = LeadQuery::new().changed_since(since);
        let (mut found, mut after) = (Vec::new(), None);
        for _ in 0..PAGES {
            let page = self.list_page_with(&query, after.as_ref(), options).await?.into_inner();
            // A lead that cannot be read may be the one.
            if let Some(problem) = page.problems.into_iter().next() {
                return Err(problem);
            }
            found.extend(page.leads.into_iter().filter(|lead| is_same(&**lead)));
            match page.next {
                Some(next) => after = Some(next),
                None => return Ok(FoundLeads::all(found)),
            }
        }
        Err(with_operation::<ListLeads>(Error::new(ErrorKind::Other, "the list of changed leads does not end")))
    }

    pub(super) fn safety_of(&self, change: &Change) -> Safety {
        let writes_text = |has: bool| has && self.config.follow_ups_by.is_some();
        match change {
            Change::Update { change, .. }
                if !writes_text(!matches!(change.note, Patch::Keep) && self.config.note_by().is_some()) =>
            {
                UpdateLead::OPERATION.safety
            }
            Change::SetStatus { change, .. } if !writes_text(change.comment.is_some()) => {
                UpdateLeadStatus::OPERATION.safety
            }
            Change::Delete { .. } => UpdateLeadStatus::OPERATION.safety,
            _ => Safety::NonIdempotent,
        }
    }
}
