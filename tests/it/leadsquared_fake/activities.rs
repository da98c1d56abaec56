//! Activities and their types, and the types of opportunities.

use super::{pair, pair_once};
use chrono::{TimeDelta, Utc};
use leads_core::{ErrorKind, WriteOutcome};
use leadsquared::ErrorCode;
use leadsquared::api::activities::{
    AddActivityAttachment, BulkCreateActivitiesByLeadField, BulkCreateActivitiesByOpportunityId, BulkUpdateActivities,
    CreateActivity, CreateActivityType, DeleteActivities, GetActivitySetting, ListActivitiesByEvent,
    ListActivityChanges, ListActivityDropdownOptions, ListActivityTypes, ListLeadReferences,
    ListRecentlyModifiedActivities, LockActivity, UpdateActivity, UpdateActivityType,
};
use leadsquared::api::calls::{CallDirection, LogCall, LogCallAsync};
use leadsquared::api::files::{FileType, UploadFile};
use leadsquared::api::opportunities::{
    BulkUpdateOpportunities, CaptureOpportunity, GetOpportunity, GetOpportunityTypeMetadata, ListOpportunityActivities,
    ListOpportunityTypes, OpportunityUpdate, SearchOpportunities,
};
use leadsquared::model::{
    ActivityTypeField, ActivityUpdate, AdvancedSearch, BulkActivity, Condition, LeadDetails, OpportunityStatus,
};
use std::time::Duration;

#[tokio::test(start_paused = true)]
async fn activities_are_updated_locked_and_deleted() {
    let (fake, client) = pair();
    let lead = fake.handler().add_lead(&[("FirstName", "Jo")]);
    let first = fake.handler().add_activity(&lead, 201, "called", &[("mx_Custom_1", "no")]);
    let second = fake.handler().add_activity(&lead, 201, "called", &[]);
    client
        .send(&UpdateActivity::new(first.as_str(), 201).note("called back").field("mx_Custom_1", "yes"))
        .await
        .unwrap();
    assert_eq!(fake.handler().activity_note(&first).as_deref(), Some("called back"));
    let (from, to) = (Utc::now() - TimeDelta::days(1), Utc::now() + TimeDelta::days(1));
    let changes = client.send(&ListActivityChanges::of_activity(first.as_str(), from, to)).await.unwrap();
    assert_eq!(
        (changes.len(), changes[1].value().text("OldValue"), changes[1].value().text("NewValue")),
        (2, Some("no"), Some("yes"))
    );
    let by_event = client.send(&ListActivityChanges::of_events([201], from, to)).await.unwrap();
    assert_eq!(by_event.record_count, Some(2));

    let row = |id: &str| ActivityUpdate::new(id).field("mx_Custom_1", "maybe");
    let report = client.send_bulk(&BulkUpdateActivities::new([row(&first), row("none")])).await.unwrap();
    let outcomes: Vec<WriteOutcome> = report.rows.iter().map(|row| row.outcome).collect();
    assert_eq!(outcomes, [WriteOutcome::Applied, WriteOutcome::NotApplied]);

    client.send(&LockActivity::new(first.as_str())).await.unwrap();
    for error in [
        client.send(&LockActivity::new(first.as_str())).await.unwrap_err(),
        client.send(&UpdateActivity::new(first.as_str(), 201).note("again")).await.unwrap_err(),
    ] {
        assert_eq!(
            (error.code_as(), error.outcome()),
            (Some(ErrorCode::OperationNotAllowed), WriteOutcome::NotApplied)
        );
    }
    let reply = client.send(&DeleteActivities::new(lead.as_str(), [201])).await.unwrap();
    assert_eq!(reply.meta().outcome, WriteOutcome::Accepted);
    // What is locked stays.
    assert!(fake.handler().activity_note(&first).is_some() && fake.handler().activity_note(&second).is_none());
}

