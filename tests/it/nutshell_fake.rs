//! The Nutshell client against the fake: leads and everything related to them, in every response format of the server.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use leads_core::client::{LeadClientExt, LeadQuery, NOTE_NOT_WRITTEN, NewLead, StatusChange};
use leads_core::http::RetryPolicy;
use leads_core::vendor::{Body, Bookmark, HasBody, Request};
use leads_core::{CallOptions, ClientConfig, EndReason, ErrorKind, LeadId, LeadState, WriteOutcome};
use leads_testkit::conformance;
use leads_testkit::nutshell::{DeletedReads, DeletedTime, FakeNutshell, PatchResponse, Shape};
use leads_testkit::{Fake, FakeResponse, Fault};
use nutshell::api::competitor_maps::{DeleteCompetitorMap, GetCompetitorMap, UpdateCompetitorMap};
use nutshell::api::contacts::{CreateContact, DeleteContact, GetContact, ListContacts, UndeleteContact, UpdateContact};
use nutshell::api::events::{EventPayload, ListDeletedEvents, ListEvents};
use nutshell::api::leads::{
    CreateLead, CreateLeadCustomField, DeleteLead, GetLead, GetLeads, ListLeadCustomFields, ListLeadFields,
    ListLeadInstallments, ListLeadItems, ListLeadStages, ListLeads, NewInstallment, ReopenLead, SetLeadStageset,
    UndeleteLead, UpdateLead, UpdateLeadInstallments, UpdateLeadStatus, WatchLead,
};
use nutshell::api::stages::ListStages;
use nutshell::input::ProductMap;
use nutshell::model::{CompetitorMapStatus, LeadStatus};
use nutshell::patch::{CustomFieldPath, PatchOperation};
use nutshell::query::Filter;
use nutshell::webhook::{Entity, Event};
use nutshell::{AdapterConfig, Client, ErrorCode, EventPosition};
use std::collections::HashSet;

fn fake() -> (Fake<FakeNutshell>, Client) {
    let fake = Fake::new(FakeNutshell::new());
    let client = fake.client().unwrap();
    (fake, client)
}

#[tokio::test(start_paused = true)]
async fn common_client_conforms_in_every_shape() {
    for shape in [Shape::Wrapped, Shape::WrappedOne, Shape::Bare] {
        for patch in [PatchResponse::NoContent, PatchResponse::Record] {
            for (reads, time) in [
                (DeletedReads::Record, DeletedTime::Seconds),
                (DeletedReads::Record, DeletedTime::Text),
                (DeletedReads::Record, DeletedTime::Object),
                (DeletedReads::NotFound, DeletedTime::Seconds),
            ] {
                let harness = crate::harnesses::nutshell_with(AdapterConfig::new(), |settings| {
                    settings.shape = shape;
                    settings.patch_response = patch;
                    settings.deleted_reads = reads;
                    settings.deleted_time = time;
                    settings.empty_deletes = reads == DeletedReads::NotFound;
                    settings.american = shape == Shape::Bare;
                });
                let report = conformance::run(&harness).await;
                assert!(report.passed(), "{shape:?} {patch:?} {reads:?} {time:?}\n{report}");
            }
        }
    }
}

