//! Lead clusters: the leads of one customer. A cluster has the assignment, outcome, location and tags.

mod update_lead_cluster;

pub use crate::model::LeadClusterBody;
pub use update_lead_cluster::UpdateLeadCluster;

leads_core::operations! { crate::DealerStudio;
    UpdateLeadCluster body,
}
