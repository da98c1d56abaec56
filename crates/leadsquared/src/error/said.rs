//! What the vendor's envelope says, whatever the types of its members.

use leads_core::Result;
use leads_core::vendor::HttpResponse;
use leads_core::vendor::decode;
use leads_core::vendor::tolerant::{self, FromScalar, Scalar};
use serde::Deserialize;
use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// The members of an envelope that tell success from failure. Everything else stays unread.
///
/// Of a member that comes twice the last counts.
#[derive(Default)]
pub(super) struct Said {
    pub(super) status: Member,
    pub(super) message: Member,
    pub(super) exception_type: Option<String>,
    pub(super) exception_message: Option<String>,
    pub(super) error_message: Option<String>,
    /// Whether the vendor calls it one of its own refusals.
    pub(super) is_refusal: Option<bool>,
    /// The lead that a capture made or found.
    pub(super) lead: Option<String>,
    /// The opportunity that a capture made.
    pub(super) created: Option<String>,
    /// The opportunity that a capture found.
    pub(super) found: Option<String>,
    /// The id of what was queued.
    pub(super) queued: Option<String>,
    /// The id of the request, as envelopes add it. In one spelling only it proves that something was queued.
    pub(super) request_id: Option<String>,
    /// The id of a record without an envelope.
    pub(super) id: Option<String>,
    pub(super) member_count: Option<i64>,
    /// The file that an upload stored.
    pub(super) file: Option<String>,
    /// Whether it is the state of a queued call, which tells what another call answered.
    is_state: bool,
    /// Whether it is a list with rows.
    is_list: bool,
}

/// `Status` or `Message`, in whatever type it came.
#[derive(Default)]
pub(super) struct Member {
    /// Its text, where it is text, a number or a flag; of a list its first text.
    pub(super) text: Option<String>,
    /// Whether it is an object.
    pub(super) is_object: bool,
    /// Whether it is a list: its text is no word then.
    is_list: bool,
    pub(super) id: Option<String>,
    pub(super) related_id: Option<String>,
    pub(super) words: Option<String>,
    pub(super) exception_type: Option<String>,
    pub(super) is_successful: Option<bool>,
}

/// What the word in `Status` means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// There is none.
    Nothing,
    Success,
    /// A word of failure.
    Failure,
    /// The sentence of the host for queued calls.
    Accepted,
    /// A number. Captures answer 0 for success, 1 for failure and 2 for partial success.
    Number(i64),
    /// Any other word: it is no success.
    Other,
    /// An object, as bulk calls answer it.
    Object,
}

/// The words of failure, in lower case: documented is `Error`, observed are `Failed` and `FAILURE`.
const FAILURES: &[&str] = &["error", "failed", "fail", "failure"];

impl Said {
    /// Reads the envelope of a body.
    ///
    /// # Errors
    /// A body that is no JSON object.
    pub(super) fn read(response: &HttpResponse) -> Result<Self> {
        decode::from_slice(&response.body)
    }

    /// Reads the envelope of a body that is most likely a record or a page of rows, and stops at the first row. `None`
    /// when it stopped, and for a body that is no JSON object.
    pub(super) fn skim(response: &HttpResponse) -> Option<Self> {
        // Whatever the order of the members: an exception is never behind the rows unseen.
        if response.contains(b"Exception") {
            return Self::read(response).ok().filter(|said| !said.is_list || said.has_exception());
        }
        let mut said = Self::default();
        let mut deserializer = serde_json::Deserializer::from_slice(&response.body);
        let read = Reader { said: &mut said, stop: true }.deserialize(&mut deserializer);
        match read {
            Ok(()) => Some(said),
            Err(_) if said.is_list => None,
            Err(_) => Self::read(response).ok(),
        }
    }

    pub(super) fn word(&self) -> Word {
        self.status.word()
    }

    /// Whether it is a record, or tells of something else than its own call.
    pub(super) fn is_record(&self) -> bool {
        self.id.is_some() || self.is_state
    }

    /// The type of the exception, at the top or inside the message.
    pub(super) fn exception(&self) -> Option<&str> {
        [&self.exception_type, &self.message.exception_type, &self.status.exception_type]
            .into_iter()
            .find_map(|name| name.as_deref().map(str::trim).filter(|name| !name.is_empty()))
    }

    /// Whether the envelope names an exception, or says that it is one.
    pub(super) fn is_exception(&self) -> bool {
        filled(&self.exception_type).is_some() || self.is_refusal == Some(true)
    }

    /// Whether the envelope has any sign of an exception.
    pub(super) fn has_exception(&self) -> bool {
        self.is_exception() || filled(&self.exception_message).is_some()
    }

    /// The vendor's words, wherever they stand.
    pub(super) fn words(&self) -> Option<&str> {
        filled(&self.exception_message)
            .or_else(|| filled(&self.message.text))
            .or_else(|| filled(&self.message.words))
            .or_else(|| filled(&self.error_message))
            .or_else(|| filled(&self.status.words))
    }
}

