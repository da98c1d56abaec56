//! Nutshell behind the common client. The only file that knows the common view.

use crate::api::leads::{CreateLead, DeleteLead, GetLead, ListLeads, ReopenLead, UpdateLead, UpdateLeadStatus};
use crate::api::notes::CreateNote;
use crate::api::outcomes::ListOutcomes;
use crate::api::sources::ListSources;
use crate::api::users::ListUsers;
use crate::model::{EntityId, IdParts, Lead, LeadId, LeadStatus, Outcome, OutcomeId, SourceId};
use crate::patch::CustomFieldPath;
use crate::query::Filter;
use crate::{Client, Json, Nutshell, amount};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use leads_core::client::{
    Capabilities, CheckReport, CreateEffect, Created, LeadClient, LeadPage, LeadQuery, LeadUpdate, NewLead, PageToken,
    StatusChange, StatusTarget, Updated, check_changed_custom, check_new_custom, ensure_known_fields, ensure_unset,
    narrowed,
};
use leads_core::error::Code;
use leads_core::status::{Presence, StateSupport, Status, StatusDetail, StatusWrite};
use leads_core::vendor::Vendor;
use leads_core::{
    CallOptions, Error, ErrorKind, LeadId as CommonLeadId, LeadState, LeadView, Money, Patch, Personal, Raw, Reply,
    Request, Result,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

const VENDOR: &str = <Nutshell as Vendor>::NAME;

/// The warning of a reply whose lead was written while its note was not.
pub const NOTE_WARNING: &str = "note-not-written";

/// Rows in a page unless the query says otherwise.
const PAGE_SIZE: u32 = 100;

/// What Nutshell can do through the common client.
const CAPABILITIES: Capabilities = Capabilities::none()
    .check(true)
    .create(true)
    .get(true)
    .update(true)
    .set_status(true)
    .delete(true)
    .list(true)
    .reason(true)
    .list_by_owner(true)
    .list_by_email(true)
    .list_by_phone(true)
    .list_by_text(true)
    .states(&[
        (LeadState::Pending, StateSupport::Unsupported),
        (LeadState::New, StateSupport::Narrowed),
        (LeadState::Contacted, StateSupport::Narrowed),
        (LeadState::Open, StateSupport::Exact),
        (LeadState::OnHold, StateSupport::Unsupported),
        (LeadState::Won, StateSupport::Exact),
        (LeadState::Lost, StateSupport::Exact),
        (LeadState::Cancelled, StateSupport::Exact),
        (LeadState::Disqualified, StateSupport::Unsupported),
    ]);

/// What a new lead may carry beside the common fields.
const CREATE_FIELDS: &[&str] = &["account_id", "contact_id", "due_time", "tag_ids"];

/// The one filter that has fields inside: `filter[address][country]`.
const ADDRESS: &str = "address";

/// What a list may be narrowed to beside the common filters: the vendor's keys.
const FILTERS: &[&str] = &[
    "accountIds",
    "accounts",
    "accountTags",
    "accountTypes",
    ADDRESS,
    "audiences",
    "channels",
    "competitors",
    "contactIds",
    "contacts",
    "contactTags",
    "createdTime",
    "creator",
    "id",
    "industries",
    "lastContactedTime",
    "leadIds",
    "markets",
    "milestones",
    "name",
    "nextActivityStartTime",
    "number",
    "omittedId",
    "origin",
    "outcomes",
    "primaryAccountOwner",
    "products",
    "sources",
    "stageset",
    "subscribedAudiences",
    "tags",
    "territories",
    "unsubscribedAudiences",
    "watchers",
];

/// What the common client must know beyond the common builders. It can be read from a file.
///
/// ```
/// use nutshell::AdapterConfig;
/// use nutshell::leads_core::LeadState;
/// let config = AdapterConfig::new().outcome(LeadState::Lost, "4-outcomes").currency("USD");
/// let same: AdapterConfig = serde_json::from_str(
///     r#"{"outcomes":{"lost":"4-outcomes"},"currency":"USD"}"#).unwrap();
/// assert_eq!(config, same);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct AdapterConfig {
    outcomes: BTreeMap<LeadState, OutcomeId>,
    currency: Option<String>,
    custom_field_path: CustomFieldPath,
    outcomes_for_secs: u64,
}