#[tokio::test]
async fn lead_of_a_contact_is_created_moved_and_closed() {
    let (fake, client) = fake();
    let contact = client.send(&CreateContact::new("Jane Smith").email("jane@example.com")).await.unwrap();
    let lead = client
        .send(
            &CreateLead::new("Car Wash Inc.")
                .contact(contact.id.clone())
                .source("1-sources")
                .custom_field("City/State", "Detroit, MI")
                .product_map(ProductMap::new("1-products").quantity(3)),
        )
        .await
        .unwrap();
    assert_eq!(lead.meta().outcome, WriteOutcome::Applied);
    assert!(lead.meta().request_id.is_some());
    assert_eq!(lead.status, Some(LeadStatus::Open));
    assert_eq!(lead.value.as_ref().unwrap().amount.as_ref().unwrap().as_str(), "300");
    assert_ne!(lead.number.as_deref(), lead.id.as_str().split('-').next(), "the number is not the id");

    let id = lead.id.clone();
    let update = UpdateLead::new(&id)
        .manual_value("999.99".parse::<leads_core::Decimal>().unwrap())
        .add_tag("1-tags")
        .remove_contact(contact.id.clone())
        .custom_field("City/State", "Ann Arbor")
        .custom_field("a~b", 12);
    let changed = client.update_lead_and_fetch(&update).await.unwrap();
    let links = changed.links.as_ref().unwrap();
    assert_eq!((links.tags.len(), links.contacts.len()), (1, 0));
    assert_eq!(changed.value.as_ref().unwrap().amount.as_ref().unwrap().as_str(), "999.99");
    let fields = client.send(&ListLeadCustomFields::new(&id)).await.unwrap();
    let field = |title: &str| fields.iter().find(|field| field.title.as_deref() == Some(title)).unwrap();
    assert_eq!(field("City/State").value.as_ref().unwrap().as_str().as_deref(), Some("Ann Arbor"));
    assert_eq!(field("a~b").value.as_ref().unwrap().text(), "12");
    let summed = client.update_lead_and_fetch(&UpdateLead::new(&id).value_from_products()).await.unwrap();
    assert_eq!(summed.value.as_ref().unwrap().amount.as_ref().unwrap().as_str(), "300");

    let moved = client.send(&SetLeadStageset::new(&id, "2-stagesets")).await.unwrap();
    assert_eq!(moved.links.as_ref().unwrap().stage.as_ref().unwrap().as_str(), "201-stages");
    let stages = client.send(&ListLeadStages::new(&id)).await.unwrap();
    assert_eq!(stages.len(), stages.envelope().meta().unwrap().time_spent.len());

    let won = client.send(&UpdateLeadStatus::new(&id).outcome("1-outcomes")).await.unwrap();
    assert_eq!(won.status, Some(LeadStatus::Won));
    assert!(won.closed_time.as_ref().unwrap().timestamp().is_some());
    let open = client.send(&ReopenLead::new(&id)).await.unwrap();
    assert_eq!((open.status.clone(), open.closed_time.clone()), (Some(LeadStatus::Open), None));

    let deleted = client.send(&DeleteLead::new(&id)).await.unwrap();
    assert!(deleted.as_ref().unwrap().deleted_time.is_some());
    assert!(client.send(&ListLeads::new()).await.unwrap().is_empty());
    let gone = client.send(&ListDeletedEvents::new().payload(EventPayload::Leads)).await.unwrap();
    assert_eq!(gone[0].links.as_ref().unwrap().payloads[0].as_str(), id.as_str());
    assert!(client.send(&UndeleteLead::new(&id)).await.unwrap().deleted_time.is_none());
    assert_eq!(client.send(&ListLeads::new()).await.unwrap().len(), 1);
    assert_eq!(fake.write_count(), 9);
}

#[tokio::test]
async fn contacts_are_found_updated_deleted_and_restored() {
    let (_, client) = fake();
    let made =
        client.send(&CreateContact::new("Jane Smith").email("jane@example.com").phone("+15550100")).await.unwrap();
    client.send(&CreateContact::new("Joe").email("joe@example.com")).await.unwrap();
    let found = client.send(&ListContacts::new().email("JANE@example.com")).await.unwrap();
    assert_eq!(found.iter().map(|row| &row.id).collect::<Vec<_>>(), [&made.id]);
    assert_eq!(found[0].phones[0].value.as_ref().unwrap().text(), Some("+15550100"));
    assert!(found[0].jobs.is_empty());
    client.send(&UpdateContact::new(&made.id).first_name("Nutty").add_audience("1-emAudiences")).await.unwrap();
    let read = client.send(&GetContact::new(&made.id)).await.unwrap();
    assert_eq!(read.first_name.as_ref().unwrap().as_str(), "Nutty");
    assert!(client.send(&DeleteContact::new(&made.id)).await.unwrap().is_none());
    assert!(client.send(&UndeleteContact::new(&made.id)).await.unwrap().deleted_time.is_none());
}

#[tokio::test]
async fn several_leads_are_read_in_one_call() {
    let (fake, client) = fake();
    let ids: Vec<String> = (0..3).map(|n| fake.handler().add_lead(&format!("lead {n}"))).collect();
    let read = client.send(&GetLeads::new([ids[0].as_str(), ids[2].as_str(), "999-leads"])).await.unwrap();
    assert_eq!(read.iter().map(|lead| lead.id.to_string()).collect::<Vec<_>>(), [ids[0].clone(), ids[2].clone()]);
}

