//! A fake of Capillary's leads API.
//!
//! It implements the vendor's paths, envelopes and error codes; tills and API clients with expiring tokens; customers,
//! reasons and sub-statuses; and the rules for closed leads and for leads closed by age. Where the vendor's
//! documentation is silent or contradictory, [`Settings`] selects among the plausible behaviors.
//!
//! ```
//! use leads_testkit::Fake;
//! use leads_testkit::capillary::{FakeCapillary, Settings};
//!
//! let fake = Fake::new(FakeCapillary::new());
//! fake.handler().set(|settings| settings.error_status = 200);
//! let customer = fake.handler().add_customer("jo@example.com", "919900000001");
//! let lead = fake.handler().add_lead(customer, "boots-42");
//! assert_eq!(fake.handler().lead(lead).unwrap()["status"], "OPEN");
//! ```

mod auth;
#[cfg(feature = "capillary")]
mod client;
mod creates;
mod leads;
mod lists;
mod registries;
mod responses;
mod settings;
mod state;

pub use auth::{API_KEY, API_SECRET, TILL, TILL_ENTITY, TILL_PASSWORD, TILL_PASSWORD_MD5, TILL_STORE};
pub use settings::{CreateMethods, ErrorBody, Reasons, Settings, SingleRead, StaleToken, TokenRejection};

use crate::{Clock, FakeRequest, FakeResponse, Handler, Ledger};
use http::Method;
use responses::Rejection;
use serde_json::Value;
use state::State;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The fake's handler: `Fake::new(FakeCapillary::new())`.
///
/// ```
/// use leads_testkit::{Fake, capillary::FakeCapillary};
/// let fake = Fake::new(FakeCapillary::new());
/// let customer = fake.handler().add_customer("jo@example.com", "919900000001");
/// let lead = fake.handler().add_lead(customer, "boots-42");
/// assert!(lead > 0);
/// ```
#[derive(Debug)]
pub struct FakeCapillary {
    state: Mutex<State>,
    ledger: Ledger,
}

impl Default for FakeCapillary {
    fn default() -> Self {
        Self::new()
    }
}

impl FakeCapillary {
    /// Creates an organisation with one till, one API client, two members of staff (`store.lead.1`, 4711, and
    /// `store.lead.2`, 4712), three reasons (1 to 3), two sub-statuses (`CallBack` of `ON_HOLD`, `WrongNumber` of
    /// `LOST`), and no customers or leads.
    #[must_use]
    pub fn new() -> Self {
        Self { state: Mutex::new(State::new()), ledger: Ledger::new() }
    }

