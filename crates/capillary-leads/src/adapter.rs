//! Capillary behind the common client. The only file that knows the common view.

use crate::Client;
use crate::api::leads::{CreateLead, Customer, GetLead, ListLeads, UpdateLead, UpdateLeadStatus};
use crate::api::reasons::ListReasons;
use crate::model::{
    EntityId, EntityType, ExtendedFields, ExtendedValue, Lead, LeadId, LeadStatus, LeadType, LeadTypeFilter,
    OrgSourceId, ReasonId, SortBy, SortOrder, UserId,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use leads_core::client::{
    Capabilities, CheckReport, CreateEffect, Created, LeadClient, LeadPage, LeadQuery, LeadUpdate, NewLead, PageToken,
    StatusChange, StatusTarget, Updated, check_changed_custom, check_new_custom, ensure_known_fields, ensure_unset,
    left_out, narrowed,
};
use leads_core::error::Code;
use leads_core::status::{Presence, StateSupport, Status, StatusDetail, StatusWrite};
use leads_core::vendor::Vendor;
use leads_core::{
    CallOptions, Error, ErrorKind, LeadId as CommonLeadId, LeadState, LeadView, Patch, Personal, Reply, Request,
    Result, Time,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::str::FromStr;

const VENDOR: &str = <crate::Capillary as Vendor>::NAME;

/// What Capillary can do through the common client.
const CAPABILITIES: Capabilities = Capabilities::none()
    .check(true)
    .create(true)
    .get(true)
    .update(true)
    .set_status(true)
    .delete(true)
    .list(true)
    .sub_status(true)
    .reason(true)
    .list_by_state(true)
    .list_by_owner(true)
    .states(&[
        (LeadState::Pending, StateSupport::Narrowed),
        (LeadState::New, StateSupport::Narrowed),
        (LeadState::Contacted, StateSupport::Narrowed),
        (LeadState::Open, StateSupport::Exact),
        (LeadState::OnHold, StateSupport::Exact),
        (LeadState::Won, StateSupport::Exact),
        (LeadState::Lost, StateSupport::Exact),
        (LeadState::Cancelled, StateSupport::Unsupported),
        (LeadState::Disqualified, StateSupport::Unsupported),
    ]);

/// The same where the call that reads one lead is not to be tried: the list needs the customer's id too.
const LISTING_ONLY: Capabilities = CAPABILITIES.get(false);

/// What the common client does with a field that a lead of Capillary does not have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum UnmappedField {
    /// It is refused, naming the field; nothing is sent.
    #[default]
    Refuse,
    /// It is left out, and the reply has the warning [`FIELD_LEFT_OUT`](leads_core::client::FIELD_LEFT_OUT) for it.
    Ignore,
    /// It goes into the extended field of this name, which the organisation must have defined for leads.
    ExtendedField(String),
}

/// How the common client reads one lead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SingleRead {
    /// By [`GetLead`], which is unconfirmed; where the vendor does not have it, by the list.
    #[default]
    TryCall,
    /// By the list alone. It needs an id that holds the customer's: [`Leads::id`].
    ListOnly,
}

/// What the common client must know beyond the common builders. It can be read from a file.
///
/// ```
/// use capillary_leads::{AdapterConfig, UnmappedField};
/// let config = AdapterConfig::new()
///     .lead_for("boots-42")
///     .name(UnmappedField::ExtendedField("full_name".into()))
///     .note(UnmappedField::Ignore);
/// let same: AdapterConfig = serde_json::from_str(
///     r#"{"lead_for":"boots-42","name":{"extended_field":"full_name"},"note":"ignore"}"#).unwrap();
/// assert_eq!(config, same);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct AdapterConfig {
    lead_for: Option<String>,
    lead_type: Option<LeadType>,
    name: UnmappedField,
    note: UnmappedField,
    second_contact: UnmappedField,
    single_read: SingleRead,
    delete_reason: Option<ReasonId>,
}

impl AdapterConfig {
    /// Everything refused that a lead of Capillary does not have.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets what a new lead is for that does not say it itself (`vendor_field("lead_for", …)`).
    #[must_use]
    pub fn lead_for(mut self, lead_for: impl Into<String>) -> Self {
        self.lead_for = Some(lead_for.into());
        self
    }

    /// Sets the type of a new lead that does not say it itself (`vendor_field("lead_type", …)`).
    #[must_use]
    pub fn lead_type(mut self, lead_type: impl Into<LeadType>) -> Self {
        self.lead_type = Some(lead_type.into());
        self
    }

    /// Sets where a name goes: a lead has none, its customer has.
    #[must_use]
    pub fn name(mut self, place: UnmappedField) -> Self {
        self.name = place;
        self
    }

    /// Sets where a note goes: a lead has none, its follow-ups have.
    #[must_use]
    pub fn note(mut self, place: UnmappedField) -> Self {
        self.note = place;
        self
    }

    /// Sets where every contact but the first goes, e-mail addresses before phone numbers: a new lead takes one to find
    /// its customer by. In an extended field they stand with commas between them.
    #[must_use]
    pub fn second_contact(mut self, place: UnmappedField) -> Self {
        self.second_contact = place;
        self
    }

