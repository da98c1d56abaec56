// Included by documentation examples, with `include!`: a vendor with a few requests, and its server in memory.
// Not part of the crate.

use leads_core::http::{Anonymous, Progress, Transport, TransportError, WireBody, WireRequest};
use leads_core::vendor::{Classification, Failure, FromResponse, Parts, op};
use leads_core::{
    ClientConfig, EndReason, HttpResponse, NextPage, Operation, Page, Paged, Pipeline, Raw, Request, Resolution,
    Resolve, Result, Safety, Vendor, read,
};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

#[derive(Debug)]
pub enum Acme {}

impl Vendor for Acme {
    const NAME: &'static str = "acme";
    const PREFIXES: &'static [&'static str] = &["/v1"];
    const REQUEST_ID_HEADERS: &'static [&'static str] = &["x-request-id"];
    type Settings = ();

    fn classify(_: &(), _: &Operation, response: &HttpResponse) -> Classification {
        if response.is_2xx() { Classification::applied() } else { Failure::from_status(response).into() }
    }
}

impl<T: serde::de::DeserializeOwned + Send> FromResponse<Acme> for Raw<T> {
    fn from_response(_: &Operation, response: &HttpResponse) -> Result<Self> {
        read::whole(response)
    }
}

#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Thing {
    pub id: u64,
    pub name: String,
}

#[derive(Debug, serde::Deserialize)]
pub struct Things {
    pub things: Vec<Thing>,
}

#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetThing {
    pub id: u64,
}

impl Request for GetThing {
    type Vendor = Acme;
    type Response = Raw<Thing>;
    const OPERATION: Operation = op::get("get_thing", "/v1/things/{id}", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().require(self.id > 0, "id", "must not be 0").path("id", self.id).empty()
    }
}

#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RenameThing {
    pub id: u64,
    pub name: String,
}

impl Request for RenameThing {
    type Vendor = Acme;
    type Response = Raw<Thing>;
    const OPERATION: Operation = op::put("rename_thing", "/v1/things/{id}", Safety::Idempotent);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", self.id).json(&serde_json::json!({ "name": self.name }))
    }
}

impl Resolve for RenameThing {
    type Check = GetThing;
    const FOUND_WHEN: &'static str = "the thing has the name";

    fn check(&self) -> Option<GetThing> {
        Some(GetThing { id: self.id })
    }

    fn interpret(&self, seen: std::result::Result<&Raw<Thing>, &leads_core::Error>) -> Resolution {
        Resolution::from_evidence([seen.ok().map(|thing| thing.value().name == self.name)])
    }
}

#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListThings {
    pub after: u64,
}

impl Request for ListThings {
    type Vendor = Acme;
    type Response = Raw<Things>;
    const OPERATION: Operation = op::get("list_things", "/v1/things", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().query("after", self.after).empty()
    }
}

impl Paged for ListThings {
    type Item = Thing;

    fn page(&self, response: Raw<Things>) -> Page<Self> {
        let things = response.into_inner().things;
        let next = match things.last() {
            Some(last) => NextPage::Next(Self { after: last.id }),
            None => NextPage::End(EndReason::EmptyPage),
        };
        Page::new(things, next)
    }
}

#[derive(Debug)]
struct Server(Mutex<BTreeMap<u64, Thing>>);

#[async_trait::async_trait]
impl Transport for Server {
    async fn send(
        &self,
        request: WireRequest,
        progress: Arc<dyn Progress>,
    ) -> std::result::Result<HttpResponse, TransportError> {
        progress.head_received();
        let mut things = self.0.lock().unwrap();
        let last = request.url.path().rsplit('/').next().unwrap_or_default();
        if last == "things" {
            let after = request.url.query_pairs().find(|(name, _)| name == "after");
            let after: u64 = after.and_then(|(_, value)| value.parse().ok()).unwrap_or(0);
            let page: Vec<&Thing> = things.values().filter(|thing| thing.id > after).take(2).collect();
            let body = serde_json::json!({ "things": page }).to_string();
            return Ok(HttpResponse::new(200, Default::default(), body));
        }
        let Some(thing) = last.parse().ok().and_then(|id| things.get_mut(&id)) else {
            return Ok(HttpResponse::new(404, Default::default(), r#"{"error":"no such thing"}"#));
        };
        if let WireBody::Full(body) = &request.body {
            let body: serde_json::Value = serde_json::from_slice(body).unwrap();
            thing.name = body["name"].as_str().unwrap().to_owned();
        }
        Ok(HttpResponse::new(200, Default::default(), serde_json::to_string(thing).unwrap()))
    }
}

/// Returns a client of a server with three things: 7 `lamp`, 8 `desk` and 9 `chair`.
pub fn client_with(config: ClientConfig) -> Result<Pipeline<Acme>> {
    let things = [(7, "lamp"), (8, "desk"), (9, "chair")];
    let things = things.map(|(id, name)| (id, Thing { id, name: name.to_owned() }));
    let config = config.transport(Arc::new(Server(Mutex::new(things.into()))));
    let base = config.base_url::<Acme>("https://api.acme.example/v1")?;
    config.build::<Acme>(base, Arc::new(Anonymous), ())
}

#[allow(dead_code)]
pub fn client() -> Result<Pipeline<Acme>> {
    client_with(ClientConfig::new())
}
