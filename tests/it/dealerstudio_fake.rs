//! Dealer Studio's client against its fake.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use async_trait::async_trait;
use dealerstudio::api::apikeys::ShowApikey;
use dealerstudio::api::appointments::CreateAppointment;
use dealerstudio::api::cars::{CreateCar, UpdateCar};
use dealerstudio::api::external_identifiers::ListExternalIdentifiers;
use dealerstudio::api::lead_clusters::UpdateLeadCluster;
use dealerstudio::api::lead_events::{CreateLeadEventByService, MessageDetail};
use dealerstudio::api::leads::{CreateLead, UpdateLead};
use dealerstudio::model::{
    CarLeadCluster, CarStatus, Category, Charge, ChargeBreakdown, ClusterState as State, Dealership, FileType,
    LeadFile, Payment,
};
use dealerstudio::webhook::{Event, Kind, Receiver, Rejection};
use dealerstudio::{AdapterConfig, Client, CompositeLeadId, ErrorCode, Leads, Preflight};
use leads_core::client::{LeadUpdate, NewLead, StatusChange};
use leads_core::http::RetryPolicy;
use leads_core::{ClientConfig, ErrorKind, LeadClient, LeadClientExt, LeadId, LeadState, Patch, WriteOutcome};
use leads_testkit::conformance::{self, Harness, StatusField};
use leads_testkit::dealerstudio::{
    DEALERSHIP_ID, DEALERSHIP_SLUG, ErrorForm, FakeDealerStudio, Success, USER_EMAIL, USER_ID, Unauthorised,
    WebhookAuth,
};
use leads_testkit::{Fake, Fault, RateWindow};
use std::sync::Arc;
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn fake() -> (Fake<FakeDealerStudio>, Client) {
    let fake = Fake::new(FakeDealerStudio::new());
    let client = fake.client_with(ClientConfig::new().retry(RetryPolicy::none())).unwrap();
    (fake, client)
}

fn enquiry(email: &str, phone: &str) -> CreateLead {
    CreateLead::new(DEALERSHIP_SLUG, Category::GeneralEnquiry, "Website", email, phone)
        .provider("example.com")
        .provider_id("enquiry-1")
}

fn whole_update(id: dealerstudio::model::LeadId) -> UpdateLead {
    UpdateLead::new(id, DEALERSHIP_SLUG, Category::GeneralEnquiry, "Website", "jo@example.com", "0400000000")
}

#[tokio::test(start_paused = true)]
async fn leads_of_one_customer_share_a_cluster() {
    let (fake, client) = fake();
    let first = client.send(&enquiry("jo@example.com", "0400 000 000")).await.unwrap();
    let by_phone = client.send(&enquiry("other@example.com", "0400-000-000")).await.unwrap();
    let by_email = client.send(&enquiry("JO@example.com", "0411111111")).await.unwrap();
    let other = client.send(&enquiry("kim@example.com", "0422222222")).await.unwrap();
    assert_eq!(first.lead_cluster_id, by_phone.lead_cluster_id);
    assert_eq!(first.lead_cluster_id, by_email.lead_cluster_id);
    assert_ne!(first.lead_cluster_id, other.lead_cluster_id);
    let elsewhere = CreateLead::new(43, "General Enquiry", "Website", "jo@example.com", "0400000000");
    assert_ne!(client.send(&elsewhere).await.unwrap().lead_cluster_id, first.lead_cluster_id);
    assert_eq!((fake.handler().counts(), fake.write_count()), ([5, 3, 0, 0, 0], 5));
}