impl Default for AdapterConfig {
    fn default() -> Self {
        Self {
            outcomes: BTreeMap::new(),
            currency: None,
            custom_field_path: CustomFieldPath::default(),
            outcomes_for_secs: 300,
        }
    }
}

impl AdapterConfig {
    /// No outcome is preferred; the list of outcomes is read again after five minutes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Says which outcome is written for a state that several outcomes mean, where a change gives no reason.
    #[must_use]
    pub fn outcome(mut self, state: LeadState, outcome: impl Into<OutcomeId>) -> Self {
        self.outcomes.insert(state, outcome.into());
        self
    }

    /// Says which currency the instance reckons in. A value in another currency, and without this setting any value
    /// with a currency, is refused: Nutshell takes amounts alone.
    #[must_use]
    pub fn currency(mut self, code: impl Into<String>) -> Self {
        self.currency = Some(code.into());
        self
    }

    /// Sets where a custom field stands in a change.
    #[must_use]
    pub fn custom_field_path(mut self, place: CustomFieldPath) -> Self {
        self.custom_field_path = place;
        self
    }

    /// Sets for how many seconds the list of outcomes is kept. An outcome that is not in it makes it be read again.
    #[must_use]
    pub fn keep_outcomes(mut self, seconds: u64) -> Self {
        self.outcomes_for_secs = seconds;
        self
    }

    fn amount(&self, value: &Money) -> Result<leads_core::Decimal> {
        match (&value.currency, &self.currency) {
            (Some(asked), Some(known)) if asked.eq_ignore_ascii_case(known) => {}
            (None, _) => {}
            _ => {
                return Err(Error::unsupported("Nutshell takes an amount in the currency of the instance alone")
                    .with_field("value")
                    .with_help("leave the currency out, or name the instance's in AdapterConfig::currency"));
            }
        }
        amount::plain(&value.amount).ok_or_else(|| Error::invalid("value", amount::WANTED))
    }
}

/// The outcomes of the company, as they were read last. Clones of a client share them.
#[derive(Clone, Debug, Default)]
pub(crate) struct OutcomeCache(Arc<Mutex<Option<Kept>>>);

#[derive(Clone, Debug)]
struct Kept {
    read: Instant,
    outcomes: Arc<[Outcome]>,
}

impl OutcomeCache {
    fn get(&self, at_most: Duration) -> Option<Arc<[Outcome]>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()?;
        (kept.read.elapsed() <= at_most).then_some(kept.outcomes)
    }

    fn put(&self, outcomes: Arc<[Outcome]>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Kept { read: Instant::now(), outcomes });
    }
}

/// The common client over a [`Client`]; made by [`Client::leads`].
///
/// A [`Client`] is a common client by itself, with a default [`AdapterConfig`].
///
/// | of the common builders | at Nutshell |
/// |---|---|
/// | `name` | the lead's description, which is also its title |
/// | `emails`, `phones` | of a new lead: a new contact, made with the lead in the same call; not of a change |
/// | `note` | a note on the lead, by a second call; when only that one fails the reply warns of it |
/// | `source` | an id (`5-sources`); anything else is looked up in the list of sources: by its name, and a plain integer that is no name by the id |
/// | `owner` | the id of a user or team: `1-users` |
/// | `value` | the value set by hand; cleared, it follows the products again |
/// | `custom` | custom fields by their display names; written only: a lead that is read has none of them, and they are read with [`ListLeadCustomFields`](crate::api::leads::ListLeadCustomFields) |
/// | won, lost, cancelled | an outcome: the `reason` by id or name, else the only outcome that means the state |
/// | an outcome's id as the code | that outcome; a `reason` beside it is refused |
/// | new, contacted, open | the lead is opened again; a new lead is open, and the reply warns that new and contacted are narrowed to that |
/// | `vendor_field`s of a new lead | `account_id`, `contact_id`, `due_time` (RFC 3339), `tag_ids` |
/// | `vendor_field`s of a query | the keys of the vendor's filters: `tags`, `sources`, `stageset`, `createdTime` ...; `address` is an object of the parts of an address: `{"country":"US"}` |
///
/// ```
/// use nutshell::{AdapterConfig, Client};
/// use nutshell::leads_core::LeadClient;
/// let client = Client::builder().basic("agent@example.com", "an API key").build()?;
/// let leads = client.leads(AdapterConfig::new());
/// assert_eq!(leads.vendor(), "nutshell");
/// # Ok::<(), nutshell::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Leads {
    client: Client,
    config: AdapterConfig,
}

