//! The vendor's rules, as seen by the client.

use super::{pair, pair_once};
use chrono::{Duration as Span, Utc};
use leads_core::http::{ClientConfig, RetryPolicy};
use leads_core::{ErrorKind, WriteOutcome};
use leads_testkit::leadsquared::{FakeLeadSquared, RateForm, UnknownForm};
use leads_testkit::{Fake, Fault};
use leadsquared::api::activities::CreateActivity;
use leadsquared::api::authentication::GetUserByAccessKey;
use leadsquared::api::leads::{
    BulkCreateLeads, BulkCreateOrUpdateLeads, BulkUpdateLeadsV2, CaptureLead, CreateLead, DeleteLead, GetLead,
    GetLeadByEmail, LeadUpdateBehavior, ListRecentlyModifiedLeads, SearchLeads, UpdateLead,
};
use leadsquared::api::opportunities::{
    CaptureOpportunity, DeleteOpportunity, GetOpportunity, GetOpportunityTypeMetadata, ListOpportunitiesByIds,
    ListOpportunitiesOfLead, SearchOpportunities, UpdateOpportunity,
};
use leadsquared::model::{
    AdvancedSearch, CaptureEffect, Columns, Condition, LeadDetails, LookupName, OpportunityStatus, Paging, SqlOperator,
};
use leadsquared::{Client, ErrorCode, KeyLocation, Plan, Region};
use std::time::Duration;

#[tokio::test(start_paused = true)]
async fn both_signing_methods_work_and_wrong_keys_are_rejected() {
    let fake = Fake::new(FakeLeadSquared::new());
    let build = |place, secret: &str| {
        let keys = (leads_testkit::leadsquared::ACCESS_KEY, secret.to_owned());
        fake.builder_in_process(ClientConfig::new()).keys(keys.0, keys.1).key_location(place).build().unwrap()
    };
    for place in [KeyLocation::Headers, KeyLocation::Query] {
        let good = build(place, leads_testkit::leadsquared::SECRET_KEY);
        let owner = good.send(&GetUserByAccessKey::new()).await.unwrap();
        assert_eq!(owner.region(), Some(Region::Singapore));
        let error = build(place, "wrong").send(&GetUserByAccessKey::new()).await.unwrap_err();
        assert_eq!(error.code_as::<ErrorCode>(), Some(ErrorCode::InvalidAccessDetails));
        assert!(error.is_unauthenticated() && !error.help().unwrap().contains("Region::"));
    }
}

