//! Static lists of leads.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`AddLeadsToList`] | POST `/v2/LeadSegmentation.svc/AddLeadsToStaticList` | idempotent | [`Acknowledged`](crate::model::Acknowledged) | [page](https://apidocs.leadsquared.com/add-leads-to-a-static-list/) |
//! | [`CreateEmptyList`] | POST `/v2/LeadSegmentation.svc/CreateEmptyList` | non-idempotent | `Acknowledged<ListId>` | [page](https://apidocs.leadsquared.com/create-empty-static-list/) |
//! | [`EmptyList`] | GET `/v2/LeadSegmentation.svc/Lists/EmptyStaticList` | non-idempotent | `Acknowledged<ListId>` | [page](https://apidocs.leadsquared.com/remove-all-leads-from-a-static-list/) |
//! | [`ListListsOfLead`] | GET `/v2/LeadSegmentation.svc/Lists.GetByLeadId` | read | list of [`LeadList`](crate::model::LeadList) | - |
//! | [`RemoveLeadFromList`] | GET `/v2/LeadSegmentation.svc/RemoveLeadFromStaticList` | idempotent | [`Acknowledged`](crate::model::Acknowledged) | [page](https://apidocs.leadsquared.com/remove-lead-from-static-list/) |
//!
//! <!-- operations: end -->

mod add_leads_to_list;
mod create_empty_list;
mod empty_list;
mod list_lists_of_lead;
mod members;
mod remove_lead_from_list;

pub use add_leads_to_list::AddLeadsToList;
pub use create_empty_list::CreateEmptyList;
pub use empty_list::EmptyList;
pub use list_lists_of_lead::ListListsOfLead;
pub use remove_lead_from_list::RemoveLeadFromList;

/// The JSON bodies of the requests above, as they are sent.
pub mod body {
    pub use super::add_leads_to_list::AddLeadsToListBody;
    pub use super::create_empty_list::CreateEmptyListBody;
}

leads_core::operations! { crate::LeadSquared;
    AddLeadsToList body resolve,
    CreateEmptyList body,
    EmptyList resolve,
    ListListsOfLead: [crate::model::LeadList],
    RemoveLeadFromList resolve,
}
