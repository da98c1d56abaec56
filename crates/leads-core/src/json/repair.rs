//! Creates readable copies of JSON in which individual members are malformed.
//!
//! Nothing here runs on valid input: text is first decoded unchanged, and only after a failure one of these passes
//! creates a copy that is decoded again. Every pass is linear in the length of the text, and none of them recurses.

use serde::de::IgnoredAny;
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// Text that is nested more deeply is not repaired: `serde_json` rejects it, too.
const DEEPEST: usize = 128;

/// What [`text`] repairs in valid JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Repairs {
    /// The escape of one half of a surrogate pair becomes U+FFFD.
    pub(crate) surrogates: bool,
    /// A number outside the range of floats becomes `null`.
    pub(crate) numbers: bool,
    /// Of several members with the same name, the last is kept.
    pub(crate) duplicates: bool,
}

impl Repairs {
    pub(super) const ALL: Self = Self { surrogates: true, numbers: true, duplicates: true };

    /// Adds the repair that a failure of `serde_json` requires, according to its message. Returns `false` if it
    /// requires nothing new.
    pub(crate) fn add(&mut self, message: &str) -> bool {
        let before = *self;
        if message.starts_with("number out of range") {
            self.numbers = true;
        } else if message.starts_with("duplicate field") {
            self.duplicates = true;
        } else if ["lone leading surrogate", "unexpected end of hex escape", "invalid unicode code point"]
            .iter()
            .any(|words| message.starts_with(words))
        {
            self.surrogates = true;
        }
        *self != before
    }
}

/// Returns a copy of a body that is valid JSON and UTF-8, if the body is not but can be repaired without guessing.
///
/// A byte order mark is dropped, invalid UTF-8 becomes U+FFFD, a raw control character in a string becomes its escape,
/// a backslash that does not begin an escape is doubled, and a bare word or number that is not JSON becomes `null`.
#[cold]
pub(crate) fn body(bytes: &[u8]) -> Option<String> {
    if std::str::from_utf8(bytes).is_ok_and(is_json) {
        return None;
    }
    let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let text = text.trim_matches(|c: char| c.is_ascii_whitespace() || c == '\0');
    if !text.starts_with(['{', '[', '"']) {
        return None;
    }
    let copy = lexical(text);
    is_json(&copy).then_some(copy)
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// Returns a copy of a body with all repairs of [`body`] and [`text`]; `None` if there is nothing to repair.
#[cold]
pub(crate) fn whole(bytes: &[u8]) -> Option<Box<str>> {
    let lexical = body(bytes);
    let base = lexical.as_deref().or_else(|| std::str::from_utf8(bytes).ok().filter(|text| is_json(text)))?;
    text(base, Repairs::ALL).or(lexical).map(String::into_boxed_str)
}

/// Repairs the strings and the bare words of a text.
fn lexical(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut rest = text;
    while let Some(first) = rest.bytes().next() {
        let (done, length) = match first {
            b'"' => string(rest, &mut out),
            b'{' | b'}' | b'[' | b']' | b',' | b':' | b' ' | b'\n' | b'\r' | b'\t' => {
                out.push(char::from(first));
                (true, 1)
            }
            0..=0x1f => (true, 1),
            _ => {
                let length = rest
                    .find(|c: char| matches!(c, '{' | '}' | '[' | ']' | ',' | ':' | '"') || c.is_ascii_whitespace())
                    .unwrap_or(rest.len());
                let word = rest.get(..length).unwrap_or_default();
                let holds = is_json(word);
                out.push_str(if holds { word } else { "null" });
                (true, length)
            }
        };
        rest = rest.get(length..).unwrap_or_default();
        if !done {
            break;
        }
    }
    out
}

/// Repairs the string at the beginning of a text; returns whether it was closed, and its length.
fn string(text: &str, out: &mut String) -> (bool, usize) {
    out.push('"');
    let bytes = text.as_bytes();
    let mut at = 1;
    // The start of the text that was read but not written yet.
    let mut kept = at;
    while let Some(byte) = bytes.get(at).copied() {
        let next = bytes.get(at + 1).copied();
        match byte {
            b'"' => {
                at += 1;
                out.push_str(text.get(kept..at).unwrap_or_default());
                return (true, at);
            }
            b'\\' if matches!(next, Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't')) => at += 2,
            b'\\' if next == Some(b'u') && hex(bytes, at + 2).is_some() => at += 6,
            b'\\' | 0..=0x1f => {
                out.push_str(text.get(kept..at).unwrap_or_default());
                if byte == b'\\' {
                    out.push_str("\\\\");
                } else {
                    out.push_str(&format!("\\u{byte:04x}"));
                }
                at += 1;
                kept = at;
            }
            _ => at += 1,
        }
    }
    out.push_str(text.get(kept..).unwrap_or_default());
    (false, bytes.len())
}

