//! Names of the vendor's errors.

use super::CODES;
use leads_core::error::{CodeTable, VendorCode};
use leads_core::open_enum;

open_enum! {
    /// This crate's names for Dealer Studio's errors.
    pub enum ErrorCode {
        /// The lead is older than three days and can no longer be updated.
        LeadTooOld = "lead_too_old",
        /// The key is invalid, or it is valid but lacks the permission: the vendor's response is the same for both.
        Unauthorised = "unauthorised",
        /// The key was last seen without the permission that the call needs.
        MissingPermission = "missing_permission",
        /// The key has no access to the dealership.
        Forbidden = "forbidden",
        /// There is no such record.
        NotFound = "not_found",
        /// A field was rejected; the code's subject is this crate's name of the field.
        ValidationFailed = "validation_failed",
        /// The request was rejected for another reason.
        Rejected = "rejected",
        /// Too many requests.
        TooManyCalls = "too_many_calls",
        /// The server is temporarily unreachable.
        Unavailable = "unavailable",
        /// The server failed.
        ServerError = "server_error",
        /// The response has a message, but proves neither success nor rejection.
        Unrecognised = "unrecognised",
    }
}

impl VendorCode for ErrorCode {
    const VENDOR: &'static str = "dealerstudio";
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
