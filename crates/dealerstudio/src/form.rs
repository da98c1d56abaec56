//! Encodes a JSON body as a multipart form, with the vendor's platform's convention for nested names.
//!
//! Scalars are `lead[email]`, lists `lead[tags][]`, objects `lead[address_attributes][city]`. Lists of objects are
//! `lead[charge_breakdown][charges][][name]`: the server starts a new object when a name repeats, so the members of one
//! object are written together, and every object starts with a scalar member that the previous one also has. Only names
//! that end in `_attributes` take an index, `lead[lead_files_attributes][0][file]`, which has no such ambiguity. All of
//! this is inferred from the vendor's platform; no page shows a form.

use crate::model::{FILES, LeadFile, OpenMap};
use leads_core::{Error, Multipart, Result};
use serde::Serialize;
use serde_json::value::RawValue;

/// Encodes fields and files as a form. Every name begins with `root`.
///
/// # Errors
///
/// Returns an error for values without a form encoding: `null`, an empty list or object, a list inside a list.
pub(crate) fn write<B: Serialize>(root: &str, fields: &B, files: &[LeadFile]) -> Result<Multipart> {
    let text = serde_json::value::to_raw_value(fields)
        .map_err(|error| Error::invalid("body", "cannot be written as JSON").with_source(error))?;
    let mut form = Form { form: Multipart::new() };
    match kind(&text) {
        // An update may have files only.
        Kind::Object(members) => members.iter().try_for_each(|(member, raw)| form.member(root, member, raw))?,
        _ => form.value(root, root, &text)?,
    }
    for (index, file) in files.iter().enumerate() {
        if file.name().trim().is_empty() || file.content_type().trim().is_empty() {
            return Err(Error::invalid("files", "must each have a name and a content type"));
        }
        let item = format!("{root}[{FILES}][{index}]");
        if let Some(kind) = file.kind() {
            form.text(&format!("{item}[file_type]"), kind.as_str().to_owned());
        }
        form.form = form.form.file(&format!("{item}[file]"), file.name(), file.content_type(), file.source().clone());
    }
    Ok(form.form)
}

struct Form {
    form: Multipart,
}

impl Form {
    fn text(&mut self, name: &str, value: String) {
        self.form = std::mem::take(&mut self.form).text(name, value);
    }

    /// Writes a value. `name` is the part's name so far, `field` that of the last member, for errors.
    fn value(&mut self, name: &str, field: &str, raw: &RawValue) -> Result<()> {
        let wrong = |message: &'static str| Err(Error::invalid(field.to_owned(), message));
        match kind(raw) {
            Kind::Null => wrong("cannot be null together with files: a form has no null"),
            Kind::Scalar(text) => {
                self.text(name, text);
                Ok(())
            }
            Kind::Object(members) if members.is_empty() => {
                wrong("cannot be an empty object together with files: a form has none; omit it")
            }
            Kind::Object(members) => members.iter().try_for_each(|(member, raw)| self.member(name, member, raw)),
            Kind::List(rows) if rows.is_empty() => {
                wrong("cannot be an empty list together with files: a form has none; omit it")
            }
            Kind::List(rows) if field.ends_with("_attributes") => rows
                .iter()
                .enumerate()
                .try_for_each(|(index, raw)| self.value(&format!("{name}[{index}]"), "list", raw)),
            Kind::List(rows) => self.list(&format!("{name}[]"), field, &rows),
        }
    }

    fn member(&mut self, name: &str, member: &str, raw: &RawValue) -> Result<()> {
        if member.is_empty() || member.contains(['[', ']']) {
            return Err(Error::invalid(
                member.to_owned(),
                "cannot be the name of a part: it would be nested differently",
            ));
        }
        self.value(&format!("{name}[{member}]"), member, raw)
    }

    fn list(&mut self, name: &str, field: &str, rows: &[Box<RawValue>]) -> Result<()> {
        let wrong = |message: &'static str| Err(Error::invalid(field.to_owned(), message));
        let mut before: Option<Vec<String>> = None;
        for raw in rows {
            match kind(raw) {
                Kind::Scalar(text) if before.is_none() => self.text(name, text),
                Kind::Object(members) if !members.is_empty() => {
                    let names: Vec<String> = members.iter().map(|(name, _)| name.to_owned()).collect();
                    // A repeated name at a deeper level does not start a new object.
                    if members.iter().next().is_some_and(|(_, raw)| !matches!(kind(raw), Kind::Scalar(_))) {
                        return wrong("cannot be separated in a form: begin each object with a scalar member");
                    }
                    if let Some(before) = &before
                        && names.first().is_none_or(|first| !before.contains(first))
                    {
                        return wrong("cannot be separated in a form: begin each object with the same member");
                    }
                    members.iter().try_for_each(|(member, raw)| self.member(name, member, raw))?;
                    before = Some(names);
                }
                _ => return wrong("cannot be sent in a form: only lists of scalars or lists of objects can"),
            }
        }
        Ok(())
    }
}

enum Kind {
    Null,
    Scalar(String),
    List(Vec<Box<RawValue>>),
    Object(OpenMap),
}

/// Returns the kind of a JSON text: numbers and booleans as they are written, strings without their quotes.
fn kind(raw: &RawValue) -> Kind {
    let text = raw.get();
    match text.bytes().next() {
        Some(b'n') | None => Kind::Null,
        Some(b'"') => Kind::Scalar(serde_json::from_str(text).unwrap_or_default()),
        Some(b'[') => Kind::List(serde_json::from_str(text).unwrap_or_default()),
        Some(b'{') => Kind::Object(serde_json::from_str(text).unwrap_or_default()),
        Some(_) => Kind::Scalar(text.to_owned()),
    }
}