/// Returns the number of the four hexadecimal digits at a position.
fn hex(bytes: &[u8], at: usize) -> Option<u32> {
    let digits = bytes.get(at..at + 4)?;
    digits.iter().try_fold(0, |sum, digit| Some(sum * 16 + char::from(*digit).to_digit(16)?))
}

/// Returns a copy of valid JSON with the given faults repaired; `None` if there are none.
///
/// A member that is replaced by a later one with the same name is blanked out, so that the copy takes linear time.
#[cold]
pub(crate) fn text(text: &str, repairs: Repairs) -> Option<String> {
    let mut pass = Pass { text, at: 0, out: Vec::with_capacity(text.len()), open: Vec::new(), repairs, changed: false };
    pass.run()?;
    if !pass.changed {
        return None;
    }
    String::from_utf8(pass.out).ok()
}

struct Pass<'a> {
    text: &'a str,
    at: usize,
    out: Vec<u8>,
    open: Vec<Open<'a>>,
    repairs: Repairs,
    changed: bool,
}

/// A container that is not closed yet.
enum Open<'a> {
    Array,
    Object {
        /// The positions of the preceding members in the copy, each including its comma.
        members: HashMap<Cow<'a, str>, Range<usize>>,
        /// The name of the current member and its start in the copy; `None` before a name.
        current: Option<(Cow<'a, str>, usize)>,
    },
}

impl<'a> Pass<'a> {
    fn run(&mut self) -> Option<()> {
        while let Some(byte) = self.text.as_bytes().get(self.at).copied() {
            match byte {
                b'"' => self.string(),
                b'{' | b'[' if self.open.len() >= DEEPEST => return None,
                b'{' => {
                    self.open.push(Open::Object { members: HashMap::new(), current: None });
                    self.copy(1);
                }
                b'[' => {
                    self.open.push(Open::Array);
                    self.copy(1);
                }
                b'}' | b']' => {
                    self.open.pop();
                    self.copy(1);
                }
                b',' => {
                    self.copy(1);
                    let end = self.out.len();
                    if let Some(Open::Object { members, current }) = self.open.last_mut()
                        && let Some((name, start)) = current.take()
                    {
                        members.insert(name, start..end);
                    }
                }
                b'-' | b'0'..=b'9' => self.number(),
                _ => self.copy(1),
            }
        }
        Some(())
    }

    fn copy(&mut self, length: usize) {
        self.out.extend(self.text.as_bytes().get(self.at..self.at + length).unwrap_or_default());
        self.at += length;
    }

    /// Copies the string that begins here; a name blanks out an earlier member with that name.
    fn string(&mut self) {
        let (from, start) = (self.at, self.out.len());
        let bytes = self.text.as_bytes();
        self.copy(1);
        while let Some(byte) = bytes.get(self.at).copied() {
            match byte {
                b'"' => {
                    self.copy(1);
                    break;
                }
                b'\\' => match hex(bytes, self.at + 2).filter(|_| bytes.get(self.at + 1) == Some(&b'u')) {
                    Some(0xd800..=0xdbff) if low_half_follows(bytes, self.at + 6) => self.copy(12),
                    Some(0xd800..=0xdfff) if self.repairs.surrogates => {
                        self.out.extend(b"\\ufffd");
                        self.at += 6;
                        self.changed = true;
                    }
                    _ => self.copy(2),
                },
                _ => self.copy(1),
            }
        }
        if !self.repairs.duplicates {
            return;
        }
        if let Some(Open::Object { members, current: current @ None }) = self.open.last_mut() {
            let quoted = self.text.get(from..self.at).unwrap_or_default();
            let name = name(quoted);
            let replaced = members.remove(&name);
            *current = Some((name, start));
            if let Some(replaced) = replaced {
                self.out.get_mut(replaced).unwrap_or_default().fill(b' ');
                self.changed = true;
            }
        }
    }

    fn number(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = rest.find(|c: char| !matches!(c, '-' | '+' | '.' | 'e' | 'E' | '0'..='9')).unwrap_or(rest.len());
        let is_beyond =
            || rest.get(..length).and_then(|number| number.parse::<f64>().ok()).is_some_and(f64::is_infinite);
        if self.repairs.numbers && is_beyond() {
            self.out.extend(b"null");
            self.at += length;
            self.changed = true;
        } else {
            self.copy(length);
        }
    }
}

