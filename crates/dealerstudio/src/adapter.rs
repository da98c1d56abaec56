//! Dealer Studio behind the common [`LeadClient`]. The only file that knows the generic view.

use crate::api::apikeys::ShowApikey;
use crate::api::lead_clusters::UpdateLeadCluster;
use crate::api::leads::{CreateLead, UpdateLead};
use crate::client::{Client, DealerStudio};
use crate::model::{
    Category, ClusterState, Dealership, LeadClusterId, LeadFields, LeadId, LeadRecord, OpenMap, Source,
};
use crate::webhook::{LeadCluster, LeadExport};
use async_trait::async_trait;
use leads_core::client::{
    Capabilities, CheckReport, CreateEffect, Created, LeadPage, LeadQuery, LeadUpdate, NewLead, PageToken,
    StatusChange, StatusTarget, Updated, check_changed_custom, check_new_custom, ensure_known_fields, ensure_unset,
    narrowed,
};
use leads_core::status::{Presence, StateSupport, Status, StatusDetail, StatusWrite};
use leads_core::vendor::Vendor;
use leads_core::{
    CallOptions, Error, Lead, LeadClient, LeadId as CommonLeadId, LeadState, LeadView, Patch, Personal, Reply, Request,
    Result,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// What Dealer Studio can do through the common client. Nothing can be read, listed or deleted: the vendor has no
/// such operation. Fields can be changed for three days; a status lives on the lead's cluster, without that rule.
pub const CAPABILITIES: Capabilities = Capabilities::none()
    .check(true)
    .create(true)
    .update(true)
    .set_status(true)
    .update_window(Duration::from_secs(3 * 24 * 60 * 60))
    .states(&[
        (LeadState::Pending, StateSupport::Narrowed),
        (LeadState::New, StateSupport::Exact),
        (LeadState::Contacted, StateSupport::Exact),
        (LeadState::Won, StateSupport::Exact),
        (LeadState::Lost, StateSupport::Exact),
        (LeadState::Disqualified, StateSupport::Exact),
    ]);

/// The unified id of a Dealer Studio lead: dealership, lead and cluster, as far as they are known. An operation that
/// needs a part that is missing names it.
///
/// Its text is opaque and round-trips.
///
/// ```
/// use dealerstudio::CompositeLeadId;
/// let id = CompositeLeadId::new("northside-motors", 12, 34);
/// let text = leads_core::LeadId::from(&id);
/// assert_eq!(text.as_str().parse::<CompositeLeadId>()?, id);
///
/// let without_cluster: CompositeLeadId = "dealership_id=42&lead=12".parse()?;
/// assert_eq!(without_cluster.cluster().unwrap_err().field(), Some("lead_cluster_id"));
/// # Ok::<(), dealerstudio::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CompositeLeadId {
    dealership: Option<Dealership>,
    lead: Option<LeadId>,
    cluster: Option<LeadClusterId>,
}

impl CompositeLeadId {
    /// All three parts.
    pub fn new(dealership: impl Into<Dealership>, lead: impl Into<LeadId>, cluster: impl Into<LeadClusterId>) -> Self {
        Self { dealership: Some(dealership.into()), lead: Some(lead.into()), cluster: Some(cluster.into()) }
    }

    /// The parts that are known.
    #[must_use]
    pub fn from_parts(dealership: Option<Dealership>, lead: Option<LeadId>, cluster: Option<LeadClusterId>) -> Self {
        Self { dealership, lead, cluster }
    }

    /// The dealership.
    ///
    /// # Errors
    /// An invalid request that names `dealership` when the id does not hold it.
    pub fn dealership(&self) -> Result<&Dealership> {
        self.dealership.as_ref().ok_or_else(|| missing("dealership"))
    }

    /// The lead.
    ///
    /// # Errors
    /// An invalid request that names `lead_id` when the id does not hold it.
    pub fn lead(&self) -> Result<LeadId> {
        self.lead.ok_or_else(|| missing("lead_id"))
    }

    /// The cluster.
    ///
    /// # Errors
    /// An invalid request that names `lead_cluster_id` when the id does not hold it.
    pub fn cluster(&self) -> Result<LeadClusterId> {
        self.cluster.ok_or_else(|| missing("lead_cluster_id"))
    }
}

fn missing(part: &'static str) -> Error {
    Error::invalid(part, "is missing in the unified id").with_help(
        "a unified id of Dealer Studio holds dealership, lead and cluster: keep the one that a create gave, or make it \
         with `CompositeLeadId::new` from a lead export",
    )
}

