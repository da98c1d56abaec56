//! Ids. They are text: most are GUIDs, some are numbers as text, some are neither.

use super::acknowledged::ResponseId;
use super::value::WireNumber;
use leads_core::text_id;
use leads_core::vendor::tolerant::{FromScalar, Scalar};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::hash::{Hash, Hasher};

text_id! {
    /// The id of a lead. The vendor calls it `ProspectID`, `ProspectId`, `RelatedProspectId`, `leadId` or `LeadId`.
    pub struct LeadId;
}
text_id! {
    /// The id of an opportunity. The vendor calls it `OpportunityId`, `ProspectOpportunityId`, `ProspectActivityId`,
    /// `Id` or `ID`: an opportunity is an activity, and its id is the activity's.
    pub struct OpportunityId;
}
text_id! {
    /// The id of an activity.
    pub struct ActivityId;
}
text_id! {
    /// The id of a user.
    pub struct UserId;
}
text_id! {
    /// The id of a list of leads.
    pub struct ListId;
}
text_id! {
    /// The id of a task.
    pub struct TaskId;
}
text_id! {
    /// The id of a note.
    pub struct NoteId;
}
text_id! {
    /// The id of a company (an account, in the vendor's newer terms).
    pub struct CompanyId;
}
text_id! {
    /// The id of a webhook.
    pub struct WebhookId;
}
text_id! {
    /// The id of a queued request of the async host.
    pub struct RequestId;
}
text_id! {
    /// The id of an activity type, not its code.
    pub struct ActivityTypeId;
}
text_id! {
    /// The id of a file attached to an activity.
    pub struct AttachmentId;
}
text_id! {
    /// The id of a task type.
    pub struct TaskTypeId;
}

impl ResponseId for LeadId {
    const IS_RELATED: bool = true;
}

impl ResponseId for OpportunityId {}
impl ResponseId for ActivityId {}
impl ResponseId for AttachmentId {}
impl ResponseId for UserId {}
impl ResponseId for ListId {}
impl ResponseId for TaskId {}
impl ResponseId for NoteId {}
impl ResponseId for RequestId {}
impl ResponseId for CompanyId {}
impl ResponseId for WebhookId {}
impl ResponseId for EventCode {}

impl From<OpportunityId> for ActivityId {
    fn from(id: OpportunityId) -> Self {
        Self::new(id.as_str())
    }
}

impl From<ActivityId> for OpportunityId {
    /// Only an activity whose event code is an opportunity type is an opportunity.
    fn from(id: ActivityId) -> Self {
        Self::new(id.as_str())
    }
}

/// The code of an activity event; codes from 12000 are opportunity types. Written as a number or as text, as the call
/// requires.
///
/// # Examples
///
/// ```
/// use leadsquared::model::EventCode;
/// assert_eq!(EventCode::new(12005), EventCode::from(12005).as_text());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventCode(WireNumber);

impl EventCode {
    /// Creates a code that is written as a number.
    #[must_use]
    pub const fn new(code: i64) -> Self {
        Self(WireNumber::number(code))
    }

    /// Returns the code.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0.get()
    }

    /// Returns the same code, written as text.
    #[must_use]
    pub const fn as_text(self) -> Self {
        Self(WireNumber::text(self.0.get()))
    }

    /// Returns whether codes in this range are opportunity types (observed).
    #[must_use]
    pub const fn is_opportunity(self) -> bool {
        self.get() >= 12_000
    }
}

impl From<i64> for EventCode {
    fn from(code: i64) -> Self {
        Self::new(code)
    }
}

impl From<i32> for EventCode {
    fn from(code: i32) -> Self {
        Self::new(i64::from(code))
    }
}

impl fmt::Display for EventCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl FromScalar for EventCode {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        WireNumber::from_scalar(scalar).map(Self)
    }
}

impl Serialize for EventCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for EventCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        WireNumber::deserialize(deserializer).map(Self)
    }
}

