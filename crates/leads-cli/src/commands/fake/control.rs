//! The paths that control a fake.

use super::CONTROL;
use super::book::{Book, Vendor};
use http::Method;
use leads_testkit::faults::{NamedFault, Reach, named};
use leads_testkit::{Clock, Fake, FakeRequest, FakeResponse, Handler};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

/// A fault that a share of all requests meets.
#[derive(Clone, Debug)]
pub(crate) struct Rate {
    fault: NamedFault,
    rate: f64,
}

impl Rate {
    pub(crate) fn new(name: &str, rate: f64) -> Result<Self, String> {
        if !(0.0..=1.0).contains(&rate) {
            return Err("must have a rate between 0 and 1".to_owned());
        }
        let fault = injectable(name)?;
        match fault.needs_kept_connection {
            true => Err(format!("the fault `{name}` cannot have a rate; add it with `times` over /_control/faults")),
            false => Ok(Self { fault, rate }),
        }
    }
}

/// Returns a fault that can be injected on a socket.
fn injectable(name: &str) -> Result<NamedFault, String> {
    match named(name) {
        // The port would stay closed, also for the control paths.
        Some(fault) if fault.name == "refused" => Err(format!("the fault `{name}` would close the port for good")),
        Some(fault) if fault.reach == Reach::Everywhere => Ok(fault),
        Some(_) => Err(format!("the fault `{name}` cannot be injected on a socket")),
        None => Err(format!("there is no fault `{name}`; docs/faults.md lists them")),
    }
}

/// A fake's data, counts and faults.
pub(crate) struct Control {
    vendor: Vendor,
    name: String,
    leads: usize,
    webhooks: bool,
    rates: Vec<Rate>,
    seed: u64,
    book: RwLock<Arc<dyn Book>>,
    controls: AtomicU64,
    /// Set once the fake is built. The two refer to each other, so they live as long as the process.
    fake: OnceLock<Fake<Handled>>,
}

/// A fault to add.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Added {
    fault: String,
    times: Option<u32>,
    rate: Option<f64>,
}

impl Control {
    pub(crate) fn new(vendor: Vendor, name: String, leads: usize, webhooks: bool) -> Self {
        let book = RwLock::new(Arc::from(vendor.book(leads, webhooks)));
        let (controls, fake) = (AtomicU64::new(0), OnceLock::new());
        Self { vendor, name, leads, webhooks, rates: Vec::new(), seed: 0, book, controls, fake }
    }

    pub(crate) fn with_rates(self, rates: Vec<Rate>, seed: u64) -> Self {
        Self { rates, seed, ..self }
    }

    pub(crate) fn attach(&self, fake: &Fake<Handled>) {
        let _ = self.fake.set(fake.clone());
        fake.faults().exempt(CONTROL);
        self.add_rates();
    }

    /// Returns the data as it is now. A reset replaces it.
    pub(crate) fn book(&self) -> Arc<dyn Book> {
        Arc::clone(&self.book.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn add_rates(&self) {
        let Some(fake) = self.fake.get() else { return };
        for (number, rate) in self.rates.iter().enumerate() {
            fake.faults().rate(rate.rate, self.seed.wrapping_add(number as u64), rate.fault.fault());
        }
    }

    fn reset(&self) {
        let new: Arc<dyn Book> = Arc::from(self.vendor.book(self.leads, self.webhooks));
        *self.book.write().unwrap_or_else(PoisonError::into_inner) = new;
        if let Some(fake) = self.fake.get() {
            fake.forget_requests();
            fake.faults().clear();
        }
        self.controls.store(0, Ordering::Relaxed);
        self.add_rates();
    }

    fn counts(&self) -> Value {
        let all = self.fake.get().map(Fake::request_count).unwrap_or_default();
        let requests = all.saturating_sub(self.controls.load(Ordering::Relaxed));
        let writes = self.book().ledger().map(leads_testkit::Ledger::total).unwrap_or_default();
        json!({ "vendor": self.name, "requests": requests, "writes": writes })
    }

    fn add_fault(&self, request: &FakeRequest) -> Result<(), String> {
        let Some(fake) = self.fake.get() else { return Ok(()) };
        let form = "must be {\"fault\": NAME, \"times\": COUNT} or {\"fault\": NAME, \"rate\": SHARE}";
        let added: Added = request.json().map_err(|_| form.to_owned())?;
        match (added.times, added.rate) {
            // A connection is accepted before it is known which path it is for.
            (Some(_), None) if added.fault == "reset-on-accept" => {
                return Err("`reset-on-accept` needs a rate".to_owned());
            }
            (Some(times), None) => drop(fake.faults().times(times, injectable(&added.fault)?.fault())),
            (None, Some(rate)) => {
                let rate = Rate::new(&added.fault, rate)?;
                fake.faults().rate(rate.rate, self.seed, rate.fault.fault());
            }
            _ => return Err(form.to_owned()),
        }
        Ok(())
    }

    /// Handles a request to a control path.
    fn handle(&self, request: &FakeRequest) -> FakeResponse {
        self.controls.fetch_add(1, Ordering::Relaxed);
        let path = request.path.strip_prefix(CONTROL).unwrap_or_default();
        let faults = || self.fake.get().map(Fake::faults);
        match (&request.method, path) {
            (&Method::GET, "" | "/") => FakeResponse::json(200, &self.counts()),
            (&Method::GET, "/ledger") => {
                let entries = self.book().ledger().map(leads_testkit::Ledger::entries);
                FakeResponse::json(200, &entries.unwrap_or_default())
            }
            (&Method::GET, "/faults") => FakeResponse::json(200, &faults().map(leads_testkit::Faults::fired)),
            (&Method::POST, "/faults") => match self.add_fault(request) {
                Ok(()) => FakeResponse::empty(204),
                Err(message) => FakeResponse::json(400, &json!({ "error": message })),
            },
            (&Method::DELETE, "/faults") => {
                if let Some(faults) = faults() {
                    faults.clear();
                }
                FakeResponse::empty(204)
            }
            (&Method::POST, "/reset") => {
                self.reset();
                FakeResponse::empty(204)
            }
            _ => FakeResponse::json(404, &json!({ "error": "`leads fake --help` lists the control paths" })),
        }
    }
}

/// The handler: control paths first, then the vendor's.
pub(crate) struct Handled(pub(crate) Arc<Control>);

impl Handler for Handled {
    fn handle(&self, request: &FakeRequest, clock: &Clock) -> FakeResponse {
        match request.path.starts_with(CONTROL) {
            true => self.0.handle(request),
            false => self.0.book().handle(request, clock),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rate_has_a_known_fault_and_a_share() {
        assert!(Rate::new("lost-response-reset", 0.1).is_ok());
        for (name, rate, expected) in [
            ("lost-response-reset", 1.5, "between 0 and 1"),
            ("lost-response-reset", f64::NAN, "between 0 and 1"),
            ("lost-answer", 0.1, "no fault `lost-answer`"),
        ] {
            assert!(Rate::new(name, rate).is_err_and(|message| message.contains(expected)), "{name}");
        }
    }
}
