//! `GET /v2/LeadManagement.svc/DeleteNote`

use super::ListNotes;
use crate::api::prelude::*;
use crate::model::{Acknowledged, LeadId, NoteId};

/// Permanently deletes a note of a lead.
///
/// `GET /v2/LeadManagement.svc/DeleteNote?prospectId=&noteId=`. Although the method is `GET`, this is a write. The
/// response to deleting a deleted note is not documented.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) can determine the outcome.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/delete-notes-for-lead/).
///
/// # Errors
///
/// A rejected request is [`NotApplied`](leads_core::WriteOutcome::NotApplied). If the response is lost, the request is
/// retried; if the retry is rejected because the note no longer exists, the outcome is
/// [`Unknown`](leads_core::WriteOutcome::Unknown).
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::leads::DeleteNote;
///
/// let request = DeleteNote::new(
///     "3aee22bd-8419-422a-8242-c510df9af021", "00727844-51aa-11e2-9e64-12314004ac6b",
/// );
/// let reply = client.send(&request).await?;
/// println!("{:?}: {:?} rows", reply.status, reply.affected_rows());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/DeleteNote")]
#[doc(alias = "LeadManagement.svc/DeleteNote")]
#[doc(alias = "delete note")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteNote {
    lead_id: LeadId,
    note_id: NoteId,
}

impl DeleteNote {
    /// Deletes a note of a lead.
    pub fn new(lead: impl Into<LeadId>, note: impl Into<NoteId>) -> Self {
        Self { lead_id: lead.into(), note_id: note.into() }
    }
}

impl Request for DeleteNote {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged>;
    const OPERATION: Operation = op::get("delete_note", "/v2/LeadManagement.svc/DeleteNote", Safety::Idempotent)
        .names_record()
        .docs("https://apidocs.leadsquared.com/delete-notes-for-lead/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(crate::model::check_id(self.lead_id.as_str(), "lead_id"))
            .check(crate::model::check_id(self.note_id.as_str(), "note_id"))
            .query("prospectId", &self.lead_id)
            .query("noteId", &self.note_id)
            .empty()
    }
}

/// Reads the note by its id. That the vendor responds with an empty list if it does not exist is inferred; a list of other
/// notes proves nothing.
impl Resolve for DeleteNote {
    type Check = ListNotes;
    const FOUND_WHEN: &'static str = "the read of the note by its id is an empty list";

    fn check(&self) -> Option<ListNotes> {
        Some(ListNotes::new(&self.lead_id).note(&self.note_id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        match seen {
            Ok(rows) if rows.is_empty() && rows.unreadable.is_empty() => Resolution::Found,
            Ok(rows) if rows.iter().any(|row| row.prospect_note_id.as_ref() == Some(&self.note_id)) => {
                Resolution::Absent
            }
            _ => Resolution::CannotTell,
        }
    }
}

sample!(DeleteNote: Self::new("0a0b0c0d-0e0f-4a4b-8c8d-101112131415", "0c0d0e0f-0102-4304-8506-0708090a0b0c"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn delete_note_is_a_get_and_a_write() {
        assert_eq!(wire(&DeleteNote::new("7", "4")), "GET /v2/LeadManagement.svc/DeleteNote?prospectId=7&noteId=4");
        assert!(DeleteNote::OPERATION.safety.is_write());
        assert_eq!(DeleteNote::new("", "4").parts().unwrap_err().field(), Some("lead_id"));
        assert_eq!(DeleteNote::new("7", " ").parts().unwrap_err().field(), Some("note_id"));
    }

    #[test]
    fn verification_reads_the_note_by_its_id() {
        let request = DeleteNote::new("7", "4");
        let look = |text: &'static str| {
            let rows = ListNotes::read(&HttpResponse::new(200, Default::default(), text)).unwrap();
            request.interpret(Ok(&rows))
        };
        assert!(wire(&request.check().unwrap()).contains(r#"{"RelatedId":"7","Id":"4"}"#));
        assert_eq!(look(r#"{"List":[]}"#), Resolution::Found);
        assert_eq!(look(r#"{"List":[{"ProspectNoteId":"4"}]}"#), Resolution::Absent);
        assert_eq!(look(r#"{"List":[{"ProspectNoteId":"5"}]}"#), Resolution::CannotTell);
        assert_eq!(look(r#"{"List":[7]}"#), Resolution::CannotTell);
    }
}
