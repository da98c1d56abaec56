//! Lead clusters: the leads of one customer together. Assignment, outcome, location and tags live here.

mod update_lead_cluster;

pub use crate::model::LeadClusterBody;
pub use update_lead_cluster::UpdateLeadCluster;

leads_core::operations! { crate::DealerStudio;
    UpdateLeadCluster body,
}