/// The opportunity to update. Both variants are sent in the same member of the body, so the same text is the same
/// reference: a stored request that is read back equals the original.
///
/// # Examples
///
/// ```
/// use leadsquared::model::OpportunityRef;
/// let by_number = OpportunityRef::AutoId("OPP-17".to_owned());
/// assert_eq!(serde_json::to_string(&by_number).unwrap(), "\"OPP-17\"");
/// assert_eq!(by_number, OpportunityRef::from("OPP-17"));
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum OpportunityRef {
    /// By its id.
    Id(OpportunityId),
    /// By the value of the AutoId field of its type, if the type has one.
    AutoId(String),
}

impl OpportunityRef {
    /// Returns the text that is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Id(id) => id.as_str(),
            Self::AutoId(id) => id,
        }
    }
}

impl PartialEq for OpportunityRef {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for OpportunityRef {}

impl Hash for OpportunityRef {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl From<OpportunityId> for OpportunityRef {
    fn from(id: OpportunityId) -> Self {
        Self::Id(id)
    }
}

impl From<&OpportunityId> for OpportunityRef {
    fn from(id: &OpportunityId) -> Self {
        Self::Id(id.clone())
    }
}

impl From<&str> for OpportunityRef {
    fn from(id: &str) -> Self {
        Self::Id(id.into())
    }
}

impl From<String> for OpportunityRef {
    fn from(id: String) -> Self {
        Self::Id(id.into())
    }
}

impl fmt::Display for OpportunityRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for OpportunityRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for OpportunityRef {
    /// A GUID is an id and everything else an AutoId: nothing else distinguishes them on the wire.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(if is_guid(&text) { Self::Id(text.into()) } else { Self::AutoId(text) })
    }
}

/// Rejects what cannot be an id: empty text, a dot segment, control characters. The vendor would do nothing or
/// everything.
pub(crate) fn check_id(id: &str, field: &'static str) -> leads_core::Result<()> {
    // Without an early end, so that several bytes are compared at once.
    let visible = id.bytes().fold(!id.is_empty(), |all, byte| all & byte.is_ascii_graphic());
    if visible && !matches!(id, "." | "..") {
        return Ok(());
    }
    let wrong = |message: &'static str| Err(leads_core::Error::invalid(field, message));
    match id.trim() {
        "" => wrong("must not be empty"),
        "." | ".." => wrong("must not be a dot segment"),
        _ if id.chars().any(char::is_control) => wrong("must not contain a control character"),
        _ => Ok(()),
    }
}

/// Returns whether a text has the form of a GUID.
pub(crate) fn is_guid(text: &str) -> bool {
    text.len() == 36
        && text
            .char_indices()
            .all(|(at, c)| if matches!(at, 8 | 13 | 18 | 23) { c == '-' } else { c.is_ascii_hexdigit() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_keep_their_spelling() {
        let codes: Vec<EventCode> = serde_json::from_str(r#"[12003,"12003"]"#).unwrap();
        assert_eq!(codes[0], codes[1]);
        assert_eq!(serde_json::to_string(&codes).unwrap(), r#"[12003,"12003"]"#);
    }

    #[test]
    fn references_share_one_member() {
        let id: OpportunityRef = serde_json::from_str("\"5ca5b042-51ea-4699-b6f0-84c40ab12770\"").unwrap();
        assert!(matches!(id, OpportunityRef::Id(_)));
        let auto: OpportunityRef = serde_json::from_str("\"OPP-7\"").unwrap();
        assert!(matches!(&auto, OpportunityRef::AutoId(text) if text == "OPP-7"));
        assert_eq!(auto, OpportunityRef::from("OPP-7"), "the same text is the same reference");
        assert_ne!(auto, OpportunityRef::from("OPP-8"));
        assert_eq!(serde_json::to_string(&auto).unwrap(), "\"OPP-7\"");
    }
}
