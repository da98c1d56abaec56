//! Logs of phone calls.
//!
//! [`LogCall`] is signed with the pair of keys. The calls of the async host are not: they accept only the key of that
//! host, [`Builder::async_api_key`](crate::Builder::async_api_key).
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`GetCallLogAsyncStatus`] | GET `{async-host}/1/api/telephony/logcallcomplete/status` | read | [`QueuedState`](crate::model::QueuedState) | [page](https://apidocs.leadsquared.com/post-a-call-log-status-api/) |
//! | [`LogCall`] | POST `/v2/Telephony.svc/LogCall` | non-idempotent | `Acknowledged<ActivityId>` | [page](https://apidocs.leadsquared.com/call-log-api-for-leadsquared-generic-telephony-connector/) |
//! | [`LogCallAsync`] | POST `{async-host}/1/api/telephony/logcallcomplete/{connector_key}` | non-idempotent | [`Queued`](crate::model::Queued) | [page](https://apidocs.leadsquared.com/post-a-call-log-async/) |
//!
//! <!-- operations: end -->

mod get_call_log_async_status;
mod log_call;
mod log_call_async;

pub use get_call_log_async_status::GetCallLogAsyncStatus;
pub use log_call::{CallDirection, CallStatus, LogCall};
pub use log_call_async::LogCallAsync;

/// The JSON bodies of the requests above, as they are sent.
pub mod body {
    pub use super::log_call::LogCallBody;
    pub use super::log_call_async::LogCallAsyncBody;
}

leads_core::operations! { crate::LeadSquared;
    GetCallLogAsyncStatus,
    LogCall body,
    LogCallAsync body,
}
