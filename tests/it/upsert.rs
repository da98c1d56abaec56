//! Upserts under concurrency, lag, lost responses and cancellation. What every client must do is in the conformance
//! suite; here are the cases that need a fake.

use leads_core::client::{Doubles, LeadClient, LeadClientExt, LeadKey, MatchedFields, NewLead, Upsert};
use leads_core::http::RetryPolicy;
use leads_core::{CallOptions, ClientConfig, ErrorKind, WriteOutcome};
use leads_testkit::leadsquared::{EVENT_CODE, FakeLeadSquared};
use leads_testkit::nutshell::FakeNutshell;
use leads_testkit::{Fake, FakeRequest, Fault, Handler, Latency};
use leadsquared::{LeadsConfig, OpportunitiesConfig};
use nutshell::AdapterConfig;
use std::sync::Arc;
use std::time::Duration;

const ADDRESS: &str = "jane@example.com";

fn key() -> LeadKey {
    LeadKey::email(ADDRESS)
}

fn lead() -> NewLead {
    NewLead::new("Jane Doe").email(ADDRESS)
}

/// A fake whose calls take time, so that concurrent ones overlap.
fn slow<H: Handler>(handler: H) -> Fake<H> {
    Fake::builder(handler).latency(Latency::fixed(Duration::from_millis(40))).build()
}

fn once() -> ClientConfig {
    ClientConfig::new().retry(RetryPolicy::none())
}

fn creates(fake: &Fake<FakeNutshell>) -> usize {
    fake.requests().iter().filter(|request| is_create(request)).count()
}

fn is_create(request: &FakeRequest) -> bool {
    request.method == http::Method::POST && request.path.ends_with("/leads")
}

fn captures(fake: &Fake<FakeLeadSquared>) -> usize {
    fake.requests().iter().filter(|request| is_capture(request)).count()
}

fn is_capture(request: &FakeRequest) -> bool {
    request.path.ends_with("Capture")
}

/// Runs upserts with the same key as tasks, and returns the id of the only lead that was created.
async fn run_together(clients: Vec<Arc<dyn LeadClient>>) -> leads_core::LeadId {
    let tasks: Vec<_> = clients
        .into_iter()
        .map(|client| tokio::spawn(async move { client.upsert(&key(), &lead()).await.unwrap().into_inner() }))
        .collect();
    let (mut created, mut ids) = (Vec::new(), Vec::new());
    for task in tasks {
        let upsert = task.await.unwrap();
        ids.extend(upsert.id().cloned());
        if upsert.is_created() {
            created.extend(upsert.id().cloned());
        }
    }
    assert_eq!((created.len(), ids.len()), (1, 20), "{ids:?}");
    assert!(ids.iter().all(|id| *id == created[0]), "{ids:?}");
    created.remove(0)
}

#[tokio::test(start_paused = true)]
async fn clones_and_shared_handles_create_one_lead() {
    let fake = slow(FakeNutshell::new());
    let client = fake.client_with(once()).unwrap();
    let leads = client.leads(AdapterConfig::new());
    let shared: Arc<dyn LeadClient> = Arc::new(leads.clone());
    let clients: Vec<Arc<dyn LeadClient>> = (0..20)
        .map(|number| match number % 3 {
            0 => Arc::clone(&shared),
            1 => Arc::new(leads.clone()) as Arc<dyn LeadClient>,
            // Another adapter over a clone of the same client.
            _ => Arc::new(client.clone().leads(AdapterConfig::new())),
        })
        .collect();
    let id = run_together(clients).await;
    assert_eq!(creates(&fake), 1);
    assert_eq!(leads.find(&key()).await.unwrap().id(), Some(id));
    assert_eq!(format!("{:?}", client.pipeline().key_locks()), "KeyLocks { keys: 0 }");
}

#[tokio::test(start_paused = true)]
async fn lagging_searches_create_one_opportunity() {
    let fake = slow(FakeLeadSquared::new());
    fake.handler().set(|settings| settings.lag = Duration::from_secs(30));
    let opportunities = fake.client_with(once()).unwrap().opportunities(OpportunitiesConfig::new(EVENT_CODE));
    let clients = (0..20).map(|_| Arc::new(opportunities.clone()) as Arc<dyn LeadClient>).collect();
    run_together(clients).await;
    assert_eq!(captures(&fake), 1);
}

#[tokio::test(start_paused = true)]
async fn lead_that_appears_late_is_found_after_a_lost_response() {
    let fake = slow(FakeLeadSquared::new());
    fake.handler().set(|settings| settings.lag = Duration::from_secs(5));
    let opportunities = fake.client_with(once()).unwrap().opportunities(OpportunitiesConfig::new(EVENT_CODE));
    fake.faults().on(is_capture, Fault::ResetAfterHandling);
    let upsert = opportunities.upsert(&key(), &lead()).await.unwrap();
    assert_eq!((upsert.is_created(), upsert.meta().outcome), (true, WriteOutcome::Applied), "{upsert:?}");
    assert_eq!(captures(&fake), 1);
}

#[tokio::test(start_paused = true)]
async fn invisible_create_is_unknown_and_is_not_repeated_by_those_who_wait() {
    let fake = slow(FakeLeadSquared::new());
    fake.handler().set(|settings| settings.lag = Duration::from_secs(3600));
    let opportunities = fake.client_with(once()).unwrap().opportunities(OpportunitiesConfig::new(EVENT_CODE));
    fake.faults().on(is_capture, Fault::ResetAfterHandling);
    let (key, lead) = (key(), lead());
    let (first, second) = tokio::join!(opportunities.upsert(&key, &lead), opportunities.upsert(&key, &lead));
    for (upsert, own) in [(first.unwrap(), true), (second.unwrap(), false)] {
        let Upsert::Unknown { id: None, error: Some(error), .. } = &*upsert else { panic!("{upsert:?}") };
        assert_eq!(error.outcome() == WriteOutcome::NotApplied, !own, "{error}");
        assert_eq!(upsert.meta().outcome, error.outcome());
    }
    assert_eq!(captures(&fake), 1);
}

