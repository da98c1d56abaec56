//! Compares a payload with its typed value.

use super::RAW;
use super::tree::Tree;
use crate::error::Error;
use crate::observe::DriftKind;
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
    /// The same members for observers: with paths that contain no data.
    #[serde(skip)]
    pub(crate) drift: Vec<(DriftKind, String)>,
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
            drift: Vec::new(),
        }
    }

    /// Returns the members that do not match the type, with paths that contain no data.
    pub(crate) fn drift(&self) -> &[(DriftKind, String)] {
        &self.drift
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
            drift: Vec::new(),
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
pub(crate) fn response(rust_type: &str, payload: &str, typed: &Tree) -> Inspection {
    let input = match Tree::parse(payload) {
        Ok(input) => input,
        Err(none) => return Inspection::failed(rust_type, none.note()),
    };
    let mut found = Found::default();
    found.walk(&At::default(), &input, typed, None);
    let judgement = match (found.changed.is_empty(), found.unread.is_empty()) {
        (false, _) => Judgement::Fail,
        (true, false) => Judgement::Lossy,
        (true, true) => Judgement::Ok,
    };
    let note = (!found.changed.is_empty()).then(|| format!("kept text differs at {}", found.changed.join(", ")));
    let Found { unknown, unread, drift, .. } = found;
    Inspection { judgement, rust_type: short(rust_type), unknown, unread, note, drift }
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
        drift: Vec::new(),
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
    drift: Vec<(DriftKind, String)>,
}

/// A place in a payload: its path, and the path that can be shown to anyone.
#[derive(Default)]
struct At {
    path: String,
    shown: String,
}

impl At {
    /// Returns the place of a member. The keys of a map are data.
    fn member(&self, name: &str, is_map: bool) -> Self {
        let shown = if is_map || !looks_like_a_name(name) { "*" } else { name };
        Self { path: join(&self.path, name), shown: join(&self.shown, shown) }
    }

    fn row(&self, index: usize) -> Self {
        Self { path: format!("{}[{index}]", self.path), shown: format!("{}[]", self.shown) }
    }
}

/// Whether a member's name looks like one that the author of an API chose: a short word of ASCII letters with few digits,
/// unlike an id, an address, a number or a text.
fn looks_like_a_name(name: &str) -> bool {
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    name.len() <= 40
        && digits <= 3
        && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '$')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$')
}

/// The paths for which the type of the surrounding `Raw` has no field; `None` outside of a `Raw`.
type Ignored<'a> = Option<&'a HashSet<String>>;

impl Found {
    fn walk(&mut self, at: &At, input: &Tree, typed: &Tree, ignored: Ignored<'_>) {
        if let Some(raw) = typed.get(RAW) {
            self.raw(at, input, raw);
            return;
        }
        match (input, typed) {
            (Tree::Null, _) => {}
            (Tree::Map(members), Tree::Map(_) | Tree::Open(_)) => {
                let is_map = matches!(typed, Tree::Open(_));
                let typed = typed.by_name();
                for (name, value) in members {
                    let below = at.member(name, is_map);
                    match typed.get(name.as_str()) {
                        Some(typed) => self.walk(&below, value, typed, ignored),
                        None => self.missing(below, value, ignored, is_map),
                    }
                }
            }
            // Some vendors send a single object where the type has a list of them.
            (Tree::Map(_), Tree::List(rows)) if rows.len() == 1 => {
                if let Some(row) = rows.first() {
                    self.walk(at, input, row, ignored);
                }
            }
            (Tree::List(left), Tree::List(right)) => {
                for (index, row) in left.iter().enumerate() {
                    let below = at.row(index);
                    match right.get(index) {
                        Some(typed) => self.walk(&below, row, typed, ignored),
                        None => self.missing(below, row, ignored, true),
                    }
                }
            }
            (input, Tree::Null) => {
                let (path, shown) = (at.path.clone(), at.shown.clone());
                self.missing(At { path, shown }, input, ignored, true);
            }
            _ => {}
        }
    }

    fn raw(&mut self, at: &At, input: &Tree, raw: &Tree) {
        let path = &at.path;
        let text = raw.get("text").and_then(|text| match text {
            Tree::Text(text) => Tree::parse(text).ok(),
            _ => None,
        });
        if text.as_ref() != Some(input) {
            self.changed.push(if path.is_empty() { ".".to_owned() } else { path.clone() });
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
            self.walk(at, input, typed, Some(&ignored));
        }
    }

    /// Records a value of the payload that the typed value lacks. `is_known` is whether the type has a place for it in any
    /// case.
    fn missing(&mut self, at: At, value: &Tree, ignored: Ignored<'_>, is_known: bool) {
        // A name of digits looks like an index in the other notation.
        if ignored.is_some_and(|ignored| ignored.contains(&at.path) || ignored.contains(&brackets(&at.path))) {
            self.drift.push((DriftKind::Unknown, at.shown));
            self.unknown.push(at.path);
        } else if !value.is_blank() {
            // Outside of a `Raw` it is not recorded which members the type has; almost all of them are always written.
            let kind = if is_known || ignored.is_some() { DriftKind::Mistyped } else { DriftKind::Unknown };
            self.drift.push((kind, at.shown));
            self.unread.push(at.path);
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
    use crate::inspect::to_tree::to_tree;
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
        let typed = with_inspection(|| to_tree(&Raw::<T>::parse(payload).unwrap()).unwrap());
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

    #[test]
    fn paths_for_observers_contain_no_data() {
        #[derive(Debug, Serialize, Deserialize)]
        struct Page {
            rows: Vec<Raw<Row>>,
            #[serde(default)]
            by_key: std::collections::BTreeMap<String, Vec<Raw<Inner>>>,
        }
        let payload = r#"{"rows":[{"id":1,"year":{"x":1},"colour":2},{"id":2,"colour":2,"jane@example.com":1,
            "0400000000":1,"Jane Doe":1,"a1b2c3d4":1}],"by_key":{"Jane":[{"a":1,"b":1}]}}"#;
        let found = inspect::<Page>(payload);
        let mut drift = found.drift().to_vec();
        drift.sort();
        drift.dedup();
        let expected = [
            (DriftKind::Unknown, "by_key.*[].b"),
            (DriftKind::Unknown, "rows[].*"),
            (DriftKind::Unknown, "rows[].colour"),
            (DriftKind::Mistyped, "rows[].year"),
        ];
        assert_eq!(drift, expected.map(|(kind, path)| (kind, path.to_owned())));
    }
}
