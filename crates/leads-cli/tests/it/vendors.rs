//! The commands at Capillary, LeadSquared and Dealer Studio.

use crate::common::{KEY, Place, Ran};
use leads_testkit::capillary::FakeCapillary;
use leads_testkit::dealerstudio::FakeDealerStudio;
use leads_testkit::leadsquared::FakeLeadSquared;
use leads_testkit::{FakeRequest, Handler};
use serde_json::{Value, json};

async fn capillary() -> Place<FakeCapillary> {
    let profile = "vendor = \"capillary-leads\"\nusername = \"till\"\npassword = \"env:CRM_KEY\"\n\
                   adapter = { lead_for = \"boots-42\", name = \"ignore\" }";
    Place::with(FakeCapillary::with_credentials("till", KEY), profile).await
}

pub(crate) async fn leadsquared(plan: &str) -> Place<FakeLeadSquared> {
    let stages = "[{ stage = \"Prospect\", state = \"open\" }, { stage = \"Customer\", state = \"won\" }]";
    let profile = format!(
        "vendor = \"leadsquared\"\naccess_key = \"env:CRM_KEY\"\nsecret_key = \"env:STALE_KEY\"\nplan = \"{plan}\"\n\
         visible_within_secs = 0\nleads.stages.stages = {stages}"
    );
    Place::with(FakeLeadSquared::with_credentials(KEY, "hush-stale-key-4712"), &profile).await
}

async fn dealerstudio() -> Place<FakeDealerStudio> {
    let profile = "vendor = \"dealerstudio\"\napi_key = \"env:CRM_KEY\"\n\
                   adapter = { dealership = { slug = \"northside-motors\" }, category = \"General Enquiry\", source = \"Website\" }";
    Place::with(FakeDealerStudio::with_credentials(KEY), profile).await
}

const JO: &str = r#"{"name":"Jo","emails":["jo@example.com"],"phones":["15550100"]}"#;

