//! Error codes, and what an answer means.

use crate::bulk;
use crate::region::{Region, host_in};
use leads_core::error::{Code, CodeEntry, CodeTable, ErrorKind, Retry, VendorCode};
use leads_core::request::{Answer, Failure, Operation, Verdict};
use leads_core::tolerant::{FromScalar, Scalar};
use leads_core::{Evidence, Outcome, open_enum};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::time::Duration;

open_enum! {
    /// The `ExceptionType` of a refusal.
    ///
    /// The vendor publishes no list; these are all that were met. Types without `MX` in front exist too.
    pub enum ErrorCode {
        /// A compulsory parameter was left out.
        MandatoryAttributeMissing = "MXMandatoryAttributeMissingException",
        /// A compulsory field was left out, or a page size is too big.
        MandatoryFieldMissing = "MXMandatoryFieldMissingException",
        /// A parameter has a bad value.
        InvalidInput = "MXInvalidInputException",
        /// A unique value is taken.
        DuplicateEntry = "MXDuplicateEntryException",
        /// A name is taken.
        DuplicateEntityName = "MXDuplicateEntityNameException",
        /// The entity does not exist.
        InvalidEntity = "MXInvalidEntityException",
        /// There is no such activity or opportunity.
        UnknownActivity = "MXUnknownProspectActivityException",
        /// A compulsory field of the type is missing or bad.
        InvalidActivityFields = "MXInvalidActivityFieldsException",
        /// A value or the body has the wrong type.
        InvalidDataType = "MXInvalidDataTypeException",
        /// A value is not among a strict dropdown's options.
        InvalidEntityReference = "MXInvalidEntityReferenceException",
        /// The keys were refused.
        InvalidAccessDetails = "MXInvalidAccessDetailsException",
        /// The keys were refused.
        AuthenticationFailed = "MXAuthenticationFailedException",
        /// Too many calls.
        RateLimitExceeded = "MXAPIRateLimitExceededException",
        /// The user may not do this.
        UnauthorizedRequest = "MXUnauthorizedRequestException",
        /// The user may not do this (the vendor's second spelling).
        UnauthorizedAccess = "MXUnAuthorizedAccessException",
        /// A text looks like a script.
        ScriptRefused = "MXXSSException",
        /// Too many calls.
        Throttled = "MXThrottleException",
        /// The vendor waited too long inside.
        TimedOut = "MXTimeoutException",
        /// The body has another operation's shape.
        ArgumentNull = "ArgumentNullException",
    }
}

