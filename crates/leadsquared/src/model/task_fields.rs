//! The fields of a task, as requests write them.

use super::{FieldValue, LeadId, OpportunityId, Record, SentTime, TaskId, UserId, WireNumber};
use chrono::{DateTime, Utc};
use leads_core::vendor::{Deserialize, skip_serializing_none};
use leads_core::{Error, Personal, Result, open_enum};
use serde::Serialize;

open_enum! {
    /// Who is notified of a task.
    pub enum TaskNotice {
        /// The owner, by e-mail.
        Email = "1100",
        /// No one.
        Nobody = "1000",
    }
}

/// A task to create, or changes to an existing one.
///
/// # Examples
///
/// ```
/// use chrono::{TimeZone, Utc};
/// use leadsquared::model::TaskFields;
/// let at = |hour| Utc.with_ymd_and_hms(2026, 11, 11, hour, 30, 0).unwrap();
/// let meeting = TaskFields::new("Meet Jane", at(10))
///     .ends(at(11))
///     .opportunity("5ca5b042-51ea-4699-b6f0-84c40ab12770")
///     .task_type("Meeting")
///     .reminder_minutes(30);
/// let to_do = TaskFields::new("Write the offer", at(10)).reminder_days_before(1, "10:00:00");
/// ```
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct TaskFields {
    user_task_id: Option<TaskId>,
    name: Option<Personal<String>>,
    description: Option<Personal<String>>,
    related_entity: Option<WireNumber>,
    related_entity_id: Option<String>,
    due_date: Option<SentTime>,
    end_date: Option<SentTime>,
    reminder: Option<WireNumber>,
    reminder_before_days: Option<WireNumber>,
    reminder_time: Option<String>,
    notify_by: Option<TaskNotice>,
    owner_id: Option<UserId>,
    owner_email_address: Option<Personal<String>>,
    task_type: Option<TaskType>,
    location: Option<Personal<String>>,
    custom_fields: Option<Record>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct TaskType {
    name: String,
}

impl TaskFields {
    /// Creates a task with this name, due at this time. It belongs to no lead until one is set.
    pub fn new(name: impl Into<String>, due: DateTime<Utc>) -> Self {
        Self {
            name: Some(Personal(name.into())),
            related_entity: Some(WireNumber::number(0)),
            related_entity_id: Some(String::new()),
            due_date: Some(due.into()),
            ..Self::default()
        }
    }

    /// Creates an empty set of changes, for [`UpdateTask`](crate::api::tasks::UpdateTask).
    #[must_use]
    pub fn changes() -> Self {
        Self::default()
    }

    /// Sets the name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(Personal(name.into()));
        self
    }

    /// Sets the description.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(Personal(description.into()));
        self
    }

    /// Makes it a task about a lead.
    #[must_use]
    pub fn lead(mut self, lead: impl Into<LeadId>) -> Self {
        self.related_entity = Some(WireNumber::number(1));
        self.related_entity_id = Some(lead.into().as_str().to_owned());
        self
    }

    /// Makes it a task about an opportunity.
    #[must_use]
    pub fn opportunity(mut self, opportunity: impl Into<OpportunityId>) -> Self {
        self.related_entity = Some(WireNumber::number(5));
        self.related_entity_id = Some(opportunity.into().as_str().to_owned());
        self
    }

    /// Sets when it is due.
    #[must_use]
    pub fn due(mut self, time: DateTime<Utc>) -> Self {
        self.due_date = Some(time.into());
        self
    }

    /// Sets when it ends.
    #[must_use]
    pub fn ends(mut self, time: DateTime<Utc>) -> Self {
        self.end_date = Some(time.into());
        self
    }

    /// Sets the reminder to this many minutes before. Excludes [`reminder_days_before`](Self::reminder_days_before).
    #[must_use]
    pub fn reminder_minutes(mut self, minutes: u32) -> Self {
        self.reminder = Some(minutes.into());
        self
    }

    /// Sets the reminder to this many days before, at a time of day, `HH:MM:SS`.
    #[must_use]
    pub fn reminder_days_before(mut self, days: u32, time: impl Into<String>) -> Self {
        self.reminder_before_days = Some(WireNumber::text(days.into()));
        self.reminder_time = Some(time.into());
        self
    }

    /// Sets whether the owner is notified by e-mail.
    #[must_use]
    pub fn notify_by_email(mut self, notify: bool) -> Self {
        self.notify_by = Some(if notify { TaskNotice::Email } else { TaskNotice::Nobody });
        self
    }

    /// Sets the owner. Excludes [`owner_email`](Self::owner_email).
    #[must_use]
    pub fn owner(mut self, user: impl Into<UserId>) -> Self {
        self.owner_id = Some(user.into());
        self
    }

    /// Sets the owner, by e-mail address.
    #[must_use]
    pub fn owner_email(mut self, email: impl Into<String>) -> Self {
        self.owner_email_address = Some(Personal(email.into()));
        self
    }

    /// Sets the type, by its name.
    #[must_use]
    pub fn task_type(mut self, name: impl Into<String>) -> Self {
        self.task_type = Some(TaskType { name: name.into() });
        self
    }

    /// Sets the location.
    #[must_use]
    pub fn location(mut self, location: impl Into<String>) -> Self {
        self.location = Some(Personal(location.into()));
        self
    }

    /// Sets a field of the task's type by its schema name. These are an object here, not pairs.
    #[must_use]
    pub fn custom_field(mut self, name: impl Into<String>, value: impl Into<FieldValue>) -> Self {
        let name = name.into();
        let others = self.custom_fields.take().unwrap_or_default();
        let others = others
            .iter()
            .filter(|(known, _)| *known != name)
            .map(|(known, value)| (known.to_owned(), value.to_value()));
        self.custom_fields = Some(others.chain([(name.clone(), value.into())]).collect());
        self
    }

    pub(crate) fn of_task(mut self, id: TaskId) -> Self {
        self.user_task_id = Some(id);
        self
    }

    /// Returns whether nothing is set except the id.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self { user_task_id: self.user_task_id.clone(), ..Self::default() }
    }

    /// Checks all rules of a task, whether it is created or updated.
    pub(crate) fn check(&self, create: bool) -> Result<()> {
        let id = self.user_task_id.as_ref().is_some_and(|id| !id.as_str().trim().is_empty());
        if create == id {
            let message = if create { "must not be set: a new task has none" } else { "must not be empty" };
            return Err(Error::invalid("task_id", message));
        }
        match &self.name {
            Some(name) if name.trim().is_empty() => return Err(Error::invalid("name", "must not be empty")),
            None if create => return Err(Error::invalid("name", "is required for a new task")),
            _ => {}
        }
        if create && self.due_date.is_none() {
            return Err(Error::invalid("due", "is required for a new task"));
        }
        SentTime::check(self.due_date.as_ref(), "due")?;
        SentTime::check(self.end_date.as_ref(), "ends")?;
        if let (Some(due), Some(end)) = (&self.due_date, &self.end_date)
            && due.as_str() > end.as_str()
        {
            return Err(Error::invalid("ends", "must not be before it is due"));
        }
        if self.owner_id.is_some() && self.owner_email_address.is_some() {
            return Err(Error::invalid("owner", "and `owner_email` exclude each other"));
        }
        if self.reminder.is_some() && (self.reminder_before_days.is_some() || self.reminder_time.is_some()) {
            return Err(Error::invalid("reminder_minutes", "and `reminder_days_before` exclude each other"));
        }
        if self
            .reminder_time
            .as_deref()
            .is_some_and(|time| chrono::NaiveTime::parse_from_str(time, "%H:%M:%S").is_err())
        {
            return Err(Error::invalid("reminder_days_before", "must have a time of day in the form HH:MM:SS"));
        }
        let about = self.related_entity.map_or(0, WireNumber::get) != 0;
        let named = self.related_entity_id.as_deref().is_some_and(|id| !id.trim().is_empty());
        if about != named {
            return Err(Error::invalid(
                "lead",
                "or `opportunity` needs both the kind and the id of what the task is about",
            ));
        }
        Ok(())
    }
}

