//! The names of the vendor's events, and their codes.

use super::WebhookEvent;
use leads_core::open_enum;

open_enum! {
    /// The event that triggers a webhook, by the name that [`ListWebhooks`](crate::api::webhooks::ListWebhooks) filters
    /// by and returns, and that a delivery has in the parameter `eventType`.
    ///
    /// To create a webhook, the event's code is needed: see [`WebhookEvent`]. The deletion of a task has a code and no
    /// name.
    ///
    /// # Examples
    ///
    /// ```
    /// use leadsquared::model::{WebhookEvent, WebhookEventName};
    /// use leadsquared::webhook::EventKind;
    /// let name = WebhookEventName::from("Lead_Post_Create");
    /// assert_eq!(name.documented_code(), Some(WebhookEvent::LeadCreate));
    /// assert_eq!(name.kind(), Some(EventKind::LeadCreate));
    /// ```
    pub enum WebhookEventName {
        /// A landing page was submitted.
        LandingPageSubmission = "Landing_Page_submission",
        /// An activity was posted.
        ActivityCreate = "LeadActivity_Post_Create",
        /// An activity was updated.
        ActivityUpdate = "LeadActivity_Post_Update",
        /// A lead was created.
        LeadCreate = "Lead_Post_Create",
        /// A lead was updated.
        LeadUpdate = "Lead_Post_Update",
        /// A lead's owner changed.
        LeadOwnerChange = "Lead_Owner_Change",
        /// A lead's stage changed.
        LeadStageChange = "Lead_Post_Stage_Change",
        /// A lead's score changed.
        LeadScoreChange = "Lead_Score_Change",
        /// One field of a lead changed.
        LeadFieldChange = "Lead_Field_Change",
        /// A lead was deleted.
        LeadDelete = "Lead_Delete",
        /// Leads were merged.
        LeadMerge = "Lead_Merge",
        /// A task was created.
        TaskCreate = "Task_Create",
        /// A task was updated.
        TaskUpdate = "Task_Update",
        /// A task was completed.
        TaskComplete = "Task_Complete",
        /// A task's reminder is due.
        TaskReminder = "Task_Reminder",
        /// An opportunity was created.
        OpportunityCreate = "Opportunity_Post_Create",
        /// An opportunity was updated.
        OpportunityUpdate = "Opportunity_Post_Update",
        /// A field of an opportunity changed.
        OpportunityFieldChange = "OpportunityField_Post_Update",
        /// An opportunity's stage changed.
        OpportunityStageChange = "OpportunityStage_Post_Update",
        /// An opportunity was deleted.
        OpportunityDelete = "Opportunity_Post_Delete",
        /// A user was created.
        UserCreate = "User_Create",
        /// A user was updated.
        UserUpdate = "User_Update",
        /// A user was activated or deactivated.
        UserActiveStatusChange = "User_Active_Status_Change",
        /// A product was created.
        ProductCreate = "Product_Post_Create",
        /// A product was updated.
        ProductUpdate = "Product_Post_Update",
        /// A product was deleted.
        ProductDelete = "Product_Delete",
        /// A leave was created.
        LeaveCreate = "Leave_Create",
        /// A leave was updated.
        LeaveUpdate = "Leave_Update",
        /// A leave was deleted.
        LeaveDelete = "Leave_Delete",
    }
}

impl WebhookEventName {
    /// Returns the code on the vendor's page; `None` for an event whose code is not documented.
    #[must_use]
    pub fn documented_code(&self) -> Option<WebhookEvent> {
        let code: u32 = match self {
            Self::LandingPageSubmission => 1,
            Self::ActivityCreate => 2,
            Self::ActivityUpdate => 15,
            Self::LeadCreate => 3,
            Self::LeadUpdate => 6,
            Self::LeadOwnerChange => 4,
            Self::LeadStageChange => 5,
            Self::LeadScoreChange => 9,
            Self::LeadFieldChange => 26,
            Self::TaskCreate => 7,
            Self::TaskUpdate => 17,
            Self::TaskComplete => 16,
            Self::TaskReminder => 8,
            Self::OpportunityCreate => 31,
            Self::OpportunityUpdate => 32,
            Self::OpportunityFieldChange => 33,
            Self::OpportunityStageChange => 34,
            Self::OpportunityDelete => 35,
            _ => return None,
        };
        Some(WebhookEvent::from(code))
    }

    /// Returns the code that worked on the one account that it was observed on. It differs from the documented one for
    /// opportunities: 31 is documented as their creation, and was observed as their **deletion**.
    #[must_use]
    pub fn observed_code(&self) -> Option<WebhookEvent> {
        let code: u32 = match self {
            Self::ActivityCreate => 2,
            Self::LeadFieldChange => 26,
            Self::OpportunityCreate => 29,
            Self::OpportunityUpdate => 30,
            Self::OpportunityDelete => 31,
            _ => return None,
        };
        Some(WebhookEvent::from(code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::webhook::EventKind;
    use std::collections::BTreeSet;

    #[test]
    fn every_documented_code_has_one_name() {
        let codes: Vec<String> = WebhookEventName::all()
            .filter_map(|name| name.documented_code().map(|code| code.as_str().to_owned()))
            .collect();
        let distinct: BTreeSet<&String> = codes.iter().collect();
        assert_eq!((codes.len(), distinct.len()), (18, 18));
        for code in WebhookEvent::all().filter(|code| *code != WebhookEvent::TaskDelete) {
            assert!(codes.iter().any(|known| known == code.as_str()), "{code} has no name");
        }
    }

    #[test]
    fn codes_of_opportunities_are_kept_apart() {
        let create = WebhookEventName::OpportunityCreate;
        assert_eq!(create.documented_code(), Some(31.into()));
        assert_eq!(create.observed_code(), Some(29.into()));
        assert_eq!(WebhookEventName::OpportunityDelete.observed_code(), create.documented_code());
        assert_eq!(WebhookEventName::LeadDelete.documented_code(), None);
        assert_eq!(WebhookEventName::from("31").documented_code(), None);
    }

    #[test]
    fn every_kind_but_those_without_a_name_is_named() {
        let named: BTreeSet<String> =
            WebhookEventName::all().filter_map(|name| name.kind()).map(|kind| kind.to_string()).collect();
        let unnamed: Vec<EventKind> = EventKind::all().filter(|kind| !named.contains(kind.as_str())).collect();
        assert_eq!(unnamed, [EventKind::TaskDelete, EventKind::Automation, EventKind::StatusWebhook]);
        assert_eq!(WebhookEventName::UserCreate.kind(), None);
    }
}
