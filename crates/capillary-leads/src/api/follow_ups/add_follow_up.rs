//! `POST /v2/leads/{leadId}/followup`

use crate::model::{EntityId, Lead, LeadId, written_lead};
use crate::{Capillary, check};
use leads_core::vendor::{HasBody, HttpResponse, Method, Operation, Parts, Raw, Request, Safety};
use leads_core::{Personal, Result, Time, setters};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

/// Adds a follow-up to a lead.
///
/// `POST /v2/leads/{leadId}/followup`; the answer is the whole lead. The vendor's title says "update", yet each call
/// adds an entry. The lead's own `lastFollowUp` and `nextFollowUp` follow the latest entry (inferred).
///
/// After a lost answer there is nothing to look by: an entry of the same time may be somebody else's. By hand: see
/// [`Error::help`](crate::Error::help).
///
/// # Errors
/// 92001 no such lead, 92005 the time is missing; both [`NotApplied`](leads_core::WriteOutcome::NotApplied). A lost answer
/// is [`Unknown`](leads_core::WriteOutcome::Unknown): list the follow-ups before adding it again.
///
/// ```
/// use capillary_leads::api::follow_ups::AddFollowUp;
/// let request = AddFollowUp::new(63, "2026-10-05T08:00:00+05:30", 124)
///     .notes("wants to think about it")
///     .next_follow_up("2026-10-12T08:00:00+05:30");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddFollowUp {
    lead_id: LeadId,
    body: AddFollowUpBody,
}

/// The body of [`AddFollowUp`], as it goes over the wire.
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
    /// Adds to `lead_id` that somebody followed up at a time, as a till records it. The vendor marks both as required.
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
        /// Sets who followed up: the id of a staff member.
        followed_up_by: EntityId,
        /// Sets when the next follow-up is planned.
        next_follow_up: Time,
        /// Sets when this follow-up had been planned. Without it the vendor takes what the lead had planned
        /// (inferred).
        scheduled_follow_up: Time,
        /// Sets what was said.
        notes: Personal<String>,
        /// Sets the member `createdOn`, which only the newer table has and describes as the time of the lead's own
        /// making.
        created_on: Time,
    }
}

impl Request for AddFollowUp {
    type Vendor = Capillary;
    type Response = Raw<Lead>;
    const OPERATION: Operation =
        Operation::new("add_follow_up", Method::Post, "/v2/leads/{leadId}/followup", Safety::NonIdempotent)
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
        Some(format!("ListFollowUps of lead {lead} shows whether one at {time} is there"))
    }

    fn read(response: &HttpResponse) -> Result<Raw<Lead>> {
        written_lead(response)
    }
}

impl HasBody for AddFollowUp {
    type Body = AddFollowUpBody;
    fn body(&self) -> &AddFollowUpBody {
        &self.body
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for AddFollowUp {
    fn sample() -> Self {
        Self::new(63, "2026-03-04T10:00:00+05:30", 124)
            .followed_up_by(4711)
            .next_follow_up("2026-03-11T10:00:00+05:30")
            .scheduled_follow_up("2026-03-04T09:30:00+05:30")
            .notes("rang twice")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_is_checked_and_the_note_is_hidden() {
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
