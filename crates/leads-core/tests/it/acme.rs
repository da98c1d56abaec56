//! A small vendor and a scripted transport, for tests of what surrounds a call.

use async_trait::async_trait;
use leads_core::http::{Progress, Transport, TransportError, TransportErrorKind, WireRequest};
use leads_core::vendor::{Classification, Failure, FromResponse, Parts, Vendor, read};
use leads_core::{ClientConfig, HttpResponse, Method, Operation, Pipeline, Raw, Request, Result, Safety};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

#[derive(Debug)]
pub(crate) enum Acme {}

impl Vendor for Acme {
    const NAME: &'static str = "acme";
    const PREFIXES: &'static [&'static str] = &[];
    const REQUEST_ID_HEADERS: &'static [&'static str] = &[];
    type Settings = ();

    fn classify((): &(), _: &Operation, response: &HttpResponse) -> Classification {
        match response.status {
            200 if response.contains(b"\"slow\"") => Failure::rejected(leads_core::ErrorKind::RateLimited, "slow")
                .retryable(true)
                .limit(2, Duration::from_secs(5))
                .into(),
            200 => Classification::tentative(),
            _ => Failure::from_status(response).into(),
        }
    }

    fn inspect(operation: &Operation, response: &HttpResponse) -> Option<leads_core::inspect::Inspection> {
        let entry = leads_core::inspect::Entry::<Self>::of::<GetThing>();
        (operation.name == entry.operation.name).then(|| entry.inspect(response))
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Thing {
    pub(crate) id: u64,
    #[serde(
        default,
        deserialize_with = "leads_core::vendor::tolerant::scalar",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) year: Option<i64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) parts: Vec<Raw<Thing>>,
}

impl FromResponse<Acme> for Raw<Thing> {
    fn from_response(_: &Operation, response: &HttpResponse) -> Result<Self> {
        read::whole(response)
    }
}

/// A write that must not be sent twice.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct MakeThing(pub(crate) String);

impl MakeThing {
    pub(crate) fn new() -> Self {
        Self("jane@example.com".to_owned())
    }
}

impl Request for MakeThing {
    type Vendor = Acme;
    type Response = Raw<Thing>;
    const OPERATION: Operation = Operation::new("make_thing", Method::Post, "/things/{owner}", Safety::NonIdempotent);
    fn parts(&self) -> Result<Parts> {
        Parts::new().path("owner", &self.0).json(&serde_json::json!({"name": "Jane Doe"}))
    }
}

/// A read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct GetThing {
    pub(crate) id: u64,
}

impl leads_core::inspect::Sample for GetThing {
    fn sample() -> Self {
        Self { id: 7 }
    }
}

impl Request for GetThing {
    type Vendor = Acme;
    type Response = Raw<Thing>;
    const OPERATION: Operation = Operation::new("get_thing", Method::Get, "/things/{id}", Safety::Read);
    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", self.id).empty()
    }
}

/// What the transport does with a request.
#[derive(Clone, Debug)]
pub(crate) enum Does {
    Responds(u16, &'static str),
    Breaks(TransportErrorKind),
    /// Never ends. The parameter is whether the request counts as sent when the exchange is abandoned.
    Hangs {
        sent: bool,
    },
    Late(Duration, &'static str),
}

/// Follows its script, and then responds with a thing afterwards.
#[derive(Debug, Default)]
pub(crate) struct Script(Mutex<VecDeque<Does>>, Mutex<usize>);

impl Script {
    pub(crate) fn of(steps: impl IntoIterator<Item = Does>) -> Arc<Self> {
        Arc::new(Self(Mutex::new(steps.into_iter().collect()), Mutex::new(0)))
    }

    /// Returns how many requests arrived.
    pub(crate) fn requests(&self) -> usize {
        *self.1.lock().unwrap()
    }
}

/// Reports that nothing was sent when it is dropped.
struct Unsent(Option<Arc<dyn Progress>>);

impl Drop for Unsent {
    fn drop(&mut self) {
        if let Some(progress) = &self.0 {
            progress.not_sent();
        }
    }
}

#[async_trait]
impl Transport for Script {
    async fn send(
        &self,
        _: WireRequest,
        progress: Arc<dyn Progress>,
    ) -> std::result::Result<HttpResponse, TransportError> {
        *self.1.lock().unwrap() += 1;
        let step = self.0.lock().unwrap().pop_front().unwrap_or(Does::Responds(200, r#"{"id":7}"#));
        let respond = |status, body: &'static str| {
            progress.head_received();
            let mut response = HttpResponse::new(status, Default::default(), body);
            response.version = Some(http::Version::HTTP_2);
            response
        };
        match step {
            Does::Responds(status, body) => Ok(respond(status, body)),
            Does::Breaks(kind) => Err(TransportError::new(kind)),
            Does::Hangs { sent } => {
                let _unsent = Unsent((!sent).then_some(progress));
                std::future::pending().await
            }
            Does::Late(delay, body) => {
                tokio::time::sleep(delay).await;
                Ok(respond(200, body))
            }
        }
    }
}

/// Returns a pipeline of this vendor with its own credentials.
pub(crate) fn with_auth(config: ClientConfig, auth: Arc<dyn leads_core::http::Authenticate>) -> Pipeline<Acme> {
    let base = config.base_url::<Acme>("https://api.acme.example:8443").unwrap();
    config.build::<Acme>(base, auth, ()).unwrap()
}

/// Returns a pipeline of this vendor without credentials.
pub(crate) fn pipeline(config: ClientConfig) -> Pipeline<Acme> {
    with_auth(config, Arc::new(leads_core::http::Anonymous))
}
