// Included by documentation examples, with `include!`: a vendor-independent client whose leads are in memory.
// Not part of the crate.

use leads_core::client::{
    Capabilities, CheckReport, CreateEffect, CreateKey, Created, KeyLocks, KeyedLead, LeadKey, LeadPage, LeadQuery,
    LeadUpdate, NewLead, PageToken, ResolvedCreate, StatusChange, StatusTarget, Updated,
};
use leads_core::status::{Presence, StateSupport, Status, StatusDetail, StatusWrite};
use leads_core::{
    CallOptions, Error, ErrorKind, Lead, LeadClient, LeadId, LeadState, LeadView, Lost, Patch, Raw, Reply, Resolution,
    Result, WriteOutcome,
};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Person {
    pub id: u64,
    pub name: Option<String>,
    pub email: Option<String>,
    pub state: LeadState,
}

impl LeadView for Person {
    const VENDOR: &'static str = "memory";

    fn id(&self) -> Option<LeadId> {
        Some(LeadId::new(self.id.to_string()))
    }

    fn status(&self) -> Status {
        Status::new(Presence::Live, self.state, StatusDetail::code(self.state.as_str()))
    }

    fn name(&self) -> Option<String> {
        self.name.clone()
    }

    fn emails(&self) -> Vec<String> {
        self.email.iter().cloned().collect()
    }
}

#[derive(Debug)]
pub struct Memory {
    people: Mutex<BTreeMap<u64, Person>>,
    lose: Mutex<bool>,
    capabilities: Capabilities,
    locks: KeyLocks,
}

#[allow(dead_code)]
impl Memory {
    pub fn new() -> Self {
        let capabilities = Capabilities::none()
            .check(true)
            .create(true)
            .get(true)
            .update(true)
            .set_status(true)
            .delete(true)
            .list(true)
            .find_by_email(true)
            .upsert(true)
            .resolve_status(true)
            .resolve_update(true)
            .resolve_delete(true)
            .resolve_create(true)
            .states(&LeadState::WRITABLE.map(|state| (state, StateSupport::Exact)))
            .list_states(&LeadState::WRITABLE);
        Self { people: Mutex::default(), lose: Mutex::new(false), capabilities, locks: KeyLocks::new() }
    }

    /// Applies the next write, and loses its response.
    pub fn lose_response(&self) {
        *self.lose.lock().unwrap() = true;
    }

    fn done<T>(&self, value: T) -> Result<Reply<T>> {
        if std::mem::take(&mut *self.lose.lock().unwrap()) {
            let lost = Error::new(ErrorKind::Timeout, "no response").with_outcome(WriteOutcome::Unknown);
            return Err(lost.for_operation("memory", "write"));
        }
        Ok(Reply::new(value, Default::default()))
    }

    fn person(&self, id: &LeadId) -> Result<Person> {
        let person = id.as_str().parse().ok().and_then(|id: u64| self.people.lock().unwrap().get(&id).cloned());
        person.ok_or_else(|| Error::new(ErrorKind::NotFound, "there is no such lead").for_operation("memory", "get"))
    }
}

fn lead(person: &Person) -> Box<dyn Lead> {
    Box::new(Raw::<Person>::parse(&serde_json::to_string(person).unwrap()).unwrap())
}

fn changed(person: &Person, change: &LeadUpdate) -> Person {
    let mut person = person.clone();
    if let Patch::Set(name) = &change.name {
        person.name = Some(name.as_str().to_owned());
    }
    if let Patch::Set(address) = &change.email {
        person.email = Some(address.as_str().to_owned());
    }
    person
}

#[async_trait::async_trait]
impl LeadClient for Memory {
    fn vendor(&self) -> &'static str {
        "memory"
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    async fn check_with(&self, _: &CallOptions) -> Result<Reply<CheckReport>> {
        self.done(CheckReport::new("get_account").account(Some("Example Motors".to_owned())))
    }

    async fn create_with(&self, new: &NewLead, _: &CallOptions) -> Result<Reply<Created>> {
        let id = {
            let mut people = self.people.lock().unwrap();
            let id = people.keys().next_back().map_or(1, |last| last + 1);
            let person = Person {
                id,
                name: new.name.as_ref().map(|name| name.as_str().to_owned()),
                email: new.emails.first().map(|address| address.as_str().to_owned()),
                state: new.state.unwrap_or(LeadState::New),
            };
            people.insert(id, person);
            id
        };
        self.done(Created::new(LeadId::new(id.to_string()), CreateEffect::Created, None))
    }

