//! The common view of a lead.

use super::status::state_of;
use super::{VENDOR, common_id};
use crate::model::{EntityId, Lead, LeadStatus};
use chrono::{DateTime, Utc};
use leads_core::status::{Presence, Status, StatusDetail};
use leads_core::{LeadId as CommonLeadId, LeadView, Money};

impl LeadView for Lead {
    const VENDOR: &'static str = VENDOR;

    fn id(&self) -> Option<CommonLeadId> {
        Some(common_id(self))
    }

    fn status(&self) -> Status {
        let presence = if self.deleted_time.is_some() { Presence::Deleted } else { Presence::Live };
        let links = self.links.as_ref();
        let detail = match &self.status {
            Some(status) => StatusDetail::code(status.as_str()),
            None => StatusDetail::default(),
        };
        let detail = detail
            .reason(links.and_then(|links| links.outcome.as_ref()).map(ToString::to_string))
            .stage(links.and_then(|links| links.stage.as_ref()).map(ToString::to_string));
        let recognised = self.status.as_ref().map(|status| LeadStatus::recognise(status.as_str()));
        Status::new(presence, state_of(recognised.as_ref()), detail)
    }

    fn name(&self) -> Option<String> {
        self.name.as_ref().or(self.description.as_ref()).map(|name| name.to_string())
    }

    fn owner(&self) -> Option<String> {
        self.links.as_ref()?.owner.as_ref().map(EntityId::to_string)
    }

    fn source(&self) -> Option<String> {
        self.links.as_ref()?.sources.first().map(ToString::to_string)
    }

    fn value(&self) -> Option<Money> {
        self.value.as_ref()?.money()
    }

    fn created_at(&self) -> Option<DateTime<Utc>> {
        self.created_time.as_ref()?.utc()
    }

    /// Custom fields are not members of a lead, so none is returned, and no member of the lead is mistaken for one.
    fn custom(&self, _: &str, _: &str) -> Option<String> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use leads_core::{LeadState, Raw};

    #[test]
    fn lead_implements_the_common_view() {
        let lead: Raw<Lead> = Raw::parse(
            r#"{"id":"3-leads","name":"Wash","status":"canceled","value":{"amount":0,"currency":"USD"},
                "createdTime":{"timestamp":17},"deletedTime":18,
                "links":{"owner":"1-users","sources":["5-sources"],"outcome":"4-outcomes","stage":null}}"#,
        )
        .unwrap();
        let lead: &dyn leads_core::Lead = &lead;
        let status = lead.status();
        assert_eq!((status.presence, status.state), (Presence::Deleted, LeadState::Cancelled));
        assert_eq!(
            (status.detail.code.as_deref(), status.detail.reason.as_deref()),
            (Some("canceled"), Some("4-outcomes"))
        );
        assert_eq!(lead.owner().as_deref(), Some("1-users"));
        assert_eq!(lead.source().as_deref(), Some("5-sources"));
        assert_eq!(lead.value().unwrap().to_string(), "0 USD");
        assert_eq!(lead.created_at().unwrap().timestamp(), 17);
    }
}
