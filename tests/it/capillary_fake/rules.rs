//! The vendor's rules, as seen by the client.

use super::start;
use capillary_leads::api::follow_ups::{AddFollowUp, ListFollowUps};
use capillary_leads::api::leads::{
    CreateLead, Customer, GetLead, ListLeads, NewFollowUp, NewStatusLog, UpdateLead, UpdateLeadStatus,
};
use capillary_leads::api::reasons::{CreateReasons, ListReasons};
use capillary_leads::api::statuses::{CreateSubStatus, ListStatusLog, ListSubStatuses};
use capillary_leads::model::{EntityId, EntityType, LeadStatus, LeadTypeFilter, ReasonRef, SortBy, SortOrder};
use capillary_leads::{Attribution, AttributionType, CapillaryOptions, CreateMethod, ErrorCode, Language};
use leads_core::http::RetryPolicy;
use leads_core::{CallOptions, ClientConfig, ErrorKind, WriteOutcome};
use leads_testkit::RateWindow;
use leads_testkit::capillary::{CreateMethods, Reasons, SingleRead, TILL, TILL_ENTITY, TILL_STORE};
use std::sync::Arc;
use std::time::Duration;

#[tokio::test(start_paused = true)]
async fn lead_lifecycle() {
    let (fake, client, ..) = start();
    for wrapped in [false, true] {
        fake.handler().set(|settings| settings.wrapped_writes = wrapped);
        let create = CreateLead::new("boots-42", Customer::email("al@example.com"))
            .status(LeadStatus::OnHold)
            .next_follow_up("2026-03-06T09:30:00+05:30")
            .follow_up(NewFollowUp::new().followed_up_on("2026-03-04T10:00:00+05:30").notes("rang"))
            .status_log(NewStatusLog::new(LeadStatus::Open).created_by(4711).reason_id(1))
            .status_log(NewStatusLog::new(LeadStatus::OnHold).reason_id(2))
            .extended_field("trial", "Not Done");
        let lead = client.send(&create).await.unwrap();
        assert_eq!(lead.status_log()[0].created_by, Some(EntityId::new(TILL_ENTITY)), "not the user named in the row");
        assert_eq!(lead.next_follow_up.as_ref().unwrap().as_str(), "2026-03-06T04:00:00Z");
        let id = lead.id;

        let add = AddFollowUp::new(id, "2026-03-06T10:00:00+05:30", 4711)
            .next_follow_up("2026-03-08T10:00:00+05:30")
            .notes("comes on Sunday".to_owned());
        let lead = client.send(&add).await.unwrap();
        assert_eq!(lead.follow_ups().len(), 2);
        let latest = lead.follow_ups().last().unwrap();
        assert_eq!(latest.scheduled_follow_up.as_ref().unwrap().as_str(), "2026-03-06T04:00:00Z", "what was planned");
        assert_eq!(lead.last_follow_up, latest.followed_up_on);

        let update = UpdateLead::new(id).extended_field("trial", "Done").owner("store.lead.2");
        let lead = client.send(&update).await.unwrap();
        assert_eq!(lead.owner.as_deref().map(String::as_str), Some("store.lead.2"));

        let won = UpdateLeadStatus::new(id, LeadStatus::Won).reason_id(ReasonRef::text(3)).created_by(4712);
        let lead = client.send(&won).await.unwrap();
        let row = lead.status_log().last().unwrap();
        assert_eq!((row.created_by, row.reason.as_deref()), (Some(EntityId::new(4712)), Some("Bought elsewhere")));

        assert_eq!(client.send(&ListFollowUps::new(id)).await.unwrap().data.len(), 2);
        let log = client.send(&ListStatusLog::new(id)).await.unwrap();
        assert_eq!(
            log.data.iter().map(|row| row.status.clone().unwrap()).collect::<Vec<_>>(),
            [LeadStatus::Open, LeadStatus::OnHold, LeadStatus::Won]
        );
    }
}