/// What is done to close or open a lead.
enum StatusTransition {
    Reopen,
    Close(OutcomeId),
}

impl Leads {
    pub(crate) fn new(client: Client, config: AdapterConfig) -> Self {
        Self { client, config }
    }

    /// The client underneath.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The outcomes of the company, read from the vendor when the kept list is too old.
    ///
    /// # Errors
    /// As any call.
    pub async fn outcomes(&self, options: &CallOptions) -> Result<Arc<[Outcome]>> {
        match self.kept_outcomes() {
            Some(kept) => Ok(kept),
            None => self.read_outcomes(options).await,
        }
    }

    fn kept_outcomes(&self) -> Option<Arc<[Outcome]>> {
        self.client.outcomes.get(Duration::from_secs(self.config.outcomes_for_secs))
    }

    async fn read_outcomes(&self, options: &CallOptions) -> Result<Arc<[Outcome]>> {
        let read = self.client.send_with(&ListOutcomes::new(), options).await?.into_inner();
        let outcomes: Arc<[Outcome]> = read.into_iter().map(Raw::into_inner).collect();
        self.client.outcomes.put(Arc::clone(&outcomes));
        Ok(outcomes)
    }

    /// What an outcome means; read again when the kept list does not have it.
    async fn state_of_id(&self, id: &OutcomeId, options: &CallOptions) -> Result<LeadState> {
        let find =
            |outcomes: &[Outcome]| outcomes.iter().find(|outcome| same_id(&outcome.id, id)).map(state_of_outcome);
        if let Some(state) = self.kept_outcomes().and_then(|kept| find(&kept)) {
            return Ok(state);
        }
        Ok(find(&self.read_outcomes(options).await?).unwrap_or(LeadState::Other))
    }

    /// The outcome for a state, and for a reason by id or name.
    async fn outcome_for(&self, state: LeadState, reason: Option<&str>, options: &CallOptions) -> Result<OutcomeId> {
        let preferred = self.config.outcomes.get(&state).map(OutcomeId::as_str);
        let reason = reason.or(preferred);
        if let Some(kept) = self.kept_outcomes()
            && let Ok(found) = choose(&kept, state, reason)
        {
            return Ok(found);
        }
        // A new outcome, or a list that was never read.
        choose(&self.read_outcomes(options).await?, state, reason)
    }

    /// The source for an id or a name.
    ///
    /// Names may begin with a number (`2024-Expo`) or be one (`411`), and the server takes a plain integer for an id: only
    /// what is an id of a source beyond doubt is taken without a look.
    async fn source(&self, source: &str, options: &CallOptions) -> Result<SourceId> {
        let id = SourceId::from(source.trim());
        let IdParts { number, kind } = id.parts();
        if number.is_some() && kind == Some("sources") {
            return Ok(id);
        }
        let listed = self.client.send_with(&ListSources::new(), options).await?;
        let live: Vec<_> = listed.iter().filter(|row| row.deleted_time.is_none()).collect();
        let mut fitting = live.clone();
        fitting.retain(|row| row.name.as_deref().is_some_and(|name| name.trim().eq_ignore_ascii_case(source.trim())));
        if fitting.is_empty() && number.is_some() && kind.is_none() {
            fitting = live;
            fitting.retain(|row| row.id.parts().number == number);
        }
        match fitting.as_slice() {
            [only] => Ok(only.id.clone()),
            [] => Err(Error::invalid("source", "is no id and no name of a source")
                .with_help("use an id such as 5-sources, or the exact name of a source that is not deleted")),
            several => Err(Error::ambiguous(
                "several sources have this name",
                several.iter().map(|row| row.id.to_string()).collect(),
            )
            .with_field("source")),
        }
    }

