//! The vendor's error codes: the enum, the table of rejections and the table of HTTP statuses.

use leads_core::error::{CodeEntry, CodeTable, ErrorKind, Retry, VendorCode};
use leads_core::vendor::Operation;
use leads_core::{Evidence, WriteOutcome, open_enum};

open_enum! {
    /// The `ExceptionType` of an error.
    ///
    /// The vendor publishes no list; these are all that were observed. Some types have no leading `MX`.
    pub enum ErrorCode {
        /// A compulsory parameter is missing.
        MandatoryAttributeMissing = "MXMandatoryAttributeMissingException",
        /// A compulsory field is missing, or a page size is too large.
        MandatoryFieldMissing = "MXMandatoryFieldMissingException",
        /// A parameter has an invalid value.
        InvalidInput = "MXInvalidInputException",
        /// A unique value is taken.
        DuplicateEntry = "MXDuplicateEntryException",
        /// A name is taken.
        DuplicateEntityName = "MXDuplicateEntityNameException",
        /// The entity does not exist, or the search for it is malformed.
        InvalidEntity = "MXInvalidEntityException",
        /// The activity or opportunity does not exist.
        UnknownActivity = "MXUnknownProspectActivityException",
        /// A compulsory field of the type is missing or invalid.
        InvalidActivityFields = "MXInvalidActivityFieldsException",
        /// A value or the body has the wrong type.
        InvalidDataType = "MXInvalidDataTypeException",
        /// A value is not among a strict dropdown's options, or the lead that it names is deleted or merged.
        InvalidEntityReference = "MXInvalidEntityReferenceException",
        /// The keys were rejected.
        InvalidAccessDetails = "MXInvalidAccessDetailsException",
        /// The keys were rejected.
        AuthenticationFailed = "MXAuthenticationFailedException",
        /// Too many calls.
        RateLimitExceeded = "MXAPIRateLimitExceededException",
        /// The user lacks the permission.
        UnauthorizedRequest = "MXUnauthorizedRequestException",
        /// The user lacks the permission (the vendor's second spelling).
        UnauthorizedAccess = "MXUnAuthorizedAccessException",
        /// A text resembles a script.
        ScriptRejected = "MXXSSException",
        /// Too many calls.
        Throttled = "MXThrottleException",
        /// The vendor's internal call timed out.
        TimedOut = "MXTimeoutException",
        /// The body has the form of another operation's.
        ArgumentNull = "ArgumentNullException",
        /// An attribute does not exist in the account.
        UnknownAttribute = "MXUnknownAttributeException",
        /// The code of the activity type is wrong or missing.
        InvalidActivity = "MXInvalidActivityException",
        /// An e-mail was accepted but could not be delivered.
        MailDelivery = "MXMailDeliveryException",
        /// The record is in a state that does not allow this.
        OperationNotAllowed = "MXOperationNotAllowedException",
        /// The lead is invalid.
        InvalidLead = "MXInvalidLeadException",
        /// A field is invalid.
        InvalidField = "MXInvalidFieldException",
    }
}

/// A row of the table of rejections: which response it matches, and its meaning.
#[derive(Clone, Copy)]
pub(crate) struct Rejection {
    /// The code with its kind, whether a retry can help, and what to do.
    pub(crate) entry: CodeEntry,
    /// What a write with this code changed.
    pub(crate) outcome: WriteOutcome,
    /// A part of the message in lower case; empty if any message matches.
    matching: &'static str,
    /// Whether it applies to operations that name one record.
    on_one_record: bool,
    /// Whether it is the row of its code in [`CODES`].
    listed: bool,
}

impl Rejection {
    const fn new(entry: CodeEntry) -> Self {
        Self { entry, outcome: WriteOutcome::NotApplied, matching: "", on_one_record: false, listed: true }
    }

    const fn matching(mut self, part: &'static str) -> Self {
        self.matching = part;
        self
    }

    const fn on_one_record(mut self) -> Self {
        self.on_one_record = true;
        self
    }

    const fn leaving(mut self, outcome: WriteOutcome) -> Self {
        self.outcome = outcome;
        self
    }

    const fn unlisted(mut self) -> Self {
        self.listed = false;
        self
    }

    /// Returns the row of a code, its message and the rejected operation, or `None` if the code is not in the table.
    pub(crate) fn find(code: &str, message: &str, operation: Option<&Operation>) -> Option<&'static Self> {
        let of_one = operation.is_some_and(|operation| operation.names_record);
        REJECTIONS.iter().find(|row| {
            row.entry.code == code
                && (of_one || !row.on_one_record)
                && (row.matching.is_empty() || message.to_ascii_lowercase().contains(row.matching))
        })
    }
}

