//! `leads journal`: decisions about writes that need a person.

use crate::common::{Place, Ran};
use leads_testkit::{Fault, Handler as _};
use serde_json::{Value, json};

fn rows(ran: &Ran) -> Vec<Value> {
    ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A job of one create whose response was lost. Nothing of the lead can be searched by, so the entry is in review.
async fn in_review() -> Place {
    let place = Place::new().await;
    std::fs::write(
        place.path("map.toml"),
        "[find]\nfield = { name = \"name\", column = \"Name\" }\n[set]\nname = \"Name\"\n",
    )
    .unwrap();
    std::fs::write(place.path("rows.csv"), "Name\nJo\n").unwrap();
    let ran = place.run(&["plan", "rows.csv", "--map", "map.toml", "--out", "plan.json"]).await;
    assert_eq!(ran.status, 0, "{ran:?}");
    place.fake.faults().on(|request| request.method == http::Method::POST, Fault::ResetAfterHandling);
    let ran = apply(&place).await;
    assert_eq!(ran.status, 3, "{ran:?}");
    place.fake.faults().clear();
    place
}

async fn apply(place: &Place) -> Ran {
    place.run(&["apply", "plan.json", "--yes", "--no-verify", "--call-deadline", "5"]).await
}

fn creates(place: &Place) -> u64 {
    place.fake.handler().ledger().unwrap().total()
}

async fn dead(place: &Place) -> Value {
    let dead = rows(&place.run(&["journal", "dead"]).await);
    let [entry] = &dead[..] else { panic!("{dead:?}") };
    entry.clone()
}

#[tokio::test]
async fn entry_is_sent_again_when_a_person_decides_so() {
    let place = in_review().await;
    let entry = dead(&place).await;
    assert_eq!((&entry["state"], &entry["outcome"]), (&json!("review"), &json!("unknown")));
    let (number, key) = (entry["entry"].to_string(), entry["key"].as_str().unwrap());
    let ran = place.run(&["journal", "wait", key]).await;
    assert_eq!((ran.status, &rows(&ran)[0]["state"]), (3, &json!("review")), "{ran:?}");
    // Without a decision, nothing is sent again.
    assert_eq!((apply(&place).await.status, creates(&place)), (3, 1));

    let decision = ["--by", "ann", "--why", "the vendor does not have it"];
    let ran = place.run(&[&["journal", "retry", &number] as &[&str], &decision].concat()).await;
    assert_eq!((ran.status, &rows(&ran)[0]["state"]), (0, &json!("ready")), "{ran:?}");
    let ran = apply(&place).await;
    assert_eq!((ran.status, creates(&place)), (0, 2), "{ran:?}");
    assert_eq!(place.run(&["journal", "dead"]).await.stdout, "");
    assert_eq!(place.run(&["journal", "wait", key]).await.status, 0);

    // Its outcome is certain now, so no more decision is possible.
    for action in ["retry", "drop", "mark-applied"] {
        let ran = place.run(&[&["journal", action, &number] as &[&str], &decision].concat()).await;
        assert_eq!(ran.status, 1, "{action}: {ran:?}");
        assert!(ran.stderr.contains("remedy: `leads journal list` shows the entry's state"), "{action}: {ran:?}");
    }
    assert_eq!(creates(&place), 2);
}

#[tokio::test]
async fn entry_is_given_up_or_recorded_as_applied() {
    for (action, state, status) in [("drop", "dropped", 1), ("mark-applied", "applied", 0)] {
        let place = in_review().await;
        let entry = dead(&place).await;
        let (number, key) = (entry["entry"].to_string(), entry["key"].as_str().unwrap());
        let ran = place.run(&["journal", action, &number, "--by", "ann", "--why", "seen at the vendor"]).await;
        assert_eq!((ran.status, &rows(&ran)[0]["state"]), (0, &json!(state)), "{ran:?}");
        let ran = place.run(&["journal", "wait", key]).await;
        assert_eq!(ran.status, status, "{action}: {ran:?}");
        let ran = apply(&place).await;
        assert_eq!((ran.status, creates(&place)), (status, 1), "{action}: {ran:?}");
        let listed = rows(&place.run(&["journal", "list", "--state", state]).await);
        assert_eq!((listed.len(), &listed[0]["entry"]), (1, &entry["entry"]));
        assert_eq!(place.run(&["journal", "list", "--state", "review"]).await.stdout, "");
    }
}

#[tokio::test]
async fn mistakes_name_the_remedy() {
    let place = Place::new().await;
    let ran = place.run(&["journal", "list"]).await;
    assert!(ran.status == 2 && ran.stderr.contains("remedy: check the path"), "{ran:?}");
    assert!(!place.path("leads.db").exists(), "a journal is not made by looking at it");
    std::fs::write(place.path("leads.db"), "this is not a database, but it is long enough to look like one").unwrap();
    let ran = place.run(&["journal", "list"]).await;
    assert!(ran.status == 2 && ran.stderr.contains("remedy: "), "{ran:?}");

    let place = in_review().await;
    let ran = place.run(&["journal", "drop", "999", "--by", "ann", "--why", "a test"]).await;
    assert!(ran.status == 1 && ran.stderr.contains("remedy: `leads journal list`"), "{ran:?}");
    for args in [&["journal", "drop", "1", "--why", "x"] as &[&str], &["journal", "list", "--state", "lost"]] {
        assert_eq!(place.run(args).await.status, 2, "{args:?}");
    }
}

#[tokio::test]
async fn journal_list_stops_at_its_limit() {
    let place = Place::new().await;
    std::fs::write(place.path("map.toml"), "[find]\nemail = \"Mail\"\n[set]\nname = \"Mail\"\n").unwrap();
    let rows: String = (0..5).map(|number| format!("row{number}@example.com\n")).collect();
    std::fs::write(place.path("rows.csv"), format!("Mail\n{rows}")).unwrap();
    assert_eq!(place.run(&["plan", "rows.csv", "--map", "map.toml", "--out", "plan.json"]).await.status, 0);
    assert_eq!(apply(&place).await.status, 0);
    for (limit, expected) in [("2", 2), ("5", 5), ("0", 5)] {
        let ran = place.run(&["journal", "list", "--limit", limit]).await;
        assert_eq!((ran.status, ran.stdout.lines().count()), (0, expected), "{ran:?}");
    }
}
