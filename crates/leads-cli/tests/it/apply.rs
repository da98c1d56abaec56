//! `leads plan`, `apply`, `undo`, `migrate` and `journal`.

use crate::common::{KEY, Place, USER};
use leads::{ClientConfig, LeadClient, LeadClientExt as _, VendorConfig};
use leads_testkit::{Fault, Handler as _};
use serde_json::{Value, json};
use snapbox::{assert_data_eq, str};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

const MAP: &str = "[find]\nemail = \"E-mail\"\n[set]\nname = \"Name\"\nstate = \"Status\"\nowner = \"Owner\"\n\
                   [states]\nSold = \"won\"\n";

/// Returns the client of the test itself, without a socket.
fn client(place: &Place) -> Arc<dyn LeadClient> {
    let config: VendorConfig = serde_json::from_value(json!({
        "vendor": "nutshell", "user": USER, "api_key": KEY, "adapter": {"contact_details": true},
    }))
    .unwrap();
    config.connect_with(ClientConfig::new().transport(place.fake.transport())).unwrap()
}

async fn add(client: &dyn LeadClient, name: &str, email: &str) -> String {
    let lead = leads::client::NewLead::new(name).email(email);
    client.create(&lead).await.unwrap().id.to_string()
}

/// Returns the names and states of all leads, by their e-mail addresses.
async fn book(client: &dyn LeadClient) -> BTreeMap<String, (String, String)> {
    let (mut book, mut leads) = (BTreeMap::new(), client.list(leads::client::LeadQuery::new()));
    while let Some(lead) = leads.next().await {
        let lead = lead.unwrap();
        let email = lead.emails().into_iter().next().unwrap_or_default();
        let known = book.insert(email, (lead.name().unwrap(), lead.status().state.to_string()));
        assert!(known.is_none(), "a lead was created twice");
    }
    book
}

fn write(place: &Place, name: &str, text: &str) {
    std::fs::write(place.path(name), text).unwrap();
}

/// Returns how many writes took effect.
fn writes_of(place: &Place) -> u64 {
    place.fake.handler().ledger().unwrap().total()
}