    /// Sets the reason that a deletion gives, an id of the organisation's own list. The vendor marks a reason as required
    /// in every change of the status, and an organisation may insist on it.
    #[must_use]
    pub fn delete_reason(mut self, reason: impl Into<ReasonId>) -> Self {
        self.delete_reason = Some(reason.into());
        self
    }

    /// Sets how one lead is read.
    #[must_use]
    pub fn single_read(mut self, how: SingleRead) -> Self {
        self.single_read = how;
        self
    }
}

/// The common client over a [`Client`]; made by [`Client::leads`].
///
/// A [`Client`] is a common client by itself, with a default [`AdapterConfig`].
///
/// | of the common builders | at Capillary |
/// |---|---|
/// | `emails`, `phones` | the first identifies the customer; `vendor_field("user_id", 7)` names a known one |
/// | `source` | the id of a source account, `-1` for the store |
/// | `owner` | the username of a staff member; in a list's filter the id |
/// | `custom` | extended fields; none can be cleared |
/// | `name`, `note`, further contacts | as [`AdapterConfig`] says: refused, an extended field, or left out with a warning |
/// | `reason`, `changed_by` | ids in digits; an organisation may insist on a reason |
/// | `delete` | the status `DELETED`, with [`AdapterConfig::delete_reason`] |
/// | `vendor_field`s of a new lead | `lead_for`, `lead_type`, `user_id`, `sub_status`, `next_follow_up`, `created_on`, `created_by` |
/// | `vendor_field`s of a query | `user_id`, `status`, `sub_status`, `lead_type`, `org_source_id`, `entity_type`, `entity_code`, `sort_by`, `sort_order` |
///
/// ```
/// use capillary_leads::{AdapterConfig, Client, Cluster, Password};
/// use capillary_leads::leads_core::LeadClient;
/// let client = Client::builder().cluster(Cluster::Eu).basic("store.till", Password::plain("hush")).build()?;
/// let leads = client.leads(AdapterConfig::new().lead_for("boots-42"));
/// assert_eq!(leads.vendor(), "capillary-leads");
/// # Ok::<(), capillary_leads::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Leads {
    client: Client,
    config: AdapterConfig,
}

impl Leads {
    pub(crate) fn new(client: Client, config: AdapterConfig) -> Self {
        Self { client, config }
    }

    /// The unified id of a lead whose customer is known: `12@345`. With it a lead can be read even where the vendor
    /// has no call for one lead. Everywhere else it is the same as the lead's own id, `12`.
    ///
    /// ```
    /// use capillary_leads::Leads;
    /// assert_eq!(Leads::id(12, 345).as_str(), "12@345");
    /// ```
    #[must_use]
    pub fn id(lead: impl Into<LeadId>, customer: impl Into<UserId>) -> CommonLeadId {
        CommonLeadId::new(format!("{}@{}", lead.into(), customer.into()))
    }

    /// The client underneath.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }
}

/// A lead's own id, and its customer's where it is known.
fn ids(id: &CommonLeadId) -> Result<(LeadId, Option<UserId>)> {
    let wrong = || Error::invalid("id", "is no id of a lead: digits, and the customer's after an @");
    let (lead, customer) = match id.as_str().split_once('@') {
        Some((lead, customer)) => (lead, Some(customer.parse().map_err(|_| wrong())?)),
        None => (id.as_str(), None),
    };
    Ok((lead.parse().map_err(|_| wrong())?, customer))
}

/// A field of the common builders that must be a number here.
fn number<T: FromStr>(field: &'static str, text: &str) -> Result<T> {
    text.parse().map_err(|_| Error::invalid(field, "must be an id in digits"))
}

/// The vendor's own fields of a builder, by name.
struct Fields<'a>(&'a BTreeMap<String, Value>);

impl Fields<'_> {
    fn text(&self, name: &'static str) -> Result<Option<&str>> {
        match self.0.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(Error::invalid(name, "must be text")),
        }
    }

    fn number<T: From<i64>>(&self, name: &'static str) -> Result<Option<T>> {
        let found = match self.0.get(name) {
            None => return Ok(None),
            Some(Value::String(text)) => text.trim().parse().ok(),
            Some(value) => value.as_i64(),
        };
        found.map(|number: i64| Some(T::from(number))).ok_or_else(|| Error::invalid(name, "must be a whole number"))
    }

    fn time(&self, name: &'static str) -> Result<Option<Time>> {
        Ok(self.text(name)?.map(Time::from))
    }
}

/// The status for a state; a state that Capillary cannot express is refused.
fn status_of(state: LeadState) -> Result<LeadStatus> {
    Ok(match state {
        LeadState::Pending | LeadState::New | LeadState::Contacted | LeadState::Open => LeadStatus::Open,
        LeadState::OnHold => LeadStatus::OnHold,
        LeadState::Won => LeadStatus::Won,
        LeadState::Lost => LeadStatus::Lost,
        _ => {
            return Err(Error::unsupported("Capillary has no status that means this")
                .with_field("state")
                .with_help("the statuses are OPEN, ON_HOLD, WON, LOST and DELETED; StatusChange::to_code takes one"));
        }
    })
}

