//! The fake answers the sample request of every operation.

use chrono::{DateTime, TimeDelta};
use leads_core::inspect::{Entry, Judgement};
use leads_core::{CallOptions, ClientConfig, Safety, WriteOutcome};
use leads_testkit::leadsquared::{ACCESS_KEY, ASYNC_KEY, FakeLeadSquared, SECRET_KEY};
use leads_testkit::{Clock, Fake, FakeRequest, Handler, IN_PROCESS_URL};
use leadsquared::model::{EntityAccess, TaskFields};
use leadsquared::{Client, LeadSquared};
use std::sync::{Arc, Mutex};

/// The ids in the sample requests.
const LEAD: &str = "0a0b0c0d-0e0f-4a4b-8c8d-101112131415";
const CHILD: &str = "0b0b0c0d-0e0f-4a4b-8c8d-101112131415";
const ACTIVITY: &str = "0f0e0d0c-0b0a-4908-8706-050403020100";
const TASK: &str = "0e0f0a0b-0c0d-4a4b-8c8d-101112131415";
const USER: &str = "0d0e0f00-0102-4304-8506-0708090a0b0c";
const OTHER_USER: &str = "0e0f0001-0203-4405-8607-08090a0b0c0d";

/// Adds everything that the sample of an operation names, and returns the ids to replace in the request: what the
/// sample says, and what the fake chose.
async fn seed(fake: &FakeLeadSquared, client: &Client, name: &str) -> Vec<(&'static str, String)> {
    let mut ids = Vec::new();
    fake.add_user_with("agent@example.com", "Sales_User", &[("ID", USER), ("FirstName", "Jane")]);
    fake.add_user_with("other@example.com", "Sales_User", &[("ID", OTHER_USER)]);
    fake.add_lead_field("Colour", "Select", &["Red", "Blue"]);
    fake.add_lead_field("Country", "Select", &["India"]);
    fake.add_lead_field("State", "Select", &[]);
    fake.add_lead_field("City", "Text", &[]);
    ids.push(("0c0d0e0f-0102-4304-8506-0708090a0b0c", fake.add_activity_type(201, "Call", 0)));
    fake.add_activity_field(201, "mx_Custom_1", "Result", &["yes", "no"]);
    fake.add_sales_dropdown("mx_Custom_5", &["Springfield"]);
    fake.add_company("Vendors", &[("CompanyId", "0a0a0b0b-0c0c-4d0d-8e0e-0f0f00000101"), ("CompanyName", "Water")]);
    let (phone, mobile) = (("Phone", "+15550100"), ("Mobile", "+1-5550100"));
    let contact = [("ProspectID", LEAD), ("ProspectAutoId", "4711"), ("EmailAddress", "jane@example.com")];
    match name {
        "create_lead" | "bulk_create_leads" => {}
        "convert_visitor" => {
            // The visitor's id was chosen by the fake.
            ids.push((LEAD, fake.add_visitor()));
        }
        _ => {
            fake.add_lead(&[&contact[..], &[phone, mobile, ("FirstName", "Jane")]].concat());
        }
    }
    fake.add_lead(&[("ProspectID", CHILD), ("FirstName", "Jo")]);
    if name.contains("opportunit") {
        fake.add_opportunity(LEAD, &[("ProspectOpportunityId", ACTIVITY)]);
        fake.add_opportunity_activity(ACTIVITY, 201, "called", &[]);
    } else if name.contains("sales") {
        fake.add_sales_activity(LEAD, &[("ProspectActivityId", ACTIVITY)]);
    } else if name == "share_entity" {
        fake.add_opportunity(LEAD, &[("ProspectOpportunityId", ACTIVITY)]);
    } else {
        fake.add_activity(LEAD, 201, "called", &[("ProspectActivityId", ACTIVITY), ("mx_Custom_1", "yes")]);
    }
    fake.add_activity(CHILD, 174, "named", &[("mx_Custom_1", LEAD)]);
    let day = "1970-01-01 12:00:00";
    fake.add_task(Some(LEAD), &[("UserTaskId", TASK), ("DueDate", day), ("OwnerId", USER)]);
    fake.add_task(Some(ACTIVITY), &[("DueDate", day)]);
    let list = fake.add_list("Fair", &[LEAD]);
    ids.extend(
        ["0b0c0d0e-0f00-4102-8304-05060708090a", "0b0b0b0b-0b0b-4b0b-8b0b-0b0b0b0b0b0b"].map(|id| (id, list.clone())),
    );
    match name {
        "update_note" | "delete_note" | "list_notes" => {
            ids.push(("0c0d0e0f-0102-4304-8506-0708090a0b0c", fake.add_note(LEAD, "called")));
            ids.retain(|(_, id)| id.starts_with("00000407"));
        }
        "delete_webhook" | "update_webhook" => {
            ids.push((LEAD, fake.add_webhook("lead_create", "https://example.com/hooks", &[]).unwrap()));
        }
        "list_webhooks" => {
            fake.add_webhook("activity_create", "https://shop.example.com/hooks", &[]);
        }
        "list_merged_leads" => {
            let merge = leadsquared::api::leads::MergeLeads::new(LEAD, CHILD);
            client.send(&merge).await.unwrap();
            let history = client.send(&leadsquared::api::activities::ListActivitiesOfLead::new(LEAD).event(3003)).await;
            ids.push((USER, history.unwrap()[0].id.as_str().to_owned()));
        }
        "list_activity_changes" => {
            let update = leadsquared::api::activities::UpdateActivity::new(ACTIVITY, 201).field("mx_Custom_1", "no");
            client.send(&update).await.unwrap();
        }
        "get_share_status" => {
            let row = EntityAccess::lead(OTHER_USER, "4711", ACTIVITY).level(leadsquared::model::AccessLevel::Read);
            let request = leadsquared::api::sharing::ShareEntity::new([row]);
            let request = client.send(&request).await.unwrap().id().unwrap().clone();
            ids.push(("0a0b0c0d0e0f00010203040506070809", request.as_str().to_owned()));
        }
        "get_lead_async_status" => {
            let queued = leadsquared::api::asynchronous::UpdateLeadAsync::new(LEAD, [("mx_City", "Ogden")]);
            let queued = client.send(&queued).await.unwrap().request_id.as_str().to_owned();
            ids.push(("0c0c0c0c-0c0c-4c0c-8c0c-0c0c0c0c0c0c", queued));
        }
        "get_call_log_async_status" => {
            let queued = leadsquared::api::calls::LogCallAsync::new("key").source_number("+1-5550100");
            let queued = client.send(&queued).await.unwrap().request_id.as_str().to_owned();
            ids.push(("0c0c0c0c-0c0c-4c0c-8c0c-0c0c0c0c0c0c", queued));
        }
        "bulk_delete_tasks" => {
            let task = TaskFields::new("Call", DateTime::UNIX_EPOCH);
            client.send(&leadsquared::api::tasks::CreateTask::new(task)).await.unwrap();
        }
        _ => {}
    }
    ids
}

