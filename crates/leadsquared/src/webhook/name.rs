//! The kind of an event by the vendor's name.

use super::EventKind;
use crate::model::WebhookEventName;

impl WebhookEventName {
    /// Returns the kind that reads the event's deliveries; `None` for a name without one.
    #[must_use]
    pub fn kind(&self) -> Option<EventKind> {
        Some(match self {
            Self::LandingPageSubmission => EventKind::LandingPageSubmission,
            Self::ActivityCreate => EventKind::ActivityCreate,
            Self::ActivityUpdate => EventKind::ActivityUpdate,
            Self::LeadCreate => EventKind::LeadCreate,
            Self::LeadUpdate => EventKind::LeadUpdate,
            Self::LeadOwnerChange => EventKind::LeadOwnerChange,
            Self::LeadStageChange => EventKind::LeadStageChange,
            Self::LeadScoreChange => EventKind::LeadScoreChange,
            Self::LeadFieldChange => EventKind::LeadFieldChange,
            Self::LeadDelete => EventKind::LeadDelete,
            Self::LeadMerge => EventKind::LeadMerge,
            Self::TaskCreate => EventKind::TaskCreate,
            Self::TaskUpdate => EventKind::TaskUpdate,
            Self::TaskComplete => EventKind::TaskComplete,
            Self::TaskReminder => EventKind::TaskReminder,
            Self::OpportunityCreate => EventKind::OpportunityCreate,
            Self::OpportunityUpdate => EventKind::OpportunityUpdate,
            Self::OpportunityFieldChange => EventKind::OpportunityFieldChange,
            Self::OpportunityStageChange => EventKind::OpportunityStageChange,
            Self::OpportunityDelete => EventKind::OpportunityDelete,
            _ => return None,
        })
    }
}
