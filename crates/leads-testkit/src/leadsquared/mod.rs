//! A fake of LeadSquared.
//!
//! It implements the vendor's paths, both ways of signing, regions, envelopes and codes; strict rate windows; capture
//! with duplicate rules; bulk calls with rows that fail; reads that lag behind writes if configured; and the async
//! host, whose jobs take time: a due job is executed when the next request arrives.
//!
//! It serves opportunities and leads, a lead's activities, notes and tasks, the list of users, and static lists.
//! Companies, webhooks, the creation of fields and types, and the wider searches are not implemented: their paths are
//! unknown.
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

mod activities;
mod asynchronous;
#[cfg(feature = "leadsquared")]
mod client;
mod leads;
mod lists;
mod notes;
mod opportunities;
mod responses;
mod settings;
mod state;
mod tasks;
mod users;

pub use settings::{BulkForm, PhoneForm, RateForm, Settings, UnknownForm};

use crate::{Clock, FakeRequest, FakeResponse, Handler, Ledger, OverLimit, RateWindow};
use http::Method;
use responses::Rejection;
use serde_json::{Value, json};
use state::State;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The access key that the fake accepts.
pub const ACCESS_KEY: &str = "u$rfake0000access";
/// The secret key that the fake accepts.
pub const SECRET_KEY: &str = "fakesecret0000";
/// The key that the fake's async host accepts.
pub const ASYNC_KEY: &str = "fakeasync0000";
/// The event code of the fake's only opportunity type.
pub const EVENT_CODE: i64 = 12_005;

const OPPORTUNITY: &str = "/v2/OpportunityManagement.svc/";
const LEAD: &str = "/v2/LeadManagement.svc/";
const ACTIVITY: &str = "/v2/ProspectActivity.svc/";
const TASK: &str = "/v2/Task.svc/";
const LIST: &str = "/v2/LeadSegmentation.svc/";
const USER: &str = "/v2/UserManagement.svc/";

/// The fake's handler: `Fake::new(FakeLeadSquared::new())`.
///
/// ```
/// use leads_testkit::{Fake, leadsquared::FakeLeadSquared};
/// let fake = Fake::new(FakeLeadSquared::new());
/// let person = fake.handler().add_lead(&[("FirstName", "Jo"), ("EmailAddress", "jo@example.com")]);
/// let opportunity = fake.handler().add_opportunity(&person, &[("Status", "Open")]);
/// assert_eq!(fake.handler().field(&opportunity, "Status").as_deref(), Some("Open"));
/// ```
#[derive(Debug)]
pub struct FakeLeadSquared {
    state: Mutex<State>,
    windows: Mutex<Windows>,
    ledger: Ledger,
}

#[derive(Debug)]
struct Windows {
    calls: RateWindow,
    bulk: RateWindow,
    daily: RateWindow,
    rejected: u64,
}

impl Windows {
    fn new(calls: u32, bulk: u32, daily: u32) -> Self {
        let short = Duration::from_secs(5);
        Self {
            calls: RateWindow::new(calls, short),
            bulk: RateWindow::new(bulk, short),
            daily: RateWindow::new(daily, Duration::from_secs(86_400)),
            rejected: 0,
        }
    }

    fn admit(&mut self, bulk: bool, clock: &Clock) -> Result<(), OverLimit> {
        let now = clock.instant();
        let found = self.calls.admit(now).and_then(|()| if bulk { self.bulk.admit(now) } else { Ok(()) });
        let found = found.and_then(|()| self.daily.admit(now));
        self.rejected += u64::from(found.is_err());
        found
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
    #[must_use]
    pub fn new() -> Self {
        Self {
            state: Mutex::new(State::new()),
            windows: Mutex::new(Windows::new(25, 5, 1_000_000)),
            ledger: Ledger::new(),
        }
    }

    /// Sets the account's limits: calls and bulk calls in 5 s, and calls per day. Resets the counts.
    #[must_use]
    pub fn with_limits(self, calls: u32, bulk: u32, daily: u32) -> Self {
        *self.windows.lock().unwrap_or_else(PoisonError::into_inner) = Windows::new(calls, bulk, daily);
        self
    }

    /// Changes the settings, effective from the next request.
    pub fn set(&self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.state().settings);
    }