#[tokio::test(start_paused = true)]
async fn lead_can_be_updated_for_three_days_by_the_server_clock() {
    let (fake, client) = fake();
    let lead = client.send(&enquiry("jo@example.com", "0400000000")).await.unwrap();
    let update = whole_update(lead.id.unwrap()).message("still interested");
    fake.clock().advance(3 * DAY - Duration::from_secs(60));
    client.send(&update).await.unwrap();
    fake.clock().advance(Duration::from_secs(120));
    for status in [200, 400, 403, 409, 422] {
        for form in ErrorForm::ALL {
            fake.handler().set(|settings| {
                settings.too_old_status = status;
                settings.error_form = form;
                settings.validation_form = form;
            });
            let before = fake.write_count();
            let error = client.send(&update).await.unwrap_err();
            assert_eq!(error.code_as(), Some(ErrorCode::LeadTooOld), "{status} {form:?}");
            assert_eq!((error.kind(), error.outcome()), (ErrorKind::State, WriteOutcome::NotApplied));
            assert_eq!(fake.write_count(), before);
        }
    }
    // The outcome can still be set: it is stored on the cluster.
    let won =
        UpdateLeadCluster::new(DEALERSHIP_SLUG, lead.lead_cluster_id.unwrap()).lead_state(Patch::Set(State::Converted));
    client.send(&won).await.unwrap();
    let cluster = fake.handler().cluster(lead.lead_cluster_id.unwrap().get()).unwrap();
    assert_eq!(cluster["status"], "converted");
}

#[tokio::test(start_paused = true)]
async fn every_success_format_is_accepted() {
    let (fake, client) = fake();
    let lead = client.send(&enquiry("jo@example.com", "0400000000")).await.unwrap();
    let car = CreateCar::new(DEALERSHIP_ID, "S-1", "Toyota", "Yaris", 2024);
    for form in Success::ALL {
        fake.handler().set(|settings| settings.success = form);
        let updated = client.send(&whole_update(lead.id.unwrap())).await.unwrap();
        assert_eq!(updated.meta().outcome, WriteOutcome::Applied, "{form:?}");
        let has_record = matches!(form, Success::Bare | Success::Wrapped);
        assert_eq!(updated.as_ref().and_then(|record| record.id).is_some(), has_record, "{form:?}");
        let cluster = UpdateLeadCluster::new(DEALERSHIP_ID, lead.lead_cluster_id.unwrap()).approved(true);
        assert_eq!(client.send(&cluster).await.unwrap().is_some(), has_record);
        let made = client.send(&car).await.unwrap();
        assert_eq!(made.as_ref().and_then(|record| record.id).is_some(), has_record, "{form:?}");
        let visit = CreateAppointment::new(lead.id.unwrap(), "2026-03-01", "Test Drive", "x").user_id(USER_ID);
        assert_eq!(client.send(&visit).await.unwrap().is_some(), has_record);
    }
}

