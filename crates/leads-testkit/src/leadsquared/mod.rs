//! A fake of LeadSquared.
//!
//! It has the vendor's paths, both ways of signing, regions, envelopes and codes, strict rate windows, capture with
//! duplicate rules, bulk calls with rows that fail, reads that lag behind writes when asked to, and the async host with
//! jobs that take their time: a job is made at the first request that comes after its time.
//!
//! It serves opportunities and leads, the activities of a lead, its notes, tasks, the list of users, and static lists.
//! Companies, webhooks, the making of fields and types, and the wider searches it does not serve: they are answered as
//! a path that is not there.
//!
//! Where the vendor's documents are silent or contradict each other, [`Settings`] switches between the plausible forms.
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
mod answers;
mod asynchronous;
#[cfg(feature = "leadsquared")]
mod client;
mod leads;
mod lists;
mod notes;
mod opportunities;
mod settings;
mod state;
mod tasks;
mod users;

pub use settings::{BulkForm, PhoneForm, RateForm, Settings, UnknownForm};

use crate::{Clock, FakeAnswer, FakeRequest, Handler, Ledger, OverLimit, RateWindow};
use answers::Refusal;
use http::Method;
use serde_json::{Value, json};
use state::State;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The access key that the fake takes.
pub const ACCESS_KEY: &str = "u$rfake0000access";
/// The secret key that the fake takes.
pub const SECRET_KEY: &str = "fakesecret0000";
/// The key of the async host that the fake takes.
pub const ASYNC_KEY: &str = "fakeasync0000";
/// The code of the one type of opportunities that the fake has.
pub const EVENT_CODE: i64 = 12_005;

const OPPORTUNITY: &str = "/v2/OpportunityManagement.svc/";
const LEAD: &str = "/v2/LeadManagement.svc/";
const ACTIVITY: &str = "/v2/ProspectActivity.svc/";
const TASK: &str = "/v2/Task.svc/";
const LIST: &str = "/v2/LeadSegmentation.svc/";
const USER: &str = "/v2/UserManagement.svc/";

/// The handler of the fake: `Fake::new(FakeLeadSquared::new())`.
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
    refused: u64,
}

impl Windows {
    fn new(calls: u32, bulk: u32, daily: u32) -> Self {
        let short = Duration::from_secs(5);
        Self {
            calls: RateWindow::new(calls, short),
            bulk: RateWindow::new(bulk, short),
            daily: RateWindow::new(daily, Duration::from_secs(86_400)),
            refused: 0,
        }
    }

    fn arrive(&mut self, bulk: bool, clock: &Clock) -> Result<(), OverLimit> {
        let now = clock.instant();
        let found = self.calls.arrive(now).and_then(|()| if bulk { self.bulk.arrive(now) } else { Ok(()) });
        let found = found.and_then(|()| self.daily.arrive(now));
        self.refused += u64::from(found.is_err());
        found
    }
}

impl Default for FakeLeadSquared {
    fn default() -> Self {
        Self::new()
    }
}

impl FakeLeadSquared {
    /// An account in Singapore with one pair of keys, one type of opportunities, 25 calls and 5 bulk calls in 5 s, and no
    /// leads.
    #[must_use]
    pub fn new() -> Self {
        Self {
            state: Mutex::new(State::new()),
            windows: Mutex::new(Windows::new(25, 5, 1_000_000)),
            ledger: Ledger::new(),
        }
    }

    /// Sets what the account may send: calls and bulk calls in 5 s, calls in a day. Counts begin anew.
    #[must_use]
    pub fn with_limits(self, calls: u32, bulk: u32, daily: u32) -> Self {
        *self.windows.lock().unwrap_or_else(PoisonError::into_inner) = Windows::new(calls, bulk, daily);
        self
    }

