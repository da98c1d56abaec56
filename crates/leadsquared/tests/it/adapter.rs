//! What the common builders send on the wire.

use crate::wire::client;
use leads_core::client::{CreateEffect, LeadUpdate, NewLead, StatusChange};
use leads_core::status::StageMap;
use leads_core::{LeadClient, LeadClientExt, LeadId, LeadState, Money, Patch};
use leadsquared::{LeadsConfig, OnDuplicate, OpportunitiesConfig, WriteOutcome};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

/// Responds to every call that the adapters make, like the vendor.
struct Vendor;

impl Respond for Vendor {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let operation = request.url.path().rsplit('/').next().unwrap();
        let body = match operation {
            "Capture" => r#"{"Status":0,"CreatedOpportunityId":"9","RelatedProspectId":"7","IsUnique":true}"#,
            "Lead.Capture" => r#"{"Status":"Success","Message":{"Id":"7","RelatedId":"7","IsCreated":true}}"#,
            "Lead.Update" => r#"{"Status":"Success","Message":{"AffectedRows":1}}"#,
            "Update" => r#"{"Status":"Success","Message":{"Id":"9"}}"#,
            "Delete" | "ById" => r#"{"Status":"Success","Message":{"IsSuccessful":true}}"#,
            "GetOpportunityDetails" => {
                r#"{"ID":"9","Fields":[{"SchemaName":"Status","Value":"Won"},{"SchemaName":"mx_Custom_1","Value":"Kitchen"},
                    {"SchemaName":"mx_Custom_2","Value":"Signed"},{"SchemaName":"mx_Custom_3","Value":"Fair"},
                    {"SchemaName":"mx_Custom_4","Value":""},{"SchemaName":"mx_Custom_6","Value":"200,000"}]}"#
            }
            "Leads.GetById" => r#"[{"ProspectID":"7","FirstName":"Jo","ProspectStage":"Customer"}]"#,
            "UserByAccessKey.Get" => r#"{"UserId":"u-1","EmailAddress":"ann@example.com"}"#,
            other => panic!("{other}"),
        };
        ResponseTemplate::new(200).set_body_raw(body, "application/json")
    }
}

async fn vendor() -> MockServer {
    let server = MockServer::start().await;
    Mock::given(wiremock::matchers::any()).respond_with(Vendor).mount(&server).await;
    server
}

/// Returns every request as one line: method, path with query, body.
async fn sent(server: &MockServer) -> Vec<String> {
    let line = |request: &Request| {
        let query = request.url.query().map(|query| format!("?{query}")).unwrap_or_default();
        let body = String::from_utf8(request.body.clone()).unwrap();
        format!("{} {}{query} {body}", request.method, request.url.path()).trim_end().to_owned()
    };
    server.received_requests().await.unwrap().iter().map(line).collect()
}

