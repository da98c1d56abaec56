//! The vendor's webhook payloads, read from raw bytes.
//!
//! A [`Receiver`] distinguishes a delivery from the vendor's empty verification and provides the response; then the
//! reader of the event reads the delivery. Give each webhook a separate URL: a delivery does not reliably identify its
//! event.
//!
//! | event | reader | what is known of the payload |
//! |---|---|---|
//! | lead created | [`lead_create`] | documented: a flat lead |
//! | lead changed, its stage, its owner | [`lead_update`], [`lead_stage_change`], [`lead_owner_change`] | inferred from the above; the lead before and after was observed for changes of a field |
//! | activity posted, changed | [`activity_create`], [`activity_update`] | observed: a list, one minute's batch |
//! | task created | [`task_create`] | inferred: a flat task |
//! | opportunity created | [`opportunity_create`] | unknown: kept as it came |
//!
//! Readers are tolerant: they accept one record or a list of them, a leading byte order mark, and members of any type,
//! and they keep the exact text of each record. The vendor's three attempts can deliver an event more than once, and a
//! batch can contain a record twice; identify events by the record's id and time.
//!
//! Deliveries contain what the *account* sends; to read the current state, request the record by its id.

mod activity;
#[cfg(feature = "axum")]
mod axum;
mod batch;
mod lead;
mod receiver;

pub use activity::ActivityEvent;
pub use batch::Batch;
pub use lead::LeadEvent;
pub use receiver::{Call, Delivery, Receiver, WebhookResponse};

#[cfg(feature = "axum")]
#[cfg_attr(docsrs, doc(cfg(feature = "axum")))]
pub use self::axum::{Rejection, route};

use crate::model::{FieldValue, Task};
use leads_core::Result;

