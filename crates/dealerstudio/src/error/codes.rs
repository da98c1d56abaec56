//! The table of error codes.

use leads_core::Evidence;
use leads_core::error::{CodeEntry, CodeTable, ErrorKind, Retry};

/// Every code that this crate gives.
pub static CODES: CodeTable = CodeTable::new(
    "dealerstudio",
    &[
        CodeEntry::new(
            "lead_too_old",
            "LeadTooOld",
            ErrorKind::State,
            Retry::Never,
            "a lead older than three days cannot be updated; from what moment and in which zone they are counted is \
             not documented",
            "set the outcome on the lead's cluster, which has no such rule, or make a new lead",
            Evidence::Documented,
        ),
        CodeEntry::new(
            "unauthorised",
            "Unauthorised",
            ErrorKind::Unauthenticated,
            Retry::AfterChange,
            "the key is bad, or it is good and lacks the permission for this call: the vendor answers both alike",
            "send `show_apikey`: if it works the key is good, and its `permissions` say what it may do; ask Dealer \
             Studio for the rest",
            Evidence::Documented,
        ),
        CodeEntry::new(
            "missing_permission",
            "MissingPermission",
            ErrorKind::Forbidden,
            Retry::AfterChange,
            "the call was refused as unauthorised, and the key was last seen without the permission {0}",
            "ask Dealer Studio to add the permission to the key",
            Evidence::Inferred,
        ),
        CodeEntry::new(
            "forbidden",
            "Forbidden",
            ErrorKind::Forbidden,
            Retry::AfterChange,
            "the key belongs to other dealerships",
            "send `show_apikey` to see which dealerships the key reaches; ask Dealer Studio to add this one",
            Evidence::Documented,
        ),
        CodeEntry::new(
            "not_found",
            "NotFound",
            ErrorKind::NotFound,
            Retry::Never,
            "there is no such lead, cluster or car",
            "check the id, and that it is a lead's id where a lead is meant and a cluster's where a cluster is",
            Evidence::Documented,
        ),
        CodeEntry::new(
            "validation_failed",
            "ValidationFailed",
            ErrorKind::Rejected,
            Retry::Never,
            "a field was refused; each code's subject names the field and its message says why",
            "correct the field; `disable_strict_validation` skips the server's check of e-mail and phone",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "rejected",
            "Rejected",
            ErrorKind::Rejected,
            Retry::Never,
            "the request was refused",
            "read the vendor's words in the code's message or the error's body",
            Evidence::Inferred,
        ),
        CodeEntry::new(
            "too_many_calls",
            "TooManyCalls",
            ErrorKind::RateLimited,
            Retry::Later,
            "too many calls; no limit is documented",
            "wait, or give the client a limiter",
            Evidence::Inferred,
        ),
        CodeEntry::new(
            "unavailable",
            "Unavailable",
            ErrorKind::Server,
            Retry::Later,
            "the server cannot be reached behind its gateway; a write may have been made",
            "look whether the record was made before sending it again",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "server_error",
            "ServerError",
            ErrorKind::Server,
            Retry::Never,
            "the server failed; a write may have been made",
            "look whether the record was made before sending it again",
            Evidence::Inferred,
        ),
        CodeEntry::new(
            "unrecognised",
            "Unrecognised",
            ErrorKind::Foreign,
            Retry::Never,
            "the response holds a message, and neither a record nor a refusal that is known as the vendor's: a proxy or \
             gateway may have written it",
            "look whether the record was made before sending it again",
            Evidence::Inferred,
        ),
    ],
);
