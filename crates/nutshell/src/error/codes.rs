//! The tables of error codes and messages.

use leads_core::Evidence;
use leads_core::error::{CodeEntry, CodeTable, ErrorKind, MessageRule, Retry, Wording};

/// All error codes that this crate reports.
pub static CODES: CodeTable = CodeTable::new(
    "nutshell",
    &[
        CodeEntry::new(
            "one-resource-per-create",
            "OneResourcePerCreate",
            ErrorKind::Rejected,
            Retry::Never,
            "a create had no record or several records of type {0}; Nutshell creates exactly one per call",
            "send one record per call",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "invalid-filter",
            "InvalidFilter",
            ErrorKind::Rejected,
            Retry::Never,
            "the list does not support this filter or page number",
            "read the list's fields (`list_lead_fields` and similar operations) for the available filters; pages start at 0",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "no-patches",
            "NoPatches",
            ErrorKind::Rejected,
            Retry::Never,
            "an update contained no change",
            "set at least one change",
            Evidence::Documented,
        ),
        CodeEntry::new(
            "json-patch-required",
            "JsonPatchRequired",
            ErrorKind::Rejected,
            Retry::Never,
            "an update was sent with a content type other than application/json-patch+json",
            "keep the content type that this crate sets for updates",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "listed-error",
            "Listed",
            ErrorKind::Rejected,
            Retry::Never,
            "Nutshell listed an undocumented error",
            "read the vendor's message in the error; its HTTP status determines the kind",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "internal-error",
            "InternalError",
            ErrorKind::Server,
            Retry::Never,
            "Nutshell failed internally; a comma in a name filter is one known cause",
            "check whether a write was applied before sending it again; give the request id to the vendor's support",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "message",
            "Message",
            ErrorKind::Rejected,
            Retry::Never,
            "the response contains only a message; the root of the application responds this way outside of /rest",
            "check the base URL; the HTTP status determines the kind",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "text",
            "Text",
            ErrorKind::Rejected,
            Retry::Never,
            "the response contains only a text",
            "read the vendor's message in the error; the HTTP status determines the kind",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "not-found-page",
            "NotFoundPage",
            ErrorKind::NotFound,
            Retry::Never,
            "there is no such record or path; Nutshell responds with a page",
            "check the id, its type and that the user has access to the record",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "unauthorized-page",
            "UnauthorizedPage",
            ErrorKind::Unauthenticated,
            Retry::AfterChange,
            "the e-mail address or the API key is wrong or missing; Nutshell responds with a page",
            "check that the address belongs to a user of the company, and that the key is an API key and not a forms key",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "page",
            "Page",
            ErrorKind::Foreign,
            Retry::Later,
            "the response is an HTML page from the vendor's web server, a proxy or a login",
            "check the base URL and any proxy in between; check whether a write was applied",
            Evidence::Inferred,
        ),
    ],
);

/// The vendor's messages, which identify its errors because it sends no codes.
pub(super) static MESSAGES: &[MessageRule] = &[
    MessageRule::new("one-resource-per-create", Wording::Template("You may only create one {0} resource per request.")),
    MessageRule::new("invalid-filter", Wording::Exactly("Invalid filter")),
    MessageRule::new("no-patches", Wording::Contains(&["no patches"])),
    MessageRule::new("json-patch-required", Wording::Contains(&["application/json-patch+json"])),
    MessageRule::new("internal-error", Wording::Exactly("Internal Error")),
    MessageRule::new("internal-error", Wording::Exactly("Internal Server Error")),
];
