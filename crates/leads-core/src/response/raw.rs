//! A typed value together with the exact JSON text it was read from.

#[cfg(any(test, feature = "test-util"))]
use crate::error::Error;
use crate::error::Result;
use crate::json::{decode, repair};
use bytes::Bytes;
use serde::de::{DeserializeOwned, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use std::fmt;
use std::ops::Deref;

/// A typed value that keeps the exact JSON text it was read from, so that nothing the vendor sent is lost.
///
/// It dereferences to the typed value. Fields that the type does not have are available through [`text`](Self::text) and
/// [`field`](Self::field). Equality compares the text, serializing writes the original bytes, and the value cannot be
/// modified in place, because value and text would then differ.
///
/// ```
/// use leads_core::Raw;
/// #[derive(serde::Deserialize, serde::Serialize)]
/// struct Lead { id: u64 }
///
/// let raw: Raw<Lead> = Raw::parse(r#"{"id": 7, "mx_Custom_7": "blue"}"#)?;
/// assert_eq!(raw.id, 7);
/// assert_eq!(raw.field("mx_Custom_7").unwrap().get(), "\"blue\"");
/// assert_eq!(serde_json::to_string(&raw).unwrap(), r#"{"id": 7, "mx_Custom_7": "blue"}"#);
/// # Ok::<(), leads_core::Error>(())
/// ```
#[derive(Clone)]
pub struct Raw<T> {
    value: T,
    text: Text,
    #[cfg(feature = "inspect")]
    ignored: Vec<String>,
}

#[derive(Clone)]
enum Text {
    /// A separate copy of the text.
    Own(Box<RawValue>),
    /// A slice of the response's body, checked to be UTF-8 when it was created.
    Page(Bytes),
}

impl Text {
    fn as_str(&self) -> &str {
        match self {
            Self::Own(text) => text.get(),
            Self::Page(bytes) => std::str::from_utf8(bytes).unwrap_or_default(),
        }
    }
}

impl<T: DeserializeOwned> Raw<T> {
    /// Reads a whole body in one pass; the text is the body itself and shares its buffer.
    ///
    /// Malformed members are repaired in a copy from which only the typed value is read; see [`decode::from_str`]. If
    /// the body is not valid JSON or UTF-8 and can be repaired, the repaired copy is the text.
    ///
    /// # Errors
    /// Returns a decode error with the JSON path.
    pub fn whole(body: &Bytes) -> Result<Self> {
        let trimmed = body.slice_ref(body.trim_ascii());
        let read = match std::str::from_utf8(&trimmed) {
            Ok(text) => decode::of_json(text),
            Err(error) => Err(decode::not_utf8(&trimmed, error)),
        };
        match read {
            Ok(value) => Ok(Self::assemble(value, Text::Page(trimmed))),
            Err(error) => match repair::body(body) {
                Some(copy) => decode::of_json(&copy).map(|value| Self::assemble(value, Text::Page(copy.into()))),
                None => Err(error),
            },
        }
    }

    /// Reads one row of a page; the row's text shares the page's buffer until [`detach`](Self::detach) is called.
    ///
    /// # Errors
    /// Returns a decode error with the JSON path inside the row.
    pub fn in_page(page: &Bytes, part: &RawValue) -> Result<Self> {
        let value = decode::of_json(part.get())?;
        let bytes = part.get().as_bytes();
        // `slice_ref` panics for a slice of another buffer; if a caller mixes up pages, the text is copied instead.
        let range = page.as_ptr() as usize..=page.as_ptr() as usize + page.len();
        let start = bytes.as_ptr() as usize;
        let text = if range.contains(&start) && range.contains(&(start + bytes.len())) {
            page.slice_ref(bytes)
        } else {
            Bytes::copy_from_slice(bytes)
        };
        Ok(Self::assemble(value, Text::Page(text)))
    }

    /// Reads a text from elsewhere: a stored record or a test fixture.
    ///
    /// # Errors
    /// Returns a decode error with the JSON path.
    pub fn parse(text: &str) -> Result<Self> {
        Self::whole(&Bytes::copy_from_slice(text.as_bytes()))
    }

    /// Combines a value with the part of a body that it was read from, which was checked to be UTF-8.
    pub(super) fn of_slice(value: T, text: Bytes) -> Self {
        Self::assemble(value, Text::Page(text))
    }

    fn assemble(value: T, text: Text) -> Self {
        Self {
            #[cfg(feature = "inspect")]
            ignored: crate::inspect::ignored_members::<T>(text.as_str()),
            value,
            text,
        }
    }
}

impl<T> Raw<T> {
    /// Returns the typed value; `Raw` also dereferences to it.
    #[must_use]
    pub fn value(&self) -> &T {
        &self.value
    }

    /// Returns the exact JSON text, including white space and order.
    #[must_use]
    pub fn text(&self) -> &str {
        self.text.as_str()
    }

    /// Returns a member of the object by its name on the wire, whether or not the type has a field for it. `None` if it
    /// is missing or the text is not an object; if a member occurs more than once, the last one is returned.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&RawValue> {
        member(self.text(), name)
    }

    /// Returns the JSON text without white space between its tokens. Numbers and strings are unchanged.
    #[must_use]
    pub fn compact(&self) -> String {
        let mut out = String::with_capacity(self.text().len());
        let (mut inside, mut escaped) = (false, false);
        for c in self.text().chars() {
            if inside {
                out.push(c);
                inside = escaped || c != '"';
                escaped = c == '\\' && !escaped;
            } else if !c.is_ascii_whitespace() {
                out.push(c);
                inside = c == '"';
            }
        }
        out
    }

    /// Copies the text into a separate buffer. Otherwise a row of a page keeps the whole page in memory.
    #[must_use]
    pub fn detach(mut self) -> Self {
        if let Text::Page(bytes) = &self.text {
            self.text = Text::Page(Bytes::copy_from_slice(bytes));
        }
        self
    }

    /// Returns the typed value without its text.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value
    }

    /// Reads the same text as another type.
    ///
    /// # Errors
    /// Returns a decode error with the JSON path.
    pub fn read_as<U: DeserializeOwned>(&self) -> Result<Raw<U>> {
        Raw::parse(self.text())
    }
}

