//! `POST /rest/leads/{id}/undelete`

use super::GetLead;
use crate::Nutshell;
use crate::envelope::One;
use crate::evidence;
use crate::model::{Lead, LeadId};
use crate::verification::{self, Seen};
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use leads_core::{Resolution, Resolve, Result};
use serde::{Deserialize, Serialize};

/// Restores a deleted lead.
///
/// `POST /rest/leads/{id}/undelete` without a body. The response is the lead.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) determines whether the write was applied.
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown. The call is not retried after a lost
/// response, which leaves the outcome unknown.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::leads::UndeleteLead::new("1003-leads");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UndeleteLead {
    id: LeadId,
}

impl UndeleteLead {
    /// Creates a request that restores the lead `id`.
    pub fn new(id: impl Into<LeadId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for UndeleteLead {
    type Vendor = Nutshell;
    type Response = One<Lead>;
    const OPERATION: Operation =
        Operation::new("undelete_lead", Method::Post, "/rest/leads/{id}/undelete", Safety::NonIdempotent)
            .docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<One<Lead>> {
        evidence::record(response)
    }
}

impl Resolve for UndeleteLead {
    type Check = GetLead;
    const FOUND_WHEN: &'static str = "the lead shows that it has no deletion time";

    fn check(&self) -> Option<GetLead> {
        Some(GetLead::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        verification::undeleted(seen.map(|one| one.record()))
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for UndeleteLead {
    fn sample() -> Self {
        Self::new("1003-leads")
    }
}
