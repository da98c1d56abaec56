//! Conditions of a search, sent as JSON in text.

use super::EventCode;
use chrono::NaiveDateTime;
use leads_core::{Error, Result};
use serde::{Deserialize, Serialize};
use std::fmt;

const EVENT: &str = "ActivityEvent";

/// The conditions of an opportunity search, all of which must hold.
///
/// # Examples
///
/// ```
/// use leadsquared::model::{AdvancedSearch, Condition};
/// let search = AdvancedSearch::new("UTC").and(Condition::text("Status", "eq", "Open"));
/// assert!(search.text(12005.into()).contains("\"LSO\":\"Status\""));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdvancedSearch {
    conditions: Vec<Condition>,
    time_zone: String,
}

/// One condition of an [`AdvancedSearch`]. `Debug` hides the value.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    #[serde(rename = "SubConOp")]
    link: String,
    #[serde(rename = "LSO")]
    field: String,
    #[serde(rename = "LSO_Type")]
    kind: String,
    #[serde(rename = "Operator")]
    operator: String,
    #[serde(rename = "RSO")]
    value: String,
}

impl fmt::Debug for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Condition")
            .field("field", &self.field)
            .field("operator", &self.operator)
            .finish_non_exhaustive()
    }
}

impl Condition {
    /// Creates a condition in the vendor's notation: schema name, kind of the field, operator, value.
    pub fn new(
        field: impl Into<String>,
        kind: impl Into<String>,
        operator: impl Into<String>,
        value: impl Into<String>,
    ) -> Self {
        Self {
            link: "And".to_owned(),
            field: field.into(),
            kind: kind.into(),
            operator: operator.into(),
            value: value.into(),
        }
    }

    /// Creates a condition on a text field.
    pub fn text(field: impl Into<String>, operator: impl Into<String>, value: impl Into<String>) -> Self {
        Self::new(field, "String", operator, value)
    }

    /// Creates a condition on a date field between two times, **in the zone of the search**, not in UTC (observed; the
    /// vendor's page says UTC). It works for custom date fields; `CreatedOn` was rejected (observed).
    pub fn between(field: impl Into<String>, from: NaiveDateTime, to: NaiveDateTime) -> Self {
        const FORM: &str = "%Y-%m-%d %I:%M:%S %p";
        Self::new(field, "DateTime", "between", format!("{} TO {}", from.format(FORM), to.format(FORM)))
    }
}

#[derive(Serialize)]
struct Group<'a> {
    #[serde(rename = "GrpConOp")]
    link: &'static str,
    #[serde(rename = "Conditions")]
    conditions: [Rows<'a>; 1],
    #[serde(rename = "QueryTimeZone")]
    time_zone: &'a str,
}

#[derive(Serialize)]
struct Rows<'a> {
    #[serde(rename = "Type")]
    kind: &'static str,
    #[serde(rename = "ConOp")]
    link: &'static str,
    #[serde(rename = "RowCondition")]
    rows: Vec<&'a Condition>,
}

impl AdvancedSearch {
    /// Creates a search whose times are in this zone, given by its Windows name: `India Standard Time`, `UTC`.
    pub fn new(time_zone: impl Into<String>) -> Self {
        Self { conditions: Vec::new(), time_zone: time_zone.into() }
    }

    /// Adds a condition.
    #[must_use]
    pub fn and(mut self, condition: Condition) -> Self {
        self.conditions.push(condition);
        self
    }

    /// Returns the JSON text for a type, which is repeated among the conditions because the vendor requires it.
    #[must_use]
    pub fn text(&self, event_code: EventCode) -> String {
        let event = Condition::new(EVENT, "PAEvent", "eq", event_code.to_string());
        let group = Group {
            link: "And",
            conditions: [Rows {
                kind: "Activity",
                link: "and",
                rows: std::iter::once(&event).chain(&self.conditions).collect(),
            }],
            time_zone: &self.time_zone,
        };
        serde_json::to_string(&group).unwrap_or_default()
    }

    /// Rejects a text that is not a search, or is a search for another type.
    pub(crate) fn check(text: &str, event_code: EventCode) -> Result<()> {
        #[derive(Deserialize)]
        struct Read {
            #[serde(rename = "Conditions")]
            conditions: Vec<ReadRows>,
        }
        #[derive(Deserialize)]
        struct ReadRows {
            #[serde(rename = "RowCondition")]
            rows: Vec<ReadRow>,
        }
        #[derive(Deserialize)]
        struct ReadRow {
            #[serde(rename = "LSO", default, deserialize_with = "leads_core::vendor::tolerant::scalar")]
            field: Option<String>,
            #[serde(rename = "RSO", default, deserialize_with = "leads_core::vendor::tolerant::scalar")]
            value: Option<String>,
        }
        let wrong = |message: &'static str| Err(Error::invalid("advanced_search", message));
        let Ok(read) = serde_json::from_str::<Read>(text) else { return wrong("is not a search in JSON") };
        let code = event_code.to_string();
        let repeated = read
            .conditions
            .iter()
            .flat_map(|rows| &rows.rows)
            .any(|row| row.field.as_deref() == Some(EVENT) && row.value.as_deref() == Some(code.as_str()));
        if repeated { Ok(()) } else { wrong("must contain the type's code as a condition on `ActivityEvent`") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn range_is_written_in_the_searchs_time_zone() {
        let day = NaiveDate::from_ymd_opt(2026, 8, 1);
        let times = day.and_then(|day| Some((day.and_hms_opt(0, 0, 0)?, day.and_hms_opt(13, 5, 9)?)));
        let range = times.map(|(from, to)| Condition::between("mx_Custom_8", from, to).value);
        assert_eq!(range.as_deref(), Some("2026-08-01 12:00:00 AM TO 2026-08-01 01:05:09 PM"));
    }
}
