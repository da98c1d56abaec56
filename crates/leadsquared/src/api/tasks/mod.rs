//! Creates, searches, updates, completes and deletes tasks of users.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`BulkCreateTasks`] ([vendor's page](https://apidocs.leadsquared.com/create-tasks-in-bulk/))<br>POST `/v2/Task.svc/Bulk/Create` | non-idempotent | [`BulkResponse`](crate::BulkResponse) |
//! | [`BulkDeleteTasks`] ([vendor's page](https://apidocs.leadsquared.com/delete-tasks-in-bulk/))<br>POST `/v2/Task.svc/DeleteTasks` | idempotent | [`BulkResponse`](crate::BulkResponse) |
//! | [`CompleteTask`]<br>GET `/v2/Task.svc/MarkComplete` | idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`CreateTask`] ([vendor's page](https://apidocs.leadsquared.com/create-task/))<br>POST `/v2/Task.svc/Create` | non-idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`ListTaskTypes`] ([vendor's page](https://apidocs.leadsquared.com/get-list-of-task-types-2/))<br>GET `/v2/Task.svc/RetrieveTaskType` | read | list of [`TaskType`](crate::model::TaskType) |
//! | [`ListTasks`] ([vendor's page](https://apidocs.leadsquared.com/retrieve-tasks/))<br>POST `/v2/Task.svc/Retrieve` | read | list of [`Task`](crate::model::Task) |
//! | [`ListTodosByUserEmail`] ([vendor's page](https://apidocs.leadsquared.com/get-to-dos-by-email-address/))<br>POST `/v2/Task.svc/RetrieveToDos/ByUserEmailAddress` | read | list of [`Task`](crate::model::Task) |
//! | [`ListTodosByUserId`] ([vendor's page](https://apidocs.leadsquared.com/get-to-dos-by-user-id/))<br>POST `/v2/Task.svc/RetrieveToDos/ByUserId` | read | list of [`Task`](crate::model::Task) |
//! | [`SearchTodos`] ([vendor's page](https://apidocs.leadsquared.com/get-to-dos-by-search-criteria/))<br>POST `/v2/Task.svc/RetrieveToDos/ByUserSearchCriteria` | read | list of [`Task`](crate::model::Task) |
//! | [`UpdateTask`] ([vendor's page](https://apidocs.leadsquared.com/update-task/))<br>POST `/v2/Task.svc/Update` | idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//!
//! <!-- operations: end -->

mod bulk_create_tasks;
mod bulk_delete_tasks;
mod complete_task;
mod create_task;
mod list_task_types;
mod list_tasks;
mod list_todos_by_user_email;
mod list_todos_by_user_id;
mod search_todos;
mod to_dos;
mod update_task;

pub use bulk_create_tasks::BulkCreateTasks;
pub use bulk_delete_tasks::BulkDeleteTasks;
pub use complete_task::CompleteTask;
pub use create_task::CreateTask;
pub use list_task_types::ListTaskTypes;
pub use list_tasks::ListTasks;
pub use list_todos_by_user_email::ListTodosByUserEmail;
pub use list_todos_by_user_id::ListTodosByUserId;
pub use search_todos::SearchTodos;
pub use update_task::UpdateTask;

/// The JSON bodies of the requests above, as they are sent.
pub mod body {
    pub use super::bulk_create_tasks::BulkCreateTasksBody;
    pub use super::bulk_delete_tasks::BulkDeleteTasksBody;
    pub use super::create_task::CreateTaskBody;
    pub use super::list_tasks::ListTasksBody;
    pub use super::search_todos::SearchTodosBody;
    pub use super::to_dos::ToDosOfUsersBody;
    pub use super::update_task::UpdateTaskBody;
}

leads_core::operations! { crate::LeadSquared;
    BulkCreateTasks body,
    BulkDeleteTasks body,
    CompleteTask,
    CreateTask body,
    ListTaskTypes: [crate::model::TaskType],
    ListTasks body: [crate::model::Task],
    ListTodosByUserEmail body: [crate::model::Task],
    ListTodosByUserId body: [crate::model::Task],
    SearchTodos body: [crate::model::Task],
    UpdateTask body,
}
