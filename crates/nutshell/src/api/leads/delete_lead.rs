//! `DELETE /rest/leads/{id}`

use super::GetLead;
use crate::Nutshell;
use crate::envelope::One;
use crate::evidence;
use crate::model::{Lead, LeadId};
use crate::verification::{self, Seen};
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use leads_core::{Resolution, Resolve, Result};
use serde::{Deserialize, Serialize};

/// Deletes a lead. [`UndeleteLead`](crate::api::leads::UndeleteLead) brings it back.
///
/// `DELETE /rest/leads/{id}`; the response holds the lead. An empty one leaves the outcome unknown.
///
/// [`Client::resolve`](crate::Client::resolve) finds out what became of it after a lost answer.
///
/// # Errors
/// [`NotFound`](leads_core::ErrorKind::NotFound) for an unknown id. A lost answer leaves the outcome unknown, and the
/// call is not sent again.
///
/// ```
/// let request = nutshell::api::leads::DeleteLead::new("1003-leads");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteLead {
    id: LeadId,
}

impl DeleteLead {
    /// Deletes the lead `id`.
    pub fn new(id: impl Into<LeadId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for DeleteLead {
    type Vendor = Nutshell;
    type Response = Option<One<Lead>>;
    const OPERATION: Operation =
        Operation::new("delete_lead", Method::Delete, "/rest/leads/{id}", Safety::NonIdempotent).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<Option<One<Lead>>> {
        evidence::record_or_nothing::<Self, _>(response)
    }
}

impl Resolve for DeleteLead {
    type Check = GetLead;
    const FOUND_WHEN: &'static str = "the vendor knows the lead no more, or it shows when it was deleted";

    fn check(&self) -> Option<GetLead> {
        Some(GetLead::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        verification::deleted(seen.map(|one| one.record()))
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for DeleteLead {
    fn sample() -> Self {
        Self::new("1003-leads")
    }
}
