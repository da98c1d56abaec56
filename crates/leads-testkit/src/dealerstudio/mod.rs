//! A fake of Dealer Studio.
//!
//! It has the vendor's paths, keys with permissions and dealerships, leads and the clusters that they are put in by
//! phone number or e-mail address, the rule of three days on the fake's own clock, messages of validation, cars,
//! appointments, events, identifiers, and the webhooks that would be posted. Where the vendor's documents are silent,
//! [`Settings`] switches between the plausible forms.
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
mod settings;
mod state;
mod webhooks;

pub use settings::{ErrorForm, Settings, Success, Unauthorised, WebhookAuth};
pub use state::FakeFile;
pub use webhooks::Webhook;

use crate::{Clock, FakeAnswer, FakeRequest, Handler, Ledger};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use state::{Key, State};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The fake's first key, which may do everything that is documented and reaches both dealerships.
pub const API_KEY: &str = "fake-dealer-key";
/// The first dealership's id.
pub const DEALERSHIP_ID: i64 = 42;
/// The first dealership's slug.
pub const DEALERSHIP_SLUG: &str = "northside-motors";
/// The e-mail address of the first dealership's user.
pub const USER_EMAIL: &str = "sam.seller@example.com";
/// That user's id.
pub const USER_ID: i64 = 7;

/// The handler of the fake: `Fake::new(FakeDealerStudio::new())`.
///
/// ```
/// use leads_testkit::{Fake, dealerstudio::{FakeDealerStudio, Success}};
/// let fake = Fake::new(FakeDealerStudio::new());
/// // What the vendor's pages leave open is a setting: here a success without a body.
/// fake.handler().set(|settings| settings.success = Success::Empty);
/// ```
#[derive(Debug)]
pub struct FakeDealerStudio {
    state: Mutex<State>,
    ledger: Ledger,
}

impl Default for FakeDealerStudio {
    fn default() -> Self {
        Self::new()
    }
}

/// Why a call is refused.
pub(crate) struct Refusal {
    status: u16,
    fields: Vec<(String, String)>,
}

impl Refusal {
    fn new(status: u16, message: &str) -> Self {
        Self { status, fields: vec![("base".to_owned(), message.to_owned())] }
    }

    fn unprocessable(fields: Vec<(String, String)>) -> Self {
        Self { status: 422, fields }
    }
}

/// One call with everything that its handler needs.
pub(crate) struct Call<'a> {
    request: &'a FakeRequest,
    places: Vec<String>,
    key: Key,
    now: DateTime<Utc>,
}

type Answered = Result<FakeAnswer, Refusal>;

impl FakeDealerStudio {
    /// Two dealerships, `northside-motors` (42) and `southside-motors` (43), each with a location and a user, and one
    /// key that reaches both.
    #[must_use]
    pub fn new() -> Self {
        Self { state: Mutex::new(State::new()), ledger: Ledger::new() }
    }

