//! An error as data, for storing and for logs.

use super::{Error, ErrorKind, Fault, WriteOutcome};
use serde::{Deserialize, Deserializer, Serialize};
use std::str::FromStr;
use std::time::Duration;

/// The number of characters of a vendor's text that a report keeps.
const LONGEST: usize = 128;
/// What a report has instead of a vendor's code that may be personal data.
const WITHHELD: &str = "withheld";

/// What an [`Error`] says, in a form that can be stored, sent and logged.
///
/// A report contains no body, no message of the vendor and no value of the request. A code, a field name or a request id
/// that does not look like one (because it contains an `@`, for example) is left out, so a report contains no personal
/// data.
///
/// Reports of other versions can be read: members that are missing have their default, and a kind that this version does
/// not know is [`ErrorKind::Other`].
///
/// ```
/// use leads_core::{Error, error::ErrorReport};
/// let error = Error::invalid("email", "must not be empty");
/// let line = serde_json::to_string(&error.report())?;
/// assert_eq!(line, r#"{"kind":"invalid_request","outcome":"not_applied","field":"email"}"#);
/// let stored: ErrorReport = serde_json::from_str(&line)?;
/// assert_eq!(stored, error.report());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ErrorReport {
    /// [`Error::kind`].
    #[serde(default = "other", deserialize_with = "known_or_other")]
    pub kind: ErrorKind,
    /// [`Error::outcome`]. A report without an outcome that this version knows is [`WriteOutcome::Unknown`].
    #[serde(default = "unknown", deserialize_with = "known_or_unknown")]
    pub outcome: WriteOutcome,
    /// [`Error::vendor`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub vendor: String,
    /// [`Error::operation`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub operation: String,
    /// The vendor's [codes](Error::codes), without their messages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
    /// [`Error::field`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// [`Error::http_status`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub http_status: Option<u16>,
    /// [`Error::request_id`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// [`Error::retry_after`]; serialized in milliseconds, rounded up.
    #[serde(default, rename = "retry_after_ms", with = "millis", skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<Duration>,
    /// [`Error::is_retryable`].
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retryable: bool,
    /// [`Error::attempts`].
    #[serde(default, skip_serializing_if = "is_zero")]
    pub attempts: u32,
    /// [`Error::help`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The report of [`Error::earlier`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier: Option<Box<ErrorReport>>,
}

impl ErrorReport {
    /// Returns whose fault the error is, by its kind.
    ///
    /// ```
    /// use leads_core::error::{ErrorReport, Fault};
    /// let stored: ErrorReport = serde_json::from_str(r#"{"kind":"rate_limited"}"#)?;
    /// assert_eq!(stored.fault(), Fault::Limit);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn fault(&self) -> Fault {
        Fault::of(self.kind)
    }
}

impl Error {
    /// Returns what the error says as data, without a body and without personal data.
    ///
    /// ```
    /// use leads_core::Error;
    /// let report = Error::invalid("email", "must not be empty").report();
    /// assert_eq!(report.field.as_deref(), Some("email"));
    /// assert!(!report.retryable);
    /// ```
    #[must_use]
    pub fn report(&self) -> ErrorReport {
        ErrorReport {
            kind: self.kind(),
            outcome: self.outcome(),
            vendor: self.vendor().to_owned(),
            operation: self.operation().to_owned(),
            codes: self.codes().iter().map(|code| name(&code.code).unwrap_or_else(|| WITHHELD.to_owned())).collect(),
            field: self.field().and_then(name),
            http_status: self.http_status(),
            request_id: self.request_id().and_then(token),
            retry_after: self.retry_after(),
            retryable: self.is_retryable(),
            attempts: self.attempts(),
            help: self.help().map(str::to_owned),
            earlier: self.earlier().map(|earlier| Box::new(earlier.report())),
        }
    }
}

impl From<&Error> for ErrorReport {
    fn from(error: &Error) -> Self {
        error.report()
    }
}

/// Returns a code or a field name, or `None` for a text that may be something else: a sentence, an address, a number with
/// a country code.
pub(crate) fn name(text: &str) -> Option<String> {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '/' | '[' | ']' | '#' | '$');
    // A custom field can have a name of a few words.
    let few_words = text.split(' ').count() <= 4 && !text.starts_with(' ') && !text.ends_with(' ');
    let fits = !text.is_empty() && text.len() <= LONGEST;
    // No vendor's code has ten digits, but a phone number has.
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    (fits && few_words && digits < 10 && text.chars().all(|c| plain(c) || c == ' ')).then(|| text.to_owned())
}

