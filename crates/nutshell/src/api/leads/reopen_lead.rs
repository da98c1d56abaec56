//! `POST /rest/leads/{id}/reopen`

use super::GetLead;
use crate::Nutshell;
use crate::envelope::One;
use crate::evidence;
use crate::model::{Lead, LeadId, LeadStatus};
use crate::verification::Seen;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use leads_core::{Resolution, Resolve, Result};
use serde::{Deserialize, Serialize};

/// Reopens a closed lead.
///
/// `POST /rest/leads/{id}/reopen` without a body. The response is the lead.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) determines whether the write was applied.
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::leads::ReopenLead::new("1003-leads");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReopenLead {
    id: LeadId,
}

impl ReopenLead {
    /// Creates a request that reopens the lead `id`.
    pub fn new(id: impl Into<LeadId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for ReopenLead {
    type Vendor = Nutshell;
    type Response = One<Lead>;
    const OPERATION: Operation =
        Operation::new("reopen_lead", Method::Post, "/rest/leads/{id}/reopen", Safety::NonIdempotent)
            .docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<One<Lead>> {
        evidence::record(response)
    }
}

impl Resolve for ReopenLead {
    type Check = GetLead;
    const FOUND_WHEN: &'static str = "the lead is open";

    fn check(&self) -> Option<GetLead> {
        Some(GetLead::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        Resolution::from_evidence([seen.ok().and_then(|lead| Some(*lead.status.as_ref()? == LeadStatus::Open))])
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ReopenLead {
    fn sample() -> Self {
        Self::new("1003-leads")
    }
}
