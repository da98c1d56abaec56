//! Determining whether a change took effect, and whether it can be sent again.

use super::status::{StatusTransition, check_change};
use super::{Leads, lead_id, with_operation};
use crate::api::leads::{ReopenLead, UpdateLead, UpdateLeadStatus};
use leads_core::client::{Change, LeadUpdate, StatusChange};
use leads_core::vendor::Safety;
use leads_core::{CallOptions, LeadId, Lost, Request as _, Resolution, Result};

impl Leads {
    pub(super) async fn resolve_status(
        &self,
        id: &LeadId,
        change: &StatusChange,
        lost: Lost,
        options: &CallOptions,
    ) -> Result<Resolution> {
        if let Some(known) = lost.known() {
            return Ok(known);
        }
        let named = |error| with_operation(error, UpdateLeadStatus::OPERATION.name);
        check_change(change).map_err(named)?;
        let (step, _) = self.transition_for(change, options).await.map_err(named)?;
        let pipeline = self.client.pipeline();
        match step {
            StatusTransition::Reopen => pipeline.resolve_change(&ReopenLead::new(lead_id(id)), lost, options).await,
            StatusTransition::Close(outcome) => {
                let request = UpdateLeadStatus::new(lead_id(id)).outcome(outcome);
                pipeline.resolve_change(&request, lost, options).await
            }
        }
    }

    pub(super) async fn resolve_update(
        &self,
        id: &LeadId,
        change: &LeadUpdate,
        lost: Lost,
        options: &CallOptions,
    ) -> Result<Resolution> {
        if let Some(known) = lost.known() {
            return Ok(known);
        }
        let named = |error| with_operation(error, UpdateLead::OPERATION.name);
        match self.update_request(&lead_id(id), change, options).await.map_err(named)? {
            Some(request) => self.client.pipeline().resolve_change(&request, lost, options).await,
            // Nothing shows that a note is this one.
            None => Ok(Resolution::CannotTell),
        }
    }
}

/// Returns how safe it is to send a change again. Notes and custom fields are added; what the common view changes otherwise
/// is replaced.
pub(super) fn safety(change: &Change) -> Safety {
    match change {
        Change::Update { change, .. } if change.note.is_keep() && change.custom.is_empty() => {
            UpdateLead::OPERATION.safety
        }
        _ => Safety::NonIdempotent,
    }
}