#[tokio::test]
async fn stream_over_ten_thousand_leads_ends_without_duplicates() {
    let (fake, client) = fake();
    for number in 0..10_000 {
        fake.handler().add_lead(&format!("lead {number}"));
    }
    // A whole number of pages: only an empty page can end it.
    let mut rows = client.items(ListLeads::new().limit(1000));
    let mut seen = HashSet::new();
    while let Some(row) = rows.next().await {
        assert!(seen.insert(row.unwrap().id.to_string()), "a row was returned twice");
    }
    assert_eq!((seen.len(), rows.end_reason()), (10_000, Some(EndReason::EmptyPage)));
    assert!(rows.next().await.is_none() && rows.position().is_none());
    // Ten pages, one for the repeated rows, and one without a new row.
    assert_eq!(fake.request_count(), 12);

    // A position can be resumed in another run.
    let mut rows = client.items(ListLeads::new().limit(3000));
    for _ in 0..3000 {
        rows.next().await.unwrap().unwrap();
    }
    let saved = serde_json::to_string(rows.position().unwrap()).unwrap();
    let rest = client.items(serde_json::from_str::<ListLeads>(&saved).unwrap());
    assert_eq!(rest.collect().await.unwrap().len(), 7000);

    // A bookmark resumes after the exact row, wherever the first run stopped.
    for cut in [1000, 4321] {
        let mut rows = client.items(ListLeads::new().limit(1000));
        let mut ids = Vec::new();
        for _ in 0..cut {
            ids.push(rows.next().await.unwrap().unwrap().id.to_string());
        }
        let saved = serde_json::to_string(&rows.bookmark().unwrap()).unwrap();
        let bookmark: Bookmark<ListLeads> = serde_json::from_str(&saved).unwrap();
        ids.extend(client.resume(bookmark).collect().await.unwrap().iter().map(|row| row.id.to_string()));
        let distinct: HashSet<_> = ids.iter().collect();
        assert_eq!((ids.len(), distinct.len()), (10_000, 10_000), "cut at {cut}");
    }

    let mut rows = client.items(ListLeads::new().limit(3000).page(3));
    while rows.next().await.is_some() {}
    assert_eq!(rows.end_reason(), Some(EndReason::EmptyPage));
}

#[tokio::test]
async fn ignored_page_number_is_an_error_with_a_position() {
    let (fake, client) = fake();
    for number in 0..50 {
        fake.handler().add_lead(&format!("lead {number}"));
    }
    fake.handler().set(|settings| settings.ignore_page = true);
    let mut rows = client.items(ListLeads::new().limit(10));
    let mut good = 0;
    let error = loop {
        match rows.next().await.unwrap() {
            Ok(_) => good += 1,
            Err(error) => break error,
        }
    };
    assert_eq!((good, error.kind()), (10, ErrorKind::Decode));
    assert_eq!(rows.position(), Some(&ListLeads::new().limit(10).page(1)));
    assert!(rows.next().await.is_none());

    // The common stream detects it too.
    let common = client.leads(AdapterConfig::new());
    let mut leads = common.list(LeadQuery::new().page_size(10));
    for _ in 0..10 {
        leads.next().await.unwrap().unwrap();
    }
    assert_eq!(leads.next().await.unwrap().unwrap_err().kind(), ErrorKind::Decode);
    assert!(leads.position().unwrap().as_str().starts_with("10."), "after the ten that were returned");
    assert!(leads.next().await.is_none());
}

#[tokio::test]
async fn events_are_read_backwards_without_duplicates() {
    let (fake, client) = fake();
    for number in 0..45 {
        fake.handler().add_lead(&format!("lead {number}"));
    }
    for limit in [1, 2, 7, 20, 45, 100] {
        let rows = client.items(ListEvents::new().limit(limit)).collect().await.unwrap();
        let numbers: Vec<u64> = rows.iter().map(|row| row.id.parts().number.unwrap()).collect();
        assert_eq!(numbers, (1..=45).rev().collect::<Vec<_>>(), "limit {limit}");
    }
    let hosts: HashSet<_> = fake.requests().iter().filter_map(|request| request.host().map(str::to_owned)).collect();
    assert!(hosts.iter().all(|host| host == "localhost"), "{hosts:?}");
}

