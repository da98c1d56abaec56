//! An uploaded file.

use leads_core::Personal;
use leads_core::vendor::tolerant;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;

/// A file that was uploaded. The vendor sends it alone or as the only row of a list (observed).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct StoredFile {
    /// `Success`. A list has none.
    pub status: Option<String>,
    /// The name, which is the value of a file field and the name of a note's attachment.
    pub uploaded_file: Option<Personal<String>>,
    /// An address.
    pub relative_file_path: Option<Personal<String>>,
    /// The address for the attachment of an activity.
    pub s3_file_path: Option<Personal<String>>,
    /// The description.
    pub description: Option<Personal<String>>,
    is_row: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Members {
    #[serde(
        rename = "Status",
        default,
        deserialize_with = "tolerant::scalar",
        skip_serializing_if = "Option::is_none"
    )]
    status: Option<String>,
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    uploaded_file: Option<Personal<String>>,
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    relative_file_path: Option<Personal<String>>,
    #[serde(
        rename = "s3FilePath",
        default,
        deserialize_with = "tolerant::scalar",
        skip_serializing_if = "Option::is_none"
    )]
    s3_file_path: Option<Personal<String>>,
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    description: Option<Personal<String>>,
}

impl StoredFile {
    fn new(members: Members, is_row: bool) -> Self {
        let Members { status, uploaded_file, relative_file_path, s3_file_path, description } = members;
        Self { status, uploaded_file, relative_file_path, s3_file_path, description, is_row }
    }
}

impl<'de> Deserialize<'de> for StoredFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Form)
    }
}

/// An object, or a list with one.
struct Form;

impl<'de> Visitor<'de> for Form {
    type Value = StoredFile;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a file")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<StoredFile, A::Error> {
        Members::deserialize(MapAccessDeserializer::new(map)).map(|members| StoredFile::new(members, false))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<StoredFile, A::Error> {
        let file: Option<StoredFile> = rows.next_element()?;
        let is_only = rows.next_element::<IgnoredAny>()?.is_none();
        // A list in a list is not a file.
        let file = file.filter(|file| is_only && !file.is_row);
        file.map(|file| StoredFile { is_row: true, ..file }).ok_or_else(|| A::Error::custom("not one file"))
    }
}

impl Serialize for StoredFile {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { status, uploaded_file, relative_file_path, s3_file_path, description, is_row } = self.clone();
        let members = Members { status, uploaded_file, relative_file_path, s3_file_path, description };
        if is_row { [members].serialize(serializer) } else { members.serialize(serializer) }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn file_is_read_alone_and_as_the_only_row() {
        for text in [
            r#"{"Status":"Success","uploadedFile":"jane.jpg","s3FilePath":"https://b.example/1"}"#,
            r#"[{"uploadedFile":"jane.jpg","s3FilePath":"https://b.example/1"}]"#,
        ] {
            let file: StoredFile = serde_json::from_str(text).unwrap();
            assert_eq!(file.s3_file_path.as_ref().map(|path| path.as_str()), Some("https://b.example/1"));
            assert_eq!(serde_json::to_string(&file).unwrap(), text);
            assert!(!format!("{file:?}").contains("jane"));
        }
        for text in ["[]", "[{},{}]", r#"[[{"uploadedFile":"jane.jpg"}]]"#, "1"] {
            assert!(serde_json::from_str::<StoredFile>(text).is_err(), "{text}");
        }
    }
}
