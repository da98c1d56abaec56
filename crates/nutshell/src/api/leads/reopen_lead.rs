//! `POST /rest/leads/{id}/reopen`

use super::GetLead;
use crate::api::prelude::*;
use crate::model::{Lead, LeadId, LeadStatus};

/// Reopens a closed lead.
///
/// `POST /rest/leads/{id}/reopen` without a body. The response is the lead.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) determines whether the write was applied.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::leads::ReopenLead;
///
/// let lead = client.send(&ReopenLead::new("1003-leads")).await?;
/// println!("{}: {:?}", lead.id, lead.status);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/leads/{id}/reopen")]
#[doc(alias = "leads/{id}/reopen")]
#[doc(alias = "reopen lead")]
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
    const OPERATION: Operation = op::post("reopen_lead", "/rest/leads/{id}/reopen", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
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

sample!(ReopenLead: Self::new("1003-leads"));
