//! Commands that need no profile, `call`, and the page of the manual.

use crate::common::{KEY, Place, USER, program};
use leads_testkit::{FakeResponse, Fault};
use snapbox::{assert_data_eq, str};
use std::path::Path;

async fn stdout(args: &[&str]) -> (i32, String) {
    let output = program().args(args).output().await.unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

#[tokio::test]
async fn code_is_explained() {
    let (status, text) = stdout(&["explain", "92024", "-o", "csv", "--fields", "vendor,code,kind"]).await;
    assert_eq!((status, text.as_str()), (0, "vendor,code,kind\ncapillary-leads,92024,state\n"));
    assert_eq!(stdout(&["explain", "0"]).await, (1, String::new()));
}

#[tokio::test]
async fn operations_are_listed() {
    let count = async |args: &[&str]| stdout(args).await.1.lines().count();
    assert_eq!(count(&["operations"]).await, 13 + 112 + 124 + 9);
    assert_eq!(count(&["operations", "nutshell"]).await, 112);
    assert_eq!(stdout(&["operations", "acme"]).await.0, 2);
}

#[tokio::test]
async fn call_previews_and_sends() {
    let place = Place::new().await;
    let lead = place.fake.handler().add_lead("Car wash");
    let body = format!("{{\"id\":\"{lead}\"}}");
    let ran =
        place.run(&["call", "nutshell", "get_lead", "--body", &body, "--dry-run", "-o", "table", "-p", "crm"]).await;
    assert_eq!((ran.status, place.fake.request_count()), (0, 0), "{ran:?}");
    assert!(ran.stdout.starts_with("GET http://127.0.0.1:") && !ran.stdout.contains(KEY), "{ran:?}");
    let ran = place.run(&["call", "nutshell", "get_lead", "--body", &body, "-p", "crm"]).await;
    assert!(ran.status == 0 && ran.stdout.contains("Car wash"), "{ran:?}");
    let ran = place.run(&["call", "nutshell", "delete_lead", "--body", &body, "-p", "audit"]).await;
    assert!(ran.status == 1 && ran.stderr.contains("read-only"), "{ran:?}");
    for args in [&["fly", "--body", "{}"] as &[&str], &["get_lead", "--body", "{\"id\":"]] {
        let ran = place.run(&[&["call", "nutshell", "-p", "crm"], args].concat()).await;
        assert!(ran.status == 2 && ran.stderr.contains("remedy: "), "{ran:?}");
    }
    let ran = place.run(&["call", "nutshell", "get_lead", "--body", "{\"colour\":1}", "-p", "crm"]).await;
    assert_data_eq!(
        ran.stderr.lines().next().unwrap_or_default().to_owned(),
        str!["error: nutshell get_lead: unsupported `request`: this version cannot read the stored request"]
    );
}

#[tokio::test]
async fn diagnostics_show_neither_keys_nor_people() {
    let place = Place::new().await;
    let person = "canary.person@example.com";
    let lead = format!("{{\"name\":\"Canary Person\",\"emails\":[\"{person}\"]}}");
    let mut stderr = String::new();
    stderr += &place.run_with(&["create", "--json", "-", "-vvv"], &lead).await.stderr;
    for args in [
        &["list", "-vvv"] as &[&str],
        &["doctor", "-vvv"],
        &["check", "-p", "stale", "-vvv"],
        &["get", "9-leads", "-vvv"],
    ] {
        stderr += &place.run(args).await.stderr;
    }
    // A vendor that repeats what it received, once as a duplicate and once as a failure.
    for status in [400, 409, 422, 500] {
        let echo = format!("{person} of Canary Person exists already");
        let body =
            serde_json::json!({"leads": [], "errors": [{"status": status.to_string(), "title": echo, "detail": echo}]});
        place.fake.faults().times(20, Fault::Response(FakeResponse::json(status, &body)));
        for form in ["text", "json"] {
            let args = ["create", "--json", "-", "-vvv", "--error-format", form];
            let ran = place.run_with(&args, &lead).await;
            assert!(ran.status != 0 && ran.stderr.contains("create_lead"), "{ran:?}");
            stderr += &ran.stderr;
        }
        let ran = place.run_with(&["create", "--json", "-", "--show-messages"], &lead).await;
        assert!(status == 500 || ran.stderr.contains(person), "the message is shown only on request: {ran:?}");
        place.fake.faults().clear();
    }
    assert!(stderr.contains("TRACE") || stderr.contains("DEBUG"), "there must be diagnostics: {stderr}");
    for secret in [KEY, "hush", USER, person, "Canary Person"] {
        assert!(!stderr.contains(secret), "{secret}: {stderr}");
    }
    let mut files: Vec<_> =
        std::fs::read_dir(place.folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    files.sort();
    assert_eq!(files, ["config.toml"], "no file is written");
}

#[tokio::test]
async fn completions_are_printed() {
    let (status, text) = stdout(&["completions", "bash"]).await;
    assert!(status == 0 && text.contains("_leads"), "{text}");
}

/// Each page of a command that is listed in the help, and none of a hidden one.
#[tokio::test]
async fn man_pages_are_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("man").join("man1");
    let (status, text) = stdout(&["man", path.to_str().unwrap()]).await;
    assert_eq!((status, text.as_str()), (0, ""));
    let files = std::fs::read_dir(&path).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut files: Vec<_> = files.collect();
    files.sort();
    let help = stdout(&["--help"]).await.1;
    let commands = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap().lines();
    let names = commands.filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' '));
    let mut expected: Vec<_> = names.map(|line| format!("leads-{}.1", line.split(' ').next().unwrap())).collect();
    expected.retain(|name| name != "leads-help.1");
    expected.extend(["leads.1".to_owned()]);
    expected.extend(
        ["dead", "drop", "list", "mark-applied", "retry", "wait"].map(|name| format!("leads-journal-{name}.1")),
    );
    expected.sort();
    assert_eq!(files, expected);
    let page = std::fs::read_to_string(path.join("leads-apply.1")).unwrap();
    assert!(page.contains(".TH") && page.contains("Writes what a plan says, through a journal"), "{page}");
    assert!(!page.contains(env!("CARGO_MANIFEST_DIR")), "{page}");

    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let output = program().args(["man", file.to_str().unwrap()]).output().await.unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(2) && stderr.contains("remedy: check the path"), "{stderr}");
}

