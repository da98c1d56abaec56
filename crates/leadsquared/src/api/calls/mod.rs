//! Logs phone calls.
//!
//! [`LogCall`] is signed with the pair of keys. The calls of the async host are not: they accept only the key of that
//! host, [`Builder::async_api_key`](crate::Builder::async_api_key).
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`GetCallLogAsyncStatus`] ([vendor's page](https://apidocs.leadsquared.com/post-a-call-log-status-api/))<br>GET `{async-host}/1/api/telephony/logcallcomplete/status` | read | [`QueuedState`](crate::model::QueuedState) |
//! | [`LogCall`] ([vendor's page](https://apidocs.leadsquared.com/call-log-api-for-leadsquared-generic-telephony-connector/))<br>POST `/v2/Telephony.svc/LogCall` | non-idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`LogCallAsync`] ([vendor's page](https://apidocs.leadsquared.com/post-a-call-log-async/))<br>POST `{async-host}/1/api/telephony/logcallcomplete/{connector_key}` | non-idempotent | [`Queued`](crate::model::Queued) |
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