#[tokio::test(start_paused = true)]
async fn wrong_region_error_names_the_right_host() {
    let fake = Fake::new(FakeLeadSquared::new());
    fake.handler().set(|settings| settings.host = "api-in21.leadsquared.com".to_owned());
    let build = |region: Region| {
        Client::builder()
            .region(region)
            .keys(leads_testkit::leadsquared::ACCESS_KEY, leads_testkit::leadsquared::SECRET_KEY)
            .config(ClientConfig::new().transport(fake.transport()))
            .build()
            .unwrap()
    };
    let error = build(Region::Canada).send(&GetLead::new("7")).await.unwrap_err();
    assert!(error.help().unwrap().contains("Region::IndiaMumbai"), "{:?}", error.help());
    assert!(build(Region::IndiaMumbai).send(&GetLead::new("7")).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn plan_set_too_high_is_corrected_by_the_first_rejection() {
    for form in [RateForm::TooManyRequests, RateForm::Ok, RateForm::Forbidden, RateForm::ForbiddenText] {
        let fake = Fake::new(FakeLeadSquared::new().with_limits(4, 1, 1_000));
        fake.handler().set(|settings| settings.rate_form = form);
        let limiter = Plan::OlderEnterprise.limiter();
        let client = fake.client_with(ClientConfig::new().limiter(limiter.clone())).unwrap();
        for _ in 0..30 {
            client.send(&GetLead::new("7")).await.unwrap();
        }
        assert_eq!(fake.handler().rate_limited_count(), 1, "{form:?}");
        let calls = limiter.windows().into_iter().find(|window| window.class == "calls").unwrap();
        assert_eq!((calls.calls, calls.per), (4, Duration::from_secs(5)));
    }
    let fake = Fake::new(FakeLeadSquared::new().with_limits(0, 1, 1_000));
    fake.handler().set(|settings| settings.rate_form = RateForm::Bare);
    let config = ClientConfig::new().retry(RetryPolicy::none());
    let error = fake.client_with(config).unwrap().send(&GetLead::new("7")).await.unwrap_err();
    assert_eq!((error.kind(), error.retry_after()), (ErrorKind::RateLimited, Some(Duration::from_secs(5))));
}

#[tokio::test(start_paused = true)]
async fn captures_follow_the_tenant_duplicate_rules() {
    for as_text in [false, true] {
        let (fake, client) = pair();
        fake.handler().set(|settings| {
            settings.duplicate_by = Some("mx_Custom_1".to_owned());
            settings.capture_numbers_as_text = as_text;
        });
        let capture = |value: &str| {
            CaptureOpportunity::new(LeadDetails::by("EmailAddress", "jane@example.com"), 12_005)
                .field("mx_Custom_1", "Kitchen")
                .field("mx_Custom_6", value)
        };
        let CaptureEffect::Created(first) = client.send(&capture("100")).await.unwrap().effect() else { panic!() };
        let same = client.send(&capture("200")).await.unwrap();
        assert_eq!(same.effect(), CaptureEffect::Duplicate(first.clone()));
        assert_eq!(fake.handler().field(first.as_str(), "mx_Custom_6").as_deref(), Some("100"));
        client.send(&capture("300").overwrite_fields(true)).await.unwrap();
        assert_eq!(fake.handler().field(first.as_str(), "mx_Custom_6").as_deref(), Some("300"));
        client.send(&capture("400").update_empty_fields(true)).await.unwrap();
        assert_eq!(fake.handler().field(first.as_str(), "mx_Custom_6").as_deref(), Some("300"));
        assert_eq!((fake.handler().leads(), fake.handler().opportunities()), (1, 1));
    }
}

#[tokio::test(start_paused = true)]
async fn rejected_capture_that_created_its_lead_is_partial() {
    let (fake, client) = pair();
    fake.handler().set(|settings| settings.mandatory = vec!["mx_Custom_1".to_owned()]);
    let capture = CaptureOpportunity::new(LeadDetails::by("EmailAddress", "new@example.com"), 12_005);
    let error = client.send(&capture).await.unwrap_err();
    assert_eq!((error.http_status(), error.outcome()), (Some(200), WriteOutcome::Partial));
    assert_eq!(error.code_as::<ErrorCode>(), Some(ErrorCode::InvalidActivityFields));
    assert_eq!((fake.handler().leads(), fake.handler().opportunities()), (1, 0));
    // The lead exists now: nothing is created, and nothing was.
    assert_eq!(client.send(&capture).await.unwrap_err().outcome(), WriteOutcome::NotApplied);
}

#[tokio::test(start_paused = true)]
async fn status_can_require_a_comment_and_rejects_stages() {
    let (fake, client) = pair();
    let lead = fake.handler().add_lead(&[("Phone", "+15550100")]);
    let id = fake.handler().add_opportunity(&lead, &[]);
    fake.handler().set(|settings| settings.comment_with_status = true);
    let lost = UpdateOpportunity::new(id.as_str()).status(OpportunityStatus::Lost);
    let error = client.send(&lost).await.unwrap_err();
    assert_eq!(error.outcome(), WriteOutcome::NotApplied);
    assert!(error.codes()[0].message.as_ref().unwrap().contains("mx_Custom_19"));
    client.send(&lost.field("mx_Custom_19", "too dear")).await.unwrap();
    assert_eq!(fake.handler().field(&id, "Status").as_deref(), Some("Lost"));
    let stage = UpdateOpportunity::new(id.as_str()).field("Status", "Negotiation").field("mx_Custom_19", "x");
    assert!(client.send(&stage).await.is_err());
    assert_eq!(fake.write_count(), 1);
}

#[tokio::test(start_paused = true)]
async fn unknown_opportunity_is_not_found_in_both_formats() {
    for form in [UnknownForm::UnknownActivity, UnknownForm::InvalidEntity] {
        let (fake, client) = pair();
        fake.handler().set(|settings| settings.unknown_form = form);
        assert!(client.send(&GetOpportunity::new("none")).await.unwrap_err().is_not_found());
        let error = client.send(&UpdateOpportunity::new("none").note("x")).await.unwrap_err();
        assert_eq!((error.is_not_found(), error.outcome()), (true, WriteOutcome::NotApplied));
        let error = client.send(&DeleteOpportunity::new("none")).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::NotFound, WriteOutcome::NotApplied));
    }
}

#[tokio::test(start_paused = true)]
async fn delete_with_a_lost_response_stays_unknown() {
    let (fake, client) = pair();
    let lead = fake.handler().add_lead(&[("Phone", "+15550100")]);
    let id = fake.handler().add_opportunity(&lead, &[]);
    fake.faults().next(Fault::ResetAfterHandling);
    let error = client.send(&DeleteOpportunity::new(id.as_str())).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome(), error.attempts()), (ErrorKind::NotFound, WriteOutcome::Unknown, 2));
    assert_eq!(fake.handler().opportunities(), 0);
    fake.handler().set(|settings| settings.allow_delete = false);
    let error = client.send(&DeleteLead::new(lead.as_str())).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Forbidden, WriteOutcome::NotApplied));
}