#[tokio::test]
async fn payloads_are_compared_with_the_types() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/data/capillary_lead.json");
    let args = ["inspect", "capillary-leads", "update_lead_status", "response", data.to_str().unwrap()];
    let (status, text) =
        stdout(&[&args as &[&str], &["-o", "csv", "--fields", "judgement,unknown,unread"]].concat()).await;
    assert_eq!((status, text.as_str()), (0, "judgement,unknown,unread\nok,,\n"));

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lead.json");
    let body = r#"{"leads":[{"id":"1-leads","type":"leads","colourOfCar":"canary red"}]}"#;
    std::fs::write(&path, body).unwrap();
    let args = ["inspect", "nutshell", "get_lead", "response", path.to_str().unwrap()];
    let (status, text) = stdout(&args).await;
    assert!(status == 0 && text.contains("\"unknown\":[\"leads[0].colourOfCar\"],\"unread\":[]"), "{text}");
    assert!(!text.contains("canary"), "values are not printed: {text}");
    let body = r#"{"leads":[{"id":"1-leads","description":{"canary":1}}]}"#;
    std::fs::write(&path, body).unwrap();
    let (status, text) = stdout(&args).await;
    assert!(status == 1 && text.contains("\"judgement\":\"lossy\""), "{text}");
    assert!(text.contains("\"unread\":[\"leads[0].description\"]") && !text.contains("canary"), "{text}");

    for body in ["canary", r#"{"leads":"canary"}"#, r#"{"leads":[{"id":["canary"]}]}"#, r#"{"leads":[{"id":"canary"#] {
        std::fs::write(&path, body).unwrap();
        let (status, text) = stdout(&args).await;
        assert!(status == 1 && text.contains("\"judgement\":\"fail\""), "{body}: {text}");
        assert!(!text.contains("canary"), "{body}: {text}");
    }
    for (wrong, remedy) in [
        (["inspect", "acme", "get_lead", "response", "x"], "the vendors are capillary-leads, nutshell"),
        (["inspect", "nutshell", "get_lead", "response", "/does/not/exist"], "check the path"),
        (["inspect", "nutshell", "fly", "response", path.to_str().unwrap()], "`leads operations nutshell`"),
        (["inspect", "nutshell", "fly", "webhook", path.to_str().unwrap()], "its events are event"),
        (
            ["inspect", "capillary-leads", "event", "webhook", path.to_str().unwrap()],
            "capillary-leads sends no webhooks",
        ),
    ] {
        let output = program().args(wrong).output().await.unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        let remedy = format!("\nremedy: {remedy}");
        assert!(output.status.code() == Some(2) && stderr.contains(&remedy), "{wrong:?}: {stderr}");
    }
}

#[tokio::test]
async fn page_of_the_manual_is_up_to_date() {
    let (status, page) = stdout(&["markdown"]).await;
    assert_eq!(status, 0);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/cli.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(known == page, "docs/cli.md differs from the program; UPDATE_DOCS=1 rewrites it");
}

/// Runs the commands of the README's session one after the other against a new fake.
#[tokio::test]
async fn session_in_the_readme_is_what_the_program_prints() {
    let place = Place::new().await;
    let lead = r#"{"name":"Van for Jo","emails":["jo@example.com"]}"#;
    std::fs::write(place.path("jo.json"), lead).unwrap();
    std::fs::write(place.path("jo.txt"), "jo@example.com\n").unwrap();
    let rows = "jo@example.com,Van for Joanna,Sold\nkim@example.com,Car for Kim,\n,Boat for Lee,\n";
    std::fs::write(place.path("leads.csv"), format!("E-mail,Name,Status\n{rows}")).unwrap();
    let map = "[find]\nemail = \"E-mail\"\n[set]\nname = \"Name\"\nstate = \"Status\"\n[states]\nSold = \"won\"\n";
    std::fs::write(place.path("map.toml"), map).unwrap();
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md")).unwrap();
    let section = readme.split("## On the command line").nth(1).unwrap();
    let session = section.split("```").nth(1).unwrap().trim_start_matches("text").trim_start();
    let mut printed = String::new();
    for line in session.lines().filter_map(|line| line.strip_prefix("$ ")) {
        let words: Vec<_> = line.split(' ').collect();
        let shown = match words[..] {
            ["cat", file] => std::fs::read_to_string(place.path(file)).unwrap(),
            ["leads", ..] => {
                let ran = place.run(&words[1..]).await;
                ran.stdout + &ran.stderr
            }
            _ => panic!("the session has another command: {line}"),
        };
        printed += &format!("$ {line}\n{shown}");
    }
    assert_data_eq!(printed, session.to_owned());
}
