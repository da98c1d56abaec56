//! `PATCH /rest/tasks/{id}`

use super::GetTask;
use crate::api::prelude::*;
use crate::model::{Task, TaskId, UserId};
use crate::patch::{PatchBody, PatchMediaType, patch_setters};

/// Updates a task.
///
/// `PATCH /rest/tasks/{id}` with JSON Patch. The response is 204 without a body. The vendor's document says
/// `application/json` here, but its server required `application/json-patch+json` where this was tried; set the content
/// type with [`media_type`](Self::media_type).
///
/// The vendor documents only the assignee. Use [`operation`](Self::operation) to write any other path.
///
/// The update is retried after a lost response only if every operation is a replacement, not if one adds or removes.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) determines whether the write was applied.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns an error, before anything is sent, if the update has no changes;
/// [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown; and
/// [`ErrorCode::JsonPatchRequired`](crate::ErrorCode::JsonPatchRequired) if the server does not accept the content
/// type.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::tasks::UpdateTask;
///
/// let reply = client.send(&UpdateTask::new("1-tasks").assignee("2-users")).await?;
/// if let Some(task) = reply.into_inner() {
///     println!("{}: {:?}", task.id, task.title);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/tasks/{id}")]
#[doc(alias = "tasks/{id}")]
#[doc(alias = "update task")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateTask {
    id: TaskId,
    #[serde(default, skip_serializing_if = "PatchMediaType::is_default")]
    media_type: PatchMediaType,
    body: PatchBody,
}

impl UpdateTask {
    /// Creates an update of `id` with no changes yet.
    pub fn new(id: impl Into<TaskId>) -> Self {
        Self { id: id.into(), media_type: PatchMediaType::default(), body: PatchBody::default() }
    }

    patch_setters! { one "tasks" {
        /// Assigns the task to another user.
        assignee => "assignee": UserId,
    } }

    /// Sets the content type.
    #[must_use]
    pub fn media_type(mut self, media_type: PatchMediaType) -> Self {
        self.media_type = media_type;
        self
    }

    patch_setters! { raw }
}

impl Request for UpdateTask {
    type Vendor = Nutshell;
    type Response = Option<One<Task>>;
    const OPERATION: Operation = op::patch("update_task", "/rest/tasks/{id}", Safety::Idempotent);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).check(self.body.check()).json_as(self.media_type.as_str(), &self.body)
    }

    fn safety(&self) -> Safety {
        self.body.safety()
    }
}

impl Resolve for UpdateTask {
    type Check = GetTask;
    const FOUND_WHEN: &'static str = "the task matches every change of the patch";

    fn check(&self) -> Option<GetTask> {
        Some(GetTask::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        verification::patch(&self.body, seen.map(|one| one.record()))
    }
}

has_body!(UpdateTask => PatchBody);

sample!(UpdateTask: Self::new("1-tasks").assignee("2-users"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patch::PatchOperation;

    #[test]
    fn task_patch_paths() {
        assert_eq!(
            serde_json::to_string(UpdateTask::new("1-tasks").assignee("2-users").body()).unwrap(),
            r#"[{"op":"replace","path":"/tasks/0/links/assignee","value":"2-users"}]"#
        );
    }

    #[test]
    fn update_task_content_type_is_configurable_and_stored() {
        let content_type = |request: &UpdateTask| match request.parts().unwrap().body() {
            leads_core::Body::Bytes { content_type, .. } => *content_type,
            other => panic!("{other:?}"),
        };
        let change = UpdateTask::new("1-tasks").operation(PatchOperation::replace("/tasks/0/name", "x"));
        assert_eq!(content_type(&change), "application/json-patch+json");
        let changed = change.clone().media_type(PatchMediaType::Json);
        assert_eq!(content_type(&changed), "application/json");
        for request in [change, changed] {
            let stored = serde_json::to_string(&request).unwrap();
            assert_eq!(serde_json::from_str::<UpdateTask>(&stored).unwrap(), request);
        }
    }

    #[test]
    fn update_task_is_idempotent_for_replacements_and_rejects_an_empty_update() {
        let with = |operation| UpdateTask::new("1-tasks").operation(operation);
        assert_eq!(with(PatchOperation::replace("/tasks/0/name", "x")).safety(), Safety::Idempotent);
        assert_eq!(with(PatchOperation::add("/tasks/0/links/x/-", "1-x")).safety(), Safety::NonIdempotent);
        assert_eq!(with(PatchOperation::remove("/tasks/0/links/x/1-x")).safety(), Safety::NonIdempotent);
        assert_eq!(UpdateTask::new("1-tasks").parts().unwrap_err().field(), Some("body"));
        assert_eq!(with(PatchOperation::add("name", "x")).parts().unwrap_err().field(), Some("path"));
    }
}
