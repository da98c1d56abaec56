//! `POST /rest/tasks`

use crate::api::prelude::*;
use crate::model::{EntityId, RecurrenceMode, Task, Time, UserId};
use chrono::{DateTime, Utc};
use leads_core::Personal;

/// Creates a task.
///
/// `POST /rest/tasks` with a flat body, without a wrapping member. The vendor does not describe the response: the new
/// task is read if there is one, and an empty 200 is also a success.
///
/// If the response is lost, the outcome cannot be verified automatically, because Nutshell does not accept a
/// client-supplied id. To check manually: `ListTasks` of the related record shows whether it exists.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Nutshell has no duplicate detection key, so the call is never retried once it has been sent: a lost response leaves
/// the outcome unknown.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::{api::tasks::CreateTask, model::RecurrenceMode};
///
/// let request = CreateTask::new("Call back")
///     .related_to("456-leads")
///     .assignee("1-users")
///     .repeats("FREQ=WEEKLY;BYDAY=MO", RecurrenceMode::DueDate);
/// let reply = client.send(&request).await?;
/// if let Some(task) = reply.into_inner() {
///     println!("{}: {:?}", task.id, task.title);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/tasks")]
#[doc(alias = "tasks")]
#[doc(alias = "create task")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateTask {
    body: CreateTaskBody,
}

/// The wire body of [`CreateTask`].
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateTaskBody {
    title: Option<Personal<String>>,
    description: Option<Personal<String>>,
    due_time: Option<Time>,
    recurrence_rule: Option<NewRecurrence>,
    links: Option<NewTaskLinks>,
}

/// The recurrence of a new task. The vendor also declares the members of an existing rule here; the setters write only
/// the rule and its mode.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewRecurrence {
    id: Option<EntityId>,
    rule: Option<String>,
    mode: Option<RecurrenceMode>,
    html_url: Option<String>,
    html_url_path: Option<String>,
}

/// The related records of a new task.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewTaskLinks {
    related_entity: Option<EntityId>,
    assignee: Option<UserId>,
}

impl CreateTask {
    /// Creates a request that creates a task with this title.
    pub fn new(title: impl Into<String>) -> Self {
        Self { body: CreateTaskBody { title: Some(Personal(title.into())), ..CreateTaskBody::default() } }
    }

    setters! { body;
        /// Sets the description.
        description: Personal<String>,
    }

    /// Sets when the task is due. It is sent as text with Unix seconds, as the vendor declares it.
    #[must_use]
    pub fn due_time(mut self, due: DateTime<Utc>) -> Self {
        self.body.due_time = Some(Time::seconds_text(due));
        self
    }

    /// Sets the recurrence, an RFC 5545 rule: `FREQ=WEEKLY;BYDAY=MO`.
    #[must_use]
    pub fn repeats(mut self, rule: impl Into<String>, mode: impl Into<RecurrenceMode>) -> Self {
        self.body.recurrence_rule =
            Some(NewRecurrence { rule: Some(rule.into()), mode: Some(mode.into()), ..NewRecurrence::default() });
        self
    }

    /// Attaches the task to a lead, a contact or an account.
    #[must_use]
    pub fn related_to(mut self, id: impl Into<EntityId>) -> Self {
        self.body.links.get_or_insert_default().related_entity = Some(id.into());
        self
    }

    /// Assigns the task to a user.
    #[must_use]
    pub fn assignee(mut self, id: impl Into<UserId>) -> Self {
        self.body.links.get_or_insert_default().assignee = Some(id.into());
        self
    }
}

impl Request for CreateTask {
    type Vendor = Nutshell;
    type Response = Option<One<Task>>;
    const OPERATION: Operation = op::post("create_task", "/rest/tasks", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        let body = &self.body;
        let filled = |text: Option<&str>| text.is_none_or(|text| !text.trim().is_empty());
        let links = body.links.as_ref();
        Parts::new()
            .require(filled(body.title.as_ref().map(|title| title.as_str())), "title", "must not be empty")
            .require(
                filled(body.recurrence_rule.as_ref().map(|rule| rule.rule.as_deref().unwrap_or_default())),
                "recurrenceRule.rule",
                "must not be empty",
            )
            .require(
                filled(links.and_then(|links| links.related_entity.as_ref()).map(EntityId::as_str)),
                "links.relatedEntity",
                "must not be empty",
            )
            .require(
                filled(links.and_then(|links| links.assignee.as_ref()).map(UserId::as_str)),
                "links.assignee",
                "must not be empty",
            )
            .json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("ListTasks of the related record shows whether it exists".to_owned())
    }
}

has_body!(CreateTask => CreateTaskBody);

sample!(CreateTask: Self::new("Call back")
    .description("About the offer")
    .due_time(DateTime::UNIX_EPOCH)
    .repeats("FREQ=WEEKLY;BYDAY=MO", RecurrenceMode::DueDate)
    .related_to("456-leads")
    .assignee("1-users"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn body_is_flat_and_due_time_is_text() {
        let request = CreateTask::new("Call back")
            .description("Offer")
            .due_time(DateTime::from_timestamp(1_755_113_219, 0).unwrap())
            .repeats("FREQ=WEEKLY;BYDAY=MO", RecurrenceMode::Completion)
            .related_to("456-leads")
            .assignee("1-users");
        assert_eq!(
            serde_json::to_string(request.body()).unwrap(),
            r#"{"title":"Call back","description":"Offer","dueTime":"1755113219","#.to_owned()
                + r#""recurrenceRule":{"rule":"FREQ=WEEKLY;BYDAY=MO","mode":"completion"},"#
                + r#""links":{"relatedEntity":"456-leads","assignee":"1-users"}}"#
        );
        let stored = serde_json::to_string(&request).unwrap();
        assert_eq!(serde_json::from_str::<CreateTask>(&stored).unwrap(), request);
        assert!(!format!("{request:?}").contains("Call"));
    }

    #[test]
    fn empty_members_are_rejected() {
        let field = |request: CreateTask| request.parts().unwrap_err().field().map(str::to_owned);
        assert_eq!(field(CreateTask::new(" ")).as_deref(), Some("title"));
        let rule = CreateTask::new("x").repeats("", RecurrenceMode::DueDate);
        assert_eq!(field(rule).as_deref(), Some("recurrenceRule.rule"));
        assert_eq!(field(CreateTask::new("x").related_to("")).as_deref(), Some("links.relatedEntity"));
        assert_eq!(field(CreateTask::new("x").assignee("")).as_deref(), Some("links.assignee"));
    }
}
