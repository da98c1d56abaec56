//! `leads tail`.

use crate::common::{Place, Ran};
use leads_testkit::{FakeResponse, Fault};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, BufReader};

fn rows(ran: &Ran) -> Vec<Value> {
    ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

const LONG_AGO: &str = "2000-01-01T00:00:00Z";

async fn create(place: &Place, name: &str) -> String {
    let ran = place.run_with(&["create", "--json", "-"], &json!({ "name": name }).to_string()).await;
    assert_eq!(ran.status, 0, "{ran:?}");
    rows(&ran)[0]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn events_since_a_time_are_printed_without_names() {
    let place = Place::new().await;
    let (first, second) = (create(&place, "Canary One").await, create(&place, "Canary Two").await);
    let ran = place.run(&["tail", "--once", "--since", LONG_AGO]).await;
    assert_eq!(ran.status, 0, "{ran:?}");
    let events = rows(&ran);
    let seen: Vec<_> = events.iter().map(|event| (&event["action"], &event["kind"], &event["records"])).collect();
    let (create, leads) = (json!("create"), json!("leads"));
    assert_eq!(seen, [(&create, &leads, &json!([first])), (&create, &leads, &json!([second]))]);
    assert!(!ran.stdout.contains("Canary"), "{ran:?}");
    assert!(events.iter().all(|event| event["time"].is_string()), "{ran:?}");
    let sent = place.fake.requests().into_iter().filter(|request| request.path == "/rest/events").collect::<Vec<_>>();
    let filter = ("filters[payload][]".to_owned(), "leads".to_owned());
    assert!(!sent.is_empty() && sent.iter().all(|request| request.query.contains(&filter)), "{sent:?}");

    let ran = place.run(&["tail", "--once", "--since", LONG_AGO, "-o", "csv", "--fields", "action,records"]).await;
    assert_eq!(ran.stdout, format!("action,records\ncreate,{first}\ncreate,{second}\n"));
    let ran = place.run(&["tail", "--once", "--since", LONG_AGO, "--records", "notes"]).await;
    assert_eq!((ran.status, ran.stdout.as_str()), (0, ""), "{ran:?}");
}

#[tokio::test]
async fn position_in_a_file_is_continued_from() {
    let place = Place::new().await;
    create(&place, "Before").await;
    let args = ["tail", "--once", "--position", "position.json"];
    let ran = place.run(&args).await;
    assert_eq!((ran.status, ran.stdout.as_str()), (0, ""), "it begins with the events from now on: {ran:?}");
    let id = create(&place, "After").await;
    let events = rows(&place.run(&args).await);
    assert_eq!(events.iter().map(|event| event["records"].clone()).collect::<Vec<_>>(), [json!([id])]);
    assert_eq!(place.run(&args).await.stdout, "");
    assert_eq!(place.files().into_keys().collect::<Vec<_>>(), ["position.json"], "no draft is left");

    std::fs::write(place.path("position.json"), "Canary").unwrap();
    let ran = place.run(&args).await;
    assert!(ran.status == 2 && ran.stderr.contains("remedy: delete the file"), "{ran:?}");
}

/// Follows the log over failures, until it is interrupted.
#[cfg(unix)]
#[tokio::test]
async fn new_events_are_printed_as_they_happen() {
    let place = Place::new().await;
    let first = create(&place, "One").await;
    let mut child = place.command(&["tail", "--since", LONG_AGO, "--interval", "1"]).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut next = async || {
        let line = tokio::time::timeout(Duration::from_secs(60), lines.next_line()).await.unwrap().unwrap().unwrap();
        serde_json::from_str::<Value>(&line).unwrap()["records"].clone()
    };
    assert_eq!(next().await, json!([first]));
    let is_events = |request: &leads_testkit::FakeRequest| request.path == "/rest/events";
    place.fake.faults().always_on(is_events, Fault::Response(FakeResponse::text(503, "later")));
    let mut warnings = BufReader::new(child.stderr.take().unwrap()).lines();
    let warning = tokio::time::timeout(Duration::from_secs(60), warnings.next_line()).await.unwrap().unwrap().unwrap();
    assert!(
        warning.starts_with("warning: nutshell list_events: server") && warning.ends_with("; trying again"),
        "{warning}"
    );
    place.fake.faults().clear();
    let second = create(&place, "Two").await;
    assert_eq!(next().await, json!([second]));

    let id = child.id().unwrap().to_string();
    tokio::process::Command::new("kill").args(["-INT", &id]).status().await.unwrap();
    let status = tokio::time::timeout(Duration::from_secs(60), child.wait()).await.unwrap().unwrap();
    assert!(status.success(), "{status}");
}

#[tokio::test]
async fn failures_are_reports_if_they_are_asked_for() {
    let place = Place::new().await;
    place.fake.faults().always(Fault::Response(FakeResponse::text(503, "Canary")));
    let mut child = place.command(&["tail", "--error-format", "json"]).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    for _ in 0..2 {
        let line = tokio::time::timeout(Duration::from_secs(60), lines.next_line()).await.unwrap().unwrap().unwrap();
        let report: leads_core::error::ErrorReport = serde_json::from_str(&line).unwrap();
        assert_eq!(report.http_status, Some(503), "{line}");
        assert!(report.help.is_some() && !line.contains("Canary"), "{line}");
    }
    child.kill().await.unwrap();
}

#[tokio::test]
async fn reader_that_ends_ends_it_too() {
    let place = Place::new().await;
    create(&place, "One").await;
    let mut child = place.command(&["tail", "--since", LONG_AGO]).spawn().unwrap();
    drop(child.stdout.take());
    let status = tokio::time::timeout(Duration::from_secs(60), child.wait()).await.unwrap().unwrap();
    assert!(status.success(), "{status}");
}

#[tokio::test]
async fn mistakes_have_a_remedy() {
    let place = Place::new().await;
    for args in [&["tail", "-o", "table"] as &[&str], &["tail", "-o", "json"]] {
        let ran = place.run(args).await;
        assert!(ran.status == 2 && ran.stderr.contains("remedy: add --once"), "{ran:?}");
    }
    assert_eq!(place.run(&["tail", "--since", LONG_AGO, "--position", "p.json"]).await.status, 2);
    assert_eq!(place.run(&["tail", "--interval", "0"]).await.status, 2);
    let ran = place.run(&["tail", "--once", "--profile", "stale"]).await;
    assert!(ran.status == 1 && ran.stderr.contains("remedy: "), "{ran:?}");
}
