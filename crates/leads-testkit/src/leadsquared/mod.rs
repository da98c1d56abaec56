//! A fake of LeadSquared.
//!
//! It serves every operation of the typed client with the vendor's paths, both ways of signing, regions, envelopes and
//! codes; strict rate windows; capture with duplicate rules; bulk calls with rows that fail; reads that lag behind
//! writes if configured; calls that are queued; the async host, whose jobs take time: a due job is executed when the
//! next request arrives; and the host of files.
//!
//! Leads, opportunities, activities, tasks, notes, lists, users, companies, sales activities, files, shares, the
//! definitions of fields and types, and webhooks are kept: what is written is then read. Records are added with methods
//! such as [`add_lead`](FakeLeadSquared::add_lead), before the first request or between two. What is added before the
//! first request is created when it arrives, by the fake's clock.
//!
//! Webhooks are not sent: [`take_webhooks`](FakeLeadSquared::take_webhooks) returns the calls that are due, and
//! [`deliver_webhooks`](FakeLeadSquared::deliver_webhooks) passes them to a receiver until none is left.
//!
//! Where the vendor's documentation is silent or contradictory, [`Settings`] selects among the plausible behaviors.
//!
//! ```
//! use leads_testkit::Fake;
//! use leads_testkit::leadsquared::FakeLeadSquared;
//!
//! let fake = Fake::new(FakeLeadSquared::new());
//! let lead = fake.handler().add_lead(&[("EmailAddress", "jane@example.com")]);
//! let opportunity = fake.handler().add_opportunity(&lead, &[("mx_Custom_1", "Kitchen")]);
//! assert_eq!(fake.handler().field(&opportunity, "Status").as_deref(), Some("Open"));
//! ```

mod account;
mod activities;
mod activity_reads;
mod activity_types;
mod activity_writes;
mod advanced_search;
mod asynchronous;
mod bulk_rows;
mod calls;
#[cfg(feature = "leadsquared")]
mod client;
mod companies;
mod dates;
mod deliveries;
mod events;
mod files;
mod histories;
mod lead_bulk;
mod lead_fields;
mod lead_reads;
mod lead_search;
mod lead_writes;
mod leads;
mod lists;
mod lookup;
mod mails;
mod merges;
mod notes;
mod observe;
mod opportunities;
mod opportunity_reads;
mod opportunity_types;
mod opportunity_writes;
mod outbox;
mod paging;
mod queue;
mod records;
mod responses;
mod sales;
mod seed;
mod served;
mod settings;
mod sharing;
mod state;
mod tasks;
mod to_dos;
mod types;
mod user_search;
mod users;
mod webhook;
mod webhook_calls;
mod webhooks;

pub use settings::{BulkForm, FailureUnit, LeadUpdateForm, PhoneForm, RateForm, Settings, UnknownForm, WebhookCodes};
pub use webhook::Webhook;
pub use webhook_calls::AutomationForm;

use crate::{Clock, FakeRequest, FakeResponse, Handler, Ledger, Oddity, ServedOperation};
use account::{Keys, Windows};
use http::Method;
use responses::Rejection;
use serde_json::Value;
use state::State;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The access key that the fake accepts.
pub const ACCESS_KEY: &str = "u$rfake0000access";
/// The secret key that the fake accepts.
pub const SECRET_KEY: &str = "fakesecret0000";
/// The key that the fake's async host accepts.
pub const ASYNC_KEY: &str = "fakeasync0000";
/// The event code of the fake's first opportunity type.
pub const EVENT_CODE: i64 = 12_005;

