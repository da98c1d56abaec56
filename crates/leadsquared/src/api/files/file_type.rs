//! The type of an uploaded file.

use serde::{Deserialize, Serialize};

/// The type of an uploaded file. On the wire and in stored requests it is a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "u32", into = "u32")]
#[non_exhaustive]
pub enum FileType {
    /// A document. On the wire: `0`.
    Document,
    /// An image. On the wire: `1`.
    Image,
    /// An attachment of a lead. On the wire: `3`.
    LeadAttachment,
    /// A document in a custom field set. On the wire: `7`.
    FieldSetDocument,
    /// A type that this crate does not know.
    Other(u32),
}

impl From<u32> for FileType {
    fn from(code: u32) -> Self {
        match code {
            0 => Self::Document,
            1 => Self::Image,
            3 => Self::LeadAttachment,
            7 => Self::FieldSetDocument,
            other => Self::Other(other),
        }
    }
}

impl From<FileType> for u32 {
    fn from(kind: FileType) -> Self {
        match kind {
            FileType::Document => 0,
            FileType::Image => 1,
            FileType::LeadAttachment => 3,
            FileType::FieldSetDocument => 7,
            FileType::Other(code) => code,
        }
    }
}