    /// Changes the settings, effective from the next request.
    pub fn set(&self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.state().settings);
    }

    /// Adds a till with the MD5 hex of its password, its entity id and its store.
    pub fn add_till(&self, user: &str, password_md5: &str, entity: i64, store: &str) {
        self.state().access.add_till(user, password_md5, entity, store);
    }

    /// Adds an API client whose default till is the first one.
    pub fn add_api_client(&self, key: &str, secret: &str) {
        self.state().access.add_api_client(key, secret);
    }

    /// Revokes every issued token, as the vendor may at any time.
    pub fn revoke_tokens(&self) {
        self.state().access.revoke();
    }

    /// Expires every issued token immediately, earlier than announced.
    pub fn expire_tokens(&self) {
        self.state().access.expire();
    }

    /// Returns the number of tokens issued.
    #[must_use]
    pub fn tokens_issued(&self) -> u64 {
        self.state().access.given()
    }

    /// Adds a customer and returns its id.
    pub fn add_customer(&self, email: &str, mobile: &str) -> i64 {
        self.state().add_customer(Some(email), Some(mobile))
    }

    /// Adds a lead in status `OPEN` for a SKU, created now by the first till, and returns its id.
    pub fn add_lead(&self, customer: i64, lead_for: &str) -> i64 {
        self.state().add_lead(customer, lead_for)
    }

    /// Removes a lead, for example between two pages of a list. Returns `false` if it does not exist.
    pub fn remove_lead(&self, id: i64) -> bool {
        self.state().leads.remove(&id).is_some()
    }

    /// Adds a reason and returns its id.
    pub fn add_reason(&self, text: &str) -> i64 {
        self.state().add_reason(text)
    }

    /// Adds a sub-status.
    pub fn add_sub_status(&self, status: &str, sub_status: &str) {
        self.state().sub_statuses.push((status.to_owned(), sub_status.to_owned()));
    }

    /// Adds a member of staff.
    pub fn add_staff(&self, username: &str, entity: i64) {
        self.state().staff.push((username.to_owned(), entity));
    }

    /// Sets the translation of an extended field's value in a language.
    pub fn translate(&self, language: &str, value: &str, translated: &str) {
        let key = (language.to_ascii_lowercase(), value.to_owned());
        self.state().translations.insert(key, translated.to_owned());
    }

    /// Returns the current state of a lead, in the response format.
    #[must_use]
    pub fn lead(&self, id: i64) -> Option<Value> {
        let state = self.state();
        state.leads.get(&id).map(|lead| lead.shown(&state, None))
    }

    /// Returns the reasons: id and text.
    #[must_use]
    pub fn reasons(&self) -> Vec<(i64, String)> {
        self.state().reasons.clone()
    }

    /// Returns the sub-statuses: status and name.
    #[must_use]
    pub fn sub_statuses(&self) -> Vec<(String, String)> {
        self.state().sub_statuses.clone()
    }

    /// Returns the number of leads.
    #[must_use]
    pub fn leads(&self) -> usize {
        self.state().leads.len()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Handler for FakeCapillary {
    fn handle(&self, request: &FakeRequest, clock: &Clock) -> FakeResponse {
        let mut state = self.state();
        state.tick(clock);
        let response =
            route(&mut state, request, clock, &self.ledger).unwrap_or_else(|rejection| rejection.response(&state));
        response.header("x-cap-requestid", format!("{:X}", 0x5670_FF00_u64 + state.requests))
    }

    fn ledger(&self) -> Option<&Ledger> {
        Some(&self.ledger)
    }
}

/// Finds the operation by path and method. A known path with another method is a 405, an unknown path a 404.
fn route(state: &mut State, request: &FakeRequest, clock: &Clock, ledger: &Ledger) -> Result<FakeResponse, Rejection> {
    state.requests += 1;
    let segments = request.segments();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    if segments.as_slice() == ["v3", "oauth", "token", "generate"] {
        return match request.method {
            Method::POST => auth::token(state, request, clock),
            _ => Err(Rejection::Status(405)),
        };
    }
    let ["v2", "leads", rest @ ..] = segments.as_slice() else { return Err(Rejection::Status(404)) };
    let caller = auth::caller(state, request, clock)?;
    let method = &request.method;
    match rest {
        [] => match *method {
            Method::GET => lists::leads(state, request),
            Method::POST if state.settings.create_methods != CreateMethods::Patch => {
                creates::lead(state, request, &caller, clock, ledger)
            }
            Method::PATCH if state.settings.create_methods != CreateMethods::Post => {
                creates::lead(state, request, &caller, clock, ledger)
            }
            _ => Err(Rejection::Status(405)),
        },
        ["reasons"] => match *method {
            Method::GET => Ok(registries::reasons(state)),
            Method::POST => registries::create_reasons(state, request, ledger),
            _ => Err(Rejection::Status(405)),
        },
        ["substatuses"] => match *method {
            Method::GET => Ok(registries::sub_statuses(state)),
            _ => Err(Rejection::Status(405)),
        },
        ["substatus"] => match *method {
            Method::POST => registries::create_sub_status(state, request, ledger),
            _ => Err(Rejection::Status(405)),
        },
        [id] => match *method {
            Method::GET => lists::lead(state, request, id),
            Method::PUT => leads::update(state, request, id, &caller, clock, ledger),
            _ => Err(Rejection::Status(405)),
        },
        [id, "status"] => match *method {
            Method::PUT => leads::update_status(state, request, id, &caller, clock, ledger),
            _ => Err(Rejection::Status(405)),
        },
        [id, "followup"] => match *method {
            Method::POST => leads::add_follow_up(state, request, id, &caller, clock, ledger),
            _ => Err(Rejection::Status(405)),
        },
        [id, "followups"] => match *method {
            Method::GET => lists::follow_ups(state, id),
            _ => Err(Rejection::Status(405)),
        },
        [id, "statusLog"] => match *method {
            Method::GET => lists::status_log(state, id),
            _ => Err(Rejection::Status(405)),
        },
        _ => Err(Rejection::Status(404)),
    }
}
