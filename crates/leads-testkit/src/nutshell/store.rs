//! The records, as JSON by kind and number.

use super::attribute::Attribute;
use super::settings::{DeletedTime, Settings};
use crate::oddity::Oddities;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The user that owns the fake's credentials.
pub(super) const USER_ID: &str = "1-users";

#[derive(Debug, Default)]
pub(super) struct Store {
    pub(super) settings: Settings,
    pub(super) oddities: Oddities,
    /// When each record was created.
    made: BTreeMap<(&'static str, u64), DateTime<Utc>>,
    kinds: BTreeMap<&'static str, BTreeMap<u64, Value>>,
    /// Newest last.
    pub(super) events: Vec<Event>,
    /// How many events were taken as webhooks.
    pub(super) taken: usize,
    defined: BTreeMap<&'static str, BTreeMap<String, Attribute>>,
    numbers: u64,
    events_made: u64,
    pub(super) requests: u64,
    pub(super) now: DateTime<Utc>,
}

/// An entry of the event log.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub(super) number: u64,
    pub(super) time: i64,
    pub(super) action: &'static str,
    pub(super) kind: &'static str,
    pub(super) payload: String,
    pub(super) changes: Value,
}

impl Event {
    pub(super) fn shown(&self) -> Value {
        json!({"id": format!("{}-events", self.number), "type": "events", "createdTime": self.time,
            "actorType": "users", "payloadType": self.kind, "action": self.action, "changes": self.changes,
            "count": null,
            "links": {"actor": USER_ID, "payloads": [self.payload], "comments": []}})
    }
}

/// Parses the integer of an API id or a plain integer.
pub(super) fn number(id: &str) -> Option<u64> {
    id.split('-').next()?.parse().ok()
}

