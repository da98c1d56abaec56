//! `POST /v2/LeadManagement.svc/CreateNote`

use crate::api::prelude::*;
use crate::model::{Acknowledged, LeadId, NoteId};
use leads_core::Personal;

/// Adds a note to a lead.
///
/// `POST /v2/LeadManagement.svc/CreateNote`. The library never sends this request twice: a second call creates a second
/// note.
///
/// If the response is lost, the outcome cannot be verified automatically: a note has no client-supplied key. To check
/// by hand, list the lead's notes with `ListNotes`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/create-notes-with-attachment/).
///
/// # Errors
///
/// [`InvalidEntity`](crate::ErrorCode::InvalidEntity) if the lead does not exist.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::leads::CreateNote;
///
/// let request = CreateNote::new("3aee22bd-8419-422a-8242-c510df9af021", "called back")
///     .attachment("https://files.example.com/plan.pdf");
/// let created = client.send(&request).await?;
/// println!("created: {:?}", created.id());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/CreateNote")]
#[doc(alias = "LeadManagement.svc/CreateNote")]
#[doc(alias = "create note")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateNote {
    body: CreateNoteBody,
}

/// The wire body of [`CreateNote`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct CreateNoteBody {
    related_prospect_id: LeadId,
    note: Personal<String>,
    attachment_name: Option<Personal<String>>,
}

impl CreateNote {
    /// Adds a note to a lead.
    pub fn new(lead: impl Into<LeadId>, note: impl Into<String>) -> Self {
        Self {
            body: CreateNoteBody {
                related_prospect_id: lead.into(),
                note: Personal(note.into()),
                attachment_name: None,
            },
        }
    }

    /// Sets the URL of a file that the vendor fetches.
    #[must_use]
    pub fn attachment(mut self, url: impl Into<String>) -> Self {
        self.body.attachment_name = Some(Personal(url.into()));
        self
    }
}

impl Request for CreateNote {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged<NoteId>>;
    const OPERATION: Operation = op::post("create_note", "/v2/LeadManagement.svc/CreateNote", Safety::NonIdempotent)
        .names_record()
        .docs("https://apidocs.leadsquared.com/create-notes-with-attachment/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(crate::model::check_id(self.body.related_prospect_id.as_str(), "lead_id"))
            .require(!self.body.note.trim().is_empty(), "note", "must not be empty")
            .json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("list the lead's notes with ListNotes".to_owned())
    }
}

has_body!(CreateNote => CreateNoteBody);

sample!(CreateNote: Self::new("0a0b0c0d-0e0f-4a4b-8c8d-101112131415", "called back")
    .attachment("https://files.example.com/plan.pdf"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn create_note_serializes_to_the_wire_form() {
        let request = CreateNote::new("7", "hello");
        assert_eq!(serde_json::to_string(request.body()).unwrap(), r#"{"RelatedProspectId":"7","Note":"hello"}"#);
        assert_eq!(CreateNote::new("7", " ").parts().unwrap_err().field(), Some("note"));
        assert!(!format!("{request:?}").contains("hello"));
    }
}