fn state_of(status: Option<&LeadStatus>) -> LeadState {
    match status {
        Some(LeadStatus::Open) => LeadState::Open,
        Some(LeadStatus::OnHold) => LeadState::OnHold,
        Some(LeadStatus::Won) => LeadState::Won,
        Some(LeadStatus::Lost) => LeadState::Lost,
        // A deleted lead is told by its presence; why it was deleted, nobody says.
        _ => LeadState::Other,
    }
}

impl UnmappedField {
    /// Puts a value of a field that leads do not have. An extended field that the lead sets itself is not overwritten.
    fn put(&self, field: &'static str, value: &str, draft: &mut Draft) -> Result<()> {
        match self {
            Self::Ignore => {
                draft.warnings.push(left_out(field, "the adapter's configuration ignores it"));
                Ok(())
            }
            Self::ExtendedField(name) => {
                if draft.fields.get(name).is_some_and(|known| *known != ExtendedValue::from(value)) {
                    return Err(Error::invalid(
                        field,
                        format!("goes into the extended field `{name}`, which is set too"),
                    ));
                }
                draft.fields.insert(name.clone(), value);
                Ok(())
            }
            Self::Refuse => Err(Error::unsupported("a lead of Capillary has no such field")
                .with_field(field)
                .with_help("AdapterConfig says where it is to go: into an extended field, or nowhere")),
        }
    }
}

/// The extended fields of a write, and what is not written.
#[derive(Default)]
struct Draft {
    fields: ExtendedFields,
    warnings: Vec<Code>,
}

