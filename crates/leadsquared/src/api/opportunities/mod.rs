//! Opportunities. One belongs to a lead, and it is an activity: its id is the activity's, its type an event code.

mod bulk_add_opportunities;
mod delete_opportunity;
mod list_opportunities_of_lead;
mod update_opportunity;

pub use bulk_add_opportunities::{BulkAddOpportunities, BulkAddOpportunitiesBody, OpportunityRow};
pub use delete_opportunity::DeleteOpportunity;
pub use list_opportunities_of_lead::{ListOpportunitiesOfLead, ListOpportunitiesOfLeadBody};
pub use update_opportunity::{UpdateOpportunity, UpdateOpportunityBody};

leads_core::operations! { crate::LeadSquared;
    BulkAddOpportunities body,
    DeleteOpportunity,
    ListOpportunitiesOfLead body element crate::model::Opportunity,
    UpdateOpportunity body,
}