    async fn moved(&self, change: &StatusChange, options: &CallOptions) -> Result<(StatusTransition, StatusWrite)> {
        let (state, asked, code) = match &change.target {
            StatusTarget::State(state) => (*state, Some(*state), None),
            StatusTarget::Code(code) => {
                let id = OutcomeId::from(code.as_str());
                if id.parts().number.is_some() {
                    // The id names the outcome already: a reason could only name another one.
                    ensure_unset(&[("reason", change.reason.is_some())])?;
                    let state = self.state_of_id(&id, options).await?;
                    return Ok((StatusTransition::Close(id), StatusWrite::new(None, state, code.as_str())));
                }
                (state_of(Some(&LeadStatus::recognise(code))), None, Some(code.as_str()))
            }
            _ => return Err(Error::unsupported("this target is not known here").with_field("target")),
        };
        match state {
            LeadState::New | LeadState::Contacted | LeadState::Open => {
                ensure_unset(&[("reason", change.reason.is_some())])?;
                Ok((
                    StatusTransition::Reopen,
                    StatusWrite::new(asked, LeadState::Open, code.unwrap_or(LeadStatus::Open.as_str())),
                ))
            }
            LeadState::Won | LeadState::Lost | LeadState::Cancelled => {
                let outcome = self.outcome_for(state, change.reason.as_deref(), options).await?;
                let written = StatusWrite::new(asked, state, code.map_or_else(|| outcome.to_string(), str::to_owned));
                Ok((StatusTransition::Close(outcome), written))
            }
            _ => Err(Error::unsupported("Nutshell has no status that means this")
                .with_field("state")
                .with_help("a lead is open, or closed as won, lost or cancelled through an outcome")),
        }
    }

    fn creation(&self, lead: &NewLead) -> Result<CreateLead> {
        check_new_custom(&lead.custom)?;
        ensure_known_fields(&lead.vendor_fields, CREATE_FIELDS)?;
        match lead.state {
            None | Some(LeadState::New | LeadState::Contacted | LeadState::Open) => {}
            Some(_) => {
                return Err(Error::unsupported("a new lead of Nutshell is open")
                    .with_field("state")
                    .with_help("make the lead, then change its status"));
            }
        }
        let person = person(lead);
        let title = lead.name.clone().or_else(|| person.clone()).ok_or_else(|| {
            Error::invalid("name", "is missing").with_help("the name becomes the lead's description and title")
        })?;
        let mut request = CreateLead::new(title.as_str());
        if let Some(value) = &lead.value {
            request = request.manual_value(self.config.amount(value)?);
        }
        for (name, value) in &lead.custom {
            request = request.custom_field(name, value);
        }
        if let Some(owner) = &lead.owner {
            request = request.owner(owner.as_str());
        }
        let own = |name: &'static str| lead.vendor_fields.get(name);
        for id in texts("contact_id", own("contact_id"))? {
            request = request.contact(id);
        }
        for id in texts("account_id", own("account_id"))? {
            request = request.account(id);
        }
        for id in texts("tag_ids", own("tag_ids"))? {
            request = request.tag(id);
        }
        if let Some(due) = own("due_time") {
            let due = due.as_str().and_then(|text| DateTime::parse_from_rfc3339(text).ok());
            request = request.due_time(due.ok_or_else(|| Error::invalid("due_time", "must be RFC 3339"))?.to_utc());
        }
        if !lead.emails.is_empty() || !lead.phones.is_empty() || person.is_some() {
            ensure_unset(&[("contact_id", own("contact_id").is_some())]).map_err(|_| {
                Error::invalid(
                    "contact_id",
                    "names a person, so e-mail addresses, phone numbers and names must be left out",
                )
            })?;
            request = request.new_contact(contact(lead, person.as_ref().unwrap_or(&title)));
        }
        Ok(request)
    }

