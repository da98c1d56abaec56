//! Lists, and bare or wrapped records.

use super::{Lead, Warning};
use bytes::Bytes;
use leads_core::vendor::decode;
use leads_core::vendor::{AllRows, Envelope as Page, Unreadable};
use leads_core::{Error, HttpResponse, Raw, Result};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// A list as Capillary returns it: `{"data": [...], "warnings": [], "errors": []}`.
///
/// There is no total and no link to a next page. A bare array and a single record in `data` are accepted too;
/// `data: null` is an empty list. A response without `data` is an error, because it says nothing about the rows.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Listing<T> {
    /// The rows in the vendor's order.
    pub data: Vec<Raw<T>>,
    /// The vendor's warnings; also in [`Meta::warnings`](leads_core::Meta::warnings).
    pub warnings: Vec<Warning>,
    /// Always empty: a response with errors is returned as an [`Error`](leads_core::Error).
    pub errors: Vec<Warning>,
    /// The rows that could not be parsed, each with its error and text. They are not in `data`.
    pub unreadable: Vec<Unreadable>,
}

impl<T: Serialize> Serialize for Listing<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut list = serializer.serialize_struct("Listing", 3)?;
        list.serialize_field("data", &AllRows(&self.data, &self.unreadable))?;
        list.serialize_field("warnings", &self.warnings)?;
        list.serialize_field("errors", &self.errors)?;
        list.end()
    }
}

/// The envelope, with its payload unparsed.
#[derive(Deserialize)]
pub(crate) struct Envelope<'a> {
    #[serde(borrow, default, deserialize_with = "present")]
    pub(crate) data: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    pub(crate) id: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    pub(crate) errors: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    pub(crate) warnings: Option<&'a RawValue>,
}

/// `Option<&RawValue>` would not distinguish `null` from a missing member.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

/// Returns the items of `errors` or `warnings`: a list of objects. A list of texts, one object and one text are
/// tolerated.
pub(crate) fn items(part: Option<&RawValue>) -> Vec<Warning> {
    let Some(part) = part else { return Vec::new() };
    let one = |part: &RawValue| match part.get().as_bytes().first() {
        Some(b'{') => decode::from_str::<Warning>(part.get()).ok(),
        Some(b'"') => decode::from_str::<String>(part.get())
            .ok()
            .filter(|text| !text.is_empty())
            .map(|text| Warning { message: Some(text.into()), ..Warning::default() }),
        _ => None,
    };
    match part.get().as_bytes().first() {
        Some(b'[') => decode::borrowed::<Vec<&RawValue>>(part.get().as_bytes())
            .unwrap_or_default()
            .into_iter()
            .filter_map(one)
            .collect(),
        _ => one(part).into_iter().collect(),
    }
}

impl<T: DeserializeOwned> Listing<T> {
    /// Parses the body of a list, for responses of [`Pipeline::execute`](leads_core::Pipeline::execute).
    ///
    /// # Errors
    ///
    /// Returns a decode error if the body is not a list.
    pub fn read(body: &Bytes) -> Result<Self> {
        decode::with_repair(body, Self::read_json)
    }

    fn read_json(body: &Bytes) -> Result<Self> {
        let mut page = Page::<T>::read(body, "data")?;
        let warnings = items(page.member("warnings"));
        let data = match (page.take_rows(), page.member("data").map(RawValue::get)) {
            (Some(rows), _) => rows,
            (None, Some("null")) => Vec::new(),
            (None, Some(record)) if record.starts_with('{') => {
                let part = decode::borrowed(record.as_bytes())?;
                vec![Raw::in_page(body, part).map_err(|error| decode::inside("data", error))?]
            }
            (None, _) => return Err(decode::missing("data")),
        };
        Ok(Self { data, warnings, errors: Vec::new(), unreadable: page.take_unreadable() })
    }
}

impl<T: DeserializeOwned> Listing<T> {
    /// Parses the list that a write returns. The rows in `data` prove that the write was applied.
    pub(crate) fn written(response: &HttpResponse) -> Result<Self> {
        const WANTED: &str = "`data` with the created records";
        if response.first_byte() != Some(b'{') {
            return Err(response.unproved("data", WANTED));
        }
        let list = Self::read(&response.body).map_err(|error| unproved(response, error, WANTED))?;
        let rows = |rows: &[Raw<T>]| !rows.is_empty() && rows.iter().all(|row| row.text().starts_with('{'));
        if rows(&list.data) { Ok(list) } else { Err(response.unproved("data[0]", WANTED)) }
    }
}

impl<T> IntoIterator for Listing<T> {
    type Item = Raw<T>;
    type IntoIter = std::vec::IntoIter<Raw<T>>;
    fn into_iter(self) -> Self::IntoIter {
        self.data.into_iter()
    }
}

