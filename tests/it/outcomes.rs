//! What proves success, what proves a rejection, and what proves nothing: every write of every vendor against foreign
//! and documented responses.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]

use async_trait::async_trait;
use leads_core::http::{Progress, RetryPolicy, Transport, TransportError, WireRequest};
use leads_core::inspect::Entry;
use leads_core::vendor::Vendor;
use leads_core::{CallOptions, ClientConfig, Error, HttpResponse, Operation, Pipeline, WriteOutcome};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::{Arc, Mutex};

/// Returns the same response to every request.
#[derive(Clone, Debug, Default)]
struct Says(Arc<Mutex<(u16, Vec<u8>)>>);

#[async_trait]
impl Transport for Says {
    async fn send(&self, _: WireRequest, progress: Arc<dyn Progress>) -> Result<HttpResponse, TransportError> {
        progress.head_received();
        let (status, body) = self.0.lock().unwrap().clone();
        Ok(HttpResponse::new(status, http::HeaderMap::new(), body))
    }
}

/// A vendor with its client and every operation.
pub(crate) struct Tried<V: Vendor> {
    pipeline: Pipeline<V>,
    says: Says,
    catalog: Vec<Entry<V>>,
}

impl<V: Vendor> Tried<V> {
    fn new(client: impl Fn(ClientConfig) -> Pipeline<V>, catalog: Vec<Entry<V>>) -> Self {
        let says = Says::default();
        let config = ClientConfig::new().retry(RetryPolicy::none()).transport(Arc::new(says.clone()));
        Self { pipeline: client(config), says, catalog }
    }

    pub(crate) fn writes(&self) -> impl Iterator<Item = &Entry<V>> {
        self.catalog.iter().filter(|entry| entry.safety().is_write())
    }

    /// Sends a read, so that the client knows what its response says.
    pub(crate) async fn read(&self, operation: &str, body: &str) {
        let entry = self.catalog.iter().find(|entry| entry.operation.name == operation).unwrap();
        self.send(entry, 200, body.as_bytes()).await.unwrap();
    }

    pub(crate) async fn send(&self, entry: &Entry<V>, status: u16, body: &[u8]) -> Result<WriteOutcome, Error> {
        *self.says.0.lock().unwrap() = (status, body.to_vec());
        entry.outcome(&self.pipeline, &CallOptions::new()).await
    }
}

const MANY: u32 = 1_000_000_000;

/// Returns a client with made-up credentials.
pub(crate) fn capillary_client(config: ClientConfig) -> Pipeline<capillary_leads::Capillary> {
    use capillary_leads::{Client, Password};
    let client = Client::builder().base_url("https://vendor.example").config(config);
    client.basic("till", Password::plain("x")).build().unwrap().pipeline().clone()
}

pub(crate) fn capillary() -> Tried<capillary_leads::Capillary> {
    Tried::new(capillary_client, capillary_leads::api::catalog())
}

/// Returns a client with made-up credentials.
pub(crate) fn nutshell_client(config: ClientConfig) -> Pipeline<nutshell::Nutshell> {
    use nutshell::Client;
    let client = Client::builder().base_url("https://vendor.example").basic("a@example.com", "x");
    client.config(config).build().unwrap().pipeline().clone()
}

pub(crate) fn nutshell() -> Tried<nutshell::Nutshell> {
    Tried::new(nutshell_client, nutshell::api::catalog())
}

/// Returns a client with made-up credentials.
pub(crate) fn leadsquared_client(config: ClientConfig) -> Pipeline<leadsquared::LeadSquared> {
    use leadsquared::{Client, Plan};
    let client = Client::builder()
        .base_url("https://vendor.example")
        .async_base_url("https://async.vendor.example")
        .files_base_url("https://files.vendor.example");
    let client = client.async_api_key("x").keys("x", "y").config(config);
    client.plan(Plan::Custom { calls: MANY, bulk: MANY, daily: None }).build().unwrap().pipeline().clone()
}

pub(crate) fn leadsquared() -> Tried<leadsquared::LeadSquared> {
    Tried::new(leadsquared_client, leadsquared::api::catalog())
}

