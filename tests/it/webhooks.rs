//! The same deliveries are sent through the receivers of all vendors, directly and over a socket.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use leads_core::Result;
use leads_core::webhook::{Delivery, Incoming, Receive, Rejection, WebhookResponse, route};
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

const LIMIT: usize = 300_000;
const SECRET: &str = "right";

/// How a sender presents a secret.
type Presents = fn(&str) -> Credentials;

/// The headers and the query of a request.
#[derive(Clone, Debug, Default)]
struct Credentials {
    headers: Vec<(&'static str, String)>,
    query: Option<String>,
}

impl Credentials {
    fn header(name: &'static str, value: String) -> Self {
        Self { headers: vec![(name, value)], query: None }
    }

    fn map(&self) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in &self.headers {
            map.append(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
        }
        map
    }

    fn head(&self, method: &str, length: &str) -> String {
        let query = self.query.as_ref().map(|query| format!("?{query}")).unwrap_or_default();
        let headers: String = self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        format!("{method} /hook{query} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{headers}{length}\r\n")
    }
}

/// What differs between the vendors.
struct VendorHook<R> {
    /// Requires [`SECRET`] and has [`LIMIT`].
    receiver: R,
    /// Has no secret, and was not created by `unauthenticated`.
    without_secret: R,
    presents: Presents,
    /// A body in the vendor's form.
    good: &'static str,
    /// Whether a list of such bodies is an event too.
    accepts_lists: bool,
    accepted: (u16, &'static str),
    unauthenticated: u16,
}

fn nutshell() -> VendorHook<nutshell::webhook::Receiver> {
    use nutshell::webhook::Receiver;
    VendorHook {
        receiver: Receiver::new().token(SECRET).max_body(LIMIT),
        without_secret: Receiver::new(),
        presents: |secret| Credentials { headers: Vec::new(), query: Some(format!("token={secret}")) },
        good: r#"{"meta":{},"links":{},"events":[{"id":"7-events"}]}"#,
        accepts_lists: false,
        accepted: (204, ""),
        unauthenticated: 404,
    }
}

fn leadsquared() -> VendorHook<leadsquared::webhook::Receiver> {
    use leadsquared::webhook::{EventKind, Receiver};
    VendorHook {
        receiver: Receiver::new(EventKind::LeadCreate).require_header("x-hook-key", SECRET).max_body(LIMIT),
        without_secret: Receiver::new(EventKind::LeadCreate),
        presents: |secret| Credentials::header("x-hook-key", secret.to_owned()),
        good: r#"{"ProspectID":"1","FirstName":"Jo"}"#,
        accepts_lists: true,
        accepted: (200, r#"{"Status":"Success","StatusReason":""}"#),
        unauthenticated: 401,
    }
}

fn dealerstudio() -> VendorHook<dealerstudio::webhook::Receiver> {
    use dealerstudio::webhook::{Kind, Receiver};
    VendorHook {
        receiver: Receiver::new(Kind::LeadCluster).token(SECRET).max_body(LIMIT),
        without_secret: Receiver::new(Kind::LeadCluster),
        presents: |secret| Credentials::header("authorization", format!("Bearer {secret}")),
        good: r#"{"Id":34,"dealership_id":42}"#,
        accepts_lists: false,
        accepted: (200, "{}"),
        unauthenticated: 401,
    }
}

/// What must happen to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expect {
    /// The handler gets an event.
    Event,
    /// The handler gets an error and the body.
    Unreadable,
    /// An empty body: a verification where the vendor sends one, otherwise unreadable.
    Empty,
    /// The handler is not called.
    Rejected(Rejection),
}

struct Case {
    name: &'static str,
    credentials: Credentials,
    body: Vec<u8>,
    expect: Expect,
}

/// The deliveries that every receiver gets.
fn cases<R: Receive>(hook: &VendorHook<R>) -> Vec<Case> {
    let right = (hook.presents)(SECRET);
    let twice = |values: [&str; 2]| {
        let [first, second] = values.map(hook.presents);
        let query = first.query.zip(second.query).map(|(first, second)| format!("{first}&{second}"));
        Credentials { headers: [first.headers, second.headers].concat(), query }
    };
    let good = hook.good;
    let nested = "[".repeat(100_000) + &"]".repeat(100_000);
    let list = if hook.accepts_lists { Expect::Event } else { Expect::Unreadable };
    let wrong = Expect::Rejected(Rejection::Unauthenticated);
    let case = |name, credentials: &Credentials, body: &str, expect| Case {
        name,
        credentials: credentials.clone(),
        body: body.as_bytes().to_vec(),
        expect,
    };
    let mut cases = vec![
        case("good", &right, good, Expect::Event),
        case("a list", &right, &format!("[{good},{good}]"), list),
        case("a byte order mark", &right, &format!("\u{feff}{good}"), Expect::Event),
        case("malformed JSON", &right, &good[..good.len() - 1], Expect::Unreadable),
        case("not JSON", &right, "<html>", Expect::Unreadable),
        case("another document", &right, "7", Expect::Unreadable),
        case("empty", &right, "", Expect::Empty),
        case("white space", &right, " \r\n", Expect::Empty),
        case("deep nesting", &right, &nested, Expect::Unreadable),
        case("the largest body", &right, &(good.to_owned() + &" ".repeat(LIMIT - good.len())), Expect::Event),
        case("too large", &right, &" ".repeat(LIMIT + 1), Expect::Rejected(Rejection::TooLarge)),
        case("right secret twice", &twice([SECRET, SECRET]), good, Expect::Event),
        case("wrong secret twice", &twice(["wrong", ""]), good, wrong),
        case("no secret", &Credentials::default(), good, wrong),
        case("no secret and too large", &Credentials::default(), &" ".repeat(LIMIT + 1), wrong),
    ];
    for secret in ["", "wrong", "righ", "right2", "RIGHT"] {
        cases.push(case("wrong secret", &(hook.presents)(secret), good, wrong));
        cases.push(case("wrong secret and malformed", &(hook.presents)(secret), "<html>", wrong));
    }
    let mut bytes = good.as_bytes().to_vec();
    bytes.extend(b"\xff\xfe");
    cases.push(Case { name: "stray bytes", credentials: right, body: bytes, expect: Expect::Unreadable });
    cases
}

/// What the handler must get of a case, if anything: whether the body can be read.
fn reaches_handler<R: Receive>(case: &Case) -> Option<bool> {
    match case.expect {
        Expect::Event => Some(true),
        Expect::Unreadable => Some(false),
        Expect::Empty => (!R::VERIFIES).then_some(false),
        Expect::Rejected(_) => None,
    }
}

fn status_of<R: Receive>(hook: &VendorHook<R>, case: &Case) -> u16 {
    match case.expect {
        Expect::Rejected(Rejection::TooLarge) => 413,
        Expect::Rejected(_) => hook.unauthenticated,
        _ => hook.accepted.0,
    }
}

fn assert_accepted<R: Receive>(hook: &VendorHook<R>, response: &WebhookResponse, name: &str) {
    assert_eq!((response.status, &response.body[..]), (hook.accepted.0, hook.accepted.1.as_bytes()), "{name}");
}

fn assert_delivered<E>(case: &Case, delivery: &Delivery<E>, readable: bool, vendor: &str) {
    let name = case.name;
    assert_eq!(delivery.body(), &case.body, "{vendor}: {name}");
    assert_eq!(delivery.event().is_ok(), readable, "{vendor}: {name}");
    if let Err(error) = delivery.event() {
        assert!(error.is_decode(), "{vendor}: {name}: {error}");
        assert_eq!(error.vendor(), vendor);
    }
    let shown = format!("{delivery:?}");
    assert!(!shown.contains(SECRET) && !shown.contains("Jo"), "{shown}");
}

/// Sends every case through `receive`.
fn receives<R: Receive>(hook: &VendorHook<R>) {
    assert!(hook.receiver.check().is_ok() && hook.without_secret.check().is_err(), "{}", R::VENDOR);
    for case in cases(hook) {
        let name = format!("{}: {}", R::VENDOR, case.name);
        let (headers, query) = (case.credentials.map(), case.credentials.query.as_deref());
        let body = Bytes::from(case.body.clone());
        let refused = hook.without_secret.receive(&headers, query, body.clone());
        assert!(matches!(refused, Err(Rejection::Unauthenticated)), "{name}");
        match (hook.receiver.receive(&headers, query, body), reaches_handler::<R>(&case)) {
            (Ok(Incoming::Delivery(delivery)), Some(readable)) => {
                assert_delivered(&case, &delivery, readable, R::VENDOR);
                assert_accepted(hook, &hook.receiver.respond(().into()), &name);
            }
            (Ok(Incoming::Verification), None) => {
                assert!(R::VERIFIES && case.expect == Expect::Empty, "{name}");
            }
            (Err(rejection), None) => {
                assert_eq!(case.expect, Expect::Rejected(rejection), "{name}");
                assert_eq!(hook.receiver.reject(rejection).status, status_of(hook, &case), "{name}");
            }
            (other, _) => panic!("{name}: {:?}", other.map(|_| "accepted")),
        }
    }
}

/// Serves a receiver whose handler queues each delivery and then returns this result. The application's own body limit
/// is smaller than any delivery.
async fn serve<R: Receive>(
    receiver: R,
    result: std::result::Result<(), &'static str>,
) -> (SocketAddr, mpsc::UnboundedReceiver<Delivery<R::Event>>) {
    let (queue, deliveries) = mpsc::unbounded_channel();
    let handler = move |delivery| {
        let queue = queue.clone();
        async move { queue.send(delivery).map_err(|_| "closed").and(result) }
    };
    let app = axum::Router::new().route("/hook", route(receiver, handler));
    let app = app.layer(axum::extract::DefaultBodyLimit::max(1));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    (address, deliveries)
}

/// Writes a request and returns the status and the body of the response.
async fn exchange(address: SocketAddr, head: &str, body: &[u8]) -> (u16, Vec<u8>) {
    let mut socket = TcpStream::connect(address).await.unwrap();
    socket.write_all(head.as_bytes()).await.unwrap();
    socket.write_all(body).await.unwrap();
    let mut response = Vec::new();
    socket.read_to_end(&mut response).await.unwrap();
    let end = response.windows(4).position(|window| window == b"\r\n\r\n").expect("a complete head");
    let head = String::from_utf8_lossy(&response[..end]).into_owned();
    (head.split(' ').nth(1).unwrap().parse().unwrap(), response.split_off(end + 4))
}

/// Sends every case over a socket to `route`.
async fn serves<R: Receive>(hook: &VendorHook<R>) -> Result<()> {
    let (address, mut deliveries) = serve(hook.receiver.clone(), Ok(())).await;
    for case in cases(hook) {
        let name = format!("{}: {}", R::VENDOR, case.name);
        let head = case.credentials.head("POST", &format!("content-length: {}\r\n", case.body.len()));
        // A rejected request is answered by its head alone: the body is never sent.
        let rejected = matches!(case.expect, Expect::Rejected(_)) && (!R::VERIFIES || case.body.len() > 64);
        let body = if rejected { &[][..] } else { &case.body[..] };
        let (status, response) = exchange(address, &head, body).await;
        assert_eq!(status, status_of(hook, &case), "{name}");
        if !matches!(case.expect, Expect::Rejected(_)) {
            assert_eq!(response, hook.accepted.1.as_bytes(), "{name}");
        }
        let delivered = deliveries.try_recv().ok();
        assert_eq!(delivered.is_some(), reaches_handler::<R>(&case).is_some(), "{name}");
        if let (Some(delivery), Some(readable)) = (delivered, reaches_handler::<R>(&case)) {
            assert_delivered(&case, &delivery, readable, R::VENDOR);
        }
    }

    // The size is not declared: the body is cut off at the maximum, and the rest is not awaited.
    let right = (hook.presents)(SECRET);
    let head = right.head("POST", "transfer-encoding: chunked\r\n");
    let chunk = format!("{:x}\r\n{}\r\n", LIMIT + 1, " ".repeat(LIMIT + 1));
    assert_eq!(exchange(address, &head, chunk.as_bytes()).await.0, 413, "{}", R::VENDOR);
    let chunk = format!("{:x}\r\n{}\r\n0\r\n\r\n", hook.good.len(), hook.good);
    assert_eq!(exchange(address, &head, chunk.as_bytes()).await.0, hook.accepted.0, "{}", R::VENDOR);
    assert_eq!(deliveries.recv().await.unwrap().body(), hook.good);

    // The connection ends before the body is complete.
    let mut socket = TcpStream::connect(address).await.unwrap();
    socket.write_all(right.head("POST", "content-length: 100\r\n").as_bytes()).await.unwrap();
    socket.write_all(b"{").await.unwrap();
    socket.shutdown().await.unwrap();
    let mut rest = Vec::new();
    let _ = socket.read_to_end(&mut rest).await;
    assert!(rest.is_empty() || rest.starts_with(b"HTTP/1.1 400"), "{}", String::from_utf8_lossy(&rest));

    // Other methods reach no handler; `HEAD` and `GET` are verifications where the vendor sends one.
    for method in ["HEAD", "GET"] {
        let (status, response) = exchange(address, &right.head(method, ""), b"").await;
        assert_eq!(status, if R::VERIFIES { hook.accepted.0 } else { 405 }, "{}: {method}", R::VENDOR);
        if R::VERIFIES && method == "GET" {
            assert_eq!(response, hook.accepted.1.as_bytes(), "{}", R::VENDOR);
        }
    }
    assert_eq!(exchange(address, &right.head("PUT", ""), b"").await.0, 405, "{}", R::VENDOR);
    assert!(deliveries.try_recv().is_err(), "{}", R::VENDOR);

    // A handler that could not store the delivery.
    let (address, mut deliveries) = serve(hook.receiver.clone(), Err("the queue is full")).await;
    let head = right.head("POST", &format!("content-length: {}\r\n", hook.good.len()));
    assert_eq!(exchange(address, &head, hook.good.as_bytes()).await.0, 503, "{}", R::VENDOR);
    assert!(deliveries.recv().await.unwrap().event().is_ok());
    Ok(())
}

/// Defines both tests of a vendor.
macro_rules! vendors {
    ($($vendor:ident: $receives:ident, $serves:ident;)*) => {
        $(
            #[test]
            fn $receives() {
                receives(&$vendor());
            }

            #[tokio::test]
            async fn $serves() {
                serves(&$vendor()).await.unwrap();
            }
        )*
    };
}

vendors! {
    nutshell: nutshell_receiver_handles_every_delivery, nutshell_route_answers_every_delivery;
    leadsquared: leadsquared_receiver_handles_every_delivery, leadsquared_route_answers_every_delivery;
    dealerstudio: dealerstudio_receiver_handles_every_delivery, dealerstudio_route_answers_every_delivery;
}

/// The methods of a vendor's receiver, called without the trait: the names and the signatures are the same.
macro_rules! same_methods {
    ($($vendor:ident($($kind:expr)?);)*) => {
        $({
            use $vendor::webhook::{Delivery, Event, Handled, Incoming, Receiver, Rejection, WebhookResponse};
            let receiver: Receiver = Receiver::unauthenticated($($kind)?).max_body(10);
            let _: Result<()> = receiver.check();
            let received: std::result::Result<Incoming, Rejection> =
                receiver.receive(&HeaderMap::new(), None, Bytes::from_static(b"<html>"));
            let delivery: Delivery = received.unwrap().delivery().unwrap();
            let event: std::result::Result<&Event, &leads_core::Error> = delivery.event();
            assert!(event.is_err());
            let accepted: WebhookResponse = receiver.respond(Handled::Accepted);
            assert!((200..300).contains(&accepted.status));
            let rejected: WebhookResponse = receiver.reject(Rejection::TooLarge);
            assert_eq!(rejected.status, 413);
            let _: axum::routing::MethodRouter = $vendor::webhook::route(receiver, |_: Delivery| async {});
        })*
    };
}

#[tokio::test]
async fn receivers_have_the_same_methods() {
    same_methods! {
        nutshell();
        leadsquared(leadsquared::webhook::EventKind::LeadCreate);
        dealerstudio(dealerstudio::webhook::Kind::LeadCluster);
    }
}
