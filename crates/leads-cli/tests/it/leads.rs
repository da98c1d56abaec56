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

/// What is personal is read from a file or from standard input, and arrives as it was given.
#[tokio::test]
async fn options_are_sent_as_they_were_given() {
    let place = Place::new().await;
    let lead = r#"{"name":"Van","emails":["jo@example.com"],"phones":["+15550100"],"note":"hello"}"#;
    let ran = place.run_with(&["create", "--json", "-"], lead).await;
    assert_eq!(ran.status, 0, "{ran:?}");
    let created: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let id = created["id"].as_str().unwrap();
    let last = |path: &str, method: http::Method| {
        let requests = place.fake.requests().into_iter();
        let body =
            requests.filter(|request| request.method == method && request.path.ends_with(path)).last().unwrap().body;
        String::from_utf8(body.to_vec()).unwrap()
    };
    assert!(last("/rest/notes", http::Method::POST).contains("hello"));

    std::fs::write(place.path("note.txt"), "called back\n").unwrap();
    let ran = place.run(&["status", id, "won", "--comment", "@note.txt"]).await;
    assert_eq!(ran.status, 0, "{ran:?}");
    assert!(last("/rest/notes", http::Method::POST).contains("\"called back\""));
    let ran = place.run(&["status", id, "won", "--code", "1"]).await;
    assert_eq!(ran.status, 2, "a state or a code, not both: {ran:?}");

    let ran = place.run_with(&["list", "--text", "-", "--fields", "name"], "Van").await;
    assert_eq!((ran.status, ran.stdout.as_str()), (0, "{\"name\":\"Van\"}\n"), "{ran:?}");
    let ran = place.run_with(&["list", "--text", "-", "--fields", "name"], "no such lead").await;
    assert_eq!((ran.status, ran.stdout.as_str()), (0, ""), "{ran:?}");
    let ran = place.run(&["update", id, "--clear", "colour"]).await;
    assert!(ran.status == 2 && ran.stderr.contains("remedy: the fields are name, email"), "{ran:?}");
    let ran = place.run(&["get", "9999-leads"]).await;
    assert!(ran.status == 1 && ran.stderr.contains("\nremedy: "), "{ran:?}");
    let ran = place.run_with(&["list", "--email", "@missing.txt"], "").await;
    assert!(ran.status == 2 && ran.stderr.contains("remedy: check the path"), "{ran:?}");
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
