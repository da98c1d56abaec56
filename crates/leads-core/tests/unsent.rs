//! Whether anything was sent when a time limit passes, over real sockets.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use async_trait::async_trait;
use futures_util::future::join_all;
use leads_core::http::limit::{Limiter, Window};
use leads_core::http::{Authenticate, BaseUrl, Expired, Fetch, Generation, Head, RetryPolicy, TimeLimit, TimeLimits};
use leads_core::{
    Answer, CallOptions, ClientConfig, Core, Error, Failure, FileSource, Multipart, Operation, Outcome, Parts, Request,
    Result, Safety, Vendor, Verb, Verdict, read,
};
use std::collections::HashSet;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

#[derive(Debug)]
enum Plain {}

impl Vendor for Plain {
    const NAME: &'static str = "plain";
    const PREFIXES: &'static [&'static str] = &[];
    const REQUEST_ID_HEADERS: &'static [&'static str] = &[];
    type Settings = ();
    fn classify((): &(), _operation: &Operation, answer: &Answer) -> Verdict {
        if answer.is_2xx() { Verdict::applied() } else { Failure::from_status(answer).into() }
    }
}

#[derive(Debug)]
struct NoKeys;

#[async_trait]
impl Authenticate for NoKeys {
    fn is_ready(&self) -> bool {
        true
    }
    async fn ready(&self, _fetch: &Fetch<'_>) -> Result<()> {
        Ok(())
    }
    fn sign(&self, _operation: &Operation, _head: &mut Head) -> std::result::Result<Generation, Expired> {
        Ok(Generation::default())
    }
    fn plan(&self, _operation: &Operation, _head: &mut Head) {}
}

/// The three bodies that there are.
#[derive(Clone, Copy, Debug)]
enum Content {
    None,
    Json,
    Files,
}

const CONTENTS: [Content; 3] = [Content::None, Content::Json, Content::Files];

/// A write that must not happen twice.
#[derive(Clone, Debug)]
struct Make(u64, Content);

impl Request for Make {
    type Vendor = Plain;
    type Response = ();
    const OPERATION: Operation =
        Operation::new("make", Verb::Post, "/made/{number}/end", Safety::OnceOnly).rate(&["calls"]);
    fn parts(&self) -> Result<Parts> {
        let parts = Parts::new().path("number", self.0);
        match self.1 {
            Content::None => parts.empty(),
            Content::Json => parts.json(&serde_json::json!({"number": self.0})),
            Content::Files => {
                parts.multipart(Multipart::new().file("file", "a.txt", "text/plain", FileSource::from(&b"text"[..])))
            }
        }
    }
    fn read(answer: &Answer) -> Result<()> {
        read::empty(answer)
    }
}

fn client(url: &str, config: ClientConfig) -> Core<Plain> {
    config.build(BaseUrl::new(url, &[], &[]).unwrap(), None, Arc::new(NoKeys), ()).unwrap()
}

fn once(attempt: Duration) -> ClientConfig {
    ClientConfig::new().retry(RetryPolicy::none()).time_limits(TimeLimits::default().attempt(attempt))
}

/// What the other end does once it has a request.
#[derive(Clone, Copy, PartialEq)]
enum Then {
    Answers,
    AnswersOnce,
    IsSilent,
}

/// A server that keeps what came in on each connection.
struct Server {
    port: u16,
    heard: Arc<Mutex<Vec<Vec<u8>>>>,
    /// The port of the connection after which no other is taken.
    last: Arc<AtomicU16>,
    task: Option<JoinHandle<()>>,
}

