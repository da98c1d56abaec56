//! Leads.

mod update_lead_status;

pub use update_lead_status::{UpdateLeadStatus, UpdateLeadStatusBody};

leads_core::operations! { crate::Capillary;
    UpdateLeadStatus body,
}
