//! The text of an advanced search.

use super::dates::date;
use super::lookup::compare;
use super::responses::{Rejection, any_text, text};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use serde_json::Value;

/// A search: groups of conditions.
#[derive(Debug)]
pub(super) struct Search {
    any: bool,
    groups: Vec<Vec<Condition>>,
    /// How far the search's time zone is ahead of UTC.
    ahead: TimeDelta,
}

#[derive(Debug)]
struct Condition {
    /// Whether it is an alternative to the conditions before it.
    or: bool,
    field: String,
    kind: String,
    operator: String,
    value: String,
}

impl Search {
    /// Reads a search, which is JSON in text.
    pub(super) fn read(search: &str) -> Result<Self, Rejection> {
        let json: Value = serde_json::from_str(search).map_err(|_| Rejection::input("AdvancedSearch"))?;
        let is_or = |row: &Value, name: &str| text(row, name).is_some_and(|word| word.eq_ignore_ascii_case("or"));
        let list = |value: &Value, name: &str| value.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
        let groups = list(&json, "Conditions").into_iter().map(|group| {
            let rows = list(&group, "RowCondition");
            let condition = |row: &Value| {
                Some(Condition {
                    or: is_or(row, "SubConOp"),
                    field: text(row, "LSO")?,
                    kind: text(row, "LSO_Type").unwrap_or_default(),
                    operator: text(row, "Operator")?.to_ascii_lowercase(),
                    value: any_text(row, "RSO").unwrap_or_default(),
                })
            };
            rows.iter().filter_map(condition).collect()
        });
        let groups: Vec<Vec<Condition>> = groups.collect();
        // Only one zone is known from samples; others are read as UTC.
        let ahead = match text(&json, "QueryTimeZone").as_deref() {
            Some("India Standard Time") => TimeDelta::minutes(330),
            _ => TimeDelta::zero(),
        };
        Ok(Self { any: is_or(&json, "GrpConOp"), groups, ahead })
    }

    /// Whether one condition repeats the type.
    pub(super) fn names_event(&self, code: &str) -> bool {
        let names = |row: &Condition| row.field == "ActivityEvent" && row.operator == "eq" && row.value == code;
        self.groups.iter().flatten().any(names)
    }

    /// Whether a condition is on the time of creation, which one account rejected.
    pub(super) fn restricts(&self, field: &str) -> bool {
        self.groups.iter().flatten().any(|row| row.field == field && row.kind == "DateTime")
    }

    /// Returns whether a record with these values matches.
    pub(super) fn fits(&self, of: impl Fn(&str) -> Option<String>) -> bool {
        let group = |rows: &Vec<Condition>| {
            rows.iter().enumerate().fold(true, |before, (at, row)| {
                let fits = self.condition(row, &of);
                if row.or && at > 0 { before || fits } else { before && fits }
            })
        };
        if self.any { self.groups.iter().any(group) } else { self.groups.iter().all(group) }
    }

    fn condition(&self, row: &Condition, of: &impl Fn(&str) -> Option<String>) -> bool {
        let known = of(&row.field).unwrap_or_default();
        let value = row.value.as_str();
        match row.operator.as_str() {
            "eq" => known.eq_ignore_ascii_case(value),
            "neq" | "ne" => !known.eq_ignore_ascii_case(value),
            "gt" => !known.is_empty() && compare(&known, value).is_gt(),
            "gteq" | "ge" => !known.is_empty() && compare(&known, value).is_ge(),
            "lt" => !known.is_empty() && compare(&known, value).is_lt(),
            "lteq" | "le" => !known.is_empty() && compare(&known, value).is_le(),
            "lik" => known.to_ascii_lowercase().contains(&value.to_ascii_lowercase()),
            "between" => match (value.split_once(" TO "), date(&known)) {
                (Some((from, to)), Some(time)) => {
                    let ends = self.local(from).zip(self.local(to));
                    ends.is_some_and(|(from, to)| time >= from && time <= to)
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// Reads a time in the search's time zone.
    fn local(&self, text: &str) -> Option<DateTime<Utc>> {
        let time = NaiveDateTime::parse_from_str(text.trim(), "%Y-%m-%d %I:%M:%S %p").ok()?;
        Some(time.and_utc() - self.ahead)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn conditions_are_joined_and_times_are_local() {
        let search = |zone: &str, operator: &str| {
            let text = format!(
                r#"{{"GrpConOp":"And","QueryTimeZone":"{zone}","Conditions":[{{"RowCondition":[
                {{"SubConOp":"And","LSO":"A","LSO_Type":"String","Operator":"eq","RSO":"x"}},
                {{"SubConOp":"{operator}","LSO":"T","LSO_Type":"DateTime","Operator":"between",
                "RSO":"2026-01-02 12:00:00 AM TO 2026-01-02 11:59:59 PM"}}]}}]}}"#
            );
            Search::read(&text).unwrap()
        };
        let of =
            |a: &'static str, time: &'static str| move |name: &str| Some(if name == "A" { a } else { time }.to_owned());
        let late = "2026-01-01 19:00:00";
        assert!(search("India Standard Time", "And").fits(of("X", late)));
        assert!(!search("UTC", "And").fits(of("x", late)));
        assert!(search("UTC", "Or").fits(of("x", late)));
        assert!(!search("India Standard Time", "And").fits(of("y", late)));
        assert!(search("UTC", "And").restricts("T") && !search("UTC", "And").names_event("x"));
        assert!(Search::read("{").is_err());
    }
}