#[tokio::test(start_paused = true)]
async fn activity_of_an_opportunity_id_reports_success_and_changes_nothing() {
    let (fake, client) = pair();
    let lead = fake.handler().add_lead(&[("FirstName", "Jo")]);
    let opportunity = fake.handler().add_opportunity(&lead, &[("Status", "Open")]);
    client.send(&UpdateActivity::new(opportunity.as_str(), 201).field("Status", "Won")).await.unwrap();
    assert_eq!((fake.handler().field(&opportunity, "Status").as_deref(), fake.write_count()), (Some("Open"), 0));
}

#[tokio::test(start_paused = true)]
async fn activities_are_listed_by_type_time_and_reference() {
    let (fake, client) = pair();
    let lead = fake.handler().add_lead(&[("EmailAddress", "jane@example.com")]);
    let other = fake.handler().add_lead(&[("FirstName", "Al")]);
    let opportunity = fake.handler().add_opportunity(&lead, &[]);
    let rows = [BulkActivity::by_value("jane@example.com", 201).note("a"), BulkActivity::by_value("none", 201)];
    let report = client.send_bulk(&BulkCreateActivitiesByLeadField::new("EmailAddress", rows)).await.unwrap();
    assert_eq!(report.count(WriteOutcome::Applied), 1);
    let row = BulkActivity::new(202).field("mx_Custom_3", other.as_str());
    let request = BulkCreateActivitiesByOpportunityId::new(opportunity.as_str(), [row]);
    assert_eq!(client.send_bulk(&request).await.unwrap().count(WriteOutcome::Applied), 1);

    let (from, to) = (Utc::now() - TimeDelta::days(1), Utc::now() + TimeDelta::days(1));
    let by_event = client.send(&ListActivitiesByEvent::new(201, from, to)).await.unwrap();
    assert_eq!((by_event.len(), by_event[0].lead_id().unwrap().as_str()), (1, lead.as_str()));
    assert!(client.send(&ListActivitiesByEvent::new(201, from - TimeDelta::days(9), from)).await.unwrap().is_empty());
    let recent = client.send(&ListRecentlyModifiedActivities::new(from, to)).await.unwrap();
    assert_eq!((recent.len(), recent[1].field_text("mx_Custom_3")), (2, None));
    let of = client.send(&ListOpportunityActivities::new(opportunity.as_str())).await.unwrap();
    assert_eq!((of.len(), of[0].event_code().unwrap().get()), (1, 202));
    let references = client.send(&ListLeadReferences::new(other.as_str(), 202)).await.unwrap();
    assert_eq!(references[0].lead_id().unwrap().as_str(), lead);
    fake.handler().set(|settings| settings.lists_activities_by_event = false);
    assert_eq!(client.send(&ListActivitiesByEvent::new(201, from, to)).await.unwrap_err().http_status(), Some(404));
}

