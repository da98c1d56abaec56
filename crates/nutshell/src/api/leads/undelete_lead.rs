//! `POST /rest/leads/{id}/undelete`

use super::GetLead;
use crate::api::prelude::*;
use crate::model::{Lead, LeadId};

/// Restores a deleted lead.
///
/// `POST /rest/leads/{id}/undelete` without a body. The response is the lead.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) determines whether the write was applied.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown. A lost response leaves the outcome unknown.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::leads::UndeleteLead;
///
/// let lead = client.send(&UndeleteLead::new("1003-leads")).await?;
/// println!("{}: {:?}", lead.id, lead.status);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/leads/{id}/undelete")]
#[doc(alias = "leads/{id}/undelete")]
#[doc(alias = "undelete lead")]
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
    const OPERATION: Operation = op::post("undelete_lead", "/rest/leads/{id}/undelete", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
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

sample!(UndeleteLead: Self::new("1003-leads"));
