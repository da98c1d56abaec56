//! The common client over opportunities, and over leads.

use crate::api::authentication::GetUserByAccessKey;
use crate::api::leads::{
    CaptureLead, DeleteLead, GetLead, LeadUpdateBehavior, ListRecentlyModifiedLeads, QuickSearchLeads, SearchLeads,
    UpdateLead,
};
use crate::api::opportunities::{
    CaptureOpportunity, DeleteOpportunity, GetOpportunity, ListOpportunitiesByUniqueLeadField, SearchOpportunities,
    UpdateOpportunity,
};
use crate::client::Client;
use crate::look;
use crate::model::{
    AdvancedSearch, Attributes, CaptureEffect, EventCode, FieldRef, FieldValue, Lead, LeadDetails, LookupName,
    Opportunity, OpportunityDetails, OpportunityStatus, Paging, SqlOperator,
};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use leads_core::client::{
    Capabilities, CheckReport, CreateEffect, Created, LeadClient, LeadPage, LeadQuery, LeadUpdate, NewLead, PageToken,
    StatusChange, StatusTarget, Updated, check_changed_custom, check_new_custom, ensure_known_fields, ensure_unset,
    left_out, narrowed,
};
use leads_core::error::Code;
use leads_core::status::{Presence, StageMap, StateSupport, Status, StatusDetail, StatusWrite};
use leads_core::vendor::decode;
use leads_core::vendor::{Paged, Request};
use leads_core::{CallOptions, Error, LeadId, LeadState, LeadView, Money, Patch, Raw, Reply, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

const VENDOR: &str = "leadsquared";
const LARGEST_PAGE: u32 = 1_000;

const STATES: &[(LeadState, StateSupport)] = &[
    (LeadState::Pending, StateSupport::Narrowed),
    (LeadState::New, StateSupport::Narrowed),
    (LeadState::Contacted, StateSupport::Narrowed),
    (LeadState::Open, StateSupport::Exact),
    (LeadState::Won, StateSupport::Exact),
    (LeadState::Lost, StateSupport::Exact),
];

/// The states that an opportunity has through a stage alone.
const STAGED_STATES: [LeadState; 2] = [LeadState::OnHold, LeadState::Disqualified];

/// Adds the states for which the map has a stage. Several stages for one state are an error of the write that lists them.
fn through_map(mut can: Capabilities, stages: &StageMap, states: impl IntoIterator<Item = LeadState>) -> Capabilities {
    for state in states {
        if stages.rules().iter().any(|rule| rule.state == state) {
            can = can.with_state(state, StateSupport::ThroughMap);
        }
    }
    can
}

/// How opportunities of one type are seen as leads: what the tenant's fields mean. It can be loaded from a file.
///
/// ```
/// use leadsquared::OpportunityConfig;
/// let config = OpportunityConfig::new(12005).name_field("mx_Custom_1").value_field("mx_Custom_6");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct OpportunityConfig {
    /// The code of the type.
    pub event_code: i64,
    /// The field of the comment that a tenant may demand with a change of status.
    #[serde(default = "comment_field")]
    pub comment_field: String,
    /// The field of the opportunity's name, often `mx_Custom_1`.
    #[serde(default)]
    pub name_field: Option<String>,
    /// The field of what it is worth, often `mx_Custom_6`.
    #[serde(default)]
    pub value_field: Option<String>,
    /// The currency of the field of the worth. A field holds digits alone: a value in another currency, and without this
    /// setting any value with a currency, is an error. A value that is read has this currency.
    #[serde(default)]
    pub currency: Option<String>,
    /// The field of the source, often `mx_Custom_3`.
    #[serde(default)]
    pub source_field: Option<String>,
    /// The field of the stage, often `mx_Custom_2`. A stage counts only where it fits the status: an opportunity whose
    /// status is Lost is lost, whatever stage it had while it was open.
    #[serde(default)]
    pub stage_field: Option<String>,
    /// The field of the reason of a loss, often `mx_Custom_4`.
    #[serde(default)]
    pub reason_field: Option<String>,
    /// What the tenant's stages mean. Needs the stage's field. A change to open, won or lost writes the one stage that
    /// means it, too; where none or several do, only the status is written.
    #[serde(default)]
    pub stages: Option<StageMap>,
    /// The lead field that a new opportunity's lead is found by; the e-mail address, then the phone number, otherwise.
    /// Any unique field of leads may be named: the value of one that the common view has no member for is taken from the
    /// new lead's custom fields of that name, and is then no field of the opportunity.
    #[serde(default)]
    pub search_by: Option<String>,
    /// What a create does with an opportunity that the tenant's rules take for the same.
    #[serde(default)]
    pub on_duplicate: OnDuplicate,
}

fn comment_field() -> String {
    "mx_Custom_19".to_owned()
}

/// What a create does with an opportunity that the tenant's rules take for the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OnDuplicate {
    /// It is left as it is.
    #[default]
    Keep,
    /// The fields that are sent are overwritten.
    Overwrite,
    /// Only fields that are empty are filled.
    FillEmpty,
}

