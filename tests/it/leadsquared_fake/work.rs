//! Tasks, users, companies, sales activities and shares.

use super::{pair, pair_once};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use futures_util::TryStreamExt;
use leads_core::{ErrorKind, WriteOutcome};
use leadsquared::ErrorCode;
use leadsquared::api::companies::{BulkCreateOrUpdateCompanies, CreateCompany, ListCompanies, UpdateCompany};
use leadsquared::api::opportunities::ListTasksOfOpportunity;
use leadsquared::api::sales_activities::{
    CancelSalesActivity, CreateSalesActivity, GetSalesActivity, GetSalesActivitySetting, ListSalesActivitiesOfLead,
    RemoveSalesActivityDropdownOption, UpdateSalesActivity,
};
use leadsquared::api::sharing::{GetShareStatus, RevokeEntity, ShareEntity};
use leadsquared::api::tasks::{
    BulkCreateTasks, BulkDeleteTasks, CompleteTask, CreateTask, ListTaskTypes, ListTodosByUserEmail, ListTodosByUserId,
    SearchTodos,
};
use leadsquared::api::users::{CreateUser, GetUser, SearchUsers};
use leadsquared::model::{
    AccessLevel, Attributes, CollisionResolution, EntityAccess, Paging, Role, SalesStatus, TaskCategory, TaskFields,
    UserCondition, UserGroup,
};
use std::time::Duration;

fn noon() -> DateTime<Utc> {
    "2026-07-01T12:00:00Z".parse().unwrap()
}

#[tokio::test(start_paused = true)]
async fn tasks_are_created_completed_and_deleted_in_bulk() {
    let (fake, client) = pair();
    fake.handler().set(|settings| settings.queue_time = Duration::from_secs(60));
    let lead = fake.handler().add_lead(&[("FirstName", "Jo")]);
    let opportunity = fake.handler().add_opportunity(&lead, &[]);
    let tasks = [TaskFields::new("Call", noon()), TaskFields::new("Write", noon()).opportunity(opportunity.as_str())];
    let request = BulkCreateTasks::new(tasks).status_webhook("https://hooks.example.com/done");
    let report = client.send_bulk(&request).await.unwrap();
    assert_eq!((report.count(WriteOutcome::Accepted), fake.handler().tasks()), (2, 0));
    tokio::time::advance(Duration::from_secs(61)).await;
    let of = client.send(&ListTasksOfOpportunity::new(opportunity.as_str())).await.unwrap();
    let task = of[0].id().unwrap();
    assert_eq!((of.len(), of[0].name(), fake.handler().tasks()), (1, Some("Write"), 2));
    client.send(&CompleteTask::new(&task)).await.unwrap();
    assert_eq!(fake.handler().is_completed(task.as_str()), Some(true));

    let ids = [task.as_str(), "00000075-0000-4000-8000-0000000000ff"];
    let request = BulkDeleteTasks::new(ids).status_webhook("https://hooks.example.com/done");
    assert_eq!(client.send_bulk(&request).await.unwrap().count(WriteOutcome::Accepted), 2);
    tokio::time::advance(Duration::from_secs(61)).await;
    let reports = fake.handler().take_webhooks();
    assert_eq!((reports.len(), fake.handler().tasks()), (2, 1));
    let read = leadsquared::webhook::Batch::<leadsquared::webhook::BulkReport>::read(&reports[1].body).unwrap();
    assert_eq!((read[0].tasks_count(), read[0].deleted_tasks_count()), (Some(2), Some(1)));

    let unknown = ListTasksOfOpportunity::new("00000bb0-0000-4000-8000-0000000000ff");
    for request in [unknown, ListTasksOfOpportunity::new("7")] {
        assert!(client.send(&request).await.unwrap_err().is_not_found());
    }
}

