//! The vendor's envelope, whatever the types of its members.

use leads_core::Result;
use leads_core::error::Code;
use leads_core::vendor::HttpResponse;
use leads_core::vendor::decode;
use leads_core::vendor::tolerant::{self, FromScalar, Scalar};
use serde::Deserialize;
use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// The members of an envelope that distinguish success from failure. Everything else is skipped.
///
/// If a member occurs twice, the last one counts.
#[derive(Default)]
pub(super) struct Envelope {
    pub(super) status: Member,
    pub(super) message: Member,
    pub(super) exception_type: Option<String>,
    pub(super) exception_message: Option<String>,
    pub(super) error_message: Option<String>,
    /// Whether the vendor marks it as one of its own rejections.
    pub(super) is_rejection: Option<bool>,
    /// The lead that a capture created or found.
    pub(super) lead: Option<String>,
    /// The opportunity that a capture created.
    pub(super) created: Option<String>,
    /// The opportunity that a capture found.
    pub(super) found: Option<String>,
    /// The id of the queued call.
    pub(super) queued: Option<String>,
    /// The id of the request, as added to envelopes. In one spelling only, it proves that a call was queued.
    pub(super) request_id: Option<String>,
    /// The id of a record without an envelope.
    pub(super) id: Option<String>,
    pub(super) member_count: Option<i64>,
    /// The file that an upload stored.
    pub(super) file: Option<String>,
    /// Whether it is the state of a queued call, which includes the response to another call.
    is_state: bool,
    /// Whether it is a list with rows.
    is_list: bool,
}

/// `Status` or `Message`, of any type.
#[derive(Default)]
pub(super) struct Member {
    /// Its text, if it is text, a number or a flag; for a list, its first text.
    pub(super) text: Option<String>,
    /// Whether it is an object.
    pub(super) is_object: bool,
    /// Whether it is a list; its text is then not a status word.
    is_list: bool,
    pub(super) id: Option<String>,
    pub(super) related_id: Option<String>,
    pub(super) message_text: Option<String>,
    pub(super) exception_type: Option<String>,
    pub(super) is_successful: Option<bool>,
}

/// The meaning of `Status`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StatusValue {
    /// Absent.
    Nothing,
    Success,
    /// A failure word.
    Failure,
    /// The message of the host for queued calls.
    Accepted,
    /// A number. Captures return 0 for success, 1 for failure and 2 for partial success.
    Number(i64),
    /// Any other word, which is not a success.
    Other,
    /// An object, as in responses to bulk calls.
    Object,
}

/// The failure words, in lower case: `Error` is documented, `Failed` and `FAILURE` were observed.
const FAILURES: &[&str] = &["error", "failed", "fail", "failure"];

impl Envelope {
    /// Reads the envelope of a body.
    ///
    /// # Errors
    ///
    /// Returns an error if the body is not a JSON object.
    pub(super) fn read(response: &HttpResponse) -> Result<Self> {
        decode::from_slice(&response.body)
    }

    /// Reads the envelope of a body that is most likely a record or a page of rows, and stops at the first row. Returns
    /// `None` if it stopped, or if the body is not a JSON object.
    pub(super) fn skim(response: &HttpResponse) -> Option<Self> {
        // Regardless of the order of the members, an exception after the rows is never missed.
        if response.contains(b"Exception") {
            return Self::read(response).ok().filter(|envelope| !envelope.is_list || envelope.has_exception());
        }
        let mut envelope = Self::default();
        let mut deserializer = serde_json::Deserializer::from_slice(&response.body);
        let read = Reader { envelope: &mut envelope, stop: true }.deserialize(&mut deserializer);
        match read {
            Ok(()) => Some(envelope),
            Err(_) if envelope.is_list => None,
            Err(_) => Self::read(response).ok(),
        }
    }

    pub(super) fn status_value(&self) -> StatusValue {
        self.status.status_value()
    }

    /// Returns whether it is a record, or reports on a call other than its own.
    pub(super) fn is_record(&self) -> bool {
        self.id.is_some() || self.is_state
    }

