//! `POST /rest/notes`

use crate::api::prelude::*;
use crate::model::{EntityId, Note};
use leads_core::Personal;

/// Creates a note on a lead, a person or a company.
///
/// `POST /rest/notes`. The response is the new note. A note cannot be edited afterwards. It is not documented whether
/// the text may contain mentions (`@[Users:1]`, as in [`Note::body_markup`]).
///
/// If the response is lost, the outcome cannot be verified automatically, because Nutshell does not accept a
/// client-supplied id. To check manually: `ListNotes` shows whether the record has it.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Nutshell has no duplicate detection key, so the call is never retried once it has been sent: a lost response leaves
/// the outcome unknown.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::notes::CreateNote;
///
/// let request = CreateNote::new("6-leads", "Called back, wants an offer.");
/// let note = client.send(&request).await?;
/// println!("{}: {:?}", note.id, note.body);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/notes")]
#[doc(alias = "notes")]
#[doc(alias = "create note")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateNote {
    body: CreateNoteBody,
}

/// The wire body of [`CreateNote`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateNoteBody {
    data: NewNote,
}

/// A new note.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewNote {
    body: Personal<String>,
    links: NewNoteLinks,
}

/// The related records of a [`NewNote`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewNoteLinks {
    parent: EntityId,
}

impl CreateNote {
    /// Creates a note with `text` on `parent`: the id of a lead, a contact or an account.
    pub fn new(parent: impl Into<EntityId>, text: impl Into<String>) -> Self {
        let links = NewNoteLinks { parent: parent.into() };
        Self { body: CreateNoteBody { data: NewNote { body: Personal(text.into()), links } } }
    }
}

impl Request for CreateNote {
    type Vendor = Nutshell;
    type Response = One<Note>;
    const OPERATION: Operation = op::post("create_note", "/rest/notes", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        let note = &self.body.data;
        Parts::new()
            .require(!note.links.parent.as_str().trim().is_empty(), "parent", "must not be empty")
            .require(!note.body.trim().is_empty(), "body", "must not be empty")
            .json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("ListNotes shows whether the record has the note".to_owned())
    }
}

has_body!(CreateNote => CreateNoteBody);

sample!(CreateNote: Self::new("6-leads", "Called back, wants an offer."));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn note_is_nested_under_data() {
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
    fn note_requires_text_and_parent() {
        assert_eq!(CreateNote::new("6-leads", "\n ").parts().unwrap_err().field(), Some("body"));
        assert_eq!(CreateNote::new("", "x").parts().unwrap_err().field(), Some("parent"));
    }
}
