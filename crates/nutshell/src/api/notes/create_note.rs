//! `POST /rest/notes`

use crate::Nutshell;
use crate::envelope::One;
use crate::evidence;
use crate::model::{EntityId, Note};
use leads_core::vendor::{HasBody, HttpResponse, Method, Operation, Parts, Request, Safety};
use leads_core::{Personal, Result};
use serde::{Deserialize, Serialize};

/// Writes a note on a lead, a person or a company.
///
/// `POST /rest/notes`; the answer is the new note. A note cannot be changed afterwards. Whether the text may hold
/// mentions (`@[Users:1]`, as [`Note::body_markup`] has them) is not documented.
///
/// After a lost answer there is nothing to look by: Nutshell has no key of one's own for it. By hand: `ListNotes`
/// shows whether the record has it.
///
/// # Errors
/// Nutshell has no key against duplicates, so the call is never sent again after its bytes left: a lost answer leaves
/// the outcome unknown.
///
/// ```
/// let request = nutshell::api::notes::CreateNote::new("6-leads", "Called back, wants an offer.");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateNote {
    body: CreateNoteBody,
}

/// The body of [`CreateNote`], as it goes over the wire.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateNoteBody {
    data: NewNote,
}

/// A note to be written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewNote {
    body: Personal<String>,
    links: NewNoteLinks,
}

/// The relations of a [`NewNote`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewNoteLinks {
    parent: EntityId,
}

impl CreateNote {
    /// Writes `text` on `parent`: the id of a lead, a contact or an account.
    pub fn new(parent: impl Into<EntityId>, text: impl Into<String>) -> Self {
        let links = NewNoteLinks { parent: parent.into() };
        Self { body: CreateNoteBody { data: NewNote { body: Personal(text.into()), links } } }
    }
}

impl Request for CreateNote {
    type Vendor = Nutshell;
    type Response = One<Note>;
    const OPERATION: Operation =
        Operation::new("create_note", Method::Post, "/rest/notes", Safety::NonIdempotent).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        let note = &self.body.data;
        Parts::new()
            .require(!note.links.parent.as_str().trim().is_empty(), "parent", "must not be empty")
            .require(!note.body.trim().is_empty(), "body", "must not be empty")
            .json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("ListNotes shows whether the record has it".to_owned())
    }

    fn read(response: &HttpResponse) -> Result<One<Note>> {
        evidence::record(response)
    }
}

impl HasBody for CreateNote {
    type Body = CreateNoteBody;
    fn body(&self) -> &CreateNoteBody {
        &self.body
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for CreateNote {
    fn sample() -> Self {
        Self::new("6-leads", "Called back, wants an offer.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_note_stands_under_data() {
        let request = CreateNote::new("6-leads", "Called back.");
        assert_eq!(
            serde_json::to_string(request.body()).unwrap(),
            r#"{"data":{"body":"Called back.","links":{"parent":"6-leads"}}}"#
        );
        assert!(!format!("{request:?}").contains("Called"));
        let stored = serde_json::to_string(&request).unwrap();
        assert_eq!(serde_json::from_str::<CreateNote>(&stored).unwrap(), request);
    }

    #[test]
    fn a_note_needs_a_text_and_a_parent() {
        assert_eq!(CreateNote::new("6-leads", "\n ").parts().unwrap_err().field(), Some("body"));
        assert_eq!(CreateNote::new("", "x").parts().unwrap_err().field(), Some("parent"));
    }
}
