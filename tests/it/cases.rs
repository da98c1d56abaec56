//! Inputs that failed in public reports about other clients, if they are next to the checkout: `shared/cases/cases.tsv`
//! names a response and its expected meaning in phrases that are parsed here. An unknown phrase fails the test.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]

use leads_core::inspect::Entry;
use leads_core::vendor::Vendor;
use leads_core::{CallOptions, ClientConfig, Error, ErrorKind, Pipeline, WriteOutcome};
use leads_testkit::{Clock, Fake, FakeRequest, FakeResponse, IN_PROCESS_URL};
use leadsquared::BulkReport;
use leadsquared::api::activities::BulkCreateActivitiesByLeadId;
use leadsquared::api::leads::{BulkCreateLeads, BulkCreateOrUpdateLeads};
use leadsquared::model::BulkActivity;
use serde_json::json;
use std::path::{Path, PathBuf};

fn folder() -> Option<PathBuf> {
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?.join("shared/cases");
    if found.is_dir() {
        return Some(found);
    }
    println!("SKIPPED: no cases next to the checkout");
    None
}

/// A server with one response, and with tokens for a vendor that requires them.
fn server(status: u16, body: Vec<u8>) -> Fake<impl Fn(&FakeRequest, &Clock) -> FakeResponse> {
    Fake::new(move |request: &FakeRequest, _: &Clock| match request.path.contains("oauth") {
        true => {
            FakeResponse::json(200, &json!({"data": {"accessToken": "token", "ttlSeconds": 3_600}, "errors": null}))
        }
        false => FakeResponse::bytes(status, "application/json", body.clone()),
    })
}

/// Returns how often the call was sent, and how often a token was fetched.
fn arrived<H: leads_testkit::Handler>(fake: &Fake<H>) -> (usize, usize) {
    let requests = fake.requests();
    let tokens = requests.iter().filter(|request| request.path.contains("oauth")).count();
    (requests.len() - tokens, tokens)
}

/// A response in the table, and its expected meaning.
struct Case<'a> {
    operation: &'a str,
    status: u16,
    file: &'a str,
    body: Vec<u8>,
    expected: &'a str,
}

async fn sent<V: Vendor>(pipeline: &Pipeline<V>, catalog: &[Entry<V>], operation: &str) -> Result<String, Error> {
    let entry = catalog.iter().find(|entry| entry.operation.name == operation);
    entry.unwrap_or_else(|| panic!("no operation {operation}")).send(pipeline, &CallOptions::new()).await
}

/// Checks the error of a call against the phrases of a row.
fn held(case: &Case<'_>, error: &Error, sent: usize, tokens: usize) {
    let place = format!("{} {} {}: {error:?}", case.operation, case.status, case.file);
    let code = error.codes().first();
    let message = code.and_then(|code| code.message.as_deref()).unwrap_or_default();
    let is_kept = |message: &str| !message.is_empty() && String::from_utf8_lossy(&case.body).contains(message);
    for phrase in case.expected.split([',', ';']).map(str::trim) {
        let phrase = phrase.strip_prefix("if that fails too: ").unwrap_or(phrase);
        let holds = match phrase {
            "not applied" => error.outcome() == WriteOutcome::NotApplied,
            "not retryable" => !error.is_retryable(),
            "one attempt" => (error.attempts(), sent) == (1, 1),
            "never not_found" => !error.is_not_found(),
            "never a decode error" => !error.is_decode(),
            "message kept" | "the vendor's message kept" => is_kept(message),
            "token dropped and fetched again" => tokens == 2,
            "sent once more" => sent == 2,
            "no new token" => (tokens, sent) == (1, 1),
            phrase => match phrase.split_once(' ') {
                Some(("kind", kind)) => error.kind().as_str() == ErrorKind::as_str(kind_of(kind)),
                Some(("code", wanted)) => code.is_some_and(|code| code.code == wanted),
                Some(("message", rest)) => {
                    let words = rest.trim_end_matches(" kept").trim_matches('"');
                    message == words && is_kept(words)
                }
                Some(("field", rest)) => {
                    let name = rest.rsplit(' ').next().unwrap();
                    let subject = code.and_then(|code| code.subject.as_deref()).unwrap_or_default();
                    error.field() == Some(name) || subject.contains(name)
                }
                _ => panic!("{}: unknown phrase {phrase:?}", case.file),
            },
        };
        assert!(holds, "{phrase:?} does not hold: {place}");
    }
}

