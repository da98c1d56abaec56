//! `POST /rest/leads/{id}/watch`

use crate::Nutshell;
use crate::envelope::One;
use crate::evidence;
use crate::model::{Lead, LeadId};
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Begins or ends watching a lead, as the user of the credentials.
///
/// It is a toggle: a second call undoes the first, so it is never sent again.
/// [`Client::set_watching`](crate::Client::set_watching) brings the lead into a wanted state.
///
/// `POST /rest/leads/{id}/watch`; without a body; the answer is the lead.
///
/// After a lost answer there is nothing to look by: a toggle shows nothing to who does not know the state before.
/// By hand: `GetLead` shows whether the lead is watched now; [`Client::set_watching`](crate::Client::set_watching)
/// brings it into the wanted state.
///
/// # Errors
/// [`NotFound`](leads_core::ErrorKind::NotFound) for an unknown id. A lost answer leaves the outcome unknown, and the
/// call is not sent again.
///
/// ```
/// let request = nutshell::api::leads::WatchLead::new("1003-leads");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WatchLead {
    id: LeadId,
}

impl WatchLead {
    /// Toggles watching of the lead `id`.
    pub fn new(id: impl Into<LeadId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for WatchLead {
    type Vendor = Nutshell;
    type Response = One<Lead>;
    const OPERATION: Operation =
        Operation::new("watch_lead", Method::Post, "/rest/leads/{id}/watch", Safety::NonIdempotent)
            .docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn trace(&self) -> Option<String> {
        Some(
            "GetLead shows whether the lead is watched now; Client::set_watching brings it into the wanted state"
                .to_owned(),
        )
    }

    fn read(response: &HttpResponse) -> Result<One<Lead>> {
        evidence::record(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for WatchLead {
    fn sample() -> Self {
        Self::new("1003-leads")
    }
}