/// All known rejections of the vendor. If several rows match, the first counts.
///
/// The vendor publishes no list of its codes.
const REJECTIONS: &[Rejection] = &[
    Rejection::new(CodeEntry::new(
            "MXMandatoryAttributeMissingException",
            "MandatoryAttributeMissing",
            ErrorKind::Rejected,
            Retry::Never,
            "a compulsory parameter or attribute is missing; the message names it",
            "add what the message names",
            Evidence::Documented,
        )),
    Rejection::new(CodeEntry::new(
            "MXMandatoryFieldMissingException",
            "MandatoryFieldMissing",
            ErrorKind::Rejected,
            Retry::Never,
            "a compulsory field is missing; also sent for a page size that is too large",
            "add the field, or request smaller pages",
            Evidence::Observed,
        )),
    Rejection::new(CodeEntry::new(
            "MXInvalidInputException",
            "InvalidInput",
            ErrorKind::Rejected,
            Retry::Never,
            "a parameter has an invalid value: a page size, a date, an order of dates, a SearchBy, two settings that exclude each other",
            "correct the value that the message names",
            Evidence::Observed,
        )),
    Rejection::new(CodeEntry::new(
            "MXDuplicateEntryException",
            "DuplicateEntry",
            ErrorKind::Conflict,
            Retry::Never,
            "another record already has this value in a unique field; also sent for a create-or-update without a search field if the phone number is known and the e-mail address differs",
            "update the existing record, or create with a search field so that the vendor matches it",
            Evidence::Observed,
        )),
    Rejection::new(CodeEntry::new(
            "MXDuplicateEntityNameException",
            "DuplicateEntityName",
            ErrorKind::Conflict,
            Retry::Never,
            "a list or other named object with this name exists",
            "choose another name, or use the existing one",
            Evidence::Observed,
        )),
    Rejection::new(CodeEntry::new(
            "MXInvalidEntityException",
            "InvalidEntity",
            ErrorKind::NotFound,
            Retry::Never,
            "the lead or other record that the call names does not exist, its id is malformed, or the keys' user has no access to it; from a call that names no record, a part of the request is invalid",
            "check the id and the permissions of the keys' user",
            Evidence::Observed,
        )).on_one_record(),
    Rejection::new(CodeEntry::new(
            "MXInvalidEntityException",
            "InvalidEntity",
            ErrorKind::Rejected,
            Retry::Never,
            "a part of the request is invalid, for example the operator of a search",
            "correct what the message names",
            Evidence::Observed,
        )).unlisted(),
    Rejection::new(CodeEntry::new(
            "MXUnknownProspectActivityException",
            "UnknownActivity",
            ErrorKind::NotFound,
            Retry::Never,
            "no activity or opportunity has this id",
            "check the id; a deleted opportunity cannot be restored",
            Evidence::Observed,
        )),
    Rejection::new(CodeEntry::new(
            "MXInvalidActivityFieldsException",
            "InvalidActivityFields",
            ErrorKind::Rejected,
            Retry::Never,
            "a compulsory field of the activity's or opportunity's type is missing or has an invalid value; the message names its schema name",
            "add the field; a comment field such as mx_Custom_19 can be compulsory whenever the status is sent",
            Evidence::Documented,
        )),
    Rejection::new(CodeEntry::new(
            "MXInvalidDataTypeException",
            "InvalidDataType",
            ErrorKind::Rejected,
            Retry::Never,
            "a value or the whole body has the wrong type or form",
            "send numbers without words, and the body in the documented form",
            Evidence::Observed,
        )),
    Rejection::new(CodeEntry::new(
            "MXInvalidEntityReferenceException",
            "InvalidEntityReference",
            ErrorKind::NotFound,
            Retry::Never,
            "the lead that the call names was deleted, or merged into another one",
            "search for the lead again, for example by e-mail address: after a merge the other lead has it",
            Evidence::Observed,
        )).matching("lead not found").unlisted(),
    Rejection::new(CodeEntry::new(
            "MXInvalidEntityReferenceException",
            "InvalidEntityReference",
            ErrorKind::Rejected,
            Retry::Never,
            "the value is not among the options of a strict dropdown; with \"Lead not found\", the lead was deleted or merged",
            "use one of the field's options, or push the option first",
            Evidence::Observed,
        )),
    Rejection::new(CodeEntry::new(
            "MXInvalidAccessDetailsException",
            "InvalidAccessDetails",
            ErrorKind::Unauthenticated,
            Retry::AfterChange,
            "the keys are wrong, their user is inactive, or the account is in another region",
            "check the pair of keys, the user, and the region",
            Evidence::Observed,
        )),
    Rejection::new(CodeEntry::new(
            "MXAuthenticationFailedException",
            "AuthenticationFailed",
            ErrorKind::Unauthenticated,
            Retry::AfterChange,
            "the keys are wrong",
            "check the pair of keys",
            Evidence::Inferred,
        )),
    Rejection::new(CodeEntry::new(
            "MXAPIRateLimitExceededException",
            "RateLimitExceeded",
            ErrorKind::RateLimited,
            Retry::Later,
            "the account sent more calls than its plan allows; sent with 429, 403 and 200",
            "wait five seconds; set the account's plan and share one limiter between all its clients",
            Evidence::Observed,
        )),
    Rejection::new(CodeEntry::new(
            "MXUnauthorizedRequestException",
            "UnauthorizedRequest",
            ErrorKind::Forbidden,
            Retry::AfterChange,
            "the keys' user lacks the permission",
            "give the user the permission, or use another user's keys",
            Evidence::Observed,
        )),
    Rejection::new(CodeEntry::new(
            "MXUnAuthorizedAccessException",
            "UnauthorizedAccess",
            ErrorKind::Forbidden,
            Retry::AfterChange,
            "the keys' user has no access to the opportunity, its type or its tasks",
            "give the user the permission, or use another user's keys",
            Evidence::Documented,
        )),
    Rejection::new(CodeEntry::new(
            "MXXSSException",
            "ScriptRejected",
            ErrorKind::Rejected,
            Retry::Never,
            "a text resembles a script",
            "remove markup from the text",
            Evidence::Observed,
        )),
    Rejection::new(CodeEntry::new(
            "MXThrottleException",
            "Throttled",
            ErrorKind::RateLimited,
            Retry::Later,
            "too many calls; no real response has been published",
            "wait, then retry",
            Evidence::Inferred,
        )),
    Rejection::new(CodeEntry::new(
            "MXTimeoutException",
            "TimedOut",
            ErrorKind::Server,
            Retry::Later,
            "the vendor's internal call timed out; no real response has been published",
            "read the record before sending a write again",
            Evidence::Inferred,
        )).leaving(WriteOutcome::Unknown),
    Rejection::new(CodeEntry::new(
            "ArgumentNullException",
            "ArgumentNull",
            ErrorKind::Rejected,
            Retry::Never,
            "the body has the members of another operation, so the vendor did not find the ones it needs",
            "send the body in this operation's form",
            Evidence::Observed,
        )),
    Rejection::new(CodeEntry::new(
            "MXUnknownAttributeException",
            "UnknownAttribute",
            ErrorKind::Rejected,
            Retry::Never,
            "the call names attributes that the account does not have, and the whole call was rejected; the message lists them",
            "get the schema names from ListLeadFields; they are case-sensitive",
            Evidence::Observed,
        )),
    Rejection::new(CodeEntry::new(
            "MXInvalidActivityException",
            "InvalidActivity",
            ErrorKind::Rejected,
            Retry::Never,
            "the code of the activity type is missing, or is not a type of the account",
            "get the code from ListActivityTypes",
            Evidence::Observed,
        )),
    Rejection::new(CodeEntry::new(
            "MXMailDeliveryException",
            "MailDelivery",
            ErrorKind::Server,
            Retry::Never,
            "the e-mail was accepted but could not be delivered",
            "read the lead's activities before sending the e-mail again",
            Evidence::Observed,
        )).leaving(WriteOutcome::Unknown),
    Rejection::new(CodeEntry::new(
            "MXOperationNotAllowedException",
            "OperationNotAllowed",
            ErrorKind::State,
            Retry::Never,
            "the record's state does not allow this, for example unlocking an unlocked record",
            "read the record's state",
            Evidence::Documented,
        )),
    Rejection::new(CodeEntry::new(
            "MXInvalidLeadException",
            "InvalidLead",
            ErrorKind::Rejected,
            Retry::Never,
            "the lead is invalid",
            "correct what the message names",
            Evidence::Inferred,
        )),
    Rejection::new(CodeEntry::new(
            "MXInvalidFieldException",
            "InvalidField",
            ErrorKind::Rejected,
            Retry::Never,
            "a field is invalid",
            "correct what the message names",
            Evidence::Inferred,
        )),
];