macro_rules! fields {
    ($($(#[$meta:meta])* $name:ident),* $(,)?) => {
        $(
            $(#[$meta])*
            #[must_use]
            pub fn $name(mut self, name: impl Into<String>) -> Self {
                self.$name = Some(name.into());
                self
            }
        )*
    };
}

impl OpportunityConfig {
    /// Opportunities of one type.
    #[must_use]
    pub fn new(event_code: i64) -> Self {
        Self {
            event_code,
            comment_field: comment_field(),
            name_field: None,
            value_field: None,
            currency: None,
            source_field: None,
            stage_field: None,
            reason_field: None,
            stages: None,
            search_by: None,
            on_duplicate: OnDuplicate::Keep,
        }
    }

    fields! {
        /// Sets the field of the name.
        name_field,
        /// Sets the field of what it is worth.
        value_field,
        /// Sets the currency of the field of the worth.
        currency,
        /// Sets the field of the source.
        source_field,
        /// Sets the field of the stage.
        stage_field,
        /// Sets the field of the reason of a loss.
        reason_field,
        /// Sets the lead field that a new opportunity's lead is found by.
        search_by,
    }

    /// Sets the field of the comment with a change of status.
    #[must_use]
    pub fn comment_field(mut self, name: impl Into<String>) -> Self {
        self.comment_field = name.into();
        self
    }

    /// Sets what the tenant's stages mean.
    #[must_use]
    pub fn stages(mut self, stages: StageMap) -> Self {
        self.stages = Some(stages);
        self
    }

    /// Sets what a create does with an opportunity that is there.
    #[must_use]
    pub fn on_duplicate(mut self, what: OnDuplicate) -> Self {
        self.on_duplicate = what;
        self
    }
}

/// How leads are seen through the common client. It can be loaded from a file.
///
/// ```
/// use leadsquared::{LeadsConfig, leads_core::{LeadState, status::StageMap}};
/// let config = LeadsConfig::new(StageMap::new().with("Prospect", LeadState::Open).with("Customer", LeadState::Won));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LeadsConfig {
    /// What the tenant's stages mean.
    #[serde(default)]
    pub stages: StageMap,
    /// The field that a new lead is found by, where it is there already.
    #[serde(default)]
    pub search_by: Option<String>,
    /// Whether automations, webhooks and rules run for a change.
    #[serde(default)]
    pub run_automations: bool,
}

impl LeadsConfig {
    /// Leads with these stages.
    #[must_use]
    pub fn new(stages: StageMap) -> Self {
        Self { stages, search_by: None, run_automations: false }
    }

    fields! {
        /// Sets the field that a new lead is found by.
        search_by,
    }

    /// Lets automations, webhooks and rules run for a change.
    #[must_use]
    pub fn run_automations(mut self, run: bool) -> Self {
        self.run_automations = run;
        self
    }
}

impl Client {
    /// The common client over opportunities of one type.
    ///
    /// A list by e-mail address or phone number leaves out the lead's opportunities of other types, which the vendor
    /// answers too: a page may have fewer rows than were asked for, or none, and still be followed by another.
    ///
    /// ```
    /// # let client = leadsquared::Client::builder().region(leadsquared::Region::Ireland).keys("a", "b").build()?;
    /// use leadsquared::{OpportunityConfig, leads_core::LeadClient};
    /// let leads: Box<dyn LeadClient> = Box::new(client.opportunities(OpportunityConfig::new(12005)));
    /// # Ok::<(), leadsquared::Error>(())
    /// ```
    #[must_use]
    pub fn opportunities(&self, config: OpportunityConfig) -> Opportunities {
        let staged = config.stage_field.is_some();
        let mut capabilities = Capabilities::none()
            .check(true)
            .create(true)
            .get(true)
            .update(true)
            .set_status(true)
            .delete(true)
            .list(true)
            .stage(staged)
            .reason(config.reason_field.is_some())
            .comment(true)
            .list_by_email(true)
            .list_by_phone(true)
            .states(STATES);
        if let Some(stages) = config.stages.as_ref().filter(|_| staged) {
            capabilities = through_map(capabilities, stages, STAGED_STATES);
        }
        Opportunities { client: self.clone(), config: Arc::new(config), capabilities }
    }

    /// The common client over leads.
    ///
    /// The vendor has a first and a last name. A whole name, of a new lead or of a change, is written into the first and
    /// empties the last, so that it is read as it was written; `first_name` and `last_name` of a new lead are written
    /// each into its own, as are the custom fields `FirstName` and `LastName` of a change.
    ///
    /// The vendor may answer a create without an id. The lead is then searched once by the field that the vendor found it
    /// by; where that shows no lead, or several (reads lag behind writes), the create is an error that says
    /// [`Applied`](leads_core::WriteOutcome::Applied).
    #[must_use]
    pub fn leads(&self, config: LeadsConfig) -> Leads {
        let capabilities = through_map(Leads::CAPABILITIES, &config.stages, LeadState::WRITABLE);
        Leads { client: self.clone(), config: Arc::new(config), capabilities }
    }
}

/// The common client over opportunities of one type. Made by [`Client::opportunities`].
#[derive(Clone, Debug)]
pub struct Opportunities {
    client: Client,
    config: Arc<OpportunityConfig>,
    capabilities: Capabilities,
}

/// The common client over leads. Made by [`Client::leads`].
#[derive(Clone, Debug)]
pub struct Leads {
    client: Client,
    config: Arc<LeadsConfig>,
    capabilities: Capabilities,
}

impl Leads {
    const CAPABILITIES: Capabilities = Capabilities::none()
        .check(true)
        .create(true)
        .get(true)
        .update(true)
        .set_status(true)
        .delete(true)
        .list(true)
        .list_by_owner(true)
        .list_by_email(true)
        .list_by_phone(true)
        .list_by_text(true)
        .list_changed_since(true);
}

async fn check(client: &Client, options: &CallOptions) -> Result<Reply<CheckReport>> {
    let reply = client.send_with(&GetUserByAccessKey::new(), options).await?;
    Ok(Reply::map(reply, |owner| {
        CheckReport::new(GetUserByAccessKey::OPERATION.name).account(owner.id().map(|id| id.as_str().to_owned()))
    }))
}

/// A custom field's JSON as the vendor's text; `null` clears.
fn text_of(name: &str, value: &Value) -> Result<FieldValue> {
    match value {
        Value::Null => Ok(FieldValue::from("")),
        Value::String(text) => Ok(FieldValue::from(text)),
        Value::Number(number) => Ok(FieldValue::from(number.to_string())),
        Value::Bool(flag) => Ok(FieldValue::from(*flag)),
        Value::Array(_) | Value::Object(_) => {
            Err(Error::invalid(name.to_owned(), "must be text, a number, a flag or null"))
        }
    }
}

/// A change as the vendor's text; clearing writes an empty text.
fn changed<T>(change: &Patch<T>, text: impl Fn(&T) -> String) -> Option<String> {
    match change {
        Patch::Keep => None,
        Patch::Clear => Some(String::new()),
        Patch::Set(value) => Some(text(value)),
    }
}

/// An amount as the vendor's text. It has no currency, so that another one than the configured is an error.
fn amount(value: &Money, configured: Option<&str>) -> Result<String> {
    match (value.currency.as_deref(), configured) {
        (None, _) => {}
        (Some(asked), Some(known)) if asked.eq_ignore_ascii_case(known) => {}
        _ => {
            return Err(Error::unsupported("the vendor's field takes an amount without its currency")
                .with_field("value")
                .with_help("leave the currency out, or name the field's in OpportunityConfig::currency"));
        }
    }
    Ok(value.amount.plain().unwrap_or_else(|| value.amount.as_str().to_owned()))
}

/// Refuses a custom field that a common field sets too: one of the two values would be dropped.
fn set_twice(name: &str) -> Error {
    Error::invalid(name.to_owned(), "is set by a common field and as a custom field")
}

/// Attributes that say how a lead is looked for, and are no custom fields.
const DIRECTIONS: [&str; 2] = ["SearchBy", "__UseUserDefinedGuid__"];

/// Adds the custom fields of a lead to its attributes. A field that is only emptied (the last name, by a whole name) can
/// be set.
fn set_custom(attributes: &mut Attributes, fields: &BTreeMap<String, Value>) -> Result<()> {
    for (name, value) in fields {
        let value = text_of(name, value)?;
        if DIRECTIONS.contains(&name.as_str()) {
            return Err(Error::invalid(name.clone(), "is no field of a lead").with_help(
                "what a new lead is found by is the vendor field `search_by`, or set in the adapter's configuration",
            ));
        }
        if attributes.get(name).is_some_and(|known| !known.is_blank() && *known != value) {
            return Err(set_twice(name));
        }
        attributes.set(name.as_str(), value);
    }
    Ok(())
}

/// The warning for a whole name beside other parts of a name, where the vendor's two fields take the parts.
fn name_left_out(lead: &NewLead) -> Option<Code> {
    let parts = [&lead.first_name, &lead.last_name];
    let joined = parts.into_iter().flatten().map(|part| part.as_str()).collect::<Vec<_>>().join(" ");
    let lost = !joined.is_empty() && lead.name.as_ref().is_some_and(|name| name.as_str() != joined);
    lost.then(|| left_out("name", "the first and the last name are written, and there is no field for a whole one"))
}

fn vendor_text(fields: &BTreeMap<String, Value>, name: &str) -> Result<Option<String>> {
    match fields.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(Error::invalid(name.to_owned(), "must be text")),
    }
}

fn field_or_refuse<'a>(field: &'a Option<String>, name: &'static str) -> Result<&'a str> {
    field
        .as_deref()
        .ok_or_else(|| Error::unsupported("the adapter's configuration names no field for it").with_field(name))
}

/// First and last name, e-mail address and phone number of a new lead, as attributes.
fn person(lead: &NewLead) -> Result<Attributes> {
    ensure_unset(&[("emails", lead.emails.len() > 1), ("phones", lead.phones.len() > 1)])?;
    let mut attributes = Attributes::new();
    for (name, value) in [("EmailAddress", lead.emails.first()), ("Phone", lead.phones.first())] {
        if let Some(value) = value {
            attributes.set(name, value.as_str());
        }
    }
    match (&lead.first_name, &lead.last_name, &lead.name) {
        (None, None, Some(name)) => attributes.set("FirstName", name.as_str()),
        (first, last, _) => {
            for (name, value) in [("FirstName", first), ("LastName", last)] {
                if let Some(value) = value {
                    attributes.set(name, value.as_str());
                }
            }
        }
    }
    Ok(attributes)
}

/// A lead's whole name, and nothing where it is cleared. It stands in the first of the vendor's two fields, for where a
/// surname begins nobody said; the second is emptied, so that the name is read as it was written and does not get the
/// surname of before.
fn set_name(attributes: &mut Attributes, name: &str) {
    attributes.set("FirstName", name);
    attributes.set("LastName", "");
}

/// The attribute of a lead's id, and how `SearchBy` spells it.
const ID: &str = "ProspectID";
const BY_ID: &str = "ProspectId";

/// The attribute whose value is searched by.
fn searched(name: &str) -> &str {
    if name == BY_ID { ID } else { name }
}

/// The attribute that finds a person, as `SearchBy` spells it.
fn finder(attributes: &Attributes, wanted: Option<&str>) -> Result<String> {
    let there = |name: &str| attributes.get(name).is_some_and(|value| !value.is_blank());
    if let Some(name) = wanted {
        return match there(searched(name)) {
            true => Ok(if searched(name) == ID { BY_ID } else { name }.to_owned()),
            false => Err(Error::invalid("search_by", "names an attribute that the lead does not have")),
        };
    }
    ["EmailAddress", "Phone"]
        .into_iter()
        .find(|name| there(name))
        .map(str::to_owned)
        .ok_or_else(|| Error::invalid("emails", "or a phone number must be there: the lead is found by one of them"))
}

fn first_page(query: &LeadQuery) -> Result<Paging> {
    Ok(Paging::new(1, query.rows(100, LARGEST_PAGE)?))
}

/// One page; rows of which `show` makes nothing are left out, so that a page may be empty and have another behind it.
async fn list<R>(
    client: &Client,
    request: R,
    after: Option<&PageToken>,
    options: &CallOptions,
    show: impl Fn(R::Item) -> Option<Box<dyn leads_core::Lead>>,
) -> Result<Reply<LeadPage>>
where
    R: Paged<Vendor = crate::LeadSquared>,
{
    let reply = client.pipeline().list_step(request, after, options).await?;
    Ok(Reply::map(reply, |step| LeadPage::of_step(step, show)))
}

fn state_of(code: &str) -> LeadState {
    match OpportunityStatus::from(code) {
        OpportunityStatus::Open => LeadState::Open,
        OpportunityStatus::Won => LeadState::Won,
        OpportunityStatus::Lost => LeadState::Lost,
        OpportunityStatus::Unknown(_) => LeadState::Other,
    }
}

/// Whether a stage's state says more of a status, and not another thing. A row without a status has only its stage.
fn fits(stage: LeadState, status: LeadState) -> bool {
    use LeadState::{Cancelled, Contacted, Disqualified, Lost, New, OnHold, Open, Other, Pending};
    match status {
        Open => matches!(stage, Pending | New | Contacted | Open | OnHold),
        Lost => matches!(stage, Lost | Cancelled | Disqualified),
        Other => stage != Other,
        _ => false,
    }
}

impl Opportunities {
    /// The vendor's status, and the stage where the map has one for the state. The state itself needs it only where the
    /// vendor has no status for it; beside a status of its own it replaces a stage that would say another state.
    fn target(&self, target: &StatusTarget) -> Result<(String, Option<String>, StatusWrite)> {
        let plain = |asked, status: OpportunityStatus| {
            let state = state_of(status.as_str());
            let stages = self.config.stages.as_ref().filter(|_| asked == state && self.config.stage_field.is_some());
            let stage = stages.and_then(|stages| stages.stage(state).ok()).map(str::to_owned);
            Ok((status.as_str().to_owned(), stage, StatusWrite::new(Some(asked), state, status.as_str())))
        };
        let state = match target {
            StatusTarget::Code(code) => {
                return Ok((code.clone(), None, StatusWrite::new(None, state_of(code), code.as_str())));
            }
            StatusTarget::State(state) => *state,
            _ => return Err(Error::unsupported("the target is of no known kind").with_field("target")),
        };
        match state {
            LeadState::Open | LeadState::Pending | LeadState::New | LeadState::Contacted => {
                plain(state, OpportunityStatus::Open)
            }
            LeadState::Won => plain(state, OpportunityStatus::Won),
            LeadState::Lost => plain(state, OpportunityStatus::Lost),
            LeadState::OnHold | LeadState::Disqualified => {
                let (Some(stages), Some(_)) = (&self.config.stages, &self.config.stage_field) else {
                    return Err(Error::unsupported(format!("{state} needs a map of the tenant's stages"))
                        .with_field("state")
                        .with_help("give the adapter's configuration a stage_field and stages"));
                };
                let status = if state == LeadState::OnHold { OpportunityStatus::Open } else { OpportunityStatus::Lost };
                let stage = stages.stage(state)?;
                let written = StatusWrite::new(Some(state), stages.state(stage), status.as_str());
                Ok((status.as_str().to_owned(), Some(stage.to_owned()), written))
            }
            _ => Err(Error::unsupported(format!("an opportunity has no {state}")).with_field("state")),
        }
    }

    /// An opportunity seen as the configuration says: the tenant's fields are read where they are written.
    fn show<T>(&self, raw: Raw<T>) -> Box<dyn leads_core::Lead>
    where
        T: LeadView + Tenanted + 'static,
    {
        let config = &self.config;
        let read = |field: &Option<String>| {
            let text = raw.value().text_in(field.as_deref()?)?;
            (!text.trim().is_empty()).then(|| text.to_owned())
        };
        let plain = LeadView::status(raw.value());
        let stage = read(&config.stage_field);
        let state = stage
            .as_deref()
            .zip(config.stages.as_ref())
            .map(|(stage, stages)| stages.state(stage))
            // The status is the vendor's word; a stage only says more of an open or a lost one. One that does not fit it
            // was left behind by a change of the status alone.
            .filter(|state| fits(*state, plain.state))
            .unwrap_or(plain.state);
        let status = Status::new(plain.presence, state, plain.detail.stage(stage).reason(read(&config.reason_field)));
        let (name, source) = (read(&config.name_field), read(&config.source_field));
        let value = read(&config.value_field).and_then(|text| text.parse().ok()).map(Money::new);
        let value = match &config.currency {
            Some(currency) => value.map(|value| value.currency(currency.as_str())),
            None => value,
        };
        Box::new(Mapped { raw, status, name, source, value })
    }
}

#[async_trait]
impl LeadClient for Opportunities {
    fn vendor(&self) -> &'static str {
        VENDOR
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    async fn check_with(&self, options: CallOptions) -> Result<Reply<CheckReport>> {
        check(&self.client, &options).await
    }

    async fn create_with(&self, lead: &NewLead, options: CallOptions) -> Result<Reply<Created>> {
        check_new_custom(&lead.custom)?;
        ensure_known_fields(&lead.vendor_fields, &["event_code", "search_by"])?;
        let config = &self.config;
        let mut warnings = Vec::new();
        let mut set = Vec::new();
        let event_code = match lead.vendor_fields.get("event_code") {
            None => EventCode::new(config.event_code),
            Some(code) => {
                EventCode::new(code.as_i64().ok_or_else(|| Error::invalid("event_code", "must be a whole number"))?)
            }
        };
        let mut attributes = person(lead)?;
        let wanted = vendor_text(&lead.vendor_fields, "search_by")?.or_else(|| config.search_by.clone());
        // A field of the lead that the common view has no member for comes among the custom ones: the others are the
        // opportunity's.
        let finds = wanted.as_deref().map(searched).filter(|name| attributes.get(name).is_none());
        if let Some((name, value)) = finds.and_then(|name| lead.custom.get_key_value(name)) {
            attributes.set(name.as_str(), text_of(name, value)?);
        }
        let search_by = finder(&attributes, wanted.as_deref())?;
        if search_by == BY_ID {
            attributes.set("__UseUserDefinedGuid__", "true");
        }
        attributes.set("SearchBy", search_by);
        let mut request = CaptureOpportunity::new(LeadDetails::from(attributes), event_code);
        if let Some(field) = &config.name_field
            && let Some(name) = lead.name.as_ref().or(lead.first_name.as_ref())
        {
            request = request.field(field.as_str(), name.as_str());
            set.push(field.as_str());
        } else {
            warnings.extend(name_left_out(lead));
        }
        if let Some(source) = &lead.source {
            let field = field_or_refuse(&config.source_field, "source")?;
            request = request.field(field, source);
            set.push(field);
        }
        if let Some(value) = &lead.value {
            let field = field_or_refuse(&config.value_field, "value")?;
            request = request.field(field, amount(value, config.currency.as_deref())?);
            set.push(field);
        }
        if let Some(owner) = &lead.owner {
            request = request.owner(owner.as_str());
            set.push("Owner");
        }
        if let Some(note) = &lead.note {
            request = request.note(note.as_str());
        }
        if let Some(state) = lead.state {
            let (status, stage, written) = self.target(&StatusTarget::State(state))?;
            warnings.extend(narrowed(&written));
            request = request.field("Status", status);
            set.push("Status");
            if let (Some(stage), Some(field)) = (stage, &config.stage_field) {
                request = request.field(field.as_str(), stage);
                set.push(field);
            }
        }
        for (name, value) in lead.custom.iter().filter(|(name, _)| finds != Some(name.as_str())) {
            if set.contains(&name.as_str()) {
                return Err(set_twice(name));
            }
            request = request.field(name.as_str(), text_of(name, value)?);
        }
        request = match config.on_duplicate {
            OnDuplicate::Keep => request,
            OnDuplicate::Overwrite => request.overwrite_fields(true),
            OnDuplicate::FillEmpty => request.update_empty_fields(true),
        };
        let reply = Reply::warn(self.client.send_with(&request, &options).await?, warnings);
        let (id, effect) = match reply.effect() {
            CaptureEffect::Created(id) => (id, CreateEffect::Created),
            CaptureEffect::Duplicate(id) if config.on_duplicate == OnDuplicate::Keep => (id, CreateEffect::Matched),
            CaptureEffect::Duplicate(id) => (id, CreateEffect::Updated),
            CaptureEffect::Unknown => return Err(without_id(&reply, "CreatedOpportunityId")),
        };
        Ok(Reply::map(reply, |_| Created::new(LeadId::new(id.as_str()), effect, None)))
    }

    async fn get_with(&self, id: &LeadId, options: CallOptions) -> Result<Reply<Box<dyn leads_core::Lead>>> {
        let reply = self.client.send_with(&GetOpportunity::new(id.as_str()), &options).await?;
        Ok(Reply::map(reply, |details| self.show(details)))
    }

    async fn update_with(&self, id: &LeadId, change: &LeadUpdate, options: CallOptions) -> Result<Reply<Updated>> {
        check_changed_custom(&change.custom)?;
        ensure_known_fields(&change.vendor_fields, &[])?;
        let config = &self.config;
        // They are the lead's, and a lead may have several opportunities.
        ensure_unset(&[("email", !change.email.is_keep()), ("phone", !change.phone.is_keep())])?;
        let mut request = UpdateOpportunity::new(id.as_str());
        match &change.note {
            Patch::Keep => {}
            Patch::Set(note) => request = request.note(note.as_str()),
            Patch::Clear => {
                return Err(Error::unsupported("the vendor documents no way to clear it").with_field("note"));
            }
        }
        let worth = match &change.value {
            Patch::Keep => None,
            Patch::Clear => Some(String::new()),
            Patch::Set(value) => Some(amount(value, config.currency.as_deref())?),
        };
        let changes = [
            (changed(&change.name, |name| name.to_string()), &config.name_field, "name"),
            (changed(&change.source, Clone::clone), &config.source_field, "source"),
            (worth, &config.value_field, "value"),
        ];
        let mut set = Vec::new();
        for (text, field, name) in changes {
            if let Some(text) = text {
                let field = field_or_refuse(field, name)?;
                request = request.field(field, text);
                set.push(field);
            }
        }
        if let Some(owner) = changed(&change.owner, Clone::clone) {
            request = request.field("Owner", owner);
            set.push("Owner");
        }
        for (name, value) in &change.custom {
            if set.contains(&name.as_str()) {
                return Err(set_twice(name));
            }
            request = request.field(name.as_str(), text_of(name, value)?);
        }
        let reply = self.client.send_with(&request, &options).await?;
        Ok(Reply::map(reply, |_| Updated::new(id.clone(), None)))
    }

    async fn set_status_with(
        &self,
        id: &LeadId,
        change: &StatusChange,
        options: CallOptions,
    ) -> Result<Reply<Updated>> {
        ensure_known_fields(&change.vendor_fields, &[])?;
        ensure_unset(&[
            ("sub_status", change.sub_status.is_some()),
            ("changed_at", change.changed_at.is_some()),
            ("changed_by", change.changed_by.is_some()),
        ])?;
        let (status, mapped, written) = self.target(&change.target)?;
        // These states are nothing but their stage.
        if let (StatusTarget::State(state), Some(stage), Some(stages)) =
            (&change.target, &change.stage, &self.config.stages)
            && STAGED_STATES.contains(state)
            && stages.state(stage) != *state
        {
            return Err(Error::invalid("stage", format!("does not mean {state} in the map of the tenant's stages")));
        }
        let mut request = UpdateOpportunity::new(id.as_str()).field("Status", status);
        if let Some(stage) = change.stage.as_ref().or(mapped.as_ref()) {
            request = request.field(field_or_refuse(&self.config.stage_field, "stage")?, stage);
        }
        if let Some(reason) = &change.reason {
            request = request.field(field_or_refuse(&self.config.reason_field, "reason")?, reason);
        }
        if let Some(comment) = &change.comment {
            request = request.field(self.config.comment_field.as_str(), comment.as_str());
        }
        let reply = self.client.send_with(&request, &options).await?;
        Ok(Reply::map(reply, |_| Updated::new(id.clone(), None).written(written)))
    }

    async fn delete_with(&self, id: &LeadId, options: CallOptions) -> Result<Reply<Updated>> {
        let reply = self.client.send_with(&DeleteOpportunity::new(id.as_str()), &options).await?;
        Ok(Reply::map(reply, |_| Updated::new(id.clone(), None)))
    }

    async fn list_page_with(
        &self,
        query: &LeadQuery,
        after: Option<&PageToken>,
        options: CallOptions,
    ) -> Result<Reply<LeadPage>> {
        ensure_known_fields(&query.vendor_fields, &["query_time_zone"])?;
        ensure_unset(&[
            ("state", query.state.is_some()),
            ("owner", query.owner.is_some()),
            ("text", query.text.is_some()),
            ("changed_since", query.changed_since.is_some()),
            ("phone", query.phone.is_some() && query.email.is_some()),
        ])?;
        let paging = first_page(query)?;
        // By a field of the lead the vendor takes no type, and answers opportunities of every one.
        let ours = |row: &Opportunity| row.event_code().is_none_or(|code| code.get() == self.config.event_code);
        let show = |row: Raw<Opportunity>| ours(row.value()).then(|| self.show(row));
        if vendor_text(&query.vendor_fields, "query_time_zone")?.is_some()
            && (query.email.is_some() || query.phone.is_some())
        {
            return Err(Error::invalid(
                "query_time_zone",
                "has no effect on a list by an e-mail address or a phone number",
            ));
        }
        let person = query
            .email
            .as_ref()
            .map(|email| (LookupName::EmailAddress, email))
            .or(query.phone.as_ref().map(|phone| (LookupName::Phone, phone)));
        if let Some((field, value)) = person {
            let request = ListOpportunitiesByUniqueLeadField::new(field, value.as_str()).paging(paging);
            return list(&self.client, request, after, &options, show).await;
        }
        let zone = vendor_text(&query.vendor_fields, "query_time_zone")?.unwrap_or_else(|| "UTC".to_owned());
        let request = SearchOpportunities::new(self.config.event_code, AdvancedSearch::new(zone)).paging(paging);
        list(&self.client, request, after, &options, show).await
    }
}

fn without_id<T>(reply: &Reply<T>, member: &'static str) -> Error {
    decode::missing(member)
        .with_outcome(reply.meta().outcome)
        .with_http_status(reply.meta().http_status)
        .for_operation(VENDOR, "create")
}

impl Leads {
    fn show(&self, raw: Raw<Lead>) -> Box<dyn leads_core::Lead> {
        let stage = raw.stage().map(str::to_owned);
        let state = stage.as_deref().map_or(LeadState::Other, |stage| self.config.stages.state(stage));
        let status = Status::new(Presence::Live, state, LeadView::status(raw.value()).detail);
        Box::new(Mapped { raw, status, name: None, source: None, value: None })
    }

    fn stage<'a>(&'a self, target: &'a StatusTarget) -> Result<(&'a str, StatusWrite)> {
        let stages = &self.config.stages;
        match target {
            StatusTarget::Code(code) if code.trim().is_empty() => Err(Error::invalid("status", "must not be empty")),
            StatusTarget::Code(code) => Ok((code, StatusWrite::new(None, stages.state(code), code.as_str()))),
            StatusTarget::State(state) => {
                let stage = stages.stage(*state)?;
                Ok((stage, StatusWrite::new(Some(*state), stages.state(stage), stage)))
            }
            _ => Err(Error::unsupported("the target is of no known kind").with_field("target")),
        }
    }
}

