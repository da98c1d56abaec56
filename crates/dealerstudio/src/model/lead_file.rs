//! A file of a lead.

use super::FileType;
use leads_core::vendor::Deserialize;
use leads_core::{FileSource, Personal};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// A file that is sent with a lead.
///
/// A file given by path is streamed while it is sent, read again for each attempt, and never held in memory as a whole.
/// The vendor documents no limit on size, number or type.
///
/// # Examples
///
/// ```
/// use dealerstudio::model::{FileType, LeadFile};
/// let resume = LeadFile::path("/tmp/resume.pdf").file_type(FileType::Resume);
/// assert_eq!((resume.name(), resume.content_type()), ("resume.pdf", "application/pdf"));
/// let note = LeadFile::bytes("note.txt", &b"hello"[..]);
/// assert_eq!(note.content_type(), "text/plain");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeadFile {
    name: Personal<String>,
    content_type: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    file_type: Option<FileType>,
    source: FileSource,
}

impl LeadFile {
    /// Creates a file from a path, which is read while it is sent.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name().map_or_else(|| "file".to_owned(), |name| name.to_string_lossy().into_owned());
        Self::new(name, FileSource::Path(path))
    }

    /// Creates a file from bytes.
    pub fn bytes(name: impl Into<String>, bytes: impl Into<FileSource>) -> Self {
        Self::new(name, bytes.into())
    }

    /// Creates a file from a source. The content type is derived from the name's extension unless it is set.
    pub fn new(name: impl Into<String>, source: FileSource) -> Self {
        let name = name.into();
        let content_type = content_type_of(&name).to_owned();
        Self { name: Personal(name), content_type, file_type: None, source }
    }

    /// Sets the file type.
    #[must_use]
    pub fn file_type(mut self, kind: impl Into<FileType>) -> Self {
        self.file_type = Some(kind.into());
        self
    }

    /// Sets the content type.
    #[must_use]
    pub fn with_content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = content_type.into();
        self
    }

    /// Returns the name that is sent.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the content type that is sent.
    #[must_use]
    pub fn content_type(&self) -> &str {
        &self.content_type
    }

    /// Returns the file type.
    #[must_use]
    pub fn kind(&self) -> Option<&FileType> {
        self.file_type.as_ref()
    }

    /// Returns the source of the content.
    #[must_use]
    pub fn source(&self) -> &FileSource {
        &self.source
    }
}

/// Returns the content type for common file extensions, `application/octet-stream` otherwise.
fn content_type_of(name: &str) -> &'static str {
    let ending = Path::new(name).extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    match ending.as_deref() {
        Some("pdf") => "application/pdf",
        Some("txt") => "text/plain",
        Some("csv") => "text/csv",
        Some("rtf") => "application/rtf",
        Some("doc") => "application/msword",
        Some("docx") => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Some("odt") => "application/vnd.oasis.opendocument.text",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("png") => "image/png",
        Some("gif") => "image/gif",
        Some("webp") => "image/webp",
        Some("heic") => "image/heic",
        Some("zip") => "application/zip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_file_round_trips_and_debug_redacts_the_name() {
        for file in [
            LeadFile::bytes("jane.PDF", vec![1, 2, 3]).file_type("cover_letter"),
            LeadFile::path("/tmp/jane.bin").with_content_type("x/y"),
        ] {
            let stored = serde_json::to_string(&file).unwrap();
            assert_eq!(serde_json::from_str::<LeadFile>(&stored).unwrap(), file);
            assert!(!format!("{file:?}").contains("jane"));
        }
        assert_eq!(LeadFile::bytes("a.PDF", vec![]).content_type(), "application/pdf");
        assert_eq!(LeadFile::bytes("a", vec![]).content_type(), "application/octet-stream");
    }
}
