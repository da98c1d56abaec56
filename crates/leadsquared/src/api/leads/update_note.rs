//! `POST /v2/LeadManagement.svc/UpdateNote`

use super::ListNotes;
use crate::api::prelude::*;
use crate::model::{Acknowledged, LeadId, NoteId};
use leads_core::Personal;

/// Updates a note of a lead.
///
/// `POST /v2/LeadManagement.svc/UpdateNote`. What is not set is left as it is (inferred).
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) can determine the outcome.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/update-note/).
///
/// # Errors
///
/// Returns an error before sending if neither the text nor the attachment is set. A rejected request is
/// [`NotApplied`](leads_core::WriteOutcome::NotApplied).
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::leads::UpdateNote;
///
/// let (lead, note) =
///     ("3aee22bd-8419-422a-8242-c510df9af021", "00727844-51aa-11e2-9e64-12314004ac6b");
/// let request = UpdateNote::new(lead, note).note("called back twice");
/// let updated = client.send(&request).await?;
/// println!("updated: {:?}", updated.id());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/UpdateNote")]
#[doc(alias = "LeadManagement.svc/UpdateNote")]
#[doc(alias = "update note")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateNote {
    body: UpdateNoteBody,
}

/// The wire body of [`UpdateNote`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct UpdateNoteBody {
    related_prospect_id: LeadId,
    prospect_note_id: NoteId,
    note: Option<Personal<String>>,
    attachment_name: Option<Personal<String>>,
}

impl UpdateNote {
    /// Updates a note of a lead.
    pub fn new(lead: impl Into<LeadId>, note: impl Into<NoteId>) -> Self {
        Self {
            body: UpdateNoteBody {
                related_prospect_id: lead.into(),
                prospect_note_id: note.into(),
                note: None,
                attachment_name: None,
            },
        }
    }

    /// Replaces the text.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.body.note = Some(Personal(note.into()));
        self
    }

    /// Sets the URL of a file that the vendor fetches.
    #[must_use]
    pub fn attachment(mut self, url: impl Into<String>) -> Self {
        self.body.attachment_name = Some(Personal(url.into()));
        self
    }
}

impl Request for UpdateNote {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged<NoteId>>;
    const OPERATION: Operation = op::post("update_note", "/v2/LeadManagement.svc/UpdateNote", Safety::Idempotent)
        .names_record()
        .docs("https://apidocs.leadsquared.com/update-note/");

    fn parts(&self) -> Result<Parts> {
        let UpdateNoteBody { related_prospect_id, prospect_note_id, note, attachment_name } = &self.body;
        Parts::new()
            .check(crate::model::check_id(related_prospect_id.as_str(), "lead_id"))
            .check(crate::model::check_id(prospect_note_id.as_str(), "note_id"))
            .require(
                note.is_some() || attachment_name.is_some(),
                "note",
                "or `attachment` must be set: nothing would change",
            )
            .require(note.as_ref().is_none_or(|note| !note.trim().is_empty()), "note", "must not be empty")
            .json(&self.body)
    }
}

/// Reads the note and compares its text. An attachment proves nothing: the vendor can store it under another name.
impl Resolve for UpdateNote {
    type Check = ListNotes;
    const FOUND_WHEN: &'static str = "the note has the text that was sent; nothing proves an attachment";

    fn check(&self) -> Option<ListNotes> {
        self.body.attachment_name.is_none().then(|| {
            let UpdateNoteBody { related_prospect_id: lead, prospect_note_id: note, .. } = &self.body;
            ListNotes::new(lead).note(note)
        })
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        let id = &self.body.prospect_note_id;
        let row = seen.ok().and_then(|rows| rows.iter().find(|row| row.prospect_note_id.as_ref() == Some(id)));
        let seen = row.and_then(|row| row.note.as_deref());
        let wanted = self.body.note.as_deref();
        let attachment = self.body.attachment_name.as_ref().map(|_| None);
        Resolution::from_evidence(wanted.map(|wanted| Some(seen? == wanted)).into_iter().chain(attachment))
    }
}

has_body!(UpdateNote => UpdateNoteBody);

sample!(UpdateNote: Self::new("0a0b0c0d-0e0f-4a4b-8c8d-101112131415", "0c0d0e0f-0102-4304-8506-0708090a0b0c")
    .note("called back twice"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn update_note_serializes_to_the_wire_form() {
        let request = UpdateNote::new("7", "4").note("hello").attachment("https://files.example.com/1");
        assert_eq!(
            wire(&request),
            r#"POST /v2/LeadManagement.svc/UpdateNote {"RelatedProspectId":"7","ProspectNoteId":"4","Note":"hello","AttachmentName":"https://files.example.com/1"}"#
        );
        assert!(!format!("{request:?}").contains("hello"));
    }

    #[test]
    fn update_note_names_invalid_fields() {
        let field = |request: UpdateNote| request.parts().unwrap_err().field().map(str::to_owned);
        assert_eq!(field(UpdateNote::new("7", "4")).as_deref(), Some("note"));
        assert_eq!(field(UpdateNote::new("7", "4").note(" ")).as_deref(), Some("note"));
        assert_eq!(field(UpdateNote::new("", "4").note("x")).as_deref(), Some("lead_id"));
        assert_eq!(field(UpdateNote::new("7", "").note("x")).as_deref(), Some("note_id"));
    }

    #[test]
    fn verification_compares_the_text() {
        let request = UpdateNote::new("7", "4").note("new");
        let look = |text: &'static str| {
            let rows = ListNotes::read(&HttpResponse::new(200, Default::default(), text)).unwrap();
            request.interpret(Ok(&rows))
        };
        assert_eq!(look(r#"{"List":[{"ProspectNoteId":"4","Note":"new"}]}"#), Resolution::Found);
        assert_eq!(look(r#"{"List":[{"ProspectNoteId":"4","Note":"old"}]}"#), Resolution::Absent);
        assert_eq!(look(r#"{"List":[{"ProspectNoteId":"5","Note":"new"}]}"#), Resolution::CannotTell);
        assert!(request.check().is_some() && request.attachment("https://x.example.com").check().is_none());
    }
}