/// Every code that the reference knows.
pub static CODES: CodeTable = CodeTable::new(
    "leadsquared",
    &[
        CodeEntry::new(
            "MXMandatoryAttributeMissingException",
            "MandatoryAttributeMissing",
            ErrorKind::Rejected,
            Retry::Never,
            "a compulsory parameter or attribute was left out; the message names it",
            "add what the message names",
            Evidence::Documented,
        ),
        CodeEntry::new(
            "MXMandatoryFieldMissingException",
            "MandatoryFieldMissing",
            ErrorKind::Rejected,
            Retry::Never,
            "a compulsory field was left out; it is also sent for a page size that is too big",
            "add the field, or ask for smaller pages",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "MXInvalidInputException",
            "InvalidInput",
            ErrorKind::Rejected,
            Retry::Never,
            "a parameter has a bad value: a page size, a date, an order of dates, a SearchBy, two settings that exclude each other",
            "correct the value that the message names",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "MXDuplicateEntryException",
            "DuplicateEntry",
            ErrorKind::Conflict,
            Retry::Never,
            "a field that must be unique holds this value already in another record",
            "update the record that is there, or create with a search field so that the vendor matches it",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "MXDuplicateEntityNameException",
            "DuplicateEntityName",
            ErrorKind::Conflict,
            Retry::Never,
            "a list or other named thing of this name exists",
            "take another name or use the one that is there",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "MXInvalidEntityException",
            "InvalidEntity",
            ErrorKind::NotFound,
            Retry::Never,
            "the lead or other entity does not exist, or the keys' user may not see it",
            "check the id and what the keys' user may see",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "MXUnknownProspectActivityException",
            "UnknownActivity",
            ErrorKind::NotFound,
            Retry::Never,
            "there is no activity or opportunity with this id",
            "check the id; a deleted opportunity cannot be brought back",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "MXInvalidActivityFieldsException",
            "InvalidActivityFields",
            ErrorKind::Rejected,
            Retry::Never,
            "a compulsory field of the activity's or opportunity's type is missing or has a bad value; the message names its schema name",
            "add the field; a comment field such as mx_Custom_19 can be compulsory whenever the status is sent",
            Evidence::Documented,
        ),
        CodeEntry::new(
            "MXInvalidDataTypeException",
            "InvalidDataType",
            ErrorKind::Rejected,
            Retry::Never,
            "a value or the whole body has the wrong type or shape",
            "send numbers without words and the body in the documented shape",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "MXInvalidEntityReferenceException",
            "InvalidEntityReference",
            ErrorKind::Rejected,
            Retry::Never,
            "the value is not among the options of a strict dropdown",
            "take one of the field's options, or push the option first",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "MXInvalidAccessDetailsException",
            "InvalidAccessDetails",
            ErrorKind::Unauthenticated,
            Retry::AfterChange,
            "the keys are wrong, their user is inactive, or the account lives in another region",
            "check the pair of keys, the user, and the region",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "MXAuthenticationFailedException",
            "AuthenticationFailed",
            ErrorKind::Unauthenticated,
            Retry::AfterChange,
            "the keys are wrong",
            "check the pair of keys",
            Evidence::Inferred,
        ),
        CodeEntry::new(
            "MXAPIRateLimitExceededException",
            "RateLimitExceeded",
            ErrorKind::RateLimited,
            Retry::Later,
            "the account sent more calls than its plan allows; it comes with 429 and with 200",
            "wait five seconds; set the account's plan and share one limiter between all its clients",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "MXUnauthorizedRequestException",
            "UnauthorizedRequest",
            ErrorKind::Forbidden,
            Retry::AfterChange,
            "the keys' user may not do this",
            "give the user the permission, or use another user's keys",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "MXUnAuthorizedAccessException",
            "UnauthorizedAccess",
            ErrorKind::Forbidden,
            Retry::AfterChange,
            "the keys' user may not do this",
            "give the user the permission, or use another user's keys",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "MXXSSException",
            "ScriptRefused",
            ErrorKind::Rejected,
            Retry::Never,
            "a text looks like a script",
            "take markup out of the text",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "MXThrottleException",
            "Throttled",
            ErrorKind::RateLimited,
            Retry::Later,
            "too many calls; nobody has published a real one",
            "wait and send it again",
            Evidence::Inferred,
        ),
        CodeEntry::new(
            "MXTimeoutException",
            "TimedOut",
            ErrorKind::Server,
            Retry::Later,
            "the vendor waited too long inside; nobody has published a real one",
            "read what is there before a write is sent again",
            Evidence::Inferred,
        ),
        CodeEntry::new(
            "ArgumentNullException",
            "ArgumentNull",
            ErrorKind::Rejected,
            Retry::Never,
            "the body has members of another operation's shape, so the vendor found nothing where it looked",
            "send the body in this operation's own shape",
            Evidence::Observed,
        ),
    ],
);

