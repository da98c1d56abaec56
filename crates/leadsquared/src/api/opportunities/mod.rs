//! Creates, reads, searches, updates and deletes opportunities, and reads their types.
//!
//! An opportunity belongs to a lead, and it is an activity: its id is the activity's id, and its type is an event code.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`BulkAddOpportunities`] ([vendor's page](https://apidocs.leadsquared.com/add-opportunities-in-bulk/))<br>POST `/v2/OpportunityManagement.svc/Bulk/Add/ByLeadField` | non-idempotent | [`BulkResponse`](crate::BulkResponse) |
//! | [`BulkUpdateOpportunities`] ([vendor's page](https://apidocs.leadsquared.com/bulk-update-opportunities/))<br>POST `/v2/OpportunityManagement.svc/Bulk/Update/ByOpportunityId` | idempotent | [`BulkResponse`](crate::BulkResponse) |
//! | [`CaptureOpportunity`] ([vendor's page](https://apidocs.leadsquared.com/capture-opportunities/))<br>POST `/v2/OpportunityManagement.svc/Capture` | non-idempotent | [`Captured`](crate::model::Captured) |
//! | [`DeleteOpportunity`] ([vendor's page](https://apidocs.leadsquared.com/delete-an-opportunity/))<br>GET `/v2/OpportunityManagement.svc/Delete` | idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`GetOpportunity`] ([vendor's page](https://apidocs.leadsquared.com/get-an-opportunity-by-id/))<br>GET `/v2/OpportunityManagement.svc/GetOpportunityDetails` | read | [`OpportunityDetails`](crate::model::OpportunityDetails) |
//! | [`GetOpportunityTypeMetadata`] ([vendor's page](https://apidocs.leadsquared.com/get-metadata-of-an-opportunity-type/))<br>GET `/v2/OpportunityManagement.svc/GetOpportunityTypeMetadata` | read | [`TypeMetadata`](crate::model::TypeMetadata) |
//! | [`IsOpportunityEnabled`] ([vendor's page](https://apidocs.leadsquared.com/check-if-opportunity-feature-is-enabled/))<br>GET `/v2/OpportunityManagement.svc/IsOpportunityEnabled` | read | [`OpportunityFeature`](crate::model::OpportunityFeature) |
//! | [`ListOpportunitiesByIds`] ([vendor's page](https://apidocs.leadsquared.com/get-opportunities-in-bulk-by-ids/))<br>POST `/v2/OpportunityManagement.svc/GetOpportunitiesById` | read | list of [`OpportunityGroup`](crate::model::OpportunityGroup) |
//! | [`ListOpportunitiesByUniqueLeadField`] ([vendor's page](https://apidocs.leadsquared.com/get-opportunities-by-unique-lead-field/))<br>POST `/v2/OpportunityManagement.svc/GetOpportunitiesByUniqueLeadField` | read | list of [`Opportunity`](crate::model::Opportunity) |
//! | [`ListOpportunitiesOfLead`] ([vendor's page](https://apidocs.leadsquared.com/get-opportunities-by-lead-id/))<br>POST `/v2/OpportunityManagement.svc/GetOpportunitiesOfLead` | read | list of [`Opportunity`](crate::model::Opportunity) |
//! | [`ListOpportunityActivities`] ([vendor's page](https://apidocs.leadsquared.com/get-activities-of-an-opportunity/))<br>POST `/v2/OpportunityManagement.svc/GetActivitiesOfOpportunity` | read | list of [`ActivityRow`](crate::model::ActivityRow) |
//! | [`ListOpportunityTypes`]<br>GET `/v2/OpportunityManagement.svc/GetOpportunityTypes` | read | list of [`TypeMetadata`](crate::model::TypeMetadata) |
//! | [`ListTasksOfOpportunity`] ([vendor's page](https://apidocs.leadsquared.com/retrieve-tasks-by-opportunity-id/))<br>GET `/v2/OpportunityManagement.svc/RetrieveTasksByOpportunityId` | read | list of [`Task`](crate::model::Task) |
//! | [`SearchOpportunities`] ([vendor's page](https://apidocs.leadsquared.com/opportunity-advanced-search/))<br>POST `/v2/OpportunityManagement.svc/Retrieve/BySearchParameter` | read | list of [`Opportunity`](crate::model::Opportunity) |
//! | [`UpdateOpportunity`] ([vendor's page](https://apidocs.leadsquared.com/update-an-opportunity/))<br>POST `/v2/OpportunityManagement.svc/Update` | idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//!
//! <!-- operations: end -->

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

pub use bulk_add_opportunities::{BulkAddOpportunities, OpportunityRow};
pub use bulk_update_opportunities::{BulkUpdateOpportunities, OpportunityUpdate};
pub use capture_opportunity::CaptureOpportunity;
pub use delete_opportunity::DeleteOpportunity;
pub use get_opportunity::GetOpportunity;
pub use get_opportunity_type_metadata::GetOpportunityTypeMetadata;
pub use is_opportunity_enabled::IsOpportunityEnabled;
pub use list_opportunities_by_ids::ListOpportunitiesByIds;
pub use list_opportunities_by_unique_lead_field::ListOpportunitiesByUniqueLeadField;
pub use list_opportunities_of_lead::ListOpportunitiesOfLead;
pub use list_opportunity_activities::ListOpportunityActivities;
pub use list_opportunity_types::ListOpportunityTypes;
pub use list_tasks_of_opportunity::ListTasksOfOpportunity;
pub use search_opportunities::SearchOpportunities;
pub use update_opportunity::UpdateOpportunity;

/// The JSON bodies of the requests above, as they are sent.
pub mod body {
    pub use super::bulk_add_opportunities::BulkAddOpportunitiesBody;
    pub use super::bulk_update_opportunities::BulkUpdateOpportunitiesBody;
    pub use super::capture_opportunity::CaptureOpportunityBody;
    pub use super::list_opportunities_by_ids::ListOpportunitiesByIdsBody;
    pub use super::list_opportunities_by_unique_lead_field::ListOpportunitiesByUniqueLeadFieldBody;
    pub use super::list_opportunities_of_lead::ListOpportunitiesOfLeadBody;
    pub use super::list_opportunity_activities::ListOpportunityActivitiesBody;
    pub use super::search_opportunities::SearchOpportunitiesBody;
    pub use super::update_opportunity::UpdateOpportunityBody;
}

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