impl fmt::Display for CompositeLeadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut between = "";
        let mut part = |name: &str, value: &dyn fmt::Display| {
            let written = write!(f, "{between}{name}={value}");
            between = "&";
            written
        };
        if let Some(dealership) = &self.dealership {
            if let Some(id) = dealership.id() {
                part("dealership_id", &id)?;
            }
            if let Some(slug) = dealership.slug() {
                part("dealership_slug", &escaped(slug))?;
            }
        }
        if let Some(lead) = self.lead {
            part("lead", &lead)?;
        }
        if let Some(cluster) = self.cluster {
            part("cluster", &cluster)?;
        }
        Ok(())
    }
}

/// Escapes the three characters that the text is made of.
fn escaped(slug: &str) -> String {
    slug.replace('%', "%25").replace('&', "%26").replace('=', "%3D")
}

fn unescaped(text: &str) -> String {
    text.replace("%3D", "=").replace("%26", "&").replace("%25", "%")
}

impl FromStr for CompositeLeadId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let wrong = || Error::invalid("id", "is no unified id of Dealer Studio");
        let (mut id, mut slug, mut out) = (None, None, Self::default());
        for part in text.split('&') {
            let (name, value) = part.split_once('=').ok_or_else(wrong)?;
            match name {
                "dealership_id" => id = Some(value.parse().map_err(|_| wrong())?),
                "dealership_slug" if !value.is_empty() => slug = Some(unescaped(value)),
                "lead" => out.lead = Some(value.parse().map_err(|_| wrong())?),
                "cluster" => out.cluster = Some(value.parse().map_err(|_| wrong())?),
                _ => return Err(wrong()),
            }
        }
        out.dealership = Dealership::from_parts(id, slug);
        Ok(out)
    }
}

impl From<&CompositeLeadId> for CommonLeadId {
    fn from(id: &CompositeLeadId) -> Self {
        Self::new(id.to_string())
    }
}

impl From<CompositeLeadId> for CommonLeadId {
    fn from(id: CompositeLeadId) -> Self {
        Self::from(&id)
    }
}

/// What the common builders do not say and Dealer Studio demands. Each can be given per call as a vendor field, too.
///
/// ```
/// use dealerstudio::{AdapterConfig, model::{Category, Source}};
/// let config = AdapterConfig::new()
///     .dealership("northside-motors")
///     .category(Category::GeneralEnquiry)
///     .source(Source::Website);
/// let same: AdapterConfig = serde_json::from_str(&serde_json::to_string(&config).unwrap()).unwrap();
/// assert_eq!(same, config);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct AdapterConfig {
    /// The dealership of new leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dealership: Option<Dealership>,
    /// What leads are about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// Where leads come from, when the builder does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// The supplier of new leads, to trace them by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// Whether Dealer Studio writes to the customers of new leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub send_customer_email: Option<bool>,
    /// Whether an update may lack what the vendor marks as required; the server then decides. Off: what is missing
    /// is named before anything is sent.
    pub partial_updates: bool,
}

impl AdapterConfig {
    /// Nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the dealership of new leads.
    #[must_use]
    pub fn dealership(mut self, dealership: impl Into<Dealership>) -> Self {
        self.dealership = Some(dealership.into());
        self
    }

    /// Sets what leads are about.
    #[must_use]
    pub fn category(mut self, category: impl Into<Category>) -> Self {
        self.category = Some(category.into());
        self
    }

