//! A fake of Capillary's leads resource.
//!
//! It has the vendor's paths, envelopes and codes, tills and API clients with tokens that age, customers, reasons,
//! sub-statuses, the rules of closed leads and of leads that are closed by their age. Where the vendor's documents are
//! silent or contradict each other, [`Settings`] switches between the plausible forms.
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

mod answers;
mod auth;
#[cfg(feature = "capillary")]
mod client;
mod creates;
mod leads;
mod lists;
mod registries;
mod settings;
mod state;

pub use auth::{API_KEY, API_SECRET, TILL, TILL_ENTITY, TILL_PASSWORD, TILL_PASSWORD_MD5, TILL_STORE};
pub use settings::{ErrorBody, Reasons, Settings, SingleRead, StaleToken, TokenRefusal, Verbs};

use crate::{Clock, FakeAnswer, FakeRequest, Handler, Ledger};
use answers::Refusal;
use http::Method;
use serde_json::Value;
use state::State;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The handler of the fake: `Fake::new(FakeCapillary::new())`.
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
    /// An organisation with one till, one API client, two members of staff (`store.lead.1`, 4711, and `store.lead.2`,
    /// 4712), three reasons (1 to 3), two sub-statuses (`CallBack` of `ON_HOLD`, `WrongNumber` of `LOST`), and no
    /// customers and leads.
    #[must_use]
    pub fn new() -> Self {
        Self { state: Mutex::new(State::new()), ledger: Ledger::new() }
    }

    /// Changes the settings, from the next request on.
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

    /// Takes back every token that was given out, as the vendor may at any time.
    pub fn revoke_tokens(&self) {
        self.state().access.revoke();
    }

    /// Has every token that was given out expire at once, earlier than its answer said.
    pub fn expire_tokens(&self) {
        self.state().access.expire();
    }

    /// How many tokens were given out.
    #[must_use]
    pub fn tokens_given(&self) -> u64 {
        self.state().access.given()
    }

    /// Adds a customer; the answer is its id.
    pub fn add_customer(&self, email: &str, mobile: &str) -> i64 {
        self.state().add_customer(Some(email), Some(mobile))
    }

    /// Adds a lead in status `OPEN` for a SKU, made by the first till now; the answer is its id.
    pub fn add_lead(&self, customer: i64, lead_for: &str) -> i64 {
        self.state().add_lead(customer, lead_for)
    }

    /// Takes a lead away, as if it had been moved out of sight: between two pages of a list, for example. `false` if there
    /// is none.
    pub fn remove_lead(&self, id: i64) -> bool {
        self.state().leads.remove(&id).is_some()
    }

    /// Adds a reason; the answer is its id.
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

    /// Says what the value of an extended field is called in a language.
    pub fn translate(&self, language: &str, value: &str, translated: &str) {
        let key = (language.to_ascii_lowercase(), value.to_owned());
        self.state().translations.insert(key, translated.to_owned());
    }

    /// A lead as it is now, in the form of an answer.
    #[must_use]
    pub fn lead(&self, id: i64) -> Option<Value> {
        let state = self.state();
        state.leads.get(&id).map(|lead| lead.shown(&state, None))
    }

    /// The reasons: id and text.
    #[must_use]
    pub fn reasons(&self) -> Vec<(i64, String)> {
        self.state().reasons.clone()
    }

    /// The sub-statuses: status and name.
    #[must_use]
    pub fn sub_statuses(&self) -> Vec<(String, String)> {
        self.state().sub_statuses.clone()
    }

    /// How many leads there are.
    #[must_use]
    pub fn leads(&self) -> usize {
        self.state().leads.len()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Handler for FakeCapillary {
    fn handle(&self, request: &FakeRequest, clock: &Clock) -> FakeAnswer {
        let mut state = self.state();
        state.tick(clock);
        let response =
            route(&mut state, request, clock, &self.ledger).unwrap_or_else(|refusal| refusal.response(&state));
        response.header("x-cap-requestid", format!("{:X}", 0x5670_FF00_u64 + state.requests))
    }

    fn ledger(&self) -> Option<&Ledger> {
        Some(&self.ledger)
    }
}

/// Finds the operation by path and verb. A known path with another verb is a 405, an unknown path a 404.
fn route(state: &mut State, request: &FakeRequest, clock: &Clock, ledger: &Ledger) -> Result<FakeAnswer, Refusal> {
    state.requests += 1;
    let segments = request.segments();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    if segments.as_slice() == ["v3", "oauth", "token", "generate"] {
        return match request.method {
            Method::POST => auth::token(state, request, clock),
            _ => Err(Refusal::Status(405)),
        };
    }
    let ["v2", "leads", rest @ ..] = segments.as_slice() else { return Err(Refusal::Status(404)) };
    let caller = auth::caller(state, request, clock)?;
    let method = &request.method;
    match rest {
        [] => match *method {
            Method::GET => lists::leads(state, request),
            Method::POST if state.settings.create_verbs != Verbs::Patch => {
                creates::lead(state, request, &caller, clock, ledger)
            }
            Method::PATCH if state.settings.create_verbs != Verbs::Post => {
                creates::lead(state, request, &caller, clock, ledger)
            }
            _ => Err(Refusal::Status(405)),
        },
        ["reasons"] => match *method {
            Method::GET => Ok(registries::reasons(state)),
            Method::POST => registries::create_reasons(state, request, ledger),
            _ => Err(Refusal::Status(405)),
        },
        ["substatuses"] => match *method {
            Method::GET => Ok(registries::sub_statuses(state)),
            _ => Err(Refusal::Status(405)),
        },
        ["substatus"] => match *method {
            Method::POST => registries::create_sub_status(state, request, ledger),
            _ => Err(Refusal::Status(405)),
        },
        [id] => match *method {
            Method::GET => lists::lead(state, request, id),
            Method::PUT => leads::update(state, request, id, &caller, clock, ledger),
            _ => Err(Refusal::Status(405)),
        },
        [id, "status"] => match *method {
            Method::PUT => leads::update_status(state, request, id, &caller, clock, ledger),
            _ => Err(Refusal::Status(405)),
        },
        [id, "followup"] => match *method {
            Method::POST => leads::add_follow_up(state, request, id, &caller, clock, ledger),
            _ => Err(Refusal::Status(405)),
        },
        [id, "followups"] => match *method {
            Method::GET => lists::follow_ups(state, id),
            _ => Err(Refusal::Status(405)),
        },
        [id, "statusLog"] => match *method {
            Method::GET => lists::status_log(state, id),
            _ => Err(Refusal::Status(405)),
        },
        _ => Err(Refusal::Status(404)),
    }
}