#[async_trait]
impl LeadClient for Leads {
    fn vendor(&self) -> &'static str {
        VENDOR
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    async fn check_with(&self, options: CallOptions) -> Result<Reply<CheckReport>> {
        check(&self.client, &options).await
    }

    async fn create_with(&self, lead: &NewLead, options: CallOptions) -> Result<Reply<Created>> {
        check_new_custom(&lead.custom)?;
        ensure_known_fields(&lead.vendor_fields, &["search_by", "update_behavior"])?;
        ensure_unset(&[("value", lead.value.is_some())])?;
        let mut attributes = person(lead)?;
        if let (None, None, Some(name)) = (&lead.first_name, &lead.last_name, &lead.name) {
            set_name(&mut attributes, name);
        }
        let texts = [
            ("Notes", lead.note.as_ref().map(|note| note.as_str())),
            ("Source", lead.source.as_deref()),
            ("OwnerId", lead.owner.as_deref()),
        ];
        for (name, text) in texts {
            if let Some(text) = text {
                attributes.set(name, text);
            }
        }
        if let Some(state) = lead.state {
            attributes.set("ProspectStage", self.config.stages.stage(state)?);
        }
        set_custom(&mut attributes, &lead.custom)?;
        let wanted = vendor_text(&lead.vendor_fields, "search_by")?.or_else(|| self.config.search_by.clone());
        let search_by = finder(&attributes, wanted.as_deref())?;
        let behavior = vendor_text(&lead.vendor_fields, "update_behavior")?.map(LeadUpdateBehavior::from);
        attributes.set("SearchBy", search_by);
        let mut request = CaptureLead::new(attributes.clone());
        if let Some(behavior) = &behavior {
            request = request.update_behavior(behavior.clone());
        }
        let reply = Reply::warn(self.client.send_with(&request, &options).await?, name_left_out(lead));
        let message = reply.message.as_ref();
        let id = message.and_then(|message| {
            message.id.as_ref().map(|id| id.as_str().to_owned()).or_else(|| message.related_id.clone())
        });
        let effect = match (message.and_then(|message| message.is_created), &behavior) {
            (Some(true), _) => CreateEffect::Created,
            (Some(false), Some(LeadUpdateBehavior::DoNotUpdate)) => CreateEffect::Matched,
            (Some(false), _) => CreateEffect::Updated,
            (None, _) => CreateEffect::Unknown,
        };
        let id = match id {
            Some(id) => id,
            None => self.find(&attributes, &options).await.ok_or_else(|| without_id(&reply, "Message.Id"))?,
        };
        Ok(Reply::map(reply, |_| Created::new(LeadId::new(id), effect, None)))
    }

