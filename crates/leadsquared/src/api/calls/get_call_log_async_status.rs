//! `GET {async-host}/1/api/telephony/logcallcomplete/status`

use crate::api::prelude::*;
use crate::model::{QueuedState, RequestId};
use leads_core::vendor::{Auth, Host};

/// Reads the state of a queued call log. Requires only the key of the async host.
///
/// `GET {async-host}/1/api/telephony/logcallcomplete/status?RequestID=`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/post-a-call-log-status-api/).
///
/// # Errors
///
/// Returns an error before sending if the client has no `async_api_key` or no async host. No data is changed.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::calls::GetCallLogAsyncStatus;
///
/// let request = GetCallLogAsyncStatus::new("8eca6fa6-262c-43eb-8cfe-6e3325e2dc73");
/// let queued_state = client.send(&request).await?;
/// println!("{:?}", queued_state.task_status.as_ref().map(|task| &task.status));
/// # Ok(()) }
/// ```
#[doc(alias = "/1/api/telephony/logcallcomplete/status")]
#[doc(alias = "1/api/telephony/logcallcomplete/status")]
#[doc(alias = "get call log status")]
#[doc(alias = "get log status")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetCallLogAsyncStatus {
    request_id: RequestId,
}

impl GetCallLogAsyncStatus {
    /// Reads the state of a request.
    pub fn new(request: impl Into<RequestId>) -> Self {
        Self { request_id: request.into() }
    }
}

impl Request for GetCallLogAsyncStatus {
    type Vendor = LeadSquared;
    type Response = Raw<QueuedState>;
    const OPERATION: Operation =
        op::get("get_call_log_async_status", "/1/api/telephony/logcallcomplete/status", Safety::Read)
            .host(Host::Async)
            .auth(Auth::None)
            .docs("https://apidocs.leadsquared.com/post-a-call-log-status-api/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(crate::model::check_id(self.request_id.as_str(), "request_id"))
            .query("RequestID", &self.request_id)
            .empty()
    }
}

sample!(GetCallLogAsyncStatus: Self::new("0c0c0c0c-0c0c-4c0c-8c0c-0c0c0c0c0c0c"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn get_call_log_async_status_builds_the_vendors_query() {
        assert_eq!(wire(&GetCallLogAsyncStatus::new("7")), "GET /1/api/telephony/logcallcomplete/status?RequestID=7");
        assert_eq!(GetCallLogAsyncStatus::new("").parts().unwrap_err().field(), Some("request_id"));
    }
}
