//! Times in the vendor's form.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

/// Reads a time of the vendor's form, UTC, with or without milliseconds, or a date.
pub(super) fn date(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    let time = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f").ok();
    let day = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0);
    time.or_else(day).map(|time| time.and_utc())
}
