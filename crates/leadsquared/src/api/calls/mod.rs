//! Logs of phone calls.
//!
//! [`LogCall`] is signed with the pair of keys. The calls of the async host are not: they accept only the key of that
//! host, [`Builder::async_api_key`](crate::Builder::async_api_key).

mod get_call_log_async_status;
mod log_call;
mod log_call_async;

pub use get_call_log_async_status::GetCallLogAsyncStatus;
pub use log_call::{CallDirection, CallStatus, LogCall, LogCallBody};
pub use log_call_async::{LogCallAsync, LogCallAsyncBody};

leads_core::operations! { crate::LeadSquared;
    GetCallLogAsyncStatus,
    LogCall body,
    LogCallAsync body,
}
