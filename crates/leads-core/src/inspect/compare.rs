//! Compares a payload with its typed value.

use super::RAW;
use super::tree::Tree;
use crate::error::Error;
use serde::Serialize;
use std::collections::HashSet;
use std::fmt;

/// The result for a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Judgement {
    /// Everything was read or kept.
    Ok,
    /// Something was present but not read.
    Lossy,
    /// It could not be read at all, or was changed when written back.
    Fail,
}

impl fmt::Display for Judgement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ok => "ok",
            Self::Lossy => "lossy",
            Self::Fail => "fail",
        })
    }
}

/// The result of comparing a payload with a type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Inspection {
    /// The overall result.
    pub judgement: Judgement,
    /// The Rust type.
    pub rust_type: String,
    /// JSON paths without a matching field; they are only in the kept text.
    pub unknown: Vec<String>,
    /// JSON paths that are present and not null in the payload and absent in the typed value: a field of the wrong type
    /// that silently became `None`.
    pub unread: Vec<String>,
    /// Further remarks.
    pub note: Option<String>,
}

impl Inspection {
    /// Creates the result for a payload that could not be read.
    #[must_use]
    pub fn failed(rust_type: &str, note: impl Into<String>) -> Self {
        Self {
            judgement: Judgement::Fail,
            rust_type: short(rust_type),
            unknown: Vec::new(),
            unread: Vec::new(),
            note: Some(note.into()),
        }
    }

    pub(crate) fn unreadable(rust_type: &str, error: &Error) -> Self {
        Self::failed(rust_type, error.to_string())
    }

    /// Sets the note.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// Creates the result for a payload that was read, with nothing to compare.
    #[must_use]
    pub fn fine(rust_type: &str) -> Self {
        Self {
            judgement: Judgement::Ok,
            rust_type: short(rust_type),
            unknown: Vec::new(),
            unread: Vec::new(),
            note: None,
        }
    }
}

/// Returns a type's name without its module paths.
pub(crate) fn short(name: &str) -> String {
    let mut out = String::new();
    let mut word = String::new();
    for c in name.chars() {
        match c {
            c if c.is_alphanumeric() || c == '_' => word.push(c),
            ':' => word.clear(),
            c => {
                out.push_str(&word);
                word.clear();
                out.push(c);
            }
        }
    }
    out + &word
}

/// Compares the typed value of a response or event, written during inspection, with the payload.
pub(crate) fn response(rust_type: &str, payload: &str, typed: &str) -> Inspection {
    let (input, typed) = match (Tree::parse(payload), Tree::parse(typed)) {
        (Ok(input), Ok(typed)) => (input, typed),
        (Err(none), _) | (_, Err(none)) => return Inspection::failed(rust_type, none.note()),
    };
    let mut found = Found::default();
    found.walk("", &input, &typed, &HashSet::new());
    let judgement = match (found.changed.is_empty(), found.unread.is_empty()) {
        (false, _) => Judgement::Fail,
        (true, false) => Judgement::Lossy,
        (true, true) => Judgement::Ok,
    };
    let note = (!found.changed.is_empty()).then(|| format!("kept text differs at {}", found.changed.join(", ")));
    Inspection { judgement, rust_type: short(rust_type), unknown: found.unknown, unread: found.unread, note }
}

