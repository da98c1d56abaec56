//! A fake of Nutshell's leads and everything related to them.
//!
//! It implements the live envelopes, the error formats, soft deletes, the vendor's dialect of JSON Patch, pages with
//! misleading counters, the event log with its cursors, and custom fields that are stored separately from their
//! records. Where the vendor's documentation contradicts live responses or is silent, [`Settings`] selects among the
//! plausible behaviors.
//!
//! ```
//! use leads_testkit::Fake;
//! use leads_testkit::nutshell::{FakeNutshell, Shape};
//!
//! let fake = Fake::new(FakeNutshell::new());
//! fake.handler().set(|settings| settings.shape = Shape::Bare);
//! let lead = fake.handler().add_lead("Car Wash Inc.");
//! assert_eq!(fake.handler().record(&lead).unwrap()["status"], "open");
//! ```

// Indexing a `serde_json::Value` by a missing name gives `null`, and every record that is written to was created as an
// object by this fake.
#![allow(clippy::indexing_slicing)]

#[cfg(feature = "nutshell")]
mod client;
mod creates;
mod events;
mod leads;
mod lists;
mod patch;
mod responses;
mod settings;
mod store;
mod tables;

pub use settings::{DeletedReads, DeletedTime, PatchResponse, Settings, Shape};

use crate::{Clock, FakeRequest, FakeResponse, Handler, Ledger};
use http::Method;
use responses::Rejection;
use serde_json::{Value, json};
use std::sync::{Mutex, MutexGuard, PoisonError};
use store::{Store, number};

/// The e-mail address of the fake's user, `1-users`.
pub const USER_EMAIL: &str = "agent@example.com";

/// The API key of the fake's user.
pub const API_KEY: &str = "made-up-api-key";

/// Record types with their path segment and the stem of their operations.
const KINDS: &[(&str, &str, &str)] = &[
    ("leads", "leads", "lead"),
    ("contacts", "contacts", "contact"),
    ("accounts", "accounts", "account"),
    ("sources", "sources", "source"),
    ("tags", "tags", "tag"),
    ("notes", "notes", "note"),
    ("products", "products", "product"),
    ("productmaps", "productMaps", "product_map"),
    ("productMaps", "productMaps", "product_map"),
    ("competitors", "competitors", "competitor"),
    ("competitormaps", "competitorMaps", "competitor_map"),
    ("outcomes", "outcomes", "outcome"),
    ("stages", "stages", "stage"),
    ("stagesets", "stagesets", "stageset"),
    ("users", "users", "user"),
    ("accounttypes", "accountTypes", "account_type"),
    ("industries", "industries", "industry"),
];

/// The fake's handler: `Fake::new(FakeNutshell::new())`.
#[derive(Debug)]
pub struct FakeNutshell {
    store: Mutex<Store>,
    ledger: Ledger,
}

impl Default for FakeNutshell {
    fn default() -> Self {
        Self::new()
    }
}

impl FakeNutshell {
    /// Creates a company with two users (`1-users` owns the credentials, `2-users`), three outcomes (`1-outcomes` won,
    /// `2-outcomes` lost, `3-outcomes` cancelled), two pipelines (`1-stagesets` with stages 101 and 102, `2-stagesets`
    /// with 201), one source (`1-sources`, "Web"), one product (`1-products`, 100 USD), one competitor
    /// (`1-competitors`), one tag for leads (`1-tags`), and no leads, contacts or accounts.
    #[must_use]
    pub fn new() -> Self {
        let mut store = Store::default();
        store.now = chrono::Utc::now();
        for (number, name, email) in [(1, "Agent One", USER_EMAIL), (2, "Agent Two", "agent2@example.com")] {
            store.put(
                "users",
                number,
                json!({"name": name, "firstName": "Agent", "emails": [email], "isEnabled": true,
                "modifiedTime": 1_700_000_000, "permissions": {"canExport": true}, "links": {"teams": []}}),
            );
        }
        for (number, name, status) in [(1, "Won", "won"), (2, "Lost", "lost"), (3, "Called off", "cancelled")] {
            store.put("outcomes", number, json!({"name": name, "status": status}));
        }
        for (number, name, stages) in [(1, "Sales", vec![101, 102]), (2, "Renewals", vec![201])] {
            let ids: Vec<String> = stages.iter().map(|stage| format!("{stage}-stages")).collect();
            let first = number == 1;
            store.put(
                "stagesets",
                number,
                json!({"name": name, "default": first, "canAccess": true, "links": {"stages": ids}}),
            );
            for (at, stage) in stages.into_iter().enumerate() {
                store.put(
                    "stages",
                    stage,
                    json!({"name": format!("Stage {}", at + 1), "position": at + 1,
                    "links": {"stageset": format!("{number}-stagesets")}}),
                );
            }
        }
        store.put(
            "sources",
            1,
            json!({"name": "Web", "modifiedTime": 1_700_000_000, "deletedTime": null,
            "channel": {"value": 8, "display": "Direct to website"}}),
        );
        store.put("tags", 1, json!({"name": "Hot", "tagType": "leads", "deletedTime": null, "count": 0}));
        store.put(
            "products",
            1,
            json!({"name": "Wash", "productType": "product", "deletedTime": null,
            "price": {"amount": "100.00", "currency": "USD", "formatted": "$100.00"}, "prices": []}),
        );
        store.put("competitors", 1, json!({"name": "Rival Wash", "modifiedTime": 1_700_000_000}));
        store.put("accountTypes", 1, json!({"name": "Customer"}));
        store.put("industries", 1, json!({"name": "Services"}));
        Self { store: Mutex::new(store), ledger: Ledger::new() }
    }