    /// Adds a lead and returns its id.
    pub fn add_lead(&self, attributes: &[(&str, &str)]) -> String {
        self.state().add_lead(attributes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())), None)
    }

    /// Removes a lead, as if another client deleted it, for example between two pages of a list. Returns `false` if it
    /// does not exist.
    pub fn remove_lead(&self, id: &str) -> bool {
        self.state().leads.remove(id).is_some()
    }

    /// Removes an opportunity. Returns `false` if it does not exist.
    pub fn remove_opportunity(&self, id: &str) -> bool {
        self.state().opportunities.remove(id).is_some()
    }

    /// Adds an open opportunity of the fake's only type and returns its id.
    pub fn add_opportunity(&self, lead: &str, fields: &[(&str, &str)]) -> String {
        self.add_opportunity_of(EVENT_CODE, lead, fields)
    }

    /// Adds an open opportunity of a type that reads know but writes do not, and returns its id.
    pub fn add_opportunity_of(&self, code: i64, lead: &str, fields: &[(&str, &str)]) -> String {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        self.state().add_opportunity(lead, code, fields, None, None)
    }

    /// Adds an activity to a lead and returns its id.
    pub fn add_activity(&self, lead: &str, event: i64, note: &str, fields: &[(&str, &str)]) -> String {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        self.state().add_activity(lead, event, Some(note.to_owned()), fields, None)
    }

    /// Adds a user with a role such as `Sales_User` and returns the id. The owner of the keys already exists.
    pub fn add_user(&self, address: &str, role: &str) -> String {
        let mut state = self.state();
        let id = state.fresh_id(0x005e);
        state.users.push(state::User { id: id.clone(), address: address.to_owned(), role: role.to_owned() });
        id
    }

    /// Marks a task as completed, for which the vendor documents no call.
    pub fn complete_task(&self, task: &str) {
        if let Some(task) = self.state().tasks.get_mut(task) {
            task.is_done = true;
        }
    }

    /// Returns the number of a lead's activities with an event code. Opportunities are not counted.
    #[must_use]
    pub fn activities_of(&self, lead: &str, event: i64) -> usize {
        self.state().activities.values().filter(|found| found.lead == lead && found.code == event).count()
    }

    /// Returns the number of tasks.
    #[must_use]
    pub fn tasks(&self) -> usize {
        self.state().tasks.len()
    }

    /// Returns the current value of a lead's attribute, without lag.
    #[must_use]
    pub fn attribute(&self, lead: &str, name: &str) -> Option<String> {
        self.state().leads.get(lead)?.get(name).map(str::to_owned)
    }

    /// Returns the current value of an opportunity's field, without lag.
    #[must_use]
    pub fn field(&self, opportunity: &str, name: &str) -> Option<String> {
        self.state().opportunities.get(opportunity)?.fields.get(name).cloned()
    }

    /// Returns the number of leads.
    #[must_use]
    pub fn leads(&self) -> usize {
        self.state().leads.len()
    }

    /// Returns the number of opportunities.
    #[must_use]
    pub fn opportunities(&self) -> usize {
        self.state().opportunities.len()
    }

    /// Returns the number of a lead's opportunities.
    #[must_use]
    pub fn opportunities_of(&self, lead: &str) -> usize {
        self.state().opportunities.values().filter(|found| found.lead == lead).count()
    }

    /// Returns the number of calls rejected by the rate limit.
    #[must_use]
    pub fn rate_limited_count(&self) -> u64 {
        self.windows.lock().unwrap_or_else(PoisonError::into_inner).rejected
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keys_are_good(request: &FakeRequest) -> bool {
        let pair =
            |access: Option<&str>, secret: Option<&str>| access == Some(ACCESS_KEY) && secret == Some(SECRET_KEY);
        pair(request.header("x-lsq-accesskey"), request.header("x-lsq-secretkey"))
            || pair(
                request.query("accessKey").or_else(|| request.query("accesskey")),
                request.query("secretKey").or_else(|| request.query("secretkey")),
            )
    }
}

impl Handler for FakeLeadSquared {
    fn handle(&self, request: &FakeRequest, clock: &Clock) -> FakeResponse {
        let mut state = self.state();
        let result = self.response(&mut state, request, clock);
        result.unwrap_or_else(Rejection::into_response)
    }

    fn ledger(&self) -> Option<&Ledger> {
        Some(&self.ledger)
    }
}

impl FakeLeadSquared {
    fn response(&self, state: &mut State, request: &FakeRequest, clock: &Clock) -> Result<FakeResponse, Rejection> {
        asynchronous::run_due(state, &self.ledger, request, clock);
        if !request.path.starts_with("/v2/") {
            return asynchronous::response(state, request, clock);
        }
        // The host of another region knows neither the account nor the keys.
        let host = request.host().unwrap_or_default();
        if host.ends_with(".leadsquared.com") && host != state.settings.host {
            return Err(Rejection::wrong_region(&state.settings.host));
        }
        if state.settings.moved {
            return Err(Rejection::wrong_region(&state.settings.host));
        }
        if !Self::keys_are_good(request) {
            return Err(Rejection::wrong_keys());
        }
        let bulk = request.path.contains("/Bulk/");
        let over = self.windows.lock().unwrap_or_else(PoisonError::into_inner).admit(bulk, clock);
        if let Err(over) = over {
            return Err(Rejection::too_many(state.settings.rate_form, over.calls, over.per));
        }
        let body = match (request.method.clone(), request.body.is_empty()) {
            (Method::POST, false) => request.json::<Value>().map_err(|_| Rejection::malformed())?,
            _ => Value::Null,
        };
        let call = Call { request, body: &body, clock, ledger: &self.ledger };
        let (service, method) = (request.path.as_str(), request.method.as_str());
        if let Some(operation) = service.strip_prefix(OPPORTUNITY) {
            return opportunities::response(state, &call, method, operation);
        }
        if let Some(operation) = service.strip_prefix(LEAD) {
            return leads::response(state, &call, method, operation);
        }
        if let Some(operation) = service.strip_prefix(ACTIVITY) {
            return activities::response(state, &call, method, operation);
        }
        if let Some(operation) = service.strip_prefix(TASK) {
            return tasks::response(state, &call, method, operation);
        }
        if let Some(operation) = service.strip_prefix(LIST) {
            return lists::response(state, &call, method, operation);
        }
        if let Some(operation) = service.strip_prefix(USER) {
            return users::response(state, method, operation);
        }
        match (method, service) {
            ("GET", "/v2/Authentication.svc/UserByAccessKey.Get") => Ok(responses::ok(&json!({
                "Id": state::OWNER_ID,
                "Name": "Jo Owner",
                // The address is here, and the member named after it is null.
                "PassPhrase": state::OWNER_ADDRESS,
                "EmailAddress": null,
                "Role": "Administrator",
                "LSQCommonServiceURLs": {
                    "api": state.settings.host,
                    "app": state.settings.host.strip_prefix("api-").unwrap_or("run.leadsquared.com")
                }
            }))),
            _ => Err(Rejection::no_such_path()),
        }
    }
}

/// A request being handled.
struct Call<'a> {
    request: &'a FakeRequest,
    body: &'a Value,
    clock: &'a Clock,
    ledger: &'a Ledger,
}
