//! Lists the status log of a lead, and creates and lists the organisation's sub-statuses.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`CreateSubStatus`] ([vendor's page](https://docs.capillarytech.com/reference/create-lead-substatus))<br>POST `/v2/leads/substatus` | non-idempotent | [`SubStatus`](crate::model::SubStatus) |
//! | [`ListStatusLog`] ([vendor's page](https://docs.capillarytech.com/reference/get-lead-status-log))<br>GET `/v2/leads/{leadId}/statusLog` | read | list of [`StatusLogEntry`](crate::model::StatusLogEntry) |
//! | [`ListSubStatuses`] ([vendor's page](https://docs.capillarytech.com/reference/get-lead-substatus))<br>GET `/v2/leads/substatuses` | read | list of [`SubStatus`](crate::model::SubStatus) |
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
