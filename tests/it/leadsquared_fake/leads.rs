//! Leads: fields, filters, lists, merges and accounts.

use super::{pair, pair_once};
use chrono::{TimeDelta, Utc};
use futures_util::TryStreamExt;
use leads_core::http::ClientConfig;
use leads_core::{ErrorKind, WriteOutcome};
use leads_testkit::leadsquared::FakeLeadSquared;
use leads_testkit::{Fake, Oddity};
use leadsquared::ErrorCode;
use leadsquared::api::activities::ListActivitiesOfLead;
use leadsquared::api::emails::SendEmailToLead;
use leadsquared::api::leads::{
    ConvertVisitor, CreateLead, CreateLeadField, DeleteLeadStageHistory, DeleteNote, GetLead, GetLeadByPhone,
    GetLeadOwner, LeadFieldType, ListLeadFields, ListLeadsByIds, ListLeadsBySearchParameter, ListMergedLeads,
    ListNotes, ListRecentlyModifiedLeads, MarkEmailInvalid, MarkEmailValid, MergeLeads,
    PushDependentLeadDropdownOptions, PushLeadDropdownOptions, QuickSearchLeads, RemoveLeadDropdownOptions, ResetLead,
    SearchLeads, UpdateLead, UpdateNote,
};
use leadsquared::api::lists::{EmptyList, ListListsOfLead, RemoveLeadFromList};
use leadsquared::model::{Columns, LookupName, Paging, Sorting, SqlOperator};
use std::time::Duration;

async fn found(client: &leadsquared::Client, name: &str, operator: SqlOperator, value: &str) -> Vec<String> {
    let rows = client.send(&SearchLeads::new(name, operator, value)).await.unwrap();
    rows.iter().map(|row| row.first_name().unwrap().to_owned()).collect()
}

#[tokio::test(start_paused = true)]
async fn searches_compare_as_the_vendor_does() {
    let (fake, client) = pair();
    let add = |name: &str, score: &str, phone: &str, created: &str| {
        let seller = if name == "Al" { "u-1" } else { "u-2" };
        fake.handler().add_lead(&[
            ("FirstName", name),
            ("Score", score),
            ("Phone", phone),
            ("CreatedOn", created),
            ("OwnerId", seller),
            ("DoNotEmail", "1"),
        ])
    };
    add("Al", "9", "+1-5550100", "2026-01-02 10:00:00");
    add("Bo", "10", "+1-5550101", "2026-01-03 10:00:00");
    add("Cy", "-3", "+1-5550102", "2026-01-04 10:00:00");
    assert_eq!(found(&client, "Score", SqlOperator::Greater, "8").await, ["Al", "Bo"]);
    assert_eq!(found(&client, "Score", SqlOperator::LessOrEqual, "9").await, ["Al", "Cy"]);
    assert_eq!(found(&client, "OwnerId", SqlOperator::NotEqual, "u-1").await, ["Bo", "Cy"]);
    assert_eq!(found(&client, "FirstName", SqlOperator::Like, "a").await, ["Al"]);
    assert_eq!(found(&client, "CreatedOn", SqlOperator::GreaterOrEqual, "2026-01-03 10:00:00").await, ["Bo", "Cy"]);
    // The phone number must be the exact text here, but not in its own call.
    assert!(found(&client, "Phone", SqlOperator::Equal, "15550101").await.is_empty());
    assert_eq!(client.send(&GetLeadByPhone::new("5550101")).await.unwrap()[0].first_name(), Some("Bo"));
    assert_eq!(found(&client, "DoNotEmail", SqlOperator::Equal, "1").await.len(), 3);
    fake.handler().add_lead(&[("FirstName", "Di"), ("LeadType", "OT_1")]);
    let typed = |lead_type: &str| SearchLeads::everything().lead_type(lead_type);
    assert_eq!(client.send(&typed("OT_1")).await.unwrap().len(), 1);
    assert_eq!(client.send(&typed("OT_0")).await.unwrap().len(), 3);

    let sorted = SearchLeads::everything()
        .lead_type("OT_0")
        .sorting(Sorting::descending("Score"))
        .columns(Columns::include(["Score"]));
    let rows = client.send(&sorted.paging(Paging::new(2, 1))).await.unwrap();
    let names: Vec<&str> = rows[0].record().iter().map(|(name, _)| name).collect();
    assert_eq!((names, rows[0].attribute("Score")), (vec!["ProspectID", "Score"], Some("9")));
    assert_eq!(client.send(&QuickSearchLeads::new("5550102")).await.unwrap().len(), 1);
    let request: serde_json::Value = serde_json::from_slice(&fake.requests()[0].body).unwrap();
    assert_eq!(request["Parameter"]["SqlOperator"], ">");
}

