//! The vendor's records as common leads.

use super::stages::{refines, state_for_status};
use super::{Leads, Opportunities, VENDOR};
use crate::model::{FieldRef, Lead, Opportunity, OpportunityDetails};
use chrono::{DateTime, Utc};
use leads_core::status::{Presence, Status, StatusDetail};
use leads_core::{LeadId, LeadState, LeadView, Money, Raw};
use std::fmt;

impl Opportunities {
    /// Converts an opportunity according to the configuration, which names the tenant's fields.
    pub(super) fn to_lead<T>(&self, raw: Raw<T>) -> Box<dyn leads_core::Lead>
    where
        T: LeadView + TenantFields + 'static,
    {
        let config = &self.config;
        let read = |field: &Option<String>| {
            let text = raw.value().tenant_field(field.as_deref()?)?;
            (!text.trim().is_empty()).then(|| text.to_owned())
        };
        let plain = LeadView::status(raw.value());
        let stage = read(&config.stage_field);
        let state = self.refined_state(plain.state, stage.as_deref());
        let status = Status::new(plain.presence, state, plain.detail.stage(stage).reason(read(&config.reason_field)));
        let (name, source) = (read(&config.name_field), read(&config.source_field));
        let value = read(&config.value_field).and_then(|text| text.parse().ok()).map(Money::new);
        let value = match &config.currency {
            Some(currency) => value.map(|value| value.currency(currency.as_str())),
            None => value,
        };
        Box::new(Mapped { raw, status, name, source, value })
    }

    /// Returns the state of an opportunity with a status and a stage.
    ///
    /// The status is authoritative; a stage only refines an open or a lost one. A stage that does not fit it was left
    /// behind by a change of the status alone.
    pub(super) fn refined_state(&self, status: LeadState, stage: Option<&str>) -> LeadState {
        stage
            .zip(self.config.stages.as_ref())
            .map(|(stage, stages)| stages.state(stage))
            .filter(|state| refines(*state, status))
            .unwrap_or(status)
    }
}

impl Leads {
    pub(super) fn to_lead(&self, raw: Raw<Lead>) -> Box<dyn leads_core::Lead> {
        let stage = raw.stage().map(str::to_owned);
        let state = stage.as_deref().map_or(LeadState::Other, |stage| self.config.stages.state(stage));
        let status = Status::new(Presence::Live, state, LeadView::status(raw.value()).detail);
        Box::new(Mapped { raw, status, name: None, source: None, value: None })
    }
}

impl LeadView for OpportunityDetails {
    const VENDOR: &'static str = VENDOR;

    fn id(&self) -> Option<LeadId> {
        self.id.as_ref().map(|id| LeadId::new(id.as_str()))
    }
    fn status(&self) -> Status {
        opportunity_status(self.field("Status"))
    }
    fn owner(&self) -> Option<String> {
        self.field("Owner").map(str::to_owned)
    }
    fn created_at(&self) -> Option<DateTime<Utc>> {
        self.created_on.as_ref()?.utc()
    }
    fn updated_at(&self) -> Option<DateTime<Utc>> {
        self.modified_on.as_ref()?.utc()
    }
    fn custom(&self, _text: &str, name: &str) -> Option<String> {
        json_text(self.field_value(name)?.by_ref())
    }
}

impl LeadView for Opportunity {
    const VENDOR: &'static str = VENDOR;

    fn id(&self) -> Option<LeadId> {
        Self::id(self).map(|id| LeadId::new(id.as_str()))
    }
    fn status(&self) -> Status {
        opportunity_status(self.field("Status"))
    }
    fn name(&self) -> Option<String> {
        self.lead_name()
    }
    fn emails(&self) -> Vec<String> {
        self.email().map(str::to_owned).into_iter().collect()
    }
    fn phones(&self) -> Vec<String> {
        self.phone().map(str::to_owned).into_iter().collect()
    }
    fn owner(&self) -> Option<String> {
        self.field("Owner").map(str::to_owned)
    }
    fn created_at(&self) -> Option<DateTime<Utc>> {
        self.created_on()?.utc()
    }
    fn updated_at(&self) -> Option<DateTime<Utc>> {
        self.modified_on()?.utc()
    }
    fn custom(&self, _text: &str, name: &str) -> Option<String> {
        json_text(self.record().get(name)?)
    }
}

