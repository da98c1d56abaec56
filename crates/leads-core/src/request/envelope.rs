//! A list's answer, read in one pass.

use super::{Raw, decode};
use crate::error::{DecodeError, Error, Result};
use bytes::Bytes;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::value::RawValue;

/// A list's answer: its rows, each with its exact text, and the other members of the envelope untouched.
///
/// A list read as `Vec<&RawValue>` and then row by row is gone over twice, once to find where a row ends and once to
/// read it. Here a row is read where it stands and its text is what was read.
///
/// ```
/// use bytes::Bytes;
/// use leads_core::request::Envelope;
/// #[derive(serde::Deserialize)]
/// struct Lead { id: u64 }
///
/// let body = Bytes::from_static(br#"{"leads": [{"id": 1, "colour": "blue"}, null], "meta": {"next": 2}}"#);
/// let mut page = Envelope::<Lead>::read(&body, "leads")?;
/// assert_eq!(page.member("meta").unwrap().get(), r#"{"next": 2}"#);
/// let leads = page.take_rows().unwrap();
/// assert_eq!((leads.len(), leads[0].id), (1, 1));
/// assert_eq!(leads[0].text(), r#"{"id": 1, "colour": "blue"}"#);
/// # Ok::<(), leads_core::Error>(())
/// ```
#[derive(Debug)]
pub struct Envelope<'a, T> {
    rows: Option<Vec<Raw<T>>>,
    /// The name and text of each member in order; the rows have no text.
    members: Vec<(String, Option<&'a RawValue>)>,
    left_out: usize,
}

impl<'a, T: DeserializeOwned> Envelope<'a, T> {
    /// Reads an object whose member `rows` is the list, or a bare list.
    ///
    /// A member `rows` that is no list stays among the [members](Self::member). A `null` in the list is left out. Of
    /// a member that is there more than once the last counts.
    ///
    /// # Errors
    /// A decode error with the JSON path: `leads[3].value`.
    pub fn read(body: &'a Bytes, rows: &str) -> Result<Self> {
        Self::read_any(body, &[rows])
    }

    /// Reads an object whose member of one of the names is the list, or a bare list; see [`read`](Self::read).
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_any(body: &'a Bytes, rows: &[&str]) -> Result<Self> {
        let text = std::str::from_utf8(body).map_err(|error| decode::not_utf8(body, error))?;
        let mut found = Vec::new();
        let mut scan = Scan { cursor: Cursor { text, at: 0 }, members: Vec::new(), listed: false, left_out: 0 };
        // Only the reading of a row knows its type; everything else is compiled once for all vendors.
        let read = scan.envelope(rows, &mut |event| {
            match event {
                Event::List => found.clear(),
                Event::Row(cursor) => {
                    let start = cursor.at;
                    let value = cursor.value()?;
                    found.push(Raw::of_slice(value, body.slice(start..cursor.at)));
                }
            }
            Ok(())
        });
        read.and_then(|()| scan.cursor.end()).map_err(|stop| stop.explain(body, &decode_row::<T>))?;
        Ok(Self { rows: scan.listed.then_some(found), members: scan.members, left_out: scan.left_out })
    }
}

/// Reads a row again, for its mistake.
fn decode_row<T: DeserializeOwned>(text: &str) -> Result<()> {
    decode::from_str::<T>(text).map(drop)
}

/// What is met on the way through an envelope.
enum Event<'c, 'a> {
    /// A list of rows begins; it replaces one before.
    List,
    /// The cursor stands on a row that is not `null`, which has to be read.
    Row(&'c mut Cursor<'a>),
}

/// What takes the rows.
type OnEvent<'f, 'a> = &'f mut dyn FnMut(Event<'_, 'a>) -> Result<(), Stop>;

/// The way through an envelope.
struct Scan<'a> {
    cursor: Cursor<'a>,
    members: Vec<(String, Option<&'a RawValue>)>,
    listed: bool,
    left_out: usize,
}

impl<'a> Scan<'a> {
    fn envelope(&mut self, rows: &[&str], on: OnEvent<'_, 'a>) -> Result<(), Stop> {
        if self.cursor.peek() == Some(b'[') {
            return self.list("", on);
        }
        self.cursor.take(b'{')?;
        if self.cursor.peek() == Some(b'}') {
            return self.cursor.take(b'}');
        }
        loop {
            let name: String = self.cursor.value()?;
            self.cursor.take(b':')?;
            if self.cursor.peek() == Some(b'[') && rows.contains(&name.as_str()) {
                self.list(&name, on)?;
                self.members.push((name, None));
            } else {
                let text = self.cursor.value()?;
                self.members.push((name, Some(text)));
            }
            if !self.cursor.more(b'}')? {
                return Ok(());
            }
        }
    }

