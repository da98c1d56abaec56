//! The events that trigger webhooks.

use super::settings::WebhookCodes;

/// An event: its kind, the vendor's name, and the codes on the vendor's page and on the one account that was observed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Event {
    pub(super) kind: &'static str,
    pub(super) name: Option<&'static str>,
    documented: Option<i64>,
    observed: Option<i64>,
}

/// Declares the events and the list of all of them.
macro_rules! events {
    ($($constant:ident: $kind:literal, $name:expr, $documented:expr, $observed:expr;)*) => {
        impl Event {
            $(pub(super) const $constant: Self =
                Self { kind: $kind, name: $name, documented: $documented, observed: $observed };)*
            pub(super) const ALL: &[Self] = &[$(Self::$constant),*];
        }
    };
}

events! {
    LANDING_PAGE: "landing_page_submission", Some("Landing_Page_submission"), Some(1), Some(1);
    ACTIVITY_CREATE: "activity_create", Some("LeadActivity_Post_Create"), Some(2), Some(2);
    ACTIVITY_UPDATE: "activity_update", Some("LeadActivity_Post_Update"), Some(15), Some(15);
    LEAD_CREATE: "lead_create", Some("Lead_Post_Create"), Some(3), Some(3);
    LEAD_UPDATE: "lead_update", Some("Lead_Post_Update"), Some(6), Some(6);
    LEAD_OWNER_CHANGE: "lead_owner_change", Some("Lead_Owner_Change"), Some(4), Some(4);
    LEAD_STAGE_CHANGE: "lead_stage_change", Some("Lead_Post_Stage_Change"), Some(5), None;
    LEAD_SCORE_CHANGE: "lead_score_change", Some("Lead_Score_Change"), Some(9), Some(9);
    LEAD_FIELD_CHANGE: "lead_field_change", Some("Lead_Field_Change"), Some(26), Some(26);
    LEAD_DELETE: "lead_delete", Some("Lead_Delete"), None, None;
    LEAD_MERGE: "lead_merge", Some("Lead_Merge"), None, None;
    TASK_CREATE: "task_create", Some("Task_Create"), Some(7), Some(7);
    TASK_UPDATE: "task_update", Some("Task_Update"), Some(17), Some(17);
    TASK_COMPLETE: "task_complete", Some("Task_Complete"), Some(16), Some(16);
    TASK_REMINDER: "task_reminder", Some("Task_Reminder"), Some(8), Some(8);
    TASK_DELETE: "task_delete", None, None, Some(28);
    OPPORTUNITY_CREATE: "opportunity_create", Some("Opportunity_Post_Create"), Some(31), Some(29);
    OPPORTUNITY_UPDATE: "opportunity_update", Some("Opportunity_Post_Update"), Some(32), Some(30);
    OPPORTUNITY_FIELD_CHANGE: "opportunity_field_change", Some("OpportunityField_Post_Update"), Some(33), None;
    OPPORTUNITY_STAGE_CHANGE: "opportunity_stage_change", Some("OpportunityStage_Post_Update"), Some(34), None;
    OPPORTUNITY_DELETE: "opportunity_delete", Some("Opportunity_Post_Delete"), Some(35), Some(31);
    AUTOMATION: "automation", None, None, None;
    STATUS_WEBHOOK: "status_webhook", None, None, None;
}

impl Event {
    /// Finds the event of a code, as a webhook is created with.
    pub(super) fn of_code(code: i64, codes: WebhookCodes) -> Option<Self> {
        Self::ALL.iter().copied().find(|event| event.code(codes) == Some(code))
    }

    /// Returns the code that a webhook is created with. That of a deleted task is not documented, so it is the same in
    /// both.
    pub(super) fn code(self, codes: WebhookCodes) -> Option<i64> {
        match codes {
            WebhookCodes::Documented => self.documented.or(self.observed.filter(|_| self == Self::TASK_DELETE)),
            WebhookCodes::Observed => self.observed,
        }
    }

    /// Finds an event by its kind or by the vendor's name.
    pub(super) fn of_kind(kind: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|event| event.kind == kind || event.name == Some(kind))
    }

    /// Returns the vendor's name, or the code of the only event without one.
    pub(super) fn shown_name(self) -> String {
        self.name.map_or_else(|| self.observed.map(|code| code.to_string()).unwrap_or_default(), str::to_owned)
    }

    /// Whether a minute's events are delivered in one list.
    pub(super) fn is_batched(self) -> bool {
        self.kind.starts_with("activity_") || self.kind.starts_with("opportunity_")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_kinds_are_unambiguous() {
        for codes in [WebhookCodes::Documented, WebhookCodes::Observed] {
            for event in Event::ALL {
                if let Some(code) = event.code(codes) {
                    assert_eq!(Event::of_code(code, codes), Some(*event));
                }
                assert_eq!(Event::of_kind(event.kind), Some(*event));
            }
        }
        assert_eq!(Event::ALL.len(), 23);
    }
}