impl Member {
    pub(super) fn word(&self) -> Word {
        if self.is_object {
            return Word::Object;
        }
        if self.is_list {
            return Word::Nothing;
        }
        let Some(text) = filled(&self.text) else { return Word::Nothing };
        if let Some(number) = i64::from_scalar(Scalar::Text(text)) {
            return Word::Number(number);
        }
        let text = text.to_ascii_lowercase();
        match text.as_str() {
            "success" => Word::Success,
            text if FAILURES.contains(&text) => Word::Failure,
            text if text.starts_with("request accepted") => Word::Accepted,
            _ => Word::Other,
        }
    }

    /// Whether it is a text that is no number.
    pub(super) fn is_word(&self) -> bool {
        matches!(self.word(), Word::Success | Word::Failure | Word::Accepted | Word::Other)
    }
}

/// The text, unless it is blank.
fn filled(text: &Option<String>) -> Option<&str> {
    text.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

impl<'de> Deserialize<'de> for Said {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut said = Self::default();
        Reader { said: &mut said, stop: false }.deserialize(deserializer)?;
        Ok(said)
    }
}

/// Reads the members of an envelope, and stops at the first row of a list where that is asked for.
struct Reader<'a> {
    said: &'a mut Said,
    stop: bool,
}

#[derive(Deserialize)]
#[serde(field_identifier)]
enum Name {
    Status,
    Message,
    ExceptionType,
    ExceptionMessage,
    ErrorMessage,
    IsMXException,
    RelatedProspectId,
    CreatedOpportunityId,
    ConflictedOpportunityId,
    RequestID,
    RequestId,
    RecordCount,
    #[serde(rename = "ID", alias = "Id")]
    Id,
    ProspectID,
    UserId,
    TaskStatus,
    MemberCount,
    #[serde(rename = "s3FilePath")]
    FilePath,
    #[serde(other)]
    Other,
}

/// A scalar that is read or, where it means nothing for the type, left out.
struct Lenient<T>(Option<T>);

impl<'de, T: FromScalar> Deserialize<'de> for Lenient<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        tolerant::scalar(deserializer).map(Self)
    }
}

fn next<'de, A: MapAccess<'de>, T: FromScalar>(map: &mut A) -> Result<Option<T>, A::Error> {
    map.next_value::<Lenient<T>>().map(|value| value.0)
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { said, stop } = self;
        while let Some(name) = map.next_key()? {
            match name {
                Name::Status => said.status = map.next_value()?,
                Name::Message => said.message = map.next_value()?,
                Name::ExceptionType => said.exception_type = next(&mut map)?,
                Name::ExceptionMessage => said.exception_message = next(&mut map)?,
                Name::ErrorMessage => said.error_message = next(&mut map)?,
                Name::IsMXException => said.is_refusal = next(&mut map)?,
                Name::RelatedProspectId => said.lead = next(&mut map)?,
                Name::CreatedOpportunityId => said.created = next(&mut map)?,
                Name::ConflictedOpportunityId => said.found = next(&mut map)?,
                Name::RequestID => said.queued = next(&mut map)?,
                Name::RequestId => said.request_id = next(&mut map)?,
                Name::MemberCount => said.member_count = next(&mut map)?,
                Name::FilePath => said.file = next(&mut map)?,
                Name::Id | Name::ProspectID | Name::UserId => {
                    let id: Option<String> = next(&mut map)?;
                    said.id = id.filter(|id| !id.trim().is_empty()).or(said.id.take());
                }
                Name::TaskStatus => {
                    map.next_value::<IgnoredAny>()?;
                    said.is_state = true;
                }
                Name::RecordCount => {
                    let count: Option<i64> = next(&mut map)?;
                    said.is_list |= count.is_some_and(|count| count > 0);
                }
                Name::Other => map.next_value_seed(Rest { has_rows: &mut said.is_list, stop })?,
            }
            if said.is_list && stop {
                return Err(de::Error::custom("rows"));
            }
        }
        Ok(())
    }
}

/// A member that is not read. It only says whether it is a list with rows; where the reader stops, the rest of the list
/// is not gone over.
struct Rest<'a> {
    has_rows: &'a mut bool,
    stop: bool,
}

impl<'de> DeserializeSeed<'de> for Rest<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        tolerant::any(deserializer, self)
    }
}

impl<'de> Visitor<'de> for Rest<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }
    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_bool<E: de::Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }
    fn visit_i64<E: de::Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }
    fn visit_u64<E: de::Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }
    fn visit_f64<E: de::Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
    fn visit_str<E: de::Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {
            *self.has_rows = true;
            if self.stop {
                return Err(de::Error::custom("rows"));
            }
        }
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

#[derive(Deserialize)]
#[serde(field_identifier)]
enum Inner {
    #[serde(rename = "Id", alias = "ID")]
    Id,
    #[serde(rename = "RelatedId", alias = "RelatedID")]
    RelatedId,
    Message,
    ExceptionMessage,
    ErrorMessage,
    ResponseText,
    ExceptionType,
    IsSuccessful,
    #[serde(other)]
    Other,
}

impl<'de> Deserialize<'de> for Member {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        tolerant::any(deserializer, MemberVisitor)
    }
}

struct MemberVisitor;