    /// Changes the settings, from the next request on.
    pub fn set(&self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.state().settings);
    }

    /// Adds a lead; the answer is its id.
    pub fn add_lead(&self, attributes: &[(&str, &str)]) -> String {
        self.state().add_lead(attributes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())), None)
    }

    /// Takes a lead away, as if another client deleted it: between two pages of a list, for example. `false` if there is
    /// none.
    pub fn remove_lead(&self, id: &str) -> bool {
        self.state().leads.remove(id).is_some()
    }

    /// Takes an opportunity away. `false` if there is none.
    pub fn remove_opportunity(&self, id: &str) -> bool {
        self.state().opportunities.remove(id).is_some()
    }

    /// Adds an open opportunity of the fake's one type; the answer is its id.
    pub fn add_opportunity(&self, lead: &str, fields: &[(&str, &str)]) -> String {
        self.add_opportunity_of(EVENT_CODE, lead, fields)
    }

    /// Adds an open opportunity of a type that reads know and writes do not; the answer is its id.
    pub fn add_opportunity_of(&self, code: i64, lead: &str, fields: &[(&str, &str)]) -> String {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        self.state().add_opportunity(lead, code, fields, None, None)
    }

    /// Adds an activity to a lead; the answer is its id.
    pub fn add_activity(&self, lead: &str, event: i64, note: &str, fields: &[(&str, &str)]) -> String {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        self.state().add_activity(lead, event, Some(note.to_owned()), fields, None)
    }

    /// Adds a user, with a role such as `Sales_User`; the answer is the id. The owner of the keys is there already.
    pub fn add_user(&self, address: &str, role: &str) -> String {
        let mut state = self.state();
        let id = state.fresh_id(0x005e);
        state.users.push(state::User { id: id.clone(), address: address.to_owned(), role: role.to_owned() });
        id
    }

    /// Marks a task as done, which no call of the vendor's that is documented does.
    pub fn complete_task(&self, task: &str) {
        if let Some(task) = self.state().tasks.get_mut(task) {
            task.is_done = true;
        }
    }

    /// How many activities of one event a lead has. Opportunities are not counted.
    #[must_use]
    pub fn activities_of(&self, lead: &str, event: i64) -> usize {
        self.state().activities.values().filter(|found| found.lead == lead && found.code == event).count()
    }

    /// How many tasks there are.
    #[must_use]
    pub fn tasks(&self) -> usize {
        self.state().tasks.len()
    }

    /// An attribute of a lead as it is now, read without lag.
    #[must_use]
    pub fn attribute(&self, lead: &str, name: &str) -> Option<String> {
        self.state().leads.get(lead)?.get(name).map(str::to_owned)
    }

    /// A field of an opportunity as it is now, read without lag.
    #[must_use]
    pub fn field(&self, opportunity: &str, name: &str) -> Option<String> {
        self.state().opportunities.get(opportunity)?.fields.get(name).cloned()
    }

    /// How many leads there are.
    #[must_use]
    pub fn leads(&self) -> usize {
        self.state().leads.len()
    }

    /// How many opportunities there are.
    #[must_use]
    pub fn opportunities(&self) -> usize {
        self.state().opportunities.len()
    }

    /// How many opportunities a lead has.
    #[must_use]
    pub fn opportunities_of(&self, lead: &str) -> usize {
        self.state().opportunities.values().filter(|found| found.lead == lead).count()
    }

    /// How many calls were refused for the rate.
    #[must_use]
    pub fn refused_for_rate(&self) -> u64 {
        self.windows.lock().unwrap_or_else(PoisonError::into_inner).refused
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
    fn handle(&self, request: &FakeRequest, clock: &Clock) -> FakeAnswer {
        let mut state = self.state();
        let answered = self.response(&mut state, request, clock);
        answered.unwrap_or_else(Refusal::into_answer)
    }

    fn ledger(&self) -> Option<&Ledger> {
        Some(&self.ledger)
    }
}

impl FakeLeadSquared {
    fn response(&self, state: &mut State, request: &FakeRequest, clock: &Clock) -> Result<FakeAnswer, Refusal> {
        asynchronous::run_due(state, &self.ledger, request, clock);
        if !request.path.starts_with("/v2/") {
            return asynchronous::response(state, request, clock);
        }
        // The host of another region knows neither account nor keys.
        let host = request.host().unwrap_or_default();
        if host.ends_with(".leadsquared.com") && host != state.settings.host {
            return Err(Refusal::wrong_region(&state.settings.host));
        }
        if state.settings.moved {
            return Err(Refusal::wrong_region(&state.settings.host));
        }
        if !Self::keys_are_good(request) {
            return Err(Refusal::wrong_keys());
        }
        let bulk = request.path.contains("/Bulk/");
        let over = self.windows.lock().unwrap_or_else(PoisonError::into_inner).arrive(bulk, clock);
        if let Err(over) = over {
            return Err(Refusal::too_many(state.settings.rate_form, over.calls, over.per));
        }
        let body = match (request.method.clone(), request.body.is_empty()) {
            (Method::POST, false) => request.json::<Value>().map_err(|_| Refusal::malformed())?,
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
            ("GET", "/v2/Authentication.svc/UserByAccessKey.Get") => Ok(answers::ok(&json!({
                "Id": state::OWNER_ID,
                "Name": "Jo Owner",
                // The address stands here, and the member of its name is null.
                "PassPhrase": state::OWNER_ADDRESS,
                "EmailAddress": null,
                "Role": "Administrator",
                "LSQCommonServiceURLs": {
                    "api": state.settings.host,
                    "app": state.settings.host.strip_prefix("api-").unwrap_or("run.leadsquared.com")
                }
            }))),
            _ => Err(Refusal::no_such_path()),
        }
    }
}

/// One request on its way through the fake.
struct Call<'a> {
    request: &'a FakeRequest,
    body: &'a Value,
    clock: &'a Clock,
    ledger: &'a Ledger,
}
