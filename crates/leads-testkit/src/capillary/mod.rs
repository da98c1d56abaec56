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

mod access;
mod auth;
#[cfg(feature = "capillary")]
mod client;
mod creates;
mod leads;
mod lists;
mod registries;
mod responses;
mod seeds;
mod settings;
mod state;

pub use access::{API_KEY, API_SECRET, TILL, TILL_ENTITY, TILL_PASSWORD, TILL_PASSWORD_MD5, TILL_STORE};
pub use settings::{CreateMethods, ErrorBody, Reasons, Settings, SingleRead, StaleToken, TokenRejection};

use crate::{Clock, FakeRequest, FakeResponse, Handler, Ledger, Oddity, ServedOperation};
use http::Method;
use responses::Rejection;
use serde_json::Value;
use state::State;
use std::fmt;
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
pub struct FakeCapillary {
    till: String,
    password: String,
    state: Mutex<State>,
    ledger: Ledger,
}

impl fmt::Debug for FakeCapillary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeCapillary").finish_non_exhaustive()
    }
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
    ///
    /// ```
    /// use leads_testkit::capillary::FakeCapillary;
    /// let fake = FakeCapillary::new();
    /// assert_eq!((fake.leads(), fake.reasons().len(), fake.sub_statuses().len()), (0, 3, 2));
    /// ```
    #[must_use]
    pub fn new() -> Self {
        let fake = Self::with_credentials(TILL, TILL_PASSWORD);
        fake.add_api_client(API_KEY, API_SECRET);
        fake
    }

    /// Creates the same organisation with another till and without an API client, so that a test can have two accounts.
    /// A request with the credentials of another account gets the vendor's response to invalid ones. To use tokens, add
    /// an [API client](Self::add_api_client).
    ///
    /// ```
    /// use leads_testkit::{Fake, capillary::FakeCapillary};
    /// let north = Fake::new(FakeCapillary::with_credentials("north.till", "password-of-north"));
    /// let south = Fake::new(FakeCapillary::with_credentials("south.till", "password-of-south"));
    /// assert_ne!(north.handler().credentials(), south.handler().credentials());
    /// ```
    #[must_use]
    pub fn with_credentials(till: &str, password: &str) -> Self {
        let fake = Self {
            till: till.to_owned(),
            password: password.to_owned(),
            state: Mutex::new(State::new()),
            ledger: Ledger::new(),
        };
        fake.add_till(till, &format!("{:x}", md5::compute(password)), TILL_ENTITY, TILL_STORE);
        fake
    }

    /// Returns the user name and the password of the fake's first till.
    ///
    /// ```
    /// use leads_testkit::capillary::{FakeCapillary, TILL};
    /// assert_eq!(FakeCapillary::new().credentials().0, TILL);
    /// ```
    #[must_use]
    pub fn credentials(&self) -> (&str, &str) {
        (&self.till, &self.password)
    }

    /// Shows an oddity until the oddities are [cleared](Self::clear_oddities).
    ///
    /// ```
    /// use leads_testkit::{Clock, FakeRequest, Handler, Oddity, capillary::FakeCapillary};
    /// let fake = FakeCapillary::new();
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
    /// use leads_testkit::{Clock, FakeRequest, Handler, Oddity, capillary::FakeCapillary};
    /// let fake = FakeCapillary::new();
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
    /// use leads_testkit::capillary::FakeCapillary;
    /// let fake = FakeCapillary::new();
    /// // From now on a lead can only be closed with a reason.
    /// fake.set(|settings| settings.needs_reason = true);
    /// fake.set(|settings| assert!(settings.needs_reason));
    /// ```
    pub fn set(&self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.state().settings);
    }

    /// Returns the current state of a lead, in the response format.
    ///
    /// ```
    /// use leads_testkit::capillary::FakeCapillary;
    /// let fake = FakeCapillary::new();
    /// let customer = fake.add_customer("jo@example.com", "919900000001");
    /// let id = fake.add_lead(customer, "boots-42");
    /// assert_eq!(fake.lead(id).unwrap()["status"], "OPEN");
    /// assert_eq!(fake.lead(id + 1), None);
    /// ```
    #[must_use]
    pub fn lead(&self, id: i64) -> Option<Value> {
        let state = self.state();
        state.leads.get(&id).map(|lead| lead.shown(&state, None))
    }

    /// Returns the reasons: id and text.
    ///
    /// ```
    /// use leads_testkit::capillary::FakeCapillary;
    /// let fake = FakeCapillary::new();
    /// let id = fake.add_reason("Moved away");
    /// assert!(fake.reasons().contains(&(id, "Moved away".to_owned())));
    /// ```
    #[must_use]
    pub fn reasons(&self) -> Vec<(i64, String)> {
        self.state().reasons.clone()
    }

    /// Returns the sub-statuses: status and name.
    ///
    /// ```
    /// use leads_testkit::capillary::FakeCapillary;
    /// let fake = FakeCapillary::new();
    /// assert!(fake.sub_statuses().contains(&("ON_HOLD".to_owned(), "CallBack".to_owned())));
    /// ```
    #[must_use]
    pub fn sub_statuses(&self) -> Vec<(String, String)> {
        self.state().sub_statuses.clone()
    }

    /// Returns the number of leads.
    ///
    /// ```
    /// use leads_testkit::capillary::FakeCapillary;
    /// let fake = FakeCapillary::new();
    /// fake.add_lead(fake.add_customer("jo@example.com", "919900000001"), "boots-42");
    /// assert_eq!(fake.leads(), 1);
    /// ```
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
        if let Some(page) = state.oddities.proxy_page() {
            return page;
        }
        state.tick(clock);
        let response = route(&mut state, request, clock, &self.ledger)
            .unwrap_or_else(|rejection| rejection.response(&state.settings));
        let response = response.header("x-cap-requestid", format!("{:X}", 0x5670_FF00_u64 + state.requests));
        // Every read except that of one lead is a list, and a token is not a record.
        if request.path.starts_with("/v3/") {
            return response;
        }
        let is_one =
            request.matches("/v2/leads/{id}").is_some_and(|ids| ids.iter().any(|id| id.parse::<i64>().is_ok()));
        state.oddities.apply(response, request.method == Method::GET && !is_one)
    }

    fn ledger(&self) -> Option<&Ledger> {
        Some(&self.ledger)
    }

    fn served(&self) -> Vec<ServedOperation> {
        OPERATIONS.iter().copied().map(ServedOperation::stateful).collect()
    }
}

/// The operations that [`route`] finds.
const OPERATIONS: [&str; 13] = [
    "create_lead",
    "update_lead",
    "update_lead_status",
    "add_follow_up",
    "list_leads",
    "get_lead",
    "list_follow_ups",
    "list_status_log",
    "create_sub_status",
    "list_sub_statuses",
    "create_reasons",
    "list_reasons",
    "generate_token",
];

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
