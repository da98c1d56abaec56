//! `DELETE /rest/leads/{id}`

use crate::Nutshell;
use crate::envelope::{self, One};
use crate::model::{Lead, LeadId};
use leads_core::Result;
use leads_core::request::{Answer, Operation, Parts, Request, Safety, Verb};
use serde::{Deserialize, Serialize};

/// Deletes a lead. [`UndeleteLead`](crate::api::leads::UndeleteLead) brings it back.
///
/// `DELETE /rest/leads/{id}`; the answer holds the lead, or nothing.
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
        Operation::new("delete_lead", Verb::Delete, "/rest/leads/{id}", Safety::OnceOnly).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(answer: &Answer) -> Result<Option<One<Lead>>> {
        envelope::maybe(answer)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for DeleteLead {
    fn sample() -> Self {
        Self::new("1003-leads")
    }
}
