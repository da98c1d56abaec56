//! The vendor's response to a write.

use super::record_data::FieldValue;
use leads_core::vendor::model::{self, FromText, Member, Model, Object, Shape, TextSlot as _};
use leads_core::vendor::skip_serializing_none;
use leads_core::vendor::tolerant::{FromScalar, Scalar};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// An id in the response to a write.
pub trait ResponseId: FromScalar {
    /// Whether the id of the related record is this id: the response to a write of a lead can contain the lead's id as
    /// `RelatedID`.
    const IS_RELATED: bool = false;
}

impl ResponseId for String {}

/// The envelope of the response to a write: `{"Status": .., "Message": {..}}`, with an id of type `I`.
///
/// It indicates that the vendor accepted the change; reads show it some seconds later. An object without any of its
/// members is a foreign response and is not read as one.
#[derive(Clone, Debug, Deserialize)]
#[serde(bound(deserialize = "I: ResponseId"), try_from = "Envelope")]
#[non_exhaustive]
pub struct Acknowledged<I = String> {
    /// `Success`, or a sentence if the call was queued.
    pub status: Option<String>,
    /// The vendor's message; some calls have none.
    pub message: Option<Message<I>>,
    /// The vendor's id of the request.
    pub request_id: Option<String>,
    /// Whether the message came without its envelope.
    open: bool,
}

impl<I: Serialize> Serialize for Acknowledged<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(rename_all = "PascalCase", bound = "I: Serialize")]
        struct Shown<'a, I> {
            #[serde(skip_serializing_if = "Option::is_none")]
            status: &'a Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            message: &'a Option<Message<I>>,
            #[serde(skip_serializing_if = "Option::is_none")]
            request_id: &'a Option<String>,
        }
        let Self { status, message, request_id, open } = self;
        match message {
            Some(message) if *open => message.serialize(serializer),
            _ => Shown { status, message, request_id }.serialize(serializer),
        }
    }
}

/// Reads an optional response nested in another response, with its envelope or as the message alone. Anything else is
/// `None`, because it must not fail the enclosing response.
impl FromText for Acknowledged {
    fn from_text(text: &str) -> serde_json::Result<Option<Self>> {
        // A list would be read as members in their order.
        if !text.starts_with('{') {
            return Ok(None);
        }
        let envelope = serde_json::from_str::<Envelope>(text).ok();
        if envelope.as_ref().is_none_or(|envelope| !envelope.is_whole)
            && let Ok(members) = serde_json::from_str::<Members>(text)
            && !members.is_sentence()
        {
            let message = Some(Sent::Members(members).into());
            return Ok(Some(Self { status: None, message, request_id: None, open: true }));
        }
        Ok(envelope.and_then(|envelope| Self::try_from(envelope).ok()))
    }
}

/// The members of an envelope before it is known to be the vendor's.
#[derive(Default)]
struct Envelope {
    status: Option<String>,
    message: Option<Sent>,
    request_id: Option<String>,
    request_id_upper: Option<String>,
    /// Whether any of the members was present, also as `null`.
    is_known: bool,
    /// Whether any but the message was.
    is_whole: bool,
}

impl Object for Envelope {
    fn shape(&self) -> &'static Shape {
        const SHAPE: &Shape = &Shape::new("Envelope", &["Status", "Message", "RequestId", "RequestID"], 0);
        SHAPE
    }
    fn member(&mut self, index: usize) -> Option<Member<'_>> {
        self.is_known = true;
        self.is_whole |= index != 1;
        match index {
            0 => Some(Member::Scalar(&mut self.status)),
            1 => Some(Member::Text(&mut self.message)),
            2 => Some(Member::Scalar(&mut self.request_id)),
            3 => Some(Member::Scalar(&mut self.request_id_upper)),
            _ => None,
        }
    }
}

impl Model for Envelope {
    fn blank() -> Self {
        Self::default()
    }
    fn object(&mut self) -> Option<&mut dyn Object> {
        Some(self)
    }
}

impl<'de> Deserialize<'de> for Envelope {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        model::read(deserializer)
    }
}

impl<I: ResponseId> TryFrom<Envelope> for Acknowledged<I> {
    type Error = &'static str;
    fn try_from(envelope: Envelope) -> Result<Self, &'static str> {
        let Envelope { status, message, request_id, request_id_upper, is_known, is_whole: _ } = envelope;
        if !is_known {
            return Err("not the vendor's envelope");
        }
        Ok(Self {
            status,
            message: message.map(Message::from),
            request_id: request_id.or(request_id_upper),
            open: false,
        })
    }
}

impl<I> Acknowledged<I> {
    /// Returns the id of the record that was created or updated, if the response contains one. The id of a lead can be
    /// in `RelatedID` instead of `Id`.
    #[must_use]
    pub fn id(&self) -> Option<&I> {
        let message = self.message.as_ref()?;
        message.id.as_ref().or(message.related.as_ref())
    }

