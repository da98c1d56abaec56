//! A minimal vendor with one counter: reads it, sets it, and adds to it.

use leads_core::http::{Anonymous, ClientConfig, RetryPolicy};
use leads_core::vendor::{Classification, Failure, FromResponse, Parts, Vendor, read};
use leads_core::{Error, HttpResponse, Method, Operation, Pipeline, Request, Safety};
use leads_testkit::{Clock, Fake, FakeRequest, FakeResponse, Handler, IN_PROCESS_URL, Ledger};
use serde::Deserialize;
use serde_json::json;
use std::sync::{Arc, Mutex};

#[derive(Debug, Default)]
pub(crate) struct Counter {
    value: Mutex<i64>,
    ledger: Ledger,
}

impl Handler for Counter {
    fn handle(&self, request: &FakeRequest, _clock: &Clock) -> FakeResponse {
        let mut value = self.value.lock().unwrap();
        match (request.method.as_str(), request.matches("/counter/{amount}")) {
            ("PUT", Some(amount)) => *value = amount[0].parse().unwrap(),
            ("POST", Some(amount)) => *value += amount[0].parse::<i64>().unwrap(),
            ("GET", None) => {}
            _ => return FakeResponse::json(404, &json!({"error": "no such path"})),
        }
        if request.method != "GET" {
            self.ledger.record(request.method.as_str());
        }
        FakeResponse::json(200, &json!({"note": "a note", "value": *value})).header("x-request-id", "r-1")
    }

    fn ledger(&self) -> Option<&Ledger> {
        Some(&self.ledger)
    }
}

#[derive(Debug)]
pub(crate) enum Tiny {}

impl Vendor for Tiny {
    const NAME: &'static str = "tiny";
    const PREFIXES: &'static [&'static str] = &[];
    const REQUEST_ID_HEADERS: &'static [&'static str] = &["x-request-id"];
    type Settings = ();

    fn classify((): &(), _operation: &Operation, response: &HttpResponse) -> Classification {
        if response.is_2xx() && response.looks_like_json() {
            Classification::tentative()
        } else {
            Failure::from_status(response).into()
        }
    }
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
pub(crate) struct State {
    pub(crate) value: i64,
    note: String,
}

#[derive(Debug)]
pub(crate) struct Get;

#[derive(Debug)]
pub(crate) struct Set(pub(crate) i64);

#[derive(Debug)]
pub(crate) struct Add(pub(crate) i64);

impl FromResponse<Tiny> for State {
    fn from_response(_: &Operation, response: &HttpResponse) -> leads_core::Result<Self> {
        read::json(response)
    }
}

impl Request for Get {
    type Vendor = Tiny;
    type Response = State;
    const OPERATION: Operation = Operation::new("look", Method::Get, "/counter", Safety::Read);
    fn parts(&self) -> Result<Parts, Error> {
        Parts::new().empty()
    }
}

impl Request for Set {
    type Vendor = Tiny;
    type Response = State;
    const OPERATION: Operation = Operation::new("set", Method::Put, "/counter/{amount}", Safety::Idempotent);
    fn parts(&self) -> Result<Parts, Error> {
        Parts::new().path("amount", self.0).json(&json!({"why": "set"}))
    }
}

impl Request for Add {
    type Vendor = Tiny;
    type Response = State;
    const OPERATION: Operation = Operation::new("add", Method::Post, "/counter/{amount}", Safety::NonIdempotent);
    fn parts(&self) -> Result<Parts, Error> {
        Parts::new().path("amount", self.0).json(&json!({"why": "add"}))
    }
}

pub(crate) fn fake() -> Fake<Counter> {
    Fake::new(Counter::default())
}

pub(crate) fn retries(attempts: u32) -> ClientConfig {
    ClientConfig::new().retry(RetryPolicy::none().max_attempts(attempts))
}

/// Returns an in-process client.
pub(crate) fn inside<H: Handler>(fake: &Fake<H>, config: ClientConfig) -> Pipeline<Tiny> {
    build(config.transport(fake.transport()), IN_PROCESS_URL)
}

pub(crate) fn build(config: ClientConfig, url: &str) -> Pipeline<Tiny> {
    let base = config.base_url::<Tiny>(url).unwrap();
    config.build::<Tiny>(base, Arc::new(Anonymous), ()).unwrap()
}