#[tokio::test(start_paused = true)]
async fn types_are_defined_and_scores_added() {
    let (fake, client) = pair();
    fake.handler().set(|settings| settings.strict_types = true);
    let lead = fake.handler().add_lead(&[("Phone", "+15550100")]);
    let error = client.send(&CreateActivity::new(lead.as_str(), 201)).await.unwrap_err();
    assert_eq!((error.code_as(), error.outcome()), (Some(ErrorCode::InvalidActivity), WriteOutcome::NotApplied));
    let purpose = ActivityTypeField::new("mx_Custom_1", "Purpose", "SearchableDropdown")
        .mandatory(true)
        .option_set(r#"[{"Value":"Advice"},{"Value":"Purchase"}]"#);
    let made = client.send(&CreateActivityType::new("Visit").score(10).fields([purpose])).await.unwrap();
    let code = made.id().unwrap().get();
    assert_eq!(code, 201);
    let options = client.send(&ListActivityDropdownOptions::new(code, "mx_Custom_1")).await.unwrap();
    assert_eq!(options.iter().filter_map(|option| option.name()).collect::<Vec<_>>(), ["Advice", "Purchase"]);
    assert!(client.send(&ListActivityDropdownOptions::new(12_005, "mx_Custom_1")).await.is_err());
    let error = client.send(&CreateActivity::new(lead.as_str(), code)).await.unwrap_err();
    assert_eq!(error.code_as::<ErrorCode>(), Some(ErrorCode::InvalidActivityFields));
    let other = CreateActivity::new(lead.as_str(), code).field("mx_Custom_1", "Party");
    let error = client.send(&other).await.unwrap_err();
    assert_eq!(error.code_as::<ErrorCode>(), Some(ErrorCode::InvalidActivityFields));
    client.send(&CreateActivity::new(lead.as_str(), code).field("mx_Custom_1", "Advice")).await.unwrap();
    assert_eq!(fake.handler().attribute(&lead, "Score").as_deref(), Some("10"));

    let types = client.send(&ListActivityTypes::new()).await.unwrap();
    let visit = types.iter().find(|row| row.activity_event_name.as_deref() == Some("Visit")).unwrap();
    client.send(&UpdateActivityType::new(visit.id.clone().unwrap()).name("Long visit").score(15)).await.unwrap();
    let setting = client.send(&GetActivitySetting::new(code)).await.unwrap();
    assert_eq!((setting.display_name.as_deref(), setting.fields.len()), (Some("Long visit"), 1));
    assert!(client.send(&CreateActivityType::new("Long visit")).await.unwrap_err().kind() == ErrorKind::Conflict);
}

#[tokio::test(start_paused = true)]
async fn uploaded_file_is_attached_to_an_activity() {
    let (fake, client) = pair_once();
    let lead = fake.handler().add_lead(&[("FirstName", "Jo")]);
    fake.handler().add_activity_type(201, "Visit", 0);
    let activity = fake.handler().add_activity(&lead, 201, "called", &[]);
    for in_list in [false, true] {
        fake.handler().set(|settings| settings.upload_in_list = in_list);
        let upload = UploadFile::bytes(FileType::Document, "ground plan.pdf", &b"a plan"[..]).activity(201);
        let stored = client.send(&upload).await.unwrap();
        let url = stored.s3_file_path.as_ref().unwrap().as_str();
        client.send(&AddActivityAttachment::new(activity.as_str(), "plan", url)).await.unwrap();
    }
    let files = fake.handler().files();
    assert_eq!((files.len(), files[0].0.as_str(), &files[0].1[..]), (2, "ground plan.pdf", &b"a plan"[..]));
    let attached: Vec<String> = fake.handler().attachments(&activity).into_iter().map(|(_, url)| url).collect();
    assert_eq!(attached, fake.handler().file_urls());
    fake.handler().allow_attachments(201, false);
    let refused = client.send(&AddActivityAttachment::new(activity.as_str(), "plan", attached[0].as_str())).await;
    assert_eq!(refused.unwrap_err().outcome(), WriteOutcome::NotApplied);
}

#[tokio::test(start_paused = true)]
async fn call_of_an_unknown_number_creates_a_lead() {
    let (fake, client) = pair_once();
    let agent = fake.handler().add_user("agent@example.com", "Sales_User");
    let call = LogCall::new(agent.as_str()).source_number("+1-5550100").caller_source("Newspaper");
    client.send(&call.clone().direction(CallDirection::Inbound).call_duration(34_u32)).await.unwrap();
    let found = client.send(&leadsquared::api::leads::GetLeadByPhone::new("+15550100")).await.unwrap();
    let lead = found[0].id().unwrap().as_str().to_owned();
    assert_eq!(found[0].source(), Some("Newspaper"));
    let outbound = LogCall::new(agent.as_str()).destination_number("5550100").direction(CallDirection::Outbound);
    client.send(&outbound).await.unwrap();
    assert_eq!((fake.handler().activities_of(&lead, 21), fake.handler().activities_of(&lead, 22)), (1, 1));
    assert_eq!(
        client.send(&LogCall::new("nobody").lead_id(lead.as_str())).await.unwrap_err().outcome(),
        WriteOutcome::NotApplied
    );

    let queued = client.send(&LogCallAsync::universal("key", "second").source_number("+1-5550100")).await.unwrap();
    tokio::time::advance(Duration::from_secs(30)).await;
    let status = leadsquared::api::calls::GetCallLogAsyncStatus::new(queued.request_id.clone());
    assert!(client.send(&status).await.unwrap().status().unwrap().is_success());
    assert_eq!(fake.handler().activities_of(&lead, 21), 2);
}

#[tokio::test(start_paused = true)]
async fn opportunity_types_have_their_own_fields_and_stages() {
    let (fake, client) = pair_once();
    fake.handler().add_opportunity_type(12_010, "Loan");
    fake.handler().add_opportunity_field(12_010, "mx_Custom_6", "Expected size", "Number", true);
    fake.handler().add_stage(12_010, "Open", "Quoted");
    fake.handler().add_stage(12_010, "Lost", "Too dear");
    let types = client.send(&ListOpportunityTypes::new()).await.unwrap();
    assert_eq!(types.iter().filter_map(|row| row.display_name.as_deref()).collect::<Vec<_>>(), ["Sale", "Loan"]);
    let metadata = client.send(&GetOpportunityTypeMetadata::new(12_010)).await.unwrap();
    assert_eq!(metadata.value().field("mx_Custom_2").unwrap().options().unwrap().len(), 2);

    let lead = fake.handler().add_lead(&[("FirstName", "Jo")]);
    let capture = CaptureOpportunity::new(LeadDetails::by_id(lead.as_str()), 12_010);
    assert_eq!(client.send(&capture).await.unwrap_err().code_as(), Some(ErrorCode::InvalidActivityFields));
    let made = client.send(&capture.field("mx_Custom_6", "200,000")).await.unwrap();
    let id = made.opportunity_id().unwrap().clone();
    assert_eq!(client.send(&GetOpportunity::new(&id)).await.unwrap().value().display_name.as_deref(), Some("Loan"));
    // The capture left a marker that is no opportunity.
    assert_eq!(fake.handler().activities_of(&lead, 33), 1);

    let sale = fake.handler().add_opportunity(&lead, &[]);
    let row = |id: &str, code: i64| OpportunityUpdate::new(id, code).status(OpportunityStatus::Won);
    let rows = [row(id.as_str(), 12_010), row(&sale, 12_010), row("none", 12_005)];
    let report = client.send_bulk(&BulkUpdateOpportunities::new(rows)).await.unwrap();
    assert_eq!(
        report.rows.iter().map(|row| row.outcome).collect::<Vec<_>>(),
        [WriteOutcome::Applied, WriteOutcome::NotApplied, WriteOutcome::NotApplied]
    );
    assert_eq!(fake.handler().field(&sale, "Status").as_deref(), Some("Open"));
}

#[tokio::test(start_paused = true)]
async fn opportunity_search_compares_times_in_its_zone() {
    let (fake, client) = pair();
    let lead = fake.handler().add_lead(&[("FirstName", "Jo")]);
    for time in ["2026-01-01 19:00:00", "2026-01-02 19:00:00"] {
        fake.handler().add_opportunity(&lead, &[("mx_Custom_8", time), ("mx_Custom_6", "200,000")]);
    }
    let day = chrono::NaiveDate::from_ymd_opt(2026, 1, 2).unwrap();
    let whole_day =
        Condition::between("mx_Custom_8", day.and_hms_opt(0, 0, 0).unwrap(), day.and_hms_opt(23, 59, 59).unwrap());
    for (zone, time) in [("UTC", "2026-01-02 19:00:00"), ("India Standard Time", "2026-01-01 19:00:00")] {
        let search = AdvancedSearch::new(zone).and(whole_day.clone());
        let rows = client.send(&SearchOpportunities::new(12_005, search)).await.unwrap();
        assert_eq!(
            rows.iter().map(|row| row.value().field("mx_Custom_8").unwrap()).collect::<Vec<_>>(),
            [time],
            "{zone}"
        );
    }
    let search = AdvancedSearch::new("UTC").and(Condition::new("mx_Custom_6", "Number", "gt", "30000"));
    assert_eq!(client.send(&SearchOpportunities::new(12_005, search)).await.unwrap().len(), 2);
}