impl AdapterConfig {
    fn create(&self, lead: &NewLead) -> Result<(CreateLead, Vec<Code>)> {
        check_new_custom(&lead.custom)?;
        ensure_known_fields(
            &lead.vendor_fields,
            &["lead_for", "lead_type", "user_id", "sub_status", "next_follow_up", "created_on", "created_by"],
        )?;
        ensure_unset(&[("value", lead.value.is_some())])?;
        let own = Fields(&lead.vendor_fields);
        let lead_for = own.text("lead_for")?.or(self.lead_for.as_deref()).ok_or_else(|| {
            Error::invalid("lead_for", "is missing")
                .with_help("set it with vendor_field(\"lead_for\", …) or AdapterConfig::lead_for")
        })?;
        let fields = lead.custom.iter().map(|(name, value)| (name.clone(), ExtendedValue::from(value))).collect();
        let mut draft = Draft { fields, warnings: Vec::new() };
        let mut contacts = lead
            .emails
            .iter()
            .map(|address| ("emails", Customer::Email(address.clone()), address))
            .chain(lead.phones.iter().map(|number| ("phones", Customer::Mobile(number.clone()), number)));
        let customer = match own.number("user_id")? {
            Some(id) => Customer::Id(id),
            None => {
                contacts
                    .next()
                    .ok_or_else(|| {
                        Error::invalid("emails", "or phones must hold one to find the customer by")
                            .with_help("or name a known customer with vendor_field(\"user_id\", …)")
                    })?
                    .1
            }
        };
        let rest: Vec<(&'static str, &Personal<String>)> = contacts.map(|(field, _, text)| (field, text)).collect();
        if let Some((field, _)) = rest.first() {
            let joined = rest.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(", ");
            self.second_contact.put(field, &joined, &mut draft)?;
        }
        let parts: Vec<(&'static str, &str)> = [("first_name", &lead.first_name), ("last_name", &lead.last_name)]
            .into_iter()
            .filter_map(|(field, part)| Some((field, part.as_ref()?.as_str())))
            .collect();
        let joined = parts.iter().map(|(_, part)| *part).collect::<Vec<_>>().join(" ");
        match &lead.name {
            Some(name) => {
                self.name.put("name", name, &mut draft)?;
                // One extended field holds one name: the whole one where there is one.
                if !parts.is_empty() && joined != name.as_str() {
                    let why = "the name is written, and a lead has no other field for a part of it";
                    draft.warnings.extend(parts.iter().map(|(field, _)| left_out(*field, why)));
                }
            }
            None => parts.iter().try_for_each(|(field, _)| self.name.put(field, &joined, &mut draft))?,
        }
        if let Some(note) = &lead.note {
            self.note.put("note", note, &mut draft)?;
        }
        let Draft { fields, mut warnings } = draft;
        let mut request = CreateLead::new(lead_for, customer);
        if let Some(lead_type) = own.text("lead_type")?.map(LeadType::from).or_else(|| self.lead_type.clone()) {
            request = request.lead_type(lead_type);
        }
        if let Some(state) = lead.state {
            let status = status_of(state)?;
            warnings.extend(narrowed(&StatusWrite::new(Some(state), state_of(Some(&status)), status.as_str())));
            request = request.status(status);
        }
        if let Some(sub_status) = own.text("sub_status")? {
            request = request.sub_status(sub_status);
        }
        if let Some(time) = own.time("next_follow_up")? {
            request = request.next_follow_up(time);
        }
        if let Some(time) = own.time("created_on")? {
            request = request.created_on(time);
        }
        if let Some(by) = own.number::<EntityId>("created_by")? {
            request = request.created_by(by);
        }
        if let Some(source) = &lead.source {
            request = request.org_source_id(number::<OrgSourceId>("source", source)?);
        }
        if let Some(owner) = &lead.owner {
            request = request.owner(owner.as_str());
        }
        Ok((if fields.is_empty() { request } else { request.extended_fields(fields) }, warnings))
    }

    fn update(&self, id: LeadId, change: &LeadUpdate) -> Result<(UpdateLead, Vec<Code>)> {
        check_changed_custom(&change.custom)?;
        ensure_known_fields(&change.vendor_fields, &[])?;
        ensure_unset(&[
            ("email", !change.email.is_keep()),
            ("phone", !change.phone.is_keep()),
            ("source", !change.source.is_keep()),
            ("value", !change.value.is_keep()),
        ])?;
        let cannot_clear = |field: &'static str| Err(Error::unsupported("Capillary cannot clear it").with_field(field));
        let mut draft = Draft::default();
        for (name, value) in &change.custom {
            if value.is_null() {
                return cannot_clear("custom");
            }
            draft.fields.insert(name.clone(), value);
        }
        for (field, patch, place) in [("name", &change.name, &self.name), ("note", &change.note, &self.note)] {
            match patch {
                Patch::Keep => {}
                Patch::Clear => return cannot_clear(field),
                Patch::Set(value) => place.put(field, value, &mut draft)?,
            }
        }
        let Draft { fields, warnings } = draft;
        let request = UpdateLead::new(id);
        let request = if fields.is_empty() { request } else { request.extended_fields(fields) };
        match &change.owner {
            Patch::Keep => Ok((request, warnings)),
            Patch::Clear => cannot_clear("owner"),
            Patch::Set(owner) => Ok((request.owner(owner.as_str()), warnings)),
        }
    }

    fn capabilities(&self) -> &'static Capabilities {
        match self.single_read {
            SingleRead::TryCall => &CAPABILITIES,
            SingleRead::ListOnly => &LISTING_ONLY,
        }
    }
}

fn status_change(id: LeadId, change: &StatusChange) -> Result<(UpdateLeadStatus, StatusWrite)> {
    ensure_known_fields(&change.vendor_fields, &[])?;
    ensure_unset(&[("stage", change.stage.is_some()), ("comment", change.comment.is_some())])?;
    let (status, asked) = match &change.target {
        StatusTarget::State(state) => (status_of(*state)?, Some(*state)),
        StatusTarget::Code(code) => (LeadStatus::from(code.as_str()), None),
        _ => return Err(Error::unsupported("this target is not known here").with_field("target")),
    };
    let written = StatusWrite::new(asked, state_of(Some(&status)), status.as_str());
    let mut request = UpdateLeadStatus::new(id, status);
    if let Some(sub_status) = &change.sub_status {
        request = request.sub_status(sub_status.as_str());
    }
    if let Some(reason) = &change.reason {
        request = request.reason_id(number::<ReasonId>("reason", reason)?);
    }
    if let Some(by) = &change.changed_by {
        request = request.created_by(number::<EntityId>("changed_by", by)?);
    }
    if let Some(time) = change.changed_at {
        request = request.created_on(time);
    }
    Ok((request, written))
}

fn query(query: &LeadQuery) -> Result<ListLeads> {
    ensure_known_fields(
        &query.vendor_fields,
        &[
            "user_id",
            "status",
            "sub_status",
            "lead_type",
            "org_source_id",
            "entity_type",
            "entity_code",
            "sort_by",
            "sort_order",
        ],
    )?;
    ensure_unset(&[
        ("email", query.email.is_some()),
        ("phone", query.phone.is_some()),
        ("text", query.text.is_some()),
        ("changed_since", query.changed_since.is_some()),
    ])?;
    let own = Fields(&query.vendor_fields);
    let mut request = ListLeads::new();
    if let Some(state) = query.state {
        let status = status_of(state)?;
        // Leads that read as open are no answer to a question for new ones.
        if state_of(Some(&status)) != state {
            return Err(
                Error::unsupported("Capillary cannot tell leads of this state from open ones").with_field("state")
            );
        }
        request = request.status(status);
    }
    if let Some(status) = own.text("status")? {
        if query.state.is_some() {
            return Err(Error::invalid("status", "and state narrow the list twice"));
        }
        request = request.status(status);
    }
    if let Some(owner) = &query.owner {
        request = request.owner(number::<EntityId>("owner", owner)?);
    }
    if query.page_size.is_some() {
        // The vendor documents no largest page.
        request = request.limit(query.rows(u32::MAX, u32::MAX)?);
    }
    if let Some(user) = own.number::<UserId>("user_id")? {
        request = request.user_id(user);
    }
    if let Some(sub_status) = own.text("sub_status")? {
        request = request.sub_status(sub_status);
    }
    if let Some(lead_type) = own.text("lead_type")? {
        request = request.lead_type(LeadTypeFilter::from(lead_type));
    }
    if let Some(source) = own.number::<OrgSourceId>("org_source_id")? {
        request = request.org_source_id(source);
    }
    match (own.text("entity_type")?, own.text("entity_code")?) {
        (Some(kind), Some(code)) => request = request.entity(EntityType::from(kind), code),
        (None, None) => {}
        (Some(_), None) => return Err(Error::invalid("entity_code", "must be set with entity_type")),
        (None, Some(_)) => return Err(Error::invalid("entity_type", "must be set with entity_code")),
    }
    if let Some(by) = own.text("sort_by")? {
        request = request.sort_by(SortBy::from(by));
    }
    if let Some(order) = own.text("sort_order")? {
        request = request.sort_order(SortOrder::from(order));
    }
    Ok(request)
}

/// Names vendor and operation in an error that was made before the pipeline saw the call.
fn named<R: Request<Vendor = crate::Capillary>>(error: Error) -> Error {
    error.for_operation(VENDOR, R::OPERATION.name)
}

/// The customer's leads hold the one that is asked for, if it is there.
async fn find_in_list(
    client: &Client,
    lead: LeadId,
    customer: UserId,
    options: &CallOptions,
) -> Result<Reply<Box<dyn leads_core::Lead>>> {
    let request = ListLeads::new().user_id(customer);
    let mut after = None;
    let mut problem = None;
    loop {
        let (step, meta) =
            Reply::into_parts(client.pipeline().list_step(request.clone(), after.as_ref(), options).await?);
        // A vendor that ignores the offset gives no new row.
        let moves = !step.items.is_empty() || !step.problems.is_empty();
        problem = problem.or(step.problems.into_iter().next());
        if let Some(found) = step.items.into_iter().find(|row| row.id == lead) {
            return Ok(Reply::new(Box::new(found), meta));
        }
        match step.next {
            Some(next) if moves => after = Some(next),
            // The lead may be one of those that could not be read.
            _ => {
                return Err(problem.unwrap_or_else(|| {
                    named::<ListLeads>(Error::new(ErrorKind::NotFound, "the customer has no lead with this id"))
                }));
            }
        }
    }
}

fn updated(id: &CommonLeadId, reply: Reply<leads_core::Raw<Lead>>) -> Reply<Updated> {
    Reply::map(reply, |lead| Updated::new(id.clone(), Some(Box::new(lead))))
}

#[async_trait]
impl LeadClient for Leads {
    fn vendor(&self) -> &'static str {
        VENDOR
    }

