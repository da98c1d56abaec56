//! The vendor's published payloads, if they are available next to the checkout.

use capillary_leads::api::catalog;
use capillary_leads::leads_core::inspect::Judgement;
use capillary_leads::model::{Listing, OrgSource};
use std::path::{Path, PathBuf};

fn shared() -> Option<PathBuf> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = manifest.ancestors().skip(2).map(|folder| folder.join("shared/vendors")).find(|folder| folder.is_dir());
    if found.is_none() {
        println!("skipped: the vendors' reference is not next to this checkout");
    }
    found
}

#[test]
fn payloads_are_read_without_loss() {
    let Some(shared) = shared() else { return };
    let catalog = catalog();
    let lines = std::fs::read_to_string(shared.join("samples.tsv")).unwrap();
    let mut held = 0;
    for line in lines.lines().skip(1).filter(|line| line.starts_with("capillary-leads\t")) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [_, operation, kind, status, file] = columns[..] else { panic!("{line}") };
        if operation == "-" {
            continue;
        }
        let entry = catalog.iter().find(|entry| entry.operation.name == operation).unwrap();
        let body = std::fs::read(shared.join(file)).unwrap();
        let found = match kind {
            "request" => entry.inspect_request(&body, &[]).unwrap(),
            "response" => entry.inspect_response(status.parse().unwrap(), &body),
            "error" => entry.inspect_error(status.parse().unwrap(), &body),
            other => panic!("{other}"),
        };
        assert_eq!(found.judgement, Judgement::Ok, "{file}: {found:?}");
        assert!(found.unread.is_empty() && found.unknown.is_empty(), "{file}: {found:?}");
        held += 1;
    }
    assert_eq!(held, 25, "samples of this vendor's operations");
}

#[test]
fn operations_match_the_contract() {
    let Some(shared) = shared() else { return };
    let lines = std::fs::read_to_string(shared.join("operations.tsv")).unwrap();
    let mut documented: Vec<String> = lines
        .lines()
        .filter(|line| line.starts_with("capillary-leads\t"))
        .map(|line| line.split('\t').skip(1).take(3).collect::<Vec<_>>().join(" "))
        .collect();
    let mut built: Vec<String> = capillary_leads::api::operations()
        .map(|operation| format!("{} {} {}", operation.name, operation.method, operation.path))
        .collect();
    documented.sort();
    built.sort();
    assert_eq!((documented.len(), documented), (13, built));
}

#[test]
fn organisation_sources_are_read() {
    let Some(shared) = shared() else { return };
    let body = std::fs::read(shared.join("capillary/samples/list_org_sources.response.1.json")).unwrap();
    let sources = Listing::<OrgSource>::read(&body.into()).unwrap();
    assert_eq!(sources.data.len(), 3);
    for source in sources {
        let typed = serde_json::to_value(source.value()).unwrap();
        let text: serde_json::Value = serde_json::from_str(source.text()).unwrap();
        assert_eq!(typed, text, "nothing is lost");
    }
}

#[test]
fn inspection_reports_failures() {
    let catalog = catalog();
    let entry = |name: &str| catalog.iter().find(|entry| entry.operation.name == name).unwrap();
    let of = |name: &str, body: &[u8]| entry(name).inspect_response(200, body);
    assert_eq!(of("list_reasons", br#"{"data":[{"id":1,"x":2}]}"#).unknown, ["data[0].x"]);
    assert_eq!(of("list_leads", br#"{"data":[{"id":1,"userId":[7]}]}"#).judgement, Judgement::Lossy);
    assert_eq!(of("update_lead", b"{}").judgement, Judgement::Fail);
    let request = entry("update_lead_status").inspect_request(br#"{"status":"WON","createdBy":"7"}"#, &[]).unwrap();
    assert_eq!(request.judgement, Judgement::Lossy, "an id in text would come back as a number");
}
