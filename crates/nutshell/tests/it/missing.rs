//! Answers with a good status that lack what was asked for, for every operation: never an empty object.

use crate::wire::{catalog, plural};
use leads_core::http::RetryPolicy;
use leads_core::{CallOptions, ClientConfig, ErrorKind, Outcome, Verb};
use nutshell::Client;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

/// Answers whatever is to be answered at the moment.
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

/// How an operation's answer is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reads {
    /// The record must be there.
    One,
    /// The fields of a kind of record, which stand under `properties`.
    Fields,
    /// A file.
    File,
    /// A list may be empty, but must be there.
    List,
    /// The vendor also answers without the record: changes by JSON Patch, deletes, and creates without a declared body.
    Maybe,
}

fn reads(name: &str, verb: Verb) -> Reads {
    match name {
        "export_stageset" => Reads::File,
        "list_lead_fields" | "list_contact_fields" | "list_account_fields" => Reads::Fields,
        "get_lead_report" | "update_lead_installments" => Reads::List,
        "create_task" | "create_lead_custom_field" | "create_contact_custom_field" | "create_account_custom_field" => {
            Reads::Maybe
        }
        _ if name.starts_with("list_") => Reads::List,
        _ if matches!(verb, Verb::Patch | Verb::Delete) => Reads::Maybe,
        _ => Reads::One,
    }
}

/// What is no answer to anybody. `KEY` stands for the member that wraps the records.
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

/// What is a row to those whose rows need no id.
const NO_IDS: &[&str] = &[r#"{"KEY":[{}]}"#, r#"{"KEY":[{"id":null}]}"#, r#"{"KEY":{}}"#, "[{}]"];

/// What is an empty list, or a change without the record.
const EMPTY: &[&str] = &[
    r#"{"KEY":[]}"#,
    r#"{"KEY":null}"#,
    r#"{"meta":{"instanceId":"1"},"links":{},"KEY":[]}"#,
    r#"{"meta":{"instanceId":"1"},"links":{},"KEY":[],"errors":[]}"#,
];

#[tokio::test]
async fn an_answer_without_the_record_is_an_error_for_every_operation() {
    let (_server, now, client) = server().await;
    let mut seen = BTreeMap::new();
    let mut wrong = Vec::new();
    for (name, entry) in catalog() {
        let reads = reads(name, entry.operation.verb);
        *seen.entry(reads).or_insert(0) += 1;
        let is_write = entry.operation.verb != Verb::Get;
        let key = match reads {
            Reads::Fields => "properties",
            Reads::File => "file",
            _ => plural(name),
        };
        // Some(outcome) of the failure; None where it is an answer.
        let lost = Some(if is_write { Outcome::Unknown } else { Outcome::NotApplied });
        let mut bodies: Vec<(u16, String, Option<Outcome>)> = Vec::new();
        for body in NOTHING {
            // Anything but an object, a list or a page can be a file of one cell.
            let is_answer = match reads {
                Reads::File => !body.starts_with(['{', '[']),
                // The names of the fields are open, so an empty object has none and lists are read as none.
                Reads::Fields => body.contains("KEY") && serde_json::from_str::<serde_json::Value>(body).is_ok(),
                // A report can be a file, and neither a report nor a payment needs an id.
                Reads::List if name == "get_lead_report" && !body.starts_with(['{', '[']) => true,
                Reads::List if ["reports", "installments"].contains(&key) => NO_IDS.contains(body),
                _ => false,
            };
            bodies.push((200, body.replace("KEY", key), if is_answer { None } else { lost }));
        }
        for body in EMPTY {
            let is_answer = match reads {
                Reads::List | Reads::Maybe => true,
                Reads::Fields => !body.contains("null"),
                _ => false,
            };
            bodies.push((200, body.replace("KEY", key), if is_answer { None } else { lost }));
        }
        // A list without an envelope may be empty; it proves nothing of a write.
        bodies.push((200, "[]".to_owned(), if reads == Reads::List { None } else { lost }));
        // Without a body: the vendor's own 204 says that a write was done.
        bodies.push((200, String::new(), if reads == Reads::Maybe { None } else { lost }));
        let done = if is_write { Some(Outcome::Applied) } else { lost };
        bodies.push((204, String::new(), if reads == Reads::Maybe { None } else { done }));
        for (status, body, wanted) in bodies {
            now.set(status, &body);
            let came = entry.send(client.core(), &CallOptions::new()).await;
            let found = came.as_ref().err().map(|error| error.outcome());
            let kind = came.as_ref().err().map(leads_core::Error::kind);
            let fits = kind.is_none_or(|kind| matches!(kind, ErrorKind::Decode | ErrorKind::Foreign));
            if found != wanted || !fits {
                wrong.push(format!("{name} ({reads:?}) {status} {body}: wanted {wanted:?}, came {came:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    let counts: Vec<_> = seen.into_iter().collect();
    assert_eq!(
        counts,
        [(Reads::One, 45), (Reads::Fields, 3), (Reads::File, 1), (Reads::List, 43), (Reads::Maybe, 20)],
        "every operation is in one of the tables"
    );
}
