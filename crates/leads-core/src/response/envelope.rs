//! A list response, read in one pass.

use crate::error::{DecodeError, Error, Result};
use crate::json::any::Text;
use crate::json::{decode, repair};
use crate::response::{Raw, Unreadable};
use bytes::Bytes;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// A list response: its rows, each with its exact text, and the other members of the envelope unchanged.
///
/// A list that is read as `Vec<&RawValue>` and then row by row is processed twice, once to find where each row ends and
/// once to read it. Here each row is read in place, and its text is what was read.
///
/// ```
/// use bytes::Bytes;
/// use leads_core::vendor::Envelope;
/// #[derive(serde::Deserialize)]
/// struct Lead {
///     id: u64,
/// }
///
/// let body = Bytes::from_static(
///     br#"{"leads": [{"id": 1, "colour": "blue"}, null], "meta": {"next": 2}}"#,
/// );
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
    /// The name and text of each member, in order; the rows have no text.
    members: Vec<(Cow<'a, str>, Option<&'a RawValue>)>,
    is_single: bool,
    left_out: usize,
    unreadable: Vec<Unreadable>,
}

impl<'a, T: DeserializeOwned> Envelope<'a, T> {
    /// Reads an object whose member `rows` is the list, or a bare list.
    ///
    /// A member `rows` that is not a list remains among the [members](Self::member). A `null` in the list is skipped.
    /// If a member occurs more than once, the last one counts.
    ///
    /// A row that does not match its type does not fail the page: it is added to the [unreadable](Self::unreadable)
    /// rows. A bare list in which no row can be read and none is an object is not a page.
    ///
    /// # Errors
    /// Returns a decode error with the JSON path if the body is not JSON, or is neither an object nor a list of rows.
    pub fn read(body: &'a Bytes, rows: &str) -> Result<Self> {
        Self::read_any(body, &[rows])
    }

    /// Reads an object in which a member with one of the names is the list, or a bare list; see [`read`](Self::read).
    ///
    /// # Errors
    /// See [`read`](Self::read).
    pub fn read_any(body: &'a Bytes, rows: &[&str]) -> Result<Self> {
        Self::scan(body, rows, false)
    }

    /// Reads a response with one record: like [`read_any`](Self::read_any), and a member with one of the names can also
    /// be the record itself, see [`is_single`](Self::is_single).
    ///
    /// # Errors
    /// See [`read`](Self::read).
    pub fn read_one(body: &'a Bytes, rows: &[&str]) -> Result<Self> {
        Self::scan(body, rows, true)
    }

    fn scan(body: &'a Bytes, rows: &[&str], single: bool) -> Result<Self> {
        let text = std::str::from_utf8(body).map_err(|error| decode::not_utf8(body, error))?;
        let mut found = Vec::new();
        let mut unreadable = Vec::new();
        let cursor = Cursor { text, at: 0 };
        let mut scan = Scan { cursor, members: Vec::new(), single, is_single: false, listed: false, left_out: 0 };
        // Only reading a row depends on its type; everything else is compiled once for all vendors.
        let read = scan.envelope(rows, &mut |event| {
            match event {
                Event::List => {
                    found.clear();
                    unreadable.clear();
                }
                Event::Row(cursor, name, at) => {
                    let start = cursor.at;
                    let is_list = cursor.peek() == Some(b'[');
                    match cursor.value().ok().filter(|_| !is_list || !decode::is_struct::<T>()) {
                        Some(value) => found.push(Raw::of_slice(value, body.slice(start..cursor.at))),
                        None => {
                            cursor.at = start;
                            let text = cursor.value::<&RawValue>()?.get();
                            match decode::of_json(text) {
                                Ok(value) => found.push(Raw::of_slice(value, body.slice(start..cursor.at))),
                                Err(error) => unreadable.push(Unreadable::new(
                                    found.len(),
                                    decode::inside(&format!("{name}[{at}]"), error),
                                    body.slice(start..cursor.at),
                                )),
                            }
                        }
                    }
                }
            }
            Ok(())
        });
        read.and_then(|()| scan.cursor.end()).map_err(|stop| stop.explain(body))?;
        let is_foreign = scan.members.is_empty() && found.is_empty();
        if is_foreign && let Some(error) = no_page(&unreadable) {
            return Err(error);
        }
        let Scan { members, is_single, left_out, listed, .. } = scan;
        Ok(Self { rows: listed.then_some(found), members, is_single, left_out, unreadable })
    }
}