/// Returns a client with made-up credentials.
pub(crate) fn dealerstudio_client(config: ClientConfig) -> Pipeline<dealerstudio::DealerStudio> {
    use dealerstudio::Client;
    let client = Client::builder().base_url("https://vendor.example").api_key("x");
    client.config(config).build().unwrap().pipeline().clone()
}

pub(crate) fn dealerstudio() -> Tried<dealerstudio::DealerStudio> {
    Tried::new(dealerstudio_client, dealerstudio::api::catalog())
}

/// Bodies of proxies, gateways, login pages and other APIs.
const FOREIGN: &[&str] = &[
    "",
    " \n",
    "{}",
    "{ }",
    "[]",
    "[{}]",
    "[[]]",
    "[1]",
    "[null]",
    "[\"ok\"]",
    "[{\"id\":\"proxy-17\"}]",
    "null",
    "true",
    "false",
    "0",
    "17",
    "\"\"",
    "\"ok\"",
    "OK",
    "It works!",
    "<html><head><title>Sign in</title></head><body>Please log in</body></html>",
    "<!DOCTYPE html><title>502 Bad Gateway</title>",
    "<?xml version=\"1.0\"?><Error><Code>SlowDown</Code></Error>",
    r#"{"error":"upstream timeout"}"#,
    r#"{"error":{"code":504,"message":"upstream timeout"}}"#,
    r#"{"errors":["upstream timeout"]}"#,
    r#"{"errors":[{"message":"upstream timeout"}]}"#,
    r#"{"errors":{"upstream":["timeout"]}}"#,
    r#"{"fault":{"faultstring":"no backend"}}"#,
    r#"{"message":"Forbidden"}"#,
    r#"{"message":"Endpoint request timed out"}"#,
    r#"{"message":"ok"}"#,
    r#"{"success":true}"#,
    r#"{"success":false,"message":"upstream timeout"}"#,
    r#"{"status":"ok"}"#,
    r#"{"status":200}"#,
    r#"{"status":"healthy","uptime":17}"#,
    r#"{"ok":true,"result":{}}"#,
    r#"{"id":"proxy-17"}"#,
    r#"{"id":"f1e2d3c4b5a697887766554433221100"}"#,
    r#"{"id":null}"#,
    r#"{"id":true}"#,
    r#"{"request_id":"17","received":true}"#,
    r#"{"data":{}}"#,
    r#"{"data":[]}"#,
    r#"{"data":null}"#,
    r#"{"data":{"id":"proxy-17"}}"#,
    r#"{"result":"queued"}"#,
    r#"{"queued":true}"#,
    "{\"id\":",
];

