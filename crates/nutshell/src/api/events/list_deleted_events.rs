//! `GET /rest/events/deleted`

use super::EventPayload;
use crate::api::prelude::*;
use crate::model::Event;

/// Lists deletions. Deleted records disappear from the ordinary lists.
///
/// `GET /rest/events/deleted`. The vendor documents no paging here.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns a decode error with the JSON path if the response cannot be read.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::events::{EventPayload, ListDeletedEvents};
///
/// let request = ListDeletedEvents::new().payload(EventPayload::Leads).reversed();
/// let events = client.send(&request).await?;
/// for event in events.iter() {
///     println!("{}: {:?}", event.id, event.action);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/events/deleted")]
#[doc(alias = "events/deleted")]
#[doc(alias = "list deleted events")]
#[doc(alias = "list deleted")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ListDeletedEvents {
    payload: Option<EventPayload>,
    reversed: bool,
}

impl ListDeletedEvents {
    /// Creates a request that lists all deletions.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Includes only one kind of record.
    #[must_use]
    pub fn payload(mut self, kind: impl Into<EventPayload>) -> Self {
        self.payload = Some(kind.into());
        self
    }

    /// Reverses the order: `sort=-change_time`.
    #[must_use]
    pub fn reversed(mut self) -> Self {
        self.reversed = true;
        self
    }
}

impl Request for ListDeletedEvents {
    type Vendor = Nutshell;
    type Response = Records<Event>;
    const OPERATION: Operation = op::get("list_deleted_events", "/rest/events/deleted", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .query_opt("filter[types]", self.payload.as_ref())
            .query_opt("sort", self.reversed.then_some("-change_time"))
            .empty()
    }
}

sample!(ListDeletedEvents: Self::new().payload(EventPayload::Leads).reversed());
