//! Static lists of leads.

mod add_leads_to_list;
mod create_empty_list;
mod empty_list;
mod list_lists_of_lead;
mod members;
mod remove_lead_from_list;

pub use add_leads_to_list::{AddLeadsToList, AddLeadsToListBody};
pub use create_empty_list::{CreateEmptyList, CreateEmptyListBody};
pub use empty_list::EmptyList;
pub use list_lists_of_lead::ListListsOfLead;
pub use remove_lead_from_list::RemoveLeadFromList;

leads_core::operations! { crate::LeadSquared;
    AddLeadsToList body resolve,
    CreateEmptyList body,
    EmptyList resolve,
    ListListsOfLead: [crate::model::LeadList],
    RemoveLeadFromList resolve,
}
