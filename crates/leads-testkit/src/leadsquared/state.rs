//! The state of an account.

use super::outbox::Outbox;
use super::records::{
    Activity, ActivityType, Change, Company, Job, Lag, Lead, LeadField, List, Mail, Note, OWNER_ADDRESS, OWNER_ID,
    Opportunity, OpportunityType, Pairs, Queued, SalesActivity, Share, StoredFile, Task, TaskType, User, set,
};
use super::settings::Settings;
use super::types;
use crate::oddity::Oddities;
use crate::{Clock, Ledger};
use chrono::{DateTime, Utc};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use tokio::time::Instant;

#[derive(Debug)]
pub(super) struct State {
    pub(super) settings: Settings,
    pub(super) oddities: Oddities,
    /// The record that is removed after this response.
    pub(super) doomed: RefCell<Option<String>>,
    pub(super) leads: BTreeMap<String, Lead>,
    /// The ids of deleted and merged leads.
    pub(super) deleted: BTreeSet<String>,
    /// The ids of visitors of the website that are not leads yet.
    pub(super) visitors: BTreeSet<String>,
    /// The leads that were merged, by the activity that records it.
    pub(super) merged: BTreeMap<String, Lead>,
    pub(super) lead_fields: Vec<LeadField>,
    pub(super) opportunities: BTreeMap<String, Opportunity>,
    pub(super) opportunity_types: BTreeMap<i64, OpportunityType>,
    pub(super) activities: BTreeMap<String, Activity>,
    pub(super) activity_types: BTreeMap<i64, ActivityType>,
    pub(super) changes: Vec<Change>,
    pub(super) tasks: BTreeMap<String, Task>,
    pub(super) task_types: Vec<TaskType>,
    pub(super) notes: BTreeMap<String, Note>,
    pub(super) lists: BTreeMap<String, List>,
    pub(super) users: Vec<User>,
    pub(super) companies: BTreeMap<String, Company>,
    pub(super) sales: BTreeMap<String, SalesActivity>,
    /// The options of dropdowns in sales activities.
    pub(super) sales_options: BTreeMap<String, Vec<String>>,
    pub(super) shares: Vec<Share>,
    /// The requests to share or revoke, with whether they are processed and what is wrong with them.
    pub(super) share_requests: BTreeMap<String, (bool, Option<String>)>,
    pub(super) files: Vec<StoredFile>,
    pub(super) mails: Vec<Mail>,
    pub(super) outbox: Outbox,
    pub(super) jobs: BTreeMap<String, Job>,
    pub(super) queue: Vec<Queued>,
    ledger: Ledger,
    /// Whether writes are not recorded, because they are part of one that is.
    is_muted: bool,
    clock: Option<Clock>,
    made: u64,
    next_id: Option<String>,
    auto_ids: u64,
}

impl State {
    pub(super) fn new(ledger: Ledger) -> Self {
        Self {
            settings: Settings::default(),
            oddities: Oddities::default(),
            doomed: RefCell::new(None),
            leads: BTreeMap::new(),
            deleted: BTreeSet::new(),
            visitors: BTreeSet::new(),
            merged: BTreeMap::new(),
            lead_fields: types::lead_fields(),
            opportunities: BTreeMap::new(),
            opportunity_types: BTreeMap::from([(super::EVENT_CODE, types::opportunity_type("Sale"))]),
            activities: BTreeMap::new(),
            activity_types: BTreeMap::new(),
            changes: Vec::new(),
            tasks: BTreeMap::new(),
            task_types: types::task_types(),
            notes: BTreeMap::new(),
            lists: BTreeMap::new(),
            users: vec![User {
                id: OWNER_ID.to_owned(),
                address: OWNER_ADDRESS.to_owned(),
                role: "Administrator".to_owned(),
                is_active: true,
                groups: Vec::new(),
                members: Vec::from([
                    ("FirstName".to_owned(), "Jo".to_owned()),
                    ("LastName".to_owned(), "Owner".to_owned()),
                ]),
                created: None,
            }],
            companies: BTreeMap::new(),
            sales: BTreeMap::new(),
            sales_options: BTreeMap::new(),
            shares: Vec::new(),
            share_requests: BTreeMap::new(),
            files: Vec::new(),
            mails: Vec::new(),
            outbox: Outbox::default(),
            jobs: BTreeMap::new(),
            queue: Vec::new(),
            ledger,
            is_muted: false,
            clock: None,
            made: 0,
            next_id: None,
            auto_ids: 1_000,
        }
    }

