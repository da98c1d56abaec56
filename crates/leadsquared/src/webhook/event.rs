//! The events and the typed payload of each.

use super::{ActivityEvent, Batch, BulkReport, LeadEvent, OpportunityEvent};
use crate::model::{FieldValue, Task};
use bytes::Bytes;
use leads_core::webhook::Payload;
use leads_core::{Result, open_enum};

/// Defines the kinds, the payloads and the readers: one line for each event.
macro_rules! events {
    ($( $(#[$meta:meta])* $variant:ident = $name:literal: $record:ty; )*) => {
        open_enum! {
            /// The event that a webhook's URL receives, by the names of this crate. A delivery does not reliably
            /// identify its event, so a [`Receiver`](super::Receiver) is created for one kind.
            pub enum EventKind {
                $( $(#[$meta])* $variant = $name, )*
            }
        }

        /// The records of one delivery, by the kind of event.
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum Event {
            $( $(#[$meta])* $variant(Batch<$record>), )*
            /// A kind that this crate does not know, kept unchanged.
            Other {
                /// The kind that the receiver was created for.
                kind: EventKind,
                /// The body; `Debug` shows its size only.
                body: Payload,
            },
        }

        impl Event {
            /// Reads the body of a delivery of this kind.
            ///
            /// # Errors
            ///
            /// Returns a decode error if the body of a known kind is not JSON, or contains no such record.
            pub fn read(kind: &EventKind, body: &Bytes) -> Result<Self> {
                Ok(match kind {
                    $( EventKind::$variant => Self::$variant(Batch::read(body)?), )*
                    EventKind::Unknown(_) => Self::Other { kind: kind.clone(), body: Payload(body.clone()) },
                })
            }

            /// Returns the kind.
            #[must_use]
            pub fn kind(&self) -> EventKind {
                match self {
                    $( Self::$variant(_) => EventKind::$variant, )*
                    Self::Other { kind, .. } => kind.clone(),
                }
            }
        }

        /// Returns every event, for inspecting captured payloads.
        #[cfg(feature = "inspect")]
        #[cfg_attr(docsrs, doc(cfg(feature = "inspect")))]
        #[must_use]
        pub fn events() -> Vec<leads_core::inspect::Event> {
            vec![ $( leads_core::inspect::Event::of::<Batch<$record>>($name) ),* ]
        }
    };
}

events! {
    /// A lead was created: a flat lead (documented).
    LeadCreate = "lead_create": LeadEvent;
    /// A lead was updated: the lead (inferred), or the lead before and after (observed).
    LeadUpdate = "lead_update": LeadEvent;
    /// A lead's stage changed: the lead before and after, with a comment (observed by one receiver).
    LeadStageChange = "lead_stage_change": LeadEvent;
    /// A lead's owner changed, like `LeadFieldChange` (inferred).
    LeadOwnerChange = "lead_owner_change": LeadEvent;
    /// One field of a lead changed: the lead before and after (observed). The field is not named: compare the two.
    LeadFieldChange = "lead_field_change": LeadEvent;
    /// A lead's score changed, like `LeadFieldChange` (inferred).
    LeadScoreChange = "lead_score_change": LeadEvent;
    /// A lead was deleted. The payload is not known and kept as it came.
    LeadDelete = "lead_delete": FieldValue;
    /// Leads were merged. The payload is not known and kept as it came.
    LeadMerge = "lead_merge": FieldValue;
    /// A landing page was submitted. The payload is not known and kept as it came.
    LandingPageSubmission = "landing_page_submission": FieldValue;
    /// Activities were created: a list, one minute's batch (observed).
    ActivityCreate = "activity_create": ActivityEvent;
    /// Activities were updated, like `ActivityCreate` (inferred).
    ActivityUpdate = "activity_update": ActivityEvent;
    /// Opportunities were created: a list of activities without fields (observed on one account).
    OpportunityCreate = "opportunity_create": OpportunityEvent;
    /// Opportunities were updated, like `OpportunityCreate` (observed on one account).
    OpportunityUpdate = "opportunity_update": OpportunityEvent;
    /// A field of an opportunity changed. The payload is not known and kept as it came.
    OpportunityFieldChange = "opportunity_field_change": FieldValue;
    /// An opportunity's stage changed. The payload is not known and kept as it came.
    OpportunityStageChange = "opportunity_stage_change": FieldValue;
    /// An opportunity was deleted. The payload is not known and kept as it came.
    OpportunityDelete = "opportunity_delete": FieldValue;
    /// A task was created: a flat task (inferred).
    TaskCreate = "task_create": Task;
    /// A task was updated. The payload is not known and kept as it came.
    TaskUpdate = "task_update": FieldValue;
    /// A task was completed. The payload is not known and kept as it came.
    TaskComplete = "task_complete": FieldValue;
    /// A task's reminder is due. The payload is not known and kept as it came.
    TaskReminder = "task_reminder": FieldValue;
    /// A task was deleted. The payload is not known and kept as it came.
    TaskDelete = "task_delete": FieldValue;
    /// An automation called its webhook: a lead in one of several wrappers (observed). The author of an automation can
    /// write any other body; such a body is a decode error, and is in
    /// [`Delivery::body`](leads_core::webhook::Delivery::body).
    Automation = "automation": LeadEvent;
    /// A bulk call is done: what is posted to its `StatusWebhookURL`.
    StatusWebhook = "status_webhook": BulkReport;
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]
mod tests {
    use super::*;
    use crate::model::Opportunity;

    fn len(event: &Event) -> usize {
        match event {
            Event::LeadCreate(batch)
            | Event::LeadUpdate(batch)
            | Event::LeadStageChange(batch)
            | Event::LeadOwnerChange(batch)
            | Event::LeadFieldChange(batch)
            | Event::LeadScoreChange(batch)
            | Event::Automation(batch) => batch.len(),
            Event::ActivityCreate(batch) | Event::ActivityUpdate(batch) => batch.len(),
            Event::OpportunityCreate(batch) | Event::OpportunityUpdate(batch) => batch.len(),
            Event::TaskCreate(batch) => batch.len(),
            Event::StatusWebhook(batch) => batch.len(),
            Event::LeadDelete(batch)
            | Event::LeadMerge(batch)
            | Event::LandingPageSubmission(batch)
            | Event::OpportunityFieldChange(batch)
            | Event::OpportunityStageChange(batch)
            | Event::OpportunityDelete(batch)
            | Event::TaskUpdate(batch)
            | Event::TaskComplete(batch)
            | Event::TaskReminder(batch)
            | Event::TaskDelete(batch) => batch.len(),
            Event::Other { .. } => panic!("a known kind"),
        }
    }

    #[test]
    fn every_kind_accepts_one_record_and_many() {
        for (text, count) in
            [(r#"{"ProspectID":"1"}"#, 1), (r#"[{"ProspectID":"1"},{"ProspectID":"2"}]"#, 2), ("[]", 0)]
        {
            for kind in EventKind::all() {
                let event = Event::read(&kind, &Bytes::from_static(text.as_bytes())).unwrap();
                assert_eq!((event.kind(), len(&event)), (kind, count), "{text}");
            }
        }
    }

    #[test]
    fn hostile_bytes_return_errors_without_panics() {
        for bytes in [&b""[..], b" ", b"{", b"nul", b"\xff\xfe", b"[1", b"\xef\xbb\xbf", b"{\"a\":", b"]"] {
            for kind in EventKind::all() {
                let read = Event::read(&kind, &Bytes::from_static(bytes));
                assert!(read.is_err_and(|error| error.is_decode()), "{kind} {bytes:?}");
            }
        }
        for bytes in [&b"7"[..], b"null", b"\"x\"", b"{}", b"[7]", b"[[]]"] {
            assert!(Event::read(&EventKind::LeadCreate, &Bytes::from_static(bytes)).is_err());
        }
    }

    #[test]
    fn unknown_payloads_are_kept_and_read_as_a_guessed_type() {
        let body = Bytes::from_static(br#"{ "ProspectOpportunityId":"5", "x":1.50 }"#);
        let Event::OpportunityDelete(events) = Event::read(&EventKind::OpportunityDelete, &body).unwrap() else {
            panic!("an opportunity");
        };
        assert_eq!(events[0].text().as_bytes(), &body[..]);
        assert_eq!(events[0].read_as::<Opportunity>().unwrap().id(), Some("5".into()));
        for text in ["7", "\"x\"", "[1,{\"a\":2}]", "null"] {
            let Event::TaskReminder(events) = Event::read(&EventKind::TaskReminder, &Bytes::from(text)).unwrap() else {
                panic!("a reminder");
            };
            assert_eq!(serde_json::to_string(&events).unwrap(), text);
        }
    }

    #[test]
    fn unknown_kind_is_kept_as_bytes() {
        let body = Bytes::from_static(b"\xff not JSON");
        let event = Event::read(&EventKind::from("lead_split"), &body).unwrap();
        assert_eq!(event.kind().as_str(), "lead_split");
        assert!(!format!("{event:?}").contains("not JSON"));
        assert!(matches!(event, Event::Other { body: kept, .. } if kept.0 == body));
    }
}
