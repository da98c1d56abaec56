//! LeadSquared.

use super::Served;
use http::{HeaderMap, HeaderValue, Method};
use leads_core::inspect::Entry;
use leads_core::{ClientConfig, Pipeline, Safety};
use leads_testkit::leadsquared::{ACCESS_KEY, ASYNC_KEY, FakeLeadSquared, SECRET_KEY};
use leads_testkit::{Clock, FakeRequest, Handler as _, IN_PROCESS_URL};
use leadsquared::{Client, api};
use serde_json::{Value, json};
use std::time::Duration;

pub(crate) enum LeadSquared {}

/// The ids in the examples.
const LEAD: &str = "0a0b0c0d-0e0f-4a4b-8c8d-101112131415";
const CHILD: &str = "0b0b0c0d-0e0f-4a4b-8c8d-101112131415";
const ACTIVITY: &str = "0f0e0d0c-0b0a-4908-8706-050403020100";
const TASK: &str = "0e0f0a0b-0c0d-4a4b-8c8d-101112131415";
const USER: &str = "0d0e0f00-0102-4304-8506-0708090a0b0c";
const OTHER_USER: &str = "0e0f0001-0203-4405-8607-08090a0b0c0d";
const NOTE_OR_TYPE: &str = "0c0d0e0f-0102-4304-8506-0708090a0b0c";
const LIST: &str = "0b0c0d0e-0f00-4102-8304-05060708090a";
const SEARCHED_LIST: &str = "0b0b0b0b-0b0b-4b0b-8b0b-0b0b0b0b0b0b";
const JOB: &str = "0c0c0c0c-0c0c-4c0c-8c0c-0c0c0c0c0c0c";
const SHARE: &str = "0a0b0c0d-0e0f-0001-0203-040506070809";

/// Sends a request to the fake, which writes a record with this id.
fn write(fake: &FakeLeadSquared, id: &str, target: &str, body: &Value) {
    let mut headers = HeaderMap::new();
    for (name, value) in [("x-lsq-accesskey", ACCESS_KEY), ("x-lsq-secretkey", SECRET_KEY), ("x-api-key", ASYNC_KEY)] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    fake.set_next_id(id);
    let request = FakeRequest::new(Method::POST, target).with_headers(headers).with_body(body.to_string());
    let response = fake.handle(&request, &Clock::new());
    assert_eq!(response.status, 200, "{target}: {}", response.body.escape_ascii());
}

impl Served for LeadSquared {
    type Vendor = leadsquared::LeadSquared;
    type Fake = FakeLeadSquared;

    fn catalog() -> Vec<Entry<Self::Vendor>> {
        api::catalog()
    }

