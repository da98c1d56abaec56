//! The webhooks of the fake, through the typed receiver.

use super::pair;
use http::HeaderMap;
use leads_core::WriteOutcome;
use leads_core::webhook::Incoming;
use leads_testkit::Fake;
use leads_testkit::leadsquared::{AutomationForm, FailureUnit, FakeLeadSquared, LeadUpdateForm, Webhook, WebhookCodes};
use leadsquared::Client;
use leadsquared::api::activities::{CreateActivity, UpdateActivity};
use leadsquared::api::leads::{BulkUpdateLeads, CreateLead, DeleteLead, MergeLeads, UpdateLead};
use leadsquared::api::opportunities::{CaptureOpportunity, DeleteOpportunity, UpdateOpportunity};
use leadsquared::api::tasks::{BulkDeleteTasks, CompleteTask, CreateTask, UpdateTask};
use leadsquared::api::webhooks::{CreateWebhook, DeleteWebhook, ListWebhooks, UpdateWebhook};
use leadsquared::model::{LeadDetails, TaskFields, WebhookEvent, WebhookEventName, WebhookFields, WebhookState};
use leadsquared::webhook::{Event, EventKind, Receiver, Rejection};
use std::collections::BTreeSet;
use std::time::Duration;

const URL: &str = "https://shop.example/hooks";
const KEY: (&str, &str) = ("x-hook-key", "a long random text");

/// Passes a call of the fake to the receiver of its event.
fn received(webhook: &Webhook) -> Event {
    let receiver = Receiver::new(EventKind::from(webhook.event)).require_header(KEY.0, KEY.1);
    match receiver.receive(&webhook.headers, webhook.query(), webhook.body.clone()) {
        Ok(Incoming::Delivery(delivery)) => delivery.into_event().unwrap(),
        Ok(_) => panic!("a verification"),
        Err(rejection) => panic!("{rejection:?}"),
    }
}

/// Does everything that triggers an event.
async fn trigger(fake: &Fake<FakeLeadSquared>, client: &Client) {
    let lead = client.send(&CreateLead::new([("FirstName", "Jo"), ("Phone", "+1-5550100")])).await.unwrap();
    let lead = lead.id().unwrap().clone();
    let change = [("ProspectStage", "Customer"), ("OwnerId", "u-2"), ("Score", "7"), ("mx_City", "Ulm")];
    client.send(&UpdateLead::new(&lead, change).run_automations(true)).await.unwrap();
    let activity = client.send(&CreateActivity::new(&lead, 201).note("called")).await.unwrap();
    client.send(&UpdateActivity::new(activity.id().unwrap(), 201).note("called back")).await.unwrap();
    let capture = CaptureOpportunity::new(LeadDetails::by_id(lead.as_str()), 12_005);
    let opportunity = client.send(&capture).await.unwrap().opportunity_id().unwrap().clone();
    client.send(&UpdateOpportunity::new(&opportunity).field("mx_Custom_2", "Quoted")).await.unwrap();
    client.send(&DeleteOpportunity::new(&opportunity)).await.unwrap();
    let due = "2026-07-01T12:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    let task = client.send(&CreateTask::new(TaskFields::new("Call", due))).await.unwrap().id().unwrap().clone();
    client.send(&UpdateTask::new(&task, TaskFields::changes().name("Write"))).await.unwrap();
    assert!(fake.handler().send_reminder(task.as_str()));
    client.send(&CompleteTask::new(&task)).await.unwrap();
    let deleted = client.send_bulk(&BulkDeleteTasks::new([&task]).status_webhook(URL)).await.unwrap();
    assert_eq!(deleted.count(WriteOutcome::Accepted), 1);
    let child = fake.handler().add_lead(&[("FirstName", "Joan")]);
    client.send(&MergeLeads::new(&lead, child.as_str())).await.unwrap();
    assert!(fake.handler().run_automation(lead.as_str(), URL, AutomationForm::BeforeAndCurrent));
    client.send(&DeleteLead::new(&lead)).await.unwrap();
    fake.handler().submit_landing_page("https://shop.example/fair", &[("FirstName", "Al")]).unwrap();
}

