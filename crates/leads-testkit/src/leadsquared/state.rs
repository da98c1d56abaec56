//! The state of an account.

use super::settings::Settings;
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use tokio::time::Instant;

#[derive(Debug)]
pub(super) struct State {
    pub(super) settings: Settings,
    pub(super) leads: BTreeMap<String, Lead>,
    /// The ids of deleted leads.
    pub(super) deleted: BTreeSet<String>,
    pub(super) opportunities: BTreeMap<String, Opportunity>,
    pub(super) activities: BTreeMap<String, Activity>,
    pub(super) tasks: BTreeMap<String, Task>,
    pub(super) notes: BTreeMap<String, Note>,
    pub(super) lists: BTreeMap<String, List>,
    pub(super) users: Vec<User>,
    pub(super) jobs: BTreeMap<String, Job>,
    made: u64,
}

/// The owner of the keys.
pub(super) const OWNER_ID: &str = "0d0e0f00-0000-4000-8000-000000000001";
pub(super) const OWNER_ADDRESS: &str = "owner@example.com";

#[derive(Debug, Clone)]
pub(super) struct Activity {
    pub(super) id: String,
    pub(super) lead: String,
    pub(super) code: i64,
    pub(super) note: Option<String>,
    pub(super) fields: Vec<(String, String)>,
    pub(super) created: Option<String>,
}

#[derive(Debug, Clone)]
pub(super) struct Task {
    pub(super) auto_id: usize,
    pub(super) is_done: bool,
    /// As sent, with the owner filled in.
    pub(super) members: Map<String, Value>,
}

#[derive(Debug, Clone)]
pub(super) struct Note {
    pub(super) lead: String,
    pub(super) note: String,
    pub(super) attachment: Option<String>,
    pub(super) created: String,
}

#[derive(Debug, Clone)]
pub(super) struct List {
    pub(super) name: String,
    pub(super) description: String,
    pub(super) leads: Vec<String>,
}

#[derive(Debug, Clone)]
pub(super) struct User {
    pub(super) id: String,
    pub(super) address: String,
    pub(super) role: String,
}

#[derive(Debug, Clone)]
pub(super) struct Lead {
    attributes: Vec<(String, String)>,
    pub(super) changed: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone)]
pub(super) struct Opportunity {
    pub(super) id: String,
    pub(super) lead: String,
    pub(super) code: i64,
    pub(super) note: Option<String>,
    pub(super) fields: BTreeMap<String, String>,
    pub(super) created: Option<DateTime<Utc>>,
    pub(super) modified: Option<DateTime<Utc>>,
    /// What index reads show until the index has caught up.
    pub(super) before: Option<(Instant, Option<BTreeMap<String, String>>)>,
}

#[derive(Debug)]
pub(super) struct Job {
    pub(super) done_at: Instant,
    pub(super) kind: &'static str,
    pub(super) body: String,
    /// Set when the job is done: the call's result, or exception and message.
    pub(super) ended: Option<Result<Value, (String, String)>>,
    pub(super) query: Option<String>,
}

impl Lead {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn set(&mut self, name: &str, value: String) {
        match self.attributes.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => *known = value,
            None => self.attributes.push((name.to_owned(), value)),
        }
    }

    /// Returns every attribute; empty ones are null, as in the vendor's responses.
    pub(super) fn shown(&self) -> impl Iterator<Item = (&str, Value)> {
        self.attributes.iter().map(|(name, value)| {
            let value = if value.is_empty() { Value::Null } else { Value::String(value.clone()) };
            (name.as_str(), value)
        })
    }
}

impl State {
    pub(super) fn new() -> Self {
        Self {
            settings: Settings::default(),
            leads: BTreeMap::new(),
            deleted: BTreeSet::new(),
            opportunities: BTreeMap::new(),
            activities: BTreeMap::new(),
            tasks: BTreeMap::new(),
            notes: BTreeMap::new(),
            lists: BTreeMap::new(),
            users: vec![User {
                id: OWNER_ID.to_owned(),
                address: OWNER_ADDRESS.to_owned(),
                role: "Administrator".to_owned(),
            }],
            jobs: BTreeMap::new(),
            made: 0,
        }
    }

    pub(super) fn fresh_id(&mut self, kind: u32) -> String {
        self.made += 1;
        format!("{kind:08x}-0000-4000-8000-{:012x}", self.made)
    }

    pub(super) fn add_lead(
        &mut self,
        attributes: impl IntoIterator<Item = (String, String)>,
        now: Option<DateTime<Utc>>,
    ) -> String {
        let mut lead = Lead { attributes: Vec::new(), changed: now };
        for (name, value) in attributes {
            lead.set(&name, value);
        }
        let id = match lead.get("ProspectID") {
            Some(id) if !id.is_empty() => id.to_owned(),
            _ => self.fresh_id(0x00ad),
        };
        lead.attributes.retain(|(name, _)| name != "ProspectID");
        lead.attributes.insert(0, ("ProspectID".to_owned(), id.clone()));
        self.leads.insert(id.clone(), lead);
        id
    }

    pub(super) fn add_opportunity(
        &mut self,
        lead: &str,
        code: i64,
        mut fields: BTreeMap<String, String>,
        note: Option<String>,
        at: Option<(DateTime<Utc>, Instant)>,
    ) -> String {
        let id = self.fresh_id(0x0bb0);
        fields.entry("Status".to_owned()).or_insert_with(|| "Open".to_owned());
        let now = at.map(|(now, _)| now);
        let before = at.filter(|_| !self.settings.lag.is_zero()).map(|(_, now)| (now + self.settings.lag, None));
        let opportunity = Opportunity {
            id: id.clone(),
            lead: lead.to_owned(),
            code,
            note,
            fields,
            created: now,
            modified: now,
            before,
        };
        self.opportunities.insert(id.clone(), opportunity);
        id
    }

    pub(super) fn add_activity(
        &mut self,
        lead: &str,
        code: i64,
        note: Option<String>,
        fields: Vec<(String, String)>,
        created: Option<String>,
    ) -> String {
        let id = self.fresh_id(0x0ac7);
        let activity = Activity { id: id.clone(), lead: lead.to_owned(), code, note, fields, created };
        self.activities.insert(id.clone(), activity);
        id
    }

    /// Finds the lead whose attribute has this value.
    pub(super) fn find_lead(&self, name: &str, value: &str) -> Option<String> {
        let name = if name == "ProspectId" { "ProspectID" } else { name };
        let found =
            self.leads.iter().find(|(_, lead)| lead.get(name).is_some_and(|known| known.eq_ignore_ascii_case(value)));
        found.map(|(id, _)| id.clone())
    }
}