    fn seeded(operation: &str) -> FakeLeadSquared {
        let fake = FakeLeadSquared::new();
        fake.set(|settings| settings.job_time = Duration::ZERO);
        fake.add_user_with("agent@example.com", "Sales_User", &[("ID", USER), ("FirstName", "Jane")]);
        fake.add_user_with("other@example.com", "Sales_User", &[("ID", OTHER_USER)]);
        fake.add_lead_field("Colour", "Select", &["Red", "Blue"]);
        fake.add_lead_field("Country", "Select", &["India"]);
        fake.add_lead_field("State", "Select", &[]);
        fake.add_lead_field("City", "Text", &[]);
        fake.set_next_id(NOTE_OR_TYPE);
        fake.add_activity_type(201, "Call", 0);
        fake.add_activity_field(201, "mx_Custom_1", "Result", &["yes", "no"]);
        fake.add_sales_dropdown("mx_Custom_5", &["Springfield"]);
        fake.add_company("Vendors", &[("CompanyId", "0a0a0b0b-0c0c-4d0d-8e0e-0f0f00000101"), ("CompanyName", "Water")]);
        if !matches!(operation, "create_lead" | "bulk_create_leads") {
            fake.add_lead(&[
                ("ProspectID", LEAD),
                ("ProspectAutoId", "4711"),
                ("EmailAddress", "jane@example.com"),
                ("Phone", "+15550100"),
                ("Mobile", "+1-5550100"),
                ("FirstName", "Jane"),
            ]);
        }
        fake.add_lead(&[("ProspectID", CHILD), ("FirstName", "Jo")]);
        if operation.contains("opportunit") || operation == "share_entity" {
            fake.add_opportunity(LEAD, &[("ProspectOpportunityId", ACTIVITY)]);
            fake.add_opportunity_activity(ACTIVITY, 201, "called", &[]);
        } else if operation.contains("sales") {
            fake.add_sales_activity(LEAD, &[("ProspectActivityId", ACTIVITY)]);
        } else {
            fake.add_activity(LEAD, 201, "called", &[("ProspectActivityId", ACTIVITY), ("mx_Custom_1", "yes")]);
        }
        fake.add_activity(CHILD, 174, "named", &[("mx_Custom_1", LEAD)]);
        let day = "1970-01-01 12:00:00";
        fake.add_task(Some(LEAD), &[("UserTaskId", TASK), ("DueDate", day), ("OwnerId", USER)]);
        fake.add_task(None, &[("DueDate", day)]);
        fake.add_task(Some(ACTIVITY), &[("DueDate", day)]);
        for list in [LIST, SEARCHED_LIST] {
            fake.set_next_id(list);
            fake.add_list("Fair", &[LEAD]);
        }
        fake.set_next_id(NOTE_OR_TYPE);
        fake.add_note(LEAD, "called");
        fake.set_next_id(LEAD);
        fake.add_webhook("activity_create", "https://shop.example.com/hooks", &[]);
        let share = json!([{"UserId": OTHER_USER, "Entity": 1, "EntityType": 3, "EntityId": "4711", "ContextEntity": 1,
            "ContextEntityId": ACTIVITY, "AccessType": 1}]);
        match operation {
            "list_merged_leads" => {
                let target = format!("/v2/LeadManagement.svc/Lead.Merge?masterId={LEAD}&childId={CHILD}");
                write(&fake, USER, &target, &json!({}));
            }
            "list_activity_changes" => {
                let change = json!([{"SchemaName": "mx_Custom_1", "Value": "no"}]);
                let change = json!({"ProspectActivityId": ACTIVITY, "ActivityEvent": 201, "Fields": change});
                write(&fake, JOB, "/v2/ProspectActivity.svc/CustomActivity/Update", &change);
            }
            "get_share_status" => write(&fake, SHARE, "/v2/EntityAccess.svc/Share", &share),
            "get_lead_async_status" => {
                let city = json!([{"Attribute": "mx_City", "Value": "Ogden"}]);
                write(&fake, JOB, &format!("/lead/update?leadId={LEAD}"), &city);
            }
            "get_call_log_async_status" => {
                write(&fake, JOB, "/1/api/telephony/logcallcomplete/key", &json!({"SourceNumber": "+1-5550100"}));
            }
            _ => {}
        }
        fake
    }

    fn pipeline(config: ClientConfig) -> Pipeline<Self::Vendor> {
        let client = Client::builder()
            .base_url(IN_PROCESS_URL)
            .async_base_url(IN_PROCESS_URL)
            .files_base_url(IN_PROCESS_URL)
            .async_api_key(ASYNC_KEY)
            .keys(ACCESS_KEY, SECRET_KEY);
        client.config(config).build().unwrap().pipeline().clone()
    }

    /// The examples ask for 1970: the same request for all times, except that of to-dos, of which there is one then.
    fn whole_list(request: &FakeRequest) -> Option<FakeRequest> {
        let is_read =
            |entry: &Entry<Self::Vendor>| entry.safety() == Safety::Read && entry.operation.path == request.path;
        if !Self::catalog().iter().any(is_read) {
            return None;
        }
        let mut request = request.clone();
        let text = request.text().unwrap_or_default();
        let end = |text: String, hour: &str| {
            text.replace(&format!("\"ToDate\":\"{hour}\""), "\"ToDate\":\"2999-01-01 00:00:00\"")
        };
        let text = end(end(text.to_owned(), "1970-01-02 00:00:00"), "1970-01-01 01:00:00");
        request.body = text.into();
        Some(request)
    }
}
