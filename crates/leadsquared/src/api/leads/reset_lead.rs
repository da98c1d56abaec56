//! `POST /v2/LeadManagement.svc/Lead.Reset`

use crate::api::prelude::*;
use crate::model::{Acknowledged, EventCode, LeadId, SentTime};
use leads_core::open_enum;

open_enum! {
    /// A history of a lead that [`ResetLead`] can delete.
    pub enum AuditActivity {
        /// Changes of the stage.
        StageChange = "StageChange",
        /// Changes of the owner.
        OwnerChange = "OwnerChange",
    }
}

/// Deletes parts of a lead's past: tasks, activities, notes and histories. This cannot be undone.
///
/// `POST /v2/LeadManagement.svc/Lead.Reset`. It accepts only the keys of an administrator. Only what is named is
/// deleted: types of tasks by their ids, types of activities by their codes, all notes, and histories. Without a time
/// range, everything since the lead was created is deleted. The vendor's response is not documented; it is read as the
/// usual envelope (inferred).
///
/// If the response is lost, the outcome cannot be verified automatically: it would take several reads. To check by
/// hand, list the lead's activities with `ListActivitiesOfLead`, its notes with `ListNotes` and its tasks with
/// `ListTasksOfLead`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/reset-a-lead/).
///
/// # Errors
///
/// Returns an error before sending if nothing is named, or if the range ends before it begins. A rejected request is
/// [`NotApplied`](leads_core::WriteOutcome::NotApplied). If the response is lost, the outcome is
/// [`Unknown`](leads_core::WriteOutcome::Unknown) and the request is not retried: it could delete what was added in
/// between.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::leads::{AuditActivity, ResetLead};
///
/// let request = ResetLead::new("3aee22bd-8419-422a-8242-c510df9af021")
///     .activity_events([166, 167])
///     .notes(true)
///     .audit_activities([AuditActivity::StageChange]);
/// let reply = client.send(&request).await?;
/// println!("{:?}: {:?} rows", reply.status, reply.affected_rows());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/Lead.Reset")]
#[doc(alias = "LeadManagement.svc/Lead.Reset")]
#[doc(alias = "reset lead")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResetLead {
    body: ResetLeadBody,
}

/// The wire body of [`ResetLead`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ResetLeadBody {
    prospect_id: LeadId,
    task_type_list: Option<Vec<String>>,
    activity_event_list: Option<Vec<EventCode>>,
    should_delete_prospect_notes: Option<bool>,
    audit_activity_list: Option<Vec<AuditActivity>>,
    from_date: Option<SentTime>,
    to_date: Option<SentTime>,
}

impl ResetLead {
    /// Creates a request that names nothing to delete yet.
    pub fn new(lead: impl Into<LeadId>) -> Self {
        Self {
            body: ResetLeadBody {
                prospect_id: lead.into(),
                task_type_list: None,
                activity_event_list: None,
                should_delete_prospect_notes: None,
                audit_activity_list: None,
                from_date: None,
                to_date: None,
            },
        }
    }

    setters! { body;
        /// Sets the beginning of the range.
        from_date: SentTime,
        /// Sets the end of the range.
        to_date: SentTime,
    }

    /// Deletes the tasks of these types, named by the ids of the types.
    #[must_use]
    pub fn task_types(mut self, ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.body.task_type_list = Some(ids.into_iter().map(Into::into).collect());
        self
    }

    /// Deletes the activities of these types.
    #[must_use]
    pub fn activity_events(mut self, codes: impl IntoIterator<Item = impl Into<EventCode>>) -> Self {
        self.body.activity_event_list = Some(codes.into_iter().map(|code| EventCode::new(code.into().get())).collect());
        self
    }

    /// Sets whether all notes are deleted.
    #[must_use]
    pub fn notes(mut self, delete: bool) -> Self {
        self.body.should_delete_prospect_notes = Some(delete);
        self
    }

    /// Deletes these histories.
    #[must_use]
    pub fn audit_activities(mut self, histories: impl IntoIterator<Item = impl Into<AuditActivity>>) -> Self {
        self.body.audit_activity_list = Some(histories.into_iter().map(Into::into).collect());
        self
    }
}

