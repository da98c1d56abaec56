//! `POST /rest/leads/{id}/reopen`

use crate::Nutshell;
use crate::envelope::{self, One};
use crate::model::{Lead, LeadId};
use leads_core::Result;
use leads_core::request::{Answer, Operation, Parts, Request, Safety, Verb};
use serde::{Deserialize, Serialize};

/// Opens a closed lead again.
///
/// `POST /rest/leads/{id}/reopen`, without a body; the answer is the lead.
///
/// # Errors
/// [`NotFound`](leads_core::ErrorKind::NotFound) for an unknown id.
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
    /// Opens the lead `id`.
    pub fn new(id: impl Into<LeadId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for ReopenLead {
    type Vendor = Nutshell;
    type Response = One<Lead>;
    const OPERATION: Operation =
        Operation::new("reopen_lead", Verb::Post, "/rest/leads/{id}/reopen", Safety::OnceOnly).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(answer: &Answer) -> Result<One<Lead>> {
        envelope::one(answer)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ReopenLead {
    fn sample() -> Self {
        Self::new("1003-leads")
    }
}
