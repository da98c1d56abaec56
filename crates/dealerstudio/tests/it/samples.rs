//! Checks the types against every captured payload.

use leads_core::inspect::{Inspection, Judgement};
use std::path::{Path, PathBuf};

/// The folder with the captured payloads, next to the workspace; `None` if it is missing.
fn vendors() -> Option<PathBuf> {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("shared/vendors"))
        .find(|folder| folder.join("samples.tsv").is_file())
}

fn inspect(operation: &str, kind: &str, status: u16, body: &[u8]) -> Option<Inspection> {
    if kind == "webhook" {
        return Some(dealerstudio::webhook::events().iter().find(|event| event.name == operation)?.inspect(body));
    }
    let catalog = dealerstudio::api::catalog();
    let entry = catalog.iter().find(|entry| entry.operation.name == operation)?;
    match kind {
        "request" => entry.inspect_request(body, &[]),
        "response" => Some(entry.inspect_response(status, body)),
        "element" => entry.inspect_element(body),
        "error" => Some(entry.inspect_error(status, body)),
        _ => None,
    }
}

/// Parses a fragment of a request and serializes it.
fn back<T: serde::Serialize + serde::de::DeserializeOwned>(text: &str) -> serde_json::Value {
    serde_json::to_value(serde_json::from_str::<T>(text).unwrap()).unwrap()
}

#[test]
fn captured_payloads_are_read_without_loss() {
    let Some(folder) = vendors() else {
        println!("skipped: no captured payloads next to the workspace");
        return;
    };
    let list = std::fs::read_to_string(folder.join("samples.tsv")).unwrap();
    let mut held = 0;
    for line in list.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let ["dealerstudio", operation, kind, status, file] = columns[..] else { continue };
        let body = std::fs::read(folder.join(file)).unwrap();
        if operation == "-" {
            let text = std::str::from_utf8(&body).unwrap();
            let want: serde_json::Value = serde_json::from_str(text).unwrap();
            let have = if file.contains("lead_fields") {
                back::<dealerstudio::model::OpenMap>(text)
            } else if file.contains("charge_breakdown") {
                back::<dealerstudio::model::ChargeBreakdown>(text)
            } else {
                back::<dealerstudio::api::lead_events::LeadEventData>(text)
            };
            assert_eq!(have, want, "{file}");
        } else {
            let found =
                inspect(operation, kind, status.parse().unwrap_or(200), &body).unwrap_or_else(|| panic!("{line}"));
            assert_eq!(found.judgement, Judgement::Ok, "{file}: {found:?}");
            assert!(found.unread.is_empty(), "{file}: {found:?}");
            // The reviewed list of members without a field is empty.
            assert!(found.unknown.is_empty(), "{file}: {found:?}");
        }
        held += 1;
    }
    assert_eq!(held, 13);
}

#[test]
fn operations_match_the_contract() {
    let Some(folder) = vendors() else {
        println!("skipped: no contract next to the workspace");
        return;
    };
    let list = std::fs::read_to_string(folder.join("operations.tsv")).unwrap();
    let mut want: Vec<String> = list
        .lines()
        .filter_map(|line| {
            let columns: Vec<&str> = line.split('\t').collect();
            (columns[0] == "dealerstudio").then(|| columns[1..4].join(" "))
        })
        .collect();
    let mut have: Vec<String> = dealerstudio::api::operations()
        .map(|operation| format!("{} {} {}", operation.name, operation.method, operation.path))
        .collect();
    want.sort();
    have.sort();
    assert_eq!((have.len(), have), (9, want));
    let webhooks = std::fs::read_to_string(folder.join("webhooks.tsv")).unwrap();
    let want: Vec<&str> =
        webhooks.lines().filter_map(|line| line.strip_prefix("dealerstudio\t")?.split('\t').next()).collect();
    let have: Vec<&str> = dealerstudio::webhook::events().iter().map(|event| event.name).collect();
    assert_eq!(have, want);
}

