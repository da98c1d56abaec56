//! The program on a terminal.

use crate::common::Place;
use crate::pty;
use leads_testkit::Handler as _;

fn write(place: &Place, name: &str, text: &str) {
    std::fs::write(place.path(name), text).unwrap();
}

#[tokio::test]
async fn lists_are_tables_with_a_bold_head() {
    let place = Place::new().await;
    place.fake.handler().add_lead("Car wash");
    let args = ["list", "--fields", "name,state"];
    let shown = pty::run(&place, &args, "", &[]).await;
    assert_eq!((shown.status, shown.text.as_str()), (0, "\u{1b}[1mNAME      STATE\u{1b}[0m\nCar wash  open\n"));
    let shown = pty::run(&place, &args, "", &[("NO_COLOR", "1")]).await;
    assert_eq!((shown.status, shown.text.as_str()), (0, "NAME      STATE\nCar wash  open\n"));
    let shown = pty::run(&place, &["list", "--fields", "name", "-o", "ndjson"], "", &[]).await;
    assert_eq!(shown.text, "{\"name\":\"Car wash\"}\n");
    // Into a pipe it is NDJSON, without any form being named.
    assert_eq!(place.run(&args).await.stdout, "{\"name\":\"Car wash\",\"state\":\"open\"}\n");
}

#[tokio::test]
async fn question_is_asked_before_a_delete() {
    let place = Place::new().await;
    let id = place.fake.handler().add_lead("Car wash");
    for keys in ["n\n", "\n", "maybe\n", "\u{4}"] {
        let shown = pty::run(&place, &["delete", &id], keys, &[]).await;
        assert_eq!(shown.status, 1, "{keys:?}: {shown:?}");
        let question = format!("Delete the lead {id}? [y/N] ");
        assert!(shown.text.starts_with(&question), "{shown:?}");
        assert!(shown.text.contains("remedy: nothing was sent; run the command again and type y"), "{shown:?}");
    }
    assert_eq!(place.fake.handler().ledger().unwrap().total(), 0);
    let shown = pty::run(&place, &["delete", &id], "y\n", &[]).await;
    assert_eq!((shown.status, place.fake.handler().ledger().unwrap().total()), (0, 1), "{shown:?}");
}

#[tokio::test]
async fn plan_is_applied_with_a_question_and_progress() {
    let place = Place::new().await;
    write(&place, "map.toml", "[find]\nemail = \"Mail\"\n[set]\nname = \"Mail\"\n");
    let rows: String = (0..40).map(|number| format!("row{number}@example.com\n")).collect();
    write(&place, "rows.csv", &format!("Mail\n{rows}"));
    let plan = ["plan", "rows.csv", "--map", "map.toml", "--out", "plan.json", "--summary"];
    let shown = pty::run(&place, &plan, "", &[]).await;
    assert!(shown.status == 0 && shown.text.contains("create     40"), "{shown:?}");
    assert!(shown.text.contains("reading") && shown.text.contains("/40") && shown.text.contains(" left"), "{shown:?}");
    let shown = pty::run(&place, &["apply", "plan.json"], "n\n", &[]).await;
    assert_eq!((shown.status, place.fake.handler().ledger().unwrap().total()), (1, 0), "{shown:?}");
    let shown = pty::run(&place, &["apply", "plan.json"], "y\n", &[]).await;
    assert!(shown.text.starts_with("crm: create 40, update 0 and delete 0 leads? [y/N] "), "{shown:?}");
    assert!(shown.text.contains("writing") && shown.text.contains("as_planned  true"), "{shown:?}");
    assert_eq!((shown.status, place.fake.handler().ledger().unwrap().total()), (0, 40), "{shown:?}");
    // Without a terminal there is no progress.
    let ran = place.run(&["apply", "plan.json", "--yes"]).await;
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{ran:?}");
}

/// An account may send two calls in 5 s. The first two rows are read at once, and the third must wait for the window.
#[tokio::test]
async fn time_left_is_what_the_limiter_allows() {
    let place = crate::vendors::leadsquared("older_lite").await;
    std::fs::write(place.path("map.toml"), "[find]\nemail = \"Mail\"\n[set]\nname = \"Mail\"\n").unwrap();
    std::fs::write(place.path("rows.csv"), "Mail\na@example.com\nb@example.com\nc@example.com\n").unwrap();
    let shown = pty::run(&place, &["plan", "rows.csv", "--map", "map.toml", "--summary"], "", &[]).await;
    assert!(shown.status == 0 && shown.text.contains("create     3"), "{shown:?}");
    assert_eq!(place.fake.request_count(), 3);
    assert!((1..=5).any(|seconds| shown.text.contains(&format!("2/3 {seconds}s left"))), "{shown:?}");
}

#[tokio::test]
async fn text_of_a_vendor_does_not_control_the_terminal() {
    let place = Place::new().await;
    place.fake.handler().add_lead("\u{1b}[2J\u{7}Car\u{9b}31m");
    for args in [&["list", "--fields", "name"] as &[&str], &["get", "1000-leads", "--fields", "name"]] {
        let shown = pty::run(&place, args, "", &[("NO_COLOR", "1")]).await;
        assert!(shown.status == 0 && shown.text.contains("Car"), "{shown:?}");
        assert!(!shown.text.contains(['\u{1b}', '\u{7}', '\u{9b}']), "{shown:?}");
    }
}