fn rows(ran: &Ran) -> Vec<Value> {
    ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

async fn create<H: Handler>(place: &Place<H>, lead: &str) -> String {
    let ran = place.run_with(&["create", "--json", "-"], lead).await;
    assert_eq!(ran.status, 0, "{ran:?}");
    assert_eq!(
        (&rows(&ran)[0]["effect"], &rows(&ran)[0]["outcome"]),
        (&json!("created"), &json!("applied")),
        "{ran:?}"
    );
    rows(&ran)[0]["id"].as_str().unwrap().to_owned()
}

/// Returns the last request that changed something.
fn last_write<H: Handler>(place: &Place<H>, path: &str) -> FakeRequest {
    place.fake.requests().into_iter().rfind(|request| request.path.ends_with(path)).unwrap()
}

/// A refusal has no output, the expected status and text, and a remedy.
async fn refused<H: Handler>(place: &Place<H>, args: &[&str], status: i32, error: &str, remedy: &str) {
    let ran = place.run_with(args, "jo@example.com").await;
    assert_eq!((ran.status, ran.stdout.as_str()), (status, ""), "{args:?}: {ran:?}");
    let (first, rest) = ran.stderr.split_once('\n').unwrap();
    assert!(first.starts_with("error: ") && first.contains(error), "{args:?}: {ran:?}");
    assert!(rest.contains("remedy: ") && rest.contains(remedy), "{args:?}: {ran:?}");
}

#[tokio::test]
async fn capillary_leads_are_created_read_and_changed() {
    let place = capillary().await;
    place.fake.handler().add_customer("jo@example.com", "15550100");
    let ran = place.run(&["check"]).await;
    assert_eq!((ran.status, &rows(&ran)[0]["valid"]), (0, &json!(true)), "{ran:?}");
    let id = create(&place, r#"{"emails":["jo@example.com"]}"#).await;
    let sent: Value = last_write(&place, "/leads").json().unwrap();
    assert!(sent.to_string().contains("boots-42"), "{sent}");
    let ran = place.run(&["list", "--fields", "id,state,status"]).await;
    assert_eq!(rows(&ran), [json!({ "id": id, "state": "open", "status": "OPEN" })], "{ran:?}");
    let ran = place.run(&["status", &id, "won"]).await;
    assert_eq!((ran.status, &rows(&ran)[0]["status"]), (0, &json!("WON")), "{ran:?}");
    let ran = place.run(&["get", &id, "--fields", "state"]).await;
    assert_eq!(rows(&ran), [json!({ "state": "won" })], "{ran:?}");
    refused(&place, &["status", &id, "open"], 1, "(92024, HTTP 400", "create a new lead").await;
    refused(&place, &["get", "--email", "-"], 1, "unsupported `email`", "`leads doctor`").await;
    refused(
        &place,
        &["update", &id, "--set", "owner=nobody"],
        1,
        "rejected `owner` (92019",
        "username of a staff member",
    )
    .await;
    refused(&place, &["tail"], 1, "unsupported `tail`", "`leads list --changed-since TIME`").await;
    refused(&place, &["delete", &id, "--yes"], 1, "state `status` (92024", "create a new lead").await;
    place.fake.handler().add_customer("kim@example.com", "15550101");
    let open = create(&place, r#"{"emails":["kim@example.com"]}"#).await;
    let ran = place.run(&["delete", &open, "--yes"]).await;
    assert_eq!((ran.status, &rows(&ran)[0]["status"]), (0, &json!("DELETED")), "{ran:?}");
    let ran = place.run(&["explain", "92024", "-o", "csv", "--fields", "vendor"]).await;
    assert_eq!(ran.stdout, "vendor\ncapillary-leads\n");
    let body = json!({ "lead_id": id }).to_string();
    let ran = place.run(&["call", "capillary-leads", "get_lead", "--body", &body, "--dry-run", "-o", "json"]).await;
    assert!(ran.status == 0 && ran.stdout.contains("\"method\": \"GET\"") && !ran.stdout.contains(KEY), "{ran:?}");
}

#[tokio::test]
async fn leadsquared_leads_are_created_read_and_changed() {
    let place = leadsquared("super").await;
    let id = create(&place, JO).await;
    let ran = place.run_with(&["get", "--email", "-", "--fields", "id,name,emails,state"], "jo@example.com").await;
    assert_eq!(
        rows(&ran),
        [json!({ "id": id, "name": "Jo", "emails": ["jo@example.com"], "state": "open" })],
        "{ran:?}"
    );
    let ran = place.run(&["status", &id, "won"]).await;
    assert_eq!((ran.status, &rows(&ran)[0]["status"]), (0, &json!("Customer")), "{ran:?}");
    let ran = place.run(&["list", "--state", "won", "--fields", "name,stage,state"]).await;
    assert_eq!((rows(&ran).len(), &rows(&ran)[0]["state"]), (1, &json!("won")), "{ran:?}");
    refused(&place, &["status", &id, "lost"], 1, "unsupported", "").await;
    refused(&place, &["tail"], 1, "unsupported `tail`", "receive its webhooks").await;
    refused(&place, &["get", "no-such-id"], 1, "", "").await;
    let ran = place.run(&["doctor", "-o", "csv", "--fields", "check,ok,finding"]).await;
    assert_eq!(ran.status, 0, "{ran:?}");
    let limits: Vec<_> = ran.stdout.lines().filter(|line| line.starts_with("limit,true,")).collect();
    assert_eq!(limits.len(), 3, "calls, bulk calls and the day: {ran:?}");
    assert!(limits[0].contains("calls: 20 calls per 5s, 19 left"), "{ran:?}");
    for request in place.fake.requests() {
        let mut values = request.query.iter().map(|(_, value)| value.as_str());
        let in_headers = request.headers.values().any(|value| value == KEY);
        assert!(in_headers || values.any(|value| value == KEY), "each call is signed: {request:?}");
    }
    let ran = place.run(&["call", "leadsquared", "get_lead", "--body", "{}", "--dry-run"]).await;
    assert!(!ran.stdout.contains(KEY) && !ran.stderr.contains(KEY), "{ran:?}");
}

#[tokio::test]
async fn dealerstudio_leads_are_created_and_closed() {
    let place = dealerstudio().await;
    let ran = place.run(&["check"]).await;
    assert_eq!((ran.status, &rows(&ran)[0]["valid"]), (0, &json!(true)), "{ran:?}");
    let id = create(&place, JO).await;
    assert!(id.starts_with("dealership_slug=northside-motors&lead="), "{id}");
    let ran = place.run(&["status", &id, "won"]).await;
    assert_eq!((ran.status, &rows(&ran)[0]["state"]), (0, &json!("won")), "{ran:?}");
    refused(&place, &["list"], 1, "has no operation that lists leads", "`leads doctor`").await;
    refused(&place, &["get", "--email", "-"], 1, "unsupported `email`", "`leads doctor`").await;
    refused(&place, &["status", "1", "won"], 1, "invalid_request `id`", "").await;
    refused(&place, &["delete", &id, "--yes"], 1, "unsupported", "").await;
    refused(&place, &["tail"], 1, "unsupported `tail`", "receive its webhooks").await;
    let ran = place.run_with(&["create", "--json", "-"], r#"{"name":"Jo","emails":["jo@example.com"]}"#).await;
    assert!(
        ran.status == 1 && ran.stderr.contains("`phone`: is required") && ran.stderr.contains("remedy: "),
        "{ran:?}"
    );
}

/// A plan says what each vendor cannot do before anything is written.
#[tokio::test]
async fn plans_are_made_and_applied_at_leadsquared_and_refused_elsewhere() {
    let map = "[find]\nemail = \"Mail\"\n[set]\nname = \"Name\"\nemail = \"Mail\"\nstate = \"State\"\n";
    let csv = "Mail,Name,State\njo@example.com,Joanna,won\nkim@example.com,Kim,\n";
    let place = leadsquared("super").await;
    create(&place, JO).await;
    std::fs::write(place.path("map.toml"), map).unwrap();
    std::fs::write(place.path("rows.csv"), csv).unwrap();
    let plan =
        ["plan", "rows.csv", "--map", "map.toml", "--out", "plan.json", "-o", "csv", "--fields", "row,action,fields"];
    let ran = place.run(&plan).await;
    assert_eq!(
        (ran.status, ran.stdout.as_str()),
        (0, "row,action,fields\n2,update,name; state\n3,create,\n"),
        "{ran:?}"
    );
    let ran = place.run(&["apply", "plan.json", "--yes"]).await;
    assert_eq!((ran.status, &rows(&ran)[0]["as_planned"]), (0, &json!(true)), "{ran:?}");
    let ran = place.run(&["list", "--fields", "name,state"]).await;
    let mut leads = rows(&ran);
    leads.sort_by_key(|lead| lead["name"].to_string());
    assert_eq!(leads, [json!({ "name": "Joanna", "state": "won" }), json!({ "name": "Kim", "state": "open" })]);

    let place = dealerstudio().await;
    std::fs::write(place.path("map.toml"), map).unwrap();
    std::fs::write(place.path("rows.csv"), csv).unwrap();
    let before = place.fake.request_count();
    let ran = place.run(&plan).await;
    assert_eq!((ran.status, place.fake.request_count()), (1, before), "nothing can be found there: {ran:?}");
    assert!(ran.stderr.contains("unsupported `email`") && ran.stderr.contains("remedy: "), "{ran:?}");
}