#[tokio::test(start_paused = true)]
async fn every_event_is_delivered_and_read() {
    let (fake, client) = pair();
    for kind in EventKind::all() {
        assert!(fake.handler().add_webhook(kind.as_str(), URL, &[KEY]).is_some(), "{kind}");
    }
    trigger(&fake, &client).await;
    let shown = format!("{:?}", fake.handler());
    assert!(!shown.contains(KEY.1) && !shown.contains("5550100"), "{shown}");
    let mut kinds = BTreeSet::new();
    for webhook in fake.handler().take_webhooks() {
        kinds.insert(webhook.event);
        let shown = format!("{webhook:?}");
        assert!(!shown.contains(KEY.1) && !shown.contains("5550100"), "{shown}");
        // Neither automations nor status URLs have a webhook's headers.
        if webhook.webhook_id.is_none() {
            let receiver = Receiver::unauthenticated(EventKind::from(webhook.event));
            assert!(receiver.receive(&webhook.headers, webhook.query(), webhook.body.clone()).is_ok());
            continue;
        }
        let event = received(&webhook);
        assert_eq!(event.kind().as_str(), webhook.event);
        if let Some(name) = WebhookEventName::all().find(|name| name.kind() == Some(event.kind())) {
            let query: Vec<(String, String)> =
                url::form_urlencoded::parse(webhook.query().unwrap().as_bytes()).into_owned().collect();
            assert_eq!(query[2], ("eventType".to_owned(), name.as_str().to_owned()));
            assert!(!query[1].1.is_empty());
        }
        match event {
            Event::LeadStageChange(batch) => {
                let before = batch[0].before().unwrap();
                assert_eq!((before.stage(), batch[0].lead().stage()), (Some("Prospect"), Some("Customer")));
            }
            Event::LeadFieldChange(batch) => assert!(batch[0].changed().any(|name| name == "mx_City")),
            Event::ActivityCreate(batch) => {
                assert_eq!((batch.len(), batch[0].note().unwrap().text()), (1, "called"));
            }
            Event::OpportunityCreate(batch) => assert_eq!(batch[0].event_code().unwrap().get(), 12_005),
            Event::TaskCreate(batch) => assert_eq!(batch[0].name(), Some("Call")),
            _ => {}
        }
    }
    let all: BTreeSet<String> = EventKind::all().map(|kind| kind.to_string()).collect();
    assert_eq!(kinds.iter().map(|kind| (*kind).to_owned()).collect::<BTreeSet<String>>(), all);
}

