//! Lists events, the log of everything that happens.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`ListDeletedEvents`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/events/deleted` | read | list of [`Event`](crate::model::Event) |
//! | [`ListEvents`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/events` | read | list of [`Event`](crate::model::Event) |
//!
//! <!-- operations: end -->

mod list_deleted_events;
mod list_events;

pub use list_deleted_events::ListDeletedEvents;
pub use list_events::{EmailRole, EventPayload, ExtraEvents, ListEvents};

leads_core::operations! { crate::Nutshell;
    ListEvents: [crate::model::Event],
    ListDeletedEvents: [crate::model::Event],
}
