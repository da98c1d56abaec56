//! Success responses that lack the requested data, for every operation: never an empty object.

use crate::wire::{catalog, plural};
use leads_core::http::RetryPolicy;
use leads_core::{CallOptions, ClientConfig, ErrorKind, Method, WriteOutcome};
use nutshell::Client;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

/// Responds with whatever is currently set.
#[derive(Clone, Default)]
struct Now(Arc<Mutex<(u16, String)>>);

impl Now {
    fn set(&self, status: u16, body: &str) {
        *self.0.lock().unwrap() = (status, body.to_owned());
    }
}

impl Respond for Now {
    fn respond(&self, _: &Request) -> ResponseTemplate {
        let (status, body) = self.0.lock().unwrap().clone();
        ResponseTemplate::new(status).set_body_raw(body, "application/json")
    }
}

async fn server() -> (MockServer, Now, Client) {
    let (server, now) = (MockServer::start().await, Now::default());
    Mock::given(any()).respond_with(now.clone()).mount(&server).await;
    let client = Client::builder()
        .base_url(server.uri())
        .basic("agent@example.com", "key")
        .config(ClientConfig::new().retry(RetryPolicy::none()))
        .build()
        .unwrap();
    (server, now, client)
}

/// How an operation's response is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reads {
    /// The record is required.
    One,
    /// The fields of a kind of record, under `properties`.
    Fields,
    /// A file.
    File,
    /// A list may be empty, but is required.
    List,
    /// The vendor also responds without the record: JSON Patch updates, deletes, and creates without a declared body.
    Maybe,
}

fn reads(name: &str, method: Method) -> Reads {
    match name {
        "export_stageset" => Reads::File,
        "list_lead_fields" | "list_contact_fields" | "list_account_fields" => Reads::Fields,
        "get_lead_report" | "update_lead_installments" => Reads::List,
        "create_task" | "create_lead_custom_field" | "create_contact_custom_field" | "create_account_custom_field" => {
            Reads::Maybe
        }
        _ if name.starts_with("list_") => Reads::List,
        _ if matches!(method, Method::Patch | Method::Delete) => Reads::Maybe,
        _ => Reads::One,
    }
}

/// Not a valid response for any operation. `KEY` is replaced by the member that wraps the records.
const NOTHING: &[&str] = &[
    "{}",
    r#"{"ok":true}"#,
    r#"{"gadgets":[{"id":"1-gadgets"}]}"#,
    r#"{"id":null}"#,
    r#"{"KEY":"text"}"#,
    r#"{"KEY":[null]}"#,
    r#"{"KEY":[{}]}"#,
    r#"{"KEY":[{"id":null}]}"#,
    r#"{"KEY":[[]]}"#,
    r#"{"KEY":[["1-x"]]}"#,
    r#"{"KEY":{}}"#,
    "[null]",
    "[{}]",
    "[[]]",
    r#"["1-x"]"#,
    "null",
    "true",
    "0",
    r#""""#,
    r#""Internal Error""#,
    r#"{"KEY":[{"id":"1-x"}"#,
];

