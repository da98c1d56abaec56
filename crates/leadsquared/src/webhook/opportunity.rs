//! Opportunity events.

use super::ActivityEvent;
use crate::model::{EventCode, LeadId, OpportunityId, Record, UserId};
use leads_core::Time;
use serde::{Deserialize, Serialize};

/// A created or updated opportunity, as delivered by a webhook (observed on one account).
///
/// It is delivered as an activity whose code is the opportunity type. It has no name of the event and no fields: read
/// them with [`GetOpportunity`](crate::api::opportunities::GetOpportunity). The body is the same for a
/// creation and an update. `Debug` shows only ids and code.
///
/// # Examples
///
/// ```
/// use leadsquared::webhook::{Batch, OpportunityEvent};
/// let body = br#"[{"ProspectActivityId":"4","ActivityEvent":"12000","RelatedProspectId":"7",
///     "Data":{}}]"#;
/// for event in &Batch::<OpportunityEvent>::read(body)? {
///     assert_eq!((event.id(), event.lead_id()), (Some("4".into()), Some("7".into())));
/// }
/// # Ok::<(), leadsquared::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OpportunityEvent(ActivityEvent);

impl OpportunityEvent {
    /// Returns the id of the opportunity (inferred: the delivery calls it the id of an activity).
    #[must_use]
    pub fn id(&self) -> Option<OpportunityId> {
        let named = self.record().read_first(&["ProspectOpportunityId", "OpportunityId"]);
        named.or_else(|| Some(self.0.id()?.as_str().into()))
    }

    /// Returns the opportunity type.
    #[must_use]
    pub fn event_code(&self) -> Option<EventCode> {
        self.0.event_code()
    }

    /// Returns the lead.
    #[must_use]
    pub fn lead_id(&self) -> Option<LeadId> {
        self.0.lead_id()
    }

    /// Returns the time in the delivery, UTC. Whether it is that of the creation or of the event is not documented.
    #[must_use]
    pub fn created_on(&self) -> Option<Time> {
        self.0.created_on()
    }

    /// Returns the user in the delivery.
    #[must_use]
    pub fn created_by(&self) -> Option<UserId> {
        self.0.created_by()
    }

    /// Returns every member as it came.
    #[must_use]
    pub fn record(&self) -> &Record {
        self.0.record()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::webhook::Batch;

    #[test]
    fn opportunity_is_read_without_a_name_and_fields() {
        let text = r#"[{"ProspectActivityId":"4","ActivityEvent":12000,"RelatedProspectId":"7","CreatedOn":"2026-10-06 17:45:19","CreatedBy":"9","Data":{}},{"ProspectOpportunityId":"5","ActivityEvent":"12001"},{}]"#;
        let events = Batch::<OpportunityEvent>::read(text.as_bytes()).unwrap();
        let first = &events[0];
        assert_eq!((first.id(), first.lead_id()), (Some("4".into()), Some("7".into())));
        assert!(first.event_code().unwrap().is_opportunity());
        assert_eq!((first.created_by(), first.record().len()), (Some("9".into()), 6));
        assert_eq!(first.created_on().unwrap().utc().unwrap().timestamp(), 1_791_308_719);
        assert_eq!((events[1].id(), events[2].id()), (Some("5".into()), None));
        assert_eq!(serde_json::to_string(&events).unwrap(), text);
    }
}
