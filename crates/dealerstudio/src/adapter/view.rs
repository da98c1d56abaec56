//! The vendor's records as common leads.

use super::CompositeLeadId;
use super::status::common_state;
use crate::DealerStudio;
use crate::model::{ClusterState, Dealership, LeadRecord};
use crate::webhook::{LeadCluster, LeadExport};
use leads_core::status::{Presence, Status, StatusDetail};
use leads_core::vendor::Vendor;
use leads_core::{LeadId as CommonLeadId, LeadState, LeadView};

pub(super) fn cluster_status(state: Option<&ClusterState>) -> Status {
    match state {
        Some(state) => Status::new(Presence::Live, common_state(state), StatusDetail::code(state.as_str())),
        None => Status::new(Presence::Live, LeadState::Other, StatusDetail::default()),
    }
}

impl LeadView for LeadRecord {
    const VENDOR: &'static str = DealerStudio::NAME;

    fn id(&self) -> Option<CommonLeadId> {
        let dealership = Dealership::from_parts(self.dealership_id, self.dealership_slug.clone());
        self.id.map(|id| CompositeLeadId::from_parts(dealership, Some(id), self.lead_cluster_id).into())
    }

    fn status(&self) -> Status {
        cluster_status(self.lead_state.as_ref())
    }
}

impl LeadView for LeadExport {
    const VENDOR: &'static str = DealerStudio::NAME;

    fn id(&self) -> Option<CommonLeadId> {
        self.id.map(|id| CompositeLeadId::from_parts(self.dealership(), Some(id), self.lead_cluster_id).into())
    }

    fn status(&self) -> Status {
        cluster_status(None)
    }
}

impl LeadView for LeadCluster {
    const VENDOR: &'static str = DealerStudio::NAME;

    /// Returns the dealership and cluster; a cluster has several leads.
    fn id(&self) -> Option<CommonLeadId> {
        let dealership = self.dealership_id.map(Dealership::Id);
        LeadCluster::id(self).map(|cluster| CompositeLeadId::from_parts(dealership, None, Some(cluster)).into())
    }

    fn status(&self) -> Status {
        cluster_status(self.status.as_ref())
    }

    fn name(&self) -> Option<String> {
        self.business_name()
    }

    fn source(&self) -> Option<String> {
        self.provider.clone()
    }

    fn created_at(&self) -> Option<chrono::DateTime<chrono::Utc>> {
        self.created.as_ref()?.utc()
    }

    fn updated_at(&self) -> Option<chrono::DateTime<chrono::Utc>> {
        self.modified.as_ref()?.utc()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use leads_core::Lead;

    #[test]
    fn all_record_types_have_a_common_view() {
        let view = |lead: &dyn Lead| (lead.id().map(|id| id.to_string()), lead.status().state);
        let record = leads_core::Raw::<LeadRecord>::parse(r#"{"id":1,"lead_cluster_id":2}"#).unwrap();
        assert_eq!(view(&record), (Some("lead=1&cluster=2".into()), LeadState::Other));
        let export =
            leads_core::Raw::<LeadExport>::parse(r#"{"id":1,"lead_cluster_id":2,"dealership_slug":"n"}"#).unwrap();
        assert_eq!(view(&export).0.unwrap(), "dealership_slug=n&lead=1&cluster=2");
        let cluster =
            leads_core::Raw::<LeadCluster>::parse(r#"{"Id":2,"status":"converted","dealership_id":3}"#).unwrap();
        assert_eq!(view(&cluster), (Some("dealership_id=3&cluster=2".into()), LeadState::Won));
    }
}
