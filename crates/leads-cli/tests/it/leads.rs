//! The commands of the common client.

use crate::common::Place;
use snapbox::{assert_data_eq, str};

#[tokio::test]
async fn lead_is_created_read_updated_closed_and_deleted() {
    let place = Place::new().await;
    let lead = r#"{"name":"Van for Jo","emails":["jo@example.com"],"phones":["+15550100"]}"#;
    let ran = place.run_with(&["create", "--json", "-"], lead).await;
    assert_eq!(ran.status, 0, "{ran:?}");
    let created: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((&created["effect"], &created["outcome"]), (&"created".into(), &"applied".into()));
    let id = created["id"].as_str().unwrap();

    let ran = place.run_with(&["get", "--email", "-", "--fields", "id,name,emails,state"], "jo@example.com\n").await;
    let expected =
        format!("{{\"id\":\"{id}\",\"name\":\"Van for Jo\",\"emails\":[\"jo@example.com\"],\"state\":\"open\"}}\n");
    assert_eq!((ran.status, ran.stdout), (0, expected), "{}", ran.stderr);

    let ran = place.run_with(&["update", id, "--json", "-"], r#"{"name":"Van for Joanna"}"#).await;
    assert_eq!(ran.status, 0, "{ran:?}");
    let ran = place.run(&["status", id, "won"]).await;
    assert_eq!(ran.status, 0, "{ran:?}");
    let ran = place.run(&["list", "-o", "csv", "--fields", "name,state"]).await;
    assert_data_eq!(
        ran.stdout,
        str![[r#"
name,state
Van for Joanna,won

"#]]
    );
    let raw: serde_json::Value = serde_json::from_str(&place.run(&["get", id, "--raw"]).await.stdout).unwrap();
    assert_eq!(raw["id"], id);

    assert_eq!(place.run(&["delete", id, "--yes"]).await.status, 0);
    let ran = place.run_with(&["get", "--email", "-"], "jo@example.com").await;
    assert_eq!((ran.status, ran.stdout.as_str()), (1, ""), "{ran:?}");
}

#[tokio::test]
async fn doctor_reports_each_check() {
    let place = Place::new().await;
    let ran = place.run(&["doctor", "-o", "table", "--fields", "check,ok"]).await;
    assert_data_eq!(
        ran.stdout,
        str![[r#"
CHECK            OK
profile          true
access           true
host             true
credentials      true
clock            true
limit            true
commands         true
keys             true
states written   true
states narrowed  true

"#]]
    );
    let ran = place.run(&["doctor", "--profile", "stale", "-o", "csv", "--fields", "check,ok"]).await;
    assert_eq!(ran.status, 1, "{ran:?}");
    assert!(ran.stdout.contains("credentials,false\n"), "{ran:?}");
}

#[tokio::test]
async fn list_stops_at_its_limit() {
    let place = Place::new().await;
    (0..7).for_each(|number| drop(place.fake.handler().add_lead(&format!("Lead {number}"))));
    let lines = |text: &str| text.lines().count();
    assert_eq!(lines(&place.run(&["list", "--limit", "3"]).await.stdout), 3);
    assert_eq!(lines(&place.run(&["list", "--limit", "0"]).await.stdout), 7);
    let json = place.run(&["list", "-o", "json"]).await.stdout;
    assert_eq!(serde_json::from_str::<Vec<serde_json::Value>>(&json).unwrap().len(), 7);
    assert_eq!(place.run(&["list", "--state", "pending"]).await.status, 1, "a filter that the vendor does not have");
}