#[tokio::test]
async fn following_events_returns_each_exactly_once() {
    for (oldest_first, limit) in [(false, 1), (false, 2), (false, 5), (true, 1), (true, 2), (true, 5)] {
        let (fake, client) = fake();
        fake.handler().set(|settings| settings.oldest_events_first = oldest_first);
        fake.handler().add_lead("before");
        let request = ListEvents::new().limit(limit);
        let mut follower = client.follow_events(request.clone(), None);
        assert!(follower.poll().await.unwrap().is_empty(), "it starts now");
        assert!(follower.poll().await.unwrap().is_empty());
        let mut seen = Vec::new();
        let mut made = 1;
        for burst in [3, 0, 17, 5, 1] {
            for _ in 0..burst {
                fake.handler().add_lead("new");
                made += 1;
            }
            // A position survives the end of the program.
            let saved = serde_json::to_string(follower.position().unwrap()).unwrap();
            let position: EventPosition = serde_json::from_str(&saved).unwrap();
            follower = client.follow_events(request.clone(), Some(position));
            // If the server returns the oldest first, one poll may take several requests.
            loop {
                let fresh = follower.poll().await.unwrap();
                if fresh.is_empty() {
                    break;
                }
                seen.extend(fresh.iter().map(|event| event.id.parts().number.unwrap()));
            }
        }
        assert_eq!(seen, (2..=made).collect::<Vec<u64>>(), "oldest first: {oldest_first}, limit {limit}");
    }
}

#[tokio::test]
async fn failed_poll_resumes_at_the_same_position() {
    let fake = Fake::new(FakeNutshell::new());
    let client = fake.client_with(ClientConfig::new().retry(RetryPolicy::none())).unwrap();
    let mut follower = client.follow_events(ListEvents::new(), Some(EventPosition::after("0-events")));
    fake.handler().add_lead("one");
    fake.faults().next(Fault::ResetAfterHandling);
    assert!(follower.poll().await.is_err());
    assert_eq!(follower.poll().await.unwrap().len(), 1);
}

#[tokio::test]
async fn events_include_their_records() {
    let (fake, client) = fake();
    let lead = fake.handler().add_lead("Wash");
    client.send(&SetLeadStageset::new(lead.as_str(), "2-stagesets")).await.unwrap();
    let response = client.send(&ListEvents::new().limit(1)).await.unwrap().into_inner();
    let webhook = Event::from_events(response);
    let event = &webhook.events()[0];
    assert_eq!(event.changes[0].new_stage().unwrap().id.as_str(), "201-stages");
    assert!(matches!(webhook.payloads_of(event).next(), Some(Entity::Lead(found)) if found.id.as_str() == lead));
    assert!(matches!(webhook.actor_of(event), Some(Entity::User(_))));
}

#[tokio::test]
async fn comma_in_a_name_is_sent_as_a_blank_with_a_warning() {
    let (fake, client) = fake();
    fake.handler().add_lead("Smith Jones");
    let reply = client.send(&ListLeads::new().filter(Filter::name_like("Smith, Jones"))).await.unwrap();
    assert_eq!(reply.len(), 1);
    assert_eq!(reply.meta().warnings[0].code, nutshell::query::COMMA_WARNING);
    assert_eq!(fake.requests()[0].query("filter[name]"), Some("Smith Jones"));
    // What the server would do with a comma.
    let path = "/rest/leads?filter%5Bname%5D=Smith%2CJones";
    let error =
        client.pipeline().execute(ListLeads::OPERATION, path, &CallOptions::new(), Body::Empty).await.unwrap_err();
    assert_eq!((error.http_status(), error.code_as::<ErrorCode>()), (Some(500), Some(ErrorCode::InternalError)));
}

