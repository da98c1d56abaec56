//! The JSON path of a value that could not be read, and copies of a text without such a value.

use super::repair;
use serde::Deserialize;
use serde_path_to_error::{Path, Segment};

/// Reads a text again, tracking the path, and returns the path of the value that could not be read.
///
/// Only for text that could not be read: tracking costs time, and valid text is read without it. The reader that described
/// models share is compiled once more for this; the reader of each derived model, once per model.
#[cold]
pub(super) fn of_failure<'de, T: Deserialize<'de>>(text: &'de str) -> Option<Path> {
    let tracked = serde_path_to_error::deserialize::<_, T>(&mut serde_json::Deserializer::from_str(text));
    tracked.err().map(|error| error.path().clone())
}

/// Returns a path as text: `leads[3].value`, or `.` for the whole text. It ends before a part that is not known.
pub(super) fn text_of(path: &Path) -> String {
    let mut out = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => out.push_str(&format!("[{index}]")),
            Segment::Map { key: name } | Segment::Enum { variant: name } => {
                if !out.is_empty() {
                    out.push('.');
                }
                out.push_str(name);
            }
            Segment::Unknown => break,
        }
    }
    if out.is_empty() { ".".to_owned() } else { out }
}

/// Returns a copy of the text without the value at a path: a member is removed from its object, an item of a list
/// becomes `null`. Returns `None` if the value is the whole text.
///
/// With `outermost`, the member or item of the whole text that contains the value is removed instead.
pub(super) fn without(text: &str, path: &Path, outermost: bool) -> Option<String> {
    let bytes = text.as_bytes();
    let places = locate(text, path);
    let places = if outermost { places.get(..1)? } else { &places };
    let cut = |from: usize, to: usize, with: &str| Some(format!("{}{with}{}", text.get(..from)?, text.get(to..)?));
    for place in places.iter().rev() {
        let end = end_of(bytes, place.value);
        match place.name {
            None => {
                // `null` is rejected here, so the list is at fault.
                if text.get(place.value..end)? != "null" {
                    return cut(place.value, end, "null");
                }
            }
            Some(name) => {
                let behind = skip_space(bytes, end);
                if bytes.get(behind) == Some(&b',') {
                    return cut(name, behind + 1, "");
                }
                let before = text.get(..name)?.trim_end();
                return cut(before.strip_suffix(',').unwrap_or(before).len(), end, "");
            }
        }
    }
    None
}

/// Where a member or an item is in a text.
struct Located {
    /// The start of the member's name; `None` for an item of a list.
    name: Option<usize>,
    /// The start of the value.
    value: usize,
}

/// Finds every part of a path, the outermost first; ends before one that is not in the text.
///
/// Each step skips only what precedes the next one, so the whole search is linear in the length of the text.
fn locate(text: &str, path: &Path) -> Vec<Located> {
    let mut places = Vec::new();
    let mut at = skip_space(text.as_bytes(), 0);
    for segment in path {
        let place = match segment {
            Segment::Seq { index } => item(text.as_bytes(), at, *index),
            Segment::Map { key: name } | Segment::Enum { variant: name } => member(text, at, name),
            Segment::Unknown => None,
        };
        let Some(place) = place else { break };
        at = place.value;
        places.push(place);
    }
    places
}

/// Finds an item of the list that begins at a position.
fn item(bytes: &[u8], list: usize, index: usize) -> Option<Located> {
    let mut value = after(bytes, list, b'[')?;
    for _ in 0..index {
        value = after(bytes, skip_space(bytes, end_of(bytes, value)), b',')?;
    }
    Some(Located { name: None, value })
}

/// Finds a member of the object that begins at a position.
fn member(text: &str, object: usize, wanted: &str) -> Option<Located> {
    let bytes = text.as_bytes();
    let mut name = after(bytes, object, b'{')?;
    loop {
        let end = end_of(bytes, name);
        let value = after(bytes, skip_space(bytes, end), b':')?;
        if repair::name(text.get(name..end)?) == wanted {
            return Some(Located { name: Some(name), value });
        }
        name = after(bytes, skip_space(bytes, end_of(bytes, value)), b',')?;
    }
}