    /// Changes of the lead itself; `None` when there is none.
    async fn change(&self, id: &LeadId, change: &LeadUpdate, options: &CallOptions) -> Result<Option<UpdateLead>> {
        check_changed_custom(&change.custom)?;
        ensure_known_fields(&change.vendor_fields, &[])?;
        ensure_unset(&[("email", !change.email.is_keep()), ("phone", !change.phone.is_keep())]).map_err(|error| {
            error.with_help("they belong to the lead's contacts: change those with nutshell::api::contacts")
        })?;
        let cannot_clear = |field: &'static str| Err(Error::unsupported("Nutshell cannot clear it").with_field(field));
        let mut request = UpdateLead::new(id);
        let empty = request.clone();
        request = match &change.name {
            Patch::Keep => request,
            Patch::Clear => return cannot_clear("name"),
            Patch::Set(name) => request.description(name.as_str()),
        };
        if change.note.is_clear() {
            return cannot_clear("note");
        }
        request = match &change.owner {
            Patch::Keep => request,
            Patch::Clear => return cannot_clear("owner"),
            Patch::Set(owner) => request.owner(owner.as_str()),
        };
        request = match &change.value {
            Patch::Keep => request,
            Patch::Clear => request.value_from_products(),
            Patch::Set(value) => request.manual_value(self.config.amount(value)?),
        };
        for (name, value) in &change.custom {
            request = request.custom_field_at(self.config.custom_field_path, name, value);
        }
        // Last, because looking up a name is a call: everything that can be refused without one is refused before.
        request = match &change.source {
            Patch::Keep => request,
            Patch::Clear => request.set_sources(Vec::<SourceId>::new()),
            Patch::Set(source) => request.set_sources([self.source(source, options).await?]),
        };
        Ok((request != empty).then_some(request))
    }

    fn query(&self, query: &LeadQuery) -> Result<ListLeads> {
        ensure_known_fields(&query.vendor_fields, FILTERS)?;
        ensure_unset(&[("state", query.state.is_some()), ("changed_since", query.changed_since.is_some())])?;
        let mut request = ListLeads::new().limit(query.rows(PAGE_SIZE, crate::query::MAX_PAGE)?);
        if let Some(text) = &query.text {
            request = request.text(text.as_str());
        }
        if let Some(owner) = &query.owner {
            request = request.filter(Filter::owners([owner.as_str()]));
        }
        if let Some(address) = &query.email {
            request = request.filter(Filter::email(address.as_str()));
        }
        if let Some(number) = &query.phone {
            request = request.filter(Filter::phone(number.as_str()));
        }
        for (key, value) in &query.vendor_fields {
            if key == ADDRESS {
                for filter in address(value)? {
                    request = request.filter(filter);
                }
                continue;
            }
            let found = filter(key, value);
            request =
                request.filter(found.ok_or_else(|| Error::invalid(key.clone(), "must be text, or a list of texts"))?);
        }
        Ok(request)
    }

    /// Writes a note on a lead that was written already; only a warning when it fails.
    async fn note(&self, id: &LeadId, note: &Personal<String>, options: &CallOptions) -> Option<Code> {
        let error = self.client.send_with(&CreateNote::new(id, note.as_str()), options).await.err()?;
        Some(Code::new(NOTE_WARNING).message(format!("{} (outcome {})", error.kind(), error.outcome())))
    }
}

/// The outcome that means a state; or the one with this id or name, if it means that state.
fn choose(outcomes: &[Outcome], state: LeadState, reason: Option<&str>) -> Result<OutcomeId> {
    let shown = |outcome: &Outcome| match &outcome.name {
        Some(name) => format!("{} \"{name}\"", outcome.id),
        None => outcome.id.to_string(),
    };
    let meaning: Vec<&Outcome> = outcomes.iter().filter(|outcome| state_of_outcome(outcome) == state).collect();
    let list = |outcomes: &[&Outcome]| match outcomes {
        [] => "there is none".to_owned(),
        some => some.iter().map(|outcome| shown(outcome)).collect::<Vec<_>>().join(", "),
    };
    let fitting: Vec<&Outcome> = match reason {
        None => meaning.clone(),
        Some(reason) => {
            let id = OutcomeId::from(reason.trim());
            let called = |outcome: &&Outcome| {
                same_id(&outcome.id, &id)
                    || outcome.name.as_deref().is_some_and(|name| name.trim().eq_ignore_ascii_case(reason.trim()))
            };
            let named: Vec<&Outcome> = outcomes.iter().filter(called).collect();
            let right: Vec<&Outcome> =
                named.iter().copied().filter(|outcome| state_of_outcome(outcome) == state).collect();
            if right.is_empty() {
                let why =
                    if named.is_empty() { "names no outcome" } else { "names an outcome that means another state" };
                return Err(
                    Error::invalid("reason", why).with_help(format!("outcomes that mean {state}: {}", list(&meaning)))
                );
            }
            right
        }
    };
    match fitting.as_slice() {
        [only] => Ok(only.id.clone()),
        [] => Err(Error::new(ErrorKind::Precondition, format!("no outcome of the company means {state}"))
            .with_field("state")
            .with_help(format!("the outcomes are: {}", list(&outcomes.iter().collect::<Vec<_>>())))),
        several => Err(Error::ambiguous(
            format!("several outcomes mean {state}"),
            several.iter().map(|outcome| shown(outcome)).collect(),
        )
        .with_field("reason")
        .with_help("name one as the reason, or prefer one in AdapterConfig::outcome")),
    }
}