#[tokio::test]
async fn fake_accepts_the_vendor_patches_and_rejects_others() {
    let (fake, client) = fake();
    let lead = fake.handler().add_lead("Wash");
    let change = || UpdateLead::new(lead.as_str());
    let links = |relation: &str| fake.handler().record(&lead).unwrap()["links"][relation].clone();
    client.send(&change().add_tag("1-tags").add_tag("1-tags")).await.unwrap();
    assert_eq!(links("tags"), serde_json::json!(["1-tags"]), "a relation holds an id once");
    client.send(&change().remove_tag("1-tags").owner("2-users").territory("4-territories")).await.unwrap();
    assert_eq!((links("tags"), links("owner")), (serde_json::json!([]), serde_json::json!("2-users")));
    client.send(&change().set_tags(["1-tags", "9-tags"])).await.unwrap();
    assert_eq!(links("tags"), serde_json::json!(["1-tags", "9-tags"]));

    // A custom field in each of the observed formats, with names that must be escaped.
    for place in [CustomFieldPath::Direct, CustomFieldPath::Nested, CustomFieldPath::Object] {
        let named = [format!("{place:?}/a"), format!("{place:?}~b")];
        let both = change().custom_field_at(place, &named[0], "x").custom_field_at(place, &named[1], 1);
        client.send(&both).await.unwrap();
        let fields = fake.handler().record(&lead).unwrap()["customFields"].clone();
        assert_eq!(
            (&fields[&named[0]], &fields[&named[1]]),
            (&serde_json::json!("x"), &serde_json::json!(1)),
            "{place:?}"
        );
    }

    let before = (fake.write_count(), fake.handler().record(&lead));
    for wrong in [
        PatchOperation::replace("/lead/0/name", "x"),
        PatchOperation::replace("/leads/1003/name", "x"),
        PatchOperation::replace("/leads/0/id", "1-leads"),
        PatchOperation::remove("/leads/0/name"),
        PatchOperation::add("/leads/0/links/tags/-", 7),
    ] {
        // Rejected as a whole: operations before the invalid one are not applied either.
        let error = client.send(&change().name("changed").operation(wrong.clone())).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Rejected, WriteOutcome::NotApplied), "{wrong:?}");
    }
    // What the client never sends itself: another content type, no operation, and an invalid amount.
    let path = format!("/rest/leads/{lead}");
    let much = UpdateLead::new(lead.as_str())
        .name("changed")
        .operation(PatchOperation::replace("/leads/0/manualValue", "much"));
    let rejected = client.send(&much).await.unwrap_err();
    assert_eq!((rejected.field(), rejected.outcome()), (Some("manualValue"), WriteOutcome::NotApplied));
    let body = serde_json::to_vec(much.body()).unwrap();
    let body = Body::Bytes { content_type: "application/json-patch+json", bytes: body.into() };
    let error = client.pipeline().execute(UpdateLead::OPERATION, &path, &CallOptions::new(), body).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Rejected, WriteOutcome::NotApplied));
    for (media, body, code) in [
        ("application/json", r#"[{"op":"replace","path":"/leads/0/name","value":"x"}]"#, ErrorCode::JsonPatchRequired),
        ("application/json-patch+json", "[]", ErrorCode::NoPatches),
    ] {
        let body = Body::Bytes { content_type: media, bytes: body.into() };
        let error =
            client.pipeline().execute(UpdateLead::OPERATION, &path, &CallOptions::new(), body).await.unwrap_err();
        assert_eq!((error.code_as::<ErrorCode>(), error.outcome()), (Some(code), WriteOutcome::NotApplied));
    }
    assert_eq!((fake.write_count(), fake.handler().record(&lead)), before);
}