    /// Sets where leads come from, when the builder does not say.
    #[must_use]
    pub fn source(mut self, source: impl Into<Source>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Sets the supplier of new leads.
    #[must_use]
    pub fn provider(mut self, provider: impl Into<String>) -> Self {
        self.provider = Some(provider.into());
        self
    }

    /// Sets whether Dealer Studio writes to the customers of new leads.
    #[must_use]
    pub fn send_customer_email(mut self, sends: bool) -> Self {
        self.send_customer_email = Some(sends);
        self
    }

    /// Sets whether an update may lack what the vendor marks as required.
    #[must_use]
    pub fn partial_updates(mut self, allowed: bool) -> Self {
        self.partial_updates = allowed;
        self
    }
}

/// Dealer Studio behind the common [`LeadClient`].
#[derive(Clone, Debug)]
pub struct Leads {
    client: Client,
    config: AdapterConfig,
}

impl Leads {
    /// The typed client.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }
}

impl Client {
    /// This client behind the common [`LeadClient`]. The client itself is one, too, with nothing configured.
    ///
    /// ```
    /// use dealerstudio::{AdapterConfig, Client};
    /// let client = Client::builder().api_key("made-up").build()?;
    /// let leads: Box<dyn leads_core::LeadClient> =
    ///     Box::new(client.leads(AdapterConfig::new().dealership(42).category("General Enquiry").source("Website")));
    /// assert!(leads.capabilities().create && !leads.capabilities().get);
    /// # Ok::<(), dealerstudio::Error>(())
    /// ```
    #[must_use]
    pub fn leads(&self, config: AdapterConfig) -> Leads {
        Leads { client: self.clone(), config }
    }
}

/// The vendor fields of a lead, by the names of the setters, with their names on the wire.
const LEAD_FIELDS: &[(&str, &str)] = &[
    ("dealership_id", "dealership_id"),
    ("dealership_slug", "dealership_slug"),
    ("category", "category"),
    ("marketing_source", "marketing_source"),
    ("website_id", "website_id"),
    ("website_slug", "website_slug"),
    ("page_id", "page_id"),
    ("stocknum", "stocknum"),
    ("provider", "provider"),
    ("provider_id", "provider_id"),
    ("certified", "certified"),
    ("golden", "golden"),
    ("location_id", "location_id"),
    ("send_customer_email", "send_customer_email"),
    ("car_id", "car_id"),
    ("model_id", "model_id"),
    ("model_variant_id", "model_variant_id"),
    ("colour_id", "colour_id"),
    ("team_member_id", "team_member_id"),
    ("user_email", "user_email"),
    ("lead_state", "lead_state"),
    ("sms_verified", "sms_verified"),
    ("tags", "tags"),
    ("opt_in_to_marketing", "opt_in_to_marketing"),
    ("delay_customer_email_minutes", "delay_customer_email_minutes"),
    ("delay_dealership_notification_minutes", "delay_dealership_notification_minutes"),
    ("disable_strict_validation", "disable_strict_validation"),
    ("time_on_site_seconds", "time_on_site_seconds"),
    ("time_to_submit_seconds", "time_to_submit_seconds"),
    ("customer_address", "customer_address"),
    ("postcode", "postcode"),
    ("dob", "dob"),
    ("linked_query_params", "linked_query_params"),
    ("visited_pages", "visited_pages"),
    ("user_agent", "user_agent"),
    ("payment", "payment_attributes"),
    ("address", "address_attributes"),
    ("charge_breakdown", "charge_breakdown"),
    ("document_type", "document_type"),
];

/// The vendor fields of a change of status.
const STATUS_FIELDS: &[&str] =
    &["user_id", "secondary_user_id", "approved", "location_id", "lead_status_option_id", "tags", "car_ids"];

/// Puts common and vendor fields into the fields of a lead.
struct Draft {
    members: OpenMap,
    custom: OpenMap,
}

impl Draft {
    fn new() -> Self {
        Self { members: OpenMap::new(), custom: OpenMap::new() }
    }

    fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.members.set(name, value);
    }

