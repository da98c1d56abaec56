//! Whether a change can be sent again.

use super::{Leads, Opportunities};
use crate::api::leads::{CaptureLead, DeleteLead, UpdateLead};
use crate::api::opportunities::{DeleteOpportunity, UpdateOpportunity};
use leads_core::client::Change;
use leads_core::vendor::{Request as _, Safety};

impl Leads {
    pub(super) fn safety_of(&self, change: &Change) -> Safety {
        match change {
            // Only an address or a number is known to be unique in every account.
            Change::Create { lead, .. } => match self.capture_request(lead) {
                Ok(capture) if capture.request.searches_by_contact() => {
                    CaptureLead::OPERATION.safety.max(capture.request.safety())
                }
                _ => Safety::NonIdempotent,
            },
            Change::Update { id, change, .. } => self
                .update_request(id, change)
                .map_or(Safety::NonIdempotent, |request| UpdateLead::OPERATION.safety.max(request.safety())),
            // A comment becomes a note of its own.
            Change::SetStatus { change, .. } if change.comment.is_none() => UpdateLead::OPERATION.safety,
            Change::Delete { .. } => DeleteLead::OPERATION.safety,
            _ => Safety::NonIdempotent,
        }
    }
}

impl Opportunities {
    pub(super) fn safety_of(&self, change: &Change) -> Safety {
        match change {
            Change::Update { id, change, .. } => self
                .update_request(id, change)
                .map_or(Safety::NonIdempotent, |request| UpdateOpportunity::OPERATION.safety.max(request.safety())),
            Change::SetStatus { id, change, .. } => {
                self.status_request(id, change).map_or(Safety::NonIdempotent, |(request, _)| {
                    UpdateOpportunity::OPERATION.safety.max(request.safety())
                })
            }
            Change::Delete { .. } => DeleteOpportunity::OPERATION.safety,
            _ => Safety::NonIdempotent,
        }
    }
}
