//! The host of files.

use super::records::StoredFile;
use super::responses::{Rejection, ok};
use super::state::State;
use crate::{FakeRequest, FakeResponse, FormPart};
use serde_json::json;

/// The types of files: document, image, lead attachment, and document in a custom field set.
const TYPES: [&str; 4] = ["0", "1", "3", "7"];

/// Returns the keys of an upload, which are parts of its form.
pub(super) fn keys(parts: &[FormPart]) -> (Option<&str>, Option<&str>) {
    (value(parts, "AccessKey"), value(parts, "SecretKey"))
}

fn value<'a>(parts: &'a [FormPart], name: &str) -> Option<&'a str> {
    parts.iter().find(|part| part.name == name).and_then(FormPart::text)
}

/// Returns the parts of an upload.
pub(super) fn parts(request: &FakeRequest) -> Result<Vec<FormPart>, Rejection> {
    request.multipart().map_err(|_| Rejection::malformed())
}

/// Stores a file.
pub(super) fn upload(state: &mut State, parts: &[FormPart]) -> Result<FakeResponse, Rejection> {
    let file = parts.iter().find(|part| part.name == "uploadFiles");
    let file = file.ok_or_else(|| Rejection::missing("uploadFiles"))?;
    let name = file.file_name.as_deref().filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| Rejection::missing("uploadFiles"))?;
    let kind = value(parts, "FileType").ok_or_else(|| Rejection::missing("FileType"))?;
    if !TYPES.contains(&kind) {
        return Err(Rejection::input("FileType"));
    }
    // A field set needs to know its fields.
    let set = value(parts, "SchemaName").is_some() && value(parts, "EntitySchemaName").is_some();
    if kind == "7" && !set {
        return Err(Rejection::missing("SchemaName"));
    }
    let id = state.fresh_id(0xf11e);
    let url = format!(
        "https://files.example.com/{id}/{}",
        percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC)
    );
    state.files.push(StoredFile { name: name.to_owned(), url: url.clone(), bytes: file.content.clone() });
    state.record("upload_file");
    let stored = json!({
        "Status": "Success",
        "uploadedFile": name,
        "relativeFilePath": url,
        "s3FilePath": url,
        "description": null
    });
    Ok(ok(&if state.settings.upload_in_list { json!([stored]) } else { stored }))
}
