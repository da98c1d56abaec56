//! No key and no person in arguments, on standard error or in files, beyond what was asked for.

use crate::common::{KEY, Place, USER, program};
use leads_testkit::{FakeResponse, Fault};
use serde_json::{Value, json};
use std::path::Path;
use tokio::io::{AsyncBufReadExt as _, BufReader};

const PERSON: &str = "canary.person@example.com";
const NAME: &str = "Canary Person";
const PHONE: &str = "+15550177";
const NOTE: &str = "canary note";
/// Parts of keys and of the user of the account.
const KEYS: &[&str] = &[KEY, "hush", USER];
const PEOPLE: &[&str] = &[PERSON, NAME, "Canary", PHONE, "5550177", NOTE];

fn assert_clean(what: &str, text: &str, canaries: &[&str]) {
    for canary in canaries {
        assert!(!text.contains(canary), "{what} has {canary}: {text}");
    }
}

/// Runs a command at `-vvv`, and checks what it wrote to standard error.
async fn run(place: &Place, args: &[&str], input: &str) -> i32 {
    let args = [args, &["-vvv"]].concat();
    let ran = place.run_with(&args, input).await;
    assert_clean(&format!("standard error of {args:?}"), &ran.stderr, &[KEYS, PEOPLE].concat());
    // Only these print leads.
    let prints_leads = matches!(args[0], "get" | "export");
    let canaries = if prints_leads { KEYS.to_vec() } else { [KEYS, PEOPLE].concat() };
    assert_clean(&format!("standard output of {args:?}"), &ran.stdout, &canaries);
    ran.status
}

fn write(place: &Place, name: &str, text: &str) {
    std::fs::write(place.path(name), text).unwrap();
}

fn adf(name: &str) -> String {
    format!(
        "<adf><prospect><customer><contact><name>{name}</name><email>{PERSON}</email><phone>{PHONE}</phone></contact>\
         <comments>{NOTE}</comments></customer></prospect></adf>"
    )
}

/// Every command that handles leads, with and without faults. What is written to files is what was asked for, with no key.
#[tokio::test]
async fn no_key_and_no_person_leaves_the_program_unasked() {
    let place = Place::new().await;
    write(&place, "rows.csv", &format!("Mail,Name,Phone,Note\n{PERSON},{NAME},{PHONE},{NOTE}\n"));
    let map = "[find]\nemail = \"Mail\"\n[set]\nname = \"Name\"\nphone = \"Phone\"\nnote = \"Note\"\n";
    write(&place, "map.toml", map);
    write(&place, "leads.adf", &adf(NAME));
    write(&place, "broken.adf", &format!("{}<{NAME}", adf(NAME)));
    write(&place, "broken.csv", &format!("Mail,Name,Phone,Note\n{PERSON},{NAME}\n\"{PHONE}\n"));
    write(&place, "broken.toml", &format!("[find]\nemail = \"Mail\"\n[set]\n{NOTE} = \"x\"\n"));
    write(&place, "broken.json", &format!("{{\"rows\": \"{PERSON}\"}}"));
    write(&place, "lead.json", &json!({ "name": NAME, "emails": [PERSON], "phones": [PHONE] }).to_string());
    let asked = place.files().into_keys().collect::<Vec<_>>();

    assert_eq!(run(&place, &["plan", "rows.csv", "--map", "map.toml", "--out", "plan.json"], "").await, 0);
    assert_eq!(run(&place, &["apply", "plan.json", "--yes"], "").await, 0);
    assert_eq!(run(&place, &["plan", "rows.csv", "--map", "map.toml", "--out", "again.json"], "").await, 0);
    assert_eq!(run(&place, &["import", "leads.adf"], "").await, 0);
    assert_eq!(run(&place, &["export"], "").await, 0);
    assert_eq!(run(&place, &["migrate", "--from", "crm", "--to", "other", "--out", "move.json"], "").await, 0);
    assert_eq!(run(&place, &["apply", "move.json", "--yes", "--journal", "move.db"], "").await, 0);
    assert_eq!(run(&place, &["tail", "--once", "--since", "2000-01-01T00:00:00Z"], "").await, 0);
    assert_eq!(run(&place, &["tail", "--once", "--position", "position.json"], "").await, 0);
    assert_eq!(run(&place, &["journal", "list"], "").await, 0);
    assert_eq!(run(&place, &["journal", "dead"], "").await, 0);
    assert_eq!(run(&place, &["get", "--email", "-"], PERSON).await, 0);
    let job: Value = serde_json::from_slice(&place.files()["plan.json"]).unwrap();
    assert_eq!(run(&place, &["undo", job["job"].as_str().unwrap(), "--yes"], "").await, 0);

    // Files that cannot be read are reported without their text.
    for args in [
        &["import", "broken.adf"] as &[&str],
        &["plan", "rows.csv", "--map", "broken.toml"],
        &["apply", "broken.json", "--yes"],
        &["create", "--json", "@broken.json"],
        &["create", "--json", NOTE],
        &["tail", "--position", "broken.json"],
    ] {
        assert_ne!(run(&place, args, "").await, 0, "{args:?}");
    }
    // Rows that do not fit are in the plan, by their numbers.
    run(&place, &["plan", "broken.csv", "--map", "map.toml"], "").await;
    // A vendor that repeats what it received, in every response.
    let echo = format!("{NAME} {PERSON} {PHONE} {NOTE} exists already");
    for status in [400, 409, 422, 429, 500] {
        let body = json!({ "leads": [], "errors": [{ "status": status.to_string(), "title": echo, "detail": echo }] });
        let fault = FakeResponse::json(status, &body).header("retry-after", "3600");
        place.fake.faults().always(Fault::Response(fault));
        for args in [
            &["plan", "rows.csv", "--map", "map.toml"] as &[&str],
            &["apply", "again.json", "--yes", "--journal", "failed.db", "--call-deadline", "1"],
            &["import", "leads.adf"],
            &["export"],
            &["migrate", "--from", "crm", "--to", "other"],
            &["tail", "--once", "--since", "2000-01-01T00:00:00Z"],
            &["create", "--json", "@lead.json", "--error-format", "json"],
        ] {
            let status = run(&place, args, "").await;
            // A plan has a row that cannot be read as refused.
            assert!(status != 0 || matches!(args[0], "plan" | "import"), "{args:?}");
        }
        place.fake.faults().clear();
    }

    for (name, bytes) in place.files() {
        assert_clean(&format!("the file {name}"), &String::from_utf8_lossy(&bytes), KEYS);
        // Plans and journals have people, as their help says. No other new file does.
        let is_plan = matches!(name.as_str(), "plan.json" | "again.json" | "move.json");
        if !asked.contains(&name) && !is_plan && !name.contains(".db") {
            assert_clean(&format!("the file {name}"), &String::from_utf8_lossy(&bytes), PEOPLE);
        }
    }
}

