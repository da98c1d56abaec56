//! Every write of every vendor meets every fault: what is reported must agree with what the vendor handled.
//!
//! The vendor here is not one of the fakes, whose state would have to fit each write: it responds to each with a
//! documented success and counts what it handled.

use crate::outcomes::{self, CAPILLARY, DEALERSTUDIO, plural};
use leads_core::http::RetryPolicy;
use leads_core::inspect::Entry;
use leads_core::vendor::Vendor;
use leads_core::{CallOptions, ClientConfig, Pipeline, Safety, WriteOutcome};
use leads_testkit::faults::{self, NamedFault};
use leads_testkit::{Clock, Fake, FakeRequest, FakeResponse, Handler, Ledger};
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::time::Duration;

/// Responds to every request with one body, and counts the requests.
#[derive(Debug, Default)]
struct Succeeds {
    body: Mutex<Vec<u8>>,
    ledger: Ledger,
}

impl Handler for Succeeds {
    fn handle(&self, request: &FakeRequest, _clock: &Clock) -> FakeResponse {
        self.ledger.record(request.method.as_str());
        let body = self.body.lock().unwrap().clone();
        FakeResponse::bytes(200, "application/json", body)
    }

    fn ledger(&self) -> Option<&Ledger> {
        Some(&self.ledger)
    }
}

const GUID: &str = "7d3a1c52-0f5e-4a8b-9b77-4c1d2e3f4a5b";

/// The forms in which LeadSquared reports success; each write has one of them.
fn leadsquared_bodies() -> Vec<String> {
    [
        r#"{"Status":"Success","Message":{"Id":"GUID","AffectedRows":1}}"#,
        r#"{"Status":"Success","Message":{"Id":"GUID","RelatedID":"GUID","IsCreated":true}}"#,
        r#"{"Status":"Success"}"#,
        r#"{"Status":"Success","RequestId":"GUID"}"#,
        r#"{"RequestID":"GUID"}"#,
        r#"{"Status":"Success","Operation":"Bulk Delete Tasks","TasksCount":2,"DeletedTasksCount":2,"FailureReason":null}"#,
        r#"{"Status":"Success","uploadedFile":"scan.pdf","s3FilePath":"https://b.example/scan.pdf"}"#,
        r#"{"ID":"GUID","MemberCount":1,"TotalRecipient":1}"#,
        r#"{"Status":"Success","CreatedOpportunityId":"GUID","RelatedProspectId":"GUID","IsUnique":false}"#,
        r#"[{"RowNumber":1,"LeadCreated":true,"LeadId":"GUID","AffectedRows":1}]"#,
        r#"{"Response":[{"RowNumber":1,"ActivityCreated":true,"ProspectActivityId":"GUID"}]}"#,
        r#"{"Response":[{"RowNumber":1,"ActivityUpdated":true,"ProspectActivityId":"GUID"}]}"#,
        r#"{"Status":"Success","Message":{"Message":"Your request has been queued."}}"#,
    ]
    .map(|body| body.replace("GUID", GUID))
    .to_vec()
}

/// Sends one write to a vendor that meets `fault` first. Returns the reported outcome, and how often the vendor
/// handled the write.
async fn send<V: Vendor>(
    client: fn(ClientConfig) -> Pipeline<V>,
    entry: &Entry<V>,
    body: &[u8],
    fault: Option<NamedFault>,
) -> (Result<WriteOutcome, WriteOutcome>, u64) {
    let fake = Fake::new(Succeeds { body: Mutex::new(body.to_vec()), ledger: Ledger::new() });
    if let Some(fault) = fault {
        fake.faults().next(fault.fault());
    }
    let retry = RetryPolicy::default().max_attempts(3).initial_backoff(Duration::from_millis(5));
    let config = ClientConfig::new().retry(retry).max_body(1 << 20).transport(fake.transport());
    let outcome = entry.outcome(&client(config), &CallOptions::new()).await.map_err(|error| error.outcome());
    (outcome, fake.write_count())
}