    async fn get_with(&self, id: &LeadId, _: &CallOptions) -> Result<Reply<Box<dyn Lead>>> {
        self.done(lead(&self.person(id)?))
    }

    async fn update_with(&self, id: &LeadId, change: &LeadUpdate, _: &CallOptions) -> Result<Reply<Updated>> {
        let person = changed(&self.person(id)?, change);
        self.people.lock().unwrap().insert(person.id, person);
        self.done(Updated::new(id.clone(), None))
    }

    async fn set_status_with(&self, id: &LeadId, change: &StatusChange, _: &CallOptions) -> Result<Reply<Updated>> {
        let StatusTarget::State(state) = change.target else {
            return Err(Error::unsupported("only states can be set").for_operation("memory", "set_status"));
        };
        let mut person = self.person(id)?;
        person.state = state;
        self.people.lock().unwrap().insert(person.id, person);
        self.done(Updated::new(id.clone(), None).written(StatusWrite::new(Some(state), state, state.as_str())))
    }

    async fn delete_with(&self, id: &LeadId, _: &CallOptions) -> Result<Reply<Updated>> {
        let person = self.person(id)?;
        self.people.lock().unwrap().remove(&person.id);
        self.done(Updated::new(id.clone(), None))
    }

    async fn list_page_with(
        &self,
        query: &LeadQuery,
        after: Option<&PageToken>,
        _: &CallOptions,
    ) -> Result<Reply<LeadPage>> {
        let rows = query.rows(2, 100)? as usize;
        let after: u64 = after.and_then(|token| token.as_str().parse().ok()).unwrap_or(0);
        let people = self.people.lock().unwrap().clone();
        let wanted = |person: &&Person| query.state.is_none_or(|state| state == person.state);
        let mut rest = people.values().filter(|person| person.id > after).filter(wanted);
        let page: Vec<&Person> = rest.by_ref().take(rows).collect();
        let next = rest.next().and(page.last()).map(|last| PageToken::new(last.id.to_string()));
        self.done(LeadPage::new(page.into_iter().map(lead).collect(), next))
    }

    async fn find_with(&self, key: &LeadKey, _: &CallOptions) -> Result<Reply<Box<dyn Lead>>> {
        let people = self.people.lock().unwrap().clone();
        match people.values().find(|person| person.email.as_deref() == Some(key.value())) {
            Some(person) => self.done(lead(person)),
            None => Err(Error::new(ErrorKind::NotFound, "no lead has the key").for_operation("memory", "find")),
        }
    }

    fn keyed_lead<'a>(&'a self, key: &LeadKey, lead: &NewLead) -> Result<KeyedLead<'a>> {
        KeyedLead::new(key, lead, &self.locks, Duration::from_secs(90))
    }

    async fn resolve_status_with(
        &self,
        id: &LeadId,
        change: &StatusChange,
        lost: Lost,
        _: &CallOptions,
    ) -> Result<Resolution> {
        if let Some(known) = lost.known() {
            return Ok(known);
        }
        let is_set = change.target == StatusTarget::State(self.person(id)?.state);
        Ok(if is_set { Resolution::Found } else { Resolution::CannotTell })
    }

    async fn resolve_update_with(
        &self,
        id: &LeadId,
        change: &LeadUpdate,
        lost: Lost,
        _: &CallOptions,
    ) -> Result<Resolution> {
        if let Some(known) = lost.known() {
            return Ok(known);
        }
        let person = self.person(id)?;
        let is_set = lead(&person).text() == lead(&changed(&person, change)).text();
        Ok(if is_set { Resolution::Found } else { Resolution::CannotTell })
    }

    async fn resolve_delete_with(&self, id: &LeadId, lost: Lost, _: &CallOptions) -> Result<Resolution> {
        if let Some(known) = lost.known() {
            return Ok(known);
        }
        Ok(if self.person(id).is_err() { Resolution::Found } else { Resolution::CannotTell })
    }

    async fn resolve_create_with(
        &self,
        new: &NewLead,
        key: &CreateKey,
        lost: Lost,
        options: &CallOptions,
    ) -> Result<ResolvedCreate> {
        key.check_in(new)?;
        if let Some(known) = lost.known() {
            return Ok(ResolvedCreate::new(known));
        }
        match self.find_with(key.lead_key(), options).await {
            Ok(found) => {
                let mut resolved = ResolvedCreate::new(Resolution::Found);
                resolved.id = found.id();
                Ok(resolved)
            }
            Err(_) => Ok(ResolvedCreate::new(Resolution::CannotTell)),
        }
    }
}
