//! Extracts the texts of an error value in one pass.

use serde_json::value::RawValue;
use std::borrow::Cow;

/// The maximum depth at which texts are extracted. A value can be nested deeper than the stack allows.
const MAX_DEPTH: usize = 16;

/// The maximum length of a field name in bytes: each message repeats the names of the enclosing objects.
const MAX_NAME_BYTES: usize = 256;

/// A text of an error, with the vendor's name of the field it refers to.
pub(super) type FieldText = (Option<String>, String);

/// Extracts every text of a value: strings, lists, objects keyed by field name, objects with `field` and `message`.
/// Each byte is read once, regardless of the nesting.
pub(super) fn texts(field: Option<&str>, raw: &RawValue) -> Vec<FieldText> {
    let mut found = Vec::new();
    let value = Reader { text: raw.get(), at: 0 }.value(MAX_DEPTH);
    collect(field, &value, &mut found);
    found
}

/// A value, parsed down to the maximum depth.
enum Value<'a> {
    /// A string with its quotes.
    Text(&'a str),
    List(Vec<Value<'a>>),
    Object(Vec<(Cow<'a, str>, Value<'a>)>),
    /// Anything else, or a value nested too deep.
    Other,
}

impl Value<'_> {
    fn as_text(&self) -> Option<String> {
        match self {
            Self::Text(quoted) => leads_core::vendor::decode::from_str(quoted).ok(),
            _ => None,
        }
    }
}

fn collect(field: Option<&str>, value: &Value<'_>, found: &mut Vec<FieldText>) {
    match value {
        Value::Text(_) => {
            let text = value.as_text().filter(|text| !text.trim().is_empty());
            found.extend(text.map(|text| (field.map(str::to_owned), text)));
        }
        Value::List(rows) => rows.iter().for_each(|row| collect(field, row, found)),
        Value::Object(members) => {
            let get = |wanted: &[&str]| {
                let is_text = |value: &Value<'_>| matches!(value, Value::Text(_));
                let member = members.iter().find(|(name, value)| wanted.contains(&&**name) && is_text(value));
                member.and_then(|(_, value)| value.as_text())
            };
            if let Some(message) = get(&["message", "detail", "title"]) {
                let named = get(&["field", "attribute", "param"]).or_else(|| field.map(str::to_owned));
                found.push((named, message));
                return;
            }
            for (name, value) in members {
                let below = field.map_or_else(|| name.to_string(), |field| format!("{field}.{name}"));
                collect(Some(short(&below)), value, found);
            }
        }
        Value::Other => {}
    }
}

fn short(name: &str) -> &str {
    let mut end = MAX_NAME_BYTES.min(name.len());
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    name.get(..end).unwrap_or_default()
}

/// Reads a text that is known to be JSON. On anything else it stops early and finds less.
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.text.as_bytes().get(self.at) {
            self.at += 1;
        }
        self.text.as_bytes().get(self.at).copied()
    }

    fn value(&mut self, levels: usize) -> Value<'a> {
        match self.peek() {
            Some(b'"') => Value::Text(self.string()),
            Some(b'[' | b'{') if levels == 0 => {
                self.skip();
                Value::Other
            }
            Some(b'[') => {
                self.at += 1;
                let mut rows = Vec::new();
                while let Some(next) = self.peek().filter(|next| *next != b']') {
                    if next == b',' {
                        self.at += 1;
                    } else {
                        rows.push(self.value(levels - 1));
                    }
                }
                self.at += 1;
                Value::List(rows)
            }
            Some(b'{') => {
                self.at += 1;
                let mut members = Vec::new();
                while let Some(next) = self.peek().filter(|next| *next != b'}') {
                    if next == b'"' {
                        let name = self.name();
                        if self.peek() == Some(b':') {
                            self.at += 1;
                        }
                        members.push((name, self.value(levels - 1)));
                    } else {
                        self.at += 1;
                    }
                }
                self.at += 1;
                Value::Object(members)
            }
            _ => {
                self.at += 1;
                while !matches!(self.text.as_bytes().get(self.at), None | Some(b',' | b']' | b'}')) {
                    self.at += 1;
                }
                Value::Other
            }
        }
    }

    /// Reads the string at the current position, with its quotes.
    fn string(&mut self) -> &'a str {
        let start = self.at;
        self.at += 1;
        while let Some(byte) = self.text.as_bytes().get(self.at) {
            self.at += if *byte == b'\\' { 2 } else { 1 };
            if *byte == b'"' {
                break;
            }
        }
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn name(&mut self) -> Cow<'a, str> {
        let quoted = self.string();
        let bare = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default();
        if !bare.contains('\\') {
            return Cow::Borrowed(bare);
        }
        serde_json::from_str(quoted).map_or(Cow::Borrowed(bare), Cow::Owned)
    }

    /// Skips a list or an object without recursion, so that its depth does not use stack.
    fn skip(&mut self) {
        let mut open = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => {
                    self.string();
                    continue;
                }
                b'[' | b'{' => open += 1,
                b']' | b'}' => open = open.saturating_sub(1),
                _ => {}
            }
            self.at += 1;
            if open == 0 {
                return;
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn texts_of(json: &str) -> Vec<(String, String)> {
        let raw: &RawValue = serde_json::from_str(json).unwrap();
        texts(None, raw).into_iter().map(|(field, text)| (field.unwrap_or_default(), text)).collect()
    }

    #[test]
    fn texts_are_extracted_with_their_fields() {
        for (json, wanted) in [
            (r#""no""#, vec![("", "no")]),
            (r#" [ "a" , "b\n" , 1, null, true, "" ] "#, vec![("", "a"), ("", "b\n")]),
            (r#"{"email":["is bad","is long"],"n":1}"#, vec![("email", "is bad"), ("email", "is long")]),
            (r#"{"a":{"b":["x"]},"c":"y"}"#, vec![("a.b", "x"), ("c", "y")]),
            (r#"[{"field":"f","message":"m","x":"y"}]"#, vec![("f", "m")]),
            (r#"{"a":{"title":"t"}}"#, vec![("a", "t")]),
            (r#"{"\u0061":"x"}"#, vec![("a", "x")]),
            (r#"{"a":"cut \ud800","b":"kept"}"#, vec![("a", "cut \u{fffd}"), ("b", "kept")]),
            ("7", vec![]),
        ] {
            let wanted: Vec<_> = wanted.into_iter().map(|(f, t)| (f.to_owned(), t.to_owned())).collect();
            assert_eq!(texts_of(json), wanted, "{json}");
        }
    }

    #[test]
    fn deeply_nested_values_are_skipped() {
        let nested = |levels: usize| format!(r#"[{}"deep"{},"sibling"]"#, "[".repeat(levels), "]".repeat(levels));
        assert_eq!(texts_of(&nested(MAX_DEPTH - 1)).len(), 2);
        for levels in [MAX_DEPTH, 100_000] {
            assert_eq!(texts_of(&nested(levels)), [(String::new(), "sibling".to_owned())], "{levels}");
        }
    }

    #[test]
    fn field_name_is_truncated() {
        let found = texts_of(&format!(r#"{{"{}":{{"a":"x","b":"y"}}}}"#, "ü".repeat(100_000)));
        assert!(found.len() == 2 && found.iter().all(|(field, _)| field.len() <= MAX_NAME_BYTES), "{}", found.len());
    }
}
