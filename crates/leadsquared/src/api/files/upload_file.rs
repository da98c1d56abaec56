//! `POST {files-host}/File/Upload`

use super::FileType;
use crate::api::prelude::*;
use crate::model::{EventCode, LeadId, StoredFile, check_id};
use leads_core::Personal;
use leads_core::vendor::{FileSource, Host, Multipart};
use std::path::PathBuf;

/// Uploads a file, to be named in a field, a note or an attachment.
///
/// `POST {files-host}/File/Upload`, as a form. A file given by path is streamed while it is sent, read again for each
/// attempt, and never held in memory as a whole. The vendor documents no limit on the size. The keys are sent as fields
/// of the form; previews and errors do not show them.
///
/// In the response, `uploaded_file` is the value for a file field or the attachment of a note, and `s3_file_path` the
/// one for the attachment of an activity.
///
/// If the response is lost, the outcome cannot be verified automatically: no documented read lists the stored files. To
/// check by hand, there is nothing to look up: upload the file again and use the names of the second response.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/file-upload-to-leads/).
///
/// # Errors
///
/// Returns an error before sending if the client has no host for files, if the file cannot be read, or if a name is
/// blank. If the response is lost, the outcome is [`Unknown`](leads_core::WriteOutcome::Unknown) and the request is not
/// retried: each call stores a file.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::files::{FileType, UploadFile};
///
/// let scan = UploadFile::path(FileType::Document, "/tmp/scan.pdf")
///     .content_type("application/pdf");
/// let document = UploadFile::bytes(FileType::FieldSetDocument, "pan.png", &b"..."[..])
///     .lead("5501cfea-34b3-4ce2-9eac-00715e7a9e70")
///     .field_set("mx_KYC", "mx_CustomObject_2");
/// let stored_file = client.send(&scan).await?;
/// println!("{:?}", stored_file.relative_file_path);
/// client.send(&document).await?;
/// # Ok(()) }
/// ```
#[doc(alias = "/File/Upload")]
#[doc(alias = "File/Upload")]
#[doc(alias = "upload file")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UploadFile {
    file_type: FileType,
    name: Personal<String>,
    content_type: String,
    source: FileSource,
    #[serde(default)]
    is_temporary: bool,
    #[serde(default)]
    enable_resize: bool,
    owner: Option<Owner>,
    field_set: Option<FieldSet>,
    storage_version: Option<u32>,
}

/// What a file belongs to.
#[derive(Clone, Debug, PartialEq, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
enum Owner {
    Lead(LeadId),
    Activity(EventCode),
}

/// The file's field inside a custom field set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldSet {
    set: String,
    field: String,
}

impl UploadFile {
    /// Uploads a file from a path, under the name of the file.
    pub fn path(file_type: impl Into<FileType>, path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Self::new(file_type.into(), name.unwrap_or_default(), FileSource::Path(path))
    }

    /// Uploads bytes under a name.
    pub fn bytes(file_type: impl Into<FileType>, name: impl Into<String>, bytes: impl Into<FileSource>) -> Self {
        Self::new(file_type.into(), name.into(), bytes.into())
    }

    fn new(file_type: FileType, name: String, source: FileSource) -> Self {
        Self {
            file_type,
            name: Personal(name),
            content_type: "application/octet-stream".to_owned(),
            source,
            is_temporary: false,
            enable_resize: false,
            owner: None,
            field_set: None,
            storage_version: None,
        }
    }