    fn list(&mut self, name: &str, on: OnEvent<'_, 'a>) -> Result<(), Stop> {
        on(Event::List)?;
        self.listed = true;
        self.left_out = 0;
        self.cursor.take(b'[')?;
        if self.cursor.peek() == Some(b']') {
            return self.cursor.take(b']');
        }
        for at in 0.. {
            if self.cursor.peek() == Some(b'n') {
                self.cursor.value::<()>()?;
                self.left_out += 1;
            } else {
                let start = self.cursor.at;
                on(Event::Row(&mut self.cursor)).map_err(|_| Stop::Row { name: name.to_owned(), at, start })?;
            }
            if !self.cursor.more(b']')? {
                break;
            }
        }
        Ok(())
    }
}

impl<'a, T> Envelope<'a, T> {
    /// Takes the rows out; `None` when the answer held no list of them.
    pub fn take_rows(&mut self) -> Option<Vec<Raw<T>>> {
        self.rows.take()
    }

    /// A member beside the rows, as it came.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&'a RawValue> {
        self.members.iter().rev().find(|(known, value)| known == name && value.is_some())?.1
    }

    /// Every member in order by its name; the list of rows has no text.
    pub fn members(&self) -> impl Iterator<Item = (&str, Option<&'a RawValue>)> {
        self.members.iter().map(|(name, value)| (name.as_str(), *value))
    }

    /// How many `null`s of the list were left out.
    #[must_use]
    pub fn left_out(&self) -> usize {
        self.left_out
    }
}

/// Why the reading stopped. What is needed to say so well is found only then.
enum Stop {
    /// Something that is no JSON, or no envelope.
    Envelope,
    /// A row that cannot be read, by its list, its number and where it begins.
    Row { name: String, at: usize, start: usize },
}

impl Stop {
    #[cold]
    fn explain(self, body: &Bytes, decode_row: &dyn Fn(&str) -> Result<()>) -> Error {
        // Broken JSON is told by its line and column in the whole body.
        if let Err(error) = decode::from_slice::<IgnoredAny>(body) {
            return error;
        }
        match self {
            Self::Row { name, at, start } => {
                let mut cursor = Cursor { text: std::str::from_utf8(body).unwrap_or_default(), at: start };
                let path = format!("{name}[{at}]");
                match cursor.value::<&RawValue>().ok().map(|row| decode_row(row.get())) {
                    Some(Err(error)) => decode::inside(&path, error),
                    _ => Error::decode(DecodeError::new("data", path, 0, 0)),
                }
            }
            Self::Envelope => Error::decode(DecodeError::new("data", ".", 0, 0)),
        }
    }
}

