//! A task type of the account.

use super::record::record_type;
use super::{FieldValue, Record, TaskTypeId, UserId};
use leads_core::{Time, open_enum};

open_enum! {
    /// The category of a task or a task type. The vendor writes it as a number.
    pub enum TaskCategory {
        /// An appointment.
        Appointment = "0",
        /// A to-do.
        ToDo = "1",
    }
}

impl TaskCategory {
    /// Reads the category of a task or a task type.
    pub(super) fn of(record: &Record) -> Option<Self> {
        record.read::<String>("Category").map(Self::from)
    }
}

record_type! {
    /// A task type of the account. The vendor's page was not seen to its end, so every member is kept by name. `Debug`
    /// shows only the id and the category.
    ///
    /// # Examples
    ///
    /// ```
    /// use leadsquared::model::{TaskCategory, TaskType};
    /// let row: TaskType =
    ///     serde_json::from_str(r#"{"Id":"4","Category":1,"Color":"blue"}"#).unwrap();
    /// assert_eq!(row.category(), Some(TaskCategory::ToDo));
    /// ```
    TaskType; shows id, category
}

impl TaskType {
    /// Returns the id, which [`ListTasks::type_id`](crate::api::tasks::ListTasks::type_id) requires.
    #[must_use]
    pub fn id(&self) -> Option<TaskTypeId> {
        self.0.read_first(&["Id", "ID", "TaskTypeId"])
    }

    /// Returns the name. Its spelling was not seen: `Name`, `TaskTypeName` and `TaskName` are read (inferred).
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.0.first_text(&["Name", "TaskTypeName", "TaskName"])
    }

    /// Returns the category.
    #[must_use]
    pub fn category(&self) -> Option<TaskCategory> {
        TaskCategory::of(&self.0)
    }

    /// Returns the color, for example `#00f`.
    #[must_use]
    pub fn color(&self) -> Option<&str> {
        self.0.text("Color")
    }

    /// Returns the fields of the type: a list of objects with `SchemaName`, `DisplayName`, `DataType` (a number) and so
    /// on.
    #[must_use]
    pub fn columns(&self) -> Option<FieldValue> {
        self.0.get("ColumnConfiguration").map(|columns| columns.to_value())
    }

    /// Returns the layout of the form, as JSON in text: `Sections` with `Fields`.
    #[must_use]
    pub fn form_layout(&self) -> Option<&str> {
        self.0.text("FormLayout")
    }

    /// Returns the user who created it.
    #[must_use]
    pub fn created_by(&self) -> Option<UserId> {
        self.0.read("CreatedBy")
    }

    /// Returns when it was created.
    #[must_use]
    pub fn created_on(&self) -> Option<Time> {
        self.0.time("CreatedOn")
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn members_are_read() {
        let text = r##"{"Category":0,"Color":"blue","ColumnConfiguration":[{"SchemaName":"mx_Custom_1","DataType":3,"Options":null}],"CreatedBy":"9","CreatedOn":"/Date(1500000000000+0000)/","FormLayout":"{\"Sections\":[]}","Id":"4"}"##;
        let row: TaskType = serde_json::from_str(text).unwrap();
        assert_eq!((row.id(), row.category()), (Some("4".into()), Some(TaskCategory::Appointment)));
        assert_eq!((row.name(), row.color(), row.form_layout()), (None, Some("blue"), Some(r#"{"Sections":[]}"#)));
        assert_eq!(row.created_by(), Some("9".into()));
        assert_eq!(row.created_on().unwrap().utc().unwrap().timestamp(), 1_500_000_000);
        assert!(matches!(row.columns(), Some(FieldValue::List(columns)) if columns.len() == 1));
        assert_eq!(serde_json::to_string(&row).unwrap(), text);
        assert!(!format!("{row:?}").contains("00f"));
    }
}