macro_rules! readers {
    ($( $(#[$meta:meta])* $name:ident: $event:ty; )*) => {
        $(
            $(#[$meta])*
            ///
            /// # Errors
            ///
            /// Returns a decode error if the bytes are not JSON, or contain no such record.
            pub fn $name(delivery: impl AsRef<[u8]>) -> Result<Batch<$event>> {
                Batch::read(delivery.as_ref())
            }
        )*

        /// Every event, for inspecting captured payloads.
        #[cfg(feature = "inspect")]
        #[cfg_attr(docsrs, doc(cfg(feature = "inspect")))]
        #[must_use]
        pub fn events() -> Vec<leads_core::inspect::Event> {
            vec![ $( leads_core::inspect::Event::of::<Batch<$event>>(stringify!($name)) ),* ]
        }
    };
}

readers! {
    /// Reads the delivery of a created lead: a flat lead (documented).
    ///
    /// # Examples
    ///
    /// ```
    /// use leadsquared::webhook::lead_create;
    /// let events = lead_create(r#"{"ProspectID":"a31","FirstName":"Jo","ProspectStage":"Initial","mx_City":null}"#)?;
    /// let lead = events[0].lead();
    /// assert_eq!((lead.first_name(), lead.stage()), (Some("Jo"), Some("Initial")));
    /// # Ok::<(), leadsquared::Error>(())
    /// ```
    lead_create: LeadEvent;
    /// Reads the delivery of an updated lead: the lead (inferred), or the lead before and after (observed).
    ///
    /// # Examples
    ///
    /// ```
    /// use leadsquared::webhook::lead_update;
    /// let events = lead_update(r#"{"Before":{"ProspectID":"a31","Score":"1"},"After":{"ProspectID":"a31","Score":"2"}}"#)?;
    /// assert_eq!(events[0].changed().collect::<Vec<_>>(), ["Score"]);
    /// # Ok::<(), leadsquared::Error>(())
    /// ```
    lead_update: LeadEvent;
    /// Reads the delivery of a lead whose stage changed, like [`lead_update`] (inferred).
    ///
    /// # Examples
    ///
    /// ```
    /// let events = leadsquared::webhook::lead_stage_change(r#"{"ProspectID":"a31","ProspectStage":"Customer"}"#)?;
    /// assert_eq!(events[0].lead().stage(), Some("Customer"));
    /// # Ok::<(), leadsquared::Error>(())
    /// ```
    lead_stage_change: LeadEvent;
    /// Reads the delivery of a lead whose owner changed, like [`lead_update`] (inferred).
    ///
    /// # Examples
    ///
    /// ```
    /// let events = leadsquared::webhook::lead_owner_change(r#"{"ProspectID":"a31","OwnerId":"9"}"#)?;
    /// assert_eq!(events[0].lead().owner_id(), Some("9".into()));
    /// # Ok::<(), leadsquared::Error>(())
    /// ```
    lead_owner_change: LeadEvent;
    /// Reads the delivery of created activities: a list (observed).
    ///
    /// # Examples
    ///
    /// ```
    /// use leadsquared::webhook::activity_create;
    /// let body = r#"[{"ProspectActivityId":"4","ActivityEvent":"201","RelatedProspectId":"7","Data":{"Note":"called"}}]"#;
    /// for event in &activity_create(body)? {
    ///     assert_eq!((event.event_code(), event.detail("Note")), (Some(201.into()), Some("called")));
    /// }
    /// # Ok::<(), leadsquared::Error>(())
    /// ```
    activity_create: ActivityEvent;
    /// Reads the delivery of updated activities, like [`activity_create`] (inferred).
    ///
    /// # Examples
    ///
    /// ```
    /// let events = leadsquared::webhook::activity_update(r#"{"ProspectActivityId":"4"}"#)?;
    /// assert_eq!(events[0].id(), Some("4".into()));
    /// # Ok::<(), leadsquared::Error>(())
    /// ```
    activity_update: ActivityEvent;
    /// Reads the delivery of created opportunities. What the vendor sends is not known, so a record can be anything:
    /// its text is in the [`Raw`](leads_core::Raw).
    ///
    /// # Examples
    ///
    /// ```
    /// use leadsquared::model::Opportunity;
    /// let events = leadsquared::webhook::opportunity_create(r#"{"ProspectOpportunityId":"5"}"#)?;
    /// assert_eq!(events[0].text(), r#"{"ProspectOpportunityId":"5"}"#);
    /// // A guess at the type costs nothing: it fails or it fits.
    /// assert_eq!(events[0].read_as::<Opportunity>()?.id(), Some("5".into()));
    /// # Ok::<(), leadsquared::Error>(())
    /// ```
    opportunity_create: FieldValue;
    /// Reads the delivery of a created task: a flat task (inferred).
    ///
    /// # Examples
    ///
    /// ```
    /// let events = leadsquared::webhook::task_create(r#"{"UserTaskId":"4","Name":"Call Jane"}"#)?;
    /// assert_eq!(events[0].name(), Some("Call Jane"));
    /// # Ok::<(), leadsquared::Error>(())
    /// ```
    task_create: Task;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reader_accepts_one_record_and_many() {
        for (one, count) in [(r#"{"ProspectID":"1"}"#, 1), (r#"[{"ProspectID":"1"},{"ProspectID":"2"}]"#, 2), ("[]", 0)]
        {
            for found in [
                lead_create(one).map(|events| events.len()),
                lead_update(one).map(|events| events.len()),
                lead_stage_change(one).map(|events| events.len()),
                lead_owner_change(one).map(|events| events.len()),
                activity_create(one).map(|events| events.len()),
                activity_update(one).map(|events| events.len()),
                opportunity_create(one).map(|events| events.len()),
                task_create(one).map(|events| events.len()),
            ] {
                assert_eq!(found.ok(), Some(count), "{one}");
            }
        }
    }

    #[test]
    fn hostile_bytes_return_errors_without_panics() {
        for bytes in [&b""[..], b" ", b"{", b"nul", b"\xff\xfe", b"[1", b"\xef\xbb\xbf", b"{\"a\":", b"]"] {
            assert!(lead_create(bytes).is_err_and(|error| error.is_decode()), "{bytes:?}");
            assert!(opportunity_create(bytes).is_err_and(|error| error.is_decode()), "{bytes:?}");
        }
        for bytes in [&b"7"[..], b"null", b"\"x\"", b"{}", b"[7]", b"[[]]"] {
            assert!(lead_create(bytes).is_err(), "{bytes:?}");
        }
    }
}
