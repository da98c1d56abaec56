//! The organisation's reasons for changes of status.

mod create_reasons;
mod list_reasons;

pub use create_reasons::{CreateReasons, CreateReasonsBody, NewReason};
pub use list_reasons::ListReasons;

leads_core::operations! { crate::Capillary;
    CreateReasons body: [crate::model::Reason],
    ListReasons: [crate::model::Reason],
}
