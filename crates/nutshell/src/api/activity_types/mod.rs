//! Activity types.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`ListActivityTypes`] | GET `/rest/activitytypes` | read | list of [`ActivityType`](crate::model::ActivityType) | [page](https://developers.nutshell.com/reference) |
//!
//! <!-- operations: end -->

mod list_activity_types;

pub use list_activity_types::ListActivityTypes;

leads_core::operations! { crate::Nutshell;
    ListActivityTypes: [crate::model::ActivityType],
}
