//! Nutshell.

use super::Served;
use leads_core::inspect::Entry;
use leads_core::{ClientConfig, Pipeline};
use leads_testkit::nutshell::{API_KEY, FakeNutshell, USER_EMAIL};
use leads_testkit::{FakeRequest, IN_PROCESS_URL};
use nutshell::{Client, api};
use serde_json::json;

pub(crate) enum Nutshell {}

/// The records that the examples name, in addition to those of a new fake.
const RECORDS: &[&str] = &[
    "1-accounts",
    "2-contacts",
    "3-contacts",
    "55-contacts",
    "6-leads",
    "456-leads",
    "1003-leads",
    "3-activities",
    "1-competitorMaps",
    "1-emails",
    "1-filters",
    "789-invoices",
    "3-notes",
    "1-productMaps",
    "123-quotes",
    "5-sources",
    "3-stagesets",
    "2-tags",
    "3-tags",
    "15-tags",
    "1-tasks",
    "3-users",
    "1-wfFields",
    "1-wfForms",
];

impl Served for Nutshell {
    type Vendor = nutshell::Nutshell;
    type Fake = FakeNutshell;

    fn catalog() -> Vec<Entry<Self::Vendor>> {
        api::catalog()
    }

    fn seeded(operation: &str) -> FakeNutshell {
        let fake = FakeNutshell::new();
        for id in RECORDS {
            assert!(fake.put(id, &json!({})), "{id}");
        }
        let payment = json!({"id": "1-installments", "dueTime": "2026-01-01T00:00:00+0000", "isPaid": false,
            "description": null, "value": {"currency": "USD", "amount": 1000}, "failedTime": null});
        fake.change("1003-leads", &json!({"installments": [payment]}));
        for kind in ["leads", "contacts", "accounts"] {
            fake.add_custom_field(kind, "Color", "Text", &["red", "blue"]);
        }
        // An entry of the list of deletions.
        let lead = fake.add_lead("gone");
        fake.delete(&lead);
        if operation.starts_with("undelete_") {
            for id in RECORDS.iter().chain(&["1-products", "1-sources", "1-tags"]) {
                fake.delete(id);
            }
        }
        fake
    }

    fn pipeline(config: ClientConfig) -> Pipeline<Self::Vendor> {
        let client = Client::builder().base_url(IN_PROCESS_URL).basic(USER_EMAIL, API_KEY);
        client.config(config).build().unwrap().pipeline().clone()
    }

    fn is_file(operation: &str) -> bool {
        operation == "export_stageset"
    }

    fn whole_list(request: &FakeRequest) -> Option<FakeRequest> {
        let is_list = request.method == http::Method::GET;
        is_list.then(|| FakeRequest::new(http::Method::GET, &request.path).with_headers(request.headers.clone()))
    }
}