impl LeadView for Lead {
    const VENDOR: &'static str = VENDOR;

    fn id(&self) -> Option<LeadId> {
        Self::id(self).map(|id| LeadId::new(id.as_str()))
    }
    fn status(&self) -> Status {
        let stage = self.stage().map(str::to_owned);
        let detail = stage.clone().map_or_else(StatusDetail::default, StatusDetail::code).stage(stage);
        // Only the tenant knows what a stage means.
        Status::new(Presence::Live, LeadState::Other, detail)
    }
    fn name(&self) -> Option<String> {
        Self::name(self)
    }
    fn emails(&self) -> Vec<String> {
        self.email().map(str::to_owned).into_iter().collect()
    }
    fn phones(&self) -> Vec<String> {
        self.phone().into_iter().chain(self.mobile()).map(str::to_owned).collect()
    }
    fn owner(&self) -> Option<String> {
        self.attribute("OwnerId").map(str::to_owned)
    }
    fn source(&self) -> Option<String> {
        Self::source(self).map(str::to_owned)
    }
    fn created_at(&self) -> Option<DateTime<Utc>> {
        self.created_on()?.utc()
    }
    fn updated_at(&self) -> Option<DateTime<Utc>> {
        self.modified_on()?.utc()
    }
    fn custom(&self, _text: &str, name: &str) -> Option<String> {
        json_text(self.record().get(name)?)
    }
}

fn opportunity_status(code: Option<&str>) -> Status {
    let state = code.map_or(LeadState::Other, state_for_status);
    Status::new(Presence::Live, state, code.map_or_else(StatusDetail::default, StatusDetail::code))
}

fn json_text(value: FieldRef<'_>) -> Option<String> {
    serde_json::to_string(&value).ok()
}

/// A model with fields whose meaning the tenant defines.
pub(super) trait TenantFields {
    fn tenant_field(&self, field: &str) -> Option<&str>;
}

impl TenantFields for OpportunityDetails {
    fn tenant_field(&self, field: &str) -> Option<&str> {
        self.field(field)
    }
}

impl TenantFields for Opportunity {
    fn tenant_field(&self, field: &str) -> Option<&str> {
        self.field(field)
    }
}

/// A lead with the values that the configuration maps. Values that it does not map are `None` here.
struct Mapped<T> {
    raw: Raw<T>,
    status: Status,
    name: Option<String>,
    source: Option<String>,
    value: Option<Money>,
}

impl<T: fmt::Debug> fmt::Debug for Mapped<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mapped").field("lead", &self.raw).field("status", &self.status).finish()
    }
}

impl<T: LeadView> leads_core::Lead for Mapped<T> {
    fn vendor(&self) -> &'static str {
        T::VENDOR
    }
    fn id(&self) -> Option<LeadId> {
        leads_core::Lead::id(&self.raw)
    }
    fn status(&self) -> Status {
        self.status.clone()
    }
    fn name(&self) -> Option<String> {
        self.name.clone().or_else(|| leads_core::Lead::name(&self.raw))
    }
    fn emails(&self) -> Vec<String> {
        leads_core::Lead::emails(&self.raw)
    }
    fn phones(&self) -> Vec<String> {
        leads_core::Lead::phones(&self.raw)
    }
    fn owner(&self) -> Option<String> {
        leads_core::Lead::owner(&self.raw)
    }
    fn source(&self) -> Option<String> {
        self.source.clone().or_else(|| leads_core::Lead::source(&self.raw))
    }
    fn value(&self) -> Option<Money> {
        self.value.clone().or_else(|| leads_core::Lead::value(&self.raw))
    }
    fn created_at(&self) -> Option<DateTime<Utc>> {
        leads_core::Lead::created_at(&self.raw)
    }
    fn updated_at(&self) -> Option<DateTime<Utc>> {
        leads_core::Lead::updated_at(&self.raw)
    }
    fn custom(&self, name: &str) -> Option<String> {
        leads_core::Lead::custom(&self.raw, name)
    }
    fn text(&self) -> &str {
        self.raw.text()
    }
}
