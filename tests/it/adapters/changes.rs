//! Lists of changed leads whose vendors have no such list.

use super::{listed, once};
use leads_core::client::{LeadClientExt, LeadQuery, LeadUpdate, NewLead};
use leads_core::status::Presence;
use leads_core::{ErrorKind, LeadClient, LeadId, Patch};
use leads_testkit::capillary::FakeCapillary;
use leads_testkit::nutshell::{DeletedReads, FakeNutshell};
use leads_testkit::{Fake, FakeResponse, Fault};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

async fn create(client: &dyn LeadClient, lead: &NewLead) -> LeadId {
    client.create(lead).await.unwrap().into_inner().id
}

#[tokio::test(start_paused = true)]
async fn capillary_lead_that_moves_while_the_list_is_read_is_returned() {
    let fake = Fake::new(FakeCapillary::new());
    let leads = fake.client_with(once()).unwrap().leads(capillary_leads::AdapterConfig::new().lead_for("boots"));
    let new = |number: usize| NewLead::default().email(format!("p{number}@example.com"));
    let old = create(&leads, &new(0)).await;
    fake.clock().advance(MINUTE);
    let since = fake.clock().now();
    let mut wanted = BTreeSet::new();
    for number in 1..=25 {
        wanted.insert(create(&leads, &new(number)).await);
        fake.clock().advance(Duration::from_secs(2));
    }
    let first: Vec<LeadId> = wanted.iter().take(3).cloned().collect();

    // Ten leads per page, newest first. Each page is followed by an update of a lead that no page returned yet.
    let query = LeadQuery::new().changed_since(since).page_size(10);
    let (mut seen, mut after, mut pages) = (BTreeMap::new(), None, 0);
    loop {
        let page = leads.list_page(&query, after.as_ref()).await.unwrap();
        assert!(page.problems.is_empty(), "{:?}", page.problems);
        for lead in &page.leads {
            *seen.entry(lead.id().unwrap()).or_insert(0) += 1;
        }
        if let Some(moved) = first.get(pages) {
            fake.clock().advance(Duration::from_secs(2));
            leads.update(moved, &LeadUpdate::new().owner(Patch::set("store.lead.1"))).await.unwrap();
        }
        pages += 1;
        assert!(pages < 20, "the list does not end");
        match &page.next {
            Some(next) => after = Some(next.clone()),
            None => break,
        }
    }
    assert_eq!(seen.keys().cloned().collect::<BTreeSet<_>>(), wanted);
    assert!(seen.values().all(|times| *times == 1), "{seen:?}");
    assert!(!seen.contains_key(&old));
    for request in fake.requests().iter().filter(|request| request.method == http::Method::GET) {
        assert_eq!((request.query("sortBy"), request.query("sortOrder")), (Some("lastUpdatedOn"), Some("DESC")));
    }
}

#[tokio::test(start_paused = true)]
async fn capillary_list_on_one_page_takes_one_call_and_an_unsorted_one_is_an_error() {
    let fake = Fake::new(FakeCapillary::new());
    let leads = fake.client_with(once()).unwrap().leads(capillary_leads::AdapterConfig::new().lead_for("boots"));
    create(&leads, &NewLead::default().email("old@example.com")).await;
    fake.clock().advance(MINUTE);
    let since = fake.clock().now();
    let new = create(&leads, &NewLead::default().email("new@example.com")).await;
    let before = fake.request_count();
    let query = LeadQuery::new().changed_since(since);
    assert_eq!(listed(&leads, query.clone()).await, [(new, Presence::Live)]);
    assert_eq!(fake.request_count(), before + 1);

    let row = |id: u32, time: &str| format!(r#"{{"id":{id},"status":"OPEN","lastUpdatedOn":"{time}"}}"#);
    let rows = [row(1, "2030-01-01T00:00:00Z"), row(2, "2030-01-01T00:00:01Z")].join(",");
    let unsorted = format!(r#"{{"data":[{rows}],"warnings":[],"errors":[]}}"#);
    let body: serde_json::Value = serde_json::from_str(&unsorted).unwrap();
    fake.faults().next(Fault::Response(FakeResponse::json(200, &body)));
    let error = leads.list_page(&query, None).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Precondition, "{error}");
}

#[tokio::test(start_paused = true)]
async fn nutshell_event_log_lists_every_changed_lead_once() {
    for reads in [DeletedReads::Record, DeletedReads::NotFound] {
        let fake = Fake::new(FakeNutshell::new());
        fake.handler().set(|settings| settings.deleted_reads = reads);
        let leads = fake.client_with(once()).unwrap().leads(nutshell::AdapterConfig::new());
        let unchanged = create(&leads, &NewLead::new("Old")).await;
        let changed = create(&leads, &NewLead::new("Old, but changed")).await;
        fake.clock().advance(MINUTE);
        let since = fake.clock().now();
        let mut wanted = BTreeSet::from([changed.clone()]);
        for number in 0..20 {
            let id = create(&leads, &NewLead::new(format!("New {number}"))).await;
            // Several events of the same lead, on pages far apart.
            leads.update(&changed, &LeadUpdate::new().name(Patch::set(format!("Changed {number}")))).await.unwrap();
            wanted.insert(id);
        }
        let deleted = wanted.iter().find(|id| **id != changed).cloned().unwrap();
        leads.delete(&deleted).await.unwrap();
        let vanished = wanted.iter().rfind(|id| **id != changed).cloned().unwrap();
        assert!(fake.handler().remove_lead(vanished.as_str()));
        wanted.remove(&vanished);
        if reads == DeletedReads::NotFound {
            wanted.remove(&deleted);
        }

        for size in [2, 7, 100] {
            let found = listed(&leads, LeadQuery::new().changed_since(since).page_size(size)).await;
            let ids: BTreeSet<LeadId> = found.iter().map(|(id, _)| id.clone()).collect();
            assert_eq!(ids, wanted, "{reads:?}, pages of {size}");
            assert_eq!(found.len(), wanted.len(), "{reads:?}, pages of {size}: a lead was returned twice");
            assert!(!ids.contains(&unchanged));
            for (id, presence) in &found {
                let expected = if *id == deleted { Presence::Deleted } else { Presence::Live };
                assert_eq!(*presence, expected, "{reads:?} {id}");
            }
        }
        // Nothing was changed since now.
        fake.clock().advance(MINUTE);
        assert!(listed(&leads, LeadQuery::new().changed_since(fake.clock().now())).await.is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn nutshell_list_of_changes_accepts_no_other_filter_or_position() {
    let fake = Fake::new(FakeNutshell::new());
    let leads = fake.client_with(once()).unwrap().leads(nutshell::AdapterConfig::new());
    let query = || LeadQuery::new().changed_since(fake.clock().now());
    let error = leads.list_page(&query().owner("1-users"), None).await.unwrap_err();
    assert!(error.is_unsupported() && error.field() == Some("query"), "{error}");
    let error = leads.list_page(&query(), Some(&"0.0.1..".into())).await.unwrap_err();
    assert_eq!(error.field(), Some("after"), "{error}");
    assert_eq!(fake.request_count(), 0);
}
