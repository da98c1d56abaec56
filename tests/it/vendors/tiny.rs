//! A minimal vendor with rules by which a retried write appears to be rejected: a test of the test suite itself.

use super::{CallResult, VendorUnderTest};
use futures_util::future::BoxFuture;
use leads_core::http::Anonymous;
use leads_core::vendor::{Classification, Failure, FromResponse, Parts, Vendor, read};
use leads_core::{ClientConfig, Code, Error, ErrorKind, HttpResponse, Method, Operation, Pipeline, Request, Safety};
use leads_testkit::{Clock, FakeRequest, FakeResponse, Handler, Ledger};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

#[derive(Debug)]
pub enum Tiny {}

/// Leads by number; `true` if closed.
#[derive(Debug, Default)]
pub struct TinyFake {
    leads: Mutex<BTreeMap<u64, bool>>,
    ledger: Ledger,
}

impl Handler for TinyFake {
    fn handle(&self, request: &FakeRequest, _clock: &Clock) -> FakeResponse {
        let mut leads = self.leads.lock().unwrap();
        let rejected = |code: &str| FakeResponse::json(400, &json!({"error": code}));
        let Some(number) = request.matches("/leads/{number}").and_then(|found| found[0].parse::<u64>().ok()) else {
            return rejected("no such path");
        };
        match (request.method.as_str(), leads.get(&number).copied()) {
            ("GET", _) => {}
            ("POST", None) => drop(leads.insert(number, false)),
            ("POST", Some(_)) => return rejected("duplicate"),
            (_, None) => return rejected("not found"),
            ("PUT", Some(_)) => {}
            ("PATCH", Some(true)) => return rejected("closed"),
            ("PATCH", Some(false)) => drop(leads.insert(number, true)),
            ("DELETE", Some(_)) => drop(leads.remove(&number)),
            _ => return rejected("no such method"),
        }
        if request.method != "GET" {
            self.ledger.record(request.method.as_str());
        }
        FakeResponse::json(200, &json!({"number": number, "note": "a note"}))
    }

    fn ledger(&self) -> Option<&Ledger> {
        Some(&self.ledger)
    }
}

/// Every error that this vendor returns.
const ERRORS: &[&str] = &["no such path", "duplicate", "not found", "closed", "no such method"];

impl Vendor for Tiny {
    const NAME: &'static str = "tiny";
    const PREFIXES: &'static [&'static str] = &[];
    const REQUEST_ID_HEADERS: &'static [&'static str] = &[];
    type Settings = ();

    fn classify((): &(), _operation: &Operation, response: &HttpResponse) -> Classification {
        #[derive(Deserialize)]
        struct Envelope {
            error: String,
        }
        if response.contains(b"\"error\"")
            && let Ok(Envelope { error }) = read::json(response)
            && ERRORS.contains(&error.as_str())
        {
            let kind = if error == "not found" { ErrorKind::NotFound } else { ErrorKind::State };
            return Failure::rejected(kind, "rejected").codes(vec![Code::new(error)]).into();
        }
        if response.is_2xx() && response.looks_like_json() {
            Classification::tentative()
        } else {
            Failure::from_status(response).into()
        }
    }
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
pub struct Lead {
    number: u64,
    note: String,
}

impl FromResponse<Tiny> for Lead {
    fn from_response(_: &Operation, response: &HttpResponse) -> leads_core::Result<Self> {
        read::json(response)
    }
}

macro_rules! requests {
    ($( $name:ident $method:ident $safety:ident; )*) => { $(
        struct $name(u64);
        impl Request for $name {
            type Vendor = Tiny;
            type Response = Lead;
            const OPERATION: Operation =
                Operation::new(stringify!($name), Method::$method, "/leads/{number}", Safety::$safety);
            fn parts(&self) -> Result<Parts, Error> {
                Parts::new().path("number", self.0).json(&json!({"why": "a test"}))
            }
        }
    )* };
}
requests! {
    Get Get Read;
    Set Put Idempotent;
    Close Patch Idempotent;
    Remove Delete Idempotent;
    Add Post NonIdempotent;
}

impl VendorUnderTest for Tiny {
    const NAME: &'static str = "tiny";
    type Handler = TinyFake;
    type Client = Pipeline<Tiny>;
    const CALLS: &'static [(&'static str, Safety)] = &[
        ("get", Safety::Read),
        ("set", Safety::Idempotent),
        ("close", Safety::Idempotent),
        ("remove", Safety::Idempotent),
        ("add", Safety::NonIdempotent),
    ];

    const REJECTED_ON_RETRY: &'static [(&'static str, &'static str)] = &[("close", "closed"), ("remove", "not found")];

    fn handler() -> TinyFake {
        TinyFake::default()
    }

    fn client(config: ClientConfig, url: &str) -> Pipeline<Tiny> {
        let base = config.base_url::<Tiny>(url).unwrap();
        config.build::<Tiny>(base, Arc::new(Anonymous), ()).unwrap()
    }

    fn call<'a>(client: &'a Pipeline<Tiny>, fake: &'a TinyFake, work: usize, number: u64) -> BoxFuture<'a, CallResult> {
        if work != 4 {
            fake.leads.lock().unwrap().insert(number, false);
        }
        Box::pin(async move {
            match work {
                0 => client.send(&Get(number)).await.into(),
                1 => client.send(&Set(number)).await.into(),
                2 => client.send(&Close(number)).await.into(),
                3 => client.send(&Remove(number)).await.into(),
                _ => client.send(&Add(number)).await.into(),
            }
        })
    }

    fn steady<'a>(client: &'a Pipeline<Tiny>, _fake: &'a TinyFake) -> BoxFuture<'a, CallResult> {
        Box::pin(async { client.send(&Get(1)).await.into() })
    }
}