    /// Returns the type of the exception, at the top or inside the message.
    pub(super) fn exception(&self) -> Option<&str> {
        [&self.exception_type, &self.message.exception_type, &self.status.exception_type]
            .into_iter()
            .find_map(|name| name.as_deref().map(str::trim).filter(|name| !name.is_empty()))
    }

    /// Returns whether the envelope names an exception, or says that it is one.
    pub(super) fn is_exception(&self) -> bool {
        filled(&self.exception_type).is_some() || self.is_rejection == Some(true)
    }

    /// Returns whether the envelope has any sign of an exception.
    pub(super) fn has_exception(&self) -> bool {
        self.is_exception() || filled(&self.exception_message).is_some()
    }

    /// Returns the vendor's message, wherever it is.
    pub(super) fn message_text(&self) -> Option<&str> {
        filled(&self.exception_message)
            .or_else(|| filled(&self.message.text))
            .or_else(|| filled(&self.message.message_text))
            .or_else(|| filled(&self.error_message))
            .or_else(|| filled(&self.status.message_text))
    }
}

impl Member {
    pub(super) fn status_value(&self) -> StatusValue {
        if self.is_object {
            return StatusValue::Object;
        }
        if self.is_list {
            return StatusValue::Nothing;
        }
        let Some(text) = filled(&self.text) else { return StatusValue::Nothing };
        if let Some(number) = i64::from_scalar(Scalar::Text(text)) {
            return StatusValue::Number(number);
        }
        let text = text.to_ascii_lowercase();
        match text.as_str() {
            "success" => StatusValue::Success,
            text if FAILURES.contains(&text) => StatusValue::Failure,
            text if text.starts_with("request accepted") => StatusValue::Accepted,
            _ => StatusValue::Other,
        }
    }

    /// Returns whether it is a text that is not a number.
    pub(super) fn is_text(&self) -> bool {
        matches!(
            self.status_value(),
            StatusValue::Success | StatusValue::Failure | StatusValue::Accepted | StatusValue::Other
        )
    }
}

/// Returns the text, unless it is blank.
fn filled(text: &Option<String>) -> Option<&str> {
    text.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

impl<'de> Deserialize<'de> for Envelope {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut envelope = Self::default();
        Reader { envelope: &mut envelope, stop: false }.deserialize(deserializer)?;
        Ok(envelope)
    }
}

/// Reads the members of an envelope, and stops at the first row of a list if requested.
struct Reader<'a> {
    envelope: &'a mut Envelope,
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

/// A scalar that is omitted if it has no meaning for the type.
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
        let Self { envelope, stop } = self;
        while let Some(name) = map.next_key()? {
            match name {
                Name::Status => envelope.status = map.next_value()?,
                Name::Message => envelope.message = map.next_value()?,
                Name::ExceptionType => envelope.exception_type = next(&mut map)?,
                Name::ExceptionMessage => envelope.exception_message = next(&mut map)?,
                Name::ErrorMessage => envelope.error_message = next(&mut map)?,
                Name::IsMXException => envelope.is_rejection = next(&mut map)?,
                Name::RelatedProspectId => envelope.lead = next(&mut map)?,
                Name::CreatedOpportunityId => envelope.created = next(&mut map)?,
                Name::ConflictedOpportunityId => envelope.found = next(&mut map)?,
                Name::RequestID => envelope.queued = next(&mut map)?,
                Name::RequestId => envelope.request_id = next(&mut map)?,
                Name::MemberCount => envelope.member_count = next(&mut map)?,
                Name::FilePath => envelope.file = next(&mut map)?,
                Name::Id | Name::ProspectID | Name::UserId => {
                    let id: Option<String> = next(&mut map)?;
                    envelope.id = id.filter(|id| !id.trim().is_empty()).or(envelope.id.take());
                }
                Name::TaskStatus => {
                    map.next_value::<IgnoredAny>()?;
                    envelope.is_state = true;
                }
                Name::RecordCount => {
                    let count: Option<i64> = next(&mut map)?;
                    envelope.is_list |= count.is_some_and(|count| count > 0);
                }
                Name::Other => map.next_value_seed(Rest { has_rows: &mut envelope.is_list, stop })?,
            }
            if envelope.is_list && stop {
                return Err(de::Error::custom("rows"));
            }
        }
        Ok(())
    }
}