/// Additional members that are not valid JSON or UTF-8, each of which must affect only itself.
const MALFORMED: &[&[u8]] = &[b"\"a\x01\nb\"", b"\"caf\xe9\"", b"\"c:\\dir\"", b"NaN", b"1e400", b"\"cut \\ud83d\""];

/// Returns the body with an additional member in its first object, or `None` if it has no object.
fn with_member(body: &str, value: &[u8]) -> Option<Vec<u8>> {
    let (before, after) = body.split_at(body.find('{')? + 1);
    let comma: &[u8] = if after.starts_with('}') { b"" } else { b"," };
    Some([before.as_bytes(), b"\"additional\":", value, comma, after.as_bytes()].concat())
}

/// Compares the outcome of each write for a body with that for the body with a malformed member.
async fn malformed<V: Vendor>(
    client: fn(ClientConfig) -> Pipeline<V>,
    catalog: Vec<Entry<V>>,
    bodies: impl Fn(&str) -> Vec<String>,
) {
    let (mut wrong, mut seen) = (Vec::new(), BTreeSet::new());
    for entry in catalog.iter().filter(|entry| entry.safety().is_write()) {
        let name = entry.operation.name;
        for body in bodies(name) {
            let (clean, _) = send(client, entry, body.as_bytes(), None).await;
            seen.insert(clean.unwrap_or_else(|failed| failed));
            for value in MALFORMED {
                let Some(spoiled) = with_member(&body, value) else { continue };
                let (outcome, _) = send(client, entry, &spoiled, None).await;
                if outcome != clean {
                    wrong.push(format!("{name}: {outcome:?} instead of {clean:?}: {}", spoiled.escape_ascii()));
                }
            }
        }
    }
    assert!(seen.contains(&WriteOutcome::Applied), "{}: {seen:?}", V::NAME);
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Finds a body that the operation accepts as a success.
async fn accepted_body<V: Vendor>(
    client: fn(ClientConfig) -> Pipeline<V>,
    entry: &Entry<V>,
    bodies: &[String],
) -> Option<String> {
    for body in bodies {
        let (outcome, _) = send(client, entry, body.as_bytes(), None).await;
        if matches!(outcome, Ok(WriteOutcome::Applied | WriteOutcome::Accepted)) {
            return Some(body.clone());
        }
    }
    None
}

async fn every_write<V: Vendor>(
    client: fn(ClientConfig) -> Pipeline<V>,
    catalog: Vec<Entry<V>>,
    bodies: impl Fn(&str) -> Vec<String>,
) {
    let (mut wrong, mut calls) = (Vec::new(), 0);
    for entry in catalog.iter().filter(|entry| entry.safety().is_write()) {
        let name = entry.operation.name;
        let Some(body) = accepted_body(client, entry, &bodies(name)).await else {
            wrong.push(format!("{name}: no documented success is accepted"));
            continue;
        };
        for fault in faults::all() {
            // These are slow to generate, and the same for every operation.
            if matches!(fault.name, "huge-body" | "gzip-bomb" | "deep-nesting") {
                continue;
            }
            let (outcome, handled) = send(client, entry, body.as_bytes(), Some(fault)).await;
            calls += 1;
            let reported = outcome.unwrap_or_else(|failed| failed);
            let copies = fault.fault().handle_count().saturating_sub(1);
            let problem = match reported {
                WriteOutcome::NotApplied if handled > 0 => "reported not applied, but it was handled",
                WriteOutcome::NotApplied if outcome.is_ok() => "a success that did nothing",
                WriteOutcome::Applied if handled == 0 => "reported applied, but it was not handled",
                WriteOutcome::Accepted if handled == 0 => "reported accepted, but it was not handled",
                _ if entry.safety() == Safety::NonIdempotent && handled > 1 + copies => "handled twice",
                _ => continue,
            };
            wrong.push(format!("{name} after {}: {problem} ({outcome:?}, {handled})", fault.name));
        }
    }
    println!("{}: {calls} calls met a fault", V::NAME);
    assert!(calls > 100, "{}: {calls}", V::NAME);
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

fn capillary_bodies(name: &str) -> Vec<String> {
    let known = CAPILLARY.iter().filter(|(operation, ..)| *operation == name);
    known.map(|(.., body)| (*body).to_owned()).collect()
}

fn nutshell_bodies(name: &str) -> Vec<String> {
    let plural = plural(name);
    vec![format!(r#"{{"meta":{{}},"links":{{}},"{plural}":[{{"id":"17-{plural}"}}]}}"#)]
}

fn dealerstudio_bodies(name: &str) -> Vec<String> {
    let known = DEALERSTUDIO.iter().filter(|(operation, _)| *operation == name);
    known.map(|(_, wrapper)| format!(r#"{{"{wrapper}":{{"id":12,"lead_cluster_id":34}}}}"#)).collect()
}

/// Rejections inside a success status, and batches of which a row failed.
const LEADSQUARED_REJECTIONS: &[&str] = &[
    r#"{"Status":"Error","ExceptionType":"MXDuplicateEntryException","ExceptionMessage":"exists"}"#,
    r#"[{"RowNumber":1,"LeadCreated":true,"AffectedRows":1},{"RowNumber":2,"LeadCreated":false,"ErrorMessage":"no"}]"#,
    r#"{"Response":[{"RowNumber":1,"ActivityCreated":false,"ErrorMessage":"no"}]}"#,
];

#[tokio::test(start_paused = true)]
async fn every_capillary_write_is_reported_as_it_was_handled() {
    every_write(outcomes::capillary_client, capillary_leads::api::catalog(), capillary_bodies).await;
}

#[tokio::test(start_paused = true)]
async fn every_nutshell_write_is_reported_as_it_was_handled() {
    every_write(outcomes::nutshell_client, nutshell::api::catalog(), nutshell_bodies).await;
}

#[tokio::test(start_paused = true)]
async fn every_leadsquared_write_is_reported_as_it_was_handled() {
    every_write(outcomes::leadsquared_client, leadsquared::api::catalog(), |_| leadsquared_bodies()).await;
}

#[tokio::test(start_paused = true)]
async fn every_dealerstudio_write_is_reported_as_it_was_handled() {
    every_write(outcomes::dealerstudio_client, dealerstudio::api::catalog(), dealerstudio_bodies).await;
}

#[tokio::test(start_paused = true)]
async fn malformed_member_changes_no_capillary_outcome() {
    let bodies = |name: &str| {
        let rejection = r#"{"data":[{"id":1,"reason":"x"}],"warnings":[],"errors":[{"code":92001,"message":"no"}]}"#;
        [capillary_bodies(name), vec![rejection.to_owned()]].concat()
    };
    malformed(outcomes::capillary_client, capillary_leads::api::catalog(), bodies).await;
}

#[tokio::test(start_paused = true)]
async fn malformed_member_changes_no_nutshell_outcome() {
    malformed(outcomes::nutshell_client, nutshell::api::catalog(), nutshell_bodies).await;
}

#[tokio::test(start_paused = true)]
async fn malformed_member_changes_no_leadsquared_outcome() {
    let bodies = |_: &str| {
        let rejections = LEADSQUARED_REJECTIONS.iter().map(|body| (*body).to_owned());
        leadsquared_bodies().into_iter().chain(rejections).collect()
    };
    malformed(outcomes::leadsquared_client, leadsquared::api::catalog(), bodies).await;
}

#[tokio::test(start_paused = true)]
async fn malformed_member_changes_no_dealerstudio_outcome() {
    malformed(outcomes::dealerstudio_client, dealerstudio::api::catalog(), dealerstudio_bodies).await;
}