#[tokio::test(start_paused = true)]
async fn lead_of_another_process_is_reported_as_a_double() {
    let fake = slow(FakeNutshell::new());
    let leads = fake.client_with(once()).unwrap().leads(AdapterConfig::new());
    // Another process creates the same lead at the same time.
    fake.faults().on(is_create, Fault::HandledTwice);
    let upsert = leads.upsert(&key(), &lead()).await.unwrap().into_inner();
    let Upsert::Created { id, doubles: Doubles::Found(others), .. } = upsert else { panic!("{upsert:?}") };
    assert!(others.len() == 1 && others[0] != id, "{others:?}");
    // From now on the key is ambiguous, and nothing is created or deleted.
    let before = fake.write_count();
    let error = leads.upsert(&key(), &lead()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Ambiguous, WriteOutcome::NotApplied));
    assert_eq!((error.candidates().len(), fake.write_count()), (2, before));
}

#[tokio::test(start_paused = true)]
async fn dropped_upsert_releases_its_key() {
    for after in [10, 50, 70, 90, 130] {
        let fake = slow(FakeNutshell::new());
        let client = fake.client_with(once()).unwrap();
        let leads = client.leads(AdapterConfig::new());
        let cut = tokio::time::timeout(Duration::from_millis(after), leads.upsert(&key(), &lead())).await;
        assert!(cut.is_err(), "it ended within {after} ms");
        // A request that was on its way is handled.
        tokio::time::advance(Duration::from_secs(1)).await;
        let again = leads.upsert(&key(), &lead()).await.unwrap();
        assert!(again.id().is_some(), "{again:?}");
        assert_eq!(leads.find(&key()).await.unwrap().id().as_ref(), again.id(), "one lead after {after} ms");
        assert_eq!(format!("{:?}", client.pipeline().key_locks()), "KeyLocks { keys: 0 }");
    }
}

#[tokio::test(start_paused = true)]
async fn wait_for_a_key_ends_at_the_deadline() {
    let fake = slow(FakeNutshell::new());
    let leads = fake.client_with(once()).unwrap().leads(AdapterConfig::new());
    fake.faults().on(is_create, Fault::StallHead);
    let (key, lead) = (key(), lead());
    let waits = async {
        // The first one has its key by now.
        tokio::time::sleep(Duration::from_millis(10)).await;
        let began = tokio::time::Instant::now();
        let options = CallOptions::new().deadline(Duration::from_secs(3));
        let late = leads.upsert_with(&key, &lead, &options).await;
        (late.map(|upsert| upsert.into_inner()), began.elapsed())
    };
    let (first, (late, waited)) = tokio::join!(leads.upsert(&key, &lead), waits);
    let error = late.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 0), "{error}");
    assert_eq!((error.outcome(), error.is_retryable()), (WriteOutcome::NotApplied, true));
    assert_eq!(waited, Duration::from_secs(3));
    // The stalled create was applied, and the search after it finds the lead.
    assert!(first.unwrap().is_created());
    assert_eq!(creates(&fake), 1);
}

#[tokio::test(start_paused = true)]
async fn vendor_key_of_leadsquared_excludes_doubles_and_keeps_fields() {
    let fake = slow(FakeLeadSquared::new());
    let leads = fake.client_with(once()).unwrap().leads(LeadsConfig::new());
    let created = leads.upsert(&key(), &lead().source("form")).await.unwrap().into_inner();
    assert!(matches!(created, Upsert::Created { doubles: Doubles::None, .. }), "{created:?}");
    let paths: Vec<String> = fake.requests().iter().map(|request| request.path.clone()).collect();
    assert_eq!(paths.len(), 2, "one search and one capture: {paths:?}");
    let capture = fake.requests().into_iter().find(is_capture).unwrap();
    assert_eq!(capture.query("LeadUpdateBehavior"), Some("DoNotUpdate"));
    assert!(capture.text().unwrap().contains(r#""Attribute":"SearchBy","Value":"EmailAddress""#));
    let again = leads.upsert(&key(), &lead().source("other")).await.unwrap().into_inner();
    let Upsert::Matched { id, fields: MatchedFields::Left, lead: Some(found), .. } = &again else {
        panic!("{again:?}")
    };
    assert_eq!((Some(id), found.source().as_deref()), (created.id(), Some("form")));
}

#[tokio::test(start_paused = true)]
async fn rejected_create_is_an_error_and_leaves_no_trace() {
    let fake = slow(FakeNutshell::new());
    let client = fake.client_with(once()).unwrap();
    let leads = client.leads(AdapterConfig::new());
    let before = fake.request_count();
    let other = NewLead::new("Joe").email("joe@example.com");
    let error = leads.upsert(&key(), &other).await.unwrap_err();
    assert_eq!((error.field(), fake.request_count()), (Some("emails"), before));
    let error = leads.upsert(&LeadKey::email(" "), &lead()).await.unwrap_err();
    assert_eq!((error.field(), fake.request_count()), (Some("email"), before));
    let error = leads.upsert(&key(), &lead().campaign("spring")).await.unwrap_err();
    assert_eq!((error.field(), error.outcome()), (Some("campaign"), WriteOutcome::NotApplied));
    assert_eq!(
        (fake.write_count(), format!("{:?}", client.pipeline().key_locks())),
        (0, "KeyLocks { keys: 0 }".into())
    );
    assert!(leads.upsert(&key(), &lead()).await.unwrap().is_created());
}
