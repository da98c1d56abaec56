//! Tasks.

use super::record::record_type;
use super::{TaskCategory, TaskId, UserId};
use leads_core::{Time, open_enum};

open_enum! {
    /// Whether a task is completed, as a word.
    pub enum TaskStatus {
        /// It is open.
        Pending = "Pending",
        /// It is completed.
        Completed = "Completed",
    }
}

record_type! {
    /// A task as returned by reads and webhooks: a flat row. `Debug` shows only ids and status.
    ///
    /// # Examples
    ///
    /// ```
    /// use leadsquared::model::{Task, TaskStatus};
    /// let task: Task = serde_json::from_str(
    ///     r#"{"UserTaskId":"4","Status":"Pending","DueDate":"2026-08-08 07:38:00.000"}"#,
    /// ).unwrap();
    /// assert_eq!(task.status(), Some(TaskStatus::Pending));
    /// assert_eq!(
    ///     task.due_date().unwrap().utc().unwrap().to_rfc3339(),
    ///     "2026-08-08T07:38:00+00:00",
    /// );
    /// ```
    Task; shows id, owner_id, status
}

impl Task {
    /// Returns a member's text, or `None` if it is missing, null or empty.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.0.text(name)
    }

    /// Returns the id.
    #[must_use]
    pub fn id(&self) -> Option<TaskId> {
        self.0.read_first(&["UserTaskId", "TaskId", "TaskID", "Id", "ID"])
    }

    /// Returns the second, numeric id.
    #[must_use]
    pub fn auto_id(&self) -> Option<i64> {
        self.0.read_first(&["UserTaskAutoId", "AutoId"])
    }

    /// Returns the name.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.0.first_text(&["Name", "TaskName"])
    }

    /// Returns the description.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.field("Description")
    }

    /// Returns what the task is about: a lead or an opportunity.
    #[must_use]
    pub fn related_entity_id(&self) -> Option<&str> {
        self.0.first_text(&["RelatedEntityId", "RelatedProspectId"])
    }

    /// Returns the category, which lists of to-dos contain.
    #[must_use]
    pub fn category(&self) -> Option<TaskCategory> {
        TaskCategory::of(&self.0)
    }

    /// Returns the owner.
    #[must_use]
    pub fn owner_id(&self) -> Option<UserId> {
        self.0.read_first(&["OwnerId", "OwnerID", "Owner"])
    }

    /// Returns the owner's e-mail address.
    #[must_use]
    pub fn owner_email(&self) -> Option<&str> {
        self.0.first_text(&["OwnerEmailAddress", "OwnerEmail"])
    }

    /// Returns whether it is completed. Responses contain a word or the code 0 or 1.
    #[must_use]
    pub fn status(&self) -> Option<TaskStatus> {
        if let Some(word) = self.0.text("Status").filter(|text| text.parse::<i64>().is_err()) {
            return Some(TaskStatus::from(word));
        }
        match self.0.read_first::<i64>(&["StatusCode", "Status"])? {
            0 => Some(TaskStatus::Pending),
            1 => Some(TaskStatus::Completed),
            _ => None,
        }
    }

    /// Returns when it is due, UTC.
    #[must_use]
    pub fn due_date(&self) -> Option<Time> {
        self.0.time("DueDate").or_else(|| self.0.time("Duedate"))
    }

    /// Returns how many minutes before the task the vendor reminds of it, as a number or a number in text.
    #[must_use]
    pub fn reminder_minutes(&self) -> Option<i64> {
        self.0.read("Reminder")
    }

    /// Returns when it ends, UTC.
    #[must_use]
    pub fn end_date(&self) -> Option<Time> {
        self.0.time("EndDate")
    }

    /// Returns when it was created, UTC.
    #[must_use]
    pub fn created_on(&self) -> Option<Time> {
        self.0.time("CreatedOn")
    }

    /// Returns when it was completed, UTC.
    #[must_use]
    pub fn completed_on(&self) -> Option<Time> {
        self.0.time("CompletedOn")
    }

    /// Returns a custom field of the tenant, by its schema name, wherever it is in the response.
    #[must_use]
    pub fn custom_field(&self, name: &str) -> Option<String> {
        if let Some(text) = self.field(name) {
            return Some(text.to_owned());
        }
        let custom = match self.0.get("CustomFields")? {
            super::FieldRef::Object(custom) => custom,
            _ => return None,
        };
        custom.text(name).map(str::to_owned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_is_a_word_or_a_code() {
        for (text, wanted) in [
            (r#"{"Status":"Completed"}"#, Some(TaskStatus::Completed)),
            (r#"{"StatusCode":0}"#, Some(TaskStatus::Pending)),
            (r#"{"StatusCode":"1"}"#, Some(TaskStatus::Completed)),
            (r#"{"Status":"1"}"#, Some(TaskStatus::Completed)),
            (r#"{"Status":"Waiting","StatusCode":1}"#, Some("Waiting".into())),
            (r#"{"StatusCode":7}"#, None),
            ("{}", None),
        ] {
            assert_eq!(serde_json::from_str::<Task>(text).unwrap().status(), wanted, "{text}");
        }
    }

    #[test]
    fn ids_are_found_in_every_spelling() {
        for (id, owner) in [("UserTaskId", "OwnerId"), ("TaskId", "OwnerID"), ("TaskID", "OwnerID"), ("ID", "Owner")] {
            let task: Task = serde_json::from_str(&format!(r#"{{"{id}":"4","{owner}":"9"}}"#)).unwrap();
            assert_eq!((task.id(), task.owner_id()), (Some("4".into()), Some("9".into())), "{id} {owner}");
        }
    }

    #[test]
    fn due_date_is_read_with_and_without_milliseconds() {
        for text in ["2016-10-20 01:30:00", "2016-10-20 01:30:00.000"] {
            let task: Task =
                serde_json::from_str(&format!(r#"{{"TaskID":"4","DueDate":"{text}","Reminder":"15"}}"#)).unwrap();
            assert_eq!(task.due_date().unwrap().utc().unwrap().timestamp(), 1_476_927_000, "{text}");
            assert_eq!(task.reminder_minutes(), Some(15));
        }
    }

    #[test]
    fn custom_fields_are_found_in_either_place() {
        for text in [r#"{"CustomFields":{"mx_Custom_1":"x"}}"#, r#"{"mx_Custom_1":"x"}"#] {
            let task: Task = serde_json::from_str(text).unwrap();
            assert_eq!(task.custom_field("mx_Custom_1").as_deref(), Some("x"));
            assert_eq!(task.custom_field("mx_Custom_2"), None);
        }
    }

    #[test]
    fn category_is_a_number_or_text() {
        for text in [r#"{"Category":1}"#, r#"{"Category":"1"}"#] {
            assert_eq!(serde_json::from_str::<Task>(text).unwrap().category(), Some(TaskCategory::ToDo));
        }
    }
}
