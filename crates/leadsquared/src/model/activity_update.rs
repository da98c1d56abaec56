//! The changes to one activity of a bulk call.

use super::{ActivityId, FieldValue, Fields};
use leads_core::vendor::{Deserialize, skip_serializing_none};
use leads_core::{Error, Personal, Result};
use serde::Serialize;

/// Changes to an activity, for [`BulkUpdateActivities`](crate::api::activities::BulkUpdateActivities).
///
/// # Examples
///
/// ```
/// use leadsquared::model::ActivityUpdate;
/// let update = ActivityUpdate::new("e85e72ee-a9a9-498c-9b26-ffd9db2df311")
///     .note("called back")
///     .field("mx_Custom_1", "Hall 3");
/// ```
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ActivityUpdate {
    prospect_activity_id: ActivityId,
    activity_note: Option<Personal<String>>,
    validate_drop_down_options: Option<bool>,
    fields: Option<Fields>,
}

impl ActivityUpdate {
    /// Creates an empty set of changes to an activity.
    pub fn new(activity: impl Into<ActivityId>) -> Self {
        Self {
            prospect_activity_id: activity.into(),
            activity_note: None,
            validate_drop_down_options: None,
            fields: None,
        }
    }

    /// Replaces the note.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.activity_note = Some(Personal(note.into()));
        self
    }

    /// Sets a field by its schema name.
    #[must_use]
    pub fn field(mut self, name: impl Into<String>, value: impl Into<FieldValue>) -> Self {
        self.fields.get_or_insert_default().set(name, value);
        self
    }

    /// Replaces all fields of the request.
    #[must_use]
    pub fn fields(mut self, fields: impl Into<Fields>) -> Self {
        self.fields = Some(fields.into());
        self
    }

    /// Sets `ValidateDropDownOptions`. According to the vendor's page, `true` skips the validation of dropdown values,
    /// despite the name.
    #[must_use]
    pub fn validate_drop_down_options(mut self, flag: bool) -> Self {
        self.validate_drop_down_options = Some(flag);
        self
    }

    pub(crate) fn activity(&self) -> &ActivityId {
        &self.prospect_activity_id
    }

    pub(crate) fn check(&self) -> Result<()> {
        super::check_id(self.prospect_activity_id.as_str(), "activity_id")?;
        check_changes(self.activity_note.as_ref(), self.fields.as_ref())
    }
}

/// Rejects changes to an activity that change nothing or name a field twice.
pub(crate) fn check_changes(note: Option<&Personal<String>>, fields: Option<&Fields>) -> Result<()> {
    if note.is_none() && fields.is_none_or(Fields::is_empty) {
        return Err(Error::invalid("fields", "or `note` must be set: nothing would change"));
    }
    fields.map_or(Ok(()), |fields| fields.check("fields"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_must_change_something() {
        let update = ActivityUpdate::new("4");
        assert_eq!(update.check().unwrap_err().field(), Some("fields"));
        assert_eq!(update.clone().fields(Fields::new()).check().unwrap_err().field(), Some("fields"));
        assert_eq!(update.clone().field(" ", "x").check().unwrap_err().field(), Some("fields"));
        assert_eq!(ActivityUpdate::new("").note("x").check().unwrap_err().field(), Some("activity_id"));
        assert!(update.note("").check().is_ok(), "an empty note clears it");
    }
}
