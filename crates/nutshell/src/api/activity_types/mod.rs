//! Activity types.

mod list_activity_types;

pub use list_activity_types::ListActivityTypes;

leads_core::operations! { crate::Nutshell;
    ListActivityTypes: [crate::model::ActivityType],
}