#[tokio::test(start_paused = true)]
async fn webhook_is_verified_authenticated_and_deleted() {
    let (fake, client) = pair();
    let fields = WebhookFields::new(URL, WebhookEvent::LeadCreate).description("new leads").header(KEY.0, KEY.1);
    let id = client.send(&CreateWebhook::new(fields.clone().header(KEY.0, "the next key"))).await.unwrap();
    let id = id.id().unwrap().clone();
    let verification = fake.handler().take_webhooks();
    assert!(verification[0].is_verification() && verification[0].body.is_empty());
    client.send(&CreateLead::new([("FirstName", "Jo")])).await.unwrap();
    let [webhook] = <[Webhook; 1]>::try_from(fake.handler().take_webhooks()).unwrap();
    assert!(matches!(received(&webhook), Event::LeadCreate(batch) if batch[0].lead().first_name() == Some("Jo")));
    assert_eq!(webhook.headers.get_all(KEY.0).iter().count(), 2);
    let receiver = Receiver::new(EventKind::LeadCreate).require_header(KEY.0, KEY.1);
    let forged = receiver.receive(&HeaderMap::new(), webhook.query(), webhook.body.clone());
    assert_eq!(forged.unwrap_err(), Rejection::Unauthenticated);

    let listed = client.send(&ListWebhooks::new().event_name("Lead_Post_Create").search_text("new")).await.unwrap();
    assert_eq!(
        (listed.len(), listed[0].webhook_id.clone(), listed[0].state()),
        (1, id.clone(), Some(WebhookState::On))
    );
    let moved = WebhookFields::new("https://shop.example/moved", WebhookEvent::LeadCreate);
    client.send(&UpdateWebhook::new(&id, moved)).await.unwrap();
    client.send(&CreateLead::new([("FirstName", "Al")])).await.unwrap();
    let [webhook] = <[Webhook; 1]>::try_from(fake.handler().take_webhooks()).unwrap();
    assert!(webhook.url.starts_with("https://shop.example/moved?entityType=Lead&"), "{}", webhook.url);
    client.send(&DeleteWebhook::new(&id)).await.unwrap();
    client.send(&CreateLead::new([("FirstName", "Bo")])).await.unwrap();
    assert!(fake.handler().take_webhooks().is_empty());
    assert!(client.send(&DeleteWebhook::new(&id)).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn failing_webhook_is_retried_and_switched_off() {
    for (unit, events) in [(FailureUnit::Calls, 4), (FailureUnit::Deliveries, 10)] {
        let (fake, client) = pair();
        fake.handler().set(|settings| settings.webhook_failures = unit);
        let id = fake.handler().add_webhook("lead_create", URL, &[KEY]).unwrap();
        let create = |at: usize| CreateLead::new([("FirstName", format!("lead {at}"))]);
        let mut attempts = Vec::new();
        for at in 0..events {
            assert_eq!(fake.handler().webhook_status(&id), Some(0), "{unit:?}: {at}");
            client.send(&create(at)).await.unwrap();
            fake.handler()
                .deliver_webhooks(async |webhook| {
                    attempts.push(webhook.attempt);
                    503
                })
                .await;
        }
        let calls = if unit == FailureUnit::Calls { 10 } else { 30 };
        assert_eq!((attempts.len(), &attempts[..4]), (calls, &[1, 2, 3, 1][..]), "{unit:?}");
        let listed = client.send(&ListWebhooks::new().state(WebhookState::Failed)).await.unwrap();
        assert_eq!((listed.len(), fake.handler().webhook_status(&id)), (1, Some(2)));
        client.send(&create(98)).await.unwrap();
        assert!(fake.handler().take_webhooks().is_empty());

        assert!(fake.handler().enable_webhook(&id, true));
        client.send(&create(99)).await.unwrap();
        // One success ends the row of failures.
        let mut statuses = [503, 503, 200].into_iter();
        let calls = fake.handler().deliver_webhooks(async |_| statuses.next().unwrap()).await;
        assert_eq!((calls, fake.handler().webhook_status(&id)), (3, Some(0)));
    }
}

#[tokio::test(start_paused = true)]
async fn minute_of_activities_is_one_list() {
    let (fake, client) = pair();
    let visits = WebhookFields::new(URL, WebhookEvent::ActivityCreate).activity_event(201).header(KEY.0, KEY.1);
    client.send(&CreateWebhook::new(visits)).await.unwrap();
    assert!(fake.handler().take_webhooks()[0].is_verification());
    fake.handler().set(|settings| settings.webhook_delay = Duration::from_secs(120));
    let lead = fake.handler().add_lead(&[("FirstName", "Jo")]);
    // Begin with a whole minute, so that the three are in the same one.
    let seconds = 60 - fake.clock().now().timestamp().rem_euclid(60);
    fake.clock().advance(Duration::from_secs(seconds.unsigned_abs()));
    for code in [201, 201, 202, 201] {
        client.send(&CreateActivity::new(lead.as_str(), code)).await.unwrap();
    }
    assert!(fake.handler().take_webhooks().is_empty());
    fake.clock().advance(Duration::from_secs(121));
    let [webhook] = <[Webhook; 1]>::try_from(fake.handler().take_webhooks()).unwrap();
    assert!(matches!(received(&webhook), Event::ActivityCreate(batch) if batch.len() == 3));
}

#[tokio::test(start_paused = true)]
async fn updates_trigger_webhooks_only_on_request() {
    let (fake, client) = pair();
    for event in ["lead_update", "lead_create"] {
        fake.handler().add_webhook(event, URL, &[KEY]).unwrap();
    }
    let city =
        WebhookFields::new(URL, WebhookEvent::LeadFieldChange).changed_lead_field("mx_City").header(KEY.0, KEY.1);
    client.send(&CreateWebhook::new(city.clone())).await.unwrap();
    assert!(client.send(&CreateWebhook::new(city)).await.is_err(), "one webhook per field");
    let _ = fake.handler().take_webhooks();
    let lead = fake.handler().add_lead(&[("FirstName", "Jo")]);
    client.send(&UpdateLead::new(lead.as_str(), [("mx_City", "Ulm")])).await.unwrap();
    client.send(&BulkUpdateLeads::new([lead.as_str()], "mx_City", "Ogden")).await.unwrap();
    assert!(fake.handler().take_webhooks().is_empty());
    client.send(&UpdateLead::new(lead.as_str(), [("Score", "1")]).run_automations(true)).await.unwrap();
    assert_eq!(fake.handler().take_webhooks().len(), 1);
    fake.handler().set(|settings| settings.lead_update_form = LeadUpdateForm::BeforeAndAfter);
    client.send(&UpdateLead::new(lead.as_str(), [("mx_City", "Ulm")]).run_automations(true)).await.unwrap();
    let webhooks = fake.handler().take_webhooks();
    assert_eq!(webhooks.iter().map(|hook| hook.event).collect::<Vec<_>>(), ["lead_update", "lead_field_change"]);
    for webhook in &webhooks {
        let (Event::LeadUpdate(batch) | Event::LeadFieldChange(batch)) = received(webhook) else { panic!() };
        assert!(batch[0].changed().any(|name| name == "mx_City"));
    }
}

#[tokio::test(start_paused = true)]
async fn codes_of_opportunities_differ_between_accounts() {
    for (codes, create, delete) in [(WebhookCodes::Documented, 31, 35), (WebhookCodes::Observed, 29, 31)] {
        let (fake, client) = pair();
        fake.handler().set(|settings| settings.webhook_codes = codes);
        for (code, name) in [(create, "Opportunity_Post_Create"), (delete, "Opportunity_Post_Delete")] {
            let id = client.send(&CreateWebhook::new(WebhookFields::new(URL, code))).await.unwrap();
            let listed = client.send(&ListWebhooks::new().webhook_id(id.id().unwrap())).await.unwrap();
            assert_eq!(listed[0].event_code.as_ref().unwrap().as_str(), name, "{codes:?}");
        }
        let stage = client.send(&CreateWebhook::new(WebhookFields::new(URL, WebhookEvent::LeadStageChange))).await;
        assert_eq!(stage.is_ok(), codes == WebhookCodes::Documented);
    }
}