/// Our own payloads, with every quirk found in the captured ones and the reference.
#[test]
fn own_payloads_are_read_without_loss_and_defects_are_found() {
    for (operation, kind, status, body) in [
        ("create_lead", "response", 201, r#"{"id":12,"lead_cluster_id":"34"}"#),
        ("update_lead", "response", 200, ""),
        ("update_lead", "response", 204, ""),
        ("update_lead", "response", 200, r#"{"id":12}"#),
        (
            "show_apikey",
            "response",
            200,
            r#"{"id":1,"permissions":["of:tomorrow"],"dealerships":[{"id":"2","locations":[{"location_type":null}]}]}"#,
        ),
        ("list_external_identifiers", "response", 200, r#"[{"identifier_name":"angle","car_type":null}]"#),
        ("list_external_identifiers", "element", 200, r#"{"identifier_name":"new_one","secondary_code":null}"#),
        ("create_lead", "error", 422, r#"{"phone":["is invalid"]}"#),
        ("update_lead", "error", 200, r#"{"error":"Cannot update lead older than 3 days"}"#),
        ("create_lead", "error", 401, "HTTP Token: Access denied."),
        ("create_lead", "error", 503, "Service Unavailable"),
        (
            "lead_export_v3",
            "webhook",
            200,
            r#"{"id":1,"has_test_drives":true,"appointments":[{"id":1,"starts_at":"2026-03-01 09:30:00","status":"no-show","note":null}]}"#,
        ),
        (
            "lead_export_v1",
            "webhook",
            200,
            r#"{"id":1,"dealership_slug":"north","dealership_id":2,"lead_cluster_id":3}"#,
        ),
        (
            "lead_cluster",
            "webhook",
            200,
            r#"{"Id":1,"contact":{"business_name":"A","x":[1]},"leads":[{"id":1}],"created":"x"}"#,
        ),
        ("lead_cluster", "webhook", 200, r#"{"id":1,"approver":{"id":7},"lead_events":[]}"#),
        (
            "subscription_lead",
            "webhook",
            200,
            r#"{"event_type":"lead","contact":{"lead_id":"1"},"subscription_plan":{"price":"1.50","frequnecy":"weekly"}}"#,
        ),
        ("subscription_lead", "webhook", 200, r#"{"subscription_plan":{"price":1.50,"frequency":"weekly"}}"#),
        ("finance_application", "webhook", 200, r#"{"deposit":"1000.00","asset":{"price":1,"year":"2024"}}"#),
        (
            "inventory_vehicle",
            "webhook",
            200,
            r#"{"Type":"CAR","Identifier":1,"Seller":{"Name":"N"},"Registration":{"Number":null}}"#,
        ),
        ("update_lead_cluster", "request", 200, r#"{"lead_cluster":{"user_id":null,"tags":[],"brand_new":1.50}}"#),
        ("create_car", "request", 200, r#"{"car":{"subscription_plan_id":12345,"brand_new":{"a":1e2}}}"#),
        (
            "update_lead",
            "request",
            200,
            r#"{"lead":{"email":null,"address_attributes":{"postcode":"0800"},"time_on_site_seconds":null}}"#,
        ),
    ] {
        let found = inspect(operation, kind, status, body.as_bytes()).unwrap();
        assert_eq!(found.judgement, Judgement::Ok, "{operation} {body}: {found:?}");
        assert!(found.unread.is_empty() && found.unknown.is_empty(), "{operation} {body}: {found:?}");
    }
    for (operation, kind, body, judgement) in [
        ("create_lead", "response", r#"{"lead_cluster_id":34}"#, Judgement::Ok),
        ("create_lead", "response", r#"{"dealership_id":34}"#, Judgement::Fail),
        ("show_apikey", "response", "{}", Judgement::Fail),
        ("show_apikey", "response", r#"{"id":1,"permissions":{"a":1}}"#, Judgement::Lossy),
        ("lead_export_v3", "webhook", r#"{"id":1,"has_test_drives":{"x":1}}"#, Judgement::Lossy),
        ("create_appointment", "request", r#"{"leadId":1,"brand_new":1}"#, Judgement::Fail),
        ("update_lead", "request", r#"{"lead":{"golden":"perhaps"}}"#, Judgement::Fail),
        ("update_lead", "error", r#"{"id":12}"#, Judgement::Fail),
    ] {
        let found = inspect(operation, kind, 200, body.as_bytes()).unwrap();
        assert_eq!(found.judgement, judgement, "{operation} {body}: {found:?}");
    }
    let unknown = inspect("lead_cluster", "webhook", 200, br#"{"Id":1,"brand_new":1}"#).unwrap();
    assert_eq!((unknown.judgement, unknown.unknown), (Judgement::Ok, vec!["brand_new".to_owned()]));
}
