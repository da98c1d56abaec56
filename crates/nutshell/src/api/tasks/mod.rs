//! Tasks.

mod create_task;
mod delete_task;
mod get_task;
mod list_tasks;
mod update_task;

pub use create_task::{CreateTask, CreateTaskBody, NewRecurrence, NewTaskLinks};
pub use delete_task::{DeleteTask, DeleteTasks};
pub use get_task::GetTask;
pub use list_tasks::ListTasks;
pub use update_task::UpdateTask;

leads_core::operations! { crate::Nutshell;
    GetTask,
    DeleteTask resolve,
    UpdateTask body resolve,
    ListTasks: [crate::model::Task],
    CreateTask body,
}
