//! The fake's state.

use super::{DEALERSHIP_ID, DEALERSHIP_SLUG, Settings, USER_EMAIL, USER_ID};
use crate::Webhook;
use crate::oddity::Oddities;
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
pub(super) struct Key {
    pub(super) text: String,
    pub(super) id: i64,
    pub(super) permissions: Vec<String>,
    pub(super) dealerships: Vec<i64>,
}

#[derive(Debug)]
pub(super) struct Dealership {
    pub(super) slug: String,
    /// In the response format, with locations and users.
    pub(super) record: Value,
}

/// A file attached to a lead.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FakeFile {
    /// The kind, if given.
    pub file_type: Option<String>,
    /// The file name.
    pub name: String,
    /// The media type.
    pub content_type: String,
    /// The size in bytes.
    pub size: u64,
}

#[derive(Debug)]
pub(super) struct Lead {
    pub(super) fields: Map<String, Value>,
    pub(super) dealership: i64,
    pub(super) cluster: i64,
    pub(super) made: DateTime<Utc>,
    pub(super) files: Vec<FakeFile>,
    pub(super) payments: usize,
}

#[derive(Debug)]
pub(super) struct Cluster {
    pub(super) dealership: i64,
    pub(super) fields: Map<String, Value>,
    pub(super) leads: Vec<i64>,
    pub(super) made: DateTime<Utc>,
    pub(super) changed: DateTime<Utc>,
}

#[derive(Debug)]
pub(super) struct State {
    pub(super) settings: Settings,
    pub(super) oddities: Oddities,
    pub(super) keys: Vec<Key>,
    pub(super) dealerships: BTreeMap<i64, Dealership>,
    pub(super) leads: BTreeMap<i64, Lead>,
    pub(super) clusters: BTreeMap<i64, Cluster>,
    pub(super) cars: BTreeMap<i64, Map<String, Value>>,
    pub(super) appointments: Vec<Value>,
    pub(super) events: Vec<Value>,
    pub(super) identifiers: Vec<Value>,
    pub(super) outbox: Vec<Webhook>,
    next: i64,
}

impl State {
    pub(super) fn new(key: &str) -> Self {
        let mut state = Self {
            settings: Settings::default(),
            oddities: Oddities::default(),
            keys: Vec::new(),
            dealerships: BTreeMap::new(),
            leads: BTreeMap::new(),
            clusters: BTreeMap::new(),
            cars: BTreeMap::new(),
            appointments: Vec::new(),
            events: Vec::new(),
            identifiers: Vec::new(),
            outbox: Vec::new(),
            next: 1000,
        };
        state.add_dealership(DEALERSHIP_ID, DEALERSHIP_SLUG, "Northside Motors");
        state.add_user(DEALERSHIP_ID, USER_ID, "A Seller", USER_EMAIL);
        state.add_dealership(43, "southside-motors", "Southside Motors");
        state.add_user(43, 8, "A Seller", "kim.keeper@example.com");
        state.add_key(key, &["create:lead", "index:external_identifier", "read:car"], &[DEALERSHIP_ID, 43]);
        state
    }

    pub(super) fn add_dealership(&mut self, id: i64, slug: &str, name: &str) {
        let record = json!({
            "id": id, "name": name, "slug": slug,
            "locations": [{"id": id * 10, "name": format!("{name} Sales"), "location_type": "sales"}],
            "users": [],
        });
        self.dealerships.insert(id, Dealership { slug: slug.to_owned(), record });
    }

    pub(super) fn add_user(&mut self, dealership: i64, id: i64, name: &str, email: &str) -> bool {
        let Some(known) = self.dealerships.get_mut(&dealership) else { return false };
        match known.record.get_mut("users") {
            Some(Value::Array(users)) => users.push(json!({"id": id, "name": name, "email": email})),
            _ => return false,
        }
        true
    }

    pub(super) fn add_key(&mut self, key: &str, permissions: &[&str], dealerships: &[i64]) {
        let id = self.keys.len() as i64 + 1;
        let permissions = permissions.iter().map(|text| (*text).to_owned()).collect();
        self.keys.push(Key { text: key.to_owned(), id, permissions, dealerships: dealerships.to_vec() });
    }

    /// Returns the next id. All kinds share one sequence, so that no id is valid for two kinds.
    pub(super) fn next(&mut self) -> i64 {
        self.next += 1;
        self.next
    }

    pub(super) fn set_next(&mut self, id: i64) {
        self.next = id - 1;
    }

    /// Finds a dealership by id or slug, as in the path of a cluster.
    pub(super) fn dealership(&self, name: &str) -> Option<i64> {
        self.dealerships
            .iter()
            .find(|(id, dealership)| dealership.slug == name || id.to_string() == name)
            .map(|(id, _)| *id)
    }

    /// Returns whether a user works at a dealership.
    pub(super) fn has_user(&self, dealership: i64, user: i64) -> bool {
        self.dealerships
            .get(&dealership)
            .and_then(|known| known.record.get("users")?.as_array())
            .is_some_and(|users| users.iter().any(|known| known.get("id").and_then(Value::as_i64) == Some(user)))
    }
}