/// An event while scanning an envelope.
enum Event<'c, 'a> {
    /// A list of rows begins; it replaces any earlier one.
    List,
    /// The cursor is at a row that is not `null` and has to be read. Contains the list's name and the row's index.
    Row(&'c mut Cursor<'a>, &'c str, usize),
}

/// Receives the events.
type OnEvent<'f, 'a> = &'f mut dyn FnMut(Event<'_, 'a>) -> Result<(), Stop>;

/// Scans an envelope.
struct Scan<'a> {
    cursor: Cursor<'a>,
    members: Vec<(Cow<'a, str>, Option<&'a RawValue>)>,
    /// Whether the list can be one object.
    single: bool,
    /// Whether it was.
    is_single: bool,
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
            let name = match self.cursor.value::<Text<'a>>() {
                Ok(name) => name.0,
                // A name with half a surrogate pair is kept as a distinct name.
                Err(_) if self.cursor.peek() == Some(b'"') => repair::name(self.cursor.value::<&'a RawValue>()?.get()),
                Err(stop) => return Err(stop),
            };
            self.cursor.take(b':')?;
            let first = self.cursor.peek();
            let is_object = self.single && first == Some(b'{');
            if (is_object || first == Some(b'[')) && rows.contains(&name.as_ref()) {
                self.is_single = is_object;
                if is_object {
                    self.record(&name, on)?
                } else {
                    self.list(&name, on)?
                }
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

    fn record(&mut self, name: &str, on: OnEvent<'_, 'a>) -> Result<(), Stop> {
        on(Event::List)?;
        self.listed = true;
        self.left_out = 0;
        on(Event::Row(&mut self.cursor, name, 0))
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
                on(Event::Row(&mut self.cursor, name, at))?;
            }
            if !self.cursor.more(b']')? {
                break;
            }
        }
        Ok(())
    }
}

impl<'a, T> Envelope<'a, T> {
    /// Removes and returns the rows; `None` if the response contained no list of them.
    pub fn take_rows(&mut self) -> Option<Vec<Raw<T>>> {
        self.rows.take()
    }

    /// Returns another member of the envelope, unchanged.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&'a RawValue> {
        self.members.iter().rev().find(|(known, value)| known == name && value.is_some())?.1
    }

    /// Returns all members in order, with their names; the list of rows has no text.
    #[must_use]
    pub fn members(&self) -> &[(Cow<'a, str>, Option<&'a RawValue>)] {
        &self.members
    }

    /// Returns whether the list was one object, which only [`read_one`](Self::read_one) accepts.
    #[must_use]
    pub fn is_single(&self) -> bool {
        self.is_single
    }

    /// Returns the rows that could not be read, in order.
    #[must_use]
    pub fn unreadable(&self) -> &[Unreadable] {
        &self.unreadable
    }

    /// Removes and returns the rows that could not be read.
    pub fn take_unreadable(&mut self) -> Vec<Unreadable> {
        std::mem::take(&mut self.unreadable)
    }

    /// Returns how many `null`s of the list were skipped.
    #[must_use]
    pub fn left_out(&self) -> usize {
        self.left_out
    }
}

/// Reading stopped at something that is not JSON, or not an envelope.
struct Stop;

