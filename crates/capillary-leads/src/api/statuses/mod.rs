//! The status log of a lead, and the organisation's sub-statuses.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`CreateSubStatus`] | POST `/v2/leads/substatus` | non-idempotent | [`SubStatus`](crate::model::SubStatus) | [page](https://docs.capillarytech.com/reference/create-lead-substatus) |
//! | [`ListStatusLog`] | GET `/v2/leads/{leadId}/statusLog` | read | list of [`StatusLogEntry`](crate::model::StatusLogEntry) | [page](https://docs.capillarytech.com/reference/get-lead-status-log) |
//! | [`ListSubStatuses`] | GET `/v2/leads/substatuses` | read | list of [`SubStatus`](crate::model::SubStatus) | [page](https://docs.capillarytech.com/reference/get-lead-substatus) |
//!
//! <!-- operations: end -->

mod create_sub_status;
mod list_status_log;
mod list_sub_statuses;

pub use create_sub_status::CreateSubStatus;
pub use list_status_log::ListStatusLog;
pub use list_sub_statuses::ListSubStatuses;

/// The JSON bodies of the requests above, as they are sent.
pub mod body {
    pub use super::create_sub_status::CreateSubStatusBody;
}

leads_core::operations! { crate::Capillary;
    ListStatusLog: [crate::model::StatusLogEntry],
    CreateSubStatus body resolve,
    ListSubStatuses: [crate::model::SubStatus],
}
