//! The same program, hand-written, to measure the binary size.

#![allow(clippy::print_stdout)]

use leads_bench::decode::nutshell::PlainPage;
use reqwest::header::ACCEPT;
use serde::Serialize;
use std::env::var;
use std::time::Duration;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    outcome_id: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let http = reqwest::Client::builder()
        .connect_timeout(Duration::from_secs(5))
        .timeout(Duration::from_secs(30))
        .user_agent("leads-bench/0.1.0")
        .build()?;
    let url = format!("https://app.nutshell.com/rest/leads/{}/status", var("NUTSHELL_LEAD")?);
    let body = serde_json::to_string(&Change { outcome_id: var("NUTSHELL_OUTCOME")? })?;
    println!("POST {url}\n\n{body}\n");
    let request = http
        .post(url)
        .basic_auth(var("NUTSHELL_USER")?, Some(var("NUTSHELL_API_KEY")?))
        .header(ACCEPT, "application/json")
        .header("content-type", "application/json")
        .body(body);
    let response = request.send().await?;
    let (status, body) = (response.status(), response.bytes().await?);
    if status.is_success() {
        let page: PlainPage = serde_json::from_slice(&body)?;
        println!("the lead is {:?}", page.leads.first().map(|lead| &lead.status));
    } else {
        println!("{status}: {}", String::from_utf8_lossy(&body));
    }
    Ok(())
}