#[tokio::test(start_paused = true)]
async fn index_reads_lag_and_single_reads_do_not() {
    let (fake, client) = pair();
    fake.handler().set(|settings| settings.lag = Duration::from_secs(30));
    let lead = fake.handler().add_lead(&[("EmailAddress", "jane@example.com")]);
    let capture = CaptureOpportunity::new(LeadDetails::by_id(lead.as_str()), 12_005).field("mx_Custom_2", "New");
    let id = client.send(&capture).await.unwrap().opportunity_id().unwrap().clone();
    let list = ListOpportunitiesOfLead::new(lead.as_str());
    assert!(client.send(&list).await.unwrap().is_empty());
    assert_eq!(client.send(&GetOpportunity::new(&id)).await.unwrap().value().field("mx_Custom_2"), Some("New"));
    tokio::time::advance(Duration::from_secs(31)).await;
    client.send(&UpdateOpportunity::new(&id).field("mx_Custom_2", "Later")).await.unwrap();
    let rows = client.send(&list).await.unwrap();
    assert_eq!(rows[0].value().field("mx_Custom_2"), Some("New"));
    tokio::time::advance(Duration::from_secs(31)).await;
    let rows = client.send(&list).await.unwrap();
    assert_eq!(rows[0].value().field("mx_Custom_2"), Some("Later"));
    assert_eq!(rows[0].id(), Some(id));
}