    /// Adopts the fake's clock at the first request. What was added before is then created.
    pub(super) fn tick(&mut self, clock: &Clock) {
        if self.clock.is_some() {
            return;
        }
        self.clock = Some(clock.clone());
        let now = self.now();
        let fill = |times: [&mut Option<DateTime<Utc>>; 2]| {
            for time in times {
                *time = time.or(now);
            }
        };
        self.leads.values_mut().for_each(|it| fill([&mut it.created, &mut it.changed]));
        self.opportunities.values_mut().for_each(|it| fill([&mut it.created, &mut it.modified]));
        self.activities.values_mut().for_each(|it| fill([&mut it.created, &mut it.modified]));
        self.tasks.values_mut().for_each(|it| fill([&mut it.created, &mut it.modified]));
        self.notes.values_mut().for_each(|it| fill([&mut it.created, &mut it.modified]));
        self.companies.values_mut().for_each(|it| fill([&mut it.created, &mut it.modified]));
        self.users.iter_mut().for_each(|it| it.created = it.created.or(now));
    }

    /// Returns the fake's time; `None` before the first request.
    pub(super) fn now(&self) -> Option<DateTime<Utc>> {
        self.clock.as_ref().map(Clock::now)
    }

    /// Returns the fake's monotonic time.
    pub(super) fn instant(&self) -> Instant {
        self.clock.as_ref().map_or_else(Instant::now, Clock::instant)
    }

    /// Records a write.
    pub(super) fn record(&self, operation: &str) {
        if !self.is_muted {
            self.ledger.record(operation);
        }
    }

    /// Makes several writes that count as one, which the caller records.
    pub(super) fn as_one<T>(&mut self, write: impl FnOnce(&mut Self) -> T) -> T {
        let was_muted = std::mem::replace(&mut self.is_muted, true);
        let result = write(self);
        self.is_muted = was_muted;
        result
    }

    /// Removes the record that was shown last, if it is to be removed between two pages.
    pub(super) fn remove_doomed(&mut self) {
        if let Some(id) = self.doomed.take() {
            self.leads.remove(&id);
            self.opportunities.remove(&id);
            self.activities.remove(&id);
            self.companies.remove(&id);
            self.users.retain(|user| user.id != id);
        }
    }

    /// Sets the next id.
    pub(super) fn set_next_id(&mut self, id: &str) {
        self.next_id = Some(id.to_owned());
    }

    pub(super) fn fresh_id(&mut self, kind: u32) -> String {
        if let Some(id) = self.next_id.take() {
            return id;
        }
        self.made += 1;
        format!("{kind:08x}-0000-4000-8000-{:012x}", self.made)
    }

    /// Returns an id of the form of request ids of the sharing service: without hyphens.
    pub(super) fn fresh_request_id(&mut self) -> String {
        self.fresh_id(0x05ae).replace('-', "")
    }

    pub(super) fn fresh_auto_id(&mut self) -> u64 {
        self.auto_ids += 1;
        self.auto_ids
    }

    /// Returns what an index shows of a record that is about to change, or to be created.
    pub(super) fn lag<T>(&self, before: Option<T>) -> Lag<T> {
        let lag = self.oddities.index_lag().unwrap_or(self.settings.lag);
        match lag.is_zero() || self.clock.is_none() {
            true => Lag::default(),
            false => Lag::until(self.instant() + lag, before),
        }
    }

    /// Adds a lead. An attribute `ProspectID` is its id.
    pub(super) fn add_lead(&mut self, attributes: impl IntoIterator<Item = (String, String)>) -> String {
        let mut all = Pairs::new();
        for (name, value) in attributes {
            set(&mut all, &name, value);
        }
        let mut take = |name: &str| {
            let at = all.iter().position(|(known, _)| known == name)?;
            Some(all.remove(at).1).filter(|value| !value.is_empty())
        };
        let (id, auto_id) = (take("ProspectID"), take("ProspectAutoId"));
        let time = |text: Option<String>| text.and_then(|text| super::dates::date(&text));
        let (created, changed) = (time(take("CreatedOn")), time(take("ModifiedOn")));
        let id = id.unwrap_or_else(|| self.fresh_id(0x00ad));
        let auto_id = auto_id.and_then(|text| text.parse().ok()).unwrap_or_else(|| self.fresh_auto_id());
        for (name, value) in [("OwnerId", OWNER_ID), ("ProspectStage", self.settings.default_stage.as_str())] {
            if !all.iter().any(|(known, value)| known == name && !value.is_empty()) {
                set(&mut all, name, value.to_owned());
            }
        }
        let now = self.now();
        let lead = Lead {
            attributes: all,
            auto_id,
            created: created.or(now),
            changed: changed.or(created).or(now),
            has_invalid_email: false,
            index: self.lag(None),
        };
        self.visitors.remove(&id);
        self.leads.insert(id.clone(), lead);
        id
    }