    /// Changes the settings, from the next request on.
    pub fn set(&self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.state().settings);
    }

    /// Adds a key with permissions that reaches dealerships.
    pub fn add_key(&self, key: &str, permissions: &[&str], dealerships: &[i64]) {
        self.state().add_key(key, permissions, dealerships);
    }

    /// Takes a key back.
    pub fn revoke_key(&self, key: &str) {
        self.state().keys.retain(|known| known.text != key);
    }

    /// Adds an identifier of a dealership, in the form of an answer's row.
    pub fn add_external_identifier(&self, row: Value) {
        self.state().identifiers.push(row);
    }

    /// A lead as it is now.
    #[must_use]
    pub fn lead(&self, id: i64) -> Option<Value> {
        self.state().leads.get(&id).map(|lead| Value::Object(lead.fields.clone()))
    }

    /// The files of a lead, in the order in which they came.
    #[must_use]
    pub fn files(&self, lead: i64) -> Vec<FakeFile> {
        self.state().leads.get(&lead).map(|lead| lead.files.clone()).unwrap_or_default()
    }

    /// How many payments a lead has.
    #[must_use]
    pub fn payments(&self, lead: i64) -> usize {
        self.state().leads.get(&lead).map_or(0, |lead| lead.payments)
    }

    /// A cluster as it is now, in the form of its webhook.
    #[must_use]
    pub fn cluster(&self, id: i64) -> Option<Value> {
        let state = self.state();
        state.clusters.get(&id).map(|cluster| webhooks::cluster(&state, id, cluster))
    }

    /// A car as it is now.
    #[must_use]
    pub fn car(&self, id: i64) -> Option<Value> {
        self.state().cars.get(&id).map(|car| Value::Object(car.clone()))
    }

    /// How many leads, clusters, cars, appointments and events there are.
    #[must_use]
    pub fn counts(&self) -> [usize; 5] {
        let state = self.state();
        [state.leads.len(), state.clusters.len(), state.cars.len(), state.appointments.len(), state.events.len()]
    }

    /// The webhooks that would have been posted so far, the oldest first.
    #[must_use]
    pub fn webhooks(&self) -> Vec<Webhook> {
        self.state().outbox.clone()
    }

    /// Takes the webhooks that would have been posted since the last time.
    #[must_use]
    pub fn take_webhooks(&self) -> Vec<Webhook> {
        std::mem::take(&mut self.state().outbox)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn route(&self, request: &FakeRequest, clock: &Clock) -> FakeAnswer {
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
        let found = ROUTES.iter().find_map(|(operation, method, path)| {
            (request.method.as_str() == *method)
                .then(|| request.matches(path))
                .flatten()
                .map(|places| (*operation, places))
        });
        let mut state = self.state();
        if let Some(window) = &state.settings.rate
            && let Err(over) = window.arrive(clock.instant())
        {
            let wait = over.retry_after_seconds().to_string();
            return FakeAnswer::text(429, "Retry later\n").header("retry-after", &wait);
        }
        let Some((operation, places)) = found else {
            return FakeAnswer::json(404, &json!({"status": 404, "error": "Not Found"}));
        };
        // A good key without the permission is answered as a bad key is.
        let key = request.bearer().and_then(|text| state.keys.iter().find(|key| key.text == text)).cloned();
        let may = |key: &Key| {
            state.settings.permissions.get(operation).is_none_or(|need| key.permissions.iter().any(|have| have == need))
        };
        let Some(key) = key.filter(may) else {
            return match state.settings.unauthorised {
                Unauthorised::Text => FakeAnswer::text(401, "HTTP Token: Access denied.\n"),
                Unauthorised::Json => FakeAnswer::json(401, &json!({"error": "Unauthorised"})),
                Unauthorised::Empty => FakeAnswer::empty(401),
            };
        };
        let call = Call { request, places, key, now: clock.now() };
        let answered = match operation {
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
        match answered {
            Ok(response) => {
                if request.method != "GET" {
                    self.ledger.applied(operation);
                }
                response
            }
            Err(refusal) => refused(&state.settings, refusal),
        }
    }
}

impl Handler for FakeDealerStudio {
    fn handle(&self, request: &FakeRequest, clock: &Clock) -> FakeAnswer {
        self.route(request, clock).header("x-request-id", "fake-request")
    }

    fn ledger(&self) -> Option<&Ledger> {
        Some(&self.ledger)
    }
}

/// A refusal in the form that is set.
fn refused(settings: &Settings, refusal: Refusal) -> FakeAnswer {
    let form = if refusal.status == 422 { settings.validation_form } else { settings.error_form };
    let mut by_field = Map::new();
    for (field, message) in &refusal.fields {
        if let Value::Array(messages) = by_field.entry(field.clone()).or_insert_with(|| json!([])) {
            messages.push(json!(message));
        }
    }
    let texts: Vec<String> = refusal
        .fields
        .iter()
        .map(|(field, message)| if field == "base" { message.clone() } else { format!("{field} {message}") })
        .collect();
    let text = texts.join(", ");
    match form {
        ErrorForm::Error => FakeAnswer::json(refusal.status, &json!({"error": text})),
        ErrorForm::Errors => FakeAnswer::json(refusal.status, &json!({"errors": texts})),
        ErrorForm::ErrorsByField => FakeAnswer::json(refusal.status, &json!({"errors": by_field})),
        ErrorForm::Message => FakeAnswer::json(refusal.status, &json!({"message": text})),
        ErrorForm::Flat => FakeAnswer::json(refusal.status, &by_field),
        ErrorForm::Text => FakeAnswer::text(refusal.status, text),
    }
}

/// A success in the form that is set.
pub(crate) fn done(settings: &Settings, wrapper: &str, record: Value) -> FakeAnswer {
    match settings.success {
        Success::Empty => FakeAnswer::empty(200),
        Success::NoContent => FakeAnswer::empty(204),
        Success::Bare => FakeAnswer::json(200, &record),
        Success::Wrapped => FakeAnswer::json(200, &json!({wrapper: record})),
    }
}

impl Call<'_> {
    /// The body, wrapped in its one member.
    fn wrapped(&self, member: &str) -> Result<Map<String, Value>, Refusal> {
        match form::body(self.request).and_then(|mut body| body.remove(member)) {
            Some(Value::Object(fields)) => Ok(fields),
            _ => Err(Refusal::new(400, &format!("param is missing or the value is empty: {member}"))),
        }
    }

    fn place(&self, at: usize) -> &str {
        self.places.get(at).map_or("", String::as_str)
    }

    /// Refuses a dealership that the key does not reach.
    fn reaches(&self, settings: &Settings, dealership: i64) -> Result<(), Refusal> {
        if self.key.dealerships.contains(&dealership) {
            Ok(())
        } else {
            Err(Refusal::new(settings.other_dealership_status, "Forbidden"))
        }
    }
}

fn show_key(state: &State, call: &Call<'_>) -> FakeAnswer {
    let dealerships: Vec<&Value> = state
        .dealerships
        .iter()
        .filter(|(id, _)| call.key.dealerships.contains(id))
        .map(|(_, dealership)| &dealership.record)
        .collect();
    FakeAnswer::json(200, &json!({"id": call.key.id, "permissions": call.key.permissions, "dealerships": dealerships}))
}

fn identifiers(state: &State, call: &Call<'_>) -> Answered {
    let id = call.place(0).parse().map_err(|_| Refusal::new(404, "Dealership not found"))?;
    call.reaches(&state.settings, id)?;
    let car = match call.request.query("car_id") {
        None => None,
        Some(car) => {
            let known = car.parse().ok().and_then(|car: i64| state.cars.get(&car));
            Some(known.ok_or_else(|| Refusal::new(404, "Car not found"))?)
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
    Ok(FakeAnswer::json(200, &rows))
}