#[tokio::test(start_paused = true)]
async fn searches_match_and_streams_are_complete() {
    let (fake, client) = pair();
    let lead = fake.handler().add_lead(&[("EmailAddress", "jane@example.com"), ("FirstName", "Jane")]);
    for at in 0..57 {
        fake.handler().add_opportunity(&lead, &[("mx_Custom_2", if at % 2 == 0 { "A" } else { "B" })]);
    }
    let search = AdvancedSearch::new("UTC").and(Condition::text("mx_Custom_2", "eq", "A"));
    let request = SearchOpportunities::new(12_005, search).paging(Paging::new(1, 10));
    assert_eq!(client.items(request).collect().await.unwrap().len(), 29);
    let all = client.items(ListOpportunitiesOfLead::new(lead.as_str()).paging(Paging::new(1, 20)));
    let rows = all.collect().await.unwrap();
    assert_eq!(rows.len(), 57);
    let ids = rows.iter().take(3).map(|row| row.id().unwrap());
    let request = ListOpportunitiesByIds::new().of_type(12_005, ids, Columns::include(["Status"]));
    assert_eq!(client.send(&request).await.unwrap()[0].opportunities.len(), 3);
    let metadata = client.send(&GetOpportunityTypeMetadata::new(12_005)).await.unwrap();
    assert_eq!(metadata.value().field("Status").unwrap().options().unwrap().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn leads_are_captured_found_and_updated() {
    let (fake, client) = pair();
    let capture =
        CaptureLead::new([("EmailAddress", "jane@example.com"), ("Source", "Fair"), ("mx_City", "Springfield")]);
    let made = client.send(&capture).await.unwrap();
    assert_eq!(made.message.as_ref().unwrap().is_created, Some(true));
    let id = made.id().unwrap().clone();
    let again = CaptureLead::new([("EmailAddress", "jane@example.com"), ("Source", "Web"), ("Phone", "+15550100")]);
    assert_eq!(client.send(&again).await.unwrap().message.as_ref().unwrap().is_created, Some(false));
    assert_eq!(fake.handler().attribute(id.as_str(), "Source").as_deref(), Some("Fair"));
    let kept = CaptureLead::new([("EmailAddress", "jane@example.com"), ("mx_City", "Shelbyville")])
        .update_behavior(LeadUpdateBehavior::UpdateOnlyEmptyFields);
    client.send(&kept).await.unwrap();
    assert_eq!(fake.handler().attribute(id.as_str(), "mx_City").as_deref(), Some("Springfield"));

    let taken = client.send(&CreateLead::new([("Phone", "+15550100")])).await.unwrap_err();
    assert_eq!((taken.kind(), taken.outcome()), (ErrorKind::Conflict, WriteOutcome::NotApplied));
    let found = client.send(&GetLeadByEmail::new("jane@example.com")).await.unwrap().into_inner().into_one().unwrap();
    assert_eq!((found.id(), found.phone()), (Some(id.clone()), Some("+15550100")));
    let none = SearchLeads::new(LookupName::EmailAddress, SqlOperator::Equal, "nobody@example.com");
    assert!(client.send(&none).await.unwrap().is_empty());

    let rows = ["jane@example.com", "nobody@example.com"].map(|email| [("EmailAddress", email), ("mx_City", "Ogden")]);
    let report = client.send_bulk(&BulkUpdateLeadsV2::by("EmailAddress", rows)).await.unwrap();
    assert_eq!(
        report.rows.iter().map(|row| row.outcome).collect::<Vec<_>>(),
        [WriteOutcome::Applied, WriteOutcome::NotApplied]
    );
    let (from, to) = (Utc::now() - Span::hours(1), Utc::now() + Span::hours(1));
    let changed = client.ranges(ListRecentlyModifiedLeads::new(from, to), from, to, Span::minutes(30)).unwrap();
    assert_eq!(changed.collect().await.unwrap().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn create_is_sent_once_if_its_response_is_lost() {
    let (fake, client) = pair();
    fake.faults().next(Fault::ResetAfterHandling);
    let error = client.send(&CreateLead::new([("FirstName", "Jane")])).await.unwrap_err();
    assert_eq!((error.outcome(), error.attempts(), fake.request_count()), (WriteOutcome::Unknown, 1, 1));
    assert_eq!(fake.write_count(), 1);
    let (fake, client) = pair_once();
    fake.faults().next(Fault::Refused);
    let error = client.send(&CreateLead::new([("FirstName", "Jane")])).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Connect, WriteOutcome::NotApplied));
    assert_eq!(fake.write_count(), 0);
}

#[tokio::test]
async fn fake_runs_over_sockets() {
    let fake = Fake::new(FakeLeadSquared::new());
    let running = fake.start().await.unwrap();
    let client = fake.client_at(&running, ClientConfig::new()).unwrap();
    let id = client.send(&CreateLead::new([("FirstName", "Jane")])).await.unwrap().id().unwrap().clone();
    let lead = client.send(&GetLead::new(&id)).await.unwrap().into_inner().into_one().unwrap();
    assert_eq!(lead.first_name(), Some("Jane"));
}

#[tokio::test(start_paused = true)]
async fn bulk_create_reports_the_id_of_each_row() {
    let (fake, client) = pair();
    fake.handler().set(|settings| settings.unknown_attributes = vec!["mx_Shoe".to_owned()]);
    fake.handler().add_lead(&[("EmailAddress", "jane@example.com")]);
    let row = |email, name| [("EmailAddress", email), (name, "Springfield")];
    let create = BulkCreateLeads::new([row("jo@example.com", "mx_City"), row("jane@example.com", "mx_City")]);
    let report = client.send_bulk(&create).await.unwrap();
    assert_eq!((report.rows[0].outcome, report.rows[0].id.is_some()), (WriteOutcome::Applied, true));
    assert_eq!(report.rows[1].code.as_deref(), Some("MXDuplicateEntryException"));
    let rows = [row("al@example.com", "mx_City"), row("jane@example.com", "mx_City"), row("bo@example.com", "mx_Shoe")];
    let request = BulkCreateOrUpdateLeads::new("EmailAddress", rows);
    let report = client.send_bulk(&request).await.unwrap();
    let outcomes: Vec<WriteOutcome> = report.rows.iter().map(|row| row.outcome).collect();
    assert_eq!(outcomes, [WriteOutcome::Applied, WriteOutcome::Applied, WriteOutcome::NotApplied]);
    assert_eq!(report.rows[2].code.as_deref(), Some("MXUnknownAttributeException"));
    let error = client.send(&request).await.unwrap_err();
    assert_eq!((error.outcome(), report.outcome()), (WriteOutcome::Partial, WriteOutcome::Partial));
}

#[tokio::test(start_paused = true)]
async fn deleted_lead_is_not_found_by_activity_and_update() {
    let (fake, client) = pair();
    let lead = fake.handler().add_lead(&[("Phone", "+15550100")]);
    client.send(&DeleteLead::new(lead.as_str())).await.unwrap();
    for error in [
        client.send(&CreateActivity::new(lead.as_str(), 201)).await.unwrap_err(),
        client.send(&UpdateLead::new(lead.as_str(), [("mx_City", "Ulm")])).await.unwrap_err(),
    ] {
        assert_eq!(error.code_as::<ErrorCode>(), Some(ErrorCode::InvalidEntityReference));
        assert_eq!((error.is_not_found(), error.outcome()), (true, WriteOutcome::NotApplied));
    }
}

#[tokio::test(start_paused = true)]
async fn search_with_an_invalid_operator_is_rejected() {
    let (_fake, client) = pair();
    let error = client.send(&SearchLeads::new(LookupName::Phone, "!=", "1")).await.unwrap_err();
    assert_eq!((error.kind(), error.field()), (ErrorKind::Rejected, Some("SqlOperator")));
}
