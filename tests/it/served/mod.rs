//! Every operation of every catalogue is served by its vendor's fake: plausibly, and readable without loss.
//!
//! The example of each operation is sent to a fake that contains what the example names. The response must be a
//! success that the client accepts, and every member of it must be read by the typed model or kept in its text.
//!
//! To add a vendor, implement [`Served`] in a file here.

mod capillary;
mod dealerstudio;
mod leadsquared;
mod nutshell;

use leads_core::http::RetryPolicy;
use leads_core::inspect::{Entry, Judgement};
use leads_core::vendor::Vendor;
use leads_core::{CallOptions, ClientConfig, Pipeline};
use leads_testkit::{Clock, Fake, FakeRequest, FakeResponse, Handler, Ledger, ServedOperation};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Mutex;

/// A vendor whose operations are sent to its fake.
pub(crate) trait Served: 'static {
    type Vendor: Vendor;
    type Fake: Handler;

    fn catalog() -> Vec<Entry<Self::Vendor>>;

    /// Returns a fake that contains what the example of the operation names.
    fn seeded(operation: &str) -> Self::Fake;

    /// Returns a client with the fake's credentials.
    fn pipeline(config: ClientConfig) -> Pipeline<Self::Vendor>;

    /// Returns how many writes the fake must count for the example.
    fn writes(entry: &Entry<Self::Vendor>) -> u64 {
        u64::from(entry.safety().is_write())
    }

    /// Returns the same request without its filters and page, if it is a list that then has rows.
    fn whole_list(_request: &FakeRequest) -> Option<FakeRequest> {
        None
    }

    /// Returns whether a body other than JSON is the documented response of the operation.
    fn is_file(_operation: &str) -> bool {
        false
    }
}

/// A fake that keeps its last request and response.
struct Recording<H> {
    inner: H,
    last: Mutex<Option<(FakeRequest, FakeResponse)>>,
}

impl<H: Handler> Handler for Recording<H> {
    fn handle(&self, request: &FakeRequest, clock: &Clock) -> FakeResponse {
        let response = self.inner.handle(request, clock);
        *self.last.lock().unwrap() = Some((request.clone(), response.clone()));
        response
    }

    fn ledger(&self) -> Option<&Ledger> {
        self.inner.ledger()
    }

    fn served(&self) -> Vec<ServedOperation> {
        self.inner.served()
    }
}

/// Returns what is wrong with a response, read by the operation's model.
fn problem<V: Vendor>(entry: &Entry<V>, response: &FakeResponse, is_file: bool) -> Option<String> {
    let FakeResponse { status, body, .. } = response;
    if !(200..300).contains(status) {
        return Some(format!("status {status}: {}", body.escape_ascii()));
    }
    if is_file {
        return body.is_empty().then(|| "an empty file".to_owned());
    }
    let inspection = entry.inspect_response(*status, body);
    let kept = inspection.judgement == Judgement::Ok && inspection.unknown.is_empty() && inspection.unread.is_empty();
    (!kept).then(|| format!("{inspection:?}\n    {}", body.escape_ascii()))
}

/// Returns whether a list has rows: a bare list, or any list of its envelope.
fn has_rows(body: &[u8]) -> bool {
    let filled = |value: &Value| value.as_array().is_some_and(|rows| !rows.is_empty());
    match serde_json::from_slice(body) {
        Ok(Value::Object(members)) => {
            let lists: Vec<&Value> = members.values().filter(|value| value.is_array()).collect();
            lists.is_empty() || lists.into_iter().any(filled)
        }
        Ok(value) => !value.is_array() || filled(&value),
        Err(_) => false,
    }
}

/// Sends the example of one operation; returns what is wrong.
async fn answered<S: Served>(entry: &Entry<S::Vendor>) -> Option<String> {
    let name = entry.operation.name;
    let fake = Fake::new(Recording { inner: S::seeded(name), last: Mutex::default() });
    let before = fake.write_count();
    let config = ClientConfig::new().retry(RetryPolicy::none()).transport(fake.transport());
    if let Err(error) = entry.send(&S::pipeline(config), &CallOptions::new()).await {
        let last = fake.handler().last.lock().unwrap().clone();
        let body = last.map(|(_, response)| response.body.escape_ascii().to_string());
        return Some(format!("{error:?}\n    {}", body.unwrap_or_default()));
    }
    let writes = fake.write_count() - before;
    if writes != S::writes(entry) {
        return Some(format!("{writes} writes were counted"));
    }
    let last = fake.handler().last.lock().unwrap().clone();
    let (request, response) = last.expect("the example was sent");
    if let Some(problem) = problem(entry, &response, S::is_file(name)) {
        return Some(problem);
    }
    let whole = S::whole_list(&request)?;
    let response = fake.handler().handle(&whole, fake.clock());
    if !S::is_file(name) && !has_rows(&response.body) {
        return Some(format!("no rows without filters: {}", response.body.escape_ascii()));
    }
    problem(entry, &response, S::is_file(name))
}

/// Walks a catalogue; `unserved` are the operations that the fake does not serve.
async fn walk<S: Served>(unserved: &[&str]) {
    let catalog = S::catalog();
    let mut wrong = Vec::new();
    for entry in catalog.iter().filter(|entry| !unserved.contains(&entry.operation.name)) {
        if let Some(problem) = answered::<S>(entry).await {
            wrong.push(format!("{}: {problem}", entry.operation.name));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), catalog.len(), wrong.join("\n"));
}

/// The list of a fake is its catalogue, so that `cargo run --example operations -- --fakes` is complete.
fn lists_its_catalogue<S: Served>(unserved: &[&str]) {
    let served = S::seeded("").served();
    let names: BTreeSet<&str> = served.iter().map(|operation| operation.name).collect();
    assert_eq!(names.len(), served.len(), "an operation is listed twice");
    let catalog = S::catalog();
    let expected: BTreeSet<&str> =
        catalog.iter().map(|entry| entry.operation.name).filter(|name| !unserved.contains(name)).collect();
    assert_eq!(names, expected);
}

#[tokio::test]
async fn every_capillary_operation_is_served() {
    walk::<capillary::Capillary>(&[]).await;
    lists_its_catalogue::<capillary::Capillary>(&[]);
}

#[tokio::test]
async fn every_nutshell_operation_is_served() {
    walk::<nutshell::Nutshell>(&[]).await;
    lists_its_catalogue::<nutshell::Nutshell>(&[]);
}

#[tokio::test]
async fn every_leadsquared_operation_is_served() {
    walk::<leadsquared::LeadSquared>(&[]).await;
    lists_its_catalogue::<leadsquared::LeadSquared>(&[]);
}

#[tokio::test]
async fn every_dealerstudio_operation_is_served() {
    walk::<dealerstudio::DealerStudio>(&[]).await;
    lists_its_catalogue::<dealerstudio::DealerStudio>(&[]);
}
