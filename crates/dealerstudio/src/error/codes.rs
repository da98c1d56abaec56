//! The table of error codes.

use leads_core::Evidence;
use leads_core::error::{CodeEntry, CodeTable, ErrorKind, Retry};

/// Every code of this crate, with its kind, cause and remedy.
pub static CODES: CodeTable = CodeTable::new(
    "dealerstudio",
    &[
        CodeEntry::new(
            "lead_too_old",
            "LeadTooOld",
            ErrorKind::State,
            Retry::Never,
            "a lead older than three days cannot be updated; from which moment and in which time zone they are \
             counted is not documented",
            "set the outcome on the lead's cluster, which has no such rule, or create a new lead",
            Evidence::Documented,
        ),
        CodeEntry::new(
            "unauthorised",
            "Unauthorised",
            ErrorKind::Unauthenticated,
            Retry::AfterChange,
            "the key is invalid, or it is valid but lacks the permission for this call: the vendor's response is \
             the same for both",
            "send `show_apikey`: if it succeeds, the key is valid and `permissions` lists what it may do; ask Dealer \
             Studio for missing permissions",
            Evidence::Documented,
        ),
        CodeEntry::new(
            "missing_permission",
            "MissingPermission",
            ErrorKind::Forbidden,
            Retry::AfterChange,
            "the call was rejected as unauthorised, and the key was last seen without the permission {0}",
            "ask Dealer Studio to add the permission to the key",
            Evidence::Inferred,
        ),
        CodeEntry::new(
            "forbidden",
            "Forbidden",
            ErrorKind::Forbidden,
            Retry::AfterChange,
            "the key has no access to this dealership",
            "send `show_apikey` to list the dealerships of the key; ask Dealer Studio to add this one",
            Evidence::Documented,
        ),
        CodeEntry::new(
            "not_found",
            "NotFound",
            ErrorKind::NotFound,
            Retry::Never,
            "there is no such lead, cluster or car",
            "check the id, and that a lead's id is not used for a cluster or the other way round",
            Evidence::Documented,
        ),
        CodeEntry::new(
            "validation_failed",
            "ValidationFailed",
            ErrorKind::Rejected,
            Retry::Never,
            "a field was rejected; each code's subject names the field and its message gives the reason",
            "correct the field; `disable_strict_validation` skips the server's check of e-mail and phone",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "rejected",
            "Rejected",
            ErrorKind::Rejected,
            Retry::Never,
            "the request was rejected",
            "read the vendor's message in the code or the error's body",
            Evidence::Inferred,
        ),
        CodeEntry::new(
            "too_many_calls",
            "TooManyCalls",
            ErrorKind::RateLimited,
            Retry::Later,
            "too many requests; no rate limit is documented",
            "wait, or configure a limiter for the client",
            Evidence::Inferred,
        ),
        CodeEntry::new(
            "unavailable",
            "Unavailable",
            ErrorKind::Server,
            Retry::Later,
            "the server cannot be reached behind its gateway; a write may have been applied",
            "check whether the record was written before you send it again",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "server_error",
            "ServerError",
            ErrorKind::Server,
            Retry::Never,
            "the server failed; a write may have been applied",
            "check whether the record was written before you send it again",
            Evidence::Inferred,
        ),
        CodeEntry::new(
            "unrecognised",
            "Unrecognised",
            ErrorKind::Foreign,
            Retry::Never,
            "the response has a message, but neither a record nor a known rejection of the vendor: it may come from a \
             proxy or gateway",
            "check whether the record was written before you send it again",
            Evidence::Inferred,
        ),
    ],
);
