//! The blocking client: every method, in and outside a runtime, from many threads.

use leads_core::blocking::Blocking;
use leads_core::client::{LeadQuery, LeadUpdate, NewLead, StatusChange};
use leads_core::http::{RetryPolicy, Timeouts};
use leads_core::{
    Body, CallOptions, ClientConfig, ErrorKind, LeadClient, LeadId, LeadState, Patch, Request, Resolution, WriteOutcome,
};
use leads_testkit::nutshell::FakeNutshell;
use leads_testkit::{Fake, Fault};
use nutshell::api::leads::{CreateLead, GetLead, ListLeads, UpdateLeadStatus};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use tokio::sync::oneshot;

type Client = Blocking<nutshell::Client>;

fn pair() -> (Fake<FakeNutshell>, Client) {
    let fake = Fake::new(FakeNutshell::new());
    let client = Blocking::new(fake.client().unwrap()).unwrap();
    (fake, client)
}

#[test]
fn blocking_client_can_be_shared_between_threads() {
    fn assert_shared<T: Clone + Send + Sync + 'static>() {}
    assert_shared::<Client>();
    assert_shared::<Blocking<Arc<dyn LeadClient>>>();
}

#[test]
fn typed_calls_block_until_they_have_ended() {
    let (fake, client) = pair();
    let id = fake.handler().add_lead("Car wash");
    let read = client.send(&GetLead::new(id.as_str())).unwrap();
    assert_eq!(read.description.as_ref().map(|text| text.as_str()), Some("Car wash"));

    let close = UpdateLeadStatus::new(id.as_str()).outcome("1-outcomes");
    assert!(client.preview(&close).unwrap().to_string().contains(id.as_str()));
    assert_eq!(fake.request_count(), 1, "a preview sends nothing");
    fake.faults().next(Fault::ResetAfterHandling);
    let lost = client.send_with(&close, &CallOptions::new().retry(RetryPolicy::none())).unwrap_err();
    assert_eq!(lost.outcome(), WriteOutcome::Unknown);
    assert_eq!(client.resolve(&close, &lost).unwrap(), Resolution::Found);
    assert_eq!(client.resolve_with(&close, &lost, &CallOptions::new()).unwrap(), Resolution::Found);

    let path = format!("/rest/leads/{id}");
    let read = client.execute(GetLead::OPERATION, &path, &CallOptions::new(), Body::Empty).unwrap();
    assert!(String::from_utf8_lossy(&read).contains("Car wash"));
}

#[test]
fn items_are_read_page_by_page_and_can_be_resumed() {
    let (fake, client) = pair();
    let ids: Vec<String> = (0..7).map(|number| fake.handler().add_lead(&format!("lead {number}"))).collect();
    let mut items = client.items(ListLeads::new().limit(3));
    let mut read: Vec<String> = items.by_ref().take(4).map(|lead| lead.unwrap().id.to_string()).collect();
    assert_eq!(fake.request_count(), 2, "the third page is not read before it is needed");
    let bookmark = items.bookmark().unwrap();
    let rest = client.resume(bookmark);
    read.extend(rest.map(|lead| lead.unwrap().id.to_string()));
    read.sort();
    assert_eq!(read, ids);
    let mut all = client.items_with(ListLeads::new(), &CallOptions::new());
    assert_eq!(all.by_ref().count(), 7);
    assert!(all.end_reason().is_some() && all.bookmark().is_none());
}

#[test]
fn common_calls_block_until_they_have_ended() {
    let (fake, client) = pair();
    let adapter: Arc<dyn LeadClient> = Arc::new(client.client().leads(nutshell::AdapterConfig::new()));
    let common = client.with(adapter);
    common.check().unwrap();
    let id = common.create(&NewLead::new("Jane Doe").email("jane@example.com")).unwrap().id.clone();
    assert_eq!(common.get(&id).unwrap().status().state, LeadState::Open);
    common.update(&id, &LeadUpdate::new().name(Patch::set("Jane Roe".to_owned()))).unwrap();
    common.set_status(&id, &StatusChange::to(LeadState::Lost)).unwrap();
    common.mark_won(&id).unwrap();
    assert_eq!(common.get(&id).unwrap().status().state, LeadState::Won);
    assert_eq!(common.list_page(&LeadQuery::new(), None).unwrap().leads.len(), 1);
    let listed: Vec<LeadId> = common.list(LeadQuery::new()).map(|lead| lead.unwrap().id().unwrap()).collect();
    assert_eq!(listed, std::slice::from_ref(&id));
    common.delete(&id).unwrap();
    assert_eq!(common.mark_lost(&LeadId::new("999-leads"), "").unwrap_err().kind(), ErrorKind::NotFound);
    assert!(fake.write_count() >= 4);
}

