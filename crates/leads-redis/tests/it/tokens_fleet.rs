//! Fifty processes that want a token, some of which are killed while it is their turn.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use capillary_leads::Client;
use capillary_leads::api::statuses::ListSubStatuses;
use leads_core::http::{TokenClaim, TokenKey, TokenStore, TokenTurn};
use leads_core::{Result, SecretString};
use leads_redis::{RedisTokens, Shared};
use leads_testkit::capillary::{API_KEY, API_SECRET, FakeCapillary};
use leads_testkit::{Fake, Latency};

use crate::support::server::{Server, encode};
use crate::tokens::{fetches, sealing_key};

const JOB: &str = "LEADS_REDIS_TOKEN_JOB";
const PROCESSES: usize = 50;
/// The steps at which the holder of a turn is killed: with the turn taken, in the middle of the fetch, with the token
/// fetched, and with the token kept.
const STEPS: [&str; 4] = ["claimed", "fetching", "fetched", "kept"];

/// A store that kills its process at the next step at which no process was killed yet.
#[derive(Debug)]
struct Deadly {
    store: RedisTokens,
    redis: String,
    step: std::sync::Mutex<Option<&'static str>>,
}

fn kill_myself() -> ! {
    let id = std::process::id().to_string();
    drop(Command::new("kill").args(["-9", &id]).status());
    // The signal arrives at once, but not before the next instruction.
    std::process::abort()
}

impl Deadly {
    fn at(&self, step: &str) {
        if *self.step.lock().unwrap() == Some(step) {
            kill_myself();
        }
    }

    /// Returns the step at which the next holder of the turn is killed, for each step once over all processes.
    async fn next_step(&self) -> Option<&'static str> {
        let client = redis::Client::open(self.redis.as_str()).unwrap();
        let config = redis::AsyncConnectionConfig::new().set_connection_timeout(None).set_response_timeout(None);
        let mut connection = client.get_multiplexed_async_connection_with_config(&config).await.unwrap();
        let number: usize = redis::cmd("INCR").arg("turns").query_async(&mut connection).await.unwrap();
        STEPS.get(number - 1).copied()
    }
}

#[async_trait]
impl TokenStore for Deadly {
    async fn claim(&self, key: &TokenKey, refused: Option<&str>) -> Result<TokenClaim> {
        let claim = self.store.claim(key, refused).await?;
        if matches!(claim, TokenClaim::Turn(_)) {
            let step = self.next_step().await;
            *self.step.lock().unwrap() = step;
            self.at("claimed");
        }
        Ok(claim)
    }

    async fn keep(&self, key: &TokenKey, turn: &TokenTurn, token: &SecretString, life: Duration) -> Result<String> {
        self.at("fetched");
        let version = self.store.keep(key, turn, token, life).await?;
        self.at("kept");
        Ok(version)
    }

    /// The client extends its turn while it waits for the response.
    async fn extend(&self, key: &TokenKey, turn: &TokenTurn) -> Result<()> {
        self.at("fetching");
        self.store.extend(key, turn).await
    }

    fn release(&self, key: &TokenKey, turn: &TokenTurn) {
        self.store.release(key, turn);
    }
}

/// Does nothing unless the process was started by the test below.
#[test]
fn process_that_wants_a_token_makes_a_call() {
    let Ok(job) = std::env::var(JOB) else { return };
    let (redis, fake) = job.split_once(' ').unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let shared = Shared::connect_later(redis).unwrap();
        let store = Deadly { store: shared.tokens(sealing_key()), redis: redis.to_owned(), step: None.into() };
        let client = Client::builder().base_url(fake).oauth(API_KEY, API_SECRET).token_store(Arc::new(store));
        let client = client.build().unwrap();
        client.send(&ListSubStatuses::new()).await.unwrap();
    });
}

fn spawn(redis: &str, fake: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["tokens_fleet::process_that_wants_a_token_makes_a_call", "--exact", "--nocapture"])
        .env(JOB, format!("{redis} {fake}"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

/// Collects every command that the server receives.
fn monitor(server: &Server) -> std::thread::JoinHandle<Vec<u8>> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, server.port())).unwrap();
    stream.write_all(&encode(&["MONITOR"])).unwrap();
    let mut reply = [0; 5];
    stream.read_exact(&mut reply).unwrap();
    assert_eq!(&reply, b"+OK\r\n");
    std::thread::spawn(move || {
        let mut seen = Vec::new();
        // The stream ends with the server.
        drop(stream.read_to_end(&mut seen));
        seen
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn fifty_processes_fetch_one_token_and_one_more_per_kill() {
    let Some(mut server) = Server::start() else { return };
    let monitored = monitor(&server);
    let fake = Fake::builder(FakeCapillary::new()).latency(Latency::fixed(Duration::from_millis(700))).build();
    let running = fake.start().await.unwrap();
    let processes: Vec<Child> = (0..PROCESSES).map(|_| spawn(&server.url(), &running.url())).collect();
    let (mut killed, mut failed) = (0, 0);
    for mut process in processes {
        let status = tokio::task::spawn_blocking(move || process.wait().unwrap()).await.unwrap();
        match status.code() {
            Some(0) => {}
            Some(_) => failed += 1,
            None => killed += 1,
        }
    }
    assert_eq!((killed, failed), (STEPS.len(), 0));
    let fetched = fetches(&fake);
    println!("{PROCESSES} processes, {killed} killed, {fetched} fetches");
    assert!((1..=1 + killed).contains(&fetched), "{fetched} fetches");

    let keys = server.ask(&["KEYS", "*"]);
    let key = keys.lines().find(|line| line.ends_with(":token")).unwrap().to_owned();
    let stored = server.ask(&["HGETALL", &key]);
    server.stop();
    let seen = String::from_utf8_lossy(&monitored.join().unwrap()).into_owned();
    // It saw the token being kept, so it would have seen what must not be there.
    assert!(seen.contains("sealed") || seen.contains("EVALSHA"), "{seen}");
    assert!(seen.contains(&key));
    let hex = |text: &str| text.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
    for secret in ["fake.token", API_KEY, API_SECRET] {
        for (place, text) in [("keys", &keys), ("value", &stored), ("commands", &seen)] {
            assert!(!text.contains(secret) && !text.contains(&hex(secret)), "{secret} in the {place}");
        }
    }
}
