//! A small vendor, and a transport that follows a script.

use leads_core::http::{
    Authenticate, CredentialVersion, Expired, Progress, RequestHead, TokenRequester, Transport, TransportError,
    TransportErrorKind, WireRequest,
};
use leads_core::inspect::{Entry, Inspection, Sample};
use leads_core::request::Auth;
use leads_core::vendor::{Classification, Failure, FromResponse, Parts, Vendor, read};
use leads_core::{
    ClientConfig, Error, ErrorKind, HttpResponse, Method, Operation, Pipeline, Raw, Request, Result, Safety,
};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

#[derive(Debug)]
pub(super) enum Acme {}

impl Vendor for Acme {
    const NAME: &'static str = "acme";
    const PREFIXES: &'static [&'static str] = &[];
    const REQUEST_ID_HEADERS: &'static [&'static str] = &[];
    type Settings = ();

    fn classify((): &(), _: &Operation, response: &HttpResponse) -> Classification {
        match response.status {
            200 => Classification::tentative(),
            429 => Failure::from_status(response).limit(2, Duration::from_secs(5)).into(),
            _ => Failure::from_status(response).into(),
        }
    }

    fn inspect(_: &Operation, response: &HttpResponse) -> Option<Inspection> {
        Some(Entry::<Self>::of::<PutThing>().inspect(response))
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Thing {
    id: u64,
}

impl FromResponse<Acme> for Raw<Thing> {
    fn from_response(_: &Operation, response: &HttpResponse) -> Result<Self> {
        read::whole(response)
    }
}

/// A write.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct PutThing(pub(super) String);

impl Sample for PutThing {
    fn sample() -> Self {
        Self("canary.person@example.com".to_owned())
    }
}

impl Request for PutThing {
    type Vendor = Acme;
    type Response = Raw<Thing>;
    const OPERATION: Operation = Operation::new("put_thing", Method::Put, "/things/{id}", Safety::Idempotent);
    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.0).json(&serde_json::json!({"name": "Jane Canary"}))
    }
}

/// A request for a token.
struct GetToken;

impl Request for GetToken {
    type Vendor = Acme;
    type Response = Raw<Thing>;
    const OPERATION: Operation =
        Operation::new("get_token", Method::Post, "/token", Safety::Read).auth(Auth::None).rate(&["token"]);
    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

/// Requests a token once, or has none to give.
#[derive(Debug, Default)]
pub(super) struct Token {
    pub(super) has_token: AtomicBool,
    pub(super) fails: bool,
}

#[async_trait::async_trait]
impl Authenticate for Token {
    fn is_ready(&self) -> bool {
        self.has_token.load(Ordering::SeqCst)
    }
    async fn ready(&self, fetch: &TokenRequester<'_>) -> Result<()> {
        if self.fails {
            return Err(Error::new(ErrorKind::Unauthenticated, "no credentials of canary.person@example.com"));
        }
        fetch.send(&GetToken).await?;
        self.has_token.store(true, Ordering::SeqCst);
        Ok(())
    }
    fn sign(&self, _: &Operation, _: &mut RequestHead) -> std::result::Result<CredentialVersion, Expired> {
        Ok(CredentialVersion::default())
    }
    fn rejected(&self, _: CredentialVersion) -> bool {
        self.has_token.swap(false, Ordering::SeqCst)
    }
    fn preview(&self, _: &Operation, _: &mut RequestHead) {}
}

/// Responds with these statuses and bodies in turn; 0 is a broken connection, 1 never responds.
#[derive(Debug)]
pub(super) struct Script(Mutex<VecDeque<(u16, &'static str)>>);

impl Script {
    pub(super) fn of(steps: &[(u16, &'static str)]) -> Arc<Self> {
        Arc::new(Self(Mutex::new(steps.iter().copied().collect())))
    }
}

#[async_trait::async_trait]
impl Transport for Script {
    async fn send(
        &self,
        _: WireRequest,
        progress: Arc<dyn Progress>,
    ) -> std::result::Result<HttpResponse, TransportError> {
        let step = self.0.lock().unwrap().pop_front().unwrap_or((200, r#"{"id":7}"#));
        match step {
            (0, _) => Err(TransportError::new(TransportErrorKind::Exchange)),
            (1, _) => std::future::pending().await,
            (status, body) => {
                progress.head_received();
                let mut response = HttpResponse::new(status, Default::default(), body);
                response.version = Some(http::Version::HTTP_11);
                Ok(response)
            }
        }
    }
}

/// Builds a client.
pub(super) fn client(config: ClientConfig, script: Arc<Script>, token: Token) -> Pipeline<Acme> {
    let config = config.transport(script).account("north");
    let base = config.base_url::<Acme>("https://api.acme.example:8443").unwrap();
    config.build::<Acme>(base, Arc::new(token), ()).unwrap()
}