impl Server {
    async fn start(then: Then) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (heard, last) = (Arc::<Mutex<Vec<Vec<u8>>>>::default(), Arc::new(AtomicU16::new(0)));
        let (all, end) = (Arc::clone(&heard), Arc::clone(&last));
        let task = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, peer)) = listener.accept().await
                && peer.port() != end.load(Ordering::SeqCst)
            {
                connections.spawn(serve(stream, then, Arc::clone(&all)));
            }
            connections.join_all().await;
        });
        Self { port, heard, last, task: Some(task) }
    }

    /// Takes no more connections and waits until the others have ended, so that all that was sent is heard.
    async fn ends(&mut self) {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        self.last.store(socket.local_addr().unwrap().port(), Ordering::SeqCst);
        let _last = socket.connect(([127, 0, 0, 1], self.port).into()).await.unwrap();
        self.task.take().unwrap().await.unwrap();
    }

    fn heard(&self) -> Vec<u8> {
        self.heard.lock().unwrap().concat()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

async fn serve(mut stream: TcpStream, then: Then, all: Arc<Mutex<Vec<Vec<u8>>>>) {
    let mine = {
        let mut all = all.lock().unwrap();
        all.push(Vec::new());
        all.len() - 1
    };
    let (mut answered, mut piece) = (0, [0; 4096]);
    while let Ok(length) = stream.read(&mut piece).await {
        if length == 0 {
            break;
        }
        let requests = {
            let mut all = all.lock().unwrap();
            all[mine].extend_from_slice(&piece[..length]);
            all[mine].windows(4).filter(|four| four == b"\r\n\r\n").count()
        };
        let last = match then {
            Then::Answers => requests,
            Then::AnswersOnce => 1,
            Then::IsSilent => 0,
        };
        while answered < requests.min(last) {
            answered += 1;
            if stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await.is_err() {
                return;
            }
        }
    }
}

fn told(failed: &Error) -> (Option<TimeLimit>, Outcome) {
    (failed.time_limit(), failed.outcome())
}

#[tokio::test]
async fn a_limit_that_passes_while_the_connection_is_made_proves_that_nothing_was_sent() {
    // A server that never answers the first message of TLS: connected for the kernel, for the client not yet.
    let server = Server::start(Then::IsSilent).await;
    let core = client(&format!("https://127.0.0.1:{}", server.port), once(Duration::from_millis(100)));
    for content in CONTENTS {
        let failed = core.send(&Make(7, content)).await.unwrap_err();
        assert_eq!(told(&failed), (Some(TimeLimit::Attempt), Outcome::NotApplied), "{content:?}");
        let deadline = CallOptions::new().deadline(Duration::from_millis(50));
        let failed = core.send_with(&Make(7, content), &deadline).await.unwrap_err();
        assert_eq!(told(&failed), (Some(TimeLimit::Call), Outcome::NotApplied), "{content:?}");
    }
    let heard = server.heard();
    assert_eq!(heard.first(), Some(&0x16), "TLS began");
    assert!(!heard.windows(5).any(|five| five == b"/made"));
}

#[tokio::test]
async fn what_was_not_sent_is_sent_again_and_costs_no_permit() {
    let server = Server::start(Then::IsSilent).await;
    let limiter = Limiter::new([Window::new("calls", 1, Duration::from_secs(60))]);
    let twice = once(Duration::from_millis(50)).retry(RetryPolicy::none().max_attempts(2)).limiter(limiter);
    let core = client(&format!("https://127.0.0.1:{}", server.port), twice);
    let failed = core.send(&Make(7, Content::Json)).await.unwrap_err();
    assert_eq!((told(&failed), failed.attempts()), ((Some(TimeLimit::Attempt), Outcome::NotApplied), 2));
}

#[tokio::test]
async fn a_limit_that_passes_with_the_request_on_its_way_proves_nothing() {
    let server = Server::start(Then::IsSilent).await;
    let core = client(&format!("http://127.0.0.1:{}", server.port), once(Duration::from_millis(150)));
    for content in CONTENTS {
        let failed = core.send(&Make(7, content)).await.unwrap_err();
        assert_eq!(told(&failed), (Some(TimeLimit::Attempt), Outcome::Unknown), "{content:?}");
    }
    assert!(server.heard().windows(7).any(|seven| seven == b"/made/7"));
}

#[tokio::test]
async fn a_kept_connection_is_no_connection_that_is_made() {
    for content in CONTENTS {
        let server = Server::start(Then::AnswersOnce).await;
        let core = client(&format!("http://127.0.0.1:{}", server.port), once(Duration::from_secs(20)));
        core.send(&Make(1, Content::None)).await.unwrap();
        let short = CallOptions::new().attempt(Duration::from_millis(150));
        let failed = core.send_with(&Make(2, content), &short).await.unwrap_err();
        assert_eq!(told(&failed), (Some(TimeLimit::Attempt), Outcome::Unknown), "{content:?}");
        assert_eq!(server.heard.lock().unwrap().len(), 1, "one connection served both");
    }
}

/// Limits that pass at every moment of an exchange, on connections that are made, kept, shared and given up.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_told_as_not_sent_never_arrives() {
    let mut server = Server::start(Then::Answers).await;
    let mut random = fastrand::Rng::with_seed(11);
    let mut not_applied = HashSet::new();
    let mut number = 0;
    for _ in 0..40 {
        let core = client(&format!("http://127.0.0.1:{}", server.port), once(Duration::from_secs(20)));
        let calls = (0..32).map(|_| {
            number += 1;
            let (core, content) = (core.clone(), CONTENTS[random.usize(..CONTENTS.len())]);
            let (number, limit) = (number, Duration::from_micros(random.u64(..3_000)));
            tokio::spawn(async move {
                let options = CallOptions::new().attempt(limit);
                (number, core.send_with(&Make(number, content), &options).await.map(drop))
            })
        });
        for call in join_all(calls.collect::<Vec<_>>()).await {
            let (number, result) = call.unwrap();
            if result.is_err_and(|failed| failed.outcome() == Outcome::NotApplied) {
                not_applied.insert(number);
            }
        }
    }
    server.ends().await;
    let heard = String::from_utf8_lossy(&server.heard()).into_owned();
    let arrived: HashSet<u64> =
        heard.split("/made/").skip(1).filter_map(|rest| rest.split('/').next()?.parse().ok()).collect();
    assert!(!not_applied.is_empty() && arrived.len() > 1, "{} and {}", not_applied.len(), arrived.len());
    assert!(not_applied.is_disjoint(&arrived), "{:?}", not_applied.intersection(&arrived).collect::<Vec<_>>());
}