/// The table of HTTP response codes that stands on every operation's page, but for 200.
///
/// They decide only where the body says nothing: nearly every refusal has an [`ErrorCode`] in its body, with 500 and
/// now and then with 200. 405 was observed only.
///
/// ```
/// use leadsquared::RESPONSES;
/// let entry = RESPONSES.get("404").unwrap();
/// assert_eq!(entry.kind, leads_core::ErrorKind::Precondition);
/// println!("{}: {}", entry.cause, entry.remedy);
/// ```
pub static RESPONSES: CodeTable = CodeTable::new(
    "leadsquared",
    &[
        CodeEntry::new(
            "400",
            "BadRequest",
            ErrorKind::Rejected,
            Retry::Never,
            "the body is not as the operation's page has it: no JSON, other names or another structure",
            "compare the body that `plan` shows with the operation's page; names are case-sensitive",
            Evidence::Documented,
        ),
        CodeEntry::new(
            "401",
            "Unauthorized",
            ErrorKind::Unauthenticated,
            Retry::AfterChange,
            "the keys are wrong, their user is inactive, or the account lives in another region",
            "check the pair of keys, the user, and the region",
            Evidence::Documented,
        ),
        CodeEntry::new(
            "404",
            "NoSuchPath",
            ErrorKind::Precondition,
            Retry::AfterChange,
            "the vendor has no such path, or the account does not have the feature; a missing record is never 404",
            "check the base URL, and ask the vendor whether the account has the feature",
            Evidence::Documented,
        ),
        CodeEntry::new(
            "405",
            "WrongVerb",
            ErrorKind::Rejected,
            Retry::Never,
            "the path is there for another verb",
            "send the operation's own verb: deletes are GET, and many reads are POST",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "429",
            "TooManyCalls",
            ErrorKind::RateLimited,
            Retry::Later,
            "the account sent more calls than its plan allows; the message names the limit",
            "set the account's plan and share one limiter between all its clients",
            Evidence::Documented,
        ),
        CodeEntry::new(
            "500",
            "Failed",
            ErrorKind::Server,
            Retry::Later,
            "the call failed, and no exception says why; with one, the exception decides",
            "try a read again later; look whether a write was made before sending it again",
            Evidence::Documented,
        ),
    ],
);

impl VendorCode for ErrorCode {
    const VENDOR: &'static str = "leadsquared";
    fn from_code(code: &str) -> Self {
        Self::from(code)
    }
    fn as_code(&self) -> &str {
        self.as_str()
    }
    fn table() -> &'static CodeTable {
        &CODES
    }
}

/// The shortest wait that clears a five-second window.
const WINDOW: Duration = Duration::from_secs(5);

/// The members that tell success from failure; everything else stays unread.
#[derive(Default, Deserialize)]
struct Probe<'a> {
    #[serde(rename = "Status", default, borrow)]
    status: Option<&'a RawValue>,
    #[serde(rename = "Message", default, borrow)]
    message: Option<&'a RawValue>,
    #[serde(rename = "ExceptionType", default, deserialize_with = "leads_core::tolerant::scalar")]
    exception_type: Option<String>,
    #[serde(rename = "ExceptionMessage", default, deserialize_with = "leads_core::tolerant::scalar")]
    exception_message: Option<String>,
    #[serde(rename = "RelatedProspectId", default, deserialize_with = "leads_core::tolerant::scalar")]
    related_prospect_id: Option<String>,
    #[serde(rename = "RequestID", default, deserialize_with = "leads_core::tolerant::scalar")]
    request_id: Option<String>,
    #[serde(rename = "RequestId", default, deserialize_with = "leads_core::tolerant::scalar")]
    other_request_id: Option<String>,
}

#[derive(Default, Deserialize)]
struct Told {
    #[serde(rename = "IsSuccessful", default, deserialize_with = "leads_core::tolerant::scalar")]
    is_successful: Option<bool>,
    #[serde(rename = "Message", default, deserialize_with = "leads_core::tolerant::scalar")]
    message: Option<String>,
    #[serde(rename = "AffectedRows", default, deserialize_with = "leads_core::tolerant::scalar")]
    affected_rows: Option<i64>,
}

/// What the member `Status` says, in whatever type it came.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Nothing,
    Success,
    Partial,
    Error,
    Accepted,
    Other,
}

