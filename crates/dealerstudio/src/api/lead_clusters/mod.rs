//! Updates lead clusters, the leads of one customer.
//!
//! A cluster has the assignment, outcome, location and tags.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`UpdateLeadCluster`] ([vendor's page](https://dev.dealerstudio.com.au/public-api/operations/apiv1dealershipsdealership_sluglead_clustersid/put))<br>PUT `/api/v1/dealerships/{dealership_slug}/lead_clusters/{id}` | idempotent | [`LeadClusterRecord`](crate::model::LeadClusterRecord) |
//!
//! <!-- operations: end -->

mod update_lead_cluster;

#[doc(inline)]
pub use crate::model::LeadClusterBody;
pub use update_lead_cluster::UpdateLeadCluster;

leads_core::operations! { crate::DealerStudio;
    UpdateLeadCluster body,
}