#[test]
fn timeouts_elapse_while_the_caller_is_blocked() {
    let fake = Fake::new(FakeNutshell::new());
    let config = ClientConfig::new().timeouts(Timeouts::default().attempt(Duration::from_millis(5)));
    let client = Blocking::new(fake.client_with(config).unwrap()).unwrap();
    fake.faults().next(Fault::StallHead);
    let options = CallOptions::new().retry(RetryPolicy::none());
    let error = client.send_with(&CreateLead::new("x"), &options).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, WriteOutcome::Unknown));
}

/// More calls than a task of a runtime may poll before it has to yield, which it cannot do while it is blocked.
fn many_calls(client: &Client) {
    for _ in 0..300 {
        client.send(&ListLeads::new()).unwrap();
    }
}

#[tokio::test]
async fn blocking_works_inside_a_single_threaded_runtime() {
    let (fake, client) = pair();
    many_calls(&client);
    assert_eq!(fake.request_count(), 300);
    drop(client);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn blocking_works_inside_a_task_of_a_multi_threaded_runtime() {
    let (fake, client) = pair();
    tokio::spawn(async move {
        many_calls(&client);
        drop(client);
    })
    .await
    .unwrap();
    assert_eq!(fake.request_count(), 300);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_belong_to_the_thread_of_the_client() {
    let fake = Fake::new(FakeNutshell::new());
    let running = fake.start().await.unwrap();
    let client = Blocking::new(fake.client_at(&running, ClientConfig::new()).unwrap()).unwrap();
    // Each call has a runtime of its own that ends before the next one begins. A connection that ended with it could not be
    // used again, so there would be one for each call.
    for _ in 0..24 {
        let client = client.clone();
        let call = move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async { client.send(&ListLeads::new()).unwrap().len() })
        };
        assert_eq!(tokio::task::spawn_blocking(call).await.unwrap(), 0);
    }
    // A call that begins before the last connection is back in the pool opens another one; later calls then find two.
    let opened = running.traffic().connections;
    assert!((1..=3).contains(&opened), "{opened} connections for 24 calls");
}

#[test]
fn many_threads_use_one_client() {
    let (fake, client) = pair();
    let id = fake.handler().add_lead("Car wash");
    thread::scope(|scope| {
        for _ in 0..64 {
            scope.spawn(|| {
                for _ in 0..5 {
                    client.send(&GetLead::new(id.as_str())).unwrap();
                }
            });
        }
    });
    assert_eq!(fake.request_count(), 320);
}

#[test]
fn client_can_be_dropped_while_another_thread_is_in_a_call() {
    let (fake, client) = pair();
    let (begun, has_begun) = oneshot::channel();
    let (go, may_go) = oneshot::channel();
    let copy = client.clone();
    let caller = thread::spawn(move || {
        copy.run(async |client| {
            begun.send(()).unwrap();
            may_go.await.unwrap();
            client.send(&ListLeads::new()).await.map(|leads| leads.len())
        })
    });
    has_begun.blocking_recv().unwrap();
    drop(client);
    go.send(()).unwrap();
    assert_eq!(caller.join().unwrap().unwrap(), 0);
    assert_eq!(fake.request_count(), 1);
}

#[test]
fn panic_in_a_callback_reaches_its_caller_only() {
    let (fake, client) = pair();
    let panicked = catch_unwind(AssertUnwindSafe(|| client.run(async |_| panic!("in a callback"))));
    assert!(panicked.is_err());
    client.send(&ListLeads::new()).unwrap();
    assert_eq!(fake.request_count(), 1);
}
