//! A vendor in memory, with requests that can and cannot be verified.

use async_trait::async_trait;
use http::HeaderMap;
use leads_core::http::limit::{Limiter, Window};
use leads_core::http::{
    Anonymous, BaseUrl, Progress, RetryPolicy, Seen, Transport, TransportError, TransportErrorKind, WireBody,
    WireRequest,
};
use leads_core::vendor::{Classification, Failure, FromResponse, Parts, Vendor, read};
use leads_core::{
    ClientConfig, Code, ErrorKind, HttpResponse, Method, Operation, Pipeline, Request, Resolution, Resolve, Result,
    Safety,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

#[derive(Debug)]
pub(crate) enum Shop {}

impl Vendor for Shop {
    const NAME: &'static str = "shop";
    const PREFIXES: &'static [&'static str] = &[];
    const REQUEST_ID_HEADERS: &'static [&'static str] = &[];
    type Settings = ();
    fn classify((): &(), _: &Operation, response: &HttpResponse) -> Classification {
        match response.status {
            200 => Classification::applied(),
            422 => Failure::rejected(ErrorKind::Rejected, "rejected by jane@example.com")
                .codes(vec![Code::new("E422").message("jane@example.com")])
                .field("status")
                .into(),
            _ => Failure::from_status(response).into(),
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct Order {
    pub(crate) id: String,
    status: String,
}

impl FromResponse<Shop> for Order {
    fn from_response(_: &Operation, response: &HttpResponse) -> Result<Self> {
        read::json(response)
    }
}

pub(crate) struct GetOrder(String);

impl Request for GetOrder {
    type Vendor = Shop;
    type Response = Order;
    const OPERATION: Operation = Operation::new("get_order", Method::Get, "/orders/{id}", Safety::Read);
    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.0).empty()
    }
}

macro_rules! writes {
    ($($name:ident, $operation:literal, $safety:ident;)*) => {$(
        #[derive(Clone, Serialize)]
        pub(crate) struct $name {
            pub(crate) id: String,
            pub(crate) status: String,
        }

        impl $name {
            pub(crate) fn new(id: &str, status: &str) -> Self {
                Self { id: id.to_owned(), status: status.to_owned() }
            }
        }

        impl Request for $name {
            type Vendor = Shop;
            type Response = Order;
            const OPERATION: Operation = Operation::new($operation, Method::Post, "/orders/{id}", Safety::$safety);
            fn parts(&self) -> Result<Parts> {
                Parts::new().path("id", &self.id).json(&serde_json::json!({"status": self.status}))
            }
        }
    )*};
}
writes! {
    SetOrder, "set_order", NonIdempotent;
    PutOrder, "put_order", Idempotent;
}

impl Resolve for SetOrder {
    type Check = GetOrder;
    const FOUND_WHEN: &'static str = "the order has the status";
    fn check(&self) -> Option<GetOrder> {
        Some(GetOrder(self.id.clone()))
    }
    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        Resolution::from_evidence([seen.ok().map(|order| order.status == self.status)])
    }
}

/// What happens to one write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It is applied, and the response is lost.
    AppliedAndLost,
    /// It is not applied, and the response is lost.
    Lost,
    /// No connection.
    Down,
    /// The vendor responds with this status and does not apply it.
    Says(u16),
    /// It is applied, and the response never comes.
    Hangs,
}

#[derive(Default)]
pub(crate) struct State {
    /// The status of each order, with all earlier ones.
    pub(crate) orders: BTreeMap<String, Vec<String>>,
    pub(crate) faults: BTreeMap<String, VecDeque<Fault>>,
    /// The orders of the writes that are in flight.
    in_flight: Vec<String>,
    pub(crate) most_in_flight: usize,
    pub(crate) reads: usize,
    /// How often a write of each order was sent.
    pub(crate) sent: BTreeMap<String, usize>,
    pub(crate) took: Duration,
}

/// The vendor.
pub(crate) struct Server(pub(crate) Mutex<State>);

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Server")
    }
}