    async fn get_with(&self, id: &LeadId, options: CallOptions) -> Result<Reply<Box<dyn leads_core::Lead>>> {
        let (found, meta) = Reply::into_parts(self.client.send_with(&GetLead::new(id.as_str()), &options).await?);
        let lead = found.into_one().map_err(|error| error.with_http_status(meta.http_status))?;
        Ok(Reply::new(self.show(lead), meta))
    }

    async fn update_with(&self, id: &LeadId, change: &LeadUpdate, options: CallOptions) -> Result<Reply<Updated>> {
        check_changed_custom(&change.custom)?;
        ensure_known_fields(&change.vendor_fields, &[])?;
        ensure_unset(&[("value", !change.value.is_keep())])?;
        let mut attributes = Attributes::new();
        if let Some(name) = changed(&change.name, |name| name.to_string()) {
            set_name(&mut attributes, &name);
        }
        let changes = [
            ("EmailAddress", changed(&change.email, |email| email.to_string())),
            ("Phone", changed(&change.phone, |phone| phone.to_string())),
            ("Notes", changed(&change.note, |note| note.to_string())),
            ("Source", changed(&change.source, Clone::clone)),
            ("OwnerId", changed(&change.owner, Clone::clone)),
        ];
        for (name, text) in changes {
            if let Some(text) = text {
                attributes.set(name, text);
            }
        }
        set_custom(&mut attributes, &change.custom)?;
        self.change(id, attributes, &options).await
    }

