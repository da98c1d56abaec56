//! A Capillary lead as a common lead.

use super::VENDOR;
use super::status::common_state;
use crate::model::{Lead, LeadStatus};
use chrono::{DateTime, Utc};
use leads_core::status::{Presence, Status, StatusDetail};
use leads_core::{LeadId as CommonLeadId, LeadView};

impl LeadView for Lead {
    const VENDOR: &'static str = VENDOR;

    fn id(&self) -> Option<CommonLeadId> {
        Some(CommonLeadId::new(self.id.to_string()))
    }

    fn status(&self) -> Status {
        let presence = match &self.status {
            Some(LeadStatus::Deleted) => Presence::Deleted,
            Some(_) => Presence::Live,
            None => Presence::Unknown,
        };
        // The lead's own status takes precedence; a last row of the log for a different status does not explain it.
        let reason = self
            .status_log()
            .last()
            .filter(|row| row.status == self.status)
            .and_then(|row| row.reason_id)
            .map(|reason| reason.to_string());
        let detail = match &self.status {
            Some(status) => StatusDetail::code(status.as_str()),
            None => StatusDetail::default(),
        };
        let detail = detail.sub_status(self.sub_status.clone()).reason(reason);
        Status::new(presence, common_state(self.status.as_ref()), detail)
    }

    fn owner(&self) -> Option<String> {
        self.owner.clone().map(leads_core::Personal::into_inner)
    }

    fn source(&self) -> Option<String> {
        self.org_source_id.map(|source| source.to_string())
    }

    fn created_at(&self) -> Option<DateTime<Utc>> {
        self.created_on.as_ref()?.utc()
    }

    fn updated_at(&self) -> Option<DateTime<Utc>> {
        self.last_updated_on.as_ref()?.utc()
    }

    /// Returns an extended field as JSON.
    fn custom(&self, _text: &str, name: &str) -> Option<String> {
        Some(self.extended_fields.as_ref()?.get(name)?.json().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use leads_core::{LeadState, Raw};

    #[test]
    fn view_has_reason_and_presence() {
        let view = |text: &str| LeadView::status(Raw::<Lead>::parse(text).unwrap().value());
        let held = view(
            r#"{"id":1,"status":"ON_HOLD","subStatus":"CallBack","statusLogDetails":[{"status":"OPEN","reasonId":1},{"status":"ON_HOLD","reasonId":"2"}]}"#,
        );
        assert_eq!((held.presence, held.state), (Presence::Live, LeadState::OnHold));
        assert_eq!(
            held.detail,
            StatusDetail::code("ON_HOLD").sub_status(Some("CallBack".into())).reason(Some("2".into()))
        );
        let disagreeing = view(r#"{"id":1,"status":"WON","statusLogDetails":[{"status":"OPEN","reasonId":1}]}"#);
        assert_eq!(disagreeing.detail.reason, None);
        let deleted = view(r#"{"id":1,"status":"DELETED"}"#);
        assert_eq!((deleted.presence, deleted.state), (Presence::Deleted, LeadState::Other));
        assert_eq!(view(r#"{"id":1}"#).presence, Presence::Unknown);
        assert_eq!(view(r#"{"id":1,"status":"PARKED"}"#).state, LeadState::Other);
    }
}