    /// Changes the settings, effective from the next request.
    pub fn set(&self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.store().settings);
    }

    /// Adds an open lead without contacts and returns its id.
    pub fn add_lead(&self, description: &str) -> String {
        let mut store = self.store();
        let lead = store.open_lead(description);
        let id = store.add("leads", lead);
        store.log("create", "leads", &id, json!([]));
        id
    }

    /// Permanently removes a lead, as if another client deleted it, for example between two pages of a list. Returns
    /// `false` if it does not exist.
    pub fn remove_lead(&self, id: &str) -> bool {
        let mut store = self.store();
        let there = store.get("leads", id).is_some();
        store.retain("leads", |row| row["id"] != id);
        there
    }

    /// Adds a competitor to a lead and returns the id of the competitor map.
    pub fn add_competitor(&self, lead: &str, competitor: &str) -> String {
        let mut store = self.store();
        let members = json!({"relationship": null, "name": "Rival Wash", "status": null, "deletedTime": null,
            "links": {"lead": lead, "competitor": competitor}});
        let map = store.add("competitorMaps", members);
        if let Some(lead) = store.get_mut("leads", lead) {
            for (relation, id) in [("competitors", competitor), ("competitorMaps", map.as_str())] {
                if let Some(ids) = lead["links"][relation].as_array_mut() {
                    ids.push(json!(id));
                }
            }
        }
        map
    }

    /// Adds an outcome and returns its id.
    pub fn add_outcome(&self, name: &str, status: &str) -> String {
        self.store().add("outcomes", json!({"name": name, "status": status}))
    }

    /// Adds a source and returns its id.
    pub fn add_source(&self, name: &str) -> String {
        self.store().add("sources", json!({"name": name, "deletedTime": null, "channel": null}))
    }

    /// Removes the outcomes with a status.
    pub fn remove_outcomes(&self, status: &str) {
        self.store().retain("outcomes", |row| row["status"] != status);
    }

    /// Returns the current state of a record by its API id, including custom fields.
    #[must_use]
    pub fn record(&self, id: &str) -> Option<Value> {
        let store = self.store();
        let kind = id.split_once('-')?.1;
        let record = store.get(kind, id)?;
        let mut shown = store.shown(kind, record);
        shown["customFields"] = record["customFields"].clone();
        Some(shown)
    }

    /// Returns the number of records of a type (`leads`, `contacts`), including deleted ones.
    #[must_use]
    pub fn count(&self, kind: &str) -> usize {
        self.store().rows(kind).count()
    }

    /// Returns the number of logged events.
    #[must_use]
    pub fn events(&self) -> usize {
        self.store().events.len()
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Handler for FakeNutshell {
    fn handle(&self, request: &FakeRequest, clock: &Clock) -> FakeResponse {
        let mut store = self.store();
        store.now = clock.now();
        store.requests += 1;
        let id = format!("{:08x}", store.requests);
        let response = route(&mut store, request, &self.ledger).unwrap_or_else(Rejection::response);
        response.header("x-nutshell-request-id", id)
    }

    fn ledger(&self) -> Option<&Ledger> {
        Some(&self.ledger)
    }
}

fn route(store: &mut Store, request: &FakeRequest, ledger: &Ledger) -> Result<FakeResponse, Rejection> {
    let segments = request.segments();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let ["rest", resource, rest @ ..] = segments.as_slice() else { return Err(Rejection::NotFound) };
    let known = request.basic_auth().is_some_and(|(user, key)| user.eq_ignore_ascii_case(USER_EMAIL) && key == API_KEY);
    if !known {
        return Err(Rejection::Unauthorized);
    }
    if *resource == "events" {
        return match (&request.method, rest) {
            (&Method::GET, []) => Ok(events::list(store, request)),
            (&Method::GET, ["deleted"]) => Ok(events::deleted(store, request)),
            _ => Err(Rejection::NotFound),
        };
    }
    let (segment, kind, stem) = *KINDS.iter().find(|(known, _, _)| known == resource).ok_or(Rejection::NotFound)?;
    // The vendor spells the path of a delete differently from its other calls.
    let spelled = |wanted: &str| kind != "productMaps" || segment == wanted;
    let is_person = matches!(kind, "leads" | "contacts" | "accounts");
    let made = format!("create_{stem}");
    match (&request.method, rest) {
        (&Method::GET, []) if spelled("productmaps") => {
            let paged = is_person || kind == "notes";
            lists::list(store, kind, request, paged)
        }
        (&Method::POST, []) => match kind {
            "leads" => leads::create(store, request, ledger),
            "notes" => creates::note(store, request, ledger),
            "contacts" | "accounts" | "sources" | "tags" => creates::create(store, kind, &made, request, ledger),
            _ => Err(not_allowed()),
        },
        (&Method::GET, ["list"]) if is_person => tables::items(store, kind, request),
        (&Method::GET, ["list", "fields"]) if is_person => Ok(tables::fields(store, kind)),
        (&Method::GET, [id, "installments"]) if kind == "leads" => tables::installments(store, id),
        (&Method::GET, ["customfields", "attributes"]) if is_person => Ok(attributes(store, kind)),
        (&Method::POST, ["customfield"]) if is_person => {
            define(store, kind, &format!("create_{stem}_custom_field"), request, ledger)
        }
        (&Method::GET, [id, "customfields"]) if is_person => leads::custom_fields(store, kind, id),
        (&Method::GET, [id, "stages"]) if kind == "leads" => leads::stages(store, id),
        (&Method::GET, [ids]) if spelled("productmaps") && has_single(kind) => read(store, kind, ids),
        (&Method::PATCH, [id]) if is_person || matches!(segment, "productmaps" | "competitormaps") => {
            creates::patch(store, kind, &format!("update_{stem}"), id, request, ledger)
        }
        (&Method::DELETE, [ids]) if deletable(kind) && spelled("productMaps") => {
            creates::delete(store, kind, &format!("delete_{stem}"), ids, ledger)
        }
        (&Method::POST, [id, "undelete"]) if deletable(kind) && !kind.ends_with("Maps") => {
            creates::undelete(store, kind, &format!("undelete_{stem}"), id, ledger)
        }
        (&Method::POST, [id, action]) if kind == "leads" => match *action {
            "status" => leads::close(store, request, id, ledger),
            "reopen" => leads::reopen(store, id, ledger),
            "stageset" => leads::move_to(store, request, id, ledger),
            "watch" => leads::watch(store, id, ledger),
            "installments" => tables::schedule(store, request, id, ledger),
            _ => Err(Rejection::NotFound),
        },
        (_, [] | [_]) => Err(not_allowed()),
        _ => Err(Rejection::NotFound),
    }
}

fn not_allowed() -> Rejection {
    Rejection::Text(405, "Internal Error")
}

/// The documentation has no single read of these.
fn has_single(kind: &str) -> bool {
    !matches!(kind, "sources" | "stages" | "stagesets" | "tags" | "accountTypes")
}

fn deletable(kind: &str) -> bool {
    matches!(
        kind,
        "leads"
            | "contacts"
            | "accounts"
            | "sources"
            | "tags"
            | "notes"
            | "products"
            | "productMaps"
            | "competitorMaps"
    )
}

fn read(store: &Store, kind: &'static str, ids: &str) -> Result<FakeResponse, Rejection> {
    let visible = |id: &str| {
        let hides = store.settings.deleted_reads == DeletedReads::NotFound;
        store.get(kind, id).filter(|row| !hides || row["deletedTime"].is_null())
    };
    if !ids.contains(',') {
        let record = visible(ids).filter(|_| number(ids).is_some()).ok_or(Rejection::NotFound)?;
        let id = record["id"].as_str().unwrap_or_default();
        return creates::shown(store, 200, kind, id);
    }
    let rows = ids.split(',').filter_map(visible).map(|row| store.shown(kind, row)).collect();
    Ok(responses::many(kind, rows, json!({}), Vec::new()))
}

fn attributes(store: &Store, kind: &'static str) -> FakeResponse {
    let rows = store
        .custom_fields(kind)
        .into_iter()
        .enumerate()
        .map(|(at, name)| json!({"id": format!("{}-customFields", at + 1), "type": "string", "title": name}))
        .collect();
    responses::many("customFields", rows, json!({}), Vec::new())
}

/// Defines a custom field; the vendor declares no response body.
fn define(
    store: &mut Store,
    kind: &'static str,
    operation: &str,
    request: &FakeRequest,
    ledger: &Ledger,
) -> Result<FakeResponse, Rejection> {
    let body: Value = request.json().map_err(|_| Rejection::listed(kind, "Invalid body"))?;
    let text = |name: &str| body[name].as_str().filter(|text| !text.is_empty());
    let (Some(name), Some(_)) = (text("name"), text("type")) else {
        return Err(Rejection::listed(kind, "name and type are required"));
    };
    if !store.define(kind, name) {
        return Err(Rejection::listed(kind, "A custom field of this name exists"));
    }
    ledger.record(operation);
    Ok(FakeResponse::empty(200))
}