impl<'de> Visitor<'de> for MemberVisitor {
    type Value = Member;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }
    fn visit_unit<E: de::Error>(self) -> Result<Member, E> {
        Ok(Member::default())
    }
    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Member, E> {
        self.visit_str(if value { "true" } else { "false" })
    }
    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Member, E> {
        self.visit_str(&value.to_string())
    }
    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Member, E> {
        self.visit_str(&value.to_string())
    }
    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Member, E> {
        self.visit_str(&value.to_string())
    }
    fn visit_str<E: de::Error>(self, value: &str) -> Result<Member, E> {
        Ok(Member { text: Some(value.to_owned()), ..Member::default() })
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Member, A::Error> {
        let mut found = Member { is_list: true, ..Member::default() };
        while let Some(Lenient(text)) = seq.next_element::<Lenient<String>>()? {
            found.text = found.text.or(text);
        }
        Ok(found)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Member, A::Error> {
        let mut found = Member { is_object: true, ..Member::default() };
        while let Some(name) = map.next_key()? {
            match name {
                Inner::Id => found.id = next(&mut map)?,
                Inner::RelatedId => found.related_id = next(&mut map)?,
                Inner::Message | Inner::ExceptionMessage | Inner::ErrorMessage | Inner::ResponseText => {
                    let words: Option<String> = next(&mut map)?;
                    found.words = found.words.filter(|words| !words.trim().is_empty()).or(words);
                }
                Inner::ExceptionType => found.exception_type = next(&mut map)?,
                Inner::IsSuccessful => found.is_successful = next(&mut map)?,
                Inner::Other => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use http::HeaderMap;
    use rstest::rstest;

    fn response(body: &str) -> HttpResponse {
        HttpResponse::new(200, HeaderMap::new(), body.as_bytes().to_vec())
    }

    #[rstest]
    #[case(r#""Success""#, Word::Success)]
    #[case(r#"" success ""#, Word::Success)]
    #[case(r#""SUCCESS""#, Word::Success)]
    #[case(r#""Error""#, Word::Failure)]
    #[case(r#""FAILED ""#, Word::Failure)]
    #[case(r#""Fail""#, Word::Failure)]
    #[case("0", Word::Number(0))]
    #[case(r#""0""#, Word::Number(0))]
    #[case("1.0", Word::Number(1))]
    #[case(r#"" 2 ""#, Word::Number(2))]
    #[case("null", Word::Nothing)]
    #[case(r#"" ""#, Word::Nothing)]
    #[case("[]", Word::Nothing)]
    #[case(r#"["Success"]"#, Word::Nothing)]
    #[case("true", Word::Other)]
    #[case("0.5", Word::Other)]
    #[case(r#""OK""#, Word::Other)]
    #[case(r#""Request accepted. Please use below request id""#, Word::Accepted)]
    #[case(r#"{"SuccessCount":1}"#, Word::Object)]
    fn status_in_every_spelling(#[case] status: &str, #[case] word: Word) {
        let said = Said::read(&response(&format!(r#"{{"Status":{status}}}"#))).unwrap();
        assert_eq!(said.word(), word);
    }

    #[rstest]
    #[case(r#"{"ExceptionMessage":"no","Message":"other"}"#)]
    #[case(r#"{"Message":"no"}"#)]
    #[case(r#"{"Message":{"Message":"no"}}"#)]
    #[case(r#"{"Message":{"ErrorMessage":"no","Id":null}}"#)]
    #[case(r#"{"Message":["no","more"]}"#)]
    #[case(r#"{"Message":{},"ErrorMessage":"no"}"#)]
    #[case(r#"{"ExceptionMessage":" ","Message":null,"ErrorMessage":"no"}"#)]
    #[case(r#"{"Status":{"Message":"no"}}"#)]
    #[case(r#"{"Message":"first","Message":"no"}"#)]
    fn words_are_found_wherever_they_stand(#[case] body: &str) {
        assert_eq!(Said::read(&response(body)).unwrap().words(), Some("no"), "{body}");
    }

    #[test]
    fn a_number_in_the_message_is_kept_as_text() {
        assert_eq!(Said::read(&response(r#"{"Message":17}"#)).unwrap().words(), Some("17"));
    }

    #[test]
    fn rows_end_the_skimming() {
        for page in [
            r#"{"RecordCount":3,"List":[{}]}"#,
            r#"{"RecordCount":3,"Status":"Error"}"#,
            r#"{"Leads":[{"Status":"Failed"}],"Status":"Failed"}"#,
            "[]",
            "7",
        ] {
            assert!(Said::skim(&response(page)).is_none(), "{page}");
        }
        for envelope in [
            r#"{"Status":"Failed","Message":{"Message":"no"}}"#,
            r#"{"RecordCount":0,"List":[],"Status":"Failed"}"#,
            r#"{"List":[{}],"ExceptionType":"MXX"}"#,
        ] {
            let said = Said::skim(&response(envelope)).unwrap();
            assert!(said.word() == Word::Failure || said.has_exception(), "{envelope}");
        }
    }

    #[test]
    fn a_list_is_no_envelope() {
        assert!(Said::read(&response(r#"["Success","x"]"#)).is_err());
    }
}