impl FromScalar for Said {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        let number = match scalar {
            Scalar::Integer(number) => Some(number),
            Scalar::Text(text) => text.trim().parse().ok(),
            _ => None,
        };
        Some(match (number, scalar) {
            (Some(0), _) => Self::Success,
            (Some(1), _) => Self::Error,
            (Some(2), _) => Self::Partial,
            (None, Scalar::Text(text)) => {
                let text = text.trim();
                if text.eq_ignore_ascii_case("success") {
                    Self::Success
                } else if ["error", "failure", "failed"].iter().any(|word| text.eq_ignore_ascii_case(word)) {
                    Self::Error
                } else if text.to_ascii_lowercase().starts_with("request accepted") {
                    Self::Accepted
                } else {
                    Self::Other
                }
            }
            _ => Self::Other,
        })
    }
}

#[derive(Deserialize)]
struct SaidOf(#[serde(deserialize_with = "leads_core::tolerant::scalar")] Option<Said>);

fn said(status: Option<&RawValue>) -> Said {
    match status.map(RawValue::get) {
        None | Some("null") => Said::Nothing,
        Some(text) => serde_json::from_str::<SaidOf>(text).ok().and_then(|said| said.0).unwrap_or(Said::Other),
    }
}

/// The body decides, whatever the status; the status only where the body says nothing.
pub(crate) fn classify(operation: &Operation, answer: &Answer) -> Verdict {
    if answer.status == 429 {
        return rate_limited(answer, probe(answer).unwrap_or_default()).into();
    }
    let write = operation.safety.is_write();
    // A page of rows is not read twice: a refusal has one of these marks somewhere.
    if answer.is_2xx() && !write && !answer.contains(b"ExceptionType") && !answer.contains(b"\"Error\"") {
        return if answer.looks_like_json() || operation_answers_text(answer) {
            Verdict::unless_unreadable()
        } else {
            Failure::from_status(answer).into()
        };
    }
    if answer.first_byte() == Some(b'{') {
        let Some(probe) = probe(answer) else { return unreadable(answer) };
        let exception = probe.exception_type.as_deref().is_some_and(|text| !text.trim().is_empty());
        let status = said(probe.status);
        // Numbers mean success and failure in the answers of writes only: a row of a read may have a `Status` too.
        if exception || (status == Said::Error && (write || !answer.is_2xx() || is_word(probe.status))) {
            return refused(operation, answer, probe).into();
        }
        if answer.is_2xx() {
            return if write { written(operation, answer, &probe, status) } else { Verdict::unless_unreadable() };
        }
    }
    if !answer.is_2xx() {
        return by_status(answer).into();
    }
    match answer.first_byte() {
        Some(b'[') if write => bulk::verdict(operation, answer).unwrap_or_else(Verdict::unless_unreadable),
        Some(b'[') => Verdict::unless_unreadable(),
        _ => Failure::from_status(answer).into(),
    }
}

/// Some reads answer with bare text in quotes or a number; it is still the vendor's JSON.
fn operation_answers_text(answer: &Answer) -> bool {
    !answer.is_blank() && !answer.looks_like_html() && serde_json::from_slice::<&RawValue>(&answer.body).is_ok()
}

fn is_word(status: Option<&RawValue>) -> bool {
    status.is_some_and(|raw| {
        let text = raw.get().trim_matches('"');
        raw.get().starts_with('"') && text.parse::<i64>().is_err()
    })
}

fn probe(answer: &Answer) -> Option<Probe<'_>> {
    answer.json().ok()
}

/// JSON that breaks off: it may have been a success.
fn unreadable(answer: &Answer) -> Verdict {
    if answer.is_2xx() { Verdict::unless_unreadable() } else { by_status(answer).into() }
}