    async fn set_status_with(
        &self,
        id: &LeadId,
        change: &StatusChange,
        options: CallOptions,
    ) -> Result<Reply<Updated>> {
        ensure_known_fields(&change.vendor_fields, &[])?;
        ensure_unset(&[
            ("sub_status", change.sub_status.is_some()),
            ("reason", change.reason.is_some()),
            ("stage", change.stage.is_some()),
            ("comment", change.comment.is_some()),
            ("changed_at", change.changed_at.is_some()),
            ("changed_by", change.changed_by.is_some()),
        ])?;
        let (stage, written) = self.stage(&change.target)?;
        let reply = self.change(id, Attributes::from([("ProspectStage", stage)]), &options).await?;
        Ok(Reply::map(reply, |updated| updated.written(written)))
    }

    async fn delete_with(&self, id: &LeadId, options: CallOptions) -> Result<Reply<Updated>> {
        let reply = self.client.send_with(&DeleteLead::new(id.as_str()), &options).await?;
        Ok(Reply::map(reply, |_| Updated::new(id.clone(), None)))
    }

    async fn list_page_with(
        &self,
        query: &LeadQuery,
        after: Option<&PageToken>,
        options: CallOptions,
    ) -> Result<Reply<LeadPage>> {
        ensure_known_fields(&query.vendor_fields, &[])?;
        ensure_unset(&[("state", query.state.is_some())])?;
        let set = [
            query.owner.is_some(),
            query.email.is_some(),
            query.phone.is_some(),
            query.text.is_some(),
            query.changed_since.is_some(),
        ];
        if set.iter().filter(|set| **set).count() > 1 {
            return Err(Error::unsupported("the vendor takes one filter at a time").with_field("query"));
        }
        let paging = first_page(query)?;
        let show = |row| Some(self.show(row));
        let find =
            |field: LookupName, value: &str| SearchLeads::new(field, SqlOperator::Equal, value).paging(paging.clone());
        if let Some(text) = &query.text {
            if after.is_some() {
                return Err(Error::invalid("after", "is no position of this list: a list by text is one page"));
            }
            let reply = self.client.send_with(&QuickSearchLeads::new(text.as_str()), &options).await?;
            let unused = query.page_size.map(|_| left_out("page_size", "the vendor's search by text has no pages"));
            let reply = Reply::warn(reply, unused);
            return Ok(Reply::map(reply, |found| LeadPage::new(found.into_iter().filter_map(show).collect(), None)));
        }
        if let Some(since) = query.changed_since {
            // The vendor takes ranges at full seconds while its times are finer: the second that runs belongs to it.
            let until = Utc::now().max(since) + TimeDelta::seconds(1);
            let request = ListRecentlyModifiedLeads::new(since, until).paging(paging);
            return list(&self.client, request, after, &options, show).await;
        }
        let request = match (&query.owner, &query.email, &query.phone) {
            (Some(owner), _, _) => find(LookupName::OwnerId, owner),
            (_, Some(email), _) => find(LookupName::EmailAddress, email),
            (_, _, Some(phone)) => find(LookupName::Phone, phone),
            _ => SearchLeads::everything().paging(paging),
        };
        list(&self.client, request, after, &options, show).await
    }
}