/// Returns an id that a machine made, or `None` for a text with other characters.
fn token(text: &str) -> Option<String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b':' | b'/' | b'=');
    (!text.is_empty() && text.len() <= LONGEST && text.bytes().all(plain)).then(|| text.to_owned())
}

fn other() -> ErrorKind {
    ErrorKind::Other
}

fn unknown() -> WriteOutcome {
    WriteOutcome::Unknown
}

/// Reads a name of this version, or `None` for one of another version.
fn known<'de, T: FromStr, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    Ok(String::deserialize(deserializer)?.parse().ok())
}

fn known_or_other<'de, D: Deserializer<'de>>(deserializer: D) -> Result<ErrorKind, D::Error> {
    Ok(known(deserializer)?.unwrap_or_else(other))
}

fn known_or_unknown<'de, D: Deserializer<'de>>(deserializer: D) -> Result<WriteOutcome, D::Error> {
    Ok(known(deserializer)?.unwrap_or_else(unknown))
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// A duration in milliseconds.
mod millis {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::time::Duration;

    pub(super) fn serialize<S: Serializer>(value: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
        let millis = |value: &Duration| u64::try_from(value.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX);
        value.as_ref().map(millis).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
        Ok(Option::<u64>::deserialize(deserializer)?.map(Duration::from_millis))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;

    #[test]
    fn report_of_every_member_round_trips() {
        let earlier = Error::new(ErrorKind::Timeout, "the attempt timed out").with_outcome(WriteOutcome::Unknown);
        let mut error = Error::new(ErrorKind::RateLimited, "rejected by the vendor")
            .with_codes(vec![Code::new("429").message("Too many calls by jane@example.com")])
            .with_field("custom.mx_City")
            .with_http_status(429)
            .with_request_id(Some("ab-12".to_owned()))
            .with_retry_after(Duration::from_micros(1_500_001))
            .with_retryable(true)
            .with_attempts(3)
            .with_outcome(WriteOutcome::Unknown)
            .with_help("wait")
            .for_operation("acme", "update_lead");
        error.0.earlier = Some(earlier);
        let report = error.report();
        let text = serde_json::to_string(&report).unwrap();
        assert_eq!(
            text,
            concat!(
                r#"{"kind":"rate_limited","outcome":"unknown","vendor":"acme","operation":"update_lead","codes":["429"],"#,
                r#""field":"custom.mx_City","http_status":429,"request_id":"ab-12","retry_after_ms":1501,"#,
                r#""retryable":true,"attempts":3,"help":"wait","earlier":{"kind":"timeout","outcome":"unknown"}}"#
            )
        );
        let stored: ErrorReport = serde_json::from_str(&text).unwrap();
        assert_eq!(stored, ErrorReport { retry_after: Some(Duration::from_millis(1501)), ..report });
        assert_eq!(stored.fault(), Fault::Limit);
    }

    #[test]
    fn text_that_may_be_personal_is_withheld() {
        let personal =
            ["jane@example.com", "+15550100", "0049 151 1234567890", "Jane Doe is already a lead here", "a\nb"];
        for text in personal.map(str::to_owned).into_iter().chain(["x".repeat(129), String::new()]) {
            let error = Error::new(ErrorKind::Conflict, "rejected")
                .with_codes(vec![Code::new(text.clone()).subject(text.clone()).arguments(vec![text.clone()])])
                .with_field(text.clone())
                .with_request_id(Some(text.clone()));
            let report = error.report();
            assert_eq!(
                (report.codes, report.field, report.request_id),
                (vec![WITHHELD.to_owned()], None, None),
                "{text:?}"
            );
        }
        let plain = Error::new(ErrorKind::Conflict, "rejected")
            .with_codes(vec![Code::new("MXDuplicateEntryException")])
            .with_field("customFields.Favourite colour");
        let report = plain.report();
        assert_eq!(report.codes, ["MXDuplicateEntryException"]);
        assert_eq!(report.field.as_deref(), Some("customFields.Favourite colour"));
    }

    #[test]
    fn report_of_another_version_is_readable() {
        let report: ErrorReport =
            serde_json::from_str(r#"{"kind":"eclipsed","outcome":"half","phase":"new"}"#).unwrap();
        assert_eq!((report.kind, report.outcome), (ErrorKind::Other, WriteOutcome::Unknown));
        let empty: ErrorReport = serde_json::from_str("{}").unwrap();
        assert_eq!(empty, report);
    }
}