    /// Adds an opportunity. A field `ProspectOpportunityId` is its id.
    pub(super) fn add_opportunity(
        &mut self,
        lead: &str,
        code: i64,
        mut fields: BTreeMap<String, String>,
        note: Option<String>,
    ) -> String {
        let id = fields.remove("ProspectOpportunityId").unwrap_or_else(|| self.fresh_id(0x0bb0));
        fields.entry("Status".to_owned()).or_insert_with(|| "Open".to_owned());
        let created = fields.remove("CreatedOn").and_then(|text| super::dates::date(&text)).or(self.now());
        let opportunity = Opportunity {
            id: id.clone(),
            lead: lead.to_owned(),
            code,
            note,
            fields,
            created,
            modified: created,
            index: self.lag(None),
        };
        self.opportunities.insert(id.clone(), opportunity);
        id
    }

    /// Adds an activity. A field `ProspectActivityId` is its id.
    pub(super) fn add_activity(
        &mut self,
        lead: &str,
        code: i64,
        note: Option<String>,
        mut fields: Pairs,
        created: Option<DateTime<Utc>>,
    ) -> String {
        let given = fields.iter().position(|(name, _)| name == "ProspectActivityId").map(|at| fields.remove(at).1);
        let id = given.unwrap_or_else(|| self.fresh_id(0x0ac7));
        let activity = Activity {
            id: id.clone(),
            auto_id: self.fresh_auto_id(),
            lead: lead.to_owned(),
            opportunity: None,
            code,
            note,
            fields,
            created: created.or(self.now()),
            modified: self.now(),
            is_system: false,
            is_locked: false,
            attachments: Vec::new(),
            index: self.lag(None),
        };
        self.activities.insert(id.clone(), activity);
        id
    }

    /// Adds an activity that the vendor writes itself.
    pub(super) fn add_system_activity(&mut self, lead: &str, code: i64, note: &str) -> String {
        let id = self.add_activity(lead, code, Some(note.to_owned()), Pairs::new(), None);
        if let Some(activity) = self.activities.get_mut(&id) {
            activity.is_system = true;
        }
        id
    }

    /// Finds the lead whose attribute has this value.
    pub(super) fn find_lead(&self, name: &str, value: &str) -> Option<String> {
        if matches!(name, "ProspectID" | "ProspectId") {
            let same = |id: &&String| id.eq_ignore_ascii_case(value);
            let exact = self.leads.get_key_value(value).map(|(id, _)| id);
            return exact.or_else(|| self.leads.keys().find(same)).cloned();
        }
        if name == "ProspectAutoId" {
            return self.leads.iter().find(|(_, lead)| lead.auto_id.to_string() == value).map(|(id, _)| id.clone());
        }
        let has = |lead: &Lead| lead.get(name).is_some_and(|known| known.eq_ignore_ascii_case(value));
        self.leads.iter().find(|(_, lead)| has(lead)).map(|(id, _)| id.clone())
    }

    /// Finds a user by id, or by e-mail address.
    pub(super) fn find_user(&self, id_or_address: &str) -> Option<&User> {
        let wanted = id_or_address.trim();
        self.users.iter().find(|user| user.id == wanted || user.address.eq_ignore_ascii_case(wanted))
    }

    /// Returns the full name of a user; `None` for an unknown id.
    pub(super) fn user_name(&self, id: &str) -> Option<String> {
        self.find_user(id).map(User::name)
    }
}

impl User {
    pub(super) fn member(&self, name: &str) -> Option<&str> {
        super::records::get(&self.members, name).filter(|value| !value.is_empty())
    }

    pub(super) fn first_name(&self) -> &str {
        self.member("FirstName").or_else(|| self.address.split('@').next()).unwrap_or_default()
    }

    pub(super) fn name(&self) -> String {
        match self.member("LastName") {
            Some(last) => format!("{} {last}", self.first_name()),
            None => self.first_name().to_owned(),
        }
    }
}
