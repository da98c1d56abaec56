//! The status log of a lead, and the organisation's sub-statuses.

mod create_sub_status;
mod list_status_log;
mod list_sub_statuses;

pub use create_sub_status::{CreateSubStatus, CreateSubStatusBody};
pub use list_status_log::ListStatusLog;
pub use list_sub_statuses::ListSubStatuses;

leads_core::operations! { crate::Capillary;
    ListStatusLog: [crate::model::StatusLogEntry],
    CreateSubStatus body resolve,
    ListSubStatuses: [crate::model::SubStatus],
}