/// Ends a write, also if its future is dropped.
struct InFlight<'a>(&'a Server, String);

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        let mut state = self.0.0.lock().unwrap();
        let at = state.in_flight.iter().position(|id| *id == self.1).unwrap();
        state.in_flight.remove(at);
    }
}

#[async_trait]
impl Transport for Server {
    async fn send(
        &self,
        request: WireRequest,
        _: Arc<dyn Progress>,
    ) -> std::result::Result<HttpResponse, TransportError> {
        let id = request.url.path().rsplit('/').next().unwrap().to_owned();
        let ok = |status: &str| {
            let body = serde_json::json!({"id": id, "status": status}).to_string();
            Ok(HttpResponse::new(200, HeaderMap::new(), body))
        };
        tokio::task::yield_now().await;
        if request.method == http::Method::GET {
            let mut state = self.0.lock().unwrap();
            state.reads += 1;
            return ok(state.orders.get(&id).and_then(|all| all.last()).map_or("new", String::as_str));
        }
        let status = status_of(&request);
        let (fault, took) = {
            let mut state = self.0.lock().unwrap();
            assert!(!state.in_flight.contains(&id), "two writes of {id} at once");
            state.in_flight.push(id.clone());
            state.most_in_flight = state.most_in_flight.max(state.in_flight.len());
            *state.sent.entry(id.clone()).or_default() += 1;
            (state.faults.get_mut(&id).and_then(VecDeque::pop_front), state.took)
        };
        let _in_flight = InFlight(self, id.clone());
        let apply = || self.0.lock().unwrap().orders.entry(id.clone()).or_default().push(status.clone());
        match fault {
            Some(Fault::Down) => return Err(TransportError::new(TransportErrorKind::Connect)),
            Some(Fault::Lost) => return Err(TransportError::new(TransportErrorKind::Exchange)),
            Some(Fault::Says(code)) => return Ok(HttpResponse::new(code, HeaderMap::new(), "{}")),
            Some(Fault::Hangs) => {
                apply();
                std::future::pending::<()>().await;
            }
            Some(Fault::AppliedAndLost) => {
                apply();
                return Err(TransportError::new(TransportErrorKind::Exchange));
            }
            None => {}
        }
        tokio::task::yield_now().await;
        apply();
        tokio::task::yield_now().await;
        tokio::time::sleep(took).await;
        ok(&status)
    }
}

fn status_of(request: &WireRequest) -> String {
    let WireBody::Full(body) = &request.body else { panic!("a write without a body") };
    let body: serde_json::Value = serde_json::from_slice(body).unwrap();
    body["status"].as_str().unwrap().to_owned()
}

impl Server {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::default()))
    }

    pub(crate) fn fault(&self, id: &str, fault: Fault) {
        self.0.lock().unwrap().faults.entry(id.to_owned()).or_default().push_back(fault);
    }

    /// Returns how often each order was changed.
    pub(crate) fn applied(&self, id: &str) -> usize {
        self.0.lock().unwrap().orders.get(id).map_or(0, Vec::len)
    }

    pub(crate) fn sent(&self, id: &str) -> usize {
        self.0.lock().unwrap().sent.get(id).copied().unwrap_or(0)
    }

    pub(crate) fn all_sent(&self) -> usize {
        self.0.lock().unwrap().sent.values().sum()
    }

    pub(crate) fn pipeline(self: &Arc<Self>) -> Pipeline<Shop> {
        self.configured(ClientConfig::new())
    }

    pub(crate) fn limited(self: &Arc<Self>, calls: u32, per: Duration) -> Pipeline<Shop> {
        self.configured(ClientConfig::new().limiter(Limiter::new([Window::new("calls", calls, per)])))
    }

    pub(crate) fn configured(self: &Arc<Self>, config: ClientConfig) -> Pipeline<Shop> {
        config
            .retry(RetryPolicy::none())
            .transport(Arc::clone(self) as Arc<dyn Transport>)
            .build(BaseUrl::new("http://localhost", &[], &[]).unwrap(), Arc::new(Anonymous), ())
            .unwrap()
    }
}
