//! `PATCH /rest/tasks/{id}`

use super::GetTask;
use crate::Nutshell;
use crate::envelope::One;
use crate::evidence;
use crate::model::{Task, TaskId, UserId};
use crate::patch::{PatchBody, PatchMediaType, patch_setters};
use crate::verification::{self, Seen};
use leads_core::vendor::{HasBody, HttpResponse, Method, Operation, Parts, Request, Safety};
use leads_core::{Resolution, Resolve, Result};
use serde::{Deserialize, Serialize};

/// Changes a task.
///
/// `PATCH /rest/tasks/{id}` with JSON Patch. The answer is 204 without a body. The vendor's document says
/// `application/json` here, its server asked for `application/json-patch+json` where it was tried:
/// [`media_type`](Self::media_type) chooses.
///
/// The vendor documents only the assignee; [`operation`](Self::operation) writes anything else.
///
/// A request that only replaces is sent again after a lost answer; one that adds or removes is not.
///
/// [`Client::resolve`](crate::Client::resolve) finds out what became of it after a lost answer.
///
/// # Errors
/// An empty change is refused before anything is sent; [`NotFound`](leads_core::ErrorKind::NotFound) for an unknown id;
/// [`ErrorCode::JsonPatchRequired`](crate::ErrorCode::JsonPatchRequired) for a content type that the server does not
/// take.
///
/// ```
/// let request = nutshell::api::tasks::UpdateTask::new("1-tasks").assignee("2-users");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateTask {
    id: TaskId,
    #[serde(default, skip_serializing_if = "PatchMediaType::is_default")]
    media_type: PatchMediaType,
    body: PatchBody,
}

impl UpdateTask {
    /// Changes nothing of `id` yet.
    pub fn new(id: impl Into<TaskId>) -> Self {
        Self { id: id.into(), media_type: PatchMediaType::default(), body: PatchBody::default() }
    }

    patch_setters! { one "tasks" {
        /// Gives it to another user.
        assignee => "assignee": UserId,
    } }

    /// Chooses the content type.
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
    const OPERATION: Operation =
        Operation::new("update_task", Method::Patch, "/rest/tasks/{id}", Safety::Idempotent).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).check(self.body.check()).json_as(self.media_type.as_str(), &self.body)
    }

    fn safety(&self) -> Safety {
        self.body.safety()
    }

    fn read(response: &HttpResponse) -> Result<Option<One<Task>>> {
        evidence::record_or_nothing::<Self, _>(response)
    }
}

impl Resolve for UpdateTask {
    type Check = GetTask;
    const FOUND_WHEN: &'static str = "the task is as every change of the patch leaves it";

    fn check(&self) -> Option<GetTask> {
        Some(GetTask::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        verification::patch(&self.body, seen.map(|one| one.record()))
    }
}

impl HasBody for UpdateTask {
    type Body = PatchBody;
    fn body(&self) -> &PatchBody {
        &self.body
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for UpdateTask {
    fn sample() -> Self {
        Self::new("1-tasks").assignee("2-users")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patch::PatchOperation;

    #[test]
    fn the_dialect_of_tasks() {
        assert_eq!(
            serde_json::to_string(UpdateTask::new("1-tasks").assignee("2-users").body()).unwrap(),
            r#"[{"op":"replace","path":"/tasks/0/links/assignee","value":"2-users"}]"#
        );
    }

    #[test]
    fn the_content_type_can_be_chosen_and_is_stored() {
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
    fn only_replacements_are_repeated_and_nothing_is_not_sent() {
        let with = |operation| UpdateTask::new("1-tasks").operation(operation);
        assert_eq!(with(PatchOperation::replace("/tasks/0/name", "x")).safety(), Safety::Idempotent);
        assert_eq!(with(PatchOperation::add("/tasks/0/links/x/-", "1-x")).safety(), Safety::NonIdempotent);
        assert_eq!(with(PatchOperation::remove("/tasks/0/links/x/1-x")).safety(), Safety::NonIdempotent);
        assert_eq!(UpdateTask::new("1-tasks").parts().unwrap_err().field(), Some("body"));
        assert_eq!(with(PatchOperation::add("name", "x")).parts().unwrap_err().field(), Some("path"));
    }
}
