//! Finds the JSON path of a position in a text.

/// Returns the path of the value that ends at or around a byte offset: `leads[3].value`, or `.` for the whole text.
///
/// `serde_json` reports where it stopped; this function finds the value at that position. Reading the text again with a
/// deserializer that tracks the path would work too, but it would double the amount of code that the compiler generates
/// for every model.
pub(super) fn path_at(text: &str, offset: usize, site: ErrorSite) -> String {
    let mut walk = PathFinder { bytes: text.as_bytes(), at: 0, target: Target::At(offset, site), path: Vec::new() };
    let _ = walk.value();
    walk.path(text)
}

/// Returns the path of the first value whose text has this [fingerprint](Fingerprint).
///
/// An error inside a [`Raw`](crate::response::Raw) reaches the outer reader without a position. serde's message can
/// only carry which text it was, and not the text itself, because the message may be printed.
pub(super) fn path_of(text: &str, fingerprint: Fingerprint) -> Option<String> {
    let mut walk =
        PathFinder { bytes: text.as_bytes(), at: 0, target: Target::Fingerprint(fingerprint), path: Vec::new() };
    match walk.value() {
        Err(Stop) => Some(walk.path(text)),
        Ok(()) => None,
    }
}

/// Which value is at fault if `serde_json` stopped after a container, or between two of its members.
///
/// A reader that rejects a value only after reading it has no position: `serde_json` adds one when the container around
/// the value fails, and has then consumed the container's end or an array's comma.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ErrorSite {
    /// The container: something is missing in it.
    Whole,
    /// The value at this position: it was rejected for being a container, before any of it was read.
    Next,
    /// The preceding member.
    Member,
}

impl ErrorSite {
    /// Determines the site from serde's message, which is never shown.
    pub(super) fn of(message: &str) -> Self {
        let begins = |words: &[&str]| words.iter().any(|words| message.starts_with(words));
        if begins(&["missing field", "invalid length"]) {
            Self::Whole
        } else if begins(&["invalid type: map", "invalid type: sequence"]) {
            Self::Next
        } else {
            Self::Member
        }
    }
}

/// Distinguishes one part of a text from another without showing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fingerprint {
    pub(super) length: usize,
    pub(super) sum: u64,
}

impl Fingerprint {
    pub(super) fn of(text: &[u8]) -> Self {
        use std::hash::{DefaultHasher, Hasher as _};
        let mut hasher = DefaultHasher::new();
        hasher.write(text);
        Self { length: text.len(), sum: hasher.finish() }
    }
}

/// Returns a copy of the text without the value that [`path_at`] names: a member is removed from its object, an item of
/// a list becomes `null`. Returns `None` if the value is the whole text.
///
/// With `outermost`, the member or item of the whole text that contains the value is removed instead.
pub(super) fn without(text: &str, offset: usize, site: ErrorSite, outermost: bool) -> Option<String> {
    let mut walk = PathFinder { bytes: text.as_bytes(), at: 0, target: Target::At(offset, site), path: Vec::new() };
    let _ = walk.value();
    walk.without(text, outermost)
}

/// The same as [`without`], for the value that [`path_of`] names.
pub(super) fn without_fingerprint(text: &str, fingerprint: Fingerprint, outermost: bool) -> Option<String> {
    let mut walk =
        PathFinder { bytes: text.as_bytes(), at: 0, target: Target::Fingerprint(fingerprint), path: Vec::new() };
    match walk.value() {
        Err(Stop) => walk.without(text, outermost),
        Ok(()) => None,
    }
}

/// Skips a value of valid JSON that begins at a position, and returns its end.
fn end_of(bytes: &[u8], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0_usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at += 1;
                while let Some(byte) = bytes.get(at).filter(|byte| **byte != b'"') {
                    at += if *byte == b'\\' { 2 } else { 1 };
                }
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 0 => return at,
            b'}' | b']' => depth -= 1,
            b',' | b' ' | b'\n' | b'\r' | b'\t' if depth == 0 => return at,
            _ => {}
        }
        at += 1;
        if depth == 0 && matches!(byte, b'"' | b'}' | b']') {
            break;
        }
    }
    at.min(bytes.len())
}

fn skip_space(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\n' | b'\r' | b'\t') = bytes.get(at) {
        at += 1;
    }
    at
}