#[tokio::test(start_paused = true)]
async fn created_lead_is_found_by_search_only_later() {
    let (fake, client) = pair();
    fake.handler().set(|settings| settings.lag = Duration::from_secs(30));
    client.send(&GetLead::new("0")).await.unwrap();
    let id = client.send(&CreateLead::new([("EmailAddress", "jane@example.com")])).await.unwrap().id().unwrap().clone();
    let search = SearchLeads::new(LookupName::EmailAddress, SqlOperator::Equal, "jane@example.com");
    assert!(client.send(&search).await.unwrap().is_empty());
    assert_eq!(client.send(&GetLead::new(&id)).await.unwrap().len(), 1);
    tokio::time::advance(Duration::from_secs(31)).await;
    assert_eq!(client.send(&search).await.unwrap()[0].attribute("mx_City"), None);
    client.send(&UpdateLead::new(&id, [("mx_City", "Ulm")])).await.unwrap();
    assert_eq!(client.send(&search).await.unwrap()[0].attribute("mx_City"), None);
    tokio::time::advance(Duration::from_secs(31)).await;
    assert_eq!(client.send(&search).await.unwrap()[0].attribute("mx_City"), Some("Ulm"));
}

#[tokio::test(start_paused = true)]
async fn leads_of_a_list_by_ids_and_by_time_are_found() {
    let (fake, client) = pair();
    let leads: Vec<String> =
        (0..5).map(|at| fake.handler().add_lead(&[("FirstName", "Jo"), ("Score", &format!("{}", at * 10))])).collect();
    let list = fake.handler().add_list("Fair", &[&leads[0], &leads[3]]);
    let hot = fake.handler().add_dynamic_list("Hot", "Score", ">=", "30");
    for (list, expected) in [(&list, vec![&leads[0], &leads[3]]), (&hot, vec![&leads[3], &leads[4]])] {
        let request = ListLeadsBySearchParameter::of_list(list.as_str()).paging(Paging::new(1, 1));
        let rows: Vec<_> = client.items(request).try_collect().await.unwrap();
        let ids: Vec<String> = rows.iter().map(|row| row.id().unwrap().as_str().to_owned()).collect();
        assert_eq!(ids.iter().collect::<Vec<_>>(), expected);
    }
    let of_lead = client.send(&ListListsOfLead::new(leads[3].as_str())).await.unwrap();
    assert_eq!(of_lead.len(), 2);
    client.send(&RemoveLeadFromList::new(list.as_str(), leads[0].as_str())).await.unwrap();
    assert_eq!(fake.handler().members_of(&list), [leads[3].clone()]);
    client.send(&EmptyList::new(list.as_str())).await.unwrap();
    assert!(fake.handler().members_of(&list).is_empty());
    // A dynamic list cannot be emptied.
    let error = client.send(&EmptyList::new(hot.as_str())).await.unwrap_err();
    assert_eq!(error.outcome(), WriteOutcome::NotApplied);

    let ids = [leads[4].as_str(), "none", leads[1].as_str()];
    let rows = client.send(&ListLeadsByIds::new(ids, Columns::include(["Score"]))).await.unwrap();
    assert_eq!((rows.record_count, rows.len()), (Some(2), 2));

    assert!(fake.handler().set_changed(&leads[2], "2026-01-02 10:00:00"));
    let day = "2026-01-02T00:00:00Z".parse::<chrono::DateTime<Utc>>().unwrap();
    let rows = client.send(&ListRecentlyModifiedLeads::new(day, day + TimeDelta::days(1))).await.unwrap();
    assert_eq!(rows.iter().map(|row| row.id().unwrap().as_str().to_owned()).collect::<Vec<_>>(), [leads[2].clone()]);
}