/// An API id and its plain integer are the same.
fn same_id(a: &OutcomeId, b: &OutcomeId) -> bool {
    let plain = b.parts().kind.is_none() && b.parts().number.is_some();
    a == b || (plain && a.parts().number == b.parts().number)
}

fn state_of_outcome(outcome: &Outcome) -> LeadState {
    state_of(outcome.meaning().as_ref())
}

fn state_of(status: Option<&LeadStatus>) -> LeadState {
    match status {
        Some(LeadStatus::Open) => LeadState::Open,
        Some(LeadStatus::Won) => LeadState::Won,
        Some(LeadStatus::Lost) => LeadState::Lost,
        Some(LeadStatus::Pending) => LeadState::Pending,
        Some(status) if status.is_cancelled() => LeadState::Cancelled,
        _ => LeadState::Other,
    }
}

/// The person's name where it is given apart from the lead's.
fn person(lead: &NewLead) -> Option<Personal<String>> {
    match (&lead.first_name, &lead.last_name) {
        (Some(first), Some(last)) => Some(Personal(format!("{} {}", first.as_str(), last.as_str()))),
        (Some(name), None) | (None, Some(name)) => Some(name.clone()),
        (None, None) => None,
    }
}

/// The contact that is made with the lead.
fn contact(lead: &NewLead, name: &Personal<String>) -> Json {
    let points = |values: &[Personal<String>]| -> Vec<Value> {
        values
            .iter()
            .enumerate()
            .map(|(at, value)| serde_json::json!({"isPrimary": at == 0, "value": value.as_str()}))
            .collect()
    };
    let mut contact = serde_json::json!({"name": name.as_str()});
    if let Some(members) = contact.as_object_mut() {
        for (key, values) in [("emails", &lead.emails), ("phones", &lead.phones)] {
            if !values.is_empty() {
                members.insert(key.to_owned(), Value::Array(points(values)));
            }
        }
    }
    Json::from(contact)
}

/// A text or number, or a list of them, as texts.
fn scalars(value: &Value) -> Option<Vec<String>> {
    let one = |value: &Value| match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    };
    match value {
        Value::Array(list) if !list.is_empty() => list.iter().map(one).collect(),
        Value::Array(_) => None,
        other => one(other).map(|text| vec![text]),
    }
}

/// A filter of the vendor by its key; `None` when the value is no text and no list of texts.
fn filter(key: &str, value: &Value) -> Option<Filter> {
    let values = scalars(value)?;
    Some(match (value, values.as_slice()) {
        (Value::Array(_), _) | (_, []) => Filter::any(key, values),
        (_, [only, ..]) => Filter::new(key, only),
    })
}