fn written(operation: &Operation, answer: &Answer, probe: &Probe<'_>, status: Said) -> Verdict {
    if let Some(verdict) = bulk::verdict(operation, answer) {
        return verdict;
    }
    let told: Told = probe.message.and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default();
    if told.is_successful == Some(false) {
        return Failure::refused(ErrorKind::Rejected, "the vendor says that it was not successful").into();
    }
    match status {
        Said::Accepted => Verdict::accepted(),
        // "Your request for ... has been queued."
        Said::Success if told.message.as_deref().is_some_and(|text| text.contains("queued")) => Verdict::accepted(),
        Said::Success if told.affected_rows == Some(0) && !bulk::is_reported(operation) => unchanged(),
        Said::Success if bulk::is_uncertain(operation, told.affected_rows) => {
            Verdict::Success { outcome: Outcome::Unknown, affirmed: true, warnings: Vec::new() }
        }
        Said::Success => Verdict::applied(),
        Said::Partial => Verdict::Success { outcome: Outcome::Partial, affirmed: true, warnings: Vec::new() },
        _ if (probe.request_id.is_some() || probe.other_request_id.is_some())
            && operation.host == leads_core::Host::Async =>
        {
            Verdict::accepted()
        }
        _ => Verdict::unless_unreadable(),
    }
}

/// A success that changed nothing. What it means the vendor says nowhere: a record may have had these values before, or
/// was not there.
fn unchanged() -> Verdict {
    Failure::refused(ErrorKind::Other, "the vendor says that it worked and that no record was changed")
        .outcome(Outcome::Unknown)
        .help("read the record: it may have had these values already, or not be there")
        .into()
}

fn code_of(probe: &Probe<'_>) -> Vec<Code> {
    let code = Code::new(probe.exception_type.as_deref().unwrap_or("Error").trim());
    vec![match &probe.exception_message {
        Some(message) => code.message(message.trim()),
        None => code,
    }]
}

fn refused(operation: &Operation, answer: &Answer, probe: Probe<'_>) -> Failure {
    let codes = code_of(&probe);
    let name = probe.exception_type.as_deref().unwrap_or_default().trim();
    let message = probe.exception_message.as_deref().unwrap_or_default();
    let entry = CODES.get(name);
    let kind = entry.map_or_else(|| unlisted(name, answer), |entry| entry.kind);
    if kind == ErrorKind::RateLimited {
        return rate_limited(answer, probe);
    }
    let outcome = match (entry, name) {
        (Some(entry), _) if entry.kind == ErrorKind::Server => Outcome::Unknown,
        (Some(_), _) => Outcome::NotApplied,
        (None, name) if name.starts_with("MX") || name.is_empty() => Outcome::NotApplied,
        // An exception of the vendor's own program, not one of its refusals: it may have come after the change.
        _ => Outcome::Unknown,
    };
    // Capture makes the lead first and the opportunity after it, so a refused opportunity can leave a lead behind.
    let outcome = match (&probe.related_prospect_id, outcome) {
        (Some(_), Outcome::NotApplied) if operation.name.starts_with("capture_opportunity") => Outcome::Partial,
        (_, outcome) => outcome,
    };
    let mut failure =
        Failure::refused(kind, "refused").codes(codes).outcome(outcome).retryable(kind == ErrorKind::Server);
    if let Some(entry) = entry {
        failure = failure.help(entry.remedy);
    }
    if kind == ErrorKind::Unauthenticated {
        failure = failure.refresh_credentials();
        if let Some(help) = wrong_region(message) {
            failure = failure.help(help);
        }
    }
    failure
}

/// The kind of an `ExceptionType` that nobody has listed.
fn unlisted(name: &str, answer: &Answer) -> ErrorKind {
    if name.starts_with("MXUnknown") {
        return ErrorKind::NotFound;
    }
    if name.contains("RateLimit") || name.contains("Throttl") {
        return ErrorKind::RateLimited;
    }
    match answer.status {
        401 => ErrorKind::Unauthenticated,
        403 => ErrorKind::Forbidden,
        _ => ErrorKind::Rejected,
    }
}