fn kind_of(word: &str) -> ErrorKind {
    serde_json::from_value(json!(word)).unwrap_or_else(|_| panic!("unknown kind {word:?}"))
}

async fn capillary(case: &Case<'_>) {
    let fake = server(case.status, case.body.clone());
    let config = ClientConfig::new().transport(fake.transport());
    let client =
        capillary_leads::Client::builder().base_url(IN_PROCESS_URL).oauth("key", "secret").config(config).build();
    let error = sent(client.unwrap().pipeline(), &capillary_leads::api::catalog(), case.operation).await.unwrap_err();
    let (sent, tokens) = arrived(&fake);
    held(case, &error, sent, tokens);
}

async fn leadsquared(case: &Case<'_>) {
    let fake = server(case.status, case.body.clone());
    let config = ClientConfig::new().transport(fake.transport());
    let client = leadsquared::Client::builder().base_url(IN_PROCESS_URL).keys("key", "secret").config(config).build();
    let client = client.unwrap();
    if case.operation.starts_with("bulk_") {
        return bulk(case, &client).await;
    }
    let error = sent(client.pipeline(), &leadsquared::api::catalog(), case.operation).await.unwrap_err();
    let (sent, tokens) = arrived(&fake);
    held(case, &error, sent, tokens);
}

/// What a bulk call and its report state for the same response: the outcome, id and code of each row.
async fn bulk(case: &Case<'_>, client: &leadsquared::Client) {
    use WriteOutcome::{Applied as A, NotApplied as N};
    let body: serde_json::Value = serde_json::from_slice(&case.body).unwrap();
    let raw = body.as_array().or_else(|| body["Response"].as_array()).cloned().unwrap_or_default();
    let (rows, outcome): (&[WriteOutcome], WriteOutcome) = match case.expected {
        "send: applied; report: two rows applied with their LeadId, complete" => (&[A, A], A),
        "as today: accepted as the vendor's count" => (&[A, A], A),
        "send: error, not applied; report: both rows not applied" => (&[N, N], N),
        "send: error, partial; report: row 2 not applied"
        | "send: error, partial; report: row 2 not applied, message kept" => (&[A, N], WriteOutcome::Partial),
        "send: error, partial; report: rows 1 and 2 applied, row 3 not applied with code MXUnknownAttributeException and its message" => {
            (&[A, A, N], WriteOutcome::Partial)
        }
        other => panic!("{}: unknown phrase {other:?}", case.file),
    };
    let lead = |at: usize| [("EmailAddress", format!("p{at}@example.com"))];
    let activity = |at: usize| BulkActivity::of_lead(format!("0a0b0c0d-0e0f-4a4b-8c8d-10111213141{at}"), 320);
    let count = rows.len();
    macro_rules! both {
        ($request:expr) => {{
            let request = $request;
            let sent = client.send(&request).await;
            (sent.map(|reply| reply.meta().outcome), client.send_bulk(&request).await.unwrap())
        }};
    }
    let (sent, report): (Result<WriteOutcome, Error>, BulkReport) = match case.operation {
        "bulk_create_leads" => both!(BulkCreateLeads::new((0..count).map(lead))),
        "bulk_create_or_update_leads" => {
            both!(BulkCreateOrUpdateLeads::new("EmailAddress", (0..count).map(lead)))
        }
        "bulk_create_activities_by_lead_id" => both!(BulkCreateActivitiesByLeadId::new((0..count).map(activity))),
        other => panic!("{}: unknown operation {other}", case.file),
    };
    assert_eq!(report.rows.iter().map(|row| row.outcome).collect::<Vec<_>>(), rows, "{}: {report:?}", case.file);
    assert_eq!((report.outcome(), report.is_complete()), (outcome, outcome == A), "{}", case.file);
    match sent {
        Ok(sent) => assert_eq!(sent, outcome, "{}", case.file),
        Err(error) => {
            assert!(outcome != A, "{}: {error:?}", case.file);
            assert_eq!(error.outcome(), outcome, "{}", case.file);
            let rejected = rows.iter().filter(|row| **row == N).count();
            assert_eq!(error.codes().len(), rejected, "{}: {error:?}", case.file);
        }
    }
    for (row, raw) in report.rows.iter().zip(&raw) {
        let text = |names: &[&str]| {
            names.iter().find_map(|name| raw[*name].as_str().filter(|text| !text.is_empty())).map(str::to_owned)
        };
        assert_eq!(row.id, text(&["LeadId", "ProspectActivityId"]), "{}", case.file);
        assert_eq!(row.message.as_ref().map(|words| words.to_string()), text(&["ErrorMessage", "ExceptionMessage"]));
        if let Some(code) = text(&["ExceptionType"]) {
            assert_eq!(row.code, Some(code), "{}", case.file);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn leadsquared_cases_are_interpreted_as_expected() {
    each_case_of("leadsquared", 14).await;
}

#[tokio::test(start_paused = true)]
async fn capillary_cases_are_interpreted_as_expected() {
    each_case_of("capillary-leads", 5).await;
}

#[test]
fn every_vendor_with_cases_is_known() {
    let Some(folder) = folder() else { return };
    let table = std::fs::read_to_string(folder.join("cases.tsv")).unwrap();
    for line in table.lines().skip(1).filter(|line| !line.trim().is_empty()) {
        assert!(["leadsquared", "capillary-leads"].contains(&line.split('\t').next().unwrap()), "{line}");
    }
}

/// Sends each row of a vendor; `least` is the minimum number of rows.
async fn each_case_of(wanted: &str, least: usize) {
    let Some(folder) = folder() else { return };
    let table = std::fs::read_to_string(folder.join("cases.tsv")).unwrap();
    let (mut held, mut before) = (0, "");
    for line in table.lines().skip(1).filter(|line| !line.trim().is_empty()) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [vendor, operation, status, file, expected] = columns[..] else { panic!("{line}") };
        if vendor != wanted {
            continue;
        }
        let expected = match expected.strip_prefix("the same") {
            Some("") => before,
            Some(rest) if rest.starts_with(" kind and code") => {
                // Those of the previous row; what follows applies to this row.
                assert!(before.starts_with("kind rejected, code MXUnknownAttributeException"), "{before}");
                rest.split_once("; ").map_or("", |(_, own)| own)
            }
            _ => expected,
        };
        let body = std::fs::read(folder.join(file)).unwrap();
        let case = Case { operation, status: status.parse().unwrap(), file, body, expected };
        let same = Case { expected: "kind rejected, code MXUnknownAttributeException", ..case_of(&case) };
        match vendor {
            "capillary-leads" => capillary(&case).await,
            "leadsquared" => {
                leadsquared(&case).await;
                if columns[4].starts_with("the same kind and code") {
                    leadsquared(&same).await;
                }
            }
            other => panic!("the vendor {other} has no cases yet"),
        }
        before = expected;
        held += 1;
    }
    assert!(held >= least, "only {held} cases of {wanted}");
}

fn case_of<'a>(case: &Case<'a>) -> Case<'a> {
    Case { body: case.body.clone(), ..*case }
}

#[tokio::test(start_paused = true)]
async fn phone_number_is_searched_unchanged() {
    let Some(folder) = folder() else { return };
    for phone in std::fs::read_to_string(folder.join("ls18-dashed-phone/phones.txt")).unwrap().lines() {
        let fake = server(200, b"[]".to_vec());
        let config = ClientConfig::new().transport(fake.transport());
        let client = leadsquared::Client::builder().base_url(IN_PROCESS_URL).keys("key", "secret").config(config);
        let request = leadsquared::api::leads::GetLeadByPhone::new(phone);
        assert!(client.build().unwrap().send(&request).await.unwrap().is_empty());
        assert_eq!(fake.requests()[0].query("phone"), Some(phone));
    }
}