#[tokio::test(start_paused = true)]
async fn to_dos_are_found_by_user_and_day() {
    let (fake, client) = pair();
    let jane = fake.handler().add_user_with("jane@example.com", "Sales_User", &[("FirstName", "Jane")]);
    let al = fake.handler().add_user("al@example.com", "Sales_User");
    fake.handler().add_task_type("Fair", true);
    let due = |day: &str| format!("2026-07-{day} 18:30:00");
    for (owner, day, kind) in
        [(&jane, "01", "Fair"), (&jane, "02", "Meeting"), (&al, "03", "Phone Call"), (&al, "20", "Phone Call")]
    {
        fake.handler()
            .add_task(None, &[("OwnerId", owner), ("DueDate", &due(day)), ("TaskType", kind), ("Name", kind)]);
    }
    let day = |day| NaiveDate::from_ymd_opt(2026, 7, day).unwrap();
    let by_id = ListTodosByUserId::new([jane.as_str(), al.as_str()], day(1), day(10)).paging(Paging::new(1, 1));
    let rows: Vec<_> = client.items(by_id).try_collect().await.unwrap();
    assert_eq!(rows.iter().map(|row| row.name().unwrap()).collect::<Vec<_>>(), ["Fair", "Phone Call"]);
    let by_email = client.send(&ListTodosByUserEmail::new(["al@example.com"], day(1), day(20))).await.unwrap();
    assert_eq!((by_email.len(), by_email[0].category()), (2, Some(TaskCategory::ToDo)));
    let jane = UserGroup::all([UserCondition::like("FirstName", "ja")]);
    assert_eq!(client.send(&SearchTodos::new(jane, day(1), day(20))).await.unwrap().len(), 1);
    let types = client.send(&ListTaskTypes::new().category(TaskCategory::ToDo)).await.unwrap();
    assert_eq!(types.iter().filter_map(|kind| kind.name()).collect::<Vec<_>>(), ["Phone Call", "Follow-Up", "Fair"]);
    fake.handler().set(|settings| settings.strict_types = true);
    let unknown = CreateTask::new(TaskFields::new("Call", noon()).task_type("Dance"));
    assert_eq!(client.send(&unknown).await.unwrap_err().outcome(), WriteOutcome::NotApplied);
}

#[tokio::test(start_paused = true)]
async fn users_are_created_and_searched() {
    let (fake, client) = pair();
    let create =
        CreateUser::new("Jane", "jane@example.com", Role::SalesUser).last_name("Doe").phone_numbers("+15550123");
    let id = client.send(&create).await.unwrap().id().unwrap().clone();
    let error = client.send(&create).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Conflict, WriteOutcome::NotApplied));
    fake.handler().add_user("bob@example.com", "Sales_Manager");
    fake.handler().add_user_to_group(id.as_str(), "North");
    let user = client.send(&GetUser::new(&id)).await.unwrap();
    assert_eq!((user.email(), user.role()), (Some("jane@example.com"), Some(Role::SalesUser)));
    assert!(client.send(&GetUser::new("none")).await.unwrap_err().is_not_found());
    let group =
        UserGroup::any([UserCondition::like("AssociatedPhoneNumbers", "0123"), UserCondition::like("Role", "manager")]);
    let rows: Vec<_> = client.items(SearchUsers::new().group(group)).try_collect().await.unwrap();
    assert_eq!(rows.iter().filter_map(|row| row.email()).collect::<Vec<_>>(), ["jane@example.com", "bob@example.com"]);
    assert_eq!(rows[0].groups(), ["North"]);
    fake.handler().set_user_active(id.as_str(), false);
    let inactive = SearchUsers::new().group(UserGroup::all([UserCondition::new("StatusCode", "eq", "1")]));
    assert_eq!(client.send(&inactive).await.unwrap()[0].is_active(), Some(false));
    let computed = SearchUsers::new().group(UserGroup::all([UserCondition::like("FullName", "Jane")]));
    assert!(client.send(&computed).await.unwrap_err().to_string().contains("invalid Attributes"));
}

#[tokio::test(start_paused = true)]
async fn companies_are_written_by_the_collision_rule() {
    let (fake, client) = pair();
    let water =
        client.send(&CreateCompany::new("Vendors", [("CompanyName", "Water"), ("State", "Goa")])).await.unwrap();
    let water = water.id().unwrap().as_str().to_owned();
    client.send(&UpdateCompany::new(water.as_str()).attribute("Phone", "1")).await.unwrap();
    let row = |name: &str| Attributes::from([("CompanyName", name), ("State", "Kerala"), ("City", "Kochi")]);
    let state = || fake.handler().company_attribute(&water, "State");
    for (rule, expected) in [
        (CollisionResolution::IgnoreDuplicate, "Goa"),
        (CollisionResolution::FillMissingFields, "Goa"),
        (CollisionResolution::OverwriteAllFields, "Kerala"),
    ] {
        let request = BulkCreateOrUpdateCompanies::new("Vendors", "CompanyName", rule, [row("Water")]);
        assert_eq!(client.send_bulk(&request).await.unwrap().count(WriteOutcome::Applied), 1);
        assert_eq!(state().as_deref(), Some(expected));
    }
    assert_eq!(fake.handler().company_attribute(&water, "City").as_deref(), Some("Kochi"));
    fake.handler().add_company("Vendors", &[("CompanyName", "Fire")]);
    fake.handler().add_company("Clients", &[("CompanyName", "Water")]);
    let rows: Vec<_> = client.items(ListCompanies::new("Vendors").search_text("wat")).try_collect().await.unwrap();
    assert_eq!((rows.len(), rows[0].id().unwrap().as_str(), rows[0].phone()), (1, water.as_str(), Some("1")));
    let filter = serde_json::json!({"State": "Kerala"});
    assert_eq!(client.send(&ListCompanies::new("Vendors").filter_by(filter)).await.unwrap().len(), 1);

    fake.handler().set(|settings| settings.industries = vec!["Retail".to_owned()]);
    let error = client.send(&UpdateCompany::new(water.as_str()).attribute("Industry", "Farming")).await.unwrap_err();
    assert_eq!(error.code_as::<ErrorCode>(), Some(ErrorCode::InvalidEntityReference));
    assert_eq!(
        client.send(&CreateCompany::new("Vendors", [("CompanyName", "Fire")])).await.unwrap_err().kind(),
        ErrorKind::Conflict
    );
}

