//! A fake of Dealer Studio.
//!
//! It implements the vendor's paths; keys with permissions and dealerships; leads, and the clusters they are grouped in
//! by phone number or e-mail address; the three-day rule on the fake's own clock; validation messages; cars,
//! appointments, events and identifiers; and the webhooks that would be sent. Where the vendor's documentation is
//! silent, [`Settings`] selects among the plausible behaviors.
//!
//! ```
//! use leads_testkit::Fake;
//! use leads_testkit::dealerstudio::FakeDealerStudio;
//!
//! let fake = Fake::new(FakeDealerStudio::new());
//! fake.handler().set(|settings| settings.too_old_status = 400);
//! assert!(fake.handler().webhooks().is_empty());
//! ```

mod cars;
#[cfg(feature = "dealerstudio")]
mod client;
mod form;
mod leads;
mod seeds;
mod settings;
mod state;
mod webhooks;

pub use settings::{ErrorForm, Settings, Success, Unauthorised, WebhookAuth};
pub use state::FakeFile;

use crate::{Clock, FakeRequest, FakeResponse, Handler, Ledger, Oddity, ServedOperation, Webhook};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use state::{Key, State};
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The fake's first key, which has every documented permission and access to both dealerships.
pub const API_KEY: &str = "fake-dealer-key";
/// The id of the first dealership.
pub const DEALERSHIP_ID: i64 = 42;
/// The slug of the first dealership.
pub const DEALERSHIP_SLUG: &str = "northside-motors";
/// The e-mail address of the first dealership's user.
pub const USER_EMAIL: &str = "sam.seller@example.com";
/// The id of that user.
pub const USER_ID: i64 = 7;

/// The operations: name, method, path.
const ROUTES: &[(&str, &str, &str)] = &[
    ("create_lead", "POST", "/api/v1/leads"),
    ("update_lead", "PUT", "/api/v1/leads/{id}"),
    ("update_lead_cluster", "PUT", "/api/v1/dealerships/{dealership_slug}/lead_clusters/{id}"),
    ("show_apikey", "GET", "/api/v1/apikeys/apikey_details.json"),
    ("list_external_identifiers", "GET", "/api/v1/dealerships/{dealership_id}/external_identifiers"),
    ("create_appointment", "POST", "/api/v1/appointments"),
    ("create_lead_event_by_service", "POST", "/api/v1/lead_events/{service}/create"),
    ("create_car", "POST", "/api/cars"),
    ("update_car", "PUT", "/api/cars/{id}"),
];

/// The fake's handler: `Fake::new(FakeDealerStudio::new())`.
///
/// ```
/// use leads_testkit::{Fake, dealerstudio::{FakeDealerStudio, Success}};
/// let fake = Fake::new(FakeDealerStudio::new());
/// // Settings select what the vendor's documentation leaves open: here a success without
/// // a body.
/// fake.handler().set(|settings| settings.success = Success::Empty);
/// ```
pub struct FakeDealerStudio {
    key: String,
    state: Mutex<State>,
    ledger: Ledger,
}

impl fmt::Debug for FakeDealerStudio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeDealerStudio").finish_non_exhaustive()
    }
}

impl Default for FakeDealerStudio {
    fn default() -> Self {
        Self::new()
    }
}

/// Why a call is rejected.
pub(crate) struct Rejection {
    status: u16,
    fields: Vec<(String, String)>,
}

impl Rejection {
    fn new(status: u16, message: &str) -> Self {
        Self { status, fields: vec![("base".to_owned(), message.to_owned())] }
    }

    fn unprocessable(fields: Vec<(String, String)>) -> Self {
        Self { status: 422, fields }
    }
}

/// A call with everything its handler needs.
pub(crate) struct Call<'a> {
    request: &'a FakeRequest,
    places: Vec<String>,
    key: Key,
    now: DateTime<Utc>,
}

type HandlerResult = Result<FakeResponse, Rejection>;