#[tokio::test(start_paused = true)]
async fn validation_errors_name_our_fields_in_every_format() {
    let (fake, client) = fake();
    let bad = enquiry("nobody", "12");
    for form in ErrorForm::ALL {
        fake.handler().set(|settings| settings.validation_form = form);
        let error = client.send(&bad).await.unwrap_err();
        assert_eq!(error.code_as(), Some(ErrorCode::ValidationFailed), "{form:?}");
        assert_eq!(error.outcome(), WriteOutcome::NotApplied);
        if matches!(form, ErrorForm::Flat | ErrorForm::ErrorsByField) {
            let fields: Vec<_> = error.codes().iter().map(|code| code.subject.as_deref().unwrap()).collect();
            assert_eq!(fields, ["email", "phone"]);
        }
    }
    client.send(&bad.disable_strict_validation(true)).await.unwrap();
    let nowhere = CreateLead::new(999, "General Enquiry", "Website", "jo@example.com", "0400000000");
    fake.handler().set(|settings| settings.validation_form = ErrorForm::Flat);
    let error = client.send(&nowhere).await.unwrap_err();
    assert_eq!(error.codes()[0].subject.as_deref(), Some("dealership"));
    let partial = UpdateLead::partial(1001).message("x");
    assert_eq!(client.send(&partial).await.unwrap_err().code_as(), Some(ErrorCode::ValidationFailed));
    fake.handler().set(|settings| settings.update_needs_all = false);
    client.send(&partial).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn keys_permissions_and_dealerships() {
    let (fake, client) = fake();
    fake.handler().add_key("small", &["index:external_identifier"], &[43]);
    fake.handler().add_external_identifier(serde_json::json!({
        "id": 1, "identifier_name": "angle", "primary_code": "A-1", "dealership_id": DEALERSHIP_ID, "car_type": null,
    }));
    let with_key = |key: &str| {
        let config = ClientConfig::new().retry(RetryPolicy::none());
        fake.builder_in_process(config).api_key(key.to_owned()).build().unwrap()
    };
    let key = client.send(&ShowApikey::new()).await.unwrap();
    let north = key.dealership(&DEALERSHIP_SLUG.into()).unwrap();
    assert_eq!(north.user_by_email(&USER_EMAIL.to_uppercase()).unwrap().id, Some(USER_ID.into()));
    let listed = client.send(&ListExternalIdentifiers::new(DEALERSHIP_ID).identifier_name("angle")).await.unwrap();
    assert_eq!(listed[0].primary_code.as_deref(), Some("A-1"));
    assert!(client.send(&ListExternalIdentifiers::new(43)).await.unwrap().is_empty());
    let no_car = client.send(&ListExternalIdentifiers::new(DEALERSHIP_ID).car_id(5)).await.unwrap_err();
    assert!(no_car.is_not_found());

    let small = with_key("small");
    let request = enquiry("jo@example.com", "0400000000");
    for form in [Unauthorised::Text, Unauthorised::Json, Unauthorised::Empty] {
        fake.handler().set(|settings| settings.unauthorised = form);
        for key in ["small", "forged"] {
            let error = with_key(key).send(&request).await.unwrap_err();
            assert_eq!(error.code_as(), Some(ErrorCode::Unauthorised), "{form:?}");
            assert!(error.help().unwrap().contains("create:lead"));
        }
    }
    assert!(matches!(*small.preflight(&request).await.unwrap(), Preflight::Lacks(_)));
    let reported = small.send(&request).await.unwrap_err();
    assert_eq!((reported.code_as(), reported.kind()), (Some(ErrorCode::MissingPermission), ErrorKind::Forbidden));
    let other = small.send(&ListExternalIdentifiers::new(DEALERSHIP_ID)).await.unwrap_err();
    assert_eq!(other.code_as(), Some(ErrorCode::Forbidden));
    fake.handler().revoke_key("small");
    assert!(small.send(&ShowApikey::new()).await.unwrap_err().is_unauthenticated());
    assert_eq!(fake.write_count(), 0);
}

#[tokio::test(start_paused = true)]
async fn missing_records_are_not_found_in_every_format() {
    let (fake, client) = fake();
    client.send(&enquiry("jo@example.com", "0400000000")).await.unwrap();
    for form in ErrorForm::ALL {
        fake.handler().set(|settings| settings.error_form = form);
        let before = fake.write_count();
        let lead = client.send(&whole_update(404.into())).await.unwrap_err();
        let change = UpdateLeadCluster::new(DEALERSHIP_SLUG, 404).approved(true);
        let cluster = client.send(&change).await.unwrap_err();
        for error in [lead, cluster] {
            assert_eq!((error.code_as(), error.kind()), (Some(ErrorCode::NotFound), ErrorKind::NotFound), "{form:?}");
            assert_eq!(
                (error.outcome(), error.attempts(), error.http_status()),
                (WriteOutcome::NotApplied, 1, Some(404))
            );
            assert!(error.request_id().is_some());
        }
        assert_eq!(fake.write_count(), before);
    }
}

/// No limit is documented; a 429 is retried after the delay anyway, even for non-idempotent writes, because it proves
/// that nothing changed.
#[tokio::test(start_paused = true)]
async fn undocumented_rate_limit_is_retried_after_the_delay() {
    let fake = Fake::new(FakeDealerStudio::new());
    let window = Arc::new(RateWindow::new(2, Duration::from_secs(30)));
    fake.handler().set(|settings| settings.rate = Some(Arc::clone(&window)));
    let client = fake.client().unwrap();
    let began = tokio::time::Instant::now();
    for number in 0..3 {
        let made = client.send(&enquiry(&format!("jo.{number}@example.com"), &format!("040000000{number}"))).await;
        assert_eq!(made.unwrap().meta().attempts, if number == 2 { 2 } else { 1 });
    }
    assert!(began.elapsed() >= Duration::from_secs(30));
    assert_eq!((window.rejected_count(), fake.write_count(), fake.request_count()), (1, 3, 4));
}

#[tokio::test]
async fn files_are_sent_unchanged_over_sockets() {
    let (fake, _) = fake();
    let running = fake.start().await.unwrap();
    let client = fake.client_at(&running, ClientConfig::new().retry(RetryPolicy::none())).unwrap();
    let charges = ChargeBreakdown::new().charge(Charge::new("Tax", 1)).charge(Charge::new("Fee", 2));
    let request = enquiry("jo@example.com", "0400000000")
        .tags(vec!["a".into(), "b".into()])
        .charge_breakdown(charges)
        .file(LeadFile::bytes("cv.pdf", vec![7; 100_000]).file_type(FileType::Resume))
        .file(LeadFile::bytes("note.txt", &b"hi"[..]));
    let lead = client.send(&request).await.unwrap();
    let id = lead.id.unwrap().get();
    let files = fake.handler().files(id);
    let reported: Vec<_> = files
        .iter()
        .map(|file| (file.file_type.as_deref(), file.name.as_str(), file.content_type.as_str(), file.size))
        .collect();
    assert_eq!(reported, [(Some("resume"), "cv.pdf", "application/pdf", 100_000), (None, "note.txt", "text/plain", 2)]);
    let kept = fake.handler().lead(id).unwrap();
    assert_eq!(kept["tags"], serde_json::json!(["a", "b"]));
    assert_eq!(
        kept["charge_breakdown"]["charges"],
        serde_json::json!([{"name": "Tax", "amount": "1"}, {"name": "Fee", "amount": "2"}])
    );
}

#[tokio::test(start_paused = true)]
async fn only_idempotent_writes_are_retried() {
    let fake = Fake::new(FakeDealerStudio::new());
    let client = fake.client_with(ClientConfig::new().retry(RetryPolicy::none().max_attempts(3))).unwrap();
    let lead = client.send(&enquiry("jo@example.com", "0400000000")).await.unwrap();
    let (id, cluster) = (lead.id.unwrap(), lead.lead_cluster_id.unwrap());
    let update = || whole_update(id);
    let row = || CarLeadCluster::new(1, 2, 3);
    fake.forget_requests();

    async fn lost<R: leads_core::Request<Vendor = dealerstudio::DealerStudio>>(
        fake: &Fake<FakeDealerStudio>,
        client: &Client,
        request: &R,
    ) -> (bool, u64) {
        let before = fake.write_count();
        fake.faults().next(Fault::ResetAfterHandling);
        let sent = client.send(request).await;
        if let Err(error) = &sent {
            assert_eq!(error.outcome(), WriteOutcome::Unknown);
            assert!(error.help().is_some());
        }
        (sent.is_ok(), fake.write_count() - before)
    }

    assert_eq!(lost(&fake, &client, &update()).await, (true, 2));
    assert_eq!(lost(&fake, &client, &update().payment(Payment::new().amount(1))).await, (false, 1));
    assert_eq!(fake.handler().payments(id.get()), 1);
    assert_eq!(lost(&fake, &client, &update().file(LeadFile::bytes("a", vec![1]))).await, (false, 1));
    assert_eq!(fake.handler().files(id.get()).len(), 1);
    let change = || UpdateLeadCluster::new(DEALERSHIP_SLUG, cluster);
    assert_eq!(lost(&fake, &client, &change().approved(true)).await, (true, 2));
    assert_eq!(lost(&fake, &client, &change().car_lead_cluster(row())).await, (false, 1));
    assert_eq!(fake.handler().cluster(cluster.get()).unwrap()["car_lead_clusters"].as_array().unwrap().len(), 1);
    assert_eq!(lost(&fake, &client, &enquiry("kim@example.com", "0422222222")).await, (false, 1));
    assert_eq!(lost(&fake, &client, &CreateCar::new(DEALERSHIP_ID, "S", "A", "B", 2024)).await, (false, 1));
    assert_eq!(lost(&fake, &client, &CreateAppointment::new(id, "x", "y", "z")).await, (false, 1));

    let error = {
        fake.faults().next(Fault::StallBeforeHandling);
        client.send(&enquiry("lee@example.com", "0433333333")).await.unwrap_err()
    };
    assert!(error.is_timeout() && error.help().unwrap().contains("`enquiry-1`"));
}

#[tokio::test(start_paused = true)]
async fn cars_appointments_and_events() {
    let (fake, client) = fake();
    fake.handler().set(|settings| settings.success = Success::Bare);
    let car = CreateCar::new(DEALERSHIP_ID, "S-1", "Toyota", "Yaris", 2024).match_existing_car_by_stocknum(true);
    let first = client.send(&car).await.unwrap().as_ref().unwrap().id.unwrap();
    let again = client.send(&car.clone().odometer(5)).await.unwrap().as_ref().unwrap().id.unwrap();
    assert_eq!(first, again);
    let sold = UpdateCar::new(first, DEALERSHIP_ID, "S-1", "Toyota", "Yaris", 2024).status(CarStatus::Sold);
    client.send(&sold).await.unwrap();
    assert_eq!(fake.handler().car(first.get()).unwrap()["status"], "sold");
    assert!(client.send(&UpdateCar::partial("nowhere").year(2024)).await.unwrap_err().is_not_found());

    let lead = client.send(&enquiry("jo@example.com", "0400000000")).await.unwrap().id.unwrap();
    let visit = CreateAppointment::new(lead, "2026-03-01", "Test Drive", "x");
    client.send(&visit.clone().user_id(USER_ID)).await.unwrap();
    let foreign = client.send(&visit.user_id(8)).await.unwrap_err();
    assert_eq!(foreign.code_as(), Some(ErrorCode::ValidationFailed));
    assert!(client.send(&CreateAppointment::new(1, "d", "a", "c")).await.unwrap_err().is_not_found());

    #[allow(deprecated)]
    let event = |lead: i64| CreateLeadEventByService::new("impel", lead, MessageDetail::new().description("a + b & c"));
    client.send(&event(lead.get())).await.unwrap();
    assert!(client.send(&event(1)).await.unwrap_err().is_not_found());
    assert_eq!(fake.handler().counts(), [1, 1, 1, 1, 1]);
    assert!(
        fake.requests().iter().any(|request| request.query("messageDetail") == Some(r#"{"description":"a + b & c"}"#))
    );
}

#[tokio::test(start_paused = true)]
async fn genuine_webhooks_are_accepted_and_forged_ones_rejected() {
    let (fake, client) = fake();
    type Configure = fn(Kind) -> Receiver;
    let receivers: [(WebhookAuth, Configure); 3] = [
        (WebhookAuth::Bearer, |kind| Receiver::new(kind).bearer("right")),
        (WebhookAuth::XAuthorization, |kind| Receiver::new(kind).x_authorization("right")),
        (WebhookAuth::XApiKey, |kind| Receiver::new(kind).x_api_key("right")),
    ];
    for (auth, receiver) in receivers {
        for version in 1..=3 {
            fake.handler().set(|settings| {
                settings.webhook_token = Some((auth, "right".to_owned()));
                settings.lead_export_version = version;
                settings.capital_id = version == 3;
            });
            let mut lead = None;
            for category in ["Finance Enquiry", "Subscription Enquiry"] {
                let request = CreateLead::new(DEALERSHIP_ID, category, "Website", "jo@example.com", "0400000000");
                lead = Some(client.send(&request).await.unwrap());
            }
            client.send(&CreateCar::new(DEALERSHIP_ID, "S-1", "Toyota", "Yaris", 2024)).await.unwrap();
            let lead = lead.unwrap();
            let mut kinds = Vec::new();
            for hook in fake.handler().take_webhooks() {
                let kind = Kind::from(hook.event);
                assert!(kind.is_known());
                let receiver = receiver(kind.clone());
                let received = receiver.receive(&hook.headers, None, hook.body.clone()).unwrap();
                let event = received.delivery().unwrap().into_event().unwrap();
                assert_eq!(event.text().unwrap().as_bytes(), &hook.body[..]);
                match &event {
                    Event::LeadExport { lead: exported, .. } => {
                        assert_eq!(exported.has_test_drives.is_some(), version == 3);
                        assert_eq!(exported.dealership(), Some(Dealership::both(DEALERSHIP_ID, DEALERSHIP_SLUG)));
                    }
                    Event::LeadCluster(cluster) => assert_eq!(cluster.id(), lead.lead_cluster_id),
                    _ => {}
                }
                kinds.push(event.kind());
                let mut forged = hook.headers.clone();
                for name in ["authorization", "x-authorization", "x-api-key"] {
                    if forged.remove(name).is_some() {
                        forged.insert(name, "Bearer wrong".parse().unwrap());
                    }
                }
                let rejected = receiver.receive(&forged, None, hook.body.clone()).unwrap_err();
                assert_eq!(rejected, Rejection::Unauthenticated);
            }
            kinds.sort_by_key(|kind| kind.as_str().to_owned());
            kinds.dedup();
            assert_eq!(kinds.len(), 5, "{kinds:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn common_client_sets_the_cluster_status() {
    let (fake, client) = fake();
    let leads =
        client.leads(AdapterConfig::new().dealership(DEALERSHIP_SLUG).category("General Enquiry").source("Website"));
    let new = NewLead::new("Jo").email("jo@example.com").phone("0400000000").state(LeadState::Pending);
    let created = leads.create(&new).await.unwrap();
    assert_eq!(created.meta().warnings[0].code, "state_narrowed");
    let id: CompositeLeadId = created.id.as_str().parse().unwrap();
    assert_eq!(id.dealership().unwrap().slug(), Some(DEALERSHIP_SLUG));
    let updated = leads.mark_won(&created.id).await.unwrap();
    assert_eq!(
        (updated.meta().outcome, updated.written.as_ref().unwrap().code.as_str()),
        (WriteOutcome::Applied, "converted")
    );
    assert_eq!(fake.handler().cluster(id.cluster().unwrap().get()).unwrap()["status"], "converted");

    let before = fake.request_count();
    let rejected = leads.set_status(&created.id, &StatusChange::to(LeadState::Open)).await.unwrap_err();
    assert!(rejected.is_unsupported());
    let half = LeadId::new("lead=1001");
    assert_eq!(leads.mark_won(&half).await.unwrap_err().field(), Some("dealership"));
    let no_cluster = LeadId::new("dealership_id=42&lead=1001");
    assert_eq!(leads.mark_won(&no_cluster).await.unwrap_err().field(), Some("lead_cluster_id"));
    assert!(leads.get(&created.id).await.unwrap_err().is_unsupported());
    assert_eq!(fake.request_count(), before);
    assert_eq!(leads.check().await.unwrap().permissions.len(), 3);
}

struct Fixture {
    fake: Fake<FakeDealerStudio>,
    leads: Leads,
}

#[async_trait]
impl Harness for Fixture {
    fn client(&self) -> &dyn LeadClient {
        &self.leads
    }
    fn new_lead(&self, number: usize) -> NewLead {
        NewLead::new(format!("Jo {number}")).email(format!("jo{number}@example.com")).phone(format!("04{number:08}"))
    }
    async fn fresh_lead(&self) -> LeadId {
        self.leads.create(&self.new_lead(self.fake.requests().len())).await.unwrap().id.clone()
    }
    fn missing_lead(&self) -> LeadId {
        CompositeLeadId::new(DEALERSHIP_SLUG, 999_999, 999_998).into()
    }
    fn status_change(&self, field: StatusField) -> Option<StatusChange> {
        (field == StatusField::SubStatus).then(|| StatusChange::to(LeadState::Lost).sub_status("6"))
    }
    async fn stores(&self, id: &LeadId, field: StatusField, change: &StatusChange) -> Option<bool> {
        (field == StatusField::SubStatus).then(|| crate::harnesses::stores_sub_status(self.fake.handler(), id, change))
    }
    fn client_with_wrong_credentials(&self) -> Option<Box<dyn LeadClient>> {
        let client = self.fake.builder_in_process(ClientConfig::new()).api_key("wrong").build().unwrap();
        Some(Box::new(client.leads(AdapterConfig::new())))
    }
    fn update(&self) -> LeadUpdate {
        LeadUpdate::new().name(Patch::set("Kim")).email(Patch::set("kim@example.com")).phone(Patch::set("0400000000"))
    }
    fn request_count(&self) -> Option<u64> {
        Some(self.fake.request_count())
    }
}

#[tokio::test(start_paused = true)]
async fn common_client_conforms_over_sockets() {
    let (fake, client) = fake();
    let config = AdapterConfig::new().dealership(DEALERSHIP_SLUG).category("General Enquiry").source("Website");
    let place = Fixture { leads: client.leads(config), fake };
    let report = conformance::run(&place).await;
    assert!(report.passed(), "{report}");
}