/// What other users of the machine can see of a command while it runs.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn arguments_of_a_running_command_have_no_key_and_no_person() {
    let place = Place::new().await;
    // A position in the future keeps it running.
    let mut child = place.command(&["tail", "--position", "position.json", "-vvv"]).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    lines.next_line().await.unwrap().unwrap();
    let arguments = std::fs::read(Path::new("/proc").join(child.id().unwrap().to_string()).join("cmdline")).unwrap();
    assert_clean("the command line", &String::from_utf8_lossy(&arguments), &[KEYS, PEOPLE].concat());
    child.kill().await.unwrap();
}

/// No option takes a key, and those that take personal data take a file.
#[tokio::test]
async fn no_option_takes_a_key() {
    let page = program().arg("markdown").output().await.unwrap();
    let page = String::from_utf8(page.stdout).unwrap();
    let options: Vec<_> = page.split_whitespace().filter(|word| word.starts_with("--")).collect();
    assert!(options.len() > 40, "{options:?}");
    for word in ["key", "secret", "password", "token", "user"] {
        assert!(options.iter().all(|option| !option.contains(word)), "{word}: {options:?}");
    }
    for option in ["--json", "--email", "--phone", "--text", "--comment"] {
        let shown = format!("{option} <@FILE>");
        assert!(page.matches(option).count() > 0 && page.contains(&shown), "{option}");
    }
}

/// The control paths and the output of a fake show what was asked for, and its standard error nothing.
#[tokio::test]
async fn fake_shows_no_person() {
    let mut child = program().args(["fake", "nutshell", "-vvv"]).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).await.unwrap();
    let fake: Value = serde_json::from_str(&line).unwrap();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let (url, control) = (fake["url"].as_str().unwrap(), fake["control"].as_str().unwrap());
    let (user, key) = (fake["keys"]["user"].as_str().unwrap(), fake["keys"]["api_key"].as_str().unwrap());
    let body = json!({ "leads": [{ "description": NAME }] }).to_string();
    let request = client.post(format!("{url}/rest/leads")).basic_auth(user, Some(key));
    let response = request.header("content-type", "application/json").body(body).send().await.unwrap();
    assert_eq!(response.status(), 201);
    for path in ["", "/ledger", "/faults"] {
        let text = client.get(format!("{control}{path}")).send().await.unwrap().text().await.unwrap();
        assert_clean(path, &text, &[&[key, user], PEOPLE].concat());
    }
    child.start_kill().unwrap();
    let output = child.wait_with_output().await.unwrap();
    assert_clean("standard error", &String::from_utf8_lossy(&output.stderr), &[&[key, user], PEOPLE].concat());
}
