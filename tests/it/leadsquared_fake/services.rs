//! Activities, tasks, notes, users and lists.

use super::{pair, pair_once};
use futures_util::TryStreamExt;
use leads_core::{ErrorKind, WriteOutcome};
use leads_testkit::Fault;
use leads_testkit::leadsquared::EVENT_CODE;
use leadsquared::ErrorCode;
use leadsquared::api::activities::{
    BulkCreateActivitiesByLeadId, CreateActivity, CreateLeadWithActivity, GetActivity, ListActivitiesOfLead,
    ListActivityTypes,
};
use leadsquared::api::asynchronous::{CreateActivityAsync, GetAsyncMetrics};
use leadsquared::api::leads::{CreateNote, ListLists, ListNotes, ListTasksOfLead};
use leadsquared::api::lists::{AddLeadsToList, CreateEmptyList};
use leadsquared::api::tasks::{CreateTask, ListTasks, UpdateTask};
use leadsquared::api::users::ListUsers;
use leadsquared::model::{BulkActivity, OffsetPaging, OffsetUnit, TaskFields, TaskStatus};
use std::collections::BTreeSet;
use std::time::Duration;

#[tokio::test(start_paused = true)]
async fn activity_history_includes_opportunities() {
    let (fake, client) = pair();
    let lead = fake.handler().add_lead(&[("EmailAddress", "jane@example.com")]);
    let opportunity = fake.handler().add_opportunity(&lead, &[("Status", "Open")]);
    let posted =
        client.send(&CreateActivity::new(lead.as_str(), 201).note("called").field("mx_Custom_1", "x")).await.unwrap();
    let id = posted.id().unwrap().clone();
    let all: Vec<_> = client.items(ListActivitiesOfLead::new(lead.as_str())).try_collect().await.unwrap();
    let seen: Vec<(&str, Option<i64>)> =
        all.iter().map(|row| (row.id.as_str(), row.event_code.map(|code| code.get()))).collect();
    assert_eq!(seen, [(opportunity.as_str(), Some(EVENT_CODE)), (id.as_str(), Some(201))]);
    assert_eq!(all[1].note().unwrap().text(), "called");
    assert_eq!(all[1].field_text("mx_Custom_1"), Some("x"));

    let details = client.send(&GetActivity::new(id.as_str())).await.unwrap();
    assert_eq!(details.value().field_text("mx_Custom_1"), Some("x"));
    let error = client.send(&GetActivity::new("no-such")).await.unwrap_err();
    assert_eq!((error.kind(), error.code_as::<ErrorCode>()), (ErrorKind::NotFound, Some(ErrorCode::UnknownActivity)));
    let types = client.send(&ListActivityTypes::new()).await.unwrap();
    assert_eq!(types.rows.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn history_is_complete_for_both_offset_units() {
    for pages in [false, true] {
        let (fake, client) = pair();
        fake.handler().set(|settings| settings.offset_counts_pages = pages);
        let lead = fake.handler().add_lead(&[("Phone", "+15550100")]);
        let made: BTreeSet<String> =
            (0..23).map(|at| fake.handler().add_activity(&lead, 201, &format!("note {at}"), &[])).collect();
        let list = ListActivitiesOfLead::new(lead.as_str()).event(201).paging(OffsetPaging::new(0, 5));
        let rows: Vec<_> = client.items(list.clone()).try_collect().await.unwrap();
        let ids: BTreeSet<String> = rows.iter().map(|row| row.id.as_str().to_owned()).collect();
        assert_eq!((rows.len(), &ids), (23, &made), "pages: {pages}");
        // If the unit is known, no call is spent on detecting it.
        let unit = if pages { OffsetUnit::Pages } else { OffsetUnit::Rows };
        let before = fake.request_count();
        let rows: Vec<_> = client.items(list.offset_unit(unit)).try_collect().await.unwrap();
        // Five plain pages, and the cost of the repeated rows with pages of five.
        let calls = if pages { 9 } else { 6 };
        assert_eq!((rows.len(), fake.request_count() - before), (23, calls), "pages: {pages}");
    }
}

#[tokio::test(start_paused = true)]
async fn activity_by_address_creates_the_lead_once() {
    let (fake, client) = pair();
    for _ in 0..2 {
        client.send(&CreateActivity::by_email("jo@example.com", 201).first_name("Jo")).await.unwrap();
    }
    assert_eq!(fake.handler().leads(), 1);
    let both = CreateLeadWithActivity::new([("EmailAddress", "jo@example.com"), ("mx_City", "Ulm")], 202);
    let response = client.send(&both).await.unwrap();
    let lead = response.message.as_ref().unwrap().related_id.clone().unwrap();
    assert_eq!(fake.handler().attribute(&lead, "mx_City").as_deref(), Some("Ulm"));
    assert_eq!((fake.handler().activities_of(&lead, 201), fake.handler().activities_of(&lead, 202)), (2, 1));
}

#[tokio::test(start_paused = true)]
async fn activity_with_a_lost_response_is_not_posted_twice() {
    let (fake, client) = pair();
    let lead = fake.handler().add_lead(&[("Phone", "+15550100")]);
    fake.faults().next(Fault::ResetAfterHandling);
    let error = client.send(&CreateActivity::new(lead.as_str(), 201)).await.unwrap_err();
    assert_eq!((error.outcome(), fake.request_count()), (WriteOutcome::Unknown, 1));
    assert_eq!(fake.handler().activities_of(&lead, 201), 1);
}

#[tokio::test(start_paused = true)]
async fn activity_batch_reports_posted_rows() {
    let (fake, client) = pair_once();
    let lead = fake.handler().add_lead(&[("Phone", "+15550100")]);
    let rows = [BulkActivity::of_lead(lead.as_str(), 201), BulkActivity::of_lead("no-such", 201)];
    let report = client.send_bulk(&BulkCreateActivitiesByLeadId::new(rows)).await.unwrap();
    let reported: Vec<_> = report.rows.iter().map(|row| (row.outcome, row.id.is_some())).collect();
    assert_eq!(reported, [(WriteOutcome::Applied, true), (WriteOutcome::NotApplied, false)]);
    assert_eq!(fake.handler().activities_of(&lead, 201), 1);
}

#[tokio::test(start_paused = true)]
async fn queued_activity_is_posted_when_due() {
    let (fake, client) = pair();
    let lead = fake.handler().add_lead(&[("Phone", "+15550100")]);
    let queued = client.send(&CreateActivityAsync::new(lead.as_str(), 201)).await.unwrap();
    assert_eq!((queued.meta().outcome, fake.handler().activities_of(&lead, 201)), (WriteOutcome::Accepted, 0));
    tokio::time::advance(Duration::from_secs(30)).await;
    assert_eq!(client.send(&GetAsyncMetrics::new()).await.unwrap().pending_messages, Some(0));
    assert_eq!(fake.handler().activities_of(&lead, 201), 1);
}

#[tokio::test(start_paused = true)]
async fn tasks_are_found_by_owner_and_by_lead() {
    let (fake, client) = pair();
    let lead = fake.handler().add_lead(&[("Phone", "+15550100")]);
    let seller = fake.handler().add_user("seller@example.com", "Sales_User");
    let due = chrono::DateTime::UNIX_EPOCH + chrono::TimeDelta::days(20_000);
    let task = TaskFields::new("Call", due).lead(lead.as_str()).owner_email("seller@example.com");
    let id = client.send(&CreateTask::new(task)).await.unwrap().id().unwrap().clone();
    client.send(&CreateTask::new(TaskFields::new("Mine", due))).await.unwrap();
    let sent = TaskFields::changes().name("Call again");
    client.send(&UpdateTask::new(id.as_str(), sent)).await.unwrap();

    let open: Vec<_> = client.items(ListTasks::of_owner(seller.as_str()).open()).try_collect().await.unwrap();
    let [task] = open.as_slice() else { panic!("{open:?}") };
    assert_eq!(
        (task.id(), task.name(), task.status()),
        (Some(id.clone()), Some("Call again"), Some(TaskStatus::Pending))
    );
    assert_eq!(task.due_date().unwrap().utc(), Some(due));
    assert_eq!(client.send(&ListTasksOfLead::new(lead.as_str())).await.unwrap().rows.len(), 1);

    fake.handler().complete_task(id.as_str());
    let open: Vec<_> = client.items(ListTasks::of_owner(seller.as_str()).open()).try_collect().await.unwrap();
    let done: Vec<_> = client.items(ListTasks::of_owner(seller.as_str()).done()).try_collect().await.unwrap();
    assert_eq!((open.len(), done.len(), fake.handler().tasks()), (0, 1, 2));

    let error = client.send(&CreateTask::new(TaskFields::new("Call", due).lead("no-such"))).await.unwrap_err();
    assert_eq!((error.outcome(), fake.handler().tasks()), (WriteOutcome::NotApplied, 2));
}

#[tokio::test(start_paused = true)]
async fn notes_users_and_lists_round_trip() {
    let (fake, client) = pair();
    let lead = fake.handler().add_lead(&[("Phone", "+15550100")]);
    let other = fake.handler().add_lead(&[("Phone", "+15550101")]);
    let note = client.send(&CreateNote::new(lead.as_str(), "likes blue")).await.unwrap().id().unwrap().clone();
    client.send(&CreateNote::new(other.as_str(), "likes red")).await.unwrap();
    let notes: Vec<_> = client.items(ListNotes::new(lead.as_str())).try_collect().await.unwrap();
    assert_eq!(notes.iter().map(|row| row.prospect_note_id.clone()).collect::<Vec<_>>(), [Some(note)]);

    fake.handler().add_user("seller@example.com", "Sales_User");
    let users = client.send(&ListUsers::new()).await.unwrap();
    assert_eq!(
        users.rows.iter().filter_map(|user| user.email()).collect::<Vec<_>>(),
        ["owner@example.com", "seller@example.com"]
    );

    let list = client.send(&CreateEmptyList::new("Fair")).await.unwrap().id().unwrap().clone();
    for _ in 0..2 {
        client.send(&AddLeadsToList::new(list.as_str(), [lead.as_str()])).await.unwrap();
    }
    let lists: Vec<_> = client.items(ListLists::new().search_text("fair")).try_collect().await.unwrap();
    assert_eq!(
        lists.iter().map(|row| (row.list_id.clone(), row.member_count)).collect::<Vec<_>>(),
        [(Some(list), Some(1))]
    );
    let error = client.send(&CreateEmptyList::new("Fair")).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Conflict, WriteOutcome::NotApplied));
}