    /// Sets the content type. Defaults to `application/octet-stream`.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = content_type.into();
        self
    }

    /// Sets whether the file is stored only temporarily. Defaults to `false`.
    #[must_use]
    pub fn temporary(mut self, temporary: bool) -> Self {
        self.is_temporary = temporary;
        self
    }

    /// Sets whether an image may be resized. Defaults to `false`, which a custom field set requires.
    #[must_use]
    pub fn enable_resize(mut self, enable: bool) -> Self {
        self.enable_resize = enable;
        self
    }

    /// Sets the lead that the file belongs to.
    #[must_use]
    pub fn lead(mut self, lead: impl Into<LeadId>) -> Self {
        self.owner = Some(Owner::Lead(lead.into()));
        self
    }

    /// Sets the type of activity or opportunity that the file belongs to.
    #[must_use]
    pub fn activity(mut self, event: impl Into<EventCode>) -> Self {
        self.owner = Some(Owner::Activity(event.into()));
        self
    }

    /// Sets the field that the file is for: the field `field` inside the custom field set `set`.
    #[must_use]
    pub fn field_set(mut self, set: impl Into<String>, field: impl Into<String>) -> Self {
        self.field_set = Some(FieldSet { set: set.into(), field: field.into() });
        self
    }

    /// Sets the version of the storage; `0` is the vendor's own.
    #[must_use]
    pub fn storage_version(mut self, version: u32) -> Self {
        self.storage_version = Some(version);
        self
    }

    fn form(&self) -> Multipart {
        let digit = |flag: bool| if flag { "1" } else { "0" };
        let mut form = Multipart::new()
            .text("FileType", u32::from(self.file_type).to_string())
            .text("FileStorageType", digit(self.is_temporary))
            .text("EnableResize", if self.enable_resize { "true" } else { "false" });
        if let Some(owner) = &self.owner {
            let (id, entity) = match owner {
                Owner::Lead(lead) => (lead.to_string(), "0"),
                Owner::Activity(event) => (event.to_string(), "1"),
            };
            form = form.text("Id", id).text("Entity", entity);
        }
        if let Some(FieldSet { set, field }) = &self.field_set {
            form = form.text("SchemaName", field).text("EntitySchemaName", set);
        }
        if let Some(version) = self.storage_version {
            form = form.text("StorageVersion", version.to_string());
        }
        form.file("uploadFiles", &self.name, &self.content_type, self.source.clone())
    }
}

impl Request for UploadFile {
    type Vendor = LeadSquared;
    type Response = Raw<StoredFile>;
    const OPERATION: Operation = op::post("upload_file", "/File/Upload", Safety::NonIdempotent)
        .host(Host::Files)
        .docs("https://apidocs.leadsquared.com/file-upload-to-leads/");

    fn parts(&self) -> Result<Parts> {
        let is_named = |set: &FieldSet| !set.set.trim().is_empty() && !set.field.trim().is_empty();
        Parts::new()
            .require(!self.name.trim().is_empty(), "name", "must not be empty")
            .require(!self.content_type.trim().is_empty(), "content_type", "must not be empty")
            .check(match &self.owner {
                Some(Owner::Lead(lead)) => check_id(lead.as_str(), "lead_id"),
                _ => Ok(()),
            })
            .require(self.field_set.as_ref().is_none_or(is_named), "field_set", "must name the set and its field")
            .require(
                self.field_set.is_none() || !self.enable_resize,
                "enable_resize",
                "must not be set for a custom field set",
            )
            .multipart(self.form())
    }

    fn trace(&self) -> Option<String> {
        Some("upload the file again and use the names of the second response".to_owned())
    }
}

sample!(UploadFile: Self::bytes(FileType::FieldSetDocument, "scan.png", &b"not an image"[..])
    .content_type("image/png")
    .lead("0a0b0c0d-0e0f-4a4b-8c8d-101112131415")
    .field_set("mx_KYC", "mx_CustomObject_2")
    .storage_version(0));

#[cfg(test)]
mod tests {
    use super::*;

    fn new() -> UploadFile {
        UploadFile::bytes(FileType::Document, "jane.pdf", &b"x"[..])
    }

    #[test]
    fn stored_form_keeps_the_file_and_debug_hides_its_name() {
        for request in [
            new().lead("7").field_set("mx_KYC", "mx_CustomObject_2").temporary(true).storage_version(0),
            UploadFile::path(FileType::Other(9), "/tmp/jane.bin").activity(12005).enable_resize(true),
        ] {
            let stored = serde_json::to_string(&request).unwrap();
            assert_eq!(serde_json::from_str::<UploadFile>(&stored).unwrap(), request);
            assert!(!format!("{request:?}").contains("jane"));
        }
        for code in [0, 1, 3, 7, 9] {
            assert_eq!(u32::from(FileType::from(code)), code);
        }
    }

    #[test]
    fn invalid_uploads_are_rejected() {
        for (request, field) in [
            (UploadFile::path(FileType::Image, "/"), "name"),
            (new().content_type(" "), "content_type"),
            (new().lead(""), "lead_id"),
            (new().field_set("", "b"), "field_set"),
            (new().field_set("a", " "), "field_set"),
            (new().field_set("a", "b").enable_resize(true), "enable_resize"),
        ] {
            assert_eq!(request.parts().unwrap_err().field(), Some(field), "{request:?}");
        }
        assert!(new().parts().is_ok());
    }
}
