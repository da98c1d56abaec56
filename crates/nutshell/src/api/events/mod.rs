//! Events: the log of everything that happens.

mod list_deleted_events;
mod list_events;

pub use list_deleted_events::ListDeletedEvents;
pub use list_events::{EmailRole, EventPayload, ExtraEvents, ListEvents};

leads_core::operations! { crate::Nutshell;
    ListEvents: [crate::model::Event],
    ListDeletedEvents: [crate::model::Event],
}
