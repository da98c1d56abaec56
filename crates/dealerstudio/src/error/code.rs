//! Names of the vendor's errors.

use super::CODES;
use leads_core::error::{CodeTable, VendorCode};
use leads_core::open_enum;

open_enum! {
    /// This crate's names for Dealer Studio's refusals.
    pub enum ErrorCode {
        /// The lead is older than three days and can no longer be updated.
        LeadTooOld = "lead_too_old",
        /// The key is bad, or it is good and lacks the permission: the vendor answers both alike.
        Unauthorised = "unauthorised",
        /// The key was last seen without the permission that the call needs.
        MissingPermission = "missing_permission",
        /// The key does not reach the dealership.
        Forbidden = "forbidden",
        /// There is no such record.
        NotFound = "not_found",
        /// A field was refused; the code's subject is our name of the field.
        ValidationFailed = "validation_failed",
        /// The request was refused for another reason.
        Rejected = "rejected",
        /// Too many calls.
        TooManyCalls = "too_many_calls",
        /// The server cannot be reached for the moment.
        Unavailable = "unavailable",
        /// The server failed.
        ServerError = "server_error",
        /// A response that holds a message and proves neither success nor refusal.
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
