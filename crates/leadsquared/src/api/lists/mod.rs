//! Static lists of leads.

mod add_leads_to_list;
mod create_empty_list;

pub use add_leads_to_list::{AddLeadsToList, AddLeadsToListBody};
pub use create_empty_list::{CreateEmptyList, CreateEmptyListBody};

leads_core::operations! { crate::LeadSquared;
    AddLeadsToList body resolve,
    CreateEmptyList body,
}