/// A row for operations whose rows need no id.
const NO_IDS: &[&str] = &[r#"{"KEY":[{}]}"#, r#"{"KEY":[{"id":null}]}"#, r#"{"KEY":{}}"#, "[{}]"];

/// Pages in the vendor's envelope whose rows are objects without an id.
const UNREADABLE_ROWS: &[&str] = &[r#"{"KEY":[{}]}"#, r#"{"KEY":[{"id":null}]}"#];

/// An empty list, or the vendor's envelope without the record of an update.
const EMPTY: &[&str] = &[
    r#"{"KEY":[]}"#,
    r#"{"KEY":null}"#,
    r#"{"meta":{"instanceId":"1"},"links":{},"KEY":[]}"#,
    r#"{"meta":{"instanceId":"1"},"links":{},"KEY":[],"errors":[]}"#,
];

/// Records whose id is not in Nutshell's format.
const FOREIGN_IDS: &[&str] = &[
    r#"{"id":"proxy-17"}"#,
    r#"{"id":"17"}"#,
    r#"{"id":17}"#,
    r#"{"id":"17-"}"#,
    r#"{"id":"1-leads-2"}"#,
    r#"{"KEY":[{"id":"proxy-17"}]}"#,
    r#"{"KEY":{"id":"req_17"}}"#,
    r#"[{"id":"proxy-17"}]"#,
    r#"{"meta":{"instanceId":"1"},"links":{},"KEY":[],"users":[{"id":"1-users"}]}"#,
];

/// Records as Nutshell writes them; the letters may name another type.
const RECORDS: &[&str] = &[
    r#"{"meta":{"instanceId":"1"},"links":{},"KEY":[{"id":"1-leads"}]}"#,
    r#"{"KEY":[{"id":"789-quotes"}]}"#,
    r#"{"KEY":{"id":"3-contacts","unknown":[1]}}"#,
    r#"{"id":"3-emAudiences"}"#,
    r#"[{"id":"3-customFields"}]"#,
];

/// Returns the status with which an operation is declared to respond without a body.
fn empty_status(name: &str) -> Option<u16> {
    match name {
        "create_task" | "create_lead_custom_field" | "create_contact_custom_field" | "create_account_custom_field" => {
            Some(200)
        }
        "delete_contact" | "delete_competitor_map" | "delete_product" | "delete_product_map" => Some(204),
        _ if name.starts_with("update_")
            && !["activity", "_status", "installments"].iter().any(|end| name.ends_with(end)) =>
        {
            Some(204)
        }
        _ => None,
    }
}

#[tokio::test]
async fn every_operation_requires_its_record() {
    let (_server, now, client) = server().await;
    let mut seen = BTreeMap::new();
    let mut failures = Vec::new();
    for (name, entry) in catalog() {
        let reads = reads(name, entry.operation.method);
        *seen.entry(reads).or_insert(0) += 1;
        let is_write = entry.operation.safety.is_write();
        let key = match reads {
            Reads::Fields => "properties",
            Reads::File => "file",
            _ => plural(name),
        };
        // `Ok` is the outcome of a reply, `Err` that of an error.
        let lost = Err(if is_write { WriteOutcome::Unknown } else { WriteOutcome::NotApplied });
        let read = Ok(if is_write { WriteOutcome::Applied } else { WriteOutcome::NotApplied });
        let little = Ok(if is_write { WriteOutcome::Unknown } else { WriteOutcome::NotApplied });
        let mut bodies: Vec<(u16, String, Result<WriteOutcome, WriteOutcome>)> = Vec::new();
        for body in NOTHING {
            // Anything but an object, a list or a page can be a file with one cell.
            let is_response = match reads {
                Reads::File => !body.starts_with(['{', '[']),
                // The names of the fields are open, so an empty object has no fields and lists are read as none.
                Reads::Fields => body.contains("KEY") && serde_json::from_str::<serde_json::Value>(body).is_ok(),
                // A report can be a file, and a typed report needs no id.
                Reads::List if name == "get_lead_report" && !body.starts_with(['{', '[']) => true,
                Reads::List if key == "reports" || (key == "installments" && !is_write) => NO_IDS.contains(body),
                // A row that cannot be read is reported separately from the page and does not fail it.
                Reads::List if !is_write => UNREADABLE_ROWS.contains(body),
                _ => false,
            };
            bodies.push((200, body.replace("KEY", key), if is_response { read } else { lost }));
        }
        for body in EMPTY {
            let is_response = match reads {
                Reads::List | Reads::Maybe => true,
                Reads::Fields => !body.contains("null"),
                _ => false,
            };
            bodies.push((200, body.replace("KEY", key), if is_response { little } else { lost }));
        }
        // A list without an envelope may be empty; it proves nothing about a write.
        let is_list = reads == Reads::List && !is_write;
        bodies.push((200, "[]".to_owned(), if is_list { read } else { lost }));
        for status in [200, 201, 202, 204, 206] {
            let is_declared = is_write && empty_status(name) == Some(status);
            bodies.push((status, String::new(), if is_declared { read } else { lost }));
        }
        if is_write {
            for body in FOREIGN_IDS {
                bodies.push((200, body.replace("KEY", key), lost));
            }
            for (body, status) in RECORDS.iter().flat_map(|body| [(body, 200), (body, 201)]) {
                bodies.push((status, body.replace("KEY", key), read));
            }
        }
        for (status, body, expected) in bodies {
            now.set(status, &body);
            let result = entry.outcome(client.pipeline(), &CallOptions::new()).await;
            let found = result.as_ref().copied().map_err(leads_core::Error::outcome);
            let kind = result.as_ref().err().map(leads_core::Error::kind);
            let fits = kind.is_none_or(|kind| matches!(kind, ErrorKind::Decode | ErrorKind::Foreign));
            if found != expected || !fits {
                failures.push(format!("{name} ({reads:?}) {status} {body}: expected {expected:?}, result {result:?}"));
            }
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
    let counts: Vec<_> = seen.into_iter().collect();
    assert_eq!(
        counts,
        [(Reads::One, 45), (Reads::Fields, 3), (Reads::File, 1), (Reads::List, 43), (Reads::Maybe, 20)],
        "every operation is in one of the tables"
    );
}

#[tokio::test]
async fn unproved_write_reports_status_shape_and_remedy() {
    use nutshell::api::leads::CreateLead;
    let (_server, now, client) = server().await;
    now.set(202, "{}");
    let error = client.send(&CreateLead::new("Wash")).await.unwrap_err();
    assert_eq!((error.outcome(), error.http_status()), (WriteOutcome::Unknown, Some(202)));
    assert!(error.to_string().contains("HTTP 202, an empty JSON object"), "{error}");
    assert!(error.help().unwrap().contains("not known whether the change was made"), "{:?}", error.help());
}
