//! Creates and empties static lists of leads, and changes their members.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`AddLeadsToList`] ([vendor's page](https://apidocs.leadsquared.com/add-leads-to-a-static-list/))<br>POST `/v2/LeadSegmentation.svc/AddLeadsToStaticList` | idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`CreateEmptyList`] ([vendor's page](https://apidocs.leadsquared.com/create-empty-static-list/))<br>POST `/v2/LeadSegmentation.svc/CreateEmptyList` | non-idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`EmptyList`] ([vendor's page](https://apidocs.leadsquared.com/remove-all-leads-from-a-static-list/))<br>GET `/v2/LeadSegmentation.svc/Lists/EmptyStaticList` | non-idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`ListListsOfLead`]<br>GET `/v2/LeadSegmentation.svc/Lists.GetByLeadId` | read | list of [`LeadList`](crate::model::LeadList) |
//! | [`RemoveLeadFromList`] ([vendor's page](https://apidocs.leadsquared.com/remove-lead-from-static-list/))<br>GET `/v2/LeadSegmentation.svc/RemoveLeadFromStaticList` | idempotent | [`Acknowledged`](crate::model::Acknowledged) |
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