#[cfg(any(test, feature = "test-util"))]
impl<T: Serialize + DeserializeOwned> Raw<T> {
    /// Creates a value for a test, with the text that it serializes to.
    ///
    /// # Errors
    /// Returns an error if the value cannot be serialized as JSON.
    pub fn for_test(value: &T) -> Result<Self> {
        let text = serde_json::to_string(value)
            .map_err(|error| Error::invalid("value", "cannot be written as JSON").with_source(error))?;
        Self::parse(&text)
    }
}

/// Returns the last member `name` of the object in `text`.
pub(crate) fn member<'a>(text: &'a str, name: &str) -> Option<&'a RawValue> {
    struct Find<'n>(&'n str);
    impl<'de> Visitor<'de> for Find<'_> {
        type Value = Option<&'de RawValue>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut found = None;
            // Compares the name's raw text, so that a name that cannot be decoded does not hide others.
            while let Some(key) = map.next_key::<&'de RawValue>()? {
                if repair::name(key.get()) == self.0 {
                    found = Some(map.next_value()?);
                } else {
                    map.next_value::<IgnoredAny>()?;
                }
            }
            Ok(found)
        }
    }
    serde_json::Deserializer::from_str(text).deserialize_map(Find(name)).ok().flatten()
}

impl<T> Deref for Raw<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> AsRef<T> for Raw<T> {
    fn as_ref(&self) -> &T {
        &self.value
    }
}

impl<T> PartialEq for Raw<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl<T> Eq for Raw<T> {}

impl<T: fmt::Debug> fmt::Debug for Raw<T> {
    /// Shows only the typed value: the text may contain personal data that the type hides.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Raw").field(&self.value).finish()
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Raw<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Box::<RawValue>::deserialize(deserializer)?;
        let value = decode::of_json(text.get()).map_err(decode::carry)?;
        Ok(Self::assemble(value, Text::Own(text)))
    }
}