#[tokio::test]
async fn opportunities_are_written_as_built() {
    let server = vendor().await;
    let config = OpportunitiesConfig::new(12_005)
        .name_field("mx_Custom_1")
        .stage_field("mx_Custom_2")
        .source_field("mx_Custom_3")
        .reason_field("mx_Custom_4")
        .value_field("mx_Custom_6")
        .stages(StageMap::new().with("Parked", LeadState::OnHold))
        .on_duplicate(OnDuplicate::Overwrite);
    let leads = client(&server).opportunities(config);
    assert_eq!(leads.check().await.unwrap().account.as_deref(), Some("u-1"));
    let new = NewLead::new("Kitchen")
        .first_name("Jo")
        .last_name("Doe")
        .email("jo@example.com")
        .phone("+15550100")
        .note("rang twice")
        .source("Fair")
        .owner("u-2")
        .value(Money::new("1200.50".parse().unwrap()))
        .state(LeadState::New)
        .custom("mx_Custom_9", 7);
    let created = leads.create(&new).await.unwrap();
    assert_eq!(
        (created.id.as_str(), created.effect, created.meta().outcome),
        ("9", CreateEffect::Created, WriteOutcome::Applied)
    );
    let change = LeadUpdate::new()
        .name(Patch::set("Bathroom"))
        .source(Patch::Clear)
        .owner(Patch::set("u-3"))
        .note(Patch::set("wants a bath"))
        .custom("mx_Custom_9", serde_json::Value::Null);
    leads.update(&created.id, &change).await.unwrap();
    let lost = StatusChange::to(LeadState::Lost).reason("Price").stage("Gone").comment("too dear");
    let lost_reply = leads.set_status(&created.id, &lost).await.unwrap();
    assert_eq!(lost_reply.written.as_ref().unwrap().code, "Lost");
    let parked = leads.set_status(&created.id, &StatusChange::to(LeadState::OnHold)).await.unwrap();
    assert_eq!(parked.written.as_ref().unwrap().state, LeadState::OnHold);
    leads.set_status(&created.id, &StatusChange::to_code("Signed")).await.unwrap();
    let read = leads.get(&created.id).await.unwrap();
    assert_eq!((read.status().state, read.name().as_deref()), (LeadState::Won, Some("Kitchen")));
    assert_eq!((read.source().as_deref(), read.status().detail.stage.as_deref()), (Some("Fair"), Some("Signed")));
    assert_eq!((read.value().unwrap().amount.plain().as_deref(), read.status().detail.reason), (Some("200000"), None));
    leads.delete(&created.id).await.unwrap();
    assert_eq!(
        sent(&server).await,
        [
            r#"GET /v2/Authentication.svc/UserByAccessKey.Get"#,
            r#"POST /v2/OpportunityManagement.svc/Capture {"LeadDetails":[{"Attribute":"EmailAddress","Value":"jo@example.com"},{"Attribute":"Phone","Value":"+15550100"},{"Attribute":"FirstName","Value":"Jo"},{"Attribute":"LastName","Value":"Doe"},{"Attribute":"SearchBy","Value":"EmailAddress"}],"Opportunity":{"OpportunityEventCode":12005,"OpportunityNote":"rang twice","Fields":[{"SchemaName":"mx_Custom_1","Value":"Kitchen"},{"SchemaName":"mx_Custom_3","Value":"Fair"},{"SchemaName":"mx_Custom_6","Value":"1200.50"},{"SchemaName":"Owner","Value":"u-2"},{"SchemaName":"Status","Value":"Open"},{"SchemaName":"mx_Custom_9","Value":"7"}],"OverwriteFields":true}}"#,
            r#"POST /v2/OpportunityManagement.svc/Update {"ProspectOpportunityId":"9","OpportunityNote":"wants a bath","Fields":[{"SchemaName":"mx_Custom_1","Value":"Bathroom"},{"SchemaName":"mx_Custom_3","Value":""},{"SchemaName":"Owner","Value":"u-3"},{"SchemaName":"mx_Custom_9","Value":""}]}"#,
            r#"POST /v2/OpportunityManagement.svc/Update {"ProspectOpportunityId":"9","Fields":[{"SchemaName":"Status","Value":"Lost"},{"SchemaName":"mx_Custom_2","Value":"Gone"},{"SchemaName":"mx_Custom_4","Value":"Price"},{"SchemaName":"mx_Custom_19","Value":"too dear"}]}"#,
            r#"POST /v2/OpportunityManagement.svc/Update {"ProspectOpportunityId":"9","Fields":[{"SchemaName":"Status","Value":"Open"},{"SchemaName":"mx_Custom_2","Value":"Parked"}]}"#,
            r#"POST /v2/OpportunityManagement.svc/Update {"ProspectOpportunityId":"9","Fields":[{"SchemaName":"Status","Value":"Signed"}]}"#,
            r#"GET /v2/OpportunityManagement.svc/GetOpportunityDetails?OpportunityId=9"#,
            r#"GET /v2/OpportunityManagement.svc/Delete?Id=9"#,
        ]
    );
}