impl Stop {
    #[cold]
    fn explain(self, body: &Bytes) -> Error {
        let text = match std::str::from_utf8(body) {
            Ok(text) => text,
            Err(error) => return decode::not_utf8(body, error),
        };
        // Invalid JSON is reported with its line and column in the whole body.
        match decode::strict::<IgnoredAny>(text) {
            Err(error) => error,
            Ok(_) => Error::decode(DecodeError::new("data", ".", 0, 0)),
        }
    }
}

/// Returns the error for a bare list that is not a page: no row could be read, and none is an object.
#[cold]
fn no_page(unreadable: &[Unreadable]) -> Option<Error> {
    let first = unreadable.first()?;
    unreadable.iter().all(|row| !row.text().starts_with('{')).then(|| first.error())
}

/// A position in a text. The values themselves are read and validated by `serde_json`.
struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    /// Moves to the next byte that is not white space, and returns it.
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
            return Err(Stop);
        }
        self.at += 1;
        Ok(())
    }

    /// Moves past the comma to the next item (`true`) or past the closing byte.
    fn more(&mut self, close: u8) -> Result<bool, Stop> {
        if self.peek() == Some(b',') {
            self.at += 1;
            return Ok(true);
        }
        self.take(close).map(|()| false)
    }

    /// Reads the value at the cursor, and moves past it.
    fn value<T: Deserialize<'a>>(&mut self) -> Result<T, Stop> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<T>();
        let value = values.next().and_then(std::result::Result::ok).ok_or(Stop)?;
        self.at += values.byte_offset();
        Ok(value)
    }

    fn end(&mut self) -> Result<(), Stop> {
        self.peek().map_or(Ok(()), |_| Err(Stop))
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
    fn rows_keep_their_text_at_any_position() {
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
    fn rows_share_the_buffer_of_the_page() {
        let body = Bytes::from_static(br#"{"a":1,"rows":[{"id":1},null],"b":[2]}"#);
        let mut page = Envelope::<Row>::read_any(&body, &["lines", "rows"]).unwrap();
        let members: Vec<_> = page.members().iter().map(|(name, text)| (&**name, text.map(RawValue::get))).collect();
        assert_eq!(members, [("a", Some("1")), ("rows", None), ("b", Some("[2]"))]);
        assert_eq!((page.left_out(), page.member("rows").is_none()), (1, true));
        let rows = page.take_rows().unwrap();
        assert!(body.as_ptr_range().contains(&rows[0].text().as_ptr()));
    }

    #[test]
    fn single_record_is_read_in_place_of_a_list() {
        for (body, wanted) in [
            (r#"{"meta":{"id":2},"rows": {"id":1 , "x":[]} }"#, Some((true, 1))),
            (r#"{"rows":[{"id":1 , "x":[]}]}"#, Some((false, 1))),
            (r#"{"rows":{"id":7},"rows":[]}"#, Some((false, 0))),
            (r#"{"rows":[{"id":7}],"rows":{"id":1 , "x":[]}}"#, Some((true, 1))),
            (r#"{"rows":null}"#, None),
        ] {
            let body = Bytes::from_static(body.as_bytes());
            let mut page = Envelope::<Row>::read_one(&body, &["rows"]).unwrap();
            let (is_single, rows) = (page.is_single(), page.take_rows());
            assert_eq!(rows.as_ref().map(|rows| (is_single, rows.len())), wanted, "{body:?}");
            assert!(rows.into_iter().flatten().all(|row| row.text() == r#"{"id":1 , "x":[]}"#));
            assert!(!Envelope::<Row>::read(&body, "rows").unwrap().is_single());
        }
        let body = Bytes::from_static(br#"{"rows":{"id":"jane"}}"#);
        let page = Envelope::<Row>::read_one(&body, &["rows"]).unwrap();
        assert_eq!(page.unreadable().len(), 1);
    }

    #[test]
    fn decode_error_names_the_path_and_never_the_value() {
        for (body, path) in [(r#""jane""#, "."), (r#"["jane"]"#, "[0]"), (r#"[["jane"]]"#, "[0]")] {
            let error = read(body).unwrap_err();
            assert_eq!(
                (error.decode_error().unwrap().path.as_str(), error.decode_error().unwrap().category),
                (path, "data")
            );
            assert!(!format!("{error} {error:?}").contains("jane"), "{error:?}");
        }
    }

    #[test]
    fn member_name_must_be_a_string() {
        for body in [r#"{34:[]}"#, r#"{"rows":[],true:1}"#, r#"{"rows":[], [1]:2}"#, r#"{null:1,"rows":[]}"#] {
            assert!(read(body).is_err(), "{body}");
        }
    }

    #[test]
    fn unreadable_row_is_reported_and_the_others_are_read() {
        for (body, path, before, text) in [
            (r#"{"rows":[{"id":1},{"id":"jane"},{"id":2}]}"#, "rows[1].id", 1, r#"{"id":"jane"}"#),
            (r#"[null,{"id":"jane"},{"id":1},{"id":2}]"#, "[1].id", 0, r#"{"id":"jane"}"#),
            (r#"{"rows":[{"id":1},{"id":2}, [3] ]}"#, "rows[2]", 2, "[3]"),
            (r#"{"rows":["jane",{"id":1},{"id":2}]}"#, "rows[0]", 0, r#""jane""#),
        ] {
            let body = Bytes::from_static(body.as_bytes());
            let mut page = Envelope::<Row>::read(&body, "rows").unwrap();
            assert_eq!(page.take_rows().unwrap().iter().map(|row| row.id).collect::<Vec<_>>(), [1, 2]);
            let [row] = page.unreadable() else { panic!("one row: {page:?}") };
            assert_eq!((row.rows_before(), row.text()), (before, text));
            assert_eq!(row.error().decode_error().unwrap().path, path);
            assert!(!format!("{page:?}").contains("jane"));
        }
        let body = Bytes::from_static(br#"{"rows":[{"id":"jane"}]}"#);
        let mut page = Envelope::<Row>::read(&body, "rows").unwrap();
        assert_eq!((page.take_rows().unwrap().len(), page.take_unreadable().len()), (0, 1));
    }

    #[test]
    fn malformed_member_costs_no_row_and_row_keeps_its_text() {
        #[derive(Debug, Deserialize)]
        struct Tagged {
            id: u64,
            #[serde(default)]
            x: Option<String>,
            #[serde(default)]
            tags: Option<Vec<String>>,
        }
        for row in [
            r#"{"id":1,"x":"\ud83d"}"#,
            r#"{"id":1e400,"id":1}"#,
            r#"{"id":7,"id":1}"#,
            r#"{"\udc00":1,"id":1}"#,
            r#"{"tags":{"a":[]},"id":1}"#,
        ] {
            let body = Bytes::from(format!(r#"{{"\ud83d":"\ud83d","rows":[{{"id":9}},{row}]}}"#));
            let mut page = Envelope::<Tagged>::read(&body, "rows").unwrap();
            let rows = page.take_rows().unwrap();
            assert_eq!((rows[0].id, rows[1].id, rows[1].text()), (9, 1, row));
            assert!(rows[1].x.as_deref().is_none_or(|x| x == "\u{fffd}") && rows[1].tags.is_none());
        }
    }

    #[test]
    fn invalid_json_is_rejected() {
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
        fn envelope_reads_what_serde_reads(text in r#"[\[\]{}:, "a1n]{0,24}"#) {
            let body = Bytes::from(text.clone());
            let whole: std::result::Result<serde_json::Value, _> = serde_json::from_str(&text);
            let listed = matches!(whole, Ok(serde_json::Value::Array(_) | serde_json::Value::Object(_)));
            prop_assert_eq!(Envelope::<IgnoredAny>::read(&body, "a").is_ok(), listed, "{}", text);
        }
    }
}