/// Handles the calls of a service: the state, the call, its method and its operation.
type Service = fn(&mut State, &Call<'_>, &str, &str) -> Result<FakeResponse, Rejection>;

/// The services of the API host.
const SERVICES: &[(&str, Service)] = &[
    ("/v2/OpportunityManagement.svc/", opportunities::response),
    ("/v2/LeadManagement.svc/", leads::response),
    ("/v2/ProspectActivity.svc/", activities::response),
    ("/v2/Task.svc/", tasks::response),
    ("/v2/LeadSegmentation.svc/", lists::response),
    ("/v2/UserManagement.svc/", users::response),
    ("/v2/CompanyManagement.svc/", companies::response),
    ("/v2/SalesActivity.svc/", sales::response),
    ("/v2/EntityAccess.svc/", sharing::response),
    ("/v2/Telephony.svc/", calls::response),
    ("/v2/EmailMarketing.svc/", mails::response),
    ("/v2/Webhook.svc/", webhooks::response),
];

/// The fake's handler: `Fake::new(FakeLeadSquared::new())`.
///
/// ```
/// use leads_testkit::{Fake, leadsquared::FakeLeadSquared};
/// let fake = Fake::new(FakeLeadSquared::new());
/// let person =
///     fake.handler().add_lead(&[("FirstName", "Jo"), ("EmailAddress", "jo@example.com")]);
/// let opportunity = fake.handler().add_opportunity(&person, &[("Status", "Open")]);
/// assert_eq!(fake.handler().field(&opportunity, "Status").as_deref(), Some("Open"));
/// ```
pub struct FakeLeadSquared {
    state: Mutex<State>,
    windows: Mutex<Windows>,
    ledger: Ledger,
    keys: Keys,
}

impl fmt::Debug for FakeLeadSquared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The state has people, and the secrets of webhooks.
        f.debug_struct("FakeLeadSquared").finish_non_exhaustive()
    }
}

impl Default for FakeLeadSquared {
    fn default() -> Self {
        Self::new()
    }
}

impl FakeLeadSquared {
    /// Creates an account in Singapore with one pair of keys, one opportunity type, 25 calls and 5 bulk calls in 5 s,
    /// and no leads.
    ///
    /// ```
    /// use leads_testkit::leadsquared::FakeLeadSquared;
    /// let fake = FakeLeadSquared::new();
    /// assert_eq!((fake.leads(), fake.opportunities()), (0, 0));
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self::with_credentials(ACCESS_KEY, SECRET_KEY)
    }

    /// Creates the same account with other keys, so that a test can have two accounts. A request with the keys of
    /// another account gets the vendor's response to invalid ones.
    ///
    /// ```
    /// use leads_testkit::{Fake, leadsquared::FakeLeadSquared};
    /// let north = Fake::new(FakeLeadSquared::with_credentials("u$rnorth", "secret-of-north"));
    /// let south = Fake::new(FakeLeadSquared::with_credentials("u$rsouth", "secret-of-south"));
    /// assert_ne!(north.handler().credentials(), south.handler().credentials());
    /// ```
    #[must_use]
    pub fn with_credentials(access_key: &str, secret_key: &str) -> Self {
        let ledger = Ledger::new();
        Self {
            state: Mutex::new(State::new(ledger.clone())),
            windows: Mutex::new(Windows::new(25, 5, 1_000_000)),
            ledger,
            keys: Keys {
                access: access_key.to_owned(),
                secret: secret_key.to_owned(),
                asynchronous: ASYNC_KEY.to_owned(),
            },
        }
    }

    /// Sets the account's limits: calls and bulk calls in 5 s, and calls per day. Resets the counts.
    ///
    /// ```
    /// use leads_testkit::{Fake, leadsquared::FakeLeadSquared};
    /// // An account whose calls of the day are nearly used up.
    /// let fake = Fake::new(FakeLeadSquared::new().with_limits(25, 5, 3));
    /// assert_eq!(fake.handler().rate_limited_count(), 0);
    /// ```
    #[must_use]
    pub fn with_limits(self, calls: u32, bulk: u32, daily: u32) -> Self {
        *self.windows.lock().unwrap_or_else(PoisonError::into_inner) = Windows::new(calls, bulk, daily);
        self
    }

    /// Returns the access key and the secret key that the account accepts.
    ///
    /// ```
    /// use leads_testkit::leadsquared::{ACCESS_KEY, FakeLeadSquared, SECRET_KEY};
    /// assert_eq!(FakeLeadSquared::new().credentials(), (ACCESS_KEY, SECRET_KEY));
    /// ```
    #[must_use]
    pub fn credentials(&self) -> (&str, &str) {
        (&self.keys.access, &self.keys.secret)
    }

    /// Sets the key that the account's async host accepts.
    ///
    /// ```
    /// use leads_testkit::leadsquared::FakeLeadSquared;
    /// let fake = FakeLeadSquared::new().with_async_key("key-of-the-async-host");
    /// assert_ne!(fake.credentials().0, "key-of-the-async-host");
    /// ```
    #[must_use]
    pub fn with_async_key(mut self, key: impl Into<String>) -> Self {
        self.keys.asynchronous = key.into();
        self
    }

    /// Shows an oddity until the oddities are [cleared](Self::clear_oddities).
    ///
    /// ```
    /// use leads_testkit::{Clock, FakeRequest, Handler, Oddity, leadsquared::FakeLeadSquared};
    /// let fake = FakeLeadSquared::new();
    /// fake.oddity(Oddity::ProxyPage { status: 503 });
    /// let request = FakeRequest::new(http::Method::GET, "/");
    /// assert_eq!(fake.handle(&request, &Clock::new()).status, 503);
    /// ```
    pub fn oddity(&self, oddity: Oddity) {
        self.state().oddities.add(oddity);
    }

    /// Shows no oddity any more.
    ///
    /// ```
    /// use leads_testkit::{Clock, FakeRequest, Handler, Oddity, leadsquared::FakeLeadSquared};
    /// let fake = FakeLeadSquared::new();
    /// let request = FakeRequest::new(http::Method::GET, "/");
    /// let status = || fake.handle(&request, &Clock::new()).status;
    /// fake.oddity(Oddity::ProxyPage { status: 502 });
    /// assert_eq!(status(), 502);
    /// fake.clear_oddities();
    /// assert_ne!(status(), 502);
    /// ```
    pub fn clear_oddities(&self) {
        self.state().oddities.clear();
    }

    /// Changes the settings, effective from the next request.
    ///
    /// ```
    /// use leads_testkit::leadsquared::FakeLeadSquared;
    /// use std::time::Duration;
    /// let fake = FakeLeadSquared::new();
    /// // Searches show a write only after ten seconds.
    /// fake.set(|settings| settings.lag = Duration::from_secs(10));
    /// fake.set(|settings| assert_eq!(settings.lag.as_secs(), 10));
    /// ```
    pub fn set(&self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.state().settings);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Handler for FakeLeadSquared {
    fn handle(&self, request: &FakeRequest, clock: &Clock) -> FakeResponse {
        let mut state = self.state();
        if let Some(page) = state.oddities.proxy_page() {
            return page;
        }
        let result = self.response(&mut state, request, clock);
        state.remove_doomed();
        let is_list = served::LISTS.iter().any(|list| request.path.ends_with(list));
        state.oddities.apply(result.unwrap_or_else(Rejection::into_response), is_list)
    }

    fn ledger(&self) -> Option<&Ledger> {
        Some(&self.ledger)
    }

    fn served(&self) -> Vec<ServedOperation> {
        served::operations()
    }
}