impl FakeDealerStudio {
    /// Creates two dealerships, `northside-motors` (42) and `southside-motors` (43), each with a location and a user,
    /// and one key with access to both.
    ///
    /// ```
    /// use leads_testkit::dealerstudio::FakeDealerStudio;
    /// assert_eq!(FakeDealerStudio::new().counts(), [0; 5]);
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self::with_credentials(API_KEY)
    }

    /// Creates the same dealerships with another key, so that a test can have two accounts. A request with the key of
    /// another account gets the vendor's response to an invalid one.
    ///
    /// ```
    /// use leads_testkit::{Fake, dealerstudio::FakeDealerStudio};
    /// let north = Fake::new(FakeDealerStudio::with_credentials("key-of-north"));
    /// let south = Fake::new(FakeDealerStudio::with_credentials("key-of-south"));
    /// assert_ne!(north.handler().credentials(), south.handler().credentials());
    /// ```
    #[must_use]
    pub fn with_credentials(key: &str) -> Self {
        Self { key: key.to_owned(), state: Mutex::new(State::new(key)), ledger: Ledger::new() }
    }

    /// Returns the fake's first key.
    ///
    /// ```
    /// use leads_testkit::dealerstudio::{API_KEY, FakeDealerStudio};
    /// assert_eq!(FakeDealerStudio::new().credentials(), API_KEY);
    /// ```
    #[must_use]
    pub fn credentials(&self) -> &str {
        &self.key
    }

    /// Shows an oddity until the oddities are [cleared](Self::clear_oddities).
    ///
    /// ```
    /// use leads_testkit::{Clock, FakeRequest, Handler, Oddity, dealerstudio::FakeDealerStudio};
    /// let fake = FakeDealerStudio::new();
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
    /// use leads_testkit::{Clock, FakeRequest, Handler, Oddity, dealerstudio::FakeDealerStudio};
    /// let fake = FakeDealerStudio::new();
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
    /// use leads_testkit::dealerstudio::{FakeDealerStudio, WebhookAuth};
    /// let fake = FakeDealerStudio::new();
    /// // The webhooks carry a token that the receiver has to check.
    /// let token = (WebhookAuth::Bearer, "a long random text".to_owned());
    /// fake.set(|settings| settings.webhook_token = Some(token));
    /// let cluster = fake.add_cluster(42);
    /// fake.change_cluster(cluster, &serde_json::json!({}));
    /// assert!(fake.take_webhooks()[0].headers.contains_key("authorization"));
    /// ```
    pub fn set(&self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.state().settings);
    }

    /// Returns the current state of a lead.
    ///
    /// ```
    /// use leads_testkit::dealerstudio::FakeDealerStudio;
    /// let fake = FakeDealerStudio::new();
    /// let fields = serde_json::json!({"email": "jo@example.com"});
    /// let id = fake.add_lead(fake.add_cluster(42), &fields).unwrap();
    /// assert_eq!(fake.lead(id).unwrap()["email"], "jo@example.com");
    /// ```
    #[must_use]
    pub fn lead(&self, id: i64) -> Option<Value> {
        self.state().leads.get(&id).map(|lead| Value::Object(lead.fields.clone()))
    }

    /// Returns the files of a lead in the order received.
    ///
    /// ```
    /// use leads_testkit::dealerstudio::FakeDealerStudio;
    /// let fake = FakeDealerStudio::new();
    /// let lead = fake.add_lead(fake.add_cluster(42), &serde_json::json!({})).unwrap();
    /// assert!(fake.files(lead).is_empty(), "none was uploaded yet");
    /// ```
    #[must_use]
    pub fn files(&self, lead: i64) -> Vec<FakeFile> {
        self.state().leads.get(&lead).map(|lead| lead.files.clone()).unwrap_or_default()
    }

    /// Returns the number of payments of a lead.
    ///
    /// ```
    /// use leads_testkit::dealerstudio::FakeDealerStudio;
    /// let fake = FakeDealerStudio::new();
    /// let lead = fake.add_lead(fake.add_cluster(42), &serde_json::json!({})).unwrap();
    /// assert_eq!(fake.payments(lead), 0);
    /// ```
    #[must_use]
    pub fn payments(&self, lead: i64) -> usize {
        self.state().leads.get(&lead).map_or(0, |lead| lead.payments)
    }

    /// Returns the current state of a cluster, in the format of its webhook.
    ///
    /// ```
    /// use leads_testkit::dealerstudio::FakeDealerStudio;
    /// let fake = FakeDealerStudio::new();
    /// let cluster = fake.add_cluster(42);
    /// assert!(fake.cluster(cluster).is_some() && fake.cluster(404).is_none());
    /// ```
    #[must_use]
    pub fn cluster(&self, id: i64) -> Option<Value> {
        let state = self.state();
        state.clusters.get(&id).map(|cluster| webhooks::cluster(&state, id, cluster))
    }

    /// Returns the current state of a car.
    ///
    /// ```
    /// use leads_testkit::dealerstudio::FakeDealerStudio;
    /// let fake = FakeDealerStudio::new();
    /// let car = fake.add_car(42, "N-1001");
    /// assert!(fake.car(car).is_some() && fake.car(404).is_none());
    /// ```
    #[must_use]
    pub fn car(&self, id: i64) -> Option<Value> {
        self.state().cars.get(&id).map(|car| Value::Object(car.clone()))
    }

    /// Returns the numbers of leads, clusters, cars, appointments and events.
    ///
    /// ```
    /// use leads_testkit::dealerstudio::FakeDealerStudio;
    /// let fake = FakeDealerStudio::new();
    /// fake.add_cluster(42);
    /// let [leads, clusters, ..] = fake.counts();
    /// assert_eq!((leads, clusters), (0, 1));
    /// ```
    #[must_use]
    pub fn counts(&self) -> [usize; 5] {
        let state = self.state();
        [state.leads.len(), state.clusters.len(), state.cars.len(), state.appointments.len(), state.events.len()]
    }

    /// Returns the webhooks that would have been sent so far, oldest first.
    ///
    /// ```
    /// use leads_testkit::dealerstudio::FakeDealerStudio;
    /// let fake = FakeDealerStudio::new();
    /// let cluster = fake.add_cluster(42);
    /// fake.add_lead(cluster, &serde_json::json!({"email": "jo@example.com"}));
    /// assert_eq!(fake.webhooks(), fake.webhooks(), "reading does not take them");
    /// ```
    #[must_use]
    pub fn webhooks(&self) -> Vec<Webhook> {
        self.state().outbox.clone()
    }

    /// Takes the webhooks that would have been sent since the last call.
    ///
    /// ```
    /// use leads_testkit::dealerstudio::FakeDealerStudio;
    /// let fake = FakeDealerStudio::new();
    /// let cluster = fake.add_cluster(42);
    /// fake.add_lead(cluster, &serde_json::json!({"email": "jo@example.com"}));
    /// assert!(!fake.take_webhooks().is_empty());
    /// assert!(fake.take_webhooks().is_empty());
    /// ```
    #[must_use]
    pub fn take_webhooks(&self) -> Vec<Webhook> {
        std::mem::take(&mut self.state().outbox)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn route(&self, request: &FakeRequest, clock: &Clock) -> FakeResponse {
        let found = ROUTES.iter().find_map(|(operation, method, path)| {
            (request.method.as_str() == *method)
                .then(|| request.matches(path))
                .flatten()
                .map(|places| (*operation, places))
        });
        let mut state = self.state();
        if let Some(window) = &state.settings.rate
            && let Err(over) = window.admit(clock.instant())
        {
            let wait = over.retry_after_seconds().to_string();
            return FakeResponse::text(429, "Retry later\n").header("retry-after", &wait);
        }
        let Some((operation, places)) = found else {
            return FakeResponse::json(404, &json!({"status": 404, "error": "Not Found"}));
        };
        // A valid key without the permission gets the same response as an invalid key.
        let key = request.bearer().and_then(|text| state.keys.iter().find(|key| key.text == text)).cloned();
        let may = |key: &Key| {
            state.settings.permissions.get(operation).is_none_or(|need| key.permissions.iter().any(|have| have == need))
        };
        let Some(key) = key.filter(may) else {
            return match state.settings.unauthorised {
                Unauthorised::Text => FakeResponse::text(401, "HTTP Token: Access denied.\n"),
                Unauthorised::Json => FakeResponse::json(401, &json!({"error": "Unauthorised"})),
                Unauthorised::Empty => FakeResponse::empty(401),
            };
        };
        let call = Call { request, places, key, now: clock.now() };
        let result = match operation {
            "create_lead" => leads::create(&mut state, &call),
            "update_lead" => leads::update(&mut state, &call),
            "update_lead_cluster" => leads::update_cluster(&mut state, &call),
            "show_apikey" => Ok(show_key(&state, &call)),
            "list_external_identifiers" => identifiers(&state, &call),
            "create_appointment" => leads::create_appointment(&mut state, &call),
            "create_lead_event_by_service" => leads::create_event(&mut state, &call),
            "create_car" => cars::create(&mut state, &call),
            _ => cars::update(&mut state, &call),
        };
        match result {
            Ok(response) => {
                if request.method != "GET" {
                    self.ledger.record(operation);
                }
                response
            }
            Err(rejection) => rejected(&state.settings, rejection),
        }
    }
}

