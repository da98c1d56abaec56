//! The service as a process, against the fakes of both vendors.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use futures_util::future::join_all;
use leads_journal::{Journal, Query, State};
use leads_testkit::dealerstudio::{DEALERSHIP_SLUG, FakeDealerStudio, WebhookAuth};
use leads_testkit::leadsquared::FakeLeadSquared;
use leads_testkit::{Fake, Fault, RunningFake, faults};
use reqwest::multipart::{Form, Part};
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

const TOKEN: &str = "a-long-random-token";

/// The service, the fakes, and its files.
struct Bench {
    folder: PathBuf,
    leadsquared: Arc<Fake<FakeLeadSquared>>,
    dealerstudio: Arc<Fake<FakeDealerStudio>>,
    _running: (RunningFake, RunningFake),
    process: Child,
    url: String,
    http: reqwest::Client,
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Returns a phone number that belongs to this address alone: LeadSquared rejects one that another lead has.
fn phone(email: &str) -> String {
    let number = email.bytes().fold(7_u64, |number, byte| (number * 31 + u64::from(byte)) % 100_000_000);
    format!("04{number:08}")
}

fn start(folder: &std::path::Path) -> (Child, String) {
    let mut process = Command::new(env!("CARGO_BIN_EXE_intake"))
        .args([folder.join("accounts.toml"), folder.join("journal.db"), "127.0.0.1:0".into()])
        .env("DEALERSHIP", DEALERSHIP_SLUG)
        .env("DEALERSTUDIO_TOKEN", TOKEN)
        .env("LEADSQUARED_KEY", TOKEN)
        .env("DEADLINE_MS", "1500")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (process, format!("http://{}", line.trim()))
}

impl Bench {
    async fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("intake-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let leadsquared =
            Arc::new(Fake::new(FakeLeadSquared::with_credentials("access", "secret").with_limits(1_000, 10, 100_000)));
        let dealerstudio = Arc::new(Fake::new(FakeDealerStudio::with_credentials("key")));
        dealerstudio.handler().set(|settings| settings.webhook_token = Some((WebhookAuth::Bearer, TOKEN.to_owned())));
        let running = (leadsquared.start().await.unwrap(), dealerstudio.start().await.unwrap());
        let accounts = format!(
            "[accounts.leadsquared]\nvendor = \"leadsquared\"\nbase_url = \"{}\"\naccess_key = \"access\"\nsecret_key = \"secret\"\n\
             plan = {{ custom = {{ calls = 1000, bulk = 10, daily = 100000 }} }}\nleads = {{}}\n\
             [accounts.dealerstudio]\nvendor = \"dealerstudio\"\nbase_url = \"{}\"\napi_key = \"key\"\n",
            running.0.url(),
            running.1.url()
        );
        std::fs::write(folder.join("accounts.toml"), accounts).unwrap();
        let (process, url) = start(&folder);
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { folder, leadsquared, dealerstudio, _running: running, process, url, http }
    }

    fn restart(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        (self.process, self.url) = start(&self.folder);
    }

    async fn enquire(&self, email: &str, phone: &str) -> (u16, String) {
        let file = Part::bytes(b"a made-up licence".to_vec()).file_name("licence.txt");
        let form = [("name", "Jo Citizen"), ("email", email), ("phone", phone), ("message", "Is it still there?")];
        let form = form.into_iter().fold(Form::new(), |form, (name, value)| form.text(name, value.to_owned()));
        let response =
            self.http.post(format!("{}/enquiry", self.url)).multipart(form.part("file", file)).send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }

    /// Sends an enquiry with a phone number that belongs to the address alone.
    async fn ask(&self, email: &str) -> (u16, String) {
        self.enquire(email, &phone(email)).await
    }

    /// The entries of an account that are not ended.
    async fn open(&self, account: &str) -> Vec<State> {
        let journal = Journal::open(self.folder.join("journal.db")).await.unwrap();
        let entries = journal.list(Query::new().account(account)).await.unwrap();
        entries
            .iter()
            .map(|entry| entry.state)
            .filter(|state| !matches!(state, State::Applied | State::Refused))
            .collect()
    }