#[tokio::test(start_paused = true)]
async fn fields_are_defined_and_their_types_checked() {
    let (fake, client) = pair();
    fake.handler().set(|settings| settings.strict_fields = true);
    let colour = CreateLeadField::new("Favourite colour", LeadFieldType::Select, "Dropdown").options(["Red", "Blue"]);
    client.send(&colour).await.unwrap();
    let error = client.send(&colour).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Conflict, WriteOutcome::NotApplied));
    let name = "mx_Favourite_colour";
    client.send(&PushLeadDropdownOptions::new(name, ["Green"])).await.unwrap();
    client.send(&RemoveLeadDropdownOptions::new(name, ["Red"])).await.unwrap();
    assert_eq!(fake.handler().lead_options(name), ["Blue", "Green"]);
    let fields = client.send(&ListLeadFields::new().schema_name(name)).await.unwrap();
    assert_eq!((fields.len(), fields[0].options.len()), (1, 2));
    let (country, state) = (
        fake.handler().add_lead_field("Country", "Select", &["India"]),
        fake.handler().add_lead_field("State", "Select", &[]),
    );
    let pushed = PushDependentLeadDropdownOptions::new(country, state.as_str(), "India", ["Goa", "Kerala"]);
    assert_eq!(client.send(&pushed).await.unwrap().affected_rows(), Some(2));
    assert_eq!(fake.handler().lead_options(&state), ["Goa", "Kerala"]);

    let age = fake.handler().add_lead_field("Age", "Number", &[]);
    let flag = fake.handler().add_lead_field("Is fan", "Boolean", &[]);
    let lead = |value: (&str, &str)| CreateLead::new([("FirstName", "Jo"), value]);
    for (wrong, code) in [
        ((age.as_str(), "old"), ErrorCode::InvalidDataType),
        ((flag.as_str(), "maybe"), ErrorCode::InvalidDataType),
        (("mx_Shoe", "42"), ErrorCode::UnknownAttribute),
    ] {
        let error = client.send(&lead(wrong)).await.unwrap_err();
        assert_eq!((error.code_as::<ErrorCode>(), error.outcome()), (Some(code), WriteOutcome::NotApplied));
    }
    // A dropdown accepts any value, and a flag is read as a number.
    client.send(&lead((name, "Purple"))).await.unwrap();
    let id = client.send(&lead((&flag, "true"))).await.unwrap().id().unwrap().clone();
    assert_eq!(fake.handler().attribute(id.as_str(), &flag).as_deref(), Some("1"));

    let badge = fake.handler().add_lead_field("Badge", "Text", &[]);
    fake.handler().set_unique(&badge, true);
    client.send(&lead((&badge, "77"))).await.unwrap();
    let error = client.send(&lead((&badge, "77"))).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(fake.write_count(), 7);
}

#[tokio::test(start_paused = true)]
async fn merge_moves_everything_to_the_master() {
    let (fake, client) = pair_once();
    let master = fake.handler().add_lead(&[("FirstName", "Jane")]);
    let child = fake.handler().add_lead(&[("FirstName", "Janet"), ("Phone", "+1-5550100")]);
    fake.handler().add_opportunity(&child, &[]);
    fake.handler().add_activity(&child, 201, "called", &[]);
    fake.handler().add_note(&child, "likes blue");
    client.send(&MergeLeads::new(master.as_str(), child.as_str())).await.unwrap();
    assert_eq!((fake.handler().leads(), fake.handler().opportunities_of(&master)), (1, 1));
    assert_eq!(fake.handler().activities_of(&master, 201), 1);
    assert_eq!(fake.handler().notes_of(&master), ["likes blue"]);
    assert_eq!(fake.handler().attribute(&master, "FirstName").as_deref(), Some("Jane"));
    // The child is no lead any more.
    assert!(client.send(&GetLead::new(child.as_str())).await.unwrap().is_empty());
    for error in [
        client.send(&UpdateLead::new(child.as_str(), [("mx_City", "Ulm")])).await.unwrap_err(),
        client.send(&MergeLeads::new(master.as_str(), child.as_str())).await.unwrap_err(),
    ] {
        assert_eq!(error.code_as::<ErrorCode>(), Some(ErrorCode::InvalidEntityReference));
        assert_eq!(error.outcome(), WriteOutcome::NotApplied);
    }
    let history = client.send(&ListActivitiesOfLead::new(master.as_str()).event(3003)).await.unwrap();
    let merged = client.send(&ListMergedLeads::new(history[0].id.as_str())).await.unwrap();
    assert_eq!((merged[0].id().unwrap().as_str(), merged[0].phone()), (child.as_str(), Some("+1-5550100")));

    let visitor = fake.handler().add_visitor();
    client.send(&ConvertVisitor::new(visitor.as_str(), [("FirstName", "Vi")])).await.unwrap();
    assert_eq!(fake.handler().attribute(&visitor, "FirstName").as_deref(), Some("Vi"));
}