/// Compares a request's body, written back, with the payload: they must be equal.
pub(crate) fn request(rust_type: &str, payload: &str, written: &str, ignored: Vec<String>) -> Inspection {
    let (input, output) = match (Tree::parse(payload), Tree::parse(written)) {
        (Ok(input), Ok(output)) => (input, output),
        (Err(none), _) | (_, Err(none)) => return Inspection::failed(rust_type, none.note()),
    };
    if input == output {
        return Inspection { unknown: ignored, ..Inspection::fine(rust_type) };
    }
    let mut differing = Vec::new();
    differences("", &input, &output, &mut differing);
    Inspection {
        judgement: Judgement::Lossy,
        rust_type: short(rust_type),
        unknown: ignored,
        unread: differing,
        note: Some("the body is changed when written back".to_owned()),
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn differences(path: &str, a: &Tree, b: &Tree, out: &mut Vec<String>) {
    match (a, b) {
        (Tree::Map(left), Tree::Map(right)) => {
            let (ours, theirs) = (a.by_name(), b.by_name());
            for (name, value) in left {
                match theirs.get(name.as_str()) {
                    Some(other) => differences(&join(path, name), value, other, out),
                    None => out.push(join(path, name)),
                }
            }
            out.extend(
                right
                    .iter()
                    .filter(|(name, _)| !ours.contains_key(name.as_str()))
                    .map(|(name, _)| format!("+{}", join(path, name))),
            );
        }
        (Tree::List(left), Tree::List(right)) if left.len() == right.len() => {
            for (at, (left, right)) in left.iter().zip(right).enumerate() {
                differences(&format!("{path}[{at}]"), left, right, out);
            }
        }
        (a, b) if a == b => {}
        _ => out.push(if path.is_empty() { ".".to_owned() } else { path.to_owned() }),
    }
}

#[derive(Default)]
struct Found {
    unknown: Vec<String>,
    unread: Vec<String>,
    changed: Vec<String>,
}

impl Found {
    /// `ignored` are the paths, relative to `path`, for which the type of the surrounding `Raw` has no field.
    fn walk(&mut self, path: &str, input: &Tree, typed: &Tree, ignored: &HashSet<String>) {
        if let Some(raw) = typed.get(RAW) {
            self.raw(path, input, raw);
            return;
        }
        match (input, typed) {
            (Tree::Null, _) => {}
            (Tree::Map(members), Tree::Map(_)) => {
                let typed = typed.by_name();
                for (name, value) in members {
                    let below = join(path, name);
                    match typed.get(name.as_str()) {
                        Some(typed) => self.walk(&below, value, typed, ignored),
                        None => self.missing(below, value, ignored),
                    }
                }
            }
            // Some vendors send a single object where the type has a list of them.
            (Tree::Map(_), Tree::List(rows)) if rows.len() == 1 => {
                if let Some(row) = rows.first() {
                    self.walk(path, input, row, ignored);
                }
            }
            (Tree::List(left), Tree::List(right)) => {
                for (at, row) in left.iter().enumerate() {
                    let below = format!("{path}[{at}]");
                    match right.get(at) {
                        Some(typed) => self.walk(&below, row, typed, ignored),
                        None => self.missing(below, row, ignored),
                    }
                }
            }
            (input, Tree::Null) => self.missing(path.to_owned(), input, ignored),
            _ => {}
        }
    }

    fn raw(&mut self, path: &str, input: &Tree, raw: &Tree) {
        let text = raw.get("text").and_then(|text| match text {
            Tree::Text(text) => Tree::parse(text).ok(),
            _ => None,
        });
        if text.as_ref() != Some(input) {
            self.changed.push(if path.is_empty() { ".".to_owned() } else { path.to_owned() });
        }
        let ignored: HashSet<String> = match raw.get("ignored") {
            Some(Tree::List(rows)) => rows
                .iter()
                .filter_map(|row| match row {
                    Tree::Text(relative) if relative.starts_with('[') => Some(format!("{path}{relative}")),
                    Tree::Text(relative) => Some(join(path, relative)),
                    _ => None,
                })
                .map(|path| brackets(&path))
                .collect(),
            _ => HashSet::new(),
        };
        if let Some(typed) = raw.get("typed") {
            self.walk(path, input, typed, &ignored);
        }
    }

    fn missing(&mut self, path: String, value: &Tree, ignored: &HashSet<String>) {
        if ignored.contains(&path) {
            self.unknown.push(path);
        } else if !value.is_blank() {
            self.unread.push(path);
        }
    }
}

/// serde_ignored writes `leads.3.name`, this crate writes `leads[3].name`.
fn brackets(path: &str) -> String {
    let mut out = String::new();
    for part in path.split('.') {
        if !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()) {
            out.push_str(&format!("[{part}]"));
        } else {
            if !out.is_empty() {
                out.push('.');
            }
            out.push_str(part);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::with_inspection;
    use crate::json::tolerant;
    use crate::response::Raw;
    use serde::Deserialize;

    #[derive(Debug, Serialize, Deserialize)]
    struct Row {
        id: u64,
        #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
        year: Option<i64>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        inner: Vec<Raw<Inner>>,
    }
    #[derive(Debug, Serialize, Deserialize)]
    struct Inner {
        a: u8,
    }
    #[derive(Debug, Serialize, Deserialize)]
    struct Nothing {}

    fn inspect<T: serde::de::DeserializeOwned + Serialize>(payload: &str) -> Inspection {
        let typed = with_inspection(|| serde_json::to_string(&Raw::<T>::parse(payload).unwrap()).unwrap());
        response(std::any::type_name::<Raw<T>>(), payload, &typed)
    }

    #[test]
    fn missing_and_changed_values_are_reported() {
        let fine = inspect::<Row>(r#"{"id":1,"year":"2026","inner":[{"a":1}]}"#);
        assert_eq!((fine.judgement, fine.rust_type.as_str()), (Judgement::Ok, "Raw<Row>"));
        let mistyped = inspect::<Row>(r#"{"id":1,"year":{"x":1}}"#);
        assert_eq!((mistyped.judgement, mistyped.unread), (Judgement::Lossy, vec!["year".to_owned()]));
        let empty = inspect::<Nothing>(r#"{"id":1,"list":[{"x":1}]}"#);
        assert_eq!(empty.unknown, ["id", "list"]);
    }

    #[test]
    fn every_nested_raw_is_compared() {
        let found = inspect::<Row>(r#"{"id":1,"other":2,"inner":[{"a":1},{"a":2,"b":3}],"year":""}"#);
        assert_eq!(found.unknown, ["other", "inner[1].b"]);
        assert!(found.unread.is_empty(), "{found:?}");
    }

    #[test]
    fn requests_must_round_trip() {
        let same = request("X", r#"{"a":1.50,"b":null}"#, r#"{ "b": null, "a": 1.50 }"#, Vec::new());
        assert_eq!(same.judgement, Judgement::Ok);
        for (written, path) in [
            (r#"{"a":1.5,"b":null}"#, "a"),
            (r#"{"a":"1.50","b":null}"#, "a"),
            (r#"{"a":1.50}"#, "b"),
            (r#"{"a":1.50,"b":null,"c":1}"#, "+c"),
        ] {
            let found = request("X", r#"{"a":1.50,"b":null}"#, written, Vec::new());
            assert_eq!((found.judgement, found.unread), (Judgement::Lossy, vec![path.to_owned()]), "{written}");
        }
    }
}