    /// Returns the number of rows that changed, if the response contains it.
    #[must_use]
    pub fn affected_rows(&self) -> Option<i64> {
        self.message.as_ref()?.affected_rows
    }

    /// Returns the vendor's message text, if the response contains one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.message.as_ref()?.message.as_deref()
    }
}

/// The `Message` member of a response. Each call fills different members; some send a bare sentence.
///
/// `Debug` hides ids that contain an e-mail address, and shows only the length of the message text.
#[derive(Clone)]
#[non_exhaustive]
pub struct Message<I = String> {
    /// The id of the record that was created or updated.
    pub id: Option<I>,
    /// The number of rows that changed. If it is 0, the call succeeded but changed nothing: the record may have had
    /// these values before.
    pub affected_rows: Option<i64>,
    /// The number of rows accepted, if the call counts them.
    pub count: Option<i64>,
    /// Whether the call succeeded, if it says so apart from the status.
    pub is_successful: Option<bool>,
    /// A sentence.
    pub message: Option<String>,
    /// A sentence about a previously queued request.
    pub response_text: Option<String>,
    /// The id of the record that the new one belongs to, for example the lead of an activity; for a write of a lead,
    /// the lead itself. The vendor spells it `RelatedId` or `RelatedID`.
    pub related_id: Option<String>,
    /// Whether a record was created.
    pub is_created: Option<bool>,
    /// The numeric id of the record.
    pub auto_id: Option<i64>,
    related: Option<I>,
    is_upper: bool,
    bare: bool,
}

impl<I> Default for Message<I> {
    fn default() -> Self {
        Self {
            id: None,
            affected_rows: None,
            count: None,
            is_successful: None,
            message: None,
            response_text: None,
            related_id: None,
            is_created: None,
            auto_id: None,
            related: None,
            is_upper: false,
            bare: false,
        }
    }
}

leads_core::model! { "PascalCase";
    /// The members of a message. The type of its id is not known yet, so that they are read in the same way for all.
    struct Members {
        id: scalar FieldValue,
        affected_rows: scalar i64,
        count: scalar i64,
        is_successful: scalar bool,
        message: scalar String,
        response_text: scalar String,
        related_id: scalar String,
        related_id_upper as "RelatedID": scalar String,
        is_created: scalar bool,
        auto_id: scalar i64,
    }
}

impl Members {
    /// Returns whether there is nothing but, at most, a sentence.
    fn is_sentence(&self) -> bool {
        let Self {
            id,
            affected_rows,
            count,
            is_successful,
            message: _,
            response_text: _,
            related_id,
            related_id_upper,
            is_created,
            auto_id,
        } = self;
        id.is_none()
            && affected_rows.is_none()
            && count.is_none()
            && is_successful.is_none()
            && related_id.is_none()
            && related_id_upper.is_none()
            && is_created.is_none()
            && auto_id.is_none()
    }
}

impl<I: fmt::Debug> fmt::Debug for Message<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |id: &dyn fmt::Debug| match format!("{id:?}") {
            text if text.contains('@') || text.contains("%40") => "[PERSONAL]".to_owned(),
            text => text,
        };
        f.debug_struct("Message")
            .field("id", &self.id.as_ref().map(|id| Shown(shown(id))))
            .field("affected_rows", &self.affected_rows)
            .field("count", &self.count)
            .field("is_successful", &self.is_successful)
            .field("message", &self.message.as_ref().map(|text| Shown(format!("[{} bytes]", text.len()))))
            .field("response_text", &self.response_text.as_ref().map(|text| Shown(format!("[{} bytes]", text.len()))))
            .field("related_id", &self.related_id.as_ref().map(|id| Shown(shown(id))))
            .field("is_created", &self.is_created)
            .field("auto_id", &self.auto_id)
            .finish_non_exhaustive()
    }
}

/// Text that `Debug` shows without quotes.
struct Shown(String);

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A message before the type of its id is known.
enum Sent {
    Members(Members),
    Sentence(String),
}

impl<I: ResponseId> From<Sent> for Message<I> {
    fn from(sent: Sent) -> Self {
        let Members {
            id,
            affected_rows,
            count,
            is_successful,
            message,
            response_text,
            related_id,
            related_id_upper,
            is_created,
            auto_id,
        } = match sent {
            Sent::Members(members) => members,
            Sent::Sentence(text) => return Self { message: Some(text), bare: true, ..Self::default() },
        };
        let is_upper = related_id.is_none() && related_id_upper.is_some();
        let related_id = related_id.or(related_id_upper);
        let related = related_id.as_deref().filter(|id| I::IS_RELATED && !id.trim().is_empty());
        let related = related.and_then(|id| I::from_scalar(Scalar::Text(id)));
        Self {
            id: id.and_then(|id| id.read()),
            affected_rows,
            count,
            is_successful,
            message,
            response_text,
            related_id,
            is_created,
            auto_id,
            related,
            is_upper,
            bare: false,
        }
    }
}