#[tokio::test(start_paused = true)]
async fn sales_activities_are_kept() {
    let (fake, client) = pair();
    let lead = fake.handler().add_lead(&[("FirstName", "Jo")]);
    let create = CreateSalesActivity::new(lead.as_str(), SalesStatus::Open).product_sku("SKU-01").revenue(1800);
    let id = client.send(&create).await.unwrap().id().unwrap().clone();
    // The vendor counts no rows in a success.
    let updated = client.send(&UpdateSalesActivity::new(&id).revenue(2000)).await.unwrap();
    assert_eq!((updated.affected_rows(), updated.meta().outcome), (Some(0), WriteOutcome::Applied));
    let read = client.send(&GetSalesActivity::new(&id)).await.unwrap();
    assert_eq!((read.field_text("mx_Custom_2"), read.status()), (Some("2000"), Some(SalesStatus::Open)));
    let cancelled = client.send(&CancelSalesActivity::new(&id)).await.unwrap();
    assert_ne!(cancelled.id(), Some(&id));
    assert_eq!(fake.handler().sales_field(id.as_str(), "Status").as_deref(), Some("Cancelled"));
    assert_eq!(client.send(&ListSalesActivitiesOfLead::new(lead.as_str())).await.unwrap().len(), 1);

    fake.handler().add_sales_dropdown("mx_Custom_5", &["Ogden", "Ulm"]);
    client.send(&RemoveSalesActivityDropdownOption::new("mx_Custom_5", "Ogden")).await.unwrap();
    let setting = client.send(&GetSalesActivitySetting::new()).await.unwrap();
    assert_eq!(setting.definition("mx_Custom_5").unwrap().options().unwrap().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn shares_are_queued_and_expire() {
    let (fake, client) = pair_once();
    fake.handler().set(|settings| settings.queue_time = Duration::from_secs(60));
    let seller = fake.handler().add_user("seller@example.com", "Sales_User");
    let lead = fake.handler().add_lead(&[("ProspectAutoId", "4711")]);
    let activity = fake.handler().add_activity(&lead, 201, "called", &[]);
    let opportunity = fake.handler().add_opportunity(&lead, &[]);
    let of_lead = || EntityAccess::lead(seller.as_str(), "4711", activity.as_str());
    let of_opportunity = EntityAccess::opportunity(seller.as_str(), opportunity.as_str());
    let rows = [of_lead().level(AccessLevel::Read), of_opportunity.level(AccessLevel::ReadWrite).minutes(30)];
    let request = client.send(&ShareEntity::new(rows)).await.unwrap().id().unwrap().clone();
    assert!(!client.send(&GetShareStatus::new(&request)).await.unwrap().is_processed());
    tokio::time::advance(Duration::from_secs(61)).await;
    assert!(client.send(&GetShareStatus::new(&request)).await.unwrap().is_processed());
    let access = |record: &str| fake.handler().access_of(&seller, record);
    assert_eq!((access("4711"), access(&opportunity)), (Some(1), Some(2)));
    fake.clock().advance(TimeDelta::minutes(31).to_std().unwrap());
    assert_eq!((access("4711"), access(&opportunity)), (Some(1), None));
    client.send(&RevokeEntity::new([of_lead()])).await.unwrap();
    fake.clock().advance(Duration::from_secs(61));
    let unknown = EntityAccess::opportunity(seller.as_str(), "none").level(AccessLevel::Read);
    let request = client.send(&ShareEntity::new([unknown])).await.unwrap().id().unwrap().clone();
    assert_eq!(access("4711"), None);
    fake.clock().advance(Duration::from_secs(61));
    assert!(client.send(&GetShareStatus::new(request)).await.unwrap().error_message.is_some());
}