/// The filters of an address, one for each of its parts.
fn address(value: &Value) -> Result<Vec<Filter>> {
    let invalid = |what| {
        Error::invalid(ADDRESS, what)
            .with_help(r#"name the part of the address that is meant: {"country":"US"}, {"state":"MI"}"#)
    };
    let parts = value.as_object().filter(|parts| !parts.is_empty());
    let parts = parts.ok_or_else(|| invalid("must be an object of the parts of an address"))?;
    parts
        .iter()
        .map(|(part, value)| filter(ADDRESS, value).filter(|_| !part.trim().is_empty()).map(|one| one.within(part)))
        .collect::<Option<_>>()
        .ok_or_else(|| invalid("must name each part, with text or a list of texts"))
}

fn texts(field: &'static str, value: Option<&Value>) -> Result<Vec<String>> {
    let Some(value) = value else { return Ok(Vec::new()) };
    scalars(value).ok_or_else(|| Error::invalid(field, "must be an id, or a list of ids"))
}

fn named(error: Error, operation: &'static str) -> Error {
    error.for_operation(VENDOR, operation)
}

fn lead_id(id: &CommonLeadId) -> LeadId {
    LeadId::from(id.as_str())
}

fn unified(lead: &Lead) -> CommonLeadId {
    CommonLeadId::new(lead.id.as_str())
}

fn boxed(lead: Raw<Lead>) -> Box<dyn leads_core::Lead> {
    Box::new(lead)
}

#[async_trait]
impl LeadClient for Leads {
    fn vendor(&self) -> &'static str {
        VENDOR
    }

    fn capabilities(&self) -> &Capabilities {
        &CAPABILITIES
    }

    async fn check_with(&self, options: CallOptions) -> Result<Reply<CheckReport>> {
        let reply = self.client.send_with(&ListUsers::new(), &options).await?;
        let instance = reply.envelope().meta().and_then(|meta| meta.instance_id.clone());
        Ok(Reply::map(reply, |_| CheckReport::new(ListUsers::OPERATION.name).account(instance)))
    }

    async fn create_with(&self, lead: &NewLead, options: CallOptions) -> Result<Reply<Created>> {
        let named = |error| named(error, CreateLead::OPERATION.name);
        let mut request = self.creation(lead).map_err(named)?;
        if let Some(source) = &lead.source {
            request = request.source(self.source(source, &options).await.map_err(named)?);
        }
        let (made, mut meta) = Reply::into_parts(self.client.send_with(&request, &options).await?);
        let made = made.into_record();
        // A new lead is open, without a member that says so.
        let open = |state| narrowed(&StatusWrite::new(Some(state), LeadState::Open, LeadStatus::Open.as_str()));
        meta.warnings.extend(lead.state.and_then(open));
        if let Some(note) = &lead.note {
            meta.warnings.extend(self.note(&made.id, note, &options).await);
        }
        Ok(Reply::new(Created::new(unified(&made), CreateEffect::Created, Some(boxed(made))), meta))
    }

    async fn get_with(&self, id: &CommonLeadId, options: CallOptions) -> Result<Reply<Box<dyn leads_core::Lead>>> {
        let reply = self.client.send_with(&GetLead::new(lead_id(id)), &options).await?;
        Ok(Reply::map(reply, |lead| boxed(lead.into_record())))
    }

    async fn update_with(
        &self,
        id: &CommonLeadId,
        change: &LeadUpdate,
        options: CallOptions,
    ) -> Result<Reply<Updated>> {
        let lead = lead_id(id);
        let request =
            self.change(&lead, change, &options).await.map_err(|error| named(error, UpdateLead::OPERATION.name))?;
        match (request, change.note.value()) {
            (None, Some(note)) => {
                let reply = self.client.send_with(&CreateNote::new(&lead, note.as_str()), &options).await?;
                Ok(Reply::map(reply, |_| Updated::new(id.clone(), None)))
            }
            (request, note) => {
                let request = request.unwrap_or_else(|| UpdateLead::new(&lead));
                let (updated, mut meta) = Reply::into_parts(self.client.send_with(&request, &options).await?);
                if let Some(note) = note {
                    meta.warnings.extend(self.note(&lead, note, &options).await);
                }
                Ok(Reply::new(Updated::new(id.clone(), updated.map(|lead| boxed(lead.into_record()))), meta))
            }
        }
    }

    async fn set_status_with(
        &self,
        id: &CommonLeadId,
        change: &StatusChange,
        options: CallOptions,
    ) -> Result<Reply<Updated>> {
        let named = |error| named(error, UpdateLeadStatus::OPERATION.name);
        ensure_known_fields(&change.vendor_fields, &[]).map_err(named)?;
        ensure_unset(&[
            ("sub_status", change.sub_status.is_some()),
            ("stage", change.stage.is_some()),
            ("comment", change.comment.is_some()),
            ("changed_at", change.changed_at.is_some()),
            ("changed_by", change.changed_by.is_some()),
        ])
        .map_err(named)?;
        let (step, written) = self.moved(change, &options).await.map_err(named)?;
        let reply = match step {
            StatusTransition::Reopen => self.client.send_with(&ReopenLead::new(lead_id(id)), &options).await?,
            StatusTransition::Close(outcome) => {
                self.client.send_with(&UpdateLeadStatus::new(lead_id(id)).outcome(outcome), &options).await?
            }
        };
        Ok(Reply::map(reply, |lead| Updated::new(id.clone(), Some(boxed(lead.into_record()))).written(written)))
    }

    async fn delete_with(&self, id: &CommonLeadId, options: CallOptions) -> Result<Reply<Updated>> {
        let reply = self.client.send_with(&DeleteLead::new(lead_id(id)), &options).await?;
        Ok(Reply::map(reply, |lead| Updated::new(id.clone(), lead.map(|lead| boxed(lead.into_record())))))
    }

    async fn list_page_with(
        &self,
        query: &LeadQuery,
        after: Option<&PageToken>,
        options: CallOptions,
    ) -> Result<Reply<LeadPage>> {
        let request = self.query(query).map_err(|error| named(error, ListLeads::OPERATION.name))?;
        let reply = self.client.pipeline().list_step(request, after, &options).await?;
        Ok(Reply::map(reply, |step| LeadPage::of_step(step, |lead| Some(boxed(lead)))))
    }
}

