//! The vendor's error codes as a type.

use super::CODES;
use leads_core::error::{CodeTable, VendorCode};
use leads_core::open_enum;

open_enum! {
    /// What an error answer of Nutshell is.
    ///
    /// Nutshell's answers carry no codes: the member `code` of an error was null in every answer seen, and several
    /// errors are a text, a page or nothing at all. The names here are ours, made from what the answer says; a `code`
    /// that the vendor does send is kept as it is.
    ///
    /// Errors beside records in an answer of success are warnings of a read, and leave a write unknown.
    pub enum ErrorCode {
        /// A create with none or several records.
        OneResourcePerCreate = "one-resource-per-create",
        /// A filter or a page number that the list does not take.
        InvalidFilter = "invalid-filter",
        /// A `PATCH` of a lead without an operation.
        NoPatches = "no-patches",
        /// A `PATCH` under another content type than the one of JSON Patch.
        JsonPatchRequired = "json-patch-required",
        /// An entry of the list `errors` that is none of the known ones.
        Listed = "listed-error",
        /// The server failed and said so in JSON.
        InternalError = "internal-error",
        /// An object with a message and nothing else.
        Message = "message",
        /// A text as the whole body.
        Text = "text",
        /// The page that stands for an unknown id or path.
        NotFoundPage = "not-found-page",
        /// The page that stands for wrong or missing credentials.
        UnauthorizedPage = "unauthorized-page",
        /// Another HTML page.
        Page = "page",
    }
}

impl VendorCode for ErrorCode {
    const VENDOR: &'static str = "nutshell";
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
