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

mod activities;
mod attribute;
mod attributes;
mod call;
#[cfg(feature = "nutshell")]
mod client;
mod company;
mod creates;
mod deletes;
mod events;
mod filters;
mod forms;
mod kinds;
mod leads;
mod lists;
mod notes;
mod patch;
mod people;
mod reads;
mod records;
mod reports;
mod responses;
mod routes;
mod sales;
mod seeds;
mod settings;
mod stagesets;
mod store;
mod tables;
mod tasks;

pub use settings::{DeletedReads, DeletedTime, PatchResponse, Settings, Shape};

use crate::{Clock, FakeRequest, FakeResponse, Handler, Ledger, Oddity, ServedOperation, Webhook};
use responses::Rejection;
use serde_json::Value;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use store::Store;

/// The e-mail address of the fake's user, `1-users`, unless others are [given](FakeNutshell::with_credentials).
pub const USER_EMAIL: &str = "agent@example.com";

/// The API key of the fake's user, unless another is [given](FakeNutshell::with_credentials).
pub const API_KEY: &str = "made-up-api-key";

/// The fake's handler: `Fake::new(FakeNutshell::new())`.
///
/// ```
/// use leads_testkit::{Fake, nutshell::FakeNutshell};
/// let fake = Fake::new(FakeNutshell::new());
/// let lead = fake.handler().add_lead("Car wash");
/// assert_eq!(fake.handler().record(&lead).unwrap()["description"], "Car wash");
/// ```
pub struct FakeNutshell {
    email: String,
    key: String,
    store: Mutex<Store>,
    ledger: Ledger,
}