/// Parses one record, bare or inside `data`, as an object or a list with one item. `marker` is a member that a bare
/// record must have.
pub(crate) fn one<T: DeserializeOwned>(response: &HttpResponse, marker: &'static str) -> Result<Raw<T>> {
    let wrapped = starts_with(&response.body, b'[') || response.contains(b"\"data\"");
    if wrapped && let Some(record) = in_data(&response.body) {
        return Ok(record);
    }
    if wrapped && let Some(row) = unwrapped(response)? {
        // A record is an object: a derived `Deserialize` would also accept a list, member by member.
        if !row.get().starts_with('{') {
            return Err(decode::missing("data"));
        }
        return Raw::in_page(&response.body, row).map_err(|error| decode::inside("data", error));
    }
    // An empty object is not a record, and serde's error would only name the first member.
    if response.body.trim_ascii() == b"{}" {
        return Err(decode::missing(marker));
    }
    Raw::whole(&response.body)
}

/// Reads the record inside `data` in one pass. Returns `None` for every other form of the response.
fn in_data<T: DeserializeOwned>(body: &Bytes) -> Option<Raw<T>> {
    let mut page = Page::<T>::read_one(body, &["data"]).ok()?;
    // A record with a member of that name is still a record, and of two members the last one counts.
    if !page.is_single() || page.member("id").is_some() || page.member("data").is_some() {
        return None;
    }
    page.take_rows()?.pop()
}

/// Parses the record of a write. Its marker proves that the write was applied.
///
/// # Errors
///
/// Returns a decode error with the status and form of the response if the proof is missing.
pub(crate) fn written<T: DeserializeOwned>(
    response: &HttpResponse,
    marker: &'static str,
    wanted: &str,
) -> Result<Raw<T>> {
    one(response, marker).map_err(|error| unproved(response, error, wanted))
}

/// Parses the lead that a write returns. Its id, a positive number, proves that the write was applied.
///
/// # Errors
///
/// The same as [`written`].
pub(crate) fn written_lead(response: &HttpResponse) -> Result<Raw<Lead>> {
    const WANTED: &str = "a lead with its numeric id";
    let lead = written::<Lead>(response, "id", WANTED)?;
    if lead.id.get() > 0 { Ok(lead) } else { Err(response.unproved("id", WANTED)) }
}

/// Adds the status and form of the body if the proof is missing or malformed. A syntax error is returned unchanged.
fn unproved(response: &HttpResponse, error: Error, wanted: &str) -> Error {
    match error.decode_error() {
        Some(decode) if matches!(decode.category, "missing" | "data") => response.unproved(decode.path.clone(), wanted),
        _ => error,
    }
}

/// Returns the record inside `data`, or `None` if the body itself is the record.
fn unwrapped(response: &HttpResponse) -> Result<Option<&RawValue>> {
    let part = if starts_with(&response.body, b'[') {
        response.json::<&RawValue>()?
    } else {
        let envelope: Envelope<'_> = response.json()?;
        match envelope.data {
            // A record with a member of that name is still a record.
            Some(data) if envelope.id.is_none() => data,
            _ => return Ok(None),
        }
    };
    match part.get().as_bytes().first() {
        Some(b'{') => Ok(Some(part)),
        Some(b'[') => {
            let rows: Vec<&RawValue> = decode::borrowed(part.get().as_bytes())?;
            rows.into_iter().find(|row| row.get() != "null").map(Some).ok_or_else(|| decode::missing("data[0]"))
        }
        _ => Err(decode::missing("data")),
    }
}

