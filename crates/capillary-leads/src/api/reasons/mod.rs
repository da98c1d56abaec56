//! Creates and lists the organisation's reasons for changes of status.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`CreateReasons`] ([vendor's page](https://docs.capillarytech.com/reference/set-lead-reasons))<br>POST `/v2/leads/reasons` | non-idempotent | list of [`Reason`](crate::model::Reason) |
//! | [`ListReasons`] ([vendor's page](https://docs.capillarytech.com/reference/get-lead-reasons))<br>GET `/v2/leads/reasons` | read | list of [`Reason`](crate::model::Reason) |
//!
//! <!-- operations: end -->

mod create_reasons;
mod list_reasons;

pub use create_reasons::{CreateReasons, NewReason};
pub use list_reasons::ListReasons;

/// The JSON bodies of the requests above, as they are sent.
pub mod body {
    pub use super::create_reasons::CreateReasonsBody;
}

leads_core::operations! { crate::Capillary;
    CreateReasons body: [crate::model::Reason],
    ListReasons: [crate::model::Reason],
}