#[tokio::test(start_paused = true)]
async fn histories_are_kept_and_deleted() {
    let (fake, client) = pair();
    let lead = fake.handler().add_lead(&[("FirstName", "Jo")]);
    client.send(&UpdateLead::new(lead.as_str(), [("ProspectStage", "Customer"), ("OwnerId", "u-2")])).await.unwrap();
    let count = |code| fake.handler().activities_of(&lead, code);
    assert_eq!((count(3001), count(3002)), (1, 1));
    fake.handler().set(|settings| settings.queue_time = Duration::from_secs(60));
    let (from, to) = (Utc::now() - TimeDelta::days(1), Utc::now() + TimeDelta::days(1));
    let request = DeleteLeadStageHistory::new(lead.as_str(), from, to);
    let reply = client.send(&request.status_webhook_url("https://hooks.example.com/done")).await.unwrap();
    assert_eq!((reply.meta().outcome, count(3002)), (WriteOutcome::Accepted, 1));
    assert!(fake.handler().take_webhooks().is_empty());
    tokio::time::advance(Duration::from_secs(61)).await;
    let reports = fake.handler().take_webhooks();
    assert_eq!((reports.len(), reports[0].event, count(3002)), (1, "status_webhook", 0));

    fake.handler().add_activity(&lead, 166, "called", &[]);
    fake.handler().add_activity(&lead, 168, "called", &[]);
    fake.handler().add_note(&lead, "likes blue");
    client.send(&ResetLead::new(lead.as_str()).activity_events([166]).notes(true)).await.unwrap();
    assert_eq!((count(166), count(168), fake.handler().notes_of(&lead).len()), (0, 1, 0));
}

#[tokio::test(start_paused = true)]
async fn notes_are_updated_and_deleted() {
    let (fake, client) = pair();
    let lead = fake.handler().add_lead(&[("FirstName", "Jo")]);
    let other = fake.handler().add_lead(&[("FirstName", "Al")]);
    let note = fake.handler().add_note(&lead, "likes blue");
    client.send(&UpdateNote::new(lead.as_str(), note.as_str()).note("likes red")).await.unwrap();
    let rows: Vec<_> = client.items(ListNotes::new(lead.as_str())).try_collect().await.unwrap();
    assert_eq!(rows[0].note.as_deref().map(String::as_str), Some("likes red"));
    let error = client.send(&DeleteNote::new(other.as_str(), note.as_str())).await.unwrap_err();
    assert_eq!(error.outcome(), WriteOutcome::NotApplied);
    client.send(&DeleteNote::new(lead.as_str(), note.as_str())).await.unwrap();
    assert!(fake.handler().notes_of(&lead).is_empty());
}