    fn capabilities(&self) -> &Capabilities {
        self.config.capabilities()
    }

    async fn check_with(&self, options: CallOptions) -> Result<Reply<CheckReport>> {
        let reply = self.client.send_with(&ListReasons::new(), &options).await?;
        Ok(Reply::map(reply, |_| CheckReport::new(ListReasons::OPERATION.name)))
    }

    async fn create_with(&self, lead: &NewLead, options: CallOptions) -> Result<Reply<Created>> {
        let (request, warnings) = self.config.create(lead).map_err(named::<CreateLead>)?;
        let reply = Reply::warn(self.client.send_with(&request, &options).await?, warnings);
        Ok(Reply::map(reply, |lead| {
            Created::new(CommonLeadId::new(lead.id.to_string()), CreateEffect::Created, Some(Box::new(lead)))
        }))
    }

    async fn get_with(&self, id: &CommonLeadId, options: CallOptions) -> Result<Reply<Box<dyn leads_core::Lead>>> {
        let (lead, customer) = ids(id).map_err(named::<GetLead>)?;
        if self.config.single_read == SingleRead::ListOnly {
            let customer = customer.ok_or_else(|| {
                named::<ListLeads>(
                    Error::unsupported("one lead can be read from the list only with its customer's id")
                        .with_field("id")
                        .with_help("give the id that Leads::id makes: LEAD@CUSTOMER"),
                )
            })?;
            return find_in_list(&self.client, lead, customer, &options).await;
        }
        match self.client.send_with(&GetLead::new(lead), &options).await {
            Ok(reply) => Ok(Reply::map(reply, |lead| Box::new(lead) as Box<dyn leads_core::Lead>)),
            // The vendor has said nothing of the lead, so the call itself may be what it does not have.
            Err(error) if error.codes().is_empty() && matches!(error.http_status(), Some(404 | 405)) => {
                match customer {
                    Some(customer) => find_in_list(&self.client, lead, customer, &options).await,
                    None => Err(error.with_help(
                        "the vendor may not have the call for one lead any more; with the customer's id \
                     (Leads::id: LEAD@CUSTOMER) the list serves",
                    )),
                }
            }
            Err(error) => Err(error),
        }
    }