impl Handler for FakeDealerStudio {
    fn handle(&self, request: &FakeRequest, clock: &Clock) -> FakeResponse {
        if let Some(page) = self.state().oddities.proxy_page() {
            return page;
        }
        let response = self.route(request, clock).header("x-request-id", "fake-request");
        let is_list = request.method == "GET" && request.path.ends_with("/external_identifiers");
        self.state().oddities.apply(response, is_list)
    }

    fn ledger(&self) -> Option<&Ledger> {
        Some(&self.ledger)
    }

    fn served(&self) -> Vec<ServedOperation> {
        ROUTES.iter().map(|(operation, ..)| ServedOperation::stateful(operation)).collect()
    }
}

/// Returns a rejection in the configured format.
fn rejected(settings: &Settings, rejection: Rejection) -> FakeResponse {
    let form = if rejection.status == 422 { settings.validation_form } else { settings.error_form };
    let mut by_field = Map::new();
    for (field, message) in &rejection.fields {
        if let Value::Array(messages) = by_field.entry(field.clone()).or_insert_with(|| json!([])) {
            messages.push(json!(message));
        }
    }
    let texts: Vec<String> = rejection
        .fields
        .iter()
        .map(|(field, message)| if field == "base" { message.clone() } else { format!("{field} {message}") })
        .collect();
    let text = texts.join(", ");
    match form {
        ErrorForm::Error => FakeResponse::json(rejection.status, &json!({"error": text})),
        ErrorForm::Errors => FakeResponse::json(rejection.status, &json!({"errors": texts})),
        ErrorForm::ErrorsByField => FakeResponse::json(rejection.status, &json!({"errors": by_field})),
        ErrorForm::Message => FakeResponse::json(rejection.status, &json!({"message": text})),
        ErrorForm::Flat => FakeResponse::json(rejection.status, &by_field),
        ErrorForm::Text => FakeResponse::text(rejection.status, text),
    }
}

