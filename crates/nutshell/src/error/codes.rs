//! The tables of error codes and messages.

use leads_core::Evidence;
use leads_core::error::{CodeEntry, CodeTable, ErrorKind, MessageRule, Retry, Wording};

/// Every code that this crate gives out.
pub static CODES: CodeTable = CodeTable::new(
    "nutshell",
    &[
        CodeEntry::new(
            "one-resource-per-create",
            "OneResourcePerCreate",
            ErrorKind::Rejected,
            Retry::Never,
            "a create took none or several records of type {0}; Nutshell makes exactly one with each call",
            "send one record with each call",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "invalid-filter",
            "InvalidFilter",
            ErrorKind::Rejected,
            Retry::Never,
            "a list does not take this filter or page number",
            "read the list's fields (`list_lead_fields` and its like) for what can be filtered; pages begin at 0",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "no-patches",
            "NoPatches",
            ErrorKind::Rejected,
            Retry::Never,
            "an update held no change",
            "set at least one change",
            Evidence::Documented,
        ),
        CodeEntry::new(
            "json-patch-required",
            "JsonPatchRequired",
            ErrorKind::Rejected,
            Retry::Never,
            "an update came under another content type than application/json-patch+json",
            "leave the content type of updates as this crate sets it",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "listed-error",
            "Listed",
            ErrorKind::Rejected,
            Retry::Never,
            "Nutshell listed an error that nobody has described",
            "read the vendor's own words in the error; its HTTP status tells the kind",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "internal-error",
            "InternalError",
            ErrorKind::Server,
            Retry::Never,
            "Nutshell failed inside; a comma in a name filter is one known cause",
            "look whether a write was applied before sending it again; quote the request id to the vendor",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "message",
            "Message",
            ErrorKind::Rejected,
            Retry::Never,
            "Nutshell answered with a message alone; the root of the application does so outside of /rest",
            "check the base URL; the HTTP status tells the kind",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "text",
            "Text",
            ErrorKind::Rejected,
            Retry::Never,
            "Nutshell answered with a text alone",
            "read the vendor's own words in the error; the HTTP status tells the kind",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "not-found-page",
            "NotFoundPage",
            ErrorKind::NotFound,
            Retry::Never,
            "there is no such record or path; Nutshell answers with a page",
            "check the id, its type and that the user may see the record",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "unauthorized-page",
            "UnauthorizedPage",
            ErrorKind::Unauthenticated,
            Retry::AfterChange,
            "the e-mail address or the API key is wrong or missing; Nutshell answers with a page",
            "check that the address is a user's of the company, and that the key is an API key and not one for forms",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "page",
            "Page",
            ErrorKind::Foreign,
            Retry::Later,
            "an HTML page came instead of an answer: of the vendor's web server, a proxy or a login",
            "check the base URL and what stands between; look whether a write was applied",
            Evidence::Inferred,
        ),
    ],
);

/// The vendor's messages, by which its errors are told apart: it sends no codes.
pub(super) static MESSAGES: &[MessageRule] = &[
    MessageRule::new("one-resource-per-create", Wording::Template("You may only create one {0} resource per request.")),
    MessageRule::new("invalid-filter", Wording::Exactly("Invalid filter")),
    MessageRule::new("no-patches", Wording::Contains(&["no patches"])),
    MessageRule::new("json-patch-required", Wording::Contains(&["application/json-patch+json"])),
    MessageRule::new("internal-error", Wording::Exactly("Internal Error")),
    MessageRule::new("internal-error", Wording::Exactly("Internal Server Error")),
];