/// Returns whether the second half of a surrogate pair is escaped at a position.
fn low_half_follows(bytes: &[u8], at: usize) -> bool {
    bytes.get(at..at + 2) == Some(b"\\u") && matches!(hex(bytes, at + 2), Some(0xdc00..=0xdfff))
}

/// Returns the name of a member without its quotes and escapes.
pub(crate) fn name(quoted: &str) -> Cow<'_, str> {
    let inside = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default();
    if !inside.contains('\\') {
        return Cow::Borrowed(inside);
    }
    serde_json::from_str(quoted).map_or(Cow::Borrowed(inside), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    fn repaired(bytes: &[u8]) -> Option<Value> {
        body(bytes).map(|copy| serde_json::from_str(&copy).unwrap())
    }

    #[test]
    fn body_becomes_json_when_single_members_are_at_fault() {
        for (bytes, wanted) in [
            (&b"\xef\xbb\xbf {\"a\":1}"[..], r#"{"a":1}"#),
            (b"{\"a\":\"caf\xe9\",\"b\":1}", r#"{"a":"caf\ufffd","b":1}"#),
            (b"{\"a\":\"x\ny\tz\0\",\"b\":1}", r#"{"a":"x\ny\tz\u0000","b":1}"#),
            (b"{\"a\":\"C:\\x \\u12 \\\\ \\\"\",\"b\":1}", r#"{"a":"C:\\x \\u12 \\ \"","b":1}"#),
            (b"[NaN,-Infinity,007,true,1e5]\0", r#"[null,null,null,true,1e5]"#),
            (b"\"a\nb\"", r#""a\nb""#),
        ] {
            assert_eq!(repaired(bytes), Some(serde_json::from_str(wanted).unwrap()), "{wanted}");
        }
    }

    #[test]
    fn body_that_is_valid_or_not_json_is_unchanged() {
        for bytes in [
            &b"{\"a\":1}"[..],
            br#"{"a":"\ud83d","a":1e400}"#,
            b"{\"a\":\"x\ny\"",
            b"{\"a\":\"x\ny",
            b"<html>\xe9</html>",
            b"Bad Gateway",
            b"",
            b"{success:true}",
            b"{\"a\":1,}",
            b"{\"a\":tru",
        ] {
            assert_eq!(body(bytes), None, "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn text_is_repaired_only_as_requested() {
        let faulty =
            r#"{"a":"\ud83d","a":[1e400,{"x":1,"\u0078":2,"y":"\ud83d\ude00\udc00"}],"a" : -1E999 ,"b":{"a":1}}"#;
        assert_eq!(text(faulty, Repairs::default()), None);
        let duplicates = text(faulty, Repairs { duplicates: true, ..Repairs::default() }).unwrap();
        assert_eq!(duplicates.replace(' ', ""), r#"{"a":-1E999,"b":{"a":1}}"#);
        let numbers = text(faulty, Repairs { numbers: true, ..Repairs::default() }).unwrap();
        assert_eq!(numbers.matches("null").count(), 2);
        let all = text(&faulty.replace(r#""a" :"#, r#""c":"#), Repairs::ALL).unwrap();
        let wanted = r#"{"a":[null,{"x":2,"y":"\ud83d\ude00\ufffd"}],"c":null,"b":{"a":1}}"#;
        assert_eq!(
            serde_json::from_str::<Value>(&all.replace("\\u0078", "x")).unwrap(),
            serde_json::from_str::<Value>(wanted).unwrap()
        );
        assert_eq!(text(r#"{"a":1,"b":[1.5,"\n"]}"#, Repairs::ALL), None);
    }

    #[test]
    fn deep_nesting_is_neither_repaired_nor_a_stack_overflow() {
        let deep = format!("{}\"\n\"{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(body(deep.as_bytes()).is_some());
        assert_eq!(text(&deep, Repairs::ALL), None);
        assert!(crate::json::decode::from_str::<Value>(&deep).unwrap_err().is_decode());
    }

    proptest! {
        #[test]
        fn repaired_copy_is_json(bytes in proptest::collection::vec(
            proptest::sample::select(b"{}[]:,\"\\ud8300dcaf1e-.n\n\xe9 ".to_vec()), 0..60)) {
            if let Some(copy) = body(&bytes) {
                prop_assert!(serde_json::from_str::<IgnoredAny>(&copy).is_ok());
                prop_assert_eq!(body(copy.as_bytes()), None);
            }
            if let Some(valid) = whole(&bytes) {
                prop_assert!(serde_json::from_str::<Value>(&valid).is_ok(), "{}", valid);
            }
        }
    }
}