/// Rejects text that is not a URL.
pub(crate) fn check_url(url: Option<&str>, field: &'static str) -> Result<()> {
    match url.map(url::Url::parse) {
        None => Ok(()),
        Some(Ok(url)) if matches!(url.scheme(), "https" | "http") && url.has_host() => Ok(()),
        Some(_) => Err(Error::invalid(field, "must be a URL that begins with https")),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use chrono::TimeZone;
    use rstest::rstest;

    fn task() -> TaskFields {
        TaskFields::new("Call", Utc.with_ymd_and_hms(2026, 11, 11, 10, 0, 0).unwrap())
    }

    #[test]
    fn members_are_written_in_the_vendors_form() {
        let full = task()
            .description("d")
            .opportunity("5")
            .ends(Utc.with_ymd_and_hms(2026, 11, 11, 11, 0, 0).unwrap())
            .reminder_days_before(1, "10:00:00")
            .notify_by_email(false)
            .owner("9")
            .task_type("Meeting")
            .location("Pune")
            .custom_field("mx_Custom_1", "a")
            .custom_field("mx_Custom_2", "b")
            .custom_field("mx_Custom_1", "c");
        assert!(full.check(true).is_ok());
        assert_eq!(
            serde_json::to_string(&full).unwrap(),
            r#"{"Name":"Call","Description":"d","RelatedEntity":5,"RelatedEntityId":"5","DueDate":"2026-11-11 10:00:00","EndDate":"2026-11-11 11:00:00","ReminderBeforeDays":"1","ReminderTime":"10:00:00","NotifyBy":"1000","OwnerId":"9","TaskType":{"Name":"Meeting"},"Location":"Pune","CustomFields":{"mx_Custom_2":"b","mx_Custom_1":"c"}}"#
        );
        assert!(!format!("{full:?}").contains("Pune"));
    }

    #[rstest]
    #[case(task().owner("1").owner_email("x"), "owner")]
    #[case(task().reminder_minutes(5).reminder_days_before(1, "10:00:00"), "reminder_minutes")]
    #[case(task().reminder_days_before(1, "ten"), "reminder_days_before")]
    #[case(task().ends(DateTime::UNIX_EPOCH), "ends")]
    #[case(task().lead(" "), "lead")]
    #[case(task().name(""), "name")]
    #[case(TaskFields::changes().name("x"), "due")]
    #[case(task().of_task("4".into()), "task_id")]
    fn task_fields_names_invalid_fields(#[case] task: TaskFields, #[case] field: &str) {
        assert_eq!(task.check(true).unwrap_err().field(), Some(field));
    }

    #[test]
    fn webhook_urls_are_checked() {
        for good in [None, Some("https://example.com/x"), Some("http://127.0.0.1:1/x")] {
            assert!(check_url(good, "url").is_ok());
        }
        for bad in ["", "example.com", "ftp://example.com", "https://"] {
            assert_eq!(check_url(Some(bad), "url").unwrap_err().field(), Some("url"), "{bad}");
        }
    }
}
