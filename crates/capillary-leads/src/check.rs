//! Validation shared by several requests.

use crate::model::LeadId;
use chrono::DateTime;
use leads_core::vendor::is_blank;
use leads_core::{Error, Result, Time};

/// Checks a time to be written: RFC 3339 with an offset and whole seconds. The vendor reads a time without an offset as
/// UTC, so a local time would be shifted silently.
pub(crate) fn time(field: &'static str, time: Option<&Time>) -> Result<()> {
    let Some(time) = time else { return Ok(()) };
    let text = time.as_str();
    match DateTime::parse_from_rfc3339(text) {
        Ok(_) if text.contains('.') => Err(Error::invalid(field, "must have whole seconds and no fraction")),
        // RFC 3339 allows other separators between date and time; the vendor documents this one.
        Ok(_) if text.as_bytes().get(10) == Some(&b'T') => Ok(()),
        _ => Err(Error::invalid(field, "must be RFC 3339 with an offset: 2018-10-05T08:00:00+05:30")),
    }
}

/// Checks the id of a lead, which must be positive: the system's `-1` is not a lead.
pub(crate) fn lead(id: LeadId) -> Result<()> {
    if id.get() > 0 { Ok(()) } else { Err(Error::invalid("lead_id", "must be above zero")) }
}

/// Checks that a text is not blank if it is set.
pub(crate) fn text(field: &'static str, text: Option<&str>) -> Result<()> {
    match text {
        Some(text) if is_blank(text) => Err(Error::invalid(field, "must not be empty")),
        _ => Ok(()),
    }
}

/// Checks a value of a list that is closed for writes.
pub(crate) fn known(field: &'static str, known: Option<bool>) -> Result<()> {
    if known == Some(false) { Err(Error::invalid(field, "is not one of the vendor's values")) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_require_an_offset_and_whole_seconds() {
        for good in ["2018-10-05T08:00:00+05:30", "2018-10-05T08:00:00Z"] {
            assert!(time("x", Some(&Time::from(good))).is_ok(), "{good}");
        }
        for bad in [
            "",
            "next week",
            "2018-10-05",
            "2018-10-05T08:00:00",
            "2018-10-05 08:00:00Z",
            "2018-10-05t08:00:00Z",
            "2018-10-05T08:00:00.000Z",
            "2018-10-05T08:00:00.5Z",
            "1538726400",
        ] {
            assert_eq!(time("x", Some(&Time::from(bad))).unwrap_err().field(), Some("x"), "{bad}");
        }
    }
}
