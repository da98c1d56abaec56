//! `GET /rest/notes`

use crate::api::prelude::*;
use crate::model::Note;
use crate::query::{self, Filter, LeadSort, paged_by_number, search_setters};

/// Lists notes, one page at a time.
///
/// `GET /rest/notes`; [`Client::items`](crate::Client::items) reads every page. The vendor documents no filters.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns [`ErrorCode::InvalidFilter`](crate::ErrorCode::InvalidFilter) if the list does not support the page.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::notes::ListNotes;
///
/// let mut notes = client.items(ListNotes::new().limit(500));
/// while let Some(note) = notes.next().await {
///     let note = note?;
///     println!("{}: {:?}", note.id, note.body);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/notes")]
#[doc(alias = "notes")]
#[doc(alias = "list notes")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ListNotes {
    filters: Vec<Filter>,
    page: Option<u32>,
    limit: Option<u32>,
}

impl ListNotes {
    /// Creates a request that lists every note.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    search_setters! { filter }
    search_setters! { page }
}

impl Request for ListNotes {
    type Vendor = Nutshell;
    type Response = Records<Note>;
    const OPERATION: Operation = op::get("list_notes", "/rest/notes", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        let parts = query::search::<LeadSort>(Parts::new(), None, &self.filters, None);
        query::page(parts, self.page, self.limit).empty()
    }
}

paged_by_number! { ListNotes of Note }

sample!(ListNotes: Self::new().page(3).limit(500));
