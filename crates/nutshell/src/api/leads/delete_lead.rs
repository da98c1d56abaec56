//! `DELETE /rest/leads/{id}`

use super::GetLead;
use crate::api::prelude::*;
use crate::model::{Lead, LeadId};

/// Deletes a lead. [`UndeleteLead`](crate::api::leads::UndeleteLead) restores it.
///
/// `DELETE /rest/leads/{id}`. The response contains the lead; an empty response leaves the outcome unknown.
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
/// use nutshell::api::leads::DeleteLead;
///
/// let reply = client.send(&DeleteLead::new("1003-leads")).await?;
/// if let Some(lead) = reply.into_inner() {
///     println!("{}: {:?}", lead.id, lead.status);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/leads/{id}")]
#[doc(alias = "leads/{id}")]
#[doc(alias = "delete lead")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteLead {
    id: LeadId,
}

impl DeleteLead {
    /// Creates a request that deletes the lead `id`.
    pub fn new(id: impl Into<LeadId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for DeleteLead {
    type Vendor = Nutshell;
    type Response = Option<One<Lead>>;
    const OPERATION: Operation = op::delete("delete_lead", "/rest/leads/{id}", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

impl Resolve for DeleteLead {
    type Check = GetLead;
    const FOUND_WHEN: &'static str = "the vendor no longer knows the lead, or the lead has a deletion time";

    fn check(&self) -> Option<GetLead> {
        Some(GetLead::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        verification::deleted(seen.map(|one| one.record()))
    }
}

sample!(DeleteLead: Self::new("1003-leads"));