/// The bodies that are tested with the less usual success statuses.
const FEW: &[&str] =
    &["", "{}", "[1]", "OK", "<html></html>", r#"{"error":"upstream timeout"}"#, r#"{"id":"proxy-17"}"#];

/// The bodies that are tested with a status that decides by itself.
const TWO: &[&str] = &["", r#"{"error":"upstream timeout"}"#];

const LESS_USUAL: &[u16] = &[201, 202, 206];

/// The standard rejections of HTTP: such a request was not carried out, whatever the body is.
const REJECTIONS: &[u16] = &[400, 401, 403, 404, 405, 409, 410, 413, 414, 415, 422, 428, 429, 431];

/// All other statuses prove nothing with a foreign body.
const NOTHING: &[u16] = &[
    301, 302, 303, 307, 308, 402, 406, 407, 408, 411, 412, 416, 417, 418, 421, 423, 424, 425, 426, 451, 461, 499, 500,
    501, 502, 503, 504, 505, 507, 508, 511, 520, 521, 522, 523, 524, 530,
];

/// Returns whether an empty response is documented by the vendor, or inferred for it.
fn is_documented_empty(vendor: &str, operation: &str, status: u16, body: &str) -> bool {
    let empty = body.trim().is_empty();
    let status_fits = match (vendor, operation) {
        (
            "nutshell",
            "create_task" | "create_lead_custom_field" | "create_contact_custom_field" | "create_account_custom_field",
        ) => status == 200,
        ("dealerstudio", name) => name != "create_lead" && matches!(status, 200 | 201),
        _ => false,
    };
    empty && status_fits
}

/// Tests every write against every foreign response; returns the number of responses and the mismatches.
async fn foreign<V: Vendor>(tried: &Tried<V>) -> (usize, Vec<String>) {
    let (mut count, mut wrong) = (0, Vec::new());
    for entry in tried.writes() {
        let name = entry.operation.name;
        let all = FOREIGN.iter().map(|body| (200, *body));
        let few = LESS_USUAL.iter().flat_map(|status| FEW.iter().map(move |body| (*status, *body)));
        let two = REJECTIONS.iter().chain(NOTHING).flat_map(|status| TWO.iter().map(move |body| (*status, *body)));
        for (status, body) in all.chain(few).chain(two) {
            if is_documented_empty(V::NAME, name, status, body) {
                continue;
            }
            count += 1;
            let came = tried.send(entry, status, body.as_bytes()).await;
            let wanted = if REJECTIONS.contains(&status) { WriteOutcome::NotApplied } else { WriteOutcome::Unknown };
            let (outcome, fits) = match &came {
                Ok(outcome) => (*outcome, *outcome == WriteOutcome::Unknown),
                Err(error) => {
                    let helps = error.outcome() != WriteOutcome::Unknown
                        || error.help().is_some_and(|help| help.contains("not known whether the change was made"));
                    (error.outcome(), helps && error.http_status() == Some(status))
                }
            };
            if outcome != wanted || !fits {
                wrong.push(format!("{} {name} {status} {body:?}: {came:?}", V::NAME));
            }
        }
    }
    (count, wrong)
}

/// Fails with the first mismatches and the number of the others.
fn report(wrong: &[String]) {
    let shown: Vec<&str> = wrong.iter().take(40).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{} wrong, first of all:\n{}", wrong.len(), shown.join("\n"));
}

mod foreign_responses_prove_nothing {
    use super::{capillary, dealerstudio, foreign, leadsquared, nutshell, report};

    #[tokio::test(start_paused = true)]
    async fn at_capillary() {
        let (count, wrong) = foreign(&capillary()).await;
        report(&wrong);
        assert!(count >= 1_000, "{count}");
    }

    #[tokio::test(start_paused = true)]
    async fn at_nutshell() {
        let (count, wrong) = foreign(&nutshell()).await;
        report(&wrong);
        assert!(count >= 7_000, "{count}");
    }

    #[tokio::test(start_paused = true)]
    async fn at_leadsquared() {
        let (count, wrong) = foreign(&leadsquared()).await;
        report(&wrong);
        assert!(count >= 7_000, "{count}");
    }

    #[tokio::test(start_paused = true)]
    async fn at_dealerstudio() {
        let (count, wrong) = foreign(&dealerstudio()).await;
        report(&wrong);
        assert!(count >= 1_000, "{count}");
    }
}

/// A documented success: operation, status, body.
pub(crate) type Success = (&'static str, u16, &'static str);

pub(crate) const CAPILLARY: &[Success] = &[
    ("create_lead", 200, r#"{"id":7,"userId":8,"type":"SKU","leadFor":"boots","status":"OPEN","warnings":[]}"#),
    ("create_lead", 200, r#"{"id":7,"warnings":[{"status":false,"code":8050,"message":"combined"}]}"#),
    ("update_lead", 200, r#"{"id":7,"userId":8,"extendedFields":{},"warnings":[]}"#),
    ("update_lead_status", 200, r#"{"warnings":[],"id":7,"status":"WON"}"#),
    ("add_follow_up", 200, r#"{"id":7,"followUpDetails":[],"warnings":[]}"#),
    ("create_reasons", 200, r#"{"data":[{"id":1,"reason":"sold out"}],"warnings":[],"errors":[]}"#),
    ("create_sub_status", 200, r#"{"status":"ON_HOLD","subStatus":"Later","warnings":[]}"#),
    ("generate_token", 200, r#"{"data":{"accessToken":"made.up.token","ttlSeconds":300},"errors":null}"#),
];

/// The formats of Nutshell's records, any of which a write may return.
const NUTSHELL_RECORDS: &[&str] = &[
    r#"{"id":"17-leads"}"#,
    r#"{"id":"789-quotes","type":"invoices"}"#,
    r#"{"meta":{"instanceId":"1"},"links":{},"PLURAL":[{"id":"17-emAudiences","unknown":{}}],"users":[]}"#,
    r#"{"PLURAL":{"id":"3-contacts"}}"#,
    r#"[{"id":"3-customFields"}]"#,
];

/// Returns the name of the list that wraps the records of a Nutshell operation.
pub(crate) fn plural(operation: &str) -> &'static str {
    [
        ("custom_field", "customFields"),
        ("installments", "installments"),
        ("product_categor", "productCategories"),
        ("product_map", "productMaps"),
        ("competitor_map", "competitorMaps"),
        ("audience", "emAudiences"),
        ("activit", "activities"),
        ("invoice", "invoices"),
        ("quote", "quotes"),
        ("note", "notes"),
        ("product", "products"),
        ("source", "sources"),
        ("lead", "leads"),
        ("contact", "contacts"),
        ("account", "accounts"),
        ("tag", "tags"),
        ("task", "tasks"),
    ]
    .into_iter()
    .find(|(part, _)| operation.contains(part))
    .unwrap_or_else(|| panic!("no plural for {operation}"))
    .1
}

/// The statuses with which Nutshell is declared to respond without a body.
const NUTSHELL_EMPTY: &[Success] = &[
    ("update_account", 204, ""),
    ("update_contact", 204, ""),
    ("update_lead", 204, ""),
    ("update_task", 204, ""),
    ("update_competitor_map", 204, ""),
    ("update_product_map", 204, ""),
    ("delete_contact", 204, ""),
    ("delete_competitor_map", 204, ""),
    ("delete_product", 204, ""),
    ("delete_product_map", 204, ""),
    ("create_task", 200, ""),
    ("create_lead_custom_field", 200, ""),
    ("create_contact_custom_field", 200, ""),
    ("create_account_custom_field", 200, ""),
];

const LEADSQUARED: &[Success] = &[
    ("create_lead", 200, r#"{"Status":"Success","Message":{"Id":"7d3a1c52-0f5e-4a8b-9b77-4c1d2e3f4a5b"}}"#),
    ("update_lead", 200, r#"{"Status":"Success","Message":{"AffectedRows":1}}"#),
    ("delete_lead", 200, r#"{"Status":"Success","Message":{"AffectedRows":1}}"#),
    ("capture_lead_async", 200, r#"{"RequestID":"7d3a1c52-0f5e-4a8b-9b77-4c1d2e3f4a5b"}"#),
];

/// Dealer Studio's writes and the members that wrap their records.
pub(crate) const DEALERSTUDIO: &[(&str, &str)] = &[
    ("create_lead", "lead"),
    ("update_lead", "lead"),
    ("update_lead_cluster", "lead_cluster"),
    ("create_appointment", "appointment"),
    ("create_lead_event_by_service", "lead_event"),
    ("create_car", "car"),
    ("update_car", "car"),
];

/// Returns the number of documented successes tested and those that were not accepted.
async fn accepted<V: Vendor>(tried: &Tried<V>, successes: &[(String, u16, String)]) -> (usize, Vec<String>) {
    let mut wrong = Vec::new();
    for (name, status, body) in successes {
        let entry = tried.catalog.iter().find(|entry| entry.operation.name == name).unwrap_or_else(|| panic!("{name}"));
        assert!(entry.safety().is_write(), "{name}");
        let came = tried.send(entry, *status, body.as_bytes()).await;
        // A captured batch may report rejected rows; the response must be understood nonetheless.
        let rejected_rows =
            ["\"FailureCount\"", "\"ErrorMessage\"", "\"ExceptionMessage\"", "\"ActivityCreated\": false"]
                .iter()
                .any(|word| body.contains(word));
        let outcome = came.as_ref().map_or_else(|error| error.outcome(), |outcome| *outcome);
        let accepted = matches!(came, Ok(WriteOutcome::Applied | WriteOutcome::Accepted | WriteOutcome::Partial));
        if !(accepted || (rejected_rows && outcome != WriteOutcome::Unknown)) {
            wrong.push(format!("{} {name} {status} {body}: {came:?}", V::NAME));
        }
    }
    (successes.len(), wrong)
}

/// Returns the captured successful writes next to the workspace.
fn captured<V: Vendor>(tried: &Tried<V>) -> Vec<(String, u16, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Some(folder) = root.ancestors().map(|above| above.join("shared/vendors")).find(|folder| folder.is_dir()) else {
        println!("skipped: the vendors' reference is not next to this checkout");
        return Vec::new();
    };
    let writes: BTreeMap<&str, bool> =
        tried.catalog.iter().map(|entry| (entry.operation.name, entry.safety().is_write())).collect();
    let table = std::fs::read_to_string(folder.join("samples.tsv")).unwrap();
    let mut found = Vec::new();
    for line in table.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>()) {
        let [vendor, operation, "response", status, file] = line[..] else { continue };
        if vendor != V::NAME || operation == "-" {
            continue;
        }
        match writes.get(operation) {
            None => panic!("{operation} is not implemented"),
            Some(false) => {}
            Some(true) => {
                let body = std::fs::read_to_string(folder.join(file)).unwrap();
                found.push((operation.to_owned(), status.parse().unwrap_or(200), body));
            }
        }
    }
    println!("{}: {} captured successes of writes", V::NAME, found.len());
    found
}

fn owned(successes: &[Success]) -> Vec<(String, u16, String)> {
    successes.iter().map(|(name, status, body)| ((*name).to_owned(), *status, (*body).to_owned())).collect()
}

fn nutshell_successes() -> Vec<(String, u16, String)> {
    let mut all = owned(NUTSHELL_EMPTY);
    for entry in nutshell().writes() {
        let name = entry.operation.name;
        for (status, body) in NUTSHELL_RECORDS.iter().flat_map(|body| [(200, body), (201, body)]) {
            // A schedule of payments is a list, never a single bare record.
            if name != "update_lead_installments" || !body.starts_with("{\"id\"") {
                all.push((name.to_owned(), status, body.replace("PLURAL", plural(name))));
            }
        }
    }
    all
}

fn dealerstudio_successes() -> Vec<(String, u16, String)> {
    let mut all = Vec::new();
    for (name, wrapper) in DEALERSTUDIO {
        for record in [r#"{"id":12}"#, r#"{"id":12,"lead_cluster_id":34}"#, r#"{"lead_cluster_id":34,"unknown":[]}"#] {
            for status in [200, 201] {
                all.push(((*name).to_owned(), status, record.to_owned()));
                all.push(((*name).to_owned(), status, format!("{{\"{wrapper}\":{record}}}")));
            }
        }
        if *name != "create_lead" {
            all.extend([200, 201, 204].map(|status| ((*name).to_owned(), status, String::new())));
        }
    }
    all
}

mod documented_successes_are_accepted {
    use super::{
        CAPILLARY, LEADSQUARED, accepted, capillary, captured, dealerstudio, dealerstudio_successes, leadsquared,
        nutshell, nutshell_successes, owned, report,
    };

    #[tokio::test(start_paused = true)]
    async fn of_capillary() {
        let tried = capillary();
        report(&accepted(&tried, &owned(CAPILLARY)).await.1);
        report(&accepted(&tried, &captured(&tried)).await.1);
    }

    #[tokio::test(start_paused = true)]
    async fn of_nutshell() {
        let tried = nutshell();
        let (count, wrong) = accepted(&tried, &nutshell_successes()).await;
        report(&wrong);
        assert!(count > 400, "{count}");
        report(&accepted(&tried, &captured(&tried)).await.1);
    }

    #[tokio::test(start_paused = true)]
    async fn of_leadsquared() {
        let tried = leadsquared();
        report(&accepted(&tried, &owned(LEADSQUARED)).await.1);
        report(&accepted(&tried, &captured(&tried)).await.1);
    }

    #[tokio::test(start_paused = true)]
    async fn of_dealerstudio() {
        let tried = dealerstudio();
        report(&accepted(&tried, &dealerstudio_successes()).await.1);
        report(&accepted(&tried, &captured(&tried)).await.1);
    }
}

/// A success and a rejection in a foreign format are distinguished even if nothing else is known about the call.
#[tokio::test(start_paused = true)]
async fn execute_leaves_a_write_unknown_without_proof() {
    use leads_core::Body;
    let tried = nutshell();
    *tried.says.0.lock().unwrap() = (200, b"{}".to_vec());
    let operation: Operation = tried.writes().next().unwrap().operation;
    let reply = tried.pipeline.execute(operation, "/rest/anything", &CallOptions::new(), Body::Empty).await.unwrap();
    assert_eq!(reply.meta().outcome, WriteOutcome::Unknown);
}

/// A kind of response described by the page, for one vendor: a name and a status with a body.
type Probe = (&'static str, u16, &'static str);

/// For each operation, returns the names of the probes that it accepts as a success.
async fn proofs<V: Vendor>(tried: &Tried<V>, probes: &[Probe]) -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let mut found: BTreeMap<&'static str, BTreeSet<&'static str>> = BTreeMap::new();
    for entry in tried.writes() {
        let name = entry.operation.name;
        for (probe, status, body) in probes {
            let body = if V::NAME == "nutshell" { body.replace("PLURAL", plural(name)) } else { (*body).to_owned() };
            if tried.send(entry, *status, body.as_bytes()).await.ok() == Some(WriteOutcome::Applied) {
                found.entry(name).or_default().insert(probe);
            }
        }
        found.entry(name).or_default();
    }
    found
}

/// Returns the operations by what proves their success, as a table.
fn table(found: &BTreeMap<&'static str, BTreeSet<&'static str>>) -> String {
    let mut by_proof: BTreeMap<Vec<&str>, Vec<&str>> = BTreeMap::new();
    for (name, proofs) in found {
        by_proof.entry(proofs.iter().copied().collect()).or_default().push(name);
    }
    let mut out = String::from("| proved by | operations |\n|---|---|\n");
    for (proofs, names) in by_proof {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        let _ = writeln!(out, "| {} | {} |", proofs.join("; "), names.join(", "));
    }
    out
}

/// Returns the statuses by what they prove with a foreign body, for one write of a vendor.
async fn statuses<V: Vendor>(tried: &Tried<V>) -> String {
    let entry = tried.writes().find(|entry| entry.operation.name.starts_with("update_lead")).unwrap();
    let (mut rejected, mut unknown) = (Vec::new(), Vec::new());
    for status in 400..600_u16 {
        let outcome = tried.send(entry, status, b"<html></html>").await.unwrap_err().outcome();
        match outcome {
            WriteOutcome::NotApplied => rejected.push(status.to_string()),
            _ => unknown.push(status),
        }
    }
    assert_eq!(rejected.len() + unknown.len(), 200);
    rejected.join(", ")
}

const HEAD: &str = "\
# Evidence

When is a write applied, when is it not, and when is that unknown? This page is generated by sending responses to
every write; the test `evidence_page_matches_the_code` compares it with the code and rewrites it if `UPDATE_DOCS=1` is
set.

- *Applied* is reported only with the vendor's own proof, listed below for each vendor.
- *Not applied* is reported only for the vendor's own rejection, for a standard HTTP rejection, or if nothing was
  sent.
- Everything else is *unknown*: an error that names the HTTP status and the format of the body, and whose `help()`
  explains how to find out. A successful reply can be unknown only if the vendor's own envelope was received but says
  too little.

`cargo test --test it outcomes::` sends every write of every vendor foreign responses, more than 20,000 in all (empty
objects and lists, gateways' JSON, login pages, text), and every documented success.

";

#[tokio::test(start_paused = true)]
async fn evidence_page_matches_the_code() {
    let rejections = statuses(&nutshell()).await;
    for other in [statuses(&dealerstudio()).await, statuses(&leadsquared()).await, statuses(&capillary()).await] {
        assert_eq!(other, rejections, "the standard rejections are the same for every vendor");
    }
    let mut made = HEAD.to_owned();
    let _ = write!(
        made,
        "## Every vendor\n\n\
         With any body, these statuses prove that nothing was applied: {rejections}.\n\n\
         Every other status proves nothing by itself. That includes 408, 425 and 499, sent by a proxy that gave up \
         waiting; 5xx, sent by a gateway that lost the response; redirects; and 2xx with a body that is not the \
         vendor's.\n\n"
    );

    let probes: &[Probe] = &[
        ("the lead with its numeric `id`", 200, r#"{"id":7}"#),
        ("`data` with the created rows", 200, r#"{"data":[{"id":1,"reason":"x"}]}"#),
        ("the `subStatus`", 200, r#"{"status":"LOST","subStatus":"x"}"#),
        ("`data` with the token", 200, r#"{"data":{"accessToken":"x","ttlSeconds":1}}"#),
        ("an empty 204", 204, ""),
        ("an empty 200", 200, ""),
        ("an empty object", 200, "{}"),
        ("an id of another form", 200, r#"{"id":"proxy-17"}"#),
    ];
    let _ = write!(
        made,
        "## Capillary\n\n{}\n\
         Rejected: `errors` with items that have a `code` or a `status`, with any HTTP status; the older form \
         `{{\"response\":{{\"status\":{{\"code\":..}}}}}}` with a code that is not a success, where 5xx stays unknown. Errors \
         next to a record leave a write unknown, and several reasons partial.\n\n\
         HTTP status 498, and the codes 401 and 498 in the body, mean that the token is no longer valid: it is discarded, \
         another one is fetched, and the call is retried once.\n\n\
         Proves nothing: `{{}}`, an id that is not a number, a list in place of an object, 461 and 521.\n\n",
        table(&proofs(&capillary(), probes).await)
    );

    let probes: &[Probe] = &[
        ("a record with an id like `17-leads`, wrapped or bare", 200, r#"{"PLURAL":[{"id":"17-leads"}]}"#),
        ("an empty 204", 204, ""),
        ("an empty 200", 200, ""),
        ("an empty 201", 201, ""),
        ("an id of another form", 200, r#"{"PLURAL":[{"id":"proxy-17"}]}"#),
    ];
    let _ = write!(
        made,
        "## Nutshell\n\n{}\n\
         The letters of the id may name another type: the vendor's samples use `789-quotes` for an invoice.\n\n\
         Rejected: `errors` with items that have a `title` or a `detail`, or the `type` `errors`, with any HTTP status; \
         a `status` of 5xx in them stays unknown.\n\n\
         Proves nothing: an empty response elsewhere, `{{\"message\":..}}` with 2xx or 5xx, an error next to a record. The \
         vendor's envelope without a record is a reply with an unknown outcome if the operation may respond without \
         one.\n\n",
        table(&proofs(&nutshell(), probes).await)
    );

    let probes: &[Probe] = &[
        ("an integer `id`, wrapped or bare", 200, r#"{"id":12}"#),
        ("an integer `lead_cluster_id`", 200, r#"{"lead_cluster_id":12}"#),
        ("an empty 200, 201 or 204 (inferred)", 204, ""),
        ("an empty 202", 202, ""),
        ("`null`", 200, "null"),
        ("a success message", 200, r#"{"success":true}"#),
    ];
    let _ = write!(
        made,
        "## Dealer Studio\n\n{}\n\
         The vendor documents only the success of `create_lead`. For the other writes, an empty response counts as \
         one, which is inferred.\n\n\
         Rejected: messages about fields of the vendor's requests (`{{\"phone\":[\"is invalid\"]}}`) with any status below \
         500, and the text of the three-day rule in the response to `update_lead` with any status.\n\n\
         Proves nothing: `{{}}`, `null`, `{{\"success\":true}}`, text, an `error` or a `message` with 2xx.\n\n",
        table(&proofs(&dealerstudio(), probes).await)
    );

    made.push_str(
        "## LeadSquared\n\n\
         Applied: `Status` `Success`. In bulk, each row separately: `RowNumber` with its `...Created` or `...Updated` member; or \
         a `Status` object with counts. By operation also bare arrays, `Response` rows, `{ID, MemberCount}` and upload \
         arrays. A `RequestID` from the asynchronous host means accepted.\n\n\
         Rejected: `Status` `Error`, `Failed` or `Fail`, `ExceptionType`, `ExceptionMessage` or `IsMXException`, with any \
         HTTP status.\n\n\
         Proves nothing: other values in `Status`, a list in place of an object, any foreign body.\n",
    );

    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/evidence.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&file, &made).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == made, "docs/evidence.md is out of date; run UPDATE_DOCS=1 cargo test --test it outcomes::");
}
