//! The vendor's response to a write.

use leads_core::vendor::tolerant::{self, FromScalar, Scalar};
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;
use std::fmt;
use std::marker::PhantomData;

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
#[serde(bound(deserialize = "I: ResponseId"), try_from = "Envelope<I>")]
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
pub(crate) fn deserialize_nested<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Acknowledged>, D::Error> {
    let text = Box::<RawValue>::deserialize(deserializer)?;
    // A list would be read as members in their order.
    if !text.get().starts_with('{') {
        return Ok(None);
    }
    let envelope = serde_json::from_str::<Envelope<String>>(text.get()).ok();
    if envelope.as_ref().is_none_or(|envelope| {
        envelope.status.is_none() && envelope.request_id.is_none() && envelope.request_id_upper.is_none()
    }) && let Ok(members) = serde_json::from_str::<Members<String>>(text.get())
        && !members.is_sentence()
    {
        let message = Some(Message::from(members));
        return Ok(Some(Acknowledged { status: None, message, request_id: None, open: true }));
    }
    Ok(envelope.and_then(|envelope| Acknowledged::try_from(envelope).ok()))
}

/// The members of an envelope before it is known to be the vendor's.
#[derive(Deserialize)]
#[serde(bound(deserialize = "I: ResponseId"))]
struct Envelope<I> {
    #[serde(rename = "Status", default, deserialize_with = "there")]
    status: There<String>,
    #[serde(rename = "Message", default = "none", deserialize_with = "there_with_message")]
    message: There<Message<I>>,
    #[serde(rename = "RequestId", default, deserialize_with = "there")]
    request_id: There<String>,
    #[serde(rename = "RequestID", default, deserialize_with = "there")]
    request_id_upper: There<String>,
}

/// Whether a member is present, and its value if it can be read.
type There<T> = Option<Option<T>>;

fn there<'de, D: Deserializer<'de>>(deserializer: D) -> Result<There<String>, D::Error> {
    tolerant::scalar(deserializer).map(Some)
}

fn there_with_message<'de, D: Deserializer<'de>, I: ResponseId>(
    deserializer: D,
) -> Result<There<Message<I>>, D::Error> {
    message(deserializer).map(Some)
}

impl<I> TryFrom<Envelope<I>> for Acknowledged<I> {
    type Error = &'static str;
    fn try_from(envelope: Envelope<I>) -> Result<Self, &'static str> {
        let Envelope { status, message, request_id, request_id_upper } = envelope;
        let request_id = match (request_id, request_id_upper) {
            (Some(Some(id)), _) | (_, Some(Some(id))) => Some(Some(id)),
            (one, other) => one.or(other),
        };
        if status.is_none() && message.is_none() && request_id.is_none() {
            return Err("not the vendor's envelope");
        }
        let (status, message, request_id) = (status.flatten(), message.flatten(), request_id.flatten());
        Ok(Self { status, message, request_id, open: false })
    }
}

fn none<T>() -> Option<T> {
    None
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

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", bound(serialize = "I: Serialize", deserialize = "I: FromScalar"))]
struct Members<I> {
    #[serde(default = "none", deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    id: Option<I>,
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    affected_rows: Option<i64>,
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    count: Option<i64>,
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    is_successful: Option<bool>,
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    response_text: Option<String>,
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    related_id: Option<String>,
    #[serde(
        rename = "RelatedID",
        default,
        deserialize_with = "tolerant::scalar",
        skip_serializing_if = "Option::is_none"
    )]
    related_id_upper: Option<String>,
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    is_created: Option<bool>,
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    auto_id: Option<i64>,
}

impl<I> Members<I> {
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

impl<I: ResponseId> From<Members<I>> for Message<I> {
    fn from(found: Members<I>) -> Self {
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
        } = found;
        let is_upper = related_id.is_none() && related_id_upper.is_some();
        let related_id = related_id.or(related_id_upper);
        let related = related_id.as_deref().filter(|id| I::IS_RELATED && !id.trim().is_empty());
        let related = related.and_then(|id| I::from_scalar(Scalar::Text(id)));
        Self {
            id,
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

fn message<'de, D: Deserializer<'de>, I: ResponseId>(deserializer: D) -> Result<Option<Message<I>>, D::Error> {
    struct MessageVisitor<I>(PhantomData<I>);
    impl<'de, I: ResponseId> Visitor<'de> for MessageVisitor<I> {
        type Value = Option<Message<I>>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a message")
        }
        fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }
        fn visit_bool<E: de::Error>(self, flag: bool) -> Result<Self::Value, E> {
            self.visit_str(if flag { "true" } else { "false" })
        }
        fn visit_i64<E: de::Error>(self, number: i64) -> Result<Self::Value, E> {
            self.visit_str(&number.to_string())
        }
        fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
            self.visit_str(&number.to_string())
        }
        fn visit_f64<E: de::Error>(self, number: f64) -> Result<Self::Value, E> {
            self.visit_str(&number.to_string())
        }
        fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
            Ok(Some(Message { message: Some(text.to_owned()), bare: true, ..Message::default() }))
        }
        fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            while seq.next_element::<de::IgnoredAny>()?.is_some() {}
            Ok(None)
        }
        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
            Members::deserialize(de::value::MapAccessDeserializer::new(map)).map(|found| Some(Message::from(found)))
        }
    }
    tolerant::any(deserializer, MessageVisitor(PhantomData))
}

impl<I: Serialize> Serialize for Message<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.bare {
            return self.message.serialize(serializer);
        }
        let related = self.related_id.clone();
        let (related_id, related_id_upper) = if self.is_upper { (None, related) } else { (related, None) };
        Members {
            id: self.id.as_ref(),
            affected_rows: self.affected_rows,
            count: self.count,
            is_successful: self.is_successful,
            message: self.message.clone(),
            response_text: self.response_text.clone(),
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