    async fn update_with(
        &self,
        id: &CommonLeadId,
        change: &LeadUpdate,
        options: CallOptions,
    ) -> Result<Reply<Updated>> {
        let (request, warnings) =
            ids(id).and_then(|(lead, _)| self.config.update(lead, change)).map_err(named::<UpdateLead>)?;
        Ok(Reply::warn(updated(id, self.client.send_with(&request, &options).await?), warnings))
    }

    async fn set_status_with(
        &self,
        id: &CommonLeadId,
        change: &StatusChange,
        options: CallOptions,
    ) -> Result<Reply<Updated>> {
        let (request, written) =
            ids(id).and_then(|(lead, _)| status_change(lead, change)).map_err(named::<UpdateLeadStatus>)?;
        let reply = updated(id, self.client.send_with(&request, &options).await?);
        Ok(Reply::map(reply, |updated| updated.written(written)))
    }

    async fn delete_with(&self, id: &CommonLeadId, options: CallOptions) -> Result<Reply<Updated>> {
        let mut change = StatusChange::to_code(LeadStatus::Deleted.as_str());
        if let Some(reason) = self.config.delete_reason {
            change = change.reason(reason.to_string());
        }
        self.set_status_with(id, &change, options).await
    }

    async fn list_page_with(
        &self,
        wanted: &LeadQuery,
        after: Option<&PageToken>,
        options: CallOptions,
    ) -> Result<Reply<LeadPage>> {
        let request = query(wanted).map_err(named::<ListLeads>)?;
        let reply = self.client.pipeline().list_step(request, after, &options).await?;
        Ok(Reply::map(reply, |step| LeadPage::of_step(step, |lead| Some(Box::new(lead) as Box<dyn leads_core::Lead>))))
    }
}

