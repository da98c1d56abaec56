//! `POST /v2/leads/{leadId}/followup`

use crate::api::prelude::*;
use crate::model::{EntityId, Lead, LeadId};
use leads_core::{Personal, Time};

/// Adds a follow-up to a lead.
///
/// `POST /v2/leads/{leadId}/followup`; the response is the whole lead. The vendor's title says "update", but each call
/// adds an entry. The lead's `lastFollowUp` and `nextFollowUp` follow the latest entry (inferred).
///
/// If the response is lost, the outcome cannot be verified automatically: an entry with the same time may come from
/// another client. [`Error::help`](crate::Error::help) says how to check manually.
///
/// See [the vendor's page](https://docs.capillarytech.com/reference/update-lead-followups).
///
/// # Errors
///
/// 92001 if the lead does not exist, 92005 if the time is missing; the outcome of both is
/// [`NotApplied`](leads_core::WriteOutcome::NotApplied). If the response is lost, the outcome is
/// [`Unknown`](leads_core::WriteOutcome::Unknown): list the follow-ups before you add it again.
///
/// # Examples
///
/// ```
/// # async fn run(client: &capillary_leads::Client) -> capillary_leads::Result<()> {
/// use capillary_leads::api::follow_ups::AddFollowUp;
///
/// let request = AddFollowUp::new(63, "2026-10-05T08:00:00+05:30", 124)
///     .notes("wants to think about it")
///     .next_follow_up("2026-10-12T08:00:00+05:30");
/// let lead = client.send(&request).await?;
/// println!("{}: {:?}", lead.id, lead.status);
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/leads/{leadId}/followup")]
#[doc(alias = "leads/{leadId}/followup")]
#[doc(alias = "add follow up")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddFollowUp {
    lead_id: LeadId,
    body: AddFollowUpBody,
}

/// The wire body of [`AddFollowUp`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddFollowUpBody {
    followed_up_on: Time,
    created_by: EntityId,
    followed_up_by: Option<EntityId>,
    next_follow_up: Option<Time>,
    scheduled_follow_up: Option<Time>,
    notes: Option<Personal<String>>,
    created_on: Option<Time>,
}

impl AddFollowUp {
    /// Creates a request that records a follow-up of `lead_id` at the given time by a till or staff member. The vendor
    /// marks both as required.
    pub fn new(lead_id: impl Into<LeadId>, followed_up_on: impl Into<Time>, created_by: impl Into<EntityId>) -> Self {
        Self {
            lead_id: lead_id.into(),
            body: AddFollowUpBody {
                followed_up_on: followed_up_on.into(),
                created_by: created_by.into(),
                followed_up_by: None,
                next_follow_up: None,
                scheduled_follow_up: None,
                notes: None,
                created_on: None,
            },
        }
    }

    setters! { body;
        /// Sets the id of the staff member who followed up.
        followed_up_by: EntityId,
        /// Sets when the next follow-up is planned.
        next_follow_up: Time,
        /// Sets when this follow-up had been planned. By default the vendor uses the time planned on the lead
        /// (inferred).
        scheduled_follow_up: Time,
        /// Sets the notes.
        notes: Personal<String>,
        /// Sets the member `createdOn`. Only the newer table has it, and describes it as the creation time of the lead.
        created_on: Time,
    }
}

impl Request for AddFollowUp {
    type Vendor = Capillary;
    type Response = Raw<Lead>;
    const OPERATION: Operation = op::post("add_follow_up", "/v2/leads/{leadId}/followup", Safety::NonIdempotent)
        .docs("https://docs.capillarytech.com/reference/update-lead-followups");

    fn parts(&self) -> Result<Parts> {
        let body = &self.body;
        Parts::new()
            .check(check::lead(self.lead_id))
            .path("leadId", self.lead_id)
            .check(check::time("followed_up_on", Some(&body.followed_up_on)))
            .check(check::time("next_follow_up", body.next_follow_up.as_ref()))
            .check(check::time("scheduled_follow_up", body.scheduled_follow_up.as_ref()))
            .check(check::time("created_on", body.created_on.as_ref()))
            .json(body)
    }

    fn trace(&self) -> Option<String> {
        let (lead, time) = (self.lead_id, &self.body.followed_up_on);
        Some(format!("send ListFollowUps for lead {lead} to check whether it has one at {time}"))
    }
}

has_body!(AddFollowUp => AddFollowUpBody);

sample!(AddFollowUp: Self::new(63, "2026-03-04T10:00:00+05:30", 124)
    .followed_up_by(4711)
    .next_follow_up("2026-03-11T10:00:00+05:30")
    .scheduled_follow_up("2026-03-04T09:30:00+05:30")
    .notes("rang twice"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_checked_and_notes_are_redacted() {
        let field = |request: AddFollowUp| request.parts().unwrap_err().field().unwrap().to_owned();
        assert_eq!(field(AddFollowUp::new(1, "", 1)), "followed_up_on");
        assert_eq!(field(AddFollowUp::new(1, "2026-01-01T00:00:00Z", 1).next_follow_up("x")), "next_follow_up");
        let request = AddFollowUp::new(1, "2026-01-01T00:00:00Z", -1).notes("likes red".to_owned());
        assert!(!format!("{request:?}").contains("likes red"));
        assert_eq!(
            serde_json::to_string(request.body()).unwrap(),
            r#"{"followedUpOn":"2026-01-01T00:00:00Z","createdBy":-1,"notes":"likes red"}"#
        );
    }
}