/// The same with a default [`AdapterConfig`].
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
        Some(unified(self))
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

    /// Custom fields are no members of a lead: none can be told from it, and no member of its own passes for one.
    fn custom(&self, _: &str, _: &str) -> Option<String> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcomes(rows: &[(&str, &str, &str)]) -> Vec<Outcome> {
        rows.iter()
            .map(|(id, name, status)| {
                serde_json::from_value(serde_json::json!({"id": id, "name": name, "status": status})).unwrap()
            })
            .collect()
    }

    #[test]
    fn one_outcome_is_taken_and_none_or_several_are_told() {
        let list = outcomes(&[
            ("1-outcomes", "Won", "won"),
            ("2-outcomes", "Too dear", "LOST"),
            ("3-outcomes", "Other", "lost"),
            ("4-outcomes", "Gone", "canceled"),
        ]);
        let pick = |state, reason| choose(&list, state, reason);
        assert_eq!(pick(LeadState::Won, None).unwrap().as_str(), "1-outcomes");
        assert_eq!(pick(LeadState::Cancelled, None).unwrap().as_str(), "4-outcomes");
        assert_eq!(pick(LeadState::Lost, Some("3-outcomes")).unwrap().as_str(), "3-outcomes");
        assert_eq!(pick(LeadState::Lost, Some("2")).unwrap().as_str(), "2-outcomes");
        assert_eq!(pick(LeadState::Lost, Some(" too DEAR ")).unwrap().as_str(), "2-outcomes");

        let several = pick(LeadState::Lost, None).unwrap_err();
        assert_eq!(several.kind(), ErrorKind::Ambiguous);
        assert_eq!(several.candidates(), ["2-outcomes \"Too dear\"", "3-outcomes \"Other\""]);
        let none = choose(&list[..1], LeadState::Lost, None).unwrap_err();
        assert_eq!((none.kind(), none.field()), (ErrorKind::Precondition, Some("state")));
        assert!(none.help().unwrap().contains("1-outcomes \"Won\""));
        for wrong in ["9-outcomes", "1-outcomes", "nothing"] {
            let error = pick(LeadState::Lost, Some(wrong)).unwrap_err();
            assert_eq!(error.field(), Some("reason"), "{wrong}");
            assert!(error.help().unwrap().contains("2-outcomes"), "{wrong}");
        }
    }

    #[test]
    fn a_lead_is_seen_through_the_common_view() {
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