#[tokio::test]
async fn payments_competitors_and_tables_of_leads() {
    let (fake, client) = fake();
    let lead = fake.handler().add_lead("Wash");
    let due = "2026-01-01T00:00:00Z".parse().unwrap();
    let new = || UpdateLeadInstallments::new(lead.as_str());
    let made = client
        .send(
            &new()
                .installment(NewInstallment::new(due, 1000).description("Q1"))
                .installment(NewInstallment::new(due, 5)),
        )
        .await
        .unwrap();
    assert_eq!(made.len(), 2);
    assert_eq!(made[0].value.as_ref().unwrap().amount.as_ref().unwrap().as_str(), "1000");
    assert_eq!(made[0].due_time.as_ref().unwrap().timestamp(), Some(1_767_225_600));
    // The list replaces the schedule: the second payment is kept, the first is removed.
    let second = made[1].id.clone().unwrap();
    let kept = client.send(&new().installment(NewInstallment::new(due, 6).id(second.clone()))).await.unwrap();
    assert_eq!(kept.iter().map(|row| row.id.clone().unwrap()).collect::<Vec<_>>(), [second]);
    assert_eq!(client.send(&ListLeadInstallments::new(lead.as_str())).await.unwrap().len(), 1);
    assert!(client.send(&new()).await.unwrap().is_empty());

    let map = fake.handler().add_competitor(&lead, "1-competitors");
    let beat = UpdateCompetitorMap::new(map.as_str()).status(CompetitorMapStatus::Beat);
    assert!(client.send(&beat).await.unwrap().is_none());
    let read = client.send(&GetCompetitorMap::new(map.as_str())).await.unwrap();
    assert_eq!(read.status, Some(CompetitorMapStatus::Beat));
    client
        .send(&UpdateLeadStatus::new(lead.as_str()).outcome("1-outcomes").competitor_map(map.as_str()))
        .await
        .unwrap();
    assert!(client.send(&DeleteCompetitorMap::new(map.as_str())).await.unwrap().is_none());

    let items = client.send(&ListLeadItems::new()).await.unwrap();
    assert_eq!(items[0].primary_name.as_ref().unwrap().as_str(), "Wash");
    assert_eq!(items[0].column_value("name").unwrap().as_str().as_deref(), Some("Wash"));
    assert!(items[0].column("dueTime").is_some() && items[0].column_value("dueTime").is_none());
    client.send(&CreateLeadCustomField::new("City/State", "text")).await.unwrap();
    let fields = client.send(&ListLeadFields::new()).await.unwrap();
    assert!(fields.text().contains("City/State"));
}

#[tokio::test]
async fn every_server_error_format_is_classified() {
    let (fake, client) = fake();
    let negative = ListLeads::new().page(u32::MAX).limit(10);
    assert!(client.send(&negative).await.unwrap().is_empty(), "a page past the end is empty");
    let error = client.send(&ListLeads::new().filter(Filter::new("no such key", 1))).await.unwrap_err();
    assert_eq!((error.kind(), error.code_as::<ErrorCode>()), (ErrorKind::Rejected, Some(ErrorCode::InvalidFilter)));
    assert_eq!(error.outcome(), WriteOutcome::NotApplied);
    assert!(error.request_id().is_some());
    let error = client.send(&GetLead::new("999-leads")).await.unwrap_err();
    assert_eq!(error.code_as::<ErrorCode>(), Some(ErrorCode::NotFoundPage));
    assert!(error.is_not_found());
    let wrong = fake.builder_in_process(ClientConfig::new()).basic("agent@example.com", "wrong").build().unwrap();
    let error = wrong.leads(AdapterConfig::new()).check().await.unwrap_err();
    assert!(error.is_unauthenticated());
    assert_eq!(error.code_as::<ErrorCode>(), Some(ErrorCode::UnauthorizedPage));
}

#[tokio::test]
async fn toggle_is_never_sent_twice_and_reaches_the_target_state() {
    let (fake, client) = fake();
    let lead = fake.handler().add_lead("Wash");
    fake.faults().next(Fault::ResetAfterHandling);
    let error = client.send(&WatchLead::new(lead.as_str())).await.unwrap_err();
    assert_eq!((error.outcome(), error.attempts(), fake.request_count()), (WriteOutcome::Unknown, 1, 1));
    assert_eq!(fake.handler().record(&lead).unwrap()["isCurrentUserWatching"], true);

    for (wanted, calls) in [(true, 1), (false, 2), (false, 1), (true, 2)] {
        let before = fake.request_count();
        let now = client.set_watching(lead.as_str(), wanted).await.unwrap();
        assert_eq!(now.is_current_user_watching, Some(wanted));
        assert_eq!(fake.request_count() - before, calls, "{wanted}");
    }
}

#[tokio::test]
async fn only_replacing_patches_are_retried_after_a_lost_response() {
    let (fake, client) = fake();
    let lead = fake.handler().add_lead("Wash");
    fake.faults().next(Fault::ResetAfterHandling);
    client.send(&UpdateLead::new(lead.as_str()).description("Wash 2")).await.unwrap();
    assert_eq!(fake.request_count(), 2);
    fake.faults().next(Fault::ResetAfterHandling);
    let error = client.send(&UpdateLead::new(lead.as_str()).add_tag("1-tags")).await.unwrap_err();
    assert_eq!((error.outcome(), fake.request_count()), (WriteOutcome::Unknown, 3));
    for lost in 0..3 {
        fake.faults().next(Fault::ResetAfterHandling);
        let error = match lost {
            0 => client.send(&CreateLead::new("x")).await.err(),
            1 => client.send(&DeleteLead::new(lead.as_str())).await.err(),
            _ => client.send(&UndeleteLead::new(lead.as_str())).await.err(),
        };
        assert_eq!(error.unwrap().outcome(), WriteOutcome::Unknown);
        assert_eq!(fake.request_count(), 4 + lost);
    }
}