/// Replaces the ids of the sample by those that the fake chose.
fn replaced(request: &FakeRequest, ids: &[(&'static str, String)]) -> FakeRequest {
    let replace = |text: &str| ids.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    let mut request = request.clone();
    request.query.iter_mut().for_each(|(_, value)| *value = replace(value));
    if let Some(text) = request.text().map(replace) {
        request.body = text.into();
    }
    request
}

/// Sends the sample of an operation to a fake that has everything it names. Returns what is wrong with the response.
async fn serve(entry: &Entry<LeadSquared>) -> Result<(), String> {
    let name = entry.operation.name;
    let clock = Clock::starting_at(DateTime::UNIX_EPOCH + TimeDelta::minutes(10));
    let inner = Fake::builder(FakeLeadSquared::new()).clock(clock.clone()).build();
    let ids = seed(inner.handler(), &inner.client().unwrap(), name).await;
    let seen = Arc::new(Mutex::new(None));
    let (kept, applied) = (Arc::clone(&seen), inner.write_count());
    let fake = inner.clone();
    let outer = Fake::builder(move |request: &FakeRequest, clock: &Clock| {
        let response = fake.handler().handle(&replaced(request, &ids), clock);
        *kept.lock().unwrap() = Some((response.status, response.body.clone()));
        response
    });
    let outer = outer.clock(clock).build();
    let client = Client::builder()
        .base_url(IN_PROCESS_URL)
        .async_base_url(IN_PROCESS_URL)
        .files_base_url(IN_PROCESS_URL)
        .async_api_key(ASYNC_KEY)
        .keys(ACCESS_KEY, SECRET_KEY)
        .config(ClientConfig::new().transport(outer.transport()))
        .build()
        .unwrap();
    let outcome = entry.outcome(client.pipeline(), &CallOptions::new()).await.map_err(|error| error.to_string())?;
    let (status, body) = seen.lock().unwrap().clone().ok_or("no request")?;
    let read = entry.inspect_response(status, &body);
    if read.judgement != Judgement::Ok || !read.unread.is_empty() {
        return Err(format!("{read:?}: {}", String::from_utf8_lossy(&body)));
    }
    let is_write = entry.safety() != Safety::Read;
    let is_queued = outcome == WriteOutcome::Accepted;
    if is_write && !is_queued && inner.write_count() == applied {
        return Err(format!("{outcome:?}, and nothing was written"));
    }
    let text = String::from_utf8_lossy(&body);
    if !is_write && (text == "[]" || text.contains(r#""RecordCount":0"#) || text.contains(":[]}")) {
        return Err(format!("nothing was found: {text}"));
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn every_operation_is_served_and_read_without_loss() {
    let mut wrong = Vec::new();
    for entry in leadsquared::api::catalog() {
        if let Err(problem) = serve(&entry).await {
            wrong.push(format!("{}: {problem}", entry.operation.name));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
