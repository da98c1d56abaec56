//! Leads.

mod create_lead;
mod update_lead;

pub use crate::model::LeadBody;
pub use create_lead::CreateLead;
pub use update_lead::UpdateLead;

leads_core::operations! { crate::DealerStudio;
    CreateLead body,
    UpdateLead body,
}