    fn vendor_fields(&mut self, fields: &BTreeMap<String, Value>) -> Result<()> {
        let names: Vec<&str> = LEAD_FIELDS.iter().map(|(name, _)| *name).collect();
        ensure_known_fields(fields, &names)?;
        for (name, value) in fields {
            if name == "document_type" {
                self.custom.set("document_type", value.clone());
            } else if let Some((_, wire)) = LEAD_FIELDS.iter().find(|(known, _)| known == name) {
                // Read alone first, so that a value of the wrong type is named.
                let alone = OpenMap::from([(*wire, value.clone())]);
                let read = read_fields(&alone).map_err(|error| error.with_field(name.clone()))?;
                if !read.extra.is_empty() {
                    return Err(Error::invalid(name.clone(), "cannot be cleared at this vendor"));
                }
                self.set(wire, value.clone());
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<LeadFields> {
        if !self.custom.is_empty() {
            let custom = serde_json::value::to_raw_value(&self.custom)
                .map_err(|error| Error::invalid("custom", "cannot be written as JSON").with_source(error))?;
            self.members.set_raw("fields", custom);
        }
        read_fields(&self.members)
    }
}

fn read_fields(members: &OpenMap) -> Result<LeadFields> {
    let invalid = |_| Error::invalid("vendor_fields", "have a value of the wrong type");
    let text = serde_json::to_string(members).map_err(invalid)?;
    serde_json::from_str(&text).map_err(invalid)
}

/// The vendor's word for a state, if it has one.
fn vendor_state(state: LeadState) -> Option<ClusterState> {
    Some(match state {
        LeadState::Pending | LeadState::New => ClusterState::New,
        LeadState::Contacted => ClusterState::Contacted,
        LeadState::Won => ClusterState::Converted,
        LeadState::Lost => ClusterState::Lost,
        LeadState::Disqualified => ClusterState::Invalid,
        _ => return None,
    })
}

/// What the vendor's word means.
fn common_state(state: &ClusterState) -> LeadState {
    match state {
        ClusterState::New => LeadState::New,
        ClusterState::Contacted => LeadState::Contacted,
        ClusterState::Converted => LeadState::Won,
        ClusterState::Lost => LeadState::Lost,
        ClusterState::Invalid => LeadState::Disqualified,
        _ => LeadState::Other,
    }
}

fn no_such_state(state: LeadState) -> Error {
    let error = Error::unsupported(format!("Dealer Studio has no state for {state}")).with_field("state");
    match state {
        LeadState::Open => error.with_help("choose `new` or `contacted`"),
        _ => error.with_help("Dealer Studio has new, contacted, lost, invalid and converted"),
    }
}

/// The one value of a list that the vendor takes one of.
fn only<'a>(field: &'static str, values: &'a [Personal<String>]) -> Result<Option<&'a str>> {
    match values {
        [] => Ok(None),
        [one] => Ok(Some(&one.0)),
        _ => Err(Error::unsupported("Dealer Studio takes only one").with_field(field)),
    }
}

fn owner(owner: &str) -> Result<&str> {
    if owner.contains('@') {
        Ok(owner)
    } else {
        Err(Error::invalid("owner", "must be the e-mail address of a user")
            .with_help("`show_apikey` lists the users of each dealership"))
    }
}

/// Refuses a vendor field that names what a common field says already: one of them would be dropped.
fn refuse_twice(fields: &BTreeMap<String, Value>, common: &[(&'static str, bool, &'static str)]) -> Result<()> {
    match common.iter().find(|(_, set, own)| *set && fields.contains_key(*own)) {
        None => Ok(()),
        Some((field, _, own)) => Err(Error::invalid(*own, format!("and `{field}` say the same thing twice"))),
    }
}

fn new_lead(lead: &NewLead, config: &AdapterConfig) -> Result<(CreateLead, Option<StatusWrite>)> {
    check_new_custom(&lead.custom)?;
    ensure_unset(&[("value", lead.value.is_some())])?;
    let documents = lead.custom.contains_key("document_type");
    refuse_twice(
        &lead.vendor_fields,
        &[
            ("owner", lead.owner.is_some(), "user_email"),
            ("state", lead.state.is_some(), "lead_state"),
            ("custom", documents, "document_type"),
        ],
    )?;
    let mut draft = Draft::new();
    if let Some(provider) = &config.provider {
        draft.set("provider", provider.as_str());
    }
    if let Some(sends) = config.send_customer_email {
        draft.set("send_customer_email", sends);
    }
    let text = |value: &Option<Personal<String>>| value.as_ref().map(|value| value.0.clone());
    let (first, last) = (text(&lead.first_name), text(&lead.last_name));
    let whole = text(&lead.name).or_else(|| match (&first, &last) {
        (Some(first), Some(last)) => Some(format!("{first} {last}")),
        (Some(one), None) | (None, Some(one)) => Some(one.clone()),
        (None, None) => None,
    });
    for (name, value) in [("name", whole), ("first_name", first), ("last_name", last), ("message", text(&lead.note))] {
        if let Some(value) = value {
            draft.set(name, value);
        }
    }
    if let Some(address) = &lead.owner {
        draft.set("user_email", owner(address)?);
    }
    let mut written = None;
    if let Some(state) = lead.state {
        let word = vendor_state(state).ok_or_else(|| no_such_state(state))?;
        draft.set("lead_state", word.as_str());
        written = Some(StatusWrite::new(Some(state), common_state(&word), word.as_str()));
    }
    for (name, value) in &lead.custom {
        draft.custom.set(name.as_str(), value.clone());
    }
    draft.vendor_fields(&lead.vendor_fields)?;
    let fields = draft.finish()?;
    let dealership = fields.dealership().or_else(|| config.dealership.clone()).ok_or_else(|| {
        required("dealership", "configure the adapter with one, or give `dealership_id` or `dealership_slug`")
    })?;
    let category = fields
        .category
        .clone()
        .or_else(|| config.category.clone())
        .ok_or_else(|| required("category", "configure the adapter with one, or give it as a vendor field"))?;
    let source = lead
        .source
        .as_deref()
        .map(Source::from)
        .or_else(|| config.source.clone())
        .ok_or_else(|| required("source", "set it on the lead, or configure the adapter with one"))?;
    let email = only("emails", &lead.emails)?.ok_or_else(|| required("email", "Dealer Studio demands one"))?;
    let phone = only("phones", &lead.phones)?.ok_or_else(|| required("phone", "Dealer Studio demands one"))?;
    Ok((CreateLead::new(dealership, category, source, email, phone).with_fields(fields), written))
}

fn required(field: &'static str, help: &'static str) -> Error {
    Error::invalid(field, "is required").with_help(help)
}

/// The value of a change; clearing is refused.
fn set<'a, T>(field: &'static str, change: &'a Patch<T>) -> Result<Option<&'a T>> {
    match change {
        Patch::Keep => Ok(None),
        Patch::Set(value) => Ok(Some(value)),
        Patch::Clear => Err(Error::unsupported("Dealer Studio cannot clear this").with_field(field)),
    }
}

fn update_lead(id: &CompositeLeadId, change: &LeadUpdate, config: &AdapterConfig) -> Result<UpdateLead> {
    check_changed_custom(&change.custom)?;
    ensure_unset(&[("value", !change.value.is_keep())])?;
    let documents = change.custom.contains_key("document_type");
    refuse_twice(
        &change.vendor_fields,
        &[("owner", !change.owner.is_keep(), "user_email"), ("custom", documents, "document_type")],
    )?;
    if change.is_empty() {
        return Err(Error::invalid("change", "changes nothing"));
    }
    let lead = id.lead()?;
    let mut draft = Draft::new();
    for (field, wire, change) in [
        ("name", "name", &change.name),
        ("email", "email", &change.email),
        ("phone", "phone", &change.phone),
        ("note", "message", &change.note),
    ] {
        if let Some(value) = set(field, change)? {
            draft.set(wire, value.0.as_str());
        }
    }
    if let Some(source) = set("source", &change.source)? {
        draft.set("source", source.as_str());
    }
    if let Some(address) = set("owner", &change.owner)? {
        draft.set("user_email", owner(address)?);
    }
    for (name, value) in &change.custom {
        draft.custom.set(name.as_str(), value.clone());
    }
    draft.vendor_fields(&change.vendor_fields)?;
    let mut fields = draft.finish()?;
    if fields.dealership().is_none()
        && let Some(dealership) = id.dealership.as_ref().or(config.dealership.as_ref())
    {
        fields.set_dealership(dealership);
    }
    if !config.partial_updates {
        fields.category = fields.category.or_else(|| config.category.clone());
        fields.source = fields.source.or_else(|| config.source.clone());
    }
    Ok(UpdateLead::partial(lead).with_fields(fields, config.partial_updates))
}

fn set_status(id: &CompositeLeadId, change: &StatusChange) -> Result<(UpdateLeadCluster, StatusWrite)> {
    ensure_unset(&[
        ("sub_status", change.sub_status.is_some()),
        ("reason", change.reason.is_some()),
        ("stage", change.stage.is_some()),
        ("comment", change.comment.is_some()),
        ("changed_at", change.changed_at.is_some()),
        ("changed_by", change.changed_by.is_some()),
    ])?;
    ensure_known_fields(&change.vendor_fields, STATUS_FIELDS)?;
    let (asked, word) = match &change.target {
        StatusTarget::State(state) => (Some(*state), vendor_state(*state).ok_or_else(|| no_such_state(*state))?),
        StatusTarget::Code(code) => (None, ClusterState::from(code.as_str())),
        _ => return Err(Error::unsupported("Dealer Studio has no such target").with_field("target")),
    };
    let mut request = UpdateLeadCluster::new(id.dealership()?, id.cluster()?).lead_state(Patch::Set(word.clone()));
    for (name, value) in &change.vendor_fields {
        request = request
            .with_member(name, value)
            .map_err(|_| Error::invalid(name.clone(), "has a value of the wrong type"))?;
    }
    Ok((request, StatusWrite::new(asked, common_state(&word), word.as_str())))
}

/// Names vendor and operation in an error from before the pipeline.
fn named(operation: &'static str) -> impl Fn(Error) -> Error {
    move |error| error.for_operation(DealerStudio::NAME, operation)
}

fn parse(id: &CommonLeadId, operation: &'static str) -> Result<CompositeLeadId> {
    id.as_str().parse::<CompositeLeadId>().map_err(named(operation))
}

fn cannot<T>(operation: &'static str, message: &'static str) -> Result<T> {
    Err(named(operation)(Error::unsupported(message)))
}

#[async_trait]
impl LeadClient for Leads {
    fn vendor(&self) -> &'static str {
        DealerStudio::NAME
    }

    fn capabilities(&self) -> &Capabilities {
        const { &CAPABILITIES }
    }

    async fn check_with(&self, options: CallOptions) -> Result<Reply<CheckReport>> {
        let reply = self.client.send_with(&ShowApikey::new(), &options).await?;
        Ok(Reply::map(reply, |key| {
            let permissions = key.permissions.iter().map(|permission| permission.as_str().to_owned()).collect();
            CheckReport::new(ShowApikey::OPERATION.name)
                .account(key.id.map(|id| format!("API key {id}")))
                .permissions(permissions)
        }))
    }

    async fn create_with(&self, lead: &NewLead, options: CallOptions) -> Result<Reply<Created>> {
        let (request, written) = new_lead(lead, &self.config).map_err(named(CreateLead::OPERATION.name))?;
        let reply = self.client.send_with(&request, &options).await?;
        let (made, mut meta) = Reply::into_parts(reply);
        meta.warnings.extend(written.as_ref().and_then(narrowed));
        let id = CompositeLeadId::from_parts(request.fields().dealership(), made.id, made.lead_cluster_id);
        // Whether a customer was matched shows in the cluster only, and the answer does not tell an old one.
        let created = Created::new(id.into(), CreateEffect::Created, Some(Box::new(made)));
        Ok(Reply::new(created, meta))
    }

    async fn get_with(&self, _id: &CommonLeadId, _options: CallOptions) -> Result<Reply<Box<dyn Lead>>> {
        cannot("get", "Dealer Studio has no operation that reads a lead; leads are exported by webhook")
    }

    async fn update_with(
        &self,
        id: &CommonLeadId,
        change: &LeadUpdate,
        options: CallOptions,
    ) -> Result<Reply<Updated>> {
        const NAME: &str = UpdateLead::OPERATION.name;
        let request = update_lead(&parse(id, NAME)?, change, &self.config).map_err(named(NAME))?;
        let reply = self.client.send_with(&request, &options).await?;
        Ok(Reply::map(reply, |lead| Updated::new(id.clone(), lead.map(|lead| Box::new(lead) as Box<dyn Lead>))))
    }

    async fn set_status_with(
        &self,
        id: &CommonLeadId,
        change: &StatusChange,
        options: CallOptions,
    ) -> Result<Reply<Updated>> {
        const NAME: &str = UpdateLeadCluster::OPERATION.name;
        let (request, written) = set_status(&parse(id, NAME)?, change).map_err(named(NAME))?;
        let reply = self.client.send_with(&request, &options).await?;
        Ok(Reply::map(reply, |_cluster| Updated::new(id.clone(), None).written(written)))
    }

    async fn delete_with(&self, _id: &CommonLeadId, _options: CallOptions) -> Result<Reply<Updated>> {
        cannot("delete", "Dealer Studio has no operation that deletes a lead")
    }

    async fn list_page_with(
        &self,
        _query: &LeadQuery,
        _after: Option<&PageToken>,
        _options: CallOptions,
    ) -> Result<Reply<LeadPage>> {
        cannot("list", "Dealer Studio has no operation that lists leads; leads are exported by webhook")
    }
}

/// With nothing configured: dealership and category come as vendor fields.
#[async_trait]
impl LeadClient for Client {
    fn vendor(&self) -> &'static str {
        DealerStudio::NAME
    }
    fn capabilities(&self) -> &Capabilities {
        const { &CAPABILITIES }
    }
    async fn check_with(&self, options: CallOptions) -> Result<Reply<CheckReport>> {
        self.leads(AdapterConfig::new()).check_with(options).await
    }
    async fn create_with(&self, lead: &NewLead, options: CallOptions) -> Result<Reply<Created>> {
        self.leads(AdapterConfig::new()).create_with(lead, options).await
    }
    async fn get_with(&self, id: &CommonLeadId, options: CallOptions) -> Result<Reply<Box<dyn Lead>>> {
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

fn status_of(state: Option<&ClusterState>) -> Status {
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
        status_of(self.lead_state.as_ref())
    }
}

impl LeadView for LeadExport {
    const VENDOR: &'static str = DealerStudio::NAME;

    fn id(&self) -> Option<CommonLeadId> {
        self.id.map(|id| CompositeLeadId::from_parts(self.dealership(), Some(id), self.lead_cluster_id).into())
    }

    fn status(&self) -> Status {
        status_of(None)
    }
}

impl LeadView for LeadCluster {
    const VENDOR: &'static str = DealerStudio::NAME;

    /// Dealership and cluster; a cluster has several leads.
    fn id(&self) -> Option<CommonLeadId> {
        let dealership = self.dealership_id.map(Dealership::Id);
        LeadCluster::id(self).map(|cluster| CompositeLeadId::from_parts(dealership, None, Some(cluster)).into())
    }

    fn status(&self) -> Status {
        status_of(self.status.as_ref())
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
    use leads_core::Money;
    use leads_core::vendor::HasBody;
    use proptest::prelude::*;

    fn config() -> AdapterConfig {
        AdapterConfig::new().dealership("north").category("General Enquiry").source("Website").provider("example.com")
    }

    fn lead() -> NewLead {
        NewLead::new("Jo Citizen").email("jo@example.com").phone("0400000000")
    }

    #[test]
    fn a_new_lead_becomes_the_vendors() {
        let common = lead()
            .note("hello")
            .owner("user@example.com")
            .state(LeadState::Contacted)
            .source("Carsales")
            .custom("colour", "blue")
            .vendor_field("document_type", "ppsr")
            .vendor_field("tags", serde_json::json!(["hot"]))
            .vendor_field("address", serde_json::json!({"postcode": 3000}))
            .vendor_field("time_on_site_seconds", Value::Null);
        let (request, written) = new_lead(&common, &config()).unwrap();
        assert!(!written.unwrap().is_narrowed() && request.parts().is_ok());
        assert_eq!(
            serde_json::to_value(request.body()).unwrap(),
            serde_json::json!({"lead": {
                "name": "Jo Citizen", "email": "jo@example.com", "phone": "0400000000", "message": "hello",
                "dealership_slug": "north", "category": "General Enquiry", "source": "Carsales",
                "provider": "example.com", "user_email": "user@example.com", "lead_state": "contacted",
                "tags": ["hot"], "time_on_site_seconds": null, "address_attributes": {"postcode": 3000},
                "fields": {"colour": "blue", "document_type": "ppsr"},
            }})
        );
    }

    #[test]
    fn what_is_missing_or_impossible_is_named() {
        let nothing = AdapterConfig::new();
        for (common, config, field) in [
            (lead(), &nothing, "dealership"),
            (lead(), &nothing.clone().dealership(1), "category"),
            (lead(), &nothing.clone().dealership(1).category("Survey"), "source"),
            (NewLead::new("Jo").phone("1"), &config(), "email"),
            (NewLead::new("Jo").email("a@example.com"), &config(), "phone"),
            (lead().email("b@example.com"), &config(), "emails"),
            (lead().phone("2"), &config(), "phones"),
            (lead().value(Money::new(1.into())), &config(), "value"),
            (lead().owner("7"), &config(), "owner"),
            (lead().state(LeadState::Open), &config(), "state"),
            (lead().vendor_field("golden", "perhaps"), &config(), "golden"),
            (lead().vendor_field("golden", Value::Null), &config(), "golden"),
            (lead().vendor_field("gilded", true), &config(), "gilded"),
            (lead().custom("colour", Value::Null), &config(), "custom"),
            (lead().owner("a@example.com").vendor_field("user_email", "b@example.com"), &config(), "user_email"),
            (lead().state(LeadState::New).vendor_field("lead_state", "lost"), &config(), "lead_state"),
            (lead().custom("document_type", "a").vendor_field("document_type", "b"), &config(), "document_type"),
        ] {
            assert_eq!(new_lead(&common, config).unwrap_err().field(), Some(field));
        }
        let (_, written) = new_lead(&lead().state(LeadState::Pending), &config()).unwrap();
        assert!(narrowed(&written.unwrap()).is_some());
        let mut apart = lead().first_name("Jo").last_name("Citizen");
        apart.name = None;
        assert_eq!(new_lead(&apart, &config()).unwrap().0.fields().name.as_ref().unwrap().0, "Jo Citizen");
    }

    #[test]
    fn an_update_demands_what_the_vendor_demands_unless_it_may_be_partial() {
        let id = CompositeLeadId::new("north", 12, 34);
        let change = LeadUpdate::new().note(Patch::set("hello"));
        let whole = update_lead(&id, &change, &config()).unwrap();
        assert_eq!(whole.parts().unwrap_err().field(), Some("email"));
        let all = change.clone().email(Patch::set("a@example.com")).phone(Patch::set("1"));
        assert!(update_lead(&id, &all, &config()).unwrap().parts().is_ok());
        let partial = update_lead(&id, &change, &config().partial_updates(true)).unwrap();
        assert!(partial.parts().is_ok());
        assert_eq!(
            serde_json::to_string(partial.body()).unwrap(),
            r#"{"lead":{"message":"hello","dealership_slug":"north"}}"#
        );
        for (change, field) in [
            (LeadUpdate::new(), "change"),
            (LeadUpdate::new().name(Patch::Clear), "name"),
            (LeadUpdate::new().owner(Patch::Clear), "owner"),
            (LeadUpdate::new().value(Patch::Clear), "value"),
        ] {
            assert_eq!(update_lead(&id, &change, &config()).unwrap_err().field(), Some(field));
        }
        let no_lead = CompositeLeadId::from_parts(Some("north".into()), None, Some(34.into()));
        assert_eq!(update_lead(&no_lead, &all, &config()).unwrap_err().field(), Some("lead_id"));
    }

    #[test]
    fn states_are_written_as_the_table_says_and_read_back() {
        let id = CompositeLeadId::new("north", 12, 34);
        for state in LeadState::WRITABLE {
            let support = CAPABILITIES.state(state);
            match set_status(&id, &StatusChange::to(state)) {
                Ok((_, written)) => {
                    assert_eq!(written.support, support, "{state}");
                    // Reading a status and writing it back sends the same code.
                    let (_, again) = set_status(&id, &StatusChange::to(written.state)).unwrap();
                    assert_eq!(again.code, written.code);
                    let (_, code) = set_status(&id, &StatusChange::to_code(written.code.clone())).unwrap();
                    assert_eq!((code.code, code.state), (written.code, written.state));
                }
                Err(error) => {
                    assert!(error.is_unsupported() && support == StateSupport::Unsupported, "{state}");
                }
            }
        }
        let (request, written) = set_status(
            &id,
            &StatusChange::to_code("brand new")
                .vendor_field("user_id", 7)
                .vendor_field("tags", serde_json::json!(["a"])),
        )
        .unwrap();
        assert_eq!((written.state, written.code.as_str()), (LeadState::Other, "brand new"));
        assert_eq!(
            serde_json::to_string(request.body()).unwrap(),
            r#"{"lead_cluster":{"user_id":7,"lead_state":"brand new","tags":["a"]}}"#
        );
        for (change, field) in [
            (StatusChange::to(LeadState::Lost).reason("1"), "reason"),
            (StatusChange::to(LeadState::Lost).comment("x".to_owned()), "comment"),
            (StatusChange::to(LeadState::Lost).vendor_field("x", 1), "x"),
            (StatusChange::to(LeadState::Lost).vendor_field("user_id", true), "user_id"),
        ] {
            assert_eq!(set_status(&id, &change).unwrap_err().field(), Some(field));
        }
        let no_cluster = CompositeLeadId::from_parts(Some(1.into()), Some(2.into()), None);
        let won = StatusChange::to(LeadState::Won);
        assert_eq!(set_status(&no_cluster, &won).unwrap_err().field(), Some("lead_cluster_id"));
        let no_dealership = CompositeLeadId::from_parts(None, Some(2.into()), Some(3.into()));
        assert_eq!(set_status(&no_dealership, &won).unwrap_err().field(), Some("dealership"));
    }

    #[test]
    fn records_of_every_kind_are_leads() {
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

    #[test]
    fn what_is_no_unified_id_is_refused() {
        for bad in ["", "12", "lead=x", "lead=1&other=2", "dealership_slug=", "lead=1&"] {
            assert_eq!(bad.parse::<CompositeLeadId>().unwrap_err().field(), Some("id"), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn a_status_that_was_read_is_written_back(status in "[a-zA-Z_ ]{1,12}|new|contacted|converted|lost|invalid") {
            let body = serde_json::json!({"id": 4, "dealership_id": 7, "status": status}).to_string();
            let cluster: leads_core::Raw<LeadCluster> = leads_core::Raw::parse(&body).unwrap();
            let code = LeadView::status(cluster.value()).detail.code.unwrap();
            let id = LeadView::id(cluster.value()).unwrap().as_str().parse::<CompositeLeadId>().unwrap();
            let (request, written) = set_status(&id, &StatusChange::to_code(code)).unwrap();
            prop_assert_eq!(&written.code, &status);
            let sent = serde_json::to_value(request.body()).unwrap();
            prop_assert_eq!(sent.to_string().matches(&serde_json::to_string(&status).unwrap()).count(), 1, "{}", sent);
        }

        #[test]
        fn a_unified_id_round_trips(
            id in proptest::option::of(any::<i64>()),
            slug in proptest::option::of(".+"),
            lead in proptest::option::of(any::<i64>()),
            cluster in proptest::option::of(any::<i64>()),
        ) {
            prop_assume!(id.is_some() || slug.is_some() || lead.is_some() || cluster.is_some());
            let whole = CompositeLeadId::from_parts(
                Dealership::from_parts(id.map(Into::into), slug),
                lead.map(Into::into),
                cluster.map(Into::into),
            );
            prop_assert_eq!(whole.to_string().parse::<CompositeLeadId>().unwrap(), whole);
        }
    }
}