#[tokio::test(start_paused = true)]
async fn closed_lead_rejects_updates_unless_reopening_is_allowed() {
    for closed in [LeadStatus::Won, LeadStatus::Lost, LeadStatus::Deleted] {
        let (fake, client, _, lead) = start();
        assert!(closed.is_closed());
        client.send(&UpdateLeadStatus::new(lead, closed.clone())).await.unwrap();
        let again = UpdateLeadStatus::new(lead, LeadStatus::OnHold).sub_status("CallBack");
        let error = client.send(&again).await.unwrap_err();
        assert_eq!((error.kind(), error.code_as()), (ErrorKind::State, Some(ErrorCode::ClosedLead)));
        fake.handler().set(|settings| settings.reopens = true);
        let lead = client.send(&again).await.unwrap();
        assert_eq!((lead.status.clone(), lead.sub_status.as_deref()), (Some(LeadStatus::OnHold), Some("CallBack")));
    }
}

#[tokio::test(start_paused = true)]
async fn same_status_is_rejected_or_accepted() {
    let (fake, client, _, lead) = start();
    let hold = UpdateLeadStatus::new(lead, LeadStatus::OnHold);
    client.send(&hold).await.unwrap();
    assert_eq!(client.send(&hold).await.unwrap_err().code_as(), Some(ErrorCode::DuplicateLeadStatus));
    client.send(&hold.clone().sub_status("CallBack")).await.unwrap();
    fake.handler().set(|settings| settings.rejects_same_status = false);
    client.send(&hold).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn old_lead_is_closed_by_the_system() {
    let (fake, client, _, lead) = start();
    let day = Duration::from_secs(24 * 60 * 60);
    fake.handler().set(|settings| settings.auto_close_after = Some(30 * day));
    fake.clock().advance(29 * day);
    assert_eq!(client.send(&GetLead::new(lead)).await.unwrap().status, Some(LeadStatus::Open));
    fake.clock().advance(2 * day);
    let read = client.send(&GetLead::new(lead)).await.unwrap();
    assert_eq!((read.status.clone(), read.last_updated_by), (Some(LeadStatus::Lost), Some(EntityId::SYSTEM)));
    let row = read.status_log().last().unwrap();
    assert!(row.is_automatic());
    assert_eq!(row.reason.as_deref(), Some("AUTO_CLOSE"));
    let error = client.send(&UpdateLeadStatus::new(lead, LeadStatus::Won)).await.unwrap_err();
    assert_eq!(error.code_as(), Some(ErrorCode::ClosedLead));
}

#[tokio::test(start_paused = true)]
async fn sub_statuses_belong_to_a_status() {
    let (_, client, _, lead) = start();
    let made = client.send(&CreateSubStatus::new(LeadStatus::Lost, "TooDear")).await.unwrap();
    assert_eq!((made.sub_status.as_str(), made.meta().outcome), ("TooDear", WriteOutcome::Applied));
    let all = client.send(&ListSubStatuses::new()).await.unwrap();
    assert!(all.data.iter().any(|row| row.sub_status == "TooDear" && row.status == Some(LeadStatus::Lost)));
    let error = client.send(&CreateSubStatus::new(LeadStatus::Lost, "TooDear")).await.unwrap_err();
    assert_eq!(error.codes()[0].arguments, ["TooDear", "LOST"]);
    client.send(&CreateSubStatus::new(LeadStatus::OnHold, "TooDear")).await.unwrap();
    let error = client.send(&UpdateLeadStatus::new(lead, LeadStatus::Open).sub_status("TooDear")).await.unwrap_err();
    assert_eq!(error.code_as(), Some(ErrorCode::InvalidSubStatus));
    client.send(&UpdateLeadStatus::new(lead, LeadStatus::Lost).sub_status("TooDear")).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn reasons_are_sent_in_the_accepted_format() {
    let (fake, client, _, lead) = start();
    fake.handler().set(|settings| settings.needs_reason = true);
    let error = client.send(&UpdateLeadStatus::new(lead, LeadStatus::Lost)).await.unwrap_err();
    assert_eq!(error.code_as(), Some(ErrorCode::ReasonNotFound));
    fake.handler().set(|settings| settings.reasons = Reasons::List);
    let made = client.send(&CreateReasons::new(["Too dear", "Moved away"])).await.unwrap();
    let ids: Vec<i64> = made.data.iter().map(|row| row.id.get()).collect();
    assert_eq!(ids, [4, 5]);
    assert_eq!(client.send(&CreateReasons::new(["x"]).as_object()).await.unwrap_err().http_status(), Some(400));
    fake.handler().set(|settings| settings.reasons = Reasons::Object);
    assert!(client.send(&CreateReasons::new(["x"])).await.is_err());
    client.send(&CreateReasons::new(["x"]).as_object()).await.unwrap();
    assert_eq!(client.send(&ListReasons::new()).await.unwrap().data.len(), 6);
    client.send(&UpdateLeadStatus::new(lead, LeadStatus::Lost).reason_id(made.data[0].id)).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn accepted_create_method_is_found() {
    for (methods, requested, arrivals) in [
        (CreateMethods::Post, CreateMethod::Post, 1),
        (CreateMethods::Post, CreateMethod::Patch, 2),
        (CreateMethods::Patch, CreateMethod::Patch, 1),
        (CreateMethods::Patch, CreateMethod::Post, 2),
        (CreateMethods::Both, CreateMethod::Patch, 1),
    ] {
        let (fake, _, customer, _) = start();
        fake.handler().set(|settings| settings.create_methods = methods);
        let config = ClientConfig::new().retry(RetryPolicy::none());
        let builder = fake.builder_in_process(config).basic(TILL, capillary_leads::Password::plain("open-sesame"));
        let client = builder.create_method(requested).build().unwrap();
        client.send(&CreateLead::new("x", Customer::id(customer))).await.unwrap();
        assert_eq!(
            (fake.request_count(), fake.write_count()),
            (arrivals, 1),
            "{methods:?} configured as {requested:?}"
        );
        client.send(&CreateLead::new("x", Customer::id(customer))).await.unwrap();
        assert_eq!(fake.request_count(), arrivals + 1, "the accepted method is remembered");
    }
}

#[tokio::test(start_paused = true)]
async fn single_lead_is_read_in_every_format() {
    for form in SingleRead::ALL {
        let (fake, client, _, lead) = start();
        fake.handler().set(|settings| settings.single_read = form);
        let result = client.send(&GetLead::new(lead)).await;
        match form {
            SingleRead::Gone404 => assert!(result.unwrap_err().help().unwrap().contains("user_id")),
            SingleRead::Gone405 => assert_eq!(result.unwrap_err().kind(), ErrorKind::Precondition),
            _ => assert_eq!(result.unwrap().id.get(), lead, "{form:?}"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn list_supports_every_filter() {
    let (fake, client, customer, first) = start();
    let handler = fake.handler();
    let other = handler.add_customer("al@example.com", "919900000002");
    handler.add_till("store.two.till", "0cc175b9c0f1b6a831c399e269772661", 15_003, "store-2");
    let second = handler.add_lead(other, "socks");
    client.send(&UpdateLead::new(second).owner("store.lead.2")).await.unwrap();
    client.send(&UpdateLeadStatus::new(second, LeadStatus::OnHold).sub_status("CallBack")).await.unwrap();
    let brand = CreateLead::new("acme", Customer::id(customer)).lead_type("BRAND").org_source_id(2408);
    let third = client.send(&brand.created_on("2020-01-01T00:00:00Z")).await.unwrap().id.get();

    let ids = async |request: ListLeads| -> Vec<i64> {
        client.send(&request).await.unwrap().data.iter().map(|lead| lead.id.get()).collect()
    };
    let all = ListLeads::new;
    assert_eq!(ids(all()).await, [first, second, third]);
    assert_eq!(ids(all().user_id(customer)).await, [first, third]);
    assert_eq!(ids(all().status(LeadStatus::OnHold)).await, [second]);
    assert_eq!(ids(all().sub_status("CallBack")).await, [second]);
    assert_eq!(ids(all().owner(4712)).await, [second], "by the staff id, although the username was written");
    assert_eq!(ids(all().owner(1)).await, [0_i64; 0]);
    assert_eq!(ids(all().lead_type(LeadTypeFilter::Brand)).await, [third]);
    assert_eq!(ids(all().lead_type(LeadTypeFilter::All)).await, [first, second, third]);
    assert_eq!(ids(all().org_source_id(2408)).await, [third]);
    assert_eq!(ids(all().entity(EntityType::Store, TILL_STORE)).await, [first, second, third]);
    assert_eq!(ids(all().entity(EntityType::Till, "store.two.till")).await, [0_i64; 0]);
    assert_eq!(ids(all().sort(SortBy::CreatedOn, SortOrder::Ascending)).await, [third, first, second]);
    assert_eq!(ids(all().limit(1).offset(1)).await, [second]);
    let error = client.send(&all().status("PARKED")).await.unwrap_err();
    assert_eq!(error.code_as(), Some(ErrorCode::InvalidLeadStatus));
}

#[tokio::test(start_paused = true)]
async fn stream_returns_every_lead_once() {
    let (fake, client, customer, _) = start();
    for _ in 0..22 {
        fake.handler().add_lead(customer, "x");
    }
    for (request, pages) in [
        (ListLeads::new(), 4),
        (ListLeads::new().limit(5), 7),
        (ListLeads::new().limit(23), 2),
        (ListLeads::new().limit(100), 2),
    ] {
        fake.forget_requests();
        let rows = client.items(request.clone()).collect().await.unwrap();
        assert_eq!(rows.len(), 23, "{request:?}");
        assert_eq!(fake.requests().len(), pages, "{request:?}");
    }
    // A vendor with an undocumented maximum page size.
    fake.handler().set(|settings| settings.max_limit = Some(4));
    assert_eq!(client.items(ListLeads::new()).collect().await.unwrap().len(), 23);
    let stopped = client.items(ListLeads::new().limit(100)).collect().await.unwrap();
    assert_eq!(stopped.len(), 23, "a short page does not end the stream");
}

#[tokio::test(start_paused = true)]
async fn extended_fields_are_translated() {
    let (fake, client, _, lead) = start();
    fake.handler().translate("id", "Not Done", "Belum");
    client.send(&UpdateLead::new(lead).extended_field("trial", "Not Done")).await.unwrap();
    let trial = async |options: &CallOptions| {
        let lead = client.send_with(&GetLead::new(lead), options).await.unwrap();
        lead.extended_fields.as_ref().unwrap()["trial"].as_text().unwrap()
    };
    assert_eq!(trial(&CallOptions::new()).await, "Not Done");
    assert_eq!(trial(&CallOptions::new().language(&Language::INDONESIAN).unwrap()).await, "Belum");
}

#[tokio::test(start_paused = true)]
async fn call_is_attributed_to_the_named_till() {
    let (fake, _, customer, _) = start();
    fake.handler().add_till("store.two.till", "0cc175b9c0f1b6a831c399e269772661", 15_003, "store-2");
    let client = fake.oauth_client_with(ClientConfig::new().retry(RetryPolicy::none())).unwrap();
    let create = CreateLead::new("x", Customer::id(customer));
    let by = async |attribution: Option<Attribution>| {
        let options = match attribution {
            Some(attribution) => CallOptions::new().attribution(&attribution).unwrap(),
            None => CallOptions::new(),
        };
        client.send_with(&create, &options).await.unwrap().created_by.unwrap().get()
    };
    assert_eq!(by(None).await, TILL_ENTITY, "the API client's default till");
    assert_eq!(by(Some(Attribution::till("store.two.till"))).await, 15_003);
    assert_eq!(by(Some(Attribution::till_in_older_header("store.two.till"))).await, 15_003);
    assert_eq!(by(Some(Attribution::entity(AttributionType::StoreCode, "store-2"))).await, 15_003);
}

#[tokio::test(start_paused = true)]
async fn times_are_instants_in_every_cluster_format() {
    let (fake, client, _, lead) = start();
    client.send(&AddFollowUp::new(lead, "2026-03-06T10:00:00+05:30", 1)).await.unwrap();
    let europe = client.send(&GetLead::new(lead)).await.unwrap().last_follow_up.clone().unwrap();
    fake.handler().set(|settings| settings.indian_times = true);
    let india = client.send(&GetLead::new(lead)).await.unwrap().last_follow_up.clone().unwrap();
    assert_eq!((europe.as_str(), india.as_str()), ("2026-03-06T04:30:00Z", "2026-03-06T10:00:00+05:30"));
    assert_eq!(europe, india);
}

#[tokio::test(start_paused = true)]
async fn rate_limited_call_is_retried_after_the_delay() {
    let (fake, ..) = start();
    let window = Arc::new(RateWindow::new(5, Duration::from_secs(60)));
    fake.handler().set(|settings| settings.rate = Some(Arc::clone(&window)));
    let client = fake.client().unwrap();
    for _ in 0..6 {
        client.send(&ListReasons::new()).await.unwrap();
    }
    assert_eq!(
        window.rejected_count(),
        1,
        "the sixth was rejected once, waited for the indicated delay, and succeeded"
    );
}