const fn listed() -> usize {
    let (mut count, mut rest) = (0, REJECTIONS);
    while let [row, others @ ..] = rest {
        count += row.listed as usize;
        rest = others;
    }
    count
}

// Evaluated only by the compiler, which rejects an index out of range.
#[allow(clippy::indexing_slicing)]
const fn entries() -> [CodeEntry; listed()] {
    let mut entries = [REJECTIONS[0].entry; listed()];
    let (mut count, mut rest) = (0, REJECTIONS);
    while let [row, others @ ..] = rest {
        if row.listed {
            entries[count] = row.entry;
            count += 1;
        }
        rest = others;
    }
    entries
}

/// Every known code, once each.
///
/// Two codes have a second meaning, which depends on the message or the operation: see their causes.
pub static CODES: CodeTable = CodeTable::new("leadsquared", &entries());

/// The table of HTTP response codes on every operation's page, except 200.
///
/// They decide only if the body says nothing: nearly every rejection has an [`ErrorCode`] in its body, with 500 and
/// occasionally with 200. 403 and 405 were only observed.
///
/// # Examples
///
/// ```
/// use leadsquared::RESPONSES;
/// let entry = RESPONSES.get("404").unwrap();
/// assert_eq!(entry.kind, leadsquared::leads_core::ErrorKind::Precondition);
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
            "the body does not match the operation's page: not JSON, other names or another structure",
            "compare the body that `preview` shows with the operation's page; names are case-sensitive",
            Evidence::Documented,
        ),
        CodeEntry::new(
            "401",
            "Unauthorized",
            ErrorKind::Unauthenticated,
            Retry::AfterChange,
            "the keys are wrong, their user is inactive, or the account is in another region",
            "check the pair of keys, the user, and the region",
            Evidence::Documented,
        ),
        CodeEntry::new(
            "403",
            "Forbidden",
            ErrorKind::Forbidden,
            Retry::AfterChange,
            "the call is not allowed; the vendor also sends this for too many calls, and then the body says so",
            "check the permissions of the keys' user, and whether a firewall or proxy blocks the call",
            Evidence::Observed,
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
            "the path exists for another method",
            "use the operation's method: deletes are GET, and many reads are POST",
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
            "retry a read later; verify whether a write was applied before sending it again",
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

/// Returns whether an exception that is not in the table is a rejection. For its queued calls, the vendor documents
/// that errors of a type that begins with `MX` are final and that others are faults of its system, which it retries:
/// such a fault may have occurred after the change.
pub(super) fn is_final(name: &str, is_rejection: Option<bool>) -> bool {
    is_rejection.unwrap_or_else(|| name.is_empty() || name.starts_with("MX"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_code_is_listed_once_and_is_a_variant() {
        let codes: BTreeSet<&str> = CODES.entries().iter().map(|entry| entry.code).collect();
        assert_eq!(codes.len(), CODES.entries().len());
        assert_eq!(codes, REJECTIONS.iter().map(|row| row.entry.code).collect());
        let variants: Vec<ErrorCode> = ErrorCode::all().collect();
        assert_eq!(codes, variants.iter().map(ErrorCode::as_str).collect());
        for row in REJECTIONS {
            assert_eq!(ErrorCode::from(row.entry.code).entry().map(|entry| entry.name), Some(row.entry.name));
            assert_eq!(row.matching, row.matching.to_ascii_lowercase());
        }
    }

    #[test]
    fn message_and_operation_select_the_meaning() {
        let kind = |code: &str, message: &str, name: &str| {
            let operation = crate::api::operations().find(|operation| operation.name == name);
            Rejection::find(code, message, operation).unwrap().entry.kind
        };
        let reference = "MXInvalidEntityReferenceException";
        assert_eq!(kind(reference, "Lead not found", "create_activity"), ErrorKind::NotFound);
        assert_eq!(kind(reference, "lead Not Found.", "update_lead"), ErrorKind::NotFound);
        assert_eq!(kind(reference, "Industry is not among the options", "update_company"), ErrorKind::Rejected);
        let entity = "MXInvalidEntityException";
        assert_eq!(kind(entity, "Lead does not exist", "update_lead"), ErrorKind::NotFound);
        assert_eq!(kind(entity, "Invalid SqlOperator", "search_leads"), ErrorKind::Rejected);
        assert!(Rejection::find("MXUnknownThingException", "", None).is_none());
    }
}
