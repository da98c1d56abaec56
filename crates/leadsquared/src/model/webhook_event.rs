//! The codes of the vendor's events.

use leads_core::open_enum;

open_enum! {
    /// The event that triggers a webhook: a code, written as text.
    ///
    /// The codes above 26 are uncertain. The vendor documents 31 to 35 for an opportunity's creation, update, field
    /// change, stage change and deletion; on one account 29 was creation, 30 update and **31 deletion**, and 33 to 36
    /// were rejected. Therefore none of them has a name here: write `WebhookEvent::from("31")`, and read back the
    /// result with [`ListWebhooks`](crate::api::webhooks::ListWebhooks).
    /// [`WebhookEventName`](super::WebhookEventName) has both codes of each event. A code was observed only once for
    /// the deletion of a task, and none is known for the deletion and the merging of leads, nor for users, products
    /// and leaves.
    pub enum WebhookEvent {
        /// A landing page was submitted.
        LandingPage = "1",
        /// An activity was posted.
        ActivityCreate = "2",
        /// A lead was created.
        LeadCreate = "3",
        /// A lead's owner changed.
        LeadOwnerChange = "4",
        /// A lead's stage changed. On one account no webhook could be created with this code; use
        /// [`LeadFieldChange`](Self::LeadFieldChange) for `ProspectStage` there.
        LeadStageChange = "5",
        /// A lead was updated.
        LeadUpdate = "6",
        /// A task was created.
        TaskCreate = "7",
        /// A task's reminder is due.
        TaskReminder = "8",
        /// A lead's score changed.
        ScoreChange = "9",
        /// An activity was updated.
        ActivityUpdate = "15",
        /// A task was completed.
        TaskComplete = "16",
        /// A task was updated.
        TaskUpdate = "17",
        /// One field of a lead changed.
        LeadFieldChange = "26",
        /// A task was deleted (observed, not documented).
        TaskDelete = "28",
    }
}

impl From<u32> for WebhookEvent {
    fn from(code: u32) -> Self {
        Self::from(code.to_string())
    }
}