fn rows(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test]
async fn plan_is_made_by_reading_applied_and_taken_back() {
    let place = Place::new().await;
    let client = client(&place);
    let ids = [add(&*client, "Jo", "jo@example.com").await, add(&*client, "Kim", "kim@example.com").await];
    write(&place, "map.toml", MAP);
    let csv = "E-mail,Name,Status,Owner\n\
               jo@example.com,Joanna,Sold,\nkim@example.com,Kim,,\nnew@example.com,New,,\n\
               ,Nobody,,\nnew@example.com,Again,,\nodd@example.com,Odd,Gone fishing,\n";
    write(&place, "rows.csv", csv);
    let writes = writes_of(&place);
    let args = ["plan", "rows.csv", "--map", "map.toml", "--out", "plan.json", "--detailed-exitcode"];
    let ran = place.run(&[&args as &[&str], &["-o", "csv", "--fields", "row,action,fields,reason"]].concat()).await;
    assert_eq!(ran.status, 6, "{ran:?}");
    assert_data_eq!(
        ran.stdout.clone(),
        str![[r#"
row,action,fields,reason
2,update,name; state,
3,unchanged,,
4,create,,
5,refused,,the column `E-mail` is empty
6,refused,,row 4 has the same lead
7,refused,,the column `Status` has a text that is no state; add it to [states] of the map

"#]]
    );
    assert_eq!(writes_of(&place), writes, "a plan reads only");
    let ran = place.run(&args).await;
    assert!(ran.status == 2 && ran.stderr.contains("exists already"), "{ran:?}");

    let ran = place.run(&["apply", "plan.json"]).await;
    assert!(ran.status == 2 && ran.stderr.contains("--yes"), "{ran:?}");
    let ran = place.run(&["apply", "plan.json", "--yes"]).await;
    assert_eq!(ran.status, 0, "{ran:?}");
    let report = &rows(&ran.stdout)[0];
    assert_eq!((&report["applied"], &report["verified"], &report["as_planned"]), (&json!(2), &json!(2), &json!(true)));
    let expected = |rows: &[(&str, &str, &str)]| -> BTreeMap<String, (String, String)> {
        rows.iter().map(|(email, name, state)| ((*email).into(), ((*name).into(), (*state).into()))).collect()
    };
    let planned =
        [("jo@example.com", "Joanna", "won"), ("kim@example.com", "Kim", "open"), ("new@example.com", "New", "open")];
    assert_eq!(book(&*client).await, expected(&planned));

    // Repeated, it writes nothing and reports the same.
    let writes = writes_of(&place);
    let again = place.run(&["apply", "plan.json", "--yes"]).await;
    assert_eq!((again.stdout, writes_of(&place)), (ran.stdout, writes));

    let ran = place.run(&["journal", "list", "-o", "csv", "--fields", "operation,state"]).await;
    let mut entries: Vec<_> = ran.stdout.lines().skip(1).collect();
    entries.sort_unstable();
    assert_eq!(entries, ["common.create,applied", "common.status,applied", "common.update,applied"]);
    assert_eq!(place.run(&["journal", "dead"]).await.stdout, "");
    let job = report["job"].as_str().unwrap();
    assert_eq!(place.run(&["journal", "wait", &format!("{job}:2:0")]).await.status, 0);
    let ran = place.run(&["journal", "wait", "no-such-key"]).await;
    assert!(ran.status == 1 && ran.stderr.contains("leads journal list"), "{ran:?}");

    let ran = place.run(&["undo", job, "--dry-run", "-o", "csv", "--fields", "row,action"]).await;
    assert_eq!((ran.status, ran.stdout.as_str()), (0, "row,action\n2,update\n4,delete\n"), "{}", ran.stderr);
    let ran = place.run(&["undo", job, "--yes"]).await;
    assert_eq!(ran.status, 0, "{ran:?}");
    assert_eq!(book(&*client).await, expected(&[("jo@example.com", "Jo", "open"), ("kim@example.com", "Kim", "open")]));
    let ran = place.run(&["undo", "none", "--yes"]).await;
    assert_eq!(ran.status, 2, "{ran:?}");
    drop(ids);
}

#[tokio::test]
async fn rows_that_changed_since_the_plan_are_left_as_they_are() {
    let place = Place::new().await;
    let client = client(&place);
    let id = add(&*client, "Jo", "jo@example.com").await;
    write(&place, "map.toml", MAP);
    write(
        &place,
        "rows.csv",
        "E-mail,Name,Status,Owner\njo@example.com,Joanna,,\nnew@example.com,New,,\nok@example.com,Ok,,\n",
    );
    assert_eq!(place.run(&["plan", "rows.csv", "--map", "map.toml", "--out", "plan.json"]).await.status, 0);
    client
        .update(&id.as_str().into(), &leads::client::LeadUpdate::new().name(leads::Patch::Set("Jo B.".to_owned())))
        .await
        .unwrap();
    add(&*client, "Somebody", "new@example.com").await;
    let ran = place.run(&["apply", "plan.json", "--yes", "-o", "csv", "--fields", "row,action,result"]).await;
    assert_eq!(
        (ran.status, ran.stdout.as_str()),
        (4, "row,action,result\n2,update,changed\n3,create,changed\n"),
        "{}",
        ran.stderr
    );
    let names: Vec<_> = book(&*client).await.into_values().map(|(name, _)| name).collect();
    assert_eq!(names, ["Jo B.", "Somebody", "Ok"]);
}

#[tokio::test]
async fn write_of_unknown_outcome_needs_a_person() {
    let place = Place::new().await;
    write(&place, "map.toml", "[find]\nfield = { name = \"name\", column = \"Name\" }\n[set]\nname = \"Name\"\n");
    write(&place, "rows.csv", "Name\nJo\n");
    let planned = place.run(&["plan", "rows.csv", "--map", "map.toml", "--out", "plan.json"]).await;
    // Without an e-mail address or a number, a create whose response is lost cannot be found.
    assert_eq!(planned.status, 0, "{planned:?}");
    place.fake.faults().on(|request| request.method == http::Method::POST, Fault::ResetAfterHandling);
    let ran = place.run(&["apply", "plan.json", "--yes", "--call-deadline", "5"]).await;
    assert_eq!(ran.status, 3, "{ran:?}");
    let dead = rows(&place.run(&["journal", "dead"]).await.stdout);
    assert_eq!((dead.len(), &dead[0]["state"]), (1, &json!("review")));
}

#[tokio::test]
async fn leads_are_migrated_with_a_ledger_of_what_is_lost() {
    let place = Place::new().await;
    let client = client(&place);
    add(&*client, "Jo", "jo@example.com").await;
    add(&*client, "Kim", "kim@example.com").await;
    let ran = place
        .run(&[
            "migrate",
            "--from",
            "crm",
            "--to",
            "other",
            "--out",
            "plan.json",
            "-o",
            "csv",
            "--fields",
            "row,action,loss",
        ])
        .await;
    assert_eq!(ran.status, 0, "{ran:?}");
    assert!(ran.stdout.contains("1,create,") && ran.stdout.contains("created_at lost"), "{ran:?}");
    let ran = place.run(&["apply", "plan.json", "--yes"]).await;
    assert_eq!((ran.status, &rows(&ran.stdout)[0]["applied"]), (0, &json!(2)), "{ran:?}");
    let ran = place.run(&["migrate", "--from", "crm", "--to", "other", "--summary"]).await;
    assert_eq!(
        (&rows(&ran.stdout)[0]["create"], &rows(&ran.stdout)[0]["unchanged"]),
        (&json!(0), &json!(2)),
        "{ran:?}"
    );
}

/// Rows with 10 % faults; the program is killed ten times. No lead is missing, none exists twice, and the report says so.
///
/// 400 rows, or as many as `LEADS_ROWS` says: `LEADS_ROWS=2000` takes minutes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn apply_survives_ten_kills() {
    let all: usize = std::env::var("LEADS_ROWS").map_or(400, |rows| rows.parse().unwrap());
    let place = Place::new().await;
    let client = client(&place);
    for number in 0..all / 4 {
        add(&*client, &format!("Old {number}"), &format!("row{number}@example.com")).await;
    }
    let mut csv = "E-mail,Name,Status,Owner\n".to_owned();
    (0..all).for_each(|number| csv += &format!("row{number}@example.com,New {number},,\n"));
    write(&place, "rows.csv", &csv);
    write(&place, "map.toml", MAP);
    let ran = place.run(&["plan", "rows.csv", "--map", "map.toml", "--out", "plan.json", "--summary"]).await;
    assert_eq!(ran.status, 0, "{ran:?}");
    let planned = &rows(&ran.stdout)[0];
    assert_eq!((&planned["create"], &planned["update"]), (&json!(all - all / 4), &json!(all / 4)));

    let seed = fastrand::u64(..);
    println!("seed {seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    for (number, fault) in [
        Fault::ResetAfterHandling,
        Fault::CloseAfterHandling,
        Fault::ResetBeforeHandling,
        Fault::ResetOnAccept,
        Fault::Response(leads_testkit::FakeResponse::json(503, &json!({}))),
    ]
    .into_iter()
    .enumerate()
    {
        place.fake.faults().rate(0.02, seed.wrapping_add(number as u64), fault);
    }
    let args = ["apply", "plan.json", "--yes", "--call-deadline", "3", "--summary"];
    for _ in 0..10 {
        let mut child = place.command(&args).spawn().unwrap();
        let at = place.fake.request_count() + random.u64(1..all as u64 / 4);
        let reached = async {
            let mut look = tokio::time::interval(Duration::from_millis(2));
            while place.fake.request_count() < at {
                look.tick().await;
            }
        };
        tokio::select! {
            ended = child.wait() => panic!("it ended before it was killed: {ended:?} {:?}", child.wait_with_output().await),
            () = reached => child.start_kill().unwrap(),
        }
        assert!(!child.wait().await.unwrap().success());
    }
    let ran = place.run(&args).await;
    assert_eq!(ran.status, 0, "{ran:?}");
    let report = &rows(&ran.stdout)[0];
    for (field, expected) in [
        ("rows", json!(all)),
        ("applied", json!(all)),
        ("unknown", json!(0)),
        ("verified", json!(all)),
        ("as_planned", json!(true)),
    ] {
        assert_eq!(report[field], expected, "{field}: {ran:?}");
    }
    place.fake.faults().clear();
    let expected: BTreeMap<_, _> = (0..all)
        .map(|number| (format!("row{number}@example.com"), (format!("New {number}"), "open".to_owned())))
        .collect();
    assert!(book(&*client).await == expected, "the book is the plan");
}
