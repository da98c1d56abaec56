//! The vendor's error codes as a type.

use super::CODES;
use leads_core::error::{CodeTable, VendorCode};
use leads_core::open_enum;

open_enum! {
    /// The kind of an error response from Nutshell.
    ///
    /// Nutshell's responses carry no codes: the `code` member of an error was null in every observed response, and
    /// several errors are a text, a page or empty. The names are this crate's own, derived from the content of the
    /// response; a `code` that the vendor does send is kept unchanged.
    ///
    /// In a success response, errors next to records are warnings for a read, and leave the outcome of a write unknown.
    pub enum ErrorCode {
        /// A create with no record or several records.
        OneResourcePerCreate = "one-resource-per-create",
        /// A filter or page number that the list does not support.
        InvalidFilter = "invalid-filter",
        /// A lead `PATCH` without an operation.
        NoPatches = "no-patches",
        /// A `PATCH` with a content type other than JSON Patch.
        JsonPatchRequired = "json-patch-required",
        /// An entry of the `errors` list that is not one of the known ones.
        Listed = "listed-error",
        /// The server failed and reported it as JSON.
        InternalError = "internal-error",
        /// An object with only a message.
        Message = "message",
        /// A text as the whole body.
        Text = "text",
        /// The page returned for an unknown id or path.
        NotFoundPage = "not-found-page",
        /// The page returned for wrong or missing credentials.
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