impl Leads {
    /// The id of the one lead that has the attribute that a capture found it by; `None` where none has it, or several.
    async fn find(&self, captured: &Attributes, options: &CallOptions) -> Option<String> {
        let by = searched(captured.get("SearchBy")?.text()?);
        let rows = self.client.send_with(&look::search(captured)?, options).await.ok()?;
        // A search that the vendor did not understand answers with every lead.
        let has = |row: &Lead, name: &str| {
            let (Some(wanted), Some(seen)) = (captured.get(name), row.record().get(name)) else { return false };
            let texts = wanted.text().zip(seen.text());
            texts.is_some_and(|(one, other)| one.trim().eq_ignore_ascii_case(other.trim()))
                || look::same(wanted.by_ref(), seen) == Some(true)
        };
        // An id with another lead's address makes a new lead: the one with the id is then not it.
        let address = (by == ID && captured.get("EmailAddress").is_some()).then_some("EmailAddress");
        let mut fitting = rows.iter().filter(|row| has(row, by) && address.is_none_or(|name| has(row, name)));
        let found = fitting.next().filter(|_| fitting.next().is_none())?;
        Lead::id(found).map(|id| id.as_str().to_owned())
    }

    async fn change(&self, id: &LeadId, attributes: Attributes, options: &CallOptions) -> Result<Reply<Updated>> {
        let request = UpdateLead::new(id.as_str(), attributes).run_automations(self.config.run_automations);
        let reply = self.client.send_with(&request, options).await?;
        Ok(Reply::map(reply, |_| Updated::new(id.clone(), None)))
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
        json(self.field_value(name)?.by_ref())
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
        json(self.record().get(name)?)
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
        // What a stage means only the tenant knows.
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
        json(self.record().get(name)?)
    }
}

fn opportunity_status(code: Option<&str>) -> Status {
    let state = code.map_or(LeadState::Other, state_of);
    Status::new(Presence::Live, state, code.map_or_else(StatusDetail::default, StatusDetail::code))
}

fn json(value: FieldRef<'_>) -> Option<String> {
    serde_json::to_string(&value).ok()
}

/// A model with fields whose meaning is the tenant's.
trait Tenanted {
    fn text_in(&self, field: &str) -> Option<&str>;
}

impl Tenanted for OpportunityDetails {
    fn text_in(&self, field: &str) -> Option<&str> {
        self.field(field)
    }
}

impl Tenanted for Opportunity {
    fn text_in(&self, field: &str) -> Option<&str> {
        self.field(field)
    }
}

/// A lead that was read with what the configuration says of the tenant. What it says nothing of is `None` here.
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
