//! Creates, reads, lists, updates and deletes tasks.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`CreateTask`] ([vendor's page](https://developers.nutshell.com/reference))<br>POST `/rest/tasks` | non-idempotent | [`Task`](crate::model::Task) |
//! | [`DeleteTask`] ([vendor's page](https://developers.nutshell.com/reference))<br>DELETE `/rest/tasks/{id}` | non-idempotent | [`Task`](crate::model::Task) |
//! | [`GetTask`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/tasks/{id}` | read | [`Task`](crate::model::Task) |
//! | [`ListTasks`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/tasks` | read | list of [`Task`](crate::model::Task) |
//! | [`UpdateTask`] ([vendor's page](https://developers.nutshell.com/reference))<br>PATCH `/rest/tasks/{id}` | idempotent | [`Task`](crate::model::Task) |
//!
//! <!-- operations: end -->

mod create_task;
mod delete_task;
mod get_task;
mod list_tasks;
mod update_task;

pub use create_task::{CreateTask, NewRecurrence, NewTaskLinks};
pub use delete_task::{DeleteTask, DeleteTasks};
pub use get_task::GetTask;
pub use list_tasks::ListTasks;
pub use update_task::UpdateTask;

/// The JSON bodies of the requests above, as they are sent.
pub mod body {
    pub use super::create_task::CreateTaskBody;
}

leads_core::operations! { crate::Nutshell;
    GetTask,
    DeleteTask resolve,
    UpdateTask body resolve,
    ListTasks: [crate::model::Task],
    CreateTask body,
}
