//! The HTTP request of every operation.

use leads_core::inspect::Entry;
use leads_core::{CallOptions, Method, Safety};
use nutshell::api;
use nutshell::{Client, Nutshell};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

pub(crate) fn catalog() -> BTreeMap<&'static str, Entry<Nutshell>> {
    api::catalog().into_iter().map(|entry| (entry.operation.name, entry)).collect()
}

/// Method, URL, content type and body of every operation's sample, reviewed by hand.
#[test]
fn every_sample_preview() {
    let client = Client::builder().basic("agent@example.com", "an API key").build().unwrap();
    let mut shown = String::new();
    for (name, entry) in catalog() {
        let preview = entry.preview(client.pipeline()).unwrap();
        let header =
            |name: &str| preview.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
        assert_eq!(header("authorization").as_deref(), Some("[REDACTED]"), "{name}");
        assert!(header("accept").is_some(), "{name}");
        shown.push_str(&format!("{name} ({})\n  {} {}\n", entry.safety(), preview.method, preview.url));
        if let Some(kind) = header("content-type") {
            shown.push_str(&format!("  {kind}: {}\n", preview.body.unwrap_or_default()));
        }
    }
    insta::assert_snapshot!(shown);
}

#[tokio::test]
async fn every_sample_is_sent_as_previewed() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(400)).mount(&server).await;
    let client = Client::builder().base_url(server.uri()).basic("agent@example.com", "key").build().unwrap();
    for (name, entry) in catalog() {
        let preview = entry.preview(client.pipeline()).unwrap();
        let error = entry.send(client.pipeline(), &CallOptions::new()).await.unwrap_err();
        assert_eq!(error.operation(), name);
        let received = server.received_requests().await.unwrap().pop().unwrap();
        assert_eq!(received.method.as_str(), preview.method, "{name}");
        let target = |url: &str| url.split_once("/rest").map(|(_, rest)| rest.to_owned()).unwrap();
        assert_eq!(target(received.url.as_str()), target(&preview.url), "{name}");
        assert_eq!(String::from_utf8(received.body).unwrap(), preview.body.unwrap_or_default(), "{name}");
        // Every previewed header. The transport adds its own: host, length, accepted encodings.
        for (header, expected) in preview.headers.iter().filter(|(header, _)| header != "authorization") {
            let values: Vec<_> = received.headers.get_all(header.as_str()).iter().collect();
            assert_eq!(values, [expected.as_str()], "{name} {header}");
        }
        let transports = ["authorization", "host", "content-length", "accept-encoding", "user-agent"];
        for header in received.headers.keys().filter(|header| !transports.contains(&header.as_str())) {
            assert!(
                preview.headers.iter().any(|(previewed, _)| previewed == header.as_str()),
                "{name}: {header} was not in the preview"
            );
        }
        let basic = received.headers.get("authorization").unwrap().to_str().unwrap();
        assert_eq!(basic, "Basic YWdlbnRAZXhhbXBsZS5jb206a2V5", "{name}");
    }
    assert_eq!(server.received_requests().await.unwrap().len(), 112, "every request was sent once");
}

#[test]
fn content_type_and_safety_match_the_method() {
    let client = Client::builder().basic("agent@example.com", "key").build().unwrap();
    for (name, entry) in catalog() {
        let preview = entry.preview(client.pipeline()).unwrap();
        let kind = preview.headers.iter().find(|(known, _)| known == "content-type").map(|(_, value)| value.as_str());
        let wanted = match (entry.operation.method, preview.body.is_some()) {
            (_, false) => None,
            (Method::Patch, true) => Some("application/json-patch+json"),
            (_, true) => Some("application/json"),
        };
        assert_eq!(kind, wanted, "{name}");
        assert_eq!(entry.operation.safety == Safety::Read, entry.operation.method == Method::Get, "{name}");
        assert_eq!(entry.operation.docs, "https://developers.nutshell.com/reference", "{name}");
    }
}

/// A file whose operation is not listed would be neither previewed nor tested.
#[test]
fn every_api_file_is_listed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/api");
    let mut files = BTreeSet::new();
    for resource in std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir())
    {
        for file in std::fs::read_dir(resource).unwrap().map(|entry| entry.unwrap().path()) {
            let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
            if name != "mod" {
                files.insert(name);
            }
        }
    }
    let listed: BTreeSet<String> = api::operations().map(|operation| operation.name.to_owned()).collect();
    assert_eq!(files, listed);
}

/// Every operation whose response is records reads a wrapped list, a wrapped object, a bare object and a bare array of
/// the same record.
#[test]
fn every_response_is_read_wrapped_and_bare() {
    let own = ["export_stageset", "list_lead_fields", "list_contact_fields", "list_account_fields"];
    for (name, entry) in catalog() {
        if own.contains(&name) {
            continue;
        }
        let key = plural(name);
        let record = r#"{"id":"7-things","name":"x"}"#;
        let shapes = [
            format!(r#"{{"meta":{{"instanceId":"1"}},"links":{{}},"{key}":[{record}]}}"#),
            format!(r#"{{"{key}":{record}}}"#),
            record.to_owned(),
            format!("[{record}]"),
        ];
        for body in &shapes {
            let found = entry.inspect_response(200, body.as_bytes());
            assert_eq!(found.judgement.to_string(), "ok", "{name} {body} {found:?}");
        }
        let empty = entry.inspect_response(200, br#"{"unrelated":true}"#);
        assert_eq!(empty.judgement.to_string(), "fail", "{name}: a response without its record is an error");
    }
}

/// The member that wraps the records of an operation.
pub(crate) fn plural(operation: &str) -> &'static str {
    match operation {
        "get_form_field" => return "wfFields",
        "create_invoice_from_quote" => return "invoices",
        "get_lead_report" => return "reports",
        "list_lead_stages" => return "stages",
        _ => {}
    }
    [
        ("custom_field", "customFields"),
        ("items", "listItems"),
        ("installments", "installments"),
        ("account_type", "accountTypes"),
        ("activity_type", "activityTypes"),
        ("product_categor", "productCategories"),
        ("product_map", "productMaps"),
        ("competitor_map", "competitorMaps"),
        ("audience", "emAudiences"),
        ("form", "wfForms"),
        ("activit", "activities"),
        ("competitor", "competitors"),
        ("edition", "editions"),
        ("email", "emails"),
        ("event", "events"),
        ("filter", "filters"),
        ("industr", "industries"),
        ("invoice", "invoices"),
        ("market", "markets"),
        ("note", "notes"),
        ("outcome", "outcomes"),
        ("product", "products"),
        ("quote", "quotes"),
        ("source", "sources"),
        ("lead", "leads"),
        ("contact", "contacts"),
        ("account", "accounts"),
        ("stageset", "stagesets"),
        ("stage", "stages"),
        ("tag", "tags"),
        ("task", "tasks"),
        ("territor", "territories"),
        ("user", "users"),
    ]
    .into_iter()
    .find(|(part, _)| operation.contains(part))
    .unwrap_or_else(|| panic!("no plural for {operation}"))
    .1
}