impl FakeLeadSquared {
    fn response(&self, state: &mut State, request: &FakeRequest, clock: &Clock) -> Result<FakeResponse, Rejection> {
        state.tick(clock);
        state.run_queue();
        asynchronous::run_due(state);
        let path = request.path.as_str();
        if path == "/File/Upload" {
            if request.method != Method::POST {
                return Err(Rejection::wrong_method());
            }
            let parts = files::parts(request)?;
            if !self.keys.are_in_form(request, &parts) {
                return Err(Rejection::wrong_keys());
            }
            return files::upload(state, &parts);
        }
        if !path.starts_with("/v2/") {
            return asynchronous::response(state, &self.keys, request, clock);
        }
        // The host of another region knows neither the account nor the keys.
        let host = request.host().unwrap_or_default();
        if state.settings.moved || (host.ends_with(".leadsquared.com") && host != state.settings.host) {
            return Err(Rejection::wrong_region(&state.settings.host));
        }
        if !self.keys.are_in(request) {
            return Err(Rejection::wrong_keys());
        }
        // The deletion of tasks is one call for thousands of them.
        let bulk = path.contains("/Bulk/") || path.ends_with("/DeleteTasks");
        let over = self.windows.lock().unwrap_or_else(PoisonError::into_inner).admit(bulk, clock);
        if let Err(over) = over {
            return Err(Rejection::too_many(state.settings.rate_form, over.calls, over.per));
        }
        let body = match (request.method.clone(), request.body.is_empty()) {
            (Method::POST, false) => request.json::<Value>().map_err(|_| Rejection::malformed())?,
            _ => Value::Null,
        };
        let call = Call { request, body: &body };
        let method = request.method.as_str();
        let found = SERVICES.iter().find_map(|(prefix, service)| Some((path.strip_prefix(prefix)?, service)));
        match (found, path) {
            (Some((operation, service)), _) => service(state, &call, method, operation),
            (None, "/v2/Authentication.svc/UserByAccessKey.Get") if method == "GET" => Ok(users::key_owner(state)),
            _ => Err(Rejection::no_such_path()),
        }
    }
}

/// A request being handled.
struct Call<'a> {
    request: &'a FakeRequest,
    body: &'a Value,
}
