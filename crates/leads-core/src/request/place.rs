//! The JSON path of a place in a text.

/// The path of the value that ends at or around a byte offset: `leads[3].value`, or `.` for the whole text.
///
/// `serde_json` tells where it stopped; this finds what stands there. Reading the text again with a deserializer that
/// keeps track would do too, but it makes the reader of every model twice as much code for the compiler.
pub(super) fn path_at(text: &str, offset: usize) -> String {
    let mut walk = Walk { bytes: text.as_bytes(), at: 0, wanted: Wanted::At(offset), path: Vec::new() };
    let _ = walk.value();
    walk.path(text)
}

/// The path of the first value whose text has this [print](Print).
///
/// A mistake inside a [`Raw`](super::Raw) reaches the reader around it without a place; all that can be handed on
/// through serde's message is which text it was, and not the text itself, because the message may be printed.
pub(super) fn path_of(text: &str, print: Print) -> Option<String> {
    let mut walk = Walk { bytes: text.as_bytes(), at: 0, wanted: Wanted::Print(print), path: Vec::new() };
    match walk.value() {
        Err(Found) => Some(walk.path(text)),
        Ok(()) => None,
    }
}

/// What tells one piece of a text from another without showing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Print {
    pub(super) length: usize,
    pub(super) sum: u64,
}

impl Print {
    pub(super) fn of(text: &[u8]) -> Self {
        use std::hash::{DefaultHasher, Hasher as _};
        let mut hasher = DefaultHasher::new();
        hasher.write(text);
        Self { length: text.len(), sum: hasher.finish() }
    }
}

impl Walk<'_> {
    fn path(&self, text: &str) -> String {
        let mut out = String::new();
        for step in &self.path {
            match step {
                Step::Index(index) => out.push_str(&format!("[{index}]")),
                Step::Key(start, end) => {
                    if !out.is_empty() {
                        out.push('.');
                    }
                    let quoted = text.get(*start..*end).unwrap_or_default();
                    out.push_str(&serde_json::from_str::<String>(quoted).unwrap_or_else(|_| quoted.to_owned()));
                }
            }
        }
        if out.is_empty() { ".".to_owned() } else { out }
    }
}

/// The offset of a line and column as `serde_json` counts them: lines from 1, columns in bytes read of the line.
pub(super) fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let start = match line.checked_sub(2) {
        None => 0,
        Some(skip) => text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').nth(skip).map_or(0, |(at, _)| at + 1),
    };
    start + column
}

enum Step {
    Index(usize),
    /// The key with its quotes, as a range of the text.
    Key(usize, usize),
}

enum Wanted {
    At(usize),
    Print(Print),
}

struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
    wanted: Wanted,
    path: Vec<Step>,
}

/// The place was found, or the text is broken there; the path tells where.
struct Found;

impl Walk<'_> {
    fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.bytes.get(self.at) {
            self.at += 1;
        }
        self.bytes.get(self.at).copied()
    }

    /// Goes over one value; stops at the first that ends at or behind the offset. Values inside end before those
    /// around them, so the first is the innermost.
    fn value(&mut self) -> Result<(), Found> {
        // Nesting is bounded as serde_json bounds it: text that is deeper was refused by it.
        if self.path.len() > 128 {
            return Err(Found);
        }
        let first = self.peek();
        let start = self.at;
        match first {
            Some(open @ (b'{' | b'[')) => {
                self.at += 1;
                // It was refused for being a container at all.
                if matches!(self.wanted, Wanted::At(offset) if self.at >= offset) {
                    return Err(Found);
                }
                self.members(open == b'{')?;
            }
            Some(b'"') => self.string(),
            Some(_) => {
                while let Some(byte) = self.bytes.get(self.at) {
                    if matches!(byte, b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t' | b':') {
                        break;
                    }
                    self.at += 1;
                }
            }
            None => return Err(Found),
        }
        let found = match self.wanted {
            Wanted::At(offset) => self.at >= offset,
            Wanted::Print(print) => {
                self.at - start == print.length
                    && self.bytes.get(start..self.at).is_some_and(|text| Print::of(text) == print)
            }
        };
        if found { Err(Found) } else { Ok(()) }
    }

    fn members(&mut self, object: bool) -> Result<(), Found> {
        let close = if object { b'}' } else { b']' };
        for index in 0.. {
            if self.peek() == Some(close) {
                break;
            }
            if object {
                let start = self.at;
                if self.peek() != Some(b'"') {
                    return Err(Found);
                }
                self.string();
                self.path.push(Step::Key(start, self.at));
                if self.peek() != Some(b':') {
                    return Err(Found);
                }
                self.at += 1;
            } else {
                self.path.push(Step::Index(index));
            }
            self.value()?;
            self.path.pop();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(byte) if byte == close => break,
                _ => return Err(Found),
            }
        }
        self.at += 1;
        Ok(())
    }

    fn string(&mut self) {
        self.at += 1;
        while let Some(byte) = self.bytes.get(self.at) {
            self.at += match byte {
                b'\\' => 2,
                b'"' => {
                    self.at += 1;
                    return;
                }
                _ => 1,
            };
        }
        self.at = self.at.min(self.bytes.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde::Deserialize;
    use std::collections::BTreeMap;

    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    struct Row {
        id: u64,
        tags: Vec<u8>,
        inner: Option<BTreeMap<String, u8>>,
    }

    #[test]
    fn it_names_what_the_tracking_deserializer_names() {
        for text in [
            r#"{"rows":[{"id":1,"tags":[]},{"id":"jane","tags":[]}]}"#,
            r#"{"rows":[{"id":1,"tags":[1,2,"x"]}]}"#,
            r#"{"rows":[{"id":1,"tags":{}}]}"#,
            r#"{"rows":[{"id":[],"tags":[]}]}"#,
            r#"{"rows":[{"id":1,"tags":[],"inner":{"a\"b":1,"c":300}}]}"#,
            "{\"rows\":[\n {\"id\" : 1 ,\n \"tags\":[1 ,\n -1 ] } ] }",
            r#"{"rows":[{"id":1,"tags":[],"inner":{"a":null}}]}"#,
            r#"{"rows":[{"id":true,"tags":[]}]}"#,
            r#"{"rows":{"id":true,"tags":[]}}"#,
            r#"{"rows":[{"id":1.5,"tags":[]}]}"#,
        ] {
            let plain = serde_json::from_str::<BTreeMap<String, Vec<Row>>>(text).unwrap_err();
            let tracked = serde_path_to_error::deserialize::<_, BTreeMap<String, Vec<Row>>>(
                &mut serde_json::Deserializer::from_str(text),
            )
            .unwrap_err();
            let found = path_at(text, offset_of(text, plain.line(), plain.column()));
            assert_eq!(found, tracked.path().to_string(), "{text}: {plain}");
        }
    }

    #[test]
    fn a_missing_member_is_told_by_its_object() {
        let text = r#"{"rows":[{"id":1,"tags":[]},{"tags":[]}]}"#;
        let plain = serde_json::from_str::<BTreeMap<String, Vec<Row>>>(text).unwrap_err();
        assert_eq!(path_at(text, offset_of(text, plain.line(), plain.column())), "rows[1]");
    }

    proptest! {
        #[test]
        fn nothing_panics(text in r#"[\[\]{}:,"\\a1 é\n]{0,40}"#, offset in 0_usize..60) {
            let _ = path_at(&text, offset);
        }
    }
}
