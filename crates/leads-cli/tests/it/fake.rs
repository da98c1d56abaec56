//! `leads fake`.

use crate::common::program;
use serde_json::{Value, json};
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::Child;

/// A fake in a process.
struct Running {
    child: Child,
    line: String,
    fake: Value,
}

async fn start(args: &[&str]) -> Running {
    let mut child = program().arg("fake").args(args).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).await.unwrap();
    let fake = serde_json::from_str(&line).unwrap_or_else(|_| panic!("not one line of JSON: {line:?}"));
    Running { child, line, fake }
}

impl Running {
    async fn control(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        let url = format!("{}{path}", self.fake["control"].as_str().unwrap());
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let request = client.request(method.parse().unwrap(), url).body(body.to_string());
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        (status, serde_json::from_str(&response.text().await.unwrap()).unwrap_or_default())
    }

    async fn create(&self) -> reqwest::Result<reqwest::Response> {
        let url = format!("{}/rest/leads", self.fake["url"].as_str().unwrap());
        let (user, key) = (self.fake["keys"]["user"].as_str().unwrap(), self.fake["keys"]["api_key"].as_str());
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let body = json!({ "leads": [{ "description": "Van" }] }).to_string();
        client.post(url).basic_auth(user, key).header("content-type", "application/json").body(body).send().await
    }
}

#[tokio::test]
async fn python_client_creates_each_lead_once_in_spite_of_faults() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/python/nutshell_client.py");
    let python = tokio::process::Command::new("python3")
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut python) = python else {
        println!("SKIPPED: python3 is not installed, so no client in another language was run");
        return;
    };
    let faults = ["lost-response-reset:0.1", "reset-after-request:0.1", "reset-in-body:0.05", "503-text:0.05"];
    let args: Vec<&str> = faults.into_iter().flat_map(|fault| ["--fault", fault]).collect();
    let running = start(&[&["nutshell", "--seed", "7"], args.as_slice()].concat()).await;
    python.stdin.take().unwrap().write_all(running.line.as_bytes()).await.unwrap();
    let output = python.wait_with_output().await.unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "{\"create_lead\": 40}\n");
    let fired = running.control("GET", "/faults", Value::Null).await.1;
    assert!(fired.as_array().unwrap().len() >= 10, "faults must have struck: {fired}");
}

#[tokio::test]
async fn control_paths_count_script_and_reset() {
    let running = start(&["nutshell", "--leads", "3"]).await;
    assert_eq!(running.fake["vendor"], "nutshell");
    assert_eq!(running.control("POST", "/faults", json!({"fault": "lost-response-reset", "times": 1})).await.0, 204);
    assert!(running.create().await.is_err(), "the response is lost");
    assert_eq!(running.create().await.unwrap().status(), 201);
    let counts = running.control("GET", "", Value::Null).await;
    assert_eq!(counts, (200, json!({"vendor": "nutshell", "requests": 2, "writes": 2})));
    assert_eq!(running.control("GET", "/ledger", Value::Null).await.1, json!({"create_lead": 2}));
    for wrong in [json!({"fault": "no-such-fault", "times": 1}), json!({"fault": "refused", "times": 1}), json!([])] {
        let (status, body) = running.control("POST", "/faults", wrong).await;
        assert!(status == 400 && body["error"].is_string(), "{body}");
    }
    running.control("POST", "/faults", json!({"fault": "lost-response-reset", "rate": 1.0})).await;
    assert!(running.create().await.is_err());
    assert_eq!(running.control("DELETE", "/faults", Value::Null).await.0, 204);
    assert!(running.create().await.is_ok());
    assert_eq!(running.control("POST", "/reset", Value::Null).await.0, 204);
    let counts = running.control("GET", "", Value::Null).await.1;
    assert_eq!(counts, json!({"vendor": "nutshell", "requests": 0, "writes": 0}));
    assert_eq!(running.control("GET", "/nothing", Value::Null).await.0, 404);
}

#[tokio::test]
async fn every_vendor_has_a_fake_with_keys() {
    for (vendor, key) in [
        ("capillary-leads", "username"),
        ("nutshell", "api_key"),
        ("leadsquared", "access_key"),
        ("dealerstudio", "api_key"),
    ] {
        let running = start(&[vendor, "--leads", "2"]).await;
        assert!(running.fake["keys"][key].is_string(), "{}", running.line);
        assert!(running.fake["url"].as_str().unwrap().starts_with("http://127.0.0.1:"), "{}", running.line);
    }
}

#[tokio::test]
async fn webhooks_are_sent_to_the_url() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hooks", listener.local_addr().unwrap());
    let running = start(&["nutshell", "--webhooks-to", &url]).await;
    running.create().await.unwrap();
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut received = vec![0; 64];
    stream.read_exact(&mut received).await.unwrap();
    assert!(received.starts_with(b"POST /hooks HTTP/1.1\r\n"), "{}", String::from_utf8_lossy(&received));
}

#[tokio::test]
async fn mistakes_of_usage_have_status_2() {
    let held = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = held.local_addr().unwrap().port().to_string();
    for (args, expected) in [
        (&["nutshell", "--fault", "no-such:0.1"] as &[&str], "docs/faults.md"),
        (&["nutshell", "--fault", "lost-response-reset:2"], "between 0 and 1"),
        (&["nutshell", "--port", &port], "choose another port"),
        (&["nutshell", "--webhooks-to", "here"], "is not a URL"),
        (&["acme"], "possible values"),
    ] {
        let ran = tokio::time::timeout(Duration::from_secs(60), program().arg("fake").args(args).output());
        let ran = ran.await.unwrap().unwrap();
        let stderr = String::from_utf8_lossy(&ran.stderr);
        assert!(ran.status.code() == Some(2) && stderr.contains(expected), "{args:?}: {stderr}");
    }
}

/// Ctrl-C ends the fake with status 0.
#[cfg(unix)]
#[tokio::test]
async fn fake_ends_on_an_interrupt() {
    let mut running = start(&["dealerstudio"]).await;
    let id = running.child.id().unwrap().to_string();
    tokio::process::Command::new("kill").args(["-INT", &id]).status().await.unwrap();
    let status = tokio::time::timeout(Duration::from_secs(60), running.child.wait()).await.unwrap().unwrap();
    assert!(status.success(), "{status}");
}