#[tokio::test(start_paused = true)]
async fn email_is_sent_unless_it_is_stopped() {
    let (fake, client) = pair_once();
    let seller = fake.handler().add_user("seller@example.com", "Sales_User");
    let lead = fake.handler().add_lead(&[("EmailAddress", "jane@example.com"), ("OwnerId", &seller)]);
    let owner = client.send(&GetLeadOwner::new(LookupName::ProspectId, lead.as_str())).await.unwrap();
    assert_eq!(owner[0].email(), Some("seller@example.com"));
    let mail = SendEmailToLead::new("jane@example.com", "Your visit").html("<p>Hello</p>");
    client.send(&mail.clone().sender("seller@example.com")).await.unwrap();
    assert_eq!(fake.handler().emails(), [("jane@example.com".to_owned(), "Your visit".to_owned())]);
    let stranger = SendEmailToLead::new("nobody@example.com", "Your visit").html("<p>Hello</p>");
    assert_eq!(client.send(&stranger).await.unwrap_err().outcome(), WriteOutcome::NotApplied);
    client.send(&MarkEmailInvalid::new("jane@example.com")).await.unwrap();
    // The vendor accepted the e-mail and failed to deliver it.
    assert_eq!(client.send(&mail).await.unwrap_err().outcome(), WriteOutcome::Unknown);
    client.send(&MarkEmailValid::new("jane@example.com")).await.unwrap();
    client.send(&mail).await.unwrap();
    assert_eq!(fake.handler().emails().len(), 2);
    fake.handler().set_user_active(&seller, false);
    assert!(client.send(&mail.sender("seller@example.com")).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn accounts_accept_only_their_own_keys() {
    let first = Fake::new(FakeLeadSquared::with_credentials("u$rfirst", "secret-1").with_async_key("async-1"));
    let second = Fake::new(FakeLeadSquared::with_credentials("u$rsecond", "secret-2").with_async_key("async-2"));
    let jane = first.handler().add_lead(&[("FirstName", "Jane")]);
    assert_eq!(first.client().unwrap().send(&GetLead::new(jane.as_str())).await.unwrap().len(), 1);
    assert!(second.client().unwrap().send(&GetLead::new(jane.as_str())).await.unwrap().is_empty());
    let foreign = second.builder_in_process(ClientConfig::new()).keys("u$rfirst", "secret-1").build().unwrap();
    let error = foreign.send(&CreateLead::new([("FirstName", "Jo")])).await.unwrap_err();
    assert_eq!(error.code_as::<ErrorCode>(), Some(ErrorCode::InvalidAccessDetails));
    assert_eq!((error.outcome(), second.handler().leads()), (WriteOutcome::NotApplied, 0));
    let job = leadsquared::api::asynchronous::CaptureLeadAsync::new([("FirstName", "Jo")]);
    assert!(foreign.send(&job).await.unwrap_err().is_unauthenticated());
    let file =
        leadsquared::api::files::UploadFile::bytes(leadsquared::api::files::FileType::Document, "a.txt", &b"a"[..]);
    assert!(foreign.send(&file).await.unwrap_err().is_unauthenticated());
    assert!(second.handler().files().is_empty());
}

#[tokio::test(start_paused = true)]
async fn odd_pages_are_read_without_loss() {
    let (fake, client) = pair();
    for at in 0..7 {
        fake.handler().add_lead(&[("FirstName", &format!("lead {at}"))]);
    }
    fake.handler().set(|settings| {
        settings.odd_values = true;
        settings.nested_pages = true;
    });
    fake.handler().oddity(Oddity::CutPages { rows: 3 });
    let page = client.send(&SearchLeads::everything()).await.unwrap();
    assert_eq!((page.len(), page[0].decimal("Revenue").unwrap().as_str()), (3, "200,000"));
    assert!(page[0].attributes().all(|(name, _)| name != "Total" && name != "CanUpdate"));
    assert_eq!(page[0].record().text("Total"), Some("7"));
}

#[tokio::test(start_paused = true)]
async fn oddities_reach_the_client() {
    let (fake, client) = pair_once();
    let ids: Vec<String> =
        (0..7).map(|at| fake.handler().add_lead(&[("FirstName", "Jo"), ("Score", &at.to_string())])).collect();
    let all = || SearchLeads::everything().paging(Paging::new(1, 5));
    fake.handler().oddity(Oddity::CutPages { rows: 3 });
    let found: Vec<_> = client.items(all()).try_collect().await.unwrap();
    assert_eq!(found.iter().map(|row| row.id().unwrap().as_str().to_owned()).collect::<Vec<_>>(), ids);
    fake.handler().clear_oddities();

    fake.handler().oddity(Oddity::DeleteBetweenPages);
    assert_eq!(client.send(&all()).await.unwrap().len(), 5);
    // The first was removed after the first page, so the others moved up: the sixth was never seen.
    let second = client.send(&all().paging(Paging::new(2, 5))).await.unwrap();
    assert_eq!((second.len(), fake.handler().leads()), (1, 6));
    fake.handler().clear_oddities();

    fake.handler().oddity(Oddity::IndexLag(Duration::from_secs(10)));
    let id = client.send(&CreateLead::new([("FirstName", "New")])).await.unwrap().id().unwrap().clone();
    assert_eq!(client.send(&GetLead::new(&id)).await.unwrap().len(), 1);
    assert!(found_new(&client).await.is_empty());
    tokio::time::advance(Duration::from_secs(11)).await;
    assert_eq!(found_new(&client).await.len(), 1);
    fake.handler().clear_oddities();

    fake.handler().oddity(Oddity::SlowPages(Duration::from_secs(3)));
    let start = tokio::time::Instant::now();
    client.send(&GetLead::new(&id)).await.unwrap();
    assert!(start.elapsed() < Duration::from_secs(1));
    client.send(&all()).await.unwrap();
    assert!(start.elapsed() >= Duration::from_secs(3));
    fake.handler().clear_oddities();

    fake.handler().oddity(Oddity::ProxyPage { status: 503 });
    let error = client.send(&CreateLead::new([("FirstName", "Al")])).await.unwrap_err();
    assert_eq!((error.outcome(), fake.write_count()), (WriteOutcome::Unknown, 1));
}

async fn found_new(client: &leadsquared::Client) -> Vec<String> {
    found(client, "FirstName", SqlOperator::Equal, "New").await
}