fn starts_with(body: &[u8], first: u8) -> bool {
    body.trim_ascii_start().first() == Some(&first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Lead, Reason};
    use leads_core::ErrorKind;
    use rstest::rstest;

    fn body(text: &str) -> Bytes {
        Bytes::copy_from_slice(text.as_bytes())
    }

    #[rstest]
    #[case(r#"{"data":[{"id":1,"reason":"a"},{"id":"2"}],"warnings":[],"errors":[]}"#, 2)]
    #[case(r#"{"data":[{"id":1}]}"#, 1)]
    #[case(r#"{"data":[null,{"id":1}],"errors":null}"#, 1)]
    #[case(r#"{"data":{"id":1}}"#, 1)]
    #[case(r#" [{"id":1}]"#, 1)]
    #[case(r#"{"data":null}"#, 0)]
    #[case(r#"{"data":[],"more":1}"#, 0)]
    fn lists_are_read_from_every_envelope(#[case] text: &str, #[case] rows: usize) {
        assert_eq!(Listing::<Reason>::read(&body(text)).unwrap().data.len(), rows);
    }

    #[rstest]
    #[case("{}", "data")]
    #[case(r#"{"warnings":[]}"#, "data")]
    #[case(r#"{"data":7}"#, "data")]
    #[case(r#"[1,"x"]"#, "[0]")]
    #[case("", ".")]
    fn malformed_list_is_named_in_the_error(#[case] text: &str, #[case] path: &str) {
        let error = Listing::<Reason>::read(&body(text)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_eq!(error.decode_error().unwrap().path, path);
    }

    #[rstest]
    #[case(r#"{"data":[{"id":1},{"reason":"x"}]}"#, 1, "data[1]")]
    #[case(r#"{"data":[{"id":"x","reason":"y"}]}"#, 0, "data[0].id")]
    #[case(r#"{"data":[[1],{"id":2}]}"#, 1, "data[0]")]
    fn unreadable_row_is_reported_next_to_the_others(#[case] text: &str, #[case] rows: usize, #[case] path: &str) {
        let list = Listing::<Reason>::read(&body(text)).unwrap();
        assert_eq!(list.data.len(), rows);
        let [row] = list.unreadable.as_slice() else { panic!("{list:?}") };
        assert_eq!(row.error().decode_error().unwrap().path, path);
        assert!(serde_json::to_string(&list).unwrap().contains(row.text()));
    }

    #[rstest]
    #[case(r#"{"id":7,"warnings":[]}"#)]
    #[case(r#"{"id":7,"data":[]}"#)]
    #[case(r#"{"data":{"id":7}}"#)]
    #[case(r#"{"data":{"id":8},"errors":[],"data":{"id":7}}"#)]
    #[case(r#"{"data":{"id":8},"data":[{"id":7}]}"#)]
    #[case(r#"{"data":[{"id":"7"}],"errors":[]}"#)]
    #[case(r#"[{"id":7}]"#)]
    #[case(r#"{"id":7,"followUpDetails":[null,{"id":{}}],"extendedFields":[],"status":[1],"createdOn":""}"#)]
    fn bare_and_wrapped_records_are_read(#[case] text: &str) {
        let response = HttpResponse::new(200, Default::default(), body(text));
        assert_eq!(one::<Lead>(&response, "id").unwrap().id.get(), 7);
    }

    #[rstest]
    #[case("{}")]
    #[case("")]
    #[case(r#"{"data":[]}"#)]
    #[case(r#"{"data":null}"#)]
    #[case(r#"{"warnings":[]}"#)]
    fn missing_record_is_an_error(#[case] text: &str) {
        let response = HttpResponse::new(200, Default::default(), body(text));
        assert_eq!(one::<Lead>(&response, "id").unwrap_err().kind(), ErrorKind::Decode);
    }

    #[rstest]
    #[case("{}")]
    #[case("[]")]
    #[case("[1]")]
    #[case("[[7]]")]
    #[case("[{}]")]
    #[case("null")]
    #[case("true")]
    #[case(r#""ok""#)]
    #[case(r#"{"id":"proxy-17"}"#)]
    #[case(r#"{"id":0}"#)]
    #[case(r#"{"id":-1}"#)]
    #[case(r#"{"id":true}"#)]
    #[case(r#"{"id":null}"#)]
    #[case(r#"{"success":true}"#)]
    #[case(r#"{"status":"ok"}"#)]
    #[case(r#"{"data":{}}"#)]
    #[case(r#"{"data":[[7,8]]}"#)]
    #[case(r#"{"data":[7]}"#)]
    #[case(r#"{"data":{"id":"proxy-17"}}"#)]
    fn foreign_body_does_not_prove_a_write(#[case] text: &str) {
        let response = HttpResponse::new(200, Default::default(), body(text));
        for error in [
            written_lead(&response).unwrap_err(),
            Listing::<Reason>::written(&response).unwrap_err(),
            written::<crate::model::SubStatus>(&response, "subStatus", "x").unwrap_err(),
        ] {
            assert!(error.is_decode(), "{text}");
            assert!(error.to_string().contains(response.form()), "{text}: {error}");
        }
    }

    #[rstest]
    #[case(r#"{"data":[]}"#)]
    #[case(r#"{"data":null}"#)]
    #[case(r#"[{"id":1}]"#)]
    #[case(r#"{"data":[[1,"a"]]}"#)]
    fn created_reasons_are_proved_by_rows_in_data(#[case] text: &str) {
        assert!(Listing::<Reason>::written(&HttpResponse::new(200, Default::default(), body(text))).is_err());
        let made = HttpResponse::new(200, Default::default(), body(r#"{"data":[{"id":1,"reason":"a"}],"errors":[]}"#));
        assert_eq!(Listing::<Reason>::written(&made).unwrap().data.len(), 1);
    }

    #[test]
    fn malformed_items_are_kept() {
        let envelope = r#"{"errors":[{"code":"92001"},{},"words",null,{"message":"a \"b\"","status":false}]}"#;
        let envelope: Envelope<'_> = decode::borrowed(envelope.as_bytes()).unwrap();
        let found = items(envelope.errors);
        assert_eq!(found.len(), 4);
        assert_eq!(found[0].code, Some(92001));
        assert_eq!(found[2].message.as_deref().map(String::as_str), Some("words"));
        assert!(items(None).is_empty());
    }
}