/// A member that is not read, except for whether it is a list with rows. If the reader stops, the rest of the list is
/// not scanned.
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
                    found.message_text = found.message_text.filter(|words| !words.trim().is_empty()).or(words);
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

/// Returns the code with the vendor's message: the exception, or else the word in `Status`.
pub(super) fn codes_of(envelope: &Envelope, subjects: Option<&[String]>) -> Vec<Code> {
    let name = envelope
        .exception()
        .or_else(|| envelope.status.text.as_deref().map(str::trim).filter(|_| envelope.status.is_text()))
        .unwrap_or("Error");
    let mut code = Code::new(name);
    if let Some(words) = envelope.message_text() {
        code = code.message(words);
    }
    if let Some(subjects) = subjects.filter(|subjects| !subjects.is_empty()) {
        code = code.subject(subjects.join(", ")).arguments(subjects.to_vec());
    }
    vec![code]
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
    #[case(r#""Success""#, StatusValue::Success)]
    #[case(r#"" success ""#, StatusValue::Success)]
    #[case(r#""SUCCESS""#, StatusValue::Success)]
    #[case(r#""Error""#, StatusValue::Failure)]
    #[case(r#""FAILED ""#, StatusValue::Failure)]
    #[case(r#""Fail""#, StatusValue::Failure)]
    #[case("0", StatusValue::Number(0))]
    #[case(r#""0""#, StatusValue::Number(0))]
    #[case("1.0", StatusValue::Number(1))]
    #[case(r#"" 2 ""#, StatusValue::Number(2))]
    #[case("null", StatusValue::Nothing)]
    #[case(r#"" ""#, StatusValue::Nothing)]
    #[case("[]", StatusValue::Nothing)]
    #[case(r#"["Success"]"#, StatusValue::Nothing)]
    #[case("true", StatusValue::Other)]
    #[case("0.5", StatusValue::Other)]
    #[case(r#""OK""#, StatusValue::Other)]
    #[case(r#""Request accepted. Please use below request id""#, StatusValue::Accepted)]
    #[case(r#"{"SuccessCount":1}"#, StatusValue::Object)]
    fn status_is_parsed_in_every_spelling(#[case] status: &str, #[case] word: StatusValue) {
        let envelope = Envelope::read(&response(&format!(r#"{{"Status":{status}}}"#))).unwrap();
        assert_eq!(envelope.status_value(), word);
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
    fn message_is_found_in_every_member(#[case] body: &str) {
        assert_eq!(Envelope::read(&response(body)).unwrap().message_text(), Some("no"), "{body}");
    }

    #[test]
    fn number_in_the_message_is_kept_as_text() {
        assert_eq!(Envelope::read(&response(r#"{"Message":17}"#)).unwrap().message_text(), Some("17"));
    }

    #[test]
    fn skimming_stops_at_rows() {
        for page in [
            r#"{"RecordCount":3,"List":[{}]}"#,
            r#"{"RecordCount":3,"Status":"Error"}"#,
            r#"{"Leads":[{"Status":"Failed"}],"Status":"Failed"}"#,
            "[]",
            "7",
        ] {
            assert!(Envelope::skim(&response(page)).is_none(), "{page}");
        }
        for body in [
            r#"{"Status":"Failed","Message":{"Message":"no"}}"#,
            r#"{"RecordCount":0,"List":[],"Status":"Failed"}"#,
            r#"{"List":[{}],"ExceptionType":"MXX"}"#,
        ] {
            let envelope = Envelope::skim(&response(body)).unwrap();
            assert!(envelope.status_value() == StatusValue::Failure || envelope.has_exception(), "{body}");
        }
    }

    #[test]
    fn list_is_not_an_envelope() {
        assert!(Envelope::read(&response(r#"["Success","x"]"#)).is_err());
    }
}