/// Returns the position of the next token, if there is a certain byte at a position.
fn after(bytes: &[u8], at: usize, byte: u8) -> Option<usize> {
    (bytes.get(at) == Some(&byte)).then(|| skip_space(bytes, at + 1))
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde::de::DeserializeOwned;
    use std::collections::BTreeMap;

    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    struct Row {
        id: u64,
        tags: Vec<u8>,
        inner: Option<BTreeMap<String, u8>>,
    }

    #[test]
    fn path_names_the_value_of_the_wrong_type() {
        for (text, path) in [
            (r#"{"rows":[{"id":1,"tags":[]},{"id":"jane","tags":[]}]}"#, "rows[1].id"),
            (r#"{"rows":[{"id":1,"tags":[1,2,"x"]}]}"#, "rows[0].tags[2]"),
            (r#"{"rows":[{"id":1,"tags":{}}]}"#, "rows[0].tags"),
            (r#"{"rows":[{"id":[],"tags":[]}]}"#, "rows[0].id"),
            (r#"{"rows":[{"id":1,"tags":[],"inner":{"a\"b":1,"c":300}}]}"#, "rows[0].inner.c"),
            ("{\"rows\":[\n {\"id\" : 1 ,\n \"tags\":[1 ,\n -1 ] } ] }", "rows[0].tags[1]"),
            (r#"{"rows":[{"id":1,"tags":[],"inner":{"a":null}}]}"#, "rows[0].inner.a"),
            (r#"{"rows":[{"id":true,"tags":[]}]}"#, "rows[0].id"),
            (r#"{"rows":{"id":true,"tags":[]}}"#, "rows"),
            (r#"{"rows":[{"id":1.5,"tags":[]}]}"#, "rows[0].id"),
        ] {
            assert_eq!(found::<BTreeMap<String, Vec<Row>>>(text), path, "{text}");
        }
    }

    fn found<T: DeserializeOwned>(text: &str) -> String {
        text_of(&of_failure::<T>(text).unwrap())
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
        for (text, path) in [
            (r#"{"a":1}"#, "a"),
            (r#"{"a":1,"z":2}"#, "a"),
            (r#"{"a" : 1 , "z" : 2 }"#, "a"),
            (r#"{"z":2,"a":1}"#, "a"),
            (r#"{"z":2,"a": 1 } "#, "a"),
            (r#"{"list":[1]}"#, "list[0]"),
            (r#"{"list":[1,2]}"#, "list[0]"),
            ("{\"list\":[ 1 ,\n 2 ]}", "list[0]"),
            (r#"{"list":[2,2,3,2]}"#, "list[2]"),
            (r#"{"list":[2,3]}"#, "list[1]"),
            (r#"{"list":[2,3],"a":2}"#, "list[1]"),
            (r#"{"list":[2,[]]}"#, "list[1]"),
            (r#"{"list":[2,{"a":2}]}"#, "list[1]"),
            (r#"{"list":[2,"x"]}"#, "list[1]"),
            (r#"{"few":[{"x":1}]}"#, "few[0].x"),
            (r#"{"few":[{"x":2,"y":3}, {"x":2}]}"#, "few[0].y"),
            (r#"{"few":[{"x":2}, {"x":2,"y":3}]}"#, "few[1].y"),
            (r#"{"few":[{"x":2}, {"x":2,"y":2,"z":2}]}"#, "few[1]"),
            (r#"{"few":[{"x":2,"y":2,"z":2}, {"x":2}]}"#, "few[0]"),
            (r#"{"deep":{"deep":{"a":1}}}"#, "deep.deep.a"),
            (r#"{"deep":{"deep":{"a":1},"z":2}}"#, "deep.deep.a"),
            (r#"{"deep":{"deep":{"a":1,"z":2}}}"#, "deep.deep.a"),
            (r#"{"pair":[1]}"#, "pair"),
            (r#"{"pair":[1],"z":2}"#, "pair"),
            (r#"{"pair":{}}"#, "pair"),
            (r#"{"a":{}}"#, "a"),
            (r#"{"a":[]}"#, "a"),
        ] {
            assert_eq!(found::<Late>(text), path, "{text}");
        }
    }

    #[test]
    fn missing_member_is_reported_by_its_object() {
        let text = r#"{"rows":[{"id":1,"tags":[]},{"tags":[]}]}"#;
        assert_eq!(found::<BTreeMap<String, Vec<Row>>>(text), "rows[1]");
    }

    #[test]
    fn copy_lacks_only_the_value_of_the_wrong_type() {
        for (text, innermost, outermost) in [
            (r#"{"list":[2 ,3],"z":2}"#, r#"{"list":[2 ,null],"z":2}"#, r#"{"z":2}"#),
            (r#"{"list":[2,null]}"#, "{}", "{}"),
            (r#"{"z":2 , "\u0061" : 1 }"#, r#"{"z":2  }"#, r#"{"z":2  }"#),
            (r#"{"deep":{"z":2,"a":"}","list":[]},"z":2}"#, r#"{"deep":{"z":2,"list":[]},"z":2}"#, r#"{"z":2}"#),
        ] {
            let path = of_failure::<Late>(text).unwrap();
            assert_eq!(without(text, &path, false).unwrap(), innermost);
            assert_eq!(without(text, &path, true).unwrap(), outermost);
        }
        assert_eq!(without("[]", &of_failure::<u8>("[]").unwrap(), false), None);
    }

    proptest! {
        #[test]
        fn value_is_removed_from_any_text_without_a_panic(text in r#"[\[\]{}:,"\\a1 é\n]{0,40}"#, valid in 0_usize..7) {
            let valid = [r#"{"a":1}"#, r#"{"list":[2,3]}"#, r#"{"few":[{"x":1}]}"#, r#"{"deep":{"a":1}}"#, r#"{"list":3}"#,
                r#"{"deep":{"list":[3]}}"#, r#"{"pair":{}}"#][valid];
            let path = of_failure::<Late>(valid).unwrap();
            for text in [text.as_str(), &format!("{}{text}", &valid[..valid.len() / 2])] {
                let _ = (without(text, &path, false), without(text, &path, true));
            }
        }
    }
}