impl PathFinder<'_> {
    fn without(&self, text: &str, outermost: bool) -> Option<String> {
        let bytes = text.as_bytes();
        let steps = if outermost { self.path.get(..1)? } else { &self.path };
        let cut = |from: usize, to: usize, with: &str| Some(format!("{}{with}{}", text.get(..from)?, text.get(to..)?));
        for step in steps.iter().rev() {
            match step {
                PathSegment::Index(_, start) => {
                    let start = skip_space(bytes, *start);
                    let end = end_of(bytes, start);
                    // `null` is rejected here, so the list is at fault.
                    if text.get(start..end)? != "null" {
                        return cut(start, end, "null");
                    }
                }
                PathSegment::Key(start, end) => {
                    let colon = skip_space(bytes, *end);
                    let end = end_of(bytes, skip_space(bytes, colon + 1));
                    let behind = skip_space(bytes, end);
                    if bytes.get(behind) == Some(&b',') {
                        return cut(*start, behind + 1, "");
                    }
                    let before = text.get(..*start)?.trim_end();
                    return cut(before.strip_suffix(',').unwrap_or(before).len(), end, "");
                }
            }
        }
        None
    }

    fn path(&self, text: &str) -> String {
        let mut out = String::new();
        for step in &self.path {
            match step {
                PathSegment::Index(index, _) => out.push_str(&format!("[{index}]")),
                PathSegment::Key(start, end) => {
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

/// Returns the offset of a line and column as `serde_json` counts them: lines from 1, columns in bytes read of the
/// line.
pub(super) fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let start = match line.checked_sub(2) {
        None => 0,
        Some(skip) => text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').nth(skip).map_or(0, |(at, _)| at + 1),
    };
    start + column
}

enum PathSegment {
    /// The index of an item, and where it begins, including preceding white space.
    Index(usize, usize),
    /// The key with its quotes, as a range of the text.
    Key(usize, usize),
}

enum Target {
    At(usize, ErrorSite),
    Fingerprint(Fingerprint),
}

struct PathFinder<'a> {
    bytes: &'a [u8],
    at: usize,
    target: Target,
    path: Vec<PathSegment>,
}

/// The position was found, or the text is invalid there; the path indicates where.
struct Stop;

impl PathFinder<'_> {
    fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.bytes.get(self.at) {
            self.at += 1;
        }
        self.bytes.get(self.at).copied()
    }

    /// Returns whether the target offset is reached.
    fn is_there(&self) -> bool {
        matches!(self.target, Target::At(offset, _) if self.at >= offset)
    }

    fn is_at_fault(&self, site: ErrorSite) -> bool {
        matches!(self.target, Target::At(_, target) if target == site)
    }

    /// Skips one value; stops at the first one that ends at or after the offset. Inner values end before the values
    /// that contain them, so the first is the innermost.
    fn value(&mut self) -> Result<(), Stop> {
        // Nesting is limited as in serde_json, which has rejected deeper text.
        if self.path.len() > 128 {
            return Err(Stop);
        }
        let first = self.peek();
        let start = self.at;
        match first {
            Some(open @ (b'{' | b'[')) => {
                self.at += 1;
                // It was rejected for being a container at all.
                if self.is_there() {
                    return Err(Stop);
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
            None => return Err(Stop),
        }
        let found = match self.target {
            Target::At(..) => self.is_there(),
            Target::Fingerprint(fingerprint) => {
                self.at - start == fingerprint.length
                    && self.bytes.get(start..self.at).is_some_and(|text| Fingerprint::of(text) == fingerprint)
            }
        };
        if found { Err(Stop) } else { Ok(()) }
    }

    fn members(&mut self, object: bool) -> Result<(), Stop> {
        let close = if object { b'}' } else { b']' };
        for index in 0.. {
            if self.peek() == Some(close) {
                break;
            }
            if object {
                let start = self.at;
                if self.peek() != Some(b'"') {
                    return Err(Stop);
                }
                self.string();
                self.path.push(PathSegment::Key(start, self.at));
                if self.peek() != Some(b':') {
                    return Err(Stop);
                }
                self.at += 1;
            } else {
                self.path.push(PathSegment::Index(index, self.at));
            }
            self.value()?;
            let next = self.peek();
            if self.is_there() {
                return Err(Stop);
            }
            match next {
                Some(b',') => {
                    self.at += 1;
                    if !object && !self.is_at_fault(ErrorSite::Next) {
                        self.peek();
                        if self.is_there() {
                            return Err(Stop);
                        }
                    }
                }
                Some(byte) if byte == close => {
                    self.at += 1;
                    if self.is_there() && self.is_at_fault(ErrorSite::Member) {
                        return Err(Stop);
                    }
                    self.path.pop();
                    return Ok(());
                }
                _ => return Err(Stop),
            }
            self.path.pop();
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
    fn path_equals_that_of_the_tracking_deserializer() {
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
            assert_eq!(found(text, &plain), tracked.path().to_string(), "{text}: {plain}");
        }
    }

    fn found(text: &str, error: &serde_json::Error) -> String {
        path_at(text, offset_of(text, error.line(), error.column()), ErrorSite::of(&error.to_string()))
    }

    /// Read completely, and rejected only then.
    #[derive(Debug, Deserialize)]
    #[serde(try_from = "u8")]
    struct Even;

    impl TryFrom<u8> for Even {
        type Error = &'static str;
        fn try_from(number: u8) -> Result<Self, Self::Error> {
            if number.is_multiple_of(2) { Ok(Self) } else { Err("not even") }
        }
    }

    #[derive(Debug, Deserialize)]
    #[serde(try_from = "BTreeMap<String, Even>")]
    struct Few;

    impl TryFrom<BTreeMap<String, Even>> for Few {
        type Error = &'static str;
        fn try_from(map: BTreeMap<String, Even>) -> Result<Self, Self::Error> {
            if map.len() < 3 { Ok(Self) } else { Err("they are many") }
        }
    }

    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    struct Late {
        a: Option<Even>,
        list: Option<Vec<Even>>,
        few: Option<Vec<Few>>,
        deep: Option<Box<Late>>,
        pair: Option<(u8, u8)>,
        z: Option<Even>,
    }

    #[test]
    fn path_names_values_rejected_after_they_were_read() {
        for text in [
            r#"{"a":1}"#,
            r#"{"a":1,"z":2}"#,
            r#"{"a" : 1 , "z" : 2 }"#,
            r#"{"z":2,"a":1}"#,
            r#"{"z":2,"a": 1 } "#,
            r#"{"list":[1]}"#,
            r#"{"list":[1,2]}"#,
            "{\"list\":[ 1 ,\n 2 ]}",
            r#"{"list":[2,2,3,2]}"#,
            r#"{"list":[2,3]}"#,
            r#"{"list":[2,3],"a":2}"#,
            r#"{"list":[2,[]]}"#,
            r#"{"list":[2,{"a":2}]}"#,
            r#"{"list":[2,"x"]}"#,
            r#"{"few":[{"x":1}]}"#,
            r#"{"few":[{"x":2,"y":3}, {"x":2}]}"#,
            r#"{"few":[{"x":2}, {"x":2,"y":3}]}"#,
            r#"{"few":[{"x":2}, {"x":2,"y":2,"z":2}]}"#,
            r#"{"few":[{"x":2,"y":2,"z":2}, {"x":2}]}"#,
            r#"{"deep":{"deep":{"a":1}}}"#,
            r#"{"deep":{"deep":{"a":1},"z":2}}"#,
            r#"{"deep":{"deep":{"a":1,"z":2}}}"#,
            r#"{"pair":[1]}"#,
            r#"{"pair":[1],"z":2}"#,
            r#"{"pair":{}}"#,
            r#"{"a":{}}"#,
            r#"{"a":[]}"#,
        ] {
            let plain = serde_json::from_str::<Late>(text).unwrap_err();
            let tracked =
                serde_path_to_error::deserialize::<_, Late>(&mut serde_json::Deserializer::from_str(text)).unwrap_err();
            assert_eq!(found(text, &plain), tracked.path().to_string(), "{text}: {plain}");
        }
    }

    #[test]
    fn missing_member_is_reported_by_its_object() {
        let text = r#"{"rows":[{"id":1,"tags":[]},{"tags":[]}]}"#;
        let plain = serde_json::from_str::<BTreeMap<String, Vec<Row>>>(text).unwrap_err();
        assert_eq!(found(text, &plain), "rows[1]");
    }

    proptest! {
        #[test]
        fn nothing_panics(text in r#"[\[\]{}:,"\\a1 é\n]{0,40}"#, offset in 0_usize..60) {
            for site in [ErrorSite::Whole, ErrorSite::Next, ErrorSite::Member] {
                let _ = path_at(&text, offset, site);
            }
        }
    }
}