#[tokio::test]
async fn outcome_is_looked_up_once_and_never_guessed() {
    let (fake, client) = fake();
    let leads = client.leads(AdapterConfig::new());
    let lead = LeadId::new(fake.handler().add_lead("Wash"));
    let done = leads.mark_won(&lead).await.unwrap();
    assert_eq!(done.written.as_ref().unwrap().code, "1-outcomes");
    assert_eq!(fake.request_count(), 2);
    leads.mark_lost(&lead, "Lost").await.unwrap();
    assert_eq!(fake.request_count(), 3, "the list is cached");

    // An outcome that is newer than the cached list causes it to be read again.
    let newer = fake.handler().add_outcome("Too dear", "lost");
    leads.mark_lost(&lead, &newer).await.unwrap();
    assert_eq!(fake.handler().record(lead.as_str()).unwrap()["links"]["outcome"], newer.as_str());

    let before = fake.write_count();
    let several = leads.set_status(&lead, &StatusChange::to(LeadState::Lost)).await.unwrap_err();
    assert_eq!((several.kind(), several.candidates().len()), (ErrorKind::Ambiguous, 2));
    let preferring = client.leads(AdapterConfig::new().outcome(LeadState::Lost, newer.as_str()));
    preferring.set_status(&lead, &StatusChange::to(LeadState::Lost)).await.unwrap();
    fake.handler().remove_outcomes("cancelled");
    let none = fake
        .client()
        .unwrap()
        .leads(AdapterConfig::new())
        .set_status(&lead, &StatusChange::to(LeadState::Cancelled))
        .await
        .unwrap_err();
    assert_eq!(none.kind(), ErrorKind::Precondition);
    assert!(none.help().unwrap().contains("1-outcomes"));
    assert_eq!(fake.write_count(), before + 1);
}

#[tokio::test]
async fn new_lead_creates_its_contact_and_note() {
    let (fake, client) = fake();
    let leads = client.leads(AdapterConfig::new());
    let new = NewLead::new("Wash").email("jane@example.com").first_name("Jane").note("asked for a demo").source("web");
    let made = leads.create(&new).await.unwrap();
    assert!(made.meta().warnings.is_empty());
    let record = fake.handler().record(made.id.as_str()).unwrap();
    assert_eq!(record["links"]["sources"][0], "1-sources");
    let contact = record["links"]["contacts"][0].as_str().unwrap().to_owned();
    assert_eq!(fake.handler().record(&contact).unwrap()["emails"][0]["value"], "jane@example.com");
    assert_eq!(fake.handler().count("notes"), 1);
    let found = leads.list_page(&LeadQuery::new().email("jane@example.com"), None).await.unwrap();
    assert_eq!(found.leads.len(), 1);

    // The lead is created even if its note is not: the reply reports that.
    fake.faults()
        .on(|request| request.path.ends_with("/notes"), Fault::Response(FakeResponse::html(502, "<p>bad gateway</p>")));
    let made = leads.create(&new).await.unwrap();
    assert_eq!(made.meta().warnings[0].code, NOTE_NOT_WRITTEN);

    fake.handler().add_source("WEB");
    let error = leads.create(&new).await.unwrap_err();
    assert_eq!((error.kind(), error.field(), error.candidates().len()), (ErrorKind::Ambiguous, Some("source"), 2));
    assert_eq!(error.outcome(), WriteOutcome::NotApplied);
}

#[tokio::test]
async fn lists_declared_bare_are_read_in_both_shapes() {
    let (fake, client) = fake();
    for bare in [false, true] {
        fake.handler().set(|settings| settings.bare_lists = bare);
        let stages = client.send(&ListStages::new()).await.unwrap();
        assert_eq!((stages.len(), stages.envelope().is_wrapped()), (3, !bare));
    }
}