/// Returns a success in the configured format.
pub(crate) fn done(settings: &Settings, wrapper: &str, record: Value) -> FakeResponse {
    match settings.success {
        Success::Empty => FakeResponse::empty(200),
        Success::NoContent => FakeResponse::empty(204),
        Success::Bare => FakeResponse::json(200, &record),
        Success::Wrapped => FakeResponse::json(200, &json!({wrapper: record})),
    }
}

impl Call<'_> {
    /// Returns the body, unwrapped from its single member.
    fn wrapped(&self, member: &str) -> Result<Map<String, Value>, Rejection> {
        match form::body(self.request).and_then(|mut body| body.remove(member)) {
            Some(Value::Object(fields)) => Ok(fields),
            _ => Err(Rejection::new(400, &format!("param is missing or the value is empty: {member}"))),
        }
    }

    fn param(&self, at: usize) -> &str {
        self.places.get(at).map_or("", String::as_str)
    }

    /// Rejects a dealership that the key has no access to.
    fn reaches(&self, settings: &Settings, dealership: i64) -> Result<(), Rejection> {
        if self.key.dealerships.contains(&dealership) {
            Ok(())
        } else {
            Err(Rejection::new(settings.other_dealership_status, "Forbidden"))
        }
    }
}

fn show_key(state: &State, call: &Call<'_>) -> FakeResponse {
    let dealerships: Vec<&Value> = state
        .dealerships
        .iter()
        .filter(|(id, _)| call.key.dealerships.contains(id))
        .map(|(_, dealership)| &dealership.record)
        .collect();
    FakeResponse::json(
        200,
        &json!({"id": call.key.id, "permissions": call.key.permissions, "dealerships": dealerships}),
    )
}

fn identifiers(state: &State, call: &Call<'_>) -> HandlerResult {
    let id = call.param(0).parse().map_err(|_| Rejection::new(404, "Dealership not found"))?;
    call.reaches(&state.settings, id)?;
    let car = match call.request.query("car_id") {
        None => None,
        Some(car) => {
            let known = car.parse().ok().and_then(|car: i64| state.cars.get(&car));
            Some(known.ok_or_else(|| Rejection::new(404, "Car not found"))?)
        }
    };
    let fits = |row: &&Value| {
        let car_type = car.and_then(|car| car.get("car_type"));
        row.get("dealership_id") == Some(&json!(id))
            && call.request.query("identifier_name").is_none_or(|name| row.get("identifier_name") == Some(&json!(name)))
            && (car.is_none()
                || row.get("car_type").is_none_or(|of| of.is_null() || Some(of) == car_type)
                    && row
                        .get("location_id")
                        .is_none_or(|of| of.is_null() || Some(of) == car.and_then(|car| car.get("location_id"))))
    };
    let rows: Vec<&Value> = state.identifiers.iter().filter(fits).collect();
    Ok(FakeResponse::json(200, &rows))
}
