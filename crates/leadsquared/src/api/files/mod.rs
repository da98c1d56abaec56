//! Uploads files, to the vendor's separate host for them.
//!
//! The pair of keys is sent as two fields of the form, as the vendor documents, and is redacted like any other
//! credential. The host is set with the region, or with
//! [`Builder::files_base_url`](crate::Builder::files_base_url).
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`UploadFile`] ([vendor's page](https://apidocs.leadsquared.com/file-upload-to-leads/))<br>POST `{files-host}/File/Upload` | non-idempotent | [`StoredFile`](crate::model::StoredFile) |
//!
//! <!-- operations: end -->

mod file_type;
mod upload_file;

pub use file_type::FileType;
pub use upload_file::UploadFile;

leads_core::operations! { crate::LeadSquared;
    UploadFile,
}