/// What a status means where the body is no envelope.
fn by_status(answer: &Answer) -> Failure {
    let failure = Failure::from_status(answer);
    let Some(entry) = RESPONSES.get(&answer.status.to_string()) else { return failure };
    let failure = failure.kind(entry.kind).retryable(entry.retry == Retry::Later).help(entry.remedy);
    if entry.kind != ErrorKind::Unauthenticated {
        return failure;
    }
    let failure = failure.refresh_credentials();
    match wrong_region(&String::from_utf8_lossy(&answer.body)) {
        Some(help) => failure.help(help),
        None => failure,
    }
}

fn rate_limited(answer: &Answer, probe: Probe<'_>) -> Failure {
    let text = String::from_utf8_lossy(&answer.body);
    let named = limit_in(probe.exception_message.as_deref().unwrap_or(&text));
    let codes = if probe.exception_type.is_some() { code_of(&probe) } else { Vec::new() };
    let wait = named.map_or(WINDOW, |(_, per)| per.max(WINDOW));
    let failure = Failure::refused(ErrorKind::RateLimited, "too many calls")
        .codes(codes)
        .retryable(true)
        .retry_after(wait)
        .help("set the account's plan and share one limiter between all its clients");
    match named {
        Some((calls, per)) => failure.limit(calls, per),
        None => failure,
    }
}

/// The numbers of "limit of 25 in 5 second(s)".
fn limit_in(text: &str) -> Option<(u32, Duration)> {
    let at = text.to_ascii_lowercase().find("limit of")?;
    let mut words = text.get(at + "limit of".len()..)?.split_whitespace();
    let calls: u32 = words.next()?.parse().ok()?;
    let mut words = words.skip_while(|word| !word.eq_ignore_ascii_case("in")).skip(1);
    let length: u64 = words.next()?.parse().ok()?;
    let unit = words.next()?.to_ascii_lowercase();
    let seconds = match unit.get(..3)? {
        "sec" => 1,
        "min" => 60,
        "hou" => 3_600,
        "day" => 86_400,
        _ => return None,
    };
    (calls > 0 && length > 0).then(|| (calls, Duration::from_secs(length.saturating_mul(seconds))))
}

