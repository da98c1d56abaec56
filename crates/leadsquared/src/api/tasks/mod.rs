//! Tasks of users.

mod bulk_create_tasks;
mod create_task;
mod list_tasks;
mod update_task;

pub use bulk_create_tasks::{BulkCreateTasks, BulkCreateTasksBody};
pub use create_task::{CreateTask, CreateTaskBody};
pub use list_tasks::{ListTasks, ListTasksBody};
pub use update_task::{UpdateTask, UpdateTaskBody};

leads_core::operations! { crate::LeadSquared;
    BulkCreateTasks body,
    CreateTask body,
    ListTasks body: [crate::model::Task],
    UpdateTask body,
}