/// An object, or a sentence. Anything else is `None`.
impl FromText for Sent {
    fn from_text(text: &str) -> serde_json::Result<Option<Self>> {
        if text.starts_with('{') {
            return serde_json::from_str(text).map(|members| Some(Self::Members(members)));
        }
        let mut value = FieldValue::Null;
        value.take(text)?;
        Ok(value.read().map(Self::Sentence))
    }
}

impl<I: Serialize> Serialize for Message<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.bare {
            return self.message.serialize(serializer);
        }
        #[skip_serializing_none]
        #[derive(Serialize)]
        #[serde(rename_all = "PascalCase")]
        struct Shown<'a, I> {
            id: Option<&'a I>,
            affected_rows: Option<i64>,
            count: Option<i64>,
            is_successful: Option<bool>,
            message: Option<&'a str>,
            response_text: Option<&'a str>,
            related_id: Option<&'a str>,
            #[serde(rename = "RelatedID")]
            related_id_upper: Option<&'a str>,
            is_created: Option<bool>,
            auto_id: Option<i64>,
        }
        let related = self.related_id.as_deref();
        let (related_id, related_id_upper) = if self.is_upper { (None, related) } else { (related, None) };
        Shown {
            id: self.id.as_ref(),
            affected_rows: self.affected_rows,
            count: self.count,
            is_successful: self.is_successful,
            message: self.message.as_deref(),
            response_text: self.response_text.as_deref(),
            related_id,
            related_id_upper,
            is_created: self.is_created,
            auto_id: self.auto_id,
        }
        .serialize(serializer)
    }
}

#[cfg(any(test, feature = "test-util"))]
impl<I> Acknowledged<I> {
    /// Creates the response to a successful write, for tests.
    pub fn success(id: Option<I>) -> Self {
        Self {
            status: Some("Success".into()),
            message: Some(Message { id, ..Message::default() }),
            request_id: None,
            open: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::LeadId;

    #[test]
    fn every_form_of_the_message_round_trips() {
        for text in [
            r#"{"Status":"Success"}"#,
            r#"{"Status":"Success","Message":{"Id":"7"}}"#,
            r#"{"Status":"Success","Message":{"Id":"7","AffectedRows":1}}"#,
            r#"{"Status":"Success","Message":{"IsSuccessful":true}}"#,
            r#"{"Status":"Success","Message":{"Message":"queued"}}"#,
            r#"{"Status":"Success","Message":{"AffectedRows":1,"AutoId":4711}}"#,
            r#"{"Status":"Success","Message":{"Id":"7","RelatedId":"8","IsCreated":true}}"#,
            r#"{"Status":"Success","Message":{"AffectedRows":1,"RelatedID":"8"}}"#,
            r#"{"Status":"Success","Message":{"AffectedRows":2,"IsSuccessful":true}}"#,
            r#"{"Status":"Success","Message":{"ResponseText":"done"}}"#,
            r#"{"Status":"Success","Message":{"Count":2}}"#,
            r#"{"Status":"Success","Message":"done"}"#,
        ] {
            let response: Acknowledged<LeadId> = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&response).unwrap(), text);
        }
        let malformed: Acknowledged<LeadId> = serde_json::from_str(r#"{"Status":{},"Message":[1]}"#).unwrap();
        assert!(malformed.status.is_none() && malformed.message.is_none());
    }

    #[test]
    fn related_id_of_a_lead_is_its_id() {
        use crate::model::ActivityId;
        for (name, id) in [("RelatedID", "8"), ("RelatedId", "8")] {
            let text = format!(r#"{{"Status":"Success","Message":{{"{name}":"{id}","AffectedRows":1}}}}"#);
            let lead: Acknowledged<LeadId> = serde_json::from_str(&text).unwrap();
            assert_eq!(lead.id().map(LeadId::as_str), Some(id), "{name}");
            let activity: Acknowledged<ActivityId> = serde_json::from_str(&text).unwrap();
            assert_eq!(activity.id(), None);
            assert_eq!(activity.message.unwrap().related_id.as_deref(), Some(id));
        }
        let both = r#"{"Status":"Success","Message":{"Id":"7","RelatedId":"8","RelatedID":"9"}}"#;
        let lead: Acknowledged<LeadId> = serde_json::from_str(both).unwrap();
        assert_eq!(lead.id().map(LeadId::as_str), Some("7"));
    }

    #[test]
    fn foreign_response_is_not_an_envelope() {
        for foreign in ["{}", r#"{"fault":{"reason":"no backend"}}"#] {
            assert!(serde_json::from_str::<Acknowledged<LeadId>>(foreign).is_err(), "{foreign}");
        }
    }
}