fn wrong_region(message: &str) -> Option<String> {
    let host = host_in(message)?;
    Some(match Region::of_host(host) {
        Some(region) => {
            format!("the account lives in {region}: use Region::{region:?}, {}", region.base_url())
        }
        None => format!("the account lives at another host: use base_url(\"https://{host}\")"),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;
    use http::HeaderMap;
    use leads_core::{Safety, Verb};
    use rstest::rstest;

    const WRITE: Operation = Operation::new("update_opportunity", Verb::Post, "/v2/x", Safety::Idempotent);
    const READ: Operation = Operation::new("search_leads", Verb::Post, "/v2/x", Safety::Read);
    const CAPTURE: Operation = Operation::new("capture_opportunity", Verb::Post, "/v2/x", Safety::OnceOnly);

    fn judged(operation: &Operation, status: u16, body: &'static str) -> Verdict {
        classify(operation, &Answer::new(status, HeaderMap::new(), body.as_bytes()))
    }

    fn failure(operation: &Operation, status: u16, body: &'static str) -> Failure {
        match judged(operation, status, body) {
            Verdict::Failure(failure) => failure,
            other => panic!("{other:?}"),
        }
    }

    #[rstest]
    #[case(200)]
    #[case(400)]
    #[case(500)]
    fn the_body_decides_whatever_the_status(#[case] status: u16) {
        let body = r#"{"Status":"Error","ExceptionType":"MXDuplicateEntryException","ExceptionMessage":"taken"}"#;
        for operation in [&WRITE, &READ] {
            let failure = failure(operation, status, body);
            assert_eq!((failure.kind, failure.outcome), (ErrorKind::Conflict, Outcome::NotApplied));
            assert!(!failure.retryable);
        }
    }

    #[test]
    fn every_listed_code_is_classified_as_its_table_says() {
        for entry in CODES.entries() {
            let body = format!(r#"{{"ExceptionType":"{}","ExceptionMessage":"x"}}"#, entry.code);
            let verdict = classify(&WRITE, &Answer::new(500, HeaderMap::new(), body));
            let Verdict::Failure(failure) = verdict else { panic!("{}", entry.code) };
            assert_eq!(failure.kind, entry.kind, "{}", entry.code);
            assert_eq!(failure.retryable, entry.retry == Retry::Later, "{}", entry.code);
            assert!(ErrorCode::from(entry.code).is_known());
        }
        assert_eq!(ErrorCode::all().count(), CODES.entries().len());
    }

    #[rstest]
    #[case("")]
    #[case("<html>no</html>")]
    #[case("no")]
    #[case("{}")]
    fn every_response_code_is_classified_as_its_table_says(#[case] body: &'static str) {
        for entry in RESPONSES.entries() {
            let status: u16 = entry.code.parse().unwrap();
            for operation in [&WRITE, &READ] {
                let failure = failure(operation, status, body);
                assert_eq!((failure.kind, failure.retryable), (entry.kind, entry.retry == Retry::Later), "{status}");
                assert_eq!(failure.help.as_deref(), Some(entry.remedy), "{status}");
                let outcome = if status == 500 { Outcome::Unknown } else { Outcome::NotApplied };
                assert_eq!(failure.outcome, outcome, "{status}");
                assert_eq!(failure.refresh_credentials, status == 401);
            }
        }
    }

    #[test]
    fn a_rate_limit_in_a_200_names_its_window() {
        let failure = failure(
            &WRITE,
            200,
            r#"{"Status":"Error","ExceptionType":"MXAPIRateLimitExceededException","ExceptionMessage":"API calls exceeded the limit of 20 in 5 second(s)"}"#,
        );
        assert_eq!(failure.kind, ErrorKind::RateLimited);
        assert_eq!(failure.limit, Some((20, Duration::from_secs(5))));
        assert_eq!((failure.retryable, failure.outcome), (true, Outcome::NotApplied));
        assert_eq!(limit_in("limit of 10000 in 1 day(s)"), Some((10_000, Duration::from_secs(86_400))));
        assert_eq!(limit_in("limit of many"), None);
        assert_eq!(limit_in("limit of 0 in 5 seconds"), None);
    }

    #[test]
    fn a_bare_429_waits_a_window() {
        for body in ["", "<html>slow down</html>", "API calls exceeded the limit of 25 in 5 second(s)"] {
            let failure = failure(&READ, 429, body);
            assert_eq!((failure.kind, failure.retry_after), (ErrorKind::RateLimited, Some(WINDOW)), "{body}");
        }
    }

    #[test]
    fn the_wrong_region_is_told_from_a_wrong_key() {
        let moved = failure(
            &READ,
            401,
            r#"{"Status":"Error","ExceptionType":"MXInvalidAccessDetailsException","ExceptionMessage":"Your account is on https://api-in21.leadsquared.com/v2/"}"#,
        );
        assert!(moved.help.unwrap().contains("Region::IndiaMumbai"));
        let unlisted = failure(&READ, 401, "please call api-zz99.leadsquared.com");
        assert!(unlisted.help.unwrap().contains("https://api-zz99.leadsquared.com"));
        let wrong = failure(
            &READ,
            401,
            r#"{"Status":"Error","ExceptionType":"MXInvalidAccessDetailsException","ExceptionMessage":"Invalid Access Details provided."}"#,
        );
        assert_eq!(wrong.kind, ErrorKind::Unauthenticated);
        assert!(!wrong.help.unwrap().contains("Region::"));
    }

    #[test]
    fn a_server_in_front_leaves_a_write_unknown() {
        for (status, body) in [(500, ""), (500, "<html></html>"), (502, ""), (200, "<html></html>"), (200, "")] {
            assert_eq!(failure(&WRITE, status, body).outcome, Outcome::Unknown, "{status} {body}");
        }
        assert_eq!(failure(&WRITE, 404, "").kind, ErrorKind::Precondition);
        assert_eq!(failure(&WRITE, 405, "").outcome, Outcome::NotApplied);
        let inside = failure(&WRITE, 500, r#"{"Status":"Error","ExceptionType":"NullReferenceException"}"#);
        assert_eq!((inside.kind, inside.outcome), (ErrorKind::Rejected, Outcome::Unknown));
    }

    #[test]
    fn success_needs_the_vendors_envelope() {
        let outcome = |operation: &Operation, body: &'static str| match judged(operation, 200, body) {
            Verdict::Success { outcome, affirmed, .. } => (outcome, affirmed),
            other => panic!("{other:?}"),
        };
        assert_eq!(outcome(&WRITE, r#"{"Status":"Success","Message":{"Id":"1"}}"#), (Outcome::Applied, true));
        assert_eq!(outcome(&CAPTURE, r#"{"Status":2,"CreatedOpportunityId":"1"}"#), (Outcome::Partial, true));
        assert_eq!(outcome(&CAPTURE, r#"{"CreatedOpportunityId":"1"}"#), (Outcome::Applied, false));
        let queued = r#"{"Status":"Request accepted. Please use below request id","RequestID":"1"}"#;
        assert_eq!(outcome(&WRITE, queued), (Outcome::Accepted, true));
        let later = r#"{"Status":"Success","Message":{"Message":"Your request has been queued."}}"#;
        assert_eq!(outcome(&WRITE, later), (Outcome::Accepted, true));
        // A row of a read may be called anything.
        assert!(!outcome(&READ, r#"{"Status":1,"Note":"Error"}"#).1);
        let refused = failure(&WRITE, 200, r#"{"Status":"Success","Message":{"IsSuccessful":false}}"#);
        assert_eq!(refused.outcome, Outcome::NotApplied);
    }

    #[test]
    fn a_success_that_changed_nothing_is_not_applied() {
        use crate::api::{leads, tasks};
        use leads_core::Request as _;
        let none = r#"{"Status":"Success","Message":{"AffectedRows":0}}"#;
        let some = r#"{"Status":"Success","Message":{"AffectedRows":1}}"#;
        for operation in
            [&leads::UpdateLead::OPERATION, &leads::ConvertVisitor::OPERATION, &tasks::UpdateTask::OPERATION]
        {
            let unchanged = failure(operation, 200, none);
            assert_eq!((unchanged.outcome, unchanged.retryable), (Outcome::Unknown, false), "{}", operation.name);
            assert!(matches!(
                judged(operation, 200, some),
                Verdict::Success { outcome: Outcome::Applied, affirmed: true, .. }
            ));
        }
        let many = &leads::BulkUpdateLeads::OPERATION;
        assert_eq!(failure(many, 200, none).outcome, Outcome::Unknown);
        let of_many = |body: &'static str| match judged(many, 200, body) {
            Verdict::Success { outcome, .. } => outcome,
            other => panic!("{other:?}"),
        };
        assert_eq!(of_many(some), Outcome::Unknown);
        // No call changes more.
        assert_eq!(of_many(r#"{"Status":"Success","Message":{"AffectedRows":50}}"#), Outcome::Applied);
    }

    #[test]
    fn a_refused_capture_may_have_made_its_lead() {
        let body = r#"{"Status":1,"RelatedProspectId":"7","ExceptionType":"MXInvalidActivityFieldsException","ExceptionMessage":"x"}"#;
        assert_eq!(failure(&CAPTURE, 200, body).outcome, Outcome::Partial);
        let body = r#"{"Status":1,"RelatedProspectId":null,"ExceptionType":"MXInvalidActivityFieldsException"}"#;
        assert_eq!(failure(&CAPTURE, 200, body).outcome, Outcome::NotApplied);
    }
}
