//! Tasks of users.

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

pub use bulk_create_tasks::{BulkCreateTasks, BulkCreateTasksBody};
pub use bulk_delete_tasks::{BulkDeleteTasks, BulkDeleteTasksBody};
pub use complete_task::CompleteTask;
pub use create_task::{CreateTask, CreateTaskBody};
pub use list_task_types::ListTaskTypes;
pub use list_tasks::{ListTasks, ListTasksBody};
pub use list_todos_by_user_email::ListTodosByUserEmail;
pub use list_todos_by_user_id::ListTodosByUserId;
pub use search_todos::{SearchTodos, SearchTodosBody};
pub use to_dos::ToDosOfUsersBody;
pub use update_task::{UpdateTask, UpdateTaskBody};

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
