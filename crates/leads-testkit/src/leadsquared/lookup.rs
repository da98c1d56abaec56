//! Comparisons of values, as the vendor's filters make them.

use super::dates::date;
use super::responses::{Rejection, any_text, text};
use serde_json::Value;
use std::cmp::Ordering;

/// Attributes that are written as `true` and `false`, and read and searched for as `1` and `0`.
pub(super) const FLAGS: [&str; 4] = ["DoNotEmail", "DoNotCall", "DoNotTrack", "DoNotSMS"];

/// Compares two values: as times, as numbers, or as text in which case does not matter.
pub(super) fn compare(one: &str, other: &str) -> Ordering {
    if let (Some(one), Some(other)) = (date(one), date(other)) {
        return one.cmp(&other);
    }
    let number = |text: &str| text.replace(',', "").parse::<f64>().ok();
    if let (Some(one), Some(other)) = (number(one), number(other)) {
        return one.total_cmp(&other);
    }
    one.to_ascii_lowercase().cmp(&other.to_ascii_lowercase())
}

/// A condition on one field, or none.
#[derive(Debug, Clone)]
pub(super) struct Lookup {
    name: String,
    operator: String,
    value: String,
}

impl Lookup {
    pub(super) fn new(name: &str, operator: &str, value: &str) -> Self {
        Self { name: name.to_owned(), operator: operator.to_owned(), value: value.to_owned() }
    }

    /// Reads `Parameter`. An unknown wrapper is ignored, so that every record matches.
    pub(super) fn read(body: &Value) -> Result<Option<Self>, Rejection> {
        let parameter = body.get("Parameter").cloned().unwrap_or_default();
        let operator = text(&parameter, "SqlOperator").unwrap_or_else(|| "=".to_owned());
        if !["=", "<>", "LIKE", ">", ">=", "<", "<=", "IN"].contains(&operator.as_str()) {
            return Err(Rejection::entity("Invalid SqlOperator."));
        }
        let (Some(name), Some(value)) = (text(&parameter, "LookupName"), any_text(&parameter, "LookupValue")) else {
            return Ok(None);
        };
        if FLAGS.contains(&name.as_str()) && ["true", "false"].iter().any(|word| value.eq_ignore_ascii_case(word)) {
            return Err(Rejection::input("LookupValue"));
        }
        Ok(Some(Self { name, operator, value }))
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Returns whether a record has a value that matches.
    pub(super) fn fits(&self, known: &str) -> bool {
        let value = self.value.as_str();
        match self.operator.as_str() {
            "=" => known.eq_ignore_ascii_case(value) || (!known.is_empty() && same_time(known, value)),
            "<>" => !known.eq_ignore_ascii_case(value),
            "LIKE" => known.to_ascii_lowercase().contains(value.trim_matches('%').to_ascii_lowercase().as_str()),
            // The format of the list is not documented.
            "IN" => value.split(',').any(|one| known.eq_ignore_ascii_case(one.trim())),
            _ if known.is_empty() => false,
            ">" => compare(known, value).is_gt(),
            ">=" => compare(known, value).is_ge(),
            "<" => compare(known, value).is_lt(),
            _ => compare(known, value).is_le(),
        }
    }
}

fn same_time(one: &str, other: &str) -> bool {
    date(one).is_some_and(|one| Some(one) == date(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_compared_by_their_kind() {
        assert!(compare("9", "10").is_lt() && compare("a9", "A10").is_gt());
        assert!(compare("200,000", "30").is_gt());
        assert!(compare("2026-01-02 00:00:00.000", "2026-01-02").is_eq());
        assert!(Lookup::new("CreatedOn", "=", "2026-01-02 10:00:00").fits("2026-01-02 10:00:00.000"));
        assert!(!Lookup::new("Score", ">", "5").fits(""));
        assert!(Lookup::new("Phone", "IN", "1, 2").fits("2"));
        assert!(Lookup::new("FirstName", "LIKE", "%an%").fits("Jane"));
    }
}