impl<T: Serialize> Serialize for Raw<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[cfg(feature = "inspect")]
        if crate::inspect::is_inspecting() {
            return crate::inspect::write_raw(serializer, &self.value, &self.ignored, self.text());
        }
        match &self.text {
            Text::Own(text) => text.serialize(serializer),
            Text::Page(_) => {
                serde_json::from_str::<&RawValue>(self.text()).map_err(serde::ser::Error::custom)?.serialize(serializer)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Serialize, Deserialize)]
    struct Row {
        id: u64,
    }

    #[derive(Debug, Serialize, Deserialize)]
    struct Page<'a> {
        #[serde(borrow)]
        rows: Vec<&'a RawValue>,
    }

    const TEXT: &str = "{ \"id\" : 1, \"x\":\"a \\\" b\", \"id2\":1.50 }\n";

    #[test]
    fn text_order_and_numbers_are_kept() {
        let raw: Raw<Row> = Raw::parse(TEXT).unwrap();
        assert_eq!(raw.text(), TEXT.trim());
        assert_eq!(raw.compact(), r#"{"id":1,"x":"a \" b","id2":1.50}"#);
        assert_eq!(raw.field("id2").unwrap().get(), "1.50");
        assert!(raw.field("nothing").is_none());
        assert_eq!(serde_json::to_string(&raw).unwrap(), TEXT.trim());
        let again: Raw<Row> = serde_json::from_str(TEXT).unwrap();
        assert_eq!(again, raw);
    }

    #[test]
    fn rows_share_their_page_until_detached() {
        let body = Bytes::from_static(br#"{"rows":[{"id":1},{"id":2}]}"#);
        let page: Page<'_> = serde_json::from_slice(&body).unwrap();
        let row: Raw<Row> = Raw::in_page(&body, page.rows[1]).unwrap();
        assert_eq!((row.id, row.text()), (2, r#"{"id":2}"#));
        let inside = |raw: &Raw<Row>| body.as_ptr_range().contains(&raw.text().as_ptr());
        assert!(inside(&row));
        assert!(!inside(&row.detach()));
        let foreign = RawValue::from_string(r#"{"id":3}"#.into()).unwrap();
        assert_eq!(Raw::<Row>::in_page(&body, &foreign).unwrap().id, 3);
    }

    #[test]
    fn error_inside_a_nested_raw_has_its_full_path() {
        #[derive(Debug, Deserialize)]
        struct Outer {
            #[serde(rename = "rows")]
            _rows: Vec<Raw<Row>>,
        }
        let body = Bytes::from_static(br#"{"rows":[{"id":1},{"id":"jane"}]}"#);
        let error = decode::from_slice::<Outer>(&body).unwrap_err();
        let decode = error.decode_error().unwrap();
        assert_eq!((decode.path.as_str(), decode.category), ("rows[1].id", "data"));
        assert!(!format!("{error} {error:?}").contains("jane"));
    }

    #[test]
    fn text_is_the_original_unless_it_is_not_json() {
        let read = |body: &'static [u8]| Raw::<Row>::whole(&Bytes::from_static(body));
        for json in [r#"{"id":1,"x":"\ud83d"}"#, r#"{"id":9,"id":1,"n":1e400}"#, r#"{"\ud83d":2,"id":1}"#] {
            let raw = read(json.as_bytes()).unwrap();
            assert_eq!((raw.id, raw.text()), (1, json));
            assert_eq!(serde_json::to_string(&raw).unwrap(), json);
            assert_eq!(raw.field("id").unwrap().get(), "1");
        }
        for (body, text) in [
            (&b"\xef\xbb\xbf{\"id\":1}\n"[..], r#"{"id":1}"#),
            (b"{\"id\":1,\"x\":\"\xff\n\"}", "{\"id\":1,\"x\":\"\u{fffd}\\u000a\"}"),
        ] {
            let raw = read(body).unwrap();
            assert_eq!((raw.id, raw.text()), (1, text));
            assert_eq!(serde_json::to_string(&raw).unwrap(), text);
        }
        assert_eq!(read(b"{\"id\":1,\"x\":\"\xff\"").unwrap_err().decode_error().unwrap().category, "not UTF-8");
    }

    #[test]
    fn list_is_not_an_object() {
        for body in ["[1]", " [[1]]", "[]"] {
            assert!(Raw::<Row>::parse(body).unwrap_err().is_decode(), "{body}");
            assert!(decode::from_str::<Option<Row>>(body).is_err(), "{body}");
        }
        assert_eq!(decode::from_str::<Vec<u8>>("[1]").unwrap(), [1]);
        assert_eq!(decode::from_str::<(u8, u8)>("[1,2]").unwrap(), (1, 2));
    }
}
