//! `POST /rest/tasks`

use crate::Nutshell;
use crate::envelope::One;
use crate::evidence;
use crate::model::{EntityId, RecurrenceMode, Task, Time, UserId};
use chrono::{DateTime, Utc};
use leads_core::vendor::{HasBody, HttpResponse, Method, Operation, Parts, Request, Safety};
use leads_core::{Personal, Result, setters};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

/// Makes a task.
///
/// `POST /rest/tasks`; the body is flat, without a member around it. The vendor describes no answer: the new task is
/// read where one comes, and an empty 200 is a success too.
///
/// After a lost answer there is nothing to look by: Nutshell has no key of one's own for it. By hand: `ListTasks`
/// of the related record shows whether it is there.
///
/// # Errors
/// Nutshell has no key against duplicates, so the call is never sent again after its bytes left: a lost answer leaves
/// the outcome unknown.
///
/// ```
/// use nutshell::{api::tasks::CreateTask, model::RecurrenceMode};
/// let request = CreateTask::new("Call back")
///     .related_to("456-leads")
///     .assignee("1-users")
///     .repeats("FREQ=WEEKLY;BYDAY=MO", RecurrenceMode::DueDate);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateTask {
    body: CreateTaskBody,
}

/// The body of [`CreateTask`], as it goes over the wire.
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

/// How a new task comes again. The vendor declares members of an existing rule here too; the setters write only the
/// rule and its mode.
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

/// The relations of a new task.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewTaskLinks {
    related_entity: Option<EntityId>,
    assignee: Option<UserId>,
}

impl CreateTask {
    /// Makes a task of this title.
    pub fn new(title: impl Into<String>) -> Self {
        Self { body: CreateTaskBody { title: Some(Personal(title.into())), ..CreateTaskBody::default() } }
    }

    setters! { body;
        /// Says more about it.
        description: Personal<String>,
    }

    /// Sets when it is due. Written as text that holds Unix seconds, as the vendor declares it.
    #[must_use]
    pub fn due_time(mut self, due: DateTime<Utc>) -> Self {
        self.body.due_time = Some(Time::seconds_text(due));
        self
    }

    /// Lets it come again, by a rule in the words of RFC 5545: `FREQ=WEEKLY;BYDAY=MO`.
    #[must_use]
    pub fn repeats(mut self, rule: impl Into<String>, mode: impl Into<RecurrenceMode>) -> Self {
        self.body.recurrence_rule =
            Some(NewRecurrence { rule: Some(rule.into()), mode: Some(mode.into()), ..NewRecurrence::default() });
        self
    }

    /// Attaches it to a lead, a contact or an account.
    #[must_use]
    pub fn related_to(mut self, id: impl Into<EntityId>) -> Self {
        self.body.links.get_or_insert_default().related_entity = Some(id.into());
        self
    }

    /// Gives it to a user.
    #[must_use]
    pub fn assignee(mut self, id: impl Into<UserId>) -> Self {
        self.body.links.get_or_insert_default().assignee = Some(id.into());
        self
    }
}

impl Request for CreateTask {
    type Vendor = Nutshell;
    type Response = Option<One<Task>>;
    const OPERATION: Operation =
        Operation::new("create_task", Method::Post, "/rest/tasks", Safety::NonIdempotent).docs(crate::REFERENCE);

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
        Some("ListTasks of the related record shows whether it is there".to_owned())
    }

    fn read(response: &HttpResponse) -> Result<Option<One<Task>>> {
        evidence::record_or_nothing::<Self, _>(response)
    }
}

impl HasBody for CreateTask {
    type Body = CreateTaskBody;
    fn body(&self) -> &CreateTaskBody {
        &self.body
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for CreateTask {
    fn sample() -> Self {
        Self::new("Call back")
            .description("About the offer")
            .due_time(DateTime::UNIX_EPOCH)
            .repeats("FREQ=WEEKLY;BYDAY=MO", RecurrenceMode::DueDate)
            .related_to("456-leads")
            .assignee("1-users")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_is_flat_and_the_due_time_is_text() {
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
    fn empty_members_are_refused() {
        let field = |request: CreateTask| request.parts().unwrap_err().field().map(str::to_owned);
        assert_eq!(field(CreateTask::new(" ")).as_deref(), Some("title"));
        let rule = CreateTask::new("x").repeats("", RecurrenceMode::DueDate);
        assert_eq!(field(rule).as_deref(), Some("recurrenceRule.rule"));
        assert_eq!(field(CreateTask::new("x").related_to("")).as_deref(), Some("links.relatedEntity"));
        assert_eq!(field(CreateTask::new("x").assignee("")).as_deref(), Some("links.assignee"));
    }
}