/// The format of the times of quotes and invoices.
pub(super) fn iso(time: DateTime<Utc>) -> Value {
    json!(time.format("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// Returns the path segment and whether records of a kind have an address in the API.
fn address(kind: &str) -> Option<&str> {
    match kind {
        "accountTypes" | "activityTypes" | "competitors" | "competitorMaps" | "editions" | "emAudiences"
        | "industries" | "invoices" | "markets" | "outcomes" | "productMaps" | "quotes" | "stagesets" | "wfFields" => {
            None
        }
        "productCategories" => Some("productcategories"),
        "wfForms" => Some("forms"),
        _ => Some(kind),
    }
}

/// Returns the path of the page of a record in the vendor's own application.
fn page(kind: &str, number: u64) -> Option<String> {
    Some(match kind {
        "contacts" => format!("/person/{number}"),
        "accounts" => format!("/company/{number}"),
        "activities" => format!("/activity/open-modal/{number}"),
        "notes" => format!("/note/{number}"),
        "tasks" => format!("/task/{number}"),
        "emails" => format!("/email/{number}"),
        _ => return None,
    })
}

/// Whether a deleted record can still be read: the maps of a lead have no deletion time.
pub(super) fn keeps_deleted(kind: &str) -> bool {
    !matches!(kind, "productMaps" | "competitorMaps")
}

/// The format of a lead's times.
pub(super) fn lead_time(time: DateTime<Utc>) -> Value {
    let text = time.format("%b %-d, %Y").to_string();
    json!({"absoluteLocalizedString": text, "timestamp": time.timestamp(), "value": "Today"})
}

impl Store {
    pub(super) fn rows(&self, kind: &str) -> impl Iterator<Item = &Value> {
        self.kinds.get(kind).into_iter().flat_map(BTreeMap::values)
    }

    /// Returns the records in lists and searches, without those that the index does not have yet.
    pub(super) fn indexed(&self, kind: &'static str) -> impl Iterator<Item = &Value> {
        let lag = self.oddities.index_lag().and_then(|lag| TimeDelta::from_std(lag).ok());
        let is_indexed = move |number: u64| {
            lag.is_none_or(|lag| self.made.get(&(kind, number)).is_none_or(|made| *made + lag <= self.now))
        };
        self.kinds.get(kind).into_iter().flatten().filter(move |(number, _)| is_indexed(**number)).map(|(_, row)| row)
    }

    pub(super) fn get(&self, kind: &str, id: &str) -> Option<&Value> {
        self.kinds.get(kind)?.get(&number(id)?)
    }

    pub(super) fn get_mut(&mut self, kind: &str, id: &str) -> Option<&mut Value> {
        self.kinds.get_mut(kind)?.get_mut(&number(id)?)
    }

    pub(super) fn retain(&mut self, kind: &str, keep: impl Fn(&Value) -> bool) {
        if let Some(rows) = self.kinds.get_mut(kind) {
            rows.retain(|_, row| keep(row));
        }
    }

    /// Adds a record under the next number of its kind; `members` lacks the id, the kind and the href.
    pub(super) fn add(&mut self, kind: &'static str, members: Value) -> String {
        let rows = self.kinds.entry(kind).or_default();
        let first = if kind == "leads" { 1000 } else { 1 };
        let next = rows.keys().next_back().map_or(first, |last| last + 3);
        self.put(kind, next, members)
    }

    /// Adds or replaces a record under a given number.
    pub(super) fn put(&mut self, kind: &'static str, number: u64, members: Value) -> String {
        let id = format!("{number}-{kind}");
        let mut record = Map::new();
        record.insert("id".to_owned(), json!(id));
        record.insert("type".to_owned(), json!(kind));
        if let Some(segment) = address(kind) {
            record.insert("href".to_owned(), json!(format!("https://app.nutshell.com/rest/{segment}/{id}")));
        }
        if let Some(path) = page(kind, number) {
            record.insert("htmlUrl".to_owned(), json!(format!("https://app.nutshell.com{path}")));
            record.insert("htmlUrlPath".to_owned(), json!(path));
        }
        if let Value::Object(members) = members {
            record.extend(members);
        }
        self.made.insert((kind, number), self.now);
        self.kinds.entry(kind).or_default().insert(number, Value::Object(record));
        id
    }

    /// Returns the serial number of a new lead, which is not its id.
    pub(super) fn next_number(&mut self) -> u64 {
        self.numbers += 1;
        2000 + self.numbers
    }

    /// Defines a custom field; returns `false` if the name exists.
    pub(super) fn define(&mut self, kind: &'static str, name: &str, attribute: Attribute) -> bool {
        let defined = self.defined.entry(kind).or_default();
        let is_new = !defined.contains_key(name);
        defined.entry(name.to_owned()).or_insert(attribute);
        is_new
    }

    /// Returns the custom fields of a kind: those defined and those that records have.
    pub(super) fn custom_fields(&self, kind: &str) -> BTreeMap<String, Attribute> {
        let used = self.rows(kind).filter_map(|row| row["customFields"].as_object());
        let mut fields: BTreeMap<String, Attribute> =
            used.flat_map(|fields| fields.keys().map(|name| (name.clone(), Attribute::default()))).collect();
        fields.extend(self.defined.get(kind).into_iter().flatten().map(|(name, known)| (name.clone(), known.clone())));
        fields
    }

    /// Marks a record as deleted and returns its id; `None` if it does not exist.
    pub(super) fn delete(&mut self, kind: &'static str, id: &str) -> Option<String> {
        let time = self.deleted_time(kind);
        let record = self.get_mut(kind, id)?;
        record["deletedTime"] = time;
        let id = record["id"].as_str()?.to_owned();
        self.log("delete", kind, &id, json!([]));
        Some(id)
    }

    /// Returns the members of a new lead in the first pipeline, without related records.
    pub(super) fn open_lead(&mut self, description: &str) -> Value {
        let number = self.next_number();
        let stageset = self.rows("stagesets").next().cloned().unwrap_or_default();
        let mut lead = json!({
            "name": description, "description": description, "number": number.to_string(), "status": "open",
            "createdTime": lead_time(self.now), "isOverdue": false, "confidence": 25, "priority": 0,
            "pieState": "01", "ownerType": "users", "isCurrentUserWatching": false, "mcfxContactIds": [],
            "htmlUrl": format!("https://app.nutshell.com/lead/{number}"), "htmlUrlPath": format!("/lead/{number}"),
            "customFields": {}
        });
        for name in [
            "closedTime",
            "dueTime",
            "anticipatedClosedTime",
            "lastContactedTime",
            "overdueTime",
            "deletedTime",
            "avatarUrl",
            "initials",
            "manualValue",
        ] {
            lead[name] = Value::Null;
        }
        lead["links"] = json!({"owner": USER_ID, "creator": USER_ID, "stage": stageset["links"]["stages"][0],
            "stageset": stageset["id"], "outcome": null, "territory": null});
        for name in [
            "accounts",
            "contacts",
            "tags",
            "sources",
            "watchers",
            "products",
            "productMaps",
            "competitors",
            "competitorMaps",
            "files",
            "relatedFiles",
            "destinations",
        ] {
            lead["links"][name] = json!([]);
        }
        lead
    }

    pub(super) fn log(&mut self, action: &'static str, kind: &'static str, id: &str, changes: Value) {
        self.events_made += 1;
        self.events.push(Event {
            number: self.events_made,
            time: self.now.timestamp(),
            action,
            kind,
            payload: id.to_owned(),
            changes,
        });
    }

    /// Returns the deletion time in the format of the record's kind.
    pub(super) fn deleted_time(&self, kind: &str) -> Value {
        match self.settings.deleted_time {
            DeletedTime::Text if kind == "leads" => json!(self.now.format("%Y-%m-%dT%H:%M:%SZ").to_string()),
            DeletedTime::Object if kind == "leads" => lead_time(self.now),
            _ => json!(self.now.timestamp()),
        }
    }

    /// Returns a record as in a response: without its custom fields, and a lead with what is derived from other
    /// records, its value and its products.
    pub(super) fn shown(&self, kind: &str, record: &Value) -> Value {
        let mut shown = record.clone();
        if let Some(members) = shown.as_object_mut() {
            members.remove("customFields");
            if !keeps_deleted(kind) {
                members.remove("deletedTime");
            }
        }
        if kind != "leads" {
            return shown;
        }
        let id = record["id"].as_str().unwrap_or_default();
        let maps: Vec<&Value> =
            self.rows("productMaps").filter(|map| map["links"]["lead"] == id && map["deletedTime"].is_null()).collect();
        let links = &mut shown["links"];
        links["productMaps"] = maps.iter().map(|map| map["id"].clone()).collect();
        links["products"] = maps.iter().map(|map| map["links"]["product"].clone()).collect();
        let manual = record["manualValue"].as_str().map(str::to_owned);
        let sum: f64 = maps
            .iter()
            .map(|map| {
                let amount = &map["price"]["amount"];
                let price = amount.as_str().and_then(|text| text.parse().ok()).or(amount.as_f64()).unwrap_or(0.0);
                price * map["quantity"].as_f64().unwrap_or(1.0)
            })
            .sum();
        // A sum is a number, a value set by hand a string: both were observed.
        let amount =
            manual.map_or_else(|| if sum.fract() == 0.0 { json!(sum as i64) } else { json!(sum) }, Value::from);
        shown["value"] = json!({"amount": amount, "currency": "USD", "formatted": ""});
        if let Some(members) = shown.as_object_mut() {
            members.remove("manualValue");
            members.remove("installments");
        }
        shown
    }
}