impl fmt::Debug for FakeNutshell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeNutshell").field("store", &self.store).finish_non_exhaustive()
    }
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
    /// (`1-competitors`), one tag for leads (`1-tags`), one record with the number 1 of each other type that an
    /// application only reads, and no leads, contacts, accounts, activities, tasks or notes.
    ///
    /// ```
    /// use leads_testkit::nutshell::FakeNutshell;
    /// let fake = FakeNutshell::new();
    /// assert_eq!((fake.count("users"), fake.count("leads")), (2, 0));
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self::with_credentials(USER_EMAIL, API_KEY)
    }

    /// Creates the same company with other credentials, so that a test can have two accounts. A request with the
    /// credentials of another account gets the vendor's response to invalid ones.
    ///
    /// ```
    /// use leads_testkit::Fake;
    /// use leads_testkit::nutshell::FakeNutshell;
    /// let north = Fake::new(FakeNutshell::with_credentials("north@example.com", "key-of-north"));
    /// let south = Fake::new(FakeNutshell::with_credentials("south@example.com", "key-of-south"));
    /// assert_ne!(north.handler().credentials(), south.handler().credentials());
    /// ```
    #[must_use]
    pub fn with_credentials(email: &str, key: &str) -> Self {
        Self {
            email: email.to_owned(),
            key: key.to_owned(),
            store: Mutex::new(company::new(email)),
            ledger: Ledger::new(),
        }
    }

    /// Returns the e-mail address and the API key that the fake accepts.
    ///
    /// ```
    /// use leads_testkit::nutshell::{API_KEY, FakeNutshell, USER_EMAIL};
    /// assert_eq!(FakeNutshell::new().credentials(), (USER_EMAIL, API_KEY));
    /// ```
    #[must_use]
    pub fn credentials(&self) -> (&str, &str) {
        (&self.email, &self.key)
    }

    /// Changes the settings, effective from the next request.
    ///
    /// ```
    /// use leads_testkit::nutshell::FakeNutshell;
    /// let fake = FakeNutshell::new();
    /// // Deletes are confirmed without a body.
    /// fake.set(|settings| settings.empty_deletes = true);
    /// fake.set(|settings| assert!(settings.empty_deletes));
    /// ```
    pub fn set(&self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.store().settings);
    }

    /// Returns the current state of a record by its API id, including custom fields.
    ///
    /// ```
    /// use leads_testkit::nutshell::FakeNutshell;
    /// let fake = FakeNutshell::new();
    /// let id = fake.add_contact("Jo Park", "jo@example.com", "+15550100");
    /// assert!(fake.record(&id).is_some());
    /// assert_eq!(fake.record("404-contacts"), None);
    /// ```
    #[must_use]
    pub fn record(&self, id: &str) -> Option<Value> {
        let store = self.store();
        let kind = kinds::of(id)?;
        let record = store.get(kind, id)?;
        let mut shown = store.shown(kind, record);
        shown["customFields"] = record["customFields"].clone();
        Some(shown)
    }

    /// Returns the number of records of a type (`leads`, `contacts`), including deleted ones.
    ///
    /// ```
    /// use leads_testkit::nutshell::FakeNutshell;
    /// let fake = FakeNutshell::new();
    /// let lead = fake.add_lead("Car wash");
    /// fake.delete(&lead);
    /// assert_eq!(fake.count("leads"), 1, "it is deleted, but still a record");
    /// ```
    #[must_use]
    pub fn count(&self, kind: &str) -> usize {
        self.store().rows(kind).count()
    }

    /// Shows an oddity until the oddities are [cleared](Self::clear_oddities).
    ///
    /// ```
    /// use leads_testkit::{Clock, FakeRequest, Handler, Oddity, nutshell::FakeNutshell};
    /// let fake = FakeNutshell::new();
    /// fake.oddity(Oddity::ProxyPage { status: 503 });
    /// let request = FakeRequest::new(http::Method::GET, "/");
    /// assert_eq!(fake.handle(&request, &Clock::new()).status, 503);
    /// ```
    pub fn oddity(&self, oddity: Oddity) {
        self.store().oddities.add(oddity);
    }

    /// Shows no oddity any more.
    ///
    /// ```
    /// use leads_testkit::{Clock, FakeRequest, Handler, Oddity, nutshell::FakeNutshell};
    /// let fake = FakeNutshell::new();
    /// let request = FakeRequest::new(http::Method::GET, "/");
    /// let status = || fake.handle(&request, &Clock::new()).status;
    /// fake.oddity(Oddity::ProxyPage { status: 502 });
    /// assert_eq!(status(), 502);
    /// fake.clear_oddities();
    /// assert_ne!(status(), 502);
    /// ```
    pub fn clear_oddities(&self) {
        self.store().oddities.clear();
    }

    /// Takes the webhooks that would have been sent since the last call: one for each event, with its record as it is
    /// now. The vendor does not sign them.
    ///
    /// ```
    /// use leads_testkit::nutshell::FakeNutshell;
    /// let fake = FakeNutshell::new();
    /// let lead = fake.add_lead("Car wash");
    /// let webhooks = fake.take_webhooks();
    /// assert_eq!((webhooks.len(), fake.take_webhooks().len()), (1, 0));
    /// assert!(String::from_utf8_lossy(&webhooks[0].body).contains(&lead));
    /// ```
    #[must_use]
    pub fn take_webhooks(&self) -> Vec<Webhook> {
        let mut store = self.store();
        let webhooks = store.events.iter().skip(store.taken).map(|event| events::webhook(&store, event)).collect();
        store.taken = store.events.len();
        webhooks
    }

    /// Returns the number of logged events.
    ///
    /// ```
    /// use leads_testkit::nutshell::FakeNutshell;
    /// let fake = FakeNutshell::new();
    /// let before = fake.events();
    /// fake.add_lead("Car wash");
    /// assert_eq!(fake.events(), before + 1);
    /// ```
    #[must_use]
    pub fn events(&self) -> usize {
        self.store().events.len()
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn knows(&self, request: &FakeRequest) -> bool {
        request.basic_auth().is_some_and(|(user, key)| user.eq_ignore_ascii_case(&self.email) && key == self.key)
    }
}

impl Handler for FakeNutshell {
    fn handle(&self, request: &FakeRequest, clock: &Clock) -> FakeResponse {
        let mut store = self.store();
        store.now = clock.now();
        store.requests += 1;
        let id = format!("{:08x}", store.requests);
        if let Some(page) = store.oddities.proxy_page() {
            return page;
        }
        let answered = if !request.path.starts_with("/rest/") {
            Err(Rejection::NotFound)
        } else if !self.knows(request) {
            Err(Rejection::Unauthorized)
        } else {
            routes::handle(&mut store, request, &self.ledger)
        };
        let response = answered.unwrap_or_else(Rejection::response).header("x-nutshell-request-id", id);
        if store.oddities.is_empty() {
            return response;
        }
        store.oddities.apply(response, routes::is_list(request))
    }

    fn ledger(&self) -> Option<&Ledger> {
        Some(&self.ledger)
    }

    fn served(&self) -> Vec<ServedOperation> {
        routes::served()
    }
}