/// A place in a text. The values themselves are read, and checked, by `serde_json`.
struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    /// The next byte that is not white space; the cursor stands on it.
    fn peek(&mut self) -> Option<u8> {
        loop {
            match self.text.as_bytes().get(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                other => return other.copied(),
            }
        }
    }

    fn take(&mut self, byte: u8) -> Result<(), Stop> {
        if self.peek() != Some(byte) {
            return Err(Stop::Envelope);
        }
        self.at += 1;
        Ok(())
    }

    /// Goes over the comma to the next item (`true`) or over the closing byte.
    fn more(&mut self, close: u8) -> Result<bool, Stop> {
        if self.peek() == Some(b',') {
            self.at += 1;
            return Ok(true);
        }
        self.take(close).map(|()| false)
    }

    /// Reads a value where the cursor stands, and goes behind it.
    fn value<T: Deserialize<'a>>(&mut self) -> Result<T, Stop> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<T>();
        let value = values.next().and_then(std::result::Result::ok).ok_or(Stop::Envelope)?;
        self.at += values.byte_offset();
        Ok(value)
    }

    fn end(&mut self) -> Result<(), Stop> {
        self.peek().map_or(Ok(()), |_| Err(Stop::Envelope))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Debug, Deserialize)]
    struct Row {
        id: u64,
    }

    fn read(body: &'static str) -> Result<(Vec<String>, Option<String>)> {
        let body = Bytes::from_static(body.as_bytes());
        let mut envelope = Envelope::<Row>::read(&body, "rows")?;
        let rows = envelope.take_rows().unwrap_or_default();
        assert!(rows.iter().all(|row| row.id > 0));
        let meta = envelope.member("meta").map(|meta| meta.get().to_owned());
        Ok((rows.iter().map(|row| row.text().to_owned()).collect(), meta))
    }

    #[test]
    fn rows_keep_their_text_wherever_they_stand() {
        let (rows, meta) =
            read(" { \"meta\" : {\"rows\":[7]} ,\n\"rows\":[ {\"id\":1, \"x\":\"]}\"} ,null, {\"id\":2} ]\t}\n")
                .unwrap();
        assert_eq!(rows, [r#"{"id":1, "x":"]}"}"#, r#"{"id":2}"#]);
        assert_eq!(meta.as_deref(), Some(r#"{"rows":[7]}"#));
        assert_eq!(read(r#"[{"id":3}]"#).unwrap(), (vec![r#"{"id":3}"#.to_owned()], None));
        assert_eq!(read(r#"{"\u0072ows":[{"id":3}]}"#).unwrap().0.len(), 1);
        for empty in ["[]", "{}", r#"{"rows":[]}"#, r#"{"rows":null}"#, r#"{"rows":{"id":"x"}}"#] {
            assert_eq!(read(empty).unwrap().0.len(), 0, "{empty}");
        }
    }

    #[test]
    fn rows_share_the_page() {
        let body = Bytes::from_static(br#"{"a":1,"rows":[{"id":1},null],"b":[2]}"#);
        let mut page = Envelope::<Row>::read_any(&body, &["lines", "rows"]).unwrap();
        let members: Vec<_> = page.members().map(|(name, text)| (name, text.map(RawValue::get))).collect();
        assert_eq!(members, [("a", Some("1")), ("rows", None), ("b", Some("[2]"))]);
        assert_eq!((page.left_out(), page.member("rows").is_none()), (1, true));
        let rows = page.take_rows().unwrap();
        assert!(body.as_ptr_range().contains(&rows[0].text().as_ptr()));
    }

    #[test]
    fn a_mistake_is_named_by_its_path_and_never_by_its_value() {
        for (body, path) in [
            (r#"{"rows":[{"id":1},{"id":"jane"}]}"#, "rows[1].id"),
            (r#"[null,{"id":"jane"}]"#, "[1].id"),
            (r#""jane""#, "."),
            (r#"{"rows":["jane"]}"#, "rows[0]"),
        ] {
            let error = read(body).unwrap_err();
            assert_eq!(
                (error.decode_error().unwrap().path.as_str(), error.decode_error().unwrap().category),
                (path, "data")
            );
            assert!(!format!("{error} {error:?}").contains("jane"), "{error:?}");
        }
    }

    #[test]
    fn what_is_no_json_is_refused() {
        for body in [
            "",
            " ",
            "{",
            "[",
            "[{\"id\":1}",
            "[{\"id\":1}}",
            "[{\"id\":1},]",
            "{\"rows\":[]",
            "{\"rows\"}",
            "{rows:[]}",
            "{\"rows\":[]}x",
            "[]]",
            "{\"a\":1,}",
            "{\"a\":1 \"b\":2}",
            "{,}",
            "[,]",
            "{\"rows\":[{\"id\":1}{\"id\":2}]}",
        ] {
            let error = read(body).unwrap_err();
            assert!(["syntax", "end of input"].contains(&error.decode_error().unwrap().category), "{body}");
        }
        let bytes = Bytes::from_static(b"[\"\xff\"]");
        assert!(Envelope::<Row>::read(&bytes, "rows").is_err());
    }

    proptest! {
        #[test]
        fn it_reads_what_serde_reads(text in r#"[\[\]{}:, "a1n]{0,24}"#) {
            let body = Bytes::from(text.clone());
            let whole: std::result::Result<serde_json::Value, _> = serde_json::from_str(&text);
            let listed = matches!(whole, Ok(serde_json::Value::Array(_) | serde_json::Value::Object(_)));
            prop_assert_eq!(Envelope::<IgnoredAny>::read(&body, "a").is_ok(), listed, "{}", text);
        }
    }
}
