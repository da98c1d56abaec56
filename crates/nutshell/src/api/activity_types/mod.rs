//! Lists activity types.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`ListActivityTypes`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/activitytypes` | read | list of [`ActivityType`](crate::model::ActivityType) |
//!
//! <!-- operations: end -->

mod list_activity_types;

pub use list_activity_types::ListActivityTypes;

leads_core::operations! { crate::Nutshell;
    ListActivityTypes: [crate::model::ActivityType],
}
