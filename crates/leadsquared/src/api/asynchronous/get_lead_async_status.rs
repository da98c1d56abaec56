//! `GET {async-host}/lead/status`

use crate::api::prelude::*;
use crate::model::{QueuedState, RequestId};
use leads_core::vendor::Host;

/// Reads the state of a queued capture or update of a lead.
///
/// `GET {async-host}/lead/status?RequestID=`. [`Client::submit`](crate::Client::submit) polls it until the call has
/// ended.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/capture-leads-async/).
///
/// # Errors
///
/// Returns an error before sending if the client has no `async_api_key` or no async host.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::asynchronous::GetLeadAsyncStatus;
///
/// let request = GetLeadAsyncStatus::new("8eca6fa6-262c-43eb-8cfe-6e3325e2dc73");
/// let queued_state = client.send(&request).await?;
/// println!("{:?}", queued_state.task_status.as_ref().map(|task| &task.status));
/// # Ok(()) }
/// ```
#[doc(alias = "/lead/status")]
#[doc(alias = "lead/status")]
#[doc(alias = "get lead status")]
#[doc(alias = "get status")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetLeadAsyncStatus {
    request_id: RequestId,
}

impl GetLeadAsyncStatus {
    /// Reads the state of a request.
    pub fn new(request: impl Into<RequestId>) -> Self {
        Self { request_id: request.into() }
    }
}

impl Request for GetLeadAsyncStatus {
    type Vendor = LeadSquared;
    type Response = Raw<QueuedState>;
    const OPERATION: Operation = op::get("get_lead_async_status", "/lead/status", Safety::Read)
        .host(Host::Async)
        .docs("https://apidocs.leadsquared.com/capture-leads-async/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(crate::model::check_id(self.request_id.as_str(), "request_id"))
            .query("RequestID", &self.request_id)
            .empty()
    }
}

sample!(GetLeadAsyncStatus: Self::new("0c0c0c0c-0c0c-4c0c-8c0c-0c0c0c0c0c0c"));
