//! `POST /rest/leads/{id}/watch`

use crate::api::prelude::*;
use crate::model::{Lead, LeadId};

/// Starts or stops watching a lead, as the authenticated user.
///
/// The call is a toggle: a second call undoes the first, so it is never retried.
/// [`Client::set_watching`](crate::Client::set_watching) sets the state instead.
///
/// `POST /rest/leads/{id}/watch` without a body. The response is the lead.
///
/// If the response is lost, the outcome cannot be verified automatically, because the lead's state proves nothing
/// unless the state before the call is known. To check manually: `GetLead` shows whether the lead is watched now.
/// [`Client::set_watching`](crate::Client::set_watching) sets the state.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown. The call is not retried after a lost
/// response, which leaves the outcome unknown.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::leads::WatchLead;
///
/// let lead = client.send(&WatchLead::new("1003-leads")).await?;
/// println!("{}: {:?}", lead.id, lead.status);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/leads/{id}/watch")]
#[doc(alias = "leads/{id}/watch")]
#[doc(alias = "watch lead")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WatchLead {
    id: LeadId,
}

impl WatchLead {
    /// Creates a request that toggles watching the lead `id`.
    pub fn new(id: impl Into<LeadId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for WatchLead {
    type Vendor = Nutshell;
    type Response = One<Lead>;
    const OPERATION: Operation = op::post("watch_lead", "/rest/leads/{id}/watch", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn trace(&self) -> Option<String> {
        Some("GetLead shows whether the lead is watched now; Client::set_watching sets the state".to_owned())
    }
}

sample!(WatchLead: Self::new("1003-leads"));