    /// Waits until nothing is open at LeadSquared, whose captures can always be settled.
    async fn settled(&self) {
        let began = Instant::now();
        while !self.open("leadsquared").await.is_empty() {
            assert!(began.elapsed() < Duration::from_secs(60), "{:?}", self.open("leadsquared").await);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    fn leads(&self) -> (usize, usize) {
        (self.leadsquared.handler().leads(), self.dealerstudio.handler().counts()[0])
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn enquiry_creates_a_lead_at_both_vendors() {
    let bench = Bench::new("success").await;
    let (status, body) = bench.enquire("jo@example.com", "0400000000").await;
    let ids: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(status, 201, "{body}");
    assert!(ids["leadsquared"].is_string() && ids["dealerstudio"].is_string(), "{body}");
    assert_eq!(bench.leads(), (1, 1));
    // The same person again is one lead at LeadSquared and two enquiries at Dealer Studio.
    assert_eq!(bench.enquire("jo@example.com", "0400000000").await.0, 201);
    assert_eq!(bench.leads(), (1, 2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rejected_input_names_the_field_of_the_form() {
    let bench = Bench::new("input").await;
    let (status, body) = bench.enquire("jo@example.com", "12").await;
    assert_eq!((status, body.as_str()), (422, r#"{"field":"phone"}"#));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_lost_responses_make_one_lead() {
    let bench = Bench::new("lost").await;
    bench.leadsquared.faults().times(3, Fault::ResetAfterHandling);
    let (status, body) = bench.enquire("jo@example.com", "0400000000").await;
    assert!(matches!(status, 201 | 202), "{status} {body}");
    bench.settled().await;
    assert_eq!(bench.leads(), (1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fault_that_is_not_the_visitors_never_asks_for_a_correction() {
    let bench = Bench::new("setup").await;
    bench.dealerstudio.handler().revoke_key("key");
    assert_eq!(bench.enquire("jo@example.com", "0400000000").await.0, 503);
    assert_eq!(bench.leads(), (1, 0));
}

/// The enquiries of one service, and how many of them it confirmed.
#[derive(Default)]
struct Enquiries {
    emails: Vec<String>,
    confirmed: usize,
}

impl Enquiries {
    /// Records an enquiry and its response, which must be true if it confirms a lead.
    fn record(&mut self, bench: &Bench, email: String, (status, body): (u16, String)) {
        match status {
            201 => {
                let ids: serde_json::Value = serde_json::from_str(&body).unwrap();
                let captured = ids["leadsquared"].as_str().unwrap();
                assert_eq!(bench.leadsquared.handler().attribute(captured, "EmailAddress"), Some(email.clone()));
                self.confirmed += 1;
            }
            202 | 503 => {}
            other => panic!("{email}: {other} {body}"),
        }
        self.emails.push(email);
    }

    /// Waits until the service has ended its work, and compares what it did with the leads at the vendors.
    async fn compare(self, bench: &Bench) {
        bench.settled().await;
        let journal = Journal::open(bench.folder.join("journal.db")).await.unwrap();
        let entries = journal.list(Query::new().limit(10_000)).await.unwrap();
        let (count, confirmed) = (self.emails.len(), self.confirmed);
        assert_eq!(entries.len(), 2 * count, "every enquiry is stored for both vendors");
        let rejected = |account: &str| {
            entries.iter().filter(|entry| entry.account == account && entry.state == State::Refused).count()
        };
        let (captured, created) = bench.leads();
        // An enquiry that a vendor rejected is in the journal, for a person.
        assert_eq!(captured + rejected("leadsquared"), count);
        assert!(confirmed <= created, "{confirmed} enquiries were confirmed, {created} leads exist");
        assert!(created + rejected("dealerstudio") <= count, "{created} leads of {count} enquiries");
    }
}

/// Every fault at each vendor: no lead twice, no claim that is not true, and nothing lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_fault_loses_or_doubles_an_enquiry() {
    let bench = Bench::new("faults").await;
    // A proxy that repeats a request makes a double that no client can prevent.
    let all: Vec<_> = faults::all().into_iter().filter(|fault| fault.fault().handle_count() <= 1).collect();
    let mut emails = Vec::new();
    for (at, fault) in all.iter().enumerate() {
        for vendor in ["ls", "ds"] {
            let script = if vendor == "ls" { bench.leadsquared.faults() } else { bench.dealerstudio.faults() };
            let word = format!("{vendor}-{at}-x");
            emails.push(format!("jo-{word}@example.com"));
            script
                .on(move |request| request.body.windows(word.len()).any(|part| part == word.as_bytes()), fault.fault());
        }
    }
    let mut enquiries = Enquiries::default();
    for some in emails.chunks(48) {
        let results = join_all(some.iter().map(|email| bench.ask(email))).await;
        some.iter().zip(results).for_each(|(email, result)| enquiries.record(&bench, email.clone(), result));
    }
    // Faults of connections strike before a request can be recognized, so these meet one enquiry at a time. Most of them
    // last until its deadline, so several services are tried at once.
    let fired = bench.leadsquared.faults().fired();
    let others: Vec<_> = all.iter().filter(|fault| !fired.contains(&fault.name)).collect();
    assert!(!others.is_empty());
    bench.leadsquared.faults().clear();
    bench.dealerstudio.faults().clear();
    let others = others.chunks(3).enumerate().map(async |(at, some)| {
        let bench = Bench::new(&format!("connection-faults-{at}")).await;
        let mut enquiries = Enquiries::default();
        for fault in some {
            bench.leadsquared.faults().next(fault.fault());
            bench.dealerstudio.faults().next(fault.fault());
            let email = format!("jo-{}@example.com", fault.name);
            let result = bench.ask(&email).await;
            enquiries.record(&bench, email, result);
            bench.leadsquared.faults().clear();
            bench.dealerstudio.faults().clear();
        }
        enquiries.compare(&bench).await;
    });
    join_all(others).await;
    enquiries.compare(&bench).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn webhook_settles_a_create_whose_response_was_lost() {
    let bench = Bench::new("webhook").await;
    bench.dealerstudio.faults().times(3, Fault::ResetAfterHandling);
    assert_eq!(bench.enquire("jo@example.com", "0400000000").await.0, 202);
    assert_eq!(bench.leads(), (1, 1));
    assert_eq!(bench.open("dealerstudio").await.len(), 1);
    let hook =
        bench.dealerstudio.handler().take_webhooks().into_iter().find(|hook| hook.event == "lead_export_v3").unwrap();
    let post = |token: Option<&'static str>, body: Vec<u8>| {
        let request = bench.http.post(format!("{}/hooks/dealerstudio", bench.url)).body(body);
        let request = match token {
            Some(token) => request.bearer_auth(token),
            None => hook.headers.iter().fold(request, |request, (name, value)| request.header(name, value)),
        };
        async move { request.send().await.unwrap().status().as_u16() }
    };
    assert_eq!(post(Some("forged"), hook.body.to_vec()).await, 401);
    assert_eq!(bench.open("dealerstudio").await.len(), 1);
    assert!(matches!(post(None, b"not JSON".to_vec()).await, 200 | 204));
    for _ in 0..2 {
        assert!(matches!(post(None, hook.body.to_vec()).await, 200 | 204));
        assert_eq!(bench.open("dealerstudio").await, []);
    }
    let created = bench.http.post(format!("{}/hooks/leadsquared", bench.url)).header("x-hook-key", TOKEN).body("{}");
    assert_eq!(created.send().await.unwrap().status().as_u16(), 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_in_flight_end_before_the_process_does() {
    let mut bench = Bench::new("shutdown").await;
    bench.leadsquared.faults().next(Fault::DelayHead(Duration::from_millis(600)));
    let process = bench.process.id().to_string();
    let stop = async {
        while bench.leadsquared.request_count() == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Command::new("kill").args(["-INT", &process]).status().unwrap();
    };
    let ((status, body), ()) = tokio::join!(bench.enquire("jo@example.com", "0400000000"), stop);
    assert_eq!(status, 201, "{body}");
    assert!(bench.process.wait().unwrap().success());
    assert_eq!(bench.leads(), (1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_process_settles_what_is_open_when_it_starts() {
    let mut bench = Bench::new("kill").await;
    let mut random = fastrand::Rng::with_seed(11);
    for round in 0..6 {
        bench.leadsquared.faults().next(Fault::DelayHead(Duration::from_millis(100)));
        let (url, http) = (bench.url.clone(), bench.http.clone());
        let enquiry = tokio::spawn(async move {
            let form = Form::new()
                .text("name", "Jo")
                .text("email", format!("jo{round}@example.com"))
                .text("phone", format!("040000000{round}"));
            http.post(format!("{url}/enquiry")).multipart(form).send().await.map(|response| response.status().as_u16())
        });
        tokio::time::sleep(Duration::from_millis(random.u64(1..150))).await;
        bench.restart();
        let _ = enquiry.await;
        bench.leadsquared.faults().clear();
    }
    bench.settled().await;
    let journal = Journal::open(bench.folder.join("journal.db")).await.unwrap();
    let entries = journal.list(Query::new()).await.unwrap();
    let stored = entries.iter().filter(|entry| entry.account == "leadsquared").count();
    assert_eq!(entries.len(), 2 * stored, "an enquiry is stored for both vendors or for none");
    let (captured, created) = bench.leads();
    assert_eq!(captured, stored);
    assert!(created <= stored);
}