/// As [`Leads`] with a default [`AdapterConfig`].
#[async_trait]
impl LeadClient for Client {
    fn vendor(&self) -> &'static str {
        VENDOR
    }

    fn capabilities(&self) -> &Capabilities {
        &CAPABILITIES
    }

    async fn check_with(&self, options: CallOptions) -> Result<Reply<CheckReport>> {
        self.leads(AdapterConfig::new()).check_with(options).await
    }

    async fn create_with(&self, lead: &NewLead, options: CallOptions) -> Result<Reply<Created>> {
        self.leads(AdapterConfig::new()).create_with(lead, options).await
    }

    async fn get_with(&self, id: &CommonLeadId, options: CallOptions) -> Result<Reply<Box<dyn leads_core::Lead>>> {
        self.leads(AdapterConfig::new()).get_with(id, options).await
    }

    async fn update_with(
        &self,
        id: &CommonLeadId,
        change: &LeadUpdate,
        options: CallOptions,
    ) -> Result<Reply<Updated>> {
        self.leads(AdapterConfig::new()).update_with(id, change, options).await
    }

    async fn set_status_with(
        &self,
        id: &CommonLeadId,
        change: &StatusChange,
        options: CallOptions,
    ) -> Result<Reply<Updated>> {
        self.leads(AdapterConfig::new()).set_status_with(id, change, options).await
    }

    async fn delete_with(&self, id: &CommonLeadId, options: CallOptions) -> Result<Reply<Updated>> {
        self.leads(AdapterConfig::new()).delete_with(id, options).await
    }

    async fn list_page_with(
        &self,
        query: &LeadQuery,
        after: Option<&PageToken>,
        options: CallOptions,
    ) -> Result<Reply<LeadPage>> {
        self.leads(AdapterConfig::new()).list_page_with(query, after, options).await
    }
}

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
        // The lead's own status holds; a last row of the log for another status explains nothing.
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
        Status::new(presence, state_of(self.status.as_ref()), detail)
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

    /// An extended field.
    fn custom(&self, _text: &str, name: &str) -> Option<String> {
        Some(self.extended_fields.as_ref()?.get(name)?.json().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use leads_core::{HasBody, Money, Raw};
    use proptest::prelude::*;
    use rstest::rstest;

    fn body(config: &AdapterConfig, lead: &NewLead) -> String {
        serde_json::to_string(config.create(lead).unwrap().0.body()).unwrap()
    }

    fn config() -> AdapterConfig {
        AdapterConfig::new().lead_for("sku")
    }

    #[test]
    fn a_new_lead_becomes_the_vendors() {
        let lead = NewLead::default()
            .email("a@example.com")
            .source("-1")
            .owner("jo")
            .state(LeadState::New)
            .custom("trial", "yes")
            .vendor_field("lead_type", "BRAND")
            .vendor_field("created_by", 7)
            .vendor_field("next_follow_up", "2026-01-01T00:00:00Z");
        assert_eq!(
            body(&config(), &lead),
            r#"{"type":"BRAND","leadFor":"sku","idType":"EMAIL","identifier":"a@example.com","status":"OPEN","nextFollowUp":"2026-01-01T00:00:00Z","createdBy":7,"extendedFields":{"trial":"yes"},"orgSourceId":-1,"owner":"jo"}"#
        );
        let known = NewLead::default().vendor_field("user_id", "9").vendor_field("lead_for", "mine");
        assert_eq!(body(&config(), &known), r#"{"leadFor":"mine","userId":9}"#);
        let phone = NewLead::default().phone("91700");
        assert_eq!(body(&config(), &phone), r#"{"leadFor":"sku","idType":"MOBILE","identifier":"91700"}"#);
    }

    #[rstest]
    #[case(NewLead::default().email("a"), AdapterConfig::new(), "lead_for")]
    #[case(NewLead::default(), config(), "emails")]
    #[case(NewLead::new("Jo").email("a"), config(), "name")]
    #[case(NewLead::default().first_name("Jo").email("a"), config(), "first_name")]
    #[case(NewLead::default().email("a").note("x"), config(), "note")]
    #[case(NewLead::default().email("a").phone("1"), config(), "phones")]
    #[case(NewLead::default().email("a").email("b"), config(), "emails")]
    #[case(NewLead::default().email("a").value(Money::new(1.into())), config(), "value")]
    #[case(NewLead::default().email("a").source("web"), config(), "source")]
    #[case(NewLead::default().email("a").state(LeadState::Cancelled), config(), "state")]
    #[case(NewLead::default().email("a").vendor_field("leadFor", "x"), config(), "leadFor")]
    #[case(NewLead::default().email("a").vendor_field("lead_for", 1), config(), "lead_for")]
    #[case(NewLead::default().vendor_field("user_id", "x"), config(), "user_id")]
    #[case(NewLead::default().email("a").custom("trial", Value::Null), config(), "custom")]
    #[case(NewLead::new("Jo").email("a").custom("n", "Al"), config().name(UnmappedField::ExtendedField("n".into())), "name")]
    fn what_does_not_fit_is_named(#[case] lead: NewLead, #[case] config: AdapterConfig, #[case] field: &str) {
        assert_eq!(config.create(&lead).unwrap_err().field(), Some(field));
    }

    #[test]
    fn what_leads_do_not_have_goes_where_it_is_told() {
        let config = config()
            .name(UnmappedField::ExtendedField("full_name".into()))
            .note(UnmappedField::Ignore)
            .second_contact(UnmappedField::ExtendedField("more".into()));
        let lead = NewLead::new("Jo Roe").first_name("Jo").email("a").email("b").phone("1").note("x");
        let text = body(&config, &lead);
        assert!(text.ends_with(r#""extendedFields":{"full_name":"Jo Roe","more":"b, 1"}}"#), "{text}");
        let parts = NewLead::default().first_name("Jo").last_name("Roe").email("a");
        assert!(body(&config, &parts).contains(r#""full_name":"Jo Roe""#));
        let update = LeadUpdate::new().name(Patch::set("Al"));
        let (request, _) = config.update(LeadId::new(1), &update).unwrap();
        assert_eq!(serde_json::to_string(request.body()).unwrap(), r#"{"extendedFields":{"full_name":"Al"}}"#);
    }

    #[test]
    fn fields_that_are_not_written_are_reported() {
        let warned = |lead: &NewLead, config: &AdapterConfig| -> Vec<String> {
            let (_, warnings) = config.create(lead).unwrap();
            warnings.into_iter().map(|warning| warning.subject.unwrap()).collect()
        };
        let ignoring =
            config().name(UnmappedField::Ignore).note(UnmappedField::Ignore).second_contact(UnmappedField::Ignore);
        let lead = NewLead::new("Jo Roe").email("a").phone("1").note("x").state(LeadState::Contacted);
        assert_eq!(warned(&lead, &ignoring), ["phones", "name", "note", "state"]);
        let parts = NewLead::default().first_name("Jo").last_name("Roe").email("a");
        assert_eq!(warned(&parts, &ignoring), ["first_name", "last_name"]);
        let named = config().name(UnmappedField::ExtendedField("full_name".into()));
        assert!(warned(&parts, &named).is_empty());
        let whole = |name| NewLead::new(name).first_name("Jo").last_name("Roe").email("a");
        assert!(warned(&whole("Jo Roe"), &named).is_empty());
        assert_eq!(warned(&whole("The Roes"), &named), ["first_name", "last_name"]);
        let update = LeadUpdate::new().name(Patch::set("Jo")).owner(Patch::set("al"));
        let (_, warnings) = ignoring.update(LeadId::new(1), &update).unwrap();
        assert_eq!(warnings[0].subject.as_deref(), Some("name"));
    }

    #[rstest]
    #[case(LeadUpdate::new().email(Patch::set("x")), "email")]
    #[case(LeadUpdate::new().phone(Patch::Clear), "phone")]
    #[case(LeadUpdate::new().source(Patch::set("x")), "source")]
    #[case(LeadUpdate::new().value(Patch::Clear), "value")]
    #[case(LeadUpdate::new().name(Patch::set("x")), "name")]
    #[case(LeadUpdate::new().note(Patch::Clear), "note")]
    #[case(LeadUpdate::new().owner(Patch::Clear), "owner")]
    #[case(LeadUpdate::new().custom("a", Value::Null), "custom")]
    #[case(LeadUpdate::new().vendor_field("x", 1), "x")]
    fn what_cannot_be_updated_is_named(#[case] change: LeadUpdate, #[case] field: &str) {
        assert_eq!(AdapterConfig::new().update(LeadId::new(1), &change).unwrap_err().field(), Some(field));
    }

    #[test]
    fn capabilities_and_states_agree() {
        for state in LeadState::WRITABLE {
            let support = CAPABILITIES.state(state);
            match status_change(LeadId::new(1), &StatusChange::to(state)) {
                Ok((_, written)) => assert_eq!(written.support, support, "{state}"),
                Err(error) => assert!(error.is_unsupported() && support == StateSupport::Unsupported, "{state}"),
            }
        }
        assert!(status_change(LeadId::new(1), &StatusChange::to(LeadState::Other)).is_err());
    }

    #[rstest]
    #[case(StatusChange::to(LeadState::Lost).reason("price"), "reason")]
    #[case(StatusChange::to(LeadState::Lost).stage("x"), "stage")]
    #[case(StatusChange::to(LeadState::Lost).comment("x".to_owned()), "comment")]
    #[case(StatusChange::to(LeadState::Lost).changed_by("jo"), "changed_by")]
    #[case(StatusChange::to(LeadState::Lost).vendor_field("x", 1), "x")]
    #[case(StatusChange::to(LeadState::Disqualified), "state")]
    fn what_a_status_cannot_take_is_named(#[case] change: StatusChange, #[case] field: &str) {
        assert_eq!(status_change(LeadId::new(1), &change).unwrap_err().field(), Some(field));
    }

    #[rstest]
    #[case(LeadQuery::new().email("x".to_owned()), "email")]
    #[case(LeadQuery::new().phone("x".to_owned()), "phone")]
    #[case(LeadQuery::new().text("x".to_owned()), "text")]
    #[case(LeadQuery::new().changed_since(DateTime::UNIX_EPOCH), "changed_since")]
    #[case(LeadQuery::new().owner("jo"), "owner")]
    #[case(LeadQuery::new().page_size(0), "page_size")]
    #[case(LeadQuery::new().state(LeadState::New), "state")]
    #[case(LeadQuery::new().state(LeadState::Cancelled), "state")]
    #[case(LeadQuery::new().state(LeadState::Won).vendor_field("status", "LOST"), "status")]
    #[case(LeadQuery::new().vendor_field("entity_type", "TILL"), "entity_code")]
    #[case(LeadQuery::new().vendor_field("entity_code", "1"), "entity_type")]
    #[case(LeadQuery::new().vendor_field("userId", 1), "userId")]
    fn what_cannot_be_filtered_is_named(#[case] wanted: LeadQuery, #[case] field: &str) {
        assert_eq!(query(&wanted).unwrap_err().field(), Some(field));
    }

    #[test]
    fn a_query_uses_every_filter() {
        let wanted = LeadQuery::new()
            .state(LeadState::OnHold)
            .owner("7")
            .page_size(5)
            .vendor_field("user_id", 9)
            .vendor_field("sub_status", "CallBack")
            .vendor_field("lead_type", "ALL")
            .vendor_field("org_source_id", -1)
            .vendor_field("entity_type", "TILL")
            .vendor_field("entity_code", "t")
            .vendor_field("sort_by", "createdon")
            .vendor_field("sort_order", "ASC");
        let path = query(&wanted).unwrap().offset(15).parts().unwrap().render("").unwrap();
        assert_eq!(
            path,
            "?userId=9&status=ON_HOLD&substatus=CallBack&owner=7&entityType=TILL&entityCode=t&type=ALL&orgSourceId=-1\
             &sortBy=createdon&sortOrder=ASC&limit=5&offset=15"
        );
    }

    #[test]
    fn ids_hold_the_customer_where_it_is_known() {
        assert_eq!(ids(&Leads::id(12, 345)).unwrap(), (LeadId::new(12), Some(UserId::new(345))));
        assert_eq!(ids(&"12".into()).unwrap(), (LeadId::new(12), None));
        for bad in ["", "x", "..", "12@", "@3", "12@x", "1/2", "12@3@4"] {
            assert_eq!(ids(&bad.into()).unwrap_err().field(), Some("id"), "{bad}");
        }
    }

    #[test]
    fn a_lead_is_seen_with_its_reason_and_presence() {
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

    proptest! {
        #[test]
        fn a_status_that_was_read_is_written_back(status in "[A-Z_]{1,12}|OPEN|WON|LOST|ON_HOLD|DELETED") {
            let lead: Raw<Lead> = Raw::parse(&format!(r#"{{"id":1,"status":"{status}"}}"#)).unwrap();
            let code = LeadView::status(lead.value()).detail.code.unwrap();
            let (request, _) = status_change(LeadId::new(1), &StatusChange::to_code(code)).unwrap();
            let expected = format!(r#"{{"status":"{status}"}}"#);
            prop_assert_eq!(serde_json::to_string(request.body()).unwrap(), expected);
        }
    }
}