#[tokio::test]
async fn opportunity_lead_is_found_by_any_unique_field() {
    let server = vendor().await;
    let lead =
        NewLead::default().custom("mx_Passport", "X1").custom("ProspectID", "7").custom("mx_Custom_5", "granite");
    let by = |field: &str| client(&server).opportunities(OpportunitiesConfig::new(12_005).search_by(field));
    by("mx_Passport").create(&lead).await.unwrap();
    by("ProspectId").create(&lead).await.unwrap();
    let error = by("mx_Licence").create(&lead).await.unwrap_err();
    assert_eq!((error.field(), error.attempts()), (Some("search_by"), 0));
    assert_eq!(
        sent(&server).await,
        [
            r#"POST /v2/OpportunityManagement.svc/Capture {"LeadDetails":[{"Attribute":"mx_Passport","Value":"X1"},{"Attribute":"SearchBy","Value":"mx_Passport"}],"Opportunity":{"OpportunityEventCode":12005,"Fields":[{"SchemaName":"ProspectID","Value":"7"},{"SchemaName":"mx_Custom_5","Value":"granite"}]}}"#,
            r#"POST /v2/OpportunityManagement.svc/Capture {"LeadDetails":[{"Attribute":"ProspectID","Value":"7"},{"Attribute":"__UseUserDefinedGuid__","Value":"true"},{"Attribute":"SearchBy","Value":"ProspectId"}],"Opportunity":{"OpportunityEventCode":12005,"Fields":[{"SchemaName":"mx_Custom_5","Value":"granite"},{"SchemaName":"mx_Passport","Value":"X1"}]}}"#,
        ]
    );
}

#[tokio::test]
async fn leads_are_written_as_built() {
    let server = vendor().await;
    let stages = StageMap::new().with("Prospect", LeadState::Open).with("Customer", LeadState::Won);
    let leads = client(&server).leads(LeadsConfig::new().stages(stages));
    let new = NewLead::new("Jo")
        .email("jo@example.com")
        .note("rang twice")
        .source("Fair")
        .owner("u-2")
        .state(LeadState::Open)
        .custom("mx_Size", 42);
    let created = leads.create(&new).await.unwrap();
    assert_eq!((created.id.as_str(), created.effect), ("7", CreateEffect::Created));
    let change = LeadUpdate::new().email(Patch::set("kim@example.com")).phone(Patch::Clear).custom("mx_Size", "43");
    leads.update(&created.id, &change).await.unwrap();
    let won = leads.mark_won(&created.id).await.unwrap();
    assert_eq!(won.written.as_ref().unwrap().code, "Customer");
    assert_eq!(leads.get(&created.id).await.unwrap().status().state, LeadState::Won);
    leads.delete(&created.id).await.unwrap();
    assert_eq!(
        sent(&server).await,
        [
            r#"POST /v2/LeadManagement.svc/Lead.Capture [{"Attribute":"EmailAddress","Value":"jo@example.com"},{"Attribute":"FirstName","Value":"Jo"},{"Attribute":"LastName","Value":""},{"Attribute":"Notes","Value":"rang twice"},{"Attribute":"Source","Value":"Fair"},{"Attribute":"OwnerId","Value":"u-2"},{"Attribute":"ProspectStage","Value":"Prospect"},{"Attribute":"mx_Size","Value":"42"},{"Attribute":"SearchBy","Value":"EmailAddress"}]"#,
            r#"POST /v2/LeadManagement.svc/Lead.Update?leadId=7&postUpdatedLead=false [{"Attribute":"EmailAddress","Value":"kim@example.com"},{"Attribute":"Phone","Value":""},{"Attribute":"mx_Size","Value":"43"}]"#,
            r#"POST /v2/LeadManagement.svc/Lead.Update?leadId=7&postUpdatedLead=false [{"Attribute":"ProspectStage","Value":"Customer"}]"#,
            r#"GET /v2/LeadManagement.svc/Leads.GetById?id=7"#,
            r#"GET /v2/LeadManagement.svc/Lead/Delete/ById?leadId=7"#,
        ]
    );
}