impl Request for ResetLead {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged>;
    const OPERATION: Operation = op::post("reset_lead", "/v2/LeadManagement.svc/Lead.Reset", Safety::NonIdempotent)
        .names_record()
        .docs("https://apidocs.leadsquared.com/reset-a-lead/");

    fn parts(&self) -> Result<Parts> {
        let body = &self.body;
        let types = body.task_type_list.as_deref().unwrap_or_default();
        let histories = body.audit_activity_list.as_deref().unwrap_or_default();
        let names_events = body.activity_event_list.as_ref().is_some_and(|codes| !codes.is_empty());
        let names_notes = body.should_delete_prospect_notes == Some(true);
        let (from, to) = (body.from_date.as_ref(), body.to_date.as_ref());
        let is_reversed = from.zip(to).is_some_and(|(from, to)| from.utc() > to.utc());
        Parts::new()
            .check(crate::model::check_id(body.prospect_id.as_str(), "lead_id"))
            .require(
                !types.is_empty() || names_events || names_notes || !histories.is_empty(),
                "body",
                "must name task types, activity events, notes or audit activities to delete",
            )
            .require(types.iter().all(|id| !id.trim().is_empty()), "task_types", "must not contain an empty id")
            .require(
                histories.iter().all(|history| !history.as_str().trim().is_empty()),
                "audit_activities",
                "must not contain an empty name",
            )
            .check(SentTime::check(from, "from_date"))
            .check(SentTime::check(to, "to_date"))
            .require(!is_reversed, "from_date", "must not be after `to_date`")
            .json(body)
    }

    fn trace(&self) -> Option<String> {
        Some("list the lead's activities with ListActivitiesOfLead, its notes with ListNotes and its tasks with ListTasksOfLead".to_owned())
    }
}

has_body!(ResetLead => ResetLeadBody);

sample!(ResetLead: Self::new("0a0b0c0d-0e0f-4a4b-8c8d-101112131415")
    .task_types(["0c0d0e0f-0001-4203-8405-060708090a0b"])
    .activity_events([166, 167])
    .notes(true)
    .audit_activities([AuditActivity::StageChange])
    .from_date(chrono::DateTime::UNIX_EPOCH)
    .to_date(chrono::DateTime::UNIX_EPOCH + chrono::Duration::days(1)));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;
    use chrono::{DateTime, Duration};

    #[test]
    fn reset_lead_serializes_to_the_wire_form() {
        let request = ResetLead::new("7")
            .activity_events([EventCode::new(166).as_text()])
            .audit_activities([AuditActivity::OwnerChange])
            .from_date(DateTime::UNIX_EPOCH);
        assert_eq!(
            wire(&request),
            r#"POST /v2/LeadManagement.svc/Lead.Reset {"ProspectId":"7","ActivityEventList":[166],"AuditActivityList":["OwnerChange"],"FromDate":"1970-01-01 00:00:00"}"#
        );
        assert_eq!(
            wire(&ResetLead::new("7").task_types(["4"]).notes(false)),
            r#"POST /v2/LeadManagement.svc/Lead.Reset {"ProspectId":"7","TaskTypeList":["4"],"ShouldDeleteProspectNotes":false}"#
        );
    }

    #[test]
    fn request_that_names_nothing_is_rejected() {
        let new = || ResetLead::new("7");
        let notes = || new().notes(true);
        for (request, field) in [
            (new(), "body"),
            (new().notes(false).activity_events(Vec::<i64>::new()).task_types(Vec::<String>::new()), "body"),
            (ResetLead::new("").notes(true), "lead_id"),
            (notes().task_types([" "]), "task_types"),
            (notes().audit_activities([""]), "audit_activities"),
            (notes().from_date(DateTime::UNIX_EPOCH + Duration::days(1)).to_date(DateTime::UNIX_EPOCH), "from_date"),
        ] {
            assert_eq!(request.parts().unwrap_err().field(), Some(field), "{request:?}");
        }
        assert!(notes().parts().is_ok());
    }
}
