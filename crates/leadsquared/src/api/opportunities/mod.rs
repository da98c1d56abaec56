//! Opportunities. An opportunity belongs to a lead, and it is an activity: its id is the activity's id, and its type is
//! an event code.

mod bulk_add_opportunities;
mod bulk_update_opportunities;
mod capture_opportunity;
mod delete_opportunity;
mod get_opportunity;
mod get_opportunity_type_metadata;
mod is_opportunity_enabled;
mod list_opportunities_by_ids;
mod list_opportunities_by_unique_lead_field;
mod list_opportunities_of_lead;
mod list_opportunity_activities;
mod list_opportunity_types;
mod list_tasks_of_opportunity;
mod search_opportunities;
mod update_opportunity;

pub use bulk_add_opportunities::{BulkAddOpportunities, BulkAddOpportunitiesBody, OpportunityRow};
pub use bulk_update_opportunities::{BulkUpdateOpportunities, BulkUpdateOpportunitiesBody, OpportunityUpdate};
pub use capture_opportunity::{CaptureOpportunity, CaptureOpportunityBody};
pub use delete_opportunity::DeleteOpportunity;
pub use get_opportunity::GetOpportunity;
pub use get_opportunity_type_metadata::GetOpportunityTypeMetadata;
pub use is_opportunity_enabled::IsOpportunityEnabled;
pub use list_opportunities_by_ids::{ListOpportunitiesByIds, ListOpportunitiesByIdsBody};
pub use list_opportunities_by_unique_lead_field::{
    ListOpportunitiesByUniqueLeadField, ListOpportunitiesByUniqueLeadFieldBody,
};
pub use list_opportunities_of_lead::{ListOpportunitiesOfLead, ListOpportunitiesOfLeadBody};
pub use list_opportunity_activities::{ListOpportunityActivities, ListOpportunityActivitiesBody};
pub use list_opportunity_types::ListOpportunityTypes;
pub use list_tasks_of_opportunity::ListTasksOfOpportunity;
pub use search_opportunities::{SearchOpportunities, SearchOpportunitiesBody};
pub use update_opportunity::{UpdateOpportunity, UpdateOpportunityBody};

leads_core::operations! { crate::LeadSquared;
    BulkAddOpportunities body,
    BulkUpdateOpportunities body resolve,
    CaptureOpportunity body,
    DeleteOpportunity resolve,
    GetOpportunity,
    GetOpportunityTypeMetadata,
    IsOpportunityEnabled,
    ListOpportunitiesByIds body: [crate::model::OpportunityGroup],
    ListOpportunitiesByUniqueLeadField body: [crate::model::Opportunity],
    ListOpportunitiesOfLead body: [crate::model::Opportunity],
    ListOpportunityActivities body: [crate::model::ActivityRow],
    ListOpportunityTypes: [crate::model::TypeMetadata],
    ListTasksOfOpportunity: [crate::model::Task],
    SearchOpportunities body: [crate::model::Opportunity],
    UpdateOpportunity body resolve,
}

/// The setters of a capture, shared with the async host's request.
macro_rules! capture_setters {
    ($request:ident) => {
        impl $request {
            /// Sets the note.
            #[must_use]
            pub fn note(mut self, note: impl Into<String>) -> Self {
                self.body.opportunity().opportunity_note = Some(Personal(note.into()));
                self
            }

            /// Sets when it happened.
            #[must_use]
            pub fn date_time(mut self, time: impl Into<SentTime>) -> Self {
                self.body.opportunity().opportunity_date_time = Some(time.into());
                self
            }

            /// Replaces all fields.
            #[must_use]
            pub fn fields(mut self, fields: impl Into<Fields>) -> Self {
                self.body.opportunity().fields = Some(fields.into());
                self
            }

            /// Sets a field by its schema name.
            #[must_use]
            pub fn field(mut self, name: impl Into<String>, value: impl Into<FieldValue>) -> Self {
                self.body.opportunity().fields.get_or_insert_default().set(name, value);
                self
            }

            /// Sets the status. A tenant can require a comment with it, usually in `mx_Custom_19`.
            #[must_use]
            pub fn status(self, status: impl Into<OpportunityStatus>) -> Self {
                let status = status.into();
                self.field("Status", status.as_str())
            }

            /// Sets the owner, by user id.
            #[must_use]
            pub fn owner(self, user: impl Into<crate::model::UserId>) -> Self {
                let user = user.into();
                self.field("Owner", user.as_str())
            }

            /// On a duplicate, overwrites the fields that are sent. Excludes
            /// [`update_empty_fields`](Self::update_empty_fields).
            #[must_use]
            pub fn overwrite_fields(mut self, overwrite: bool) -> Self {
                self.body.opportunity().overwrite_fields = Some(overwrite);
                self
            }

            /// On a duplicate, fills only empty fields. Excludes [`overwrite_fields`](Self::overwrite_fields).
            #[must_use]
            pub fn update_empty_fields(mut self, update: bool) -> Self {
                self.body.opportunity().update_empty_fields = Some(update);
                self
            }

            /// On a duplicate, posts no activity for it.
            #[must_use]
            pub fn do_not_post_duplicate_activity(mut self, silent: bool) -> Self {
                self.body.opportunity().do_not_post_duplicate_activity = Some(silent);
                self
            }

            /// On a duplicate, keeps the owner.
            #[must_use]
            pub fn do_not_change_owner(mut self, keep: bool) -> Self {
                self.body.opportunity().do_not_change_owner = Some(keep);
                self
            }
        }
    };
}
pub(crate) use capture_setters;
