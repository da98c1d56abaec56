//! `POST /v2/LeadManagement.svc/RetrieveNote`

use crate::api::paging;
use crate::api::prelude::*;
use crate::model::{LeadId, Note, NoteId, Paging, Sorting};
use leads_core::vendor::{Page, Paged};

/// Lists the notes of a lead, or reads one of them.
///
/// `POST /v2/LeadManagement.svc/RetrieveNote`. According to an older revision of the vendor's page the response is one
/// object; it is read as a list of one.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/get-all-notes-of-lead/).
///
/// # Errors
///
/// The errors common to all reads.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::leads::ListNotes;
///
/// let mut notes = client.items(ListNotes::new("3aee22bd-8419-422a-8242-c510df9af021"));
/// while let Some(note) = notes.next().await {
///     let note = note?;
///     println!("{:?}: {:?}", note.prospect_note_id, note.note);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/RetrieveNote")]
#[doc(alias = "LeadManagement.svc/RetrieveNote")]
#[doc(alias = "list notes")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListNotes {
    body: ListNotesBody,
}

/// The wire body of [`ListNotes`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ListNotesBody {
    parameter: Related,
    paging: Option<Paging>,
    sorting: Option<Sorting>,
}

#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Related {
    related_id: LeadId,
    id: Option<NoteId>,
}

impl ListNotes {
    /// Lists the notes of a lead in the order of their ids, 100 per page.
    pub fn new(lead: impl Into<LeadId>) -> Self {
        Self {
            body: ListNotesBody {
                parameter: Related { related_id: lead.into(), id: None },
                paging: Some(Paging::new(1, 100)),
                sorting: Some(Sorting::ascending("ProspectNoteId").with_number()),
            },
        }
    }

    /// Reads one note.
    #[must_use]
    pub fn note(mut self, note: impl Into<NoteId>) -> Self {
        self.body.parameter.id = Some(note.into());
        self
    }

    setters! { body;
        /// Sets the page, 1 to 1,000 rows.
        paging: Paging,
        /// Sets the order. Rows that tie can be missed or appear twice between pages.
        sorting: Sorting,
    }
}

impl Request for ListNotes {
    type Vendor = LeadSquared;
    type Response = Listing<Note>;
    const OPERATION: Operation = op::post("list_notes", "/v2/LeadManagement.svc/RetrieveNote", Safety::Read)
        .names_record()
        .docs("https://apidocs.leadsquared.com/get-all-notes-of-lead/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(crate::model::check_id(self.body.parameter.related_id.as_str(), "lead_id"))
            .check(Paging::check(self.body.paging.as_ref(), 1_000))
            .check(Sorting::check(self.body.sorting.as_ref()))
            .json(&self.body)
    }
}

has_body!(ListNotes => ListNotesBody);

impl Paged for ListNotes {
    type Item = Raw<Note>;

    fn page(&self, response: Self::Response) -> Page<Self> {
        paging::step(response, self.body.paging.as_ref(), |next| self.clone().paging(next))
    }

    paging::by_position! {}

    fn key(item: &Self::Item) -> Option<String> {
        item.prospect_note_id.as_ref().map(|id| id.as_str().to_owned())
    }
}

sample!(ListNotes: Self::new("0a0b0c0d-0e0f-4a4b-8c8d-101112131415"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_object_is_a_list_of_one() {
        let read = |body: &'static str| ListNotes::read(&HttpResponse::new(200, Default::default(), body.as_bytes()));
        assert_eq!(read(r#"{"ProspectNoteId":"1","Note":"x"}"#).unwrap().len(), 1);
        assert_eq!(read(r#"{"List":[{"ProspectNoteId":"1"},{"ProspectNoteId":"2"}]}"#).unwrap().len(), 2);
        assert!(read("{}").is_err());
    }
}