/// The only capture response that was ever seen has no id.
#[tokio::test]
async fn capture_without_an_id_is_searched_once() {
    let rows = |rows: &[(&str, &str)]| {
        let row = |(id, address): &(&str, &str)| serde_json::json!({"ProspectID": id, "EmailAddress": address});
        serde_json::Value::from(rows.iter().map(row).collect::<Vec<_>>())
    };
    for (found, id) in [
        (rows(&[("7", "Jo@example.com")]), Some("7")),
        // An ignored condition returns every lead.
        (rows(&[("6", "ann@example.com"), ("7", "jo@example.com"), ("8", "bo@example.com")]), Some("7")),
        (rows(&[("7", "jo@example.com"), ("8", "jo@example.com")]), None),
        (rows(&[("6", "ann@example.com")]), None),
        (rows(&[]), None),
    ] {
        let server = MockServer::start().await;
        let response = |body: serde_json::Value| ResponseTemplate::new(200).set_body_json(body);
        for (operation, body) in [
            ("Lead.Capture", serde_json::json!({"Status": "Success", "Message": {"AffectedRows": 1}})),
            ("Leads.Get", found),
        ] {
            let path = format!("/v2/LeadManagement.svc/{operation}");
            Mock::given(wiremock::matchers::path(path)).respond_with(response(body)).expect(1).mount(&server).await;
        }
        let leads = client(&server).leads(LeadsConfig::new());
        let created = leads.create(&NewLead::new("Jo").email("jo@example.com")).await;
        match id {
            Some(id) => {
                let created = created.unwrap();
                assert_eq!((created.id.as_str(), created.effect), (id, CreateEffect::Unknown));
                assert_eq!(created.meta().outcome, WriteOutcome::Applied);
            }
            None => {
                let error = created.unwrap_err();
                assert_eq!((error.outcome(), error.is_not_found()), (WriteOutcome::Applied, false), "{error}");
            }
        }
        let lines = sent(&server).await;
        assert!(lines[1].starts_with(
            r#"POST /v2/LeadManagement.svc/Leads.Get {"Parameter":{"LookupName":"EmailAddress","LookupValue":"jo@example.com","SqlOperator":"="}"#
        ), "{lines:?}");
    }
}

/// The vendor's own sample of a success has a count of 0: the lead may have had these values before.
#[tokio::test]
async fn update_that_changed_no_row_is_applied() {
    let server = MockServer::start().await;
    let response = serde_json::json!({"Status": "Success", "Message": {"AffectedRows": 0}});
    let response = ResponseTemplate::new(200).set_body_json(response);
    Mock::given(wiremock::matchers::any()).respond_with(response).mount(&server).await;
    let leads = client(&server).leads(LeadsConfig::new());
    let reply = leads.update(&LeadId::new("7"), &LeadUpdate::new().custom("mx_City", "Ulm")).await.unwrap();
    assert_eq!((reply.meta().outcome, reply.meta().attempts), (WriteOutcome::Applied, 1));
}

#[tokio::test]
async fn unsupported_fields_are_named_and_nothing_is_sent() {
    let server = vendor().await;
    let plain = client(&server).opportunities(OpportunitiesConfig::new(12_005));
    let mapped = client(&server)
        .leads(LeadsConfig::new().stages(StageMap::new().with("A", LeadState::Won).with("B", LeadState::Won)));
    let (id, blank_id) = (LeadId::new("9"), LeadId::new(" "));
    let to = StatusChange::to;
    for (error, field) in [
        (plain.set_status(&id, &StatusChange::to_code("")).await.unwrap_err(), "status"),
        (plain.set_status(&id, &StatusChange::to_code(" ")).await.unwrap_err(), "status"),
        (plain.set_status(&id, &to(LeadState::Won).stage("x")).await.unwrap_err(), "stage"),
        (plain.set_status(&id, &to(LeadState::Won).reason("x")).await.unwrap_err(), "reason"),
        (plain.set_status(&id, &to(LeadState::Won).sub_status("x")).await.unwrap_err(), "sub_status"),
        (plain.set_status(&blank_id, &to(LeadState::Won)).await.unwrap_err(), "opportunity"),
        (plain.create(&NewLead::new("Jo")).await.unwrap_err(), "emails"),
        (plain.update(&id, &LeadUpdate::new().note(Patch::Clear)).await.unwrap_err(), "note"),
        (plain.update(&id, &LeadUpdate::new().value(Patch::set(Money::new(1.into())))).await.unwrap_err(), "value"),
        (mapped.set_status(&id, &to(LeadState::Lost)).await.unwrap_err(), "stage_map"),
        (mapped.set_status(&id, &to(LeadState::Won)).await.unwrap_err(), "stage_map"),
        (mapped.set_status(&id, &StatusChange::to_code(" ")).await.unwrap_err(), "status"),
    ] {
        assert_eq!(
            (error.field(), error.attempts(), error.outcome()),
            (Some(field), 0, WriteOutcome::NotApplied),
            "{error}"
        );
    }
    assert!(sent(&server).await.is_empty());
    assert_eq!(plain.vendor(), "leadsquared");
}
