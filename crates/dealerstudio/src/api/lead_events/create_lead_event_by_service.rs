//! `POST /api/v1/lead_events/{service}/create`

use crate::api::prelude::*;
use crate::model::{LeadEventRecord, LeadId, SentDate};
use crate::preflight::{Needs, PermissionNeed};
use leads_core::{Error, Personal};

/// Reports an event of a lead on behalf of an external service, such as a message that it sent.
///
/// `POST /api/v1/lead_events/{service}/create`. Deprecated by the vendor, without a replacement. The data are sent in
/// the query, not in a body: `leadId` as a number, `messageDetail` as one compact JSON object, a space as `%20`.
///
/// No idempotency is documented, so it is retried only if the previous attempt is known to have had no effect.
///
/// If the response is lost, the outcome cannot be verified automatically, because Dealer Studio has no operation that
/// reads the record. [`Error::help`](crate::Error::help) says where to check manually.
///
/// See [the vendor's page](https://dev.dealerstudio.com.au/public-api/operations/apiv1lead_eventsservicecreate).
///
/// # Errors
///
/// * before sending: an empty service;
/// * `unauthorised` (also for a key with other permissions), `not_found`:
///   [`NotApplied`](leads_core::WriteOutcome::NotApplied);
/// * a timeout, a foreign response or a 5xx: [`Unknown`](leads_core::WriteOutcome::Unknown).
///
/// The request is documented; the response is not, so an empty one is a success.
///
/// # Examples
///
/// ```
/// # #![allow(deprecated)]
/// # async fn run(client: &dealerstudio::Client) -> dealerstudio::Result<()> {
/// use dealerstudio::api::lead_events::{CreateLeadEventByService, MessageDetail};
///
/// let detail = MessageDetail::new()
///     .contact_type("SMS")
///     .description("Hello there")
///     .sent_by("Client");
/// let request = CreateLeadEventByService::new("impel", 12, detail);
/// let reply = client.send(&request).await?;
/// println!("{}", reply.meta().outcome);
/// # Ok(()) }
/// ```
#[doc(alias = "/api/v1/lead_events/{service}/create")]
#[doc(alias = "lead_events/{service}/create")]
#[doc(alias = "create lead event by service")]
#[doc(alias = "create by service")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateLeadEventByService {
    service: String,
    data: LeadEventData,
}

/// The data of an event; the vendor's page calls it `data`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LeadEventData {
    lead_id: LeadId,
    message_detail: MessageDetail,
}

/// A message that a service sent or received.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MessageDetail {
    contact_type: Option<String>,
    description: Option<Personal<String>>,
    sent_date: Option<SentDate>,
    sent_by: Option<String>,
    link_stop_communication: Option<String>,
    link_reply_as_assistant: Option<String>,
}

/// Setters of the struct's own fields.
macro_rules! own_setters {
    ($( $(#[$meta:meta])* $name:ident : $type:ty ),* $(,)?) => {
        $(
            $(#[$meta])*
            #[must_use]
            pub fn $name(mut self, $name: impl Into<$type>) -> Self {
                self.$name = Some($name.into());
                self
            }
        )*
    };
}

impl MessageDetail {
    /// Creates a message without any field set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    own_setters! {
        /// Sets the contact type; `SMS` was seen.
        contact_type: String,
        /// Sets the text of the message.
        description: Personal<String>,
        /// Sets when it was sent, without a zone: `2026-03-01T09:30:00.000`.
        sent_date: SentDate,
        /// Sets who sent it; `Client` was seen.
        sent_by: String,
        /// Sets the URL that stops the communication.
        link_stop_communication: String,
        /// Sets the URL that replies as the assistant.
        link_reply_as_assistant: String,
    }
}

impl CreateLeadEventByService {
    /// Creates an event of a lead, reported by `service`.
    #[deprecated = "the vendor has deprecated this operation and names no replacement"]
    pub fn new(service: impl Into<String>, lead: impl Into<LeadId>, message: MessageDetail) -> Self {
        Self { service: service.into(), data: LeadEventData { lead_id: lead.into(), message_detail: message } }
    }

    /// Returns the data of the event.
    #[must_use]
    pub fn data(&self) -> &LeadEventData {
        &self.data
    }
}

impl Request for CreateLeadEventByService {
    type Vendor = DealerStudio;
    type Response = Option<Raw<LeadEventRecord>>;
    const OPERATION: Operation =
        op::post("create_lead_event_by_service", "/api/v1/lead_events/{service}/create", Safety::NonIdempotent)
            .docs("https://dev.dealerstudio.com.au/public-api/operations/apiv1lead_eventsservicecreate");

    fn parts(&self) -> Result<Parts> {
        let detail = serde_json::to_string(&self.data.message_detail)
            .map_err(|error| Error::invalid("message", "cannot be written as JSON").with_source(error))?;
        Parts::new()
            .path("service", &self.service)
            .query("leadId", self.data.lead_id)
            .query("messageDetail", detail)
            .empty()
    }

    fn trace(&self) -> Option<String> {
        Some(format!("check the events of lead {} in Dealer Studio", self.data.lead_id))
    }
}

impl Needs for CreateLeadEventByService {
    const PERMISSION: PermissionNeed = PermissionNeed::NotDocumented;
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for CreateLeadEventByService {
    #[allow(deprecated)]
    fn sample() -> Self {
        let detail = MessageDetail::new()
            .contact_type("SMS")
            .description("Hello there")
            .sent_date("2026-03-01T09:30:00.000")
            .sent_by("Client")
            .link_stop_communication("https://example.com/stop")
            .link_reply_as_assistant("https://example.com/reply");
        Self::new("impel", 12, detail)
    }
}

#[cfg(test)]
#[allow(deprecated)]
mod tests {
    use super::*;

    #[test]
    fn data_are_sent_in_the_query_with_spaces_as_percent_20() {
        let request =
            CreateLeadEventByService::new("a/b", 12, MessageDetail::new().description("Hi & bye + \"x\"").sent_by("é"));
        let parts = request.parts().unwrap();
        assert_eq!(
            parts.render(CreateLeadEventByService::OPERATION.path).unwrap(),
            "/api/v1/lead_events/a%2Fb/create?leadId=12&messageDetail=%7B%22description%22%3A%22Hi%20%26%20bye%20%2B%20%5C%22x%5C%22%22%2C%22sentBy%22%3A%22%C3%A9%22%7D"
        );
        assert!(matches!(parts.body(), leads_core::Body::Empty));
        let stored = serde_json::to_string(&request).unwrap();
        assert_eq!(serde_json::from_str::<CreateLeadEventByService>(&stored).unwrap(), request);
        assert!(!format!("{request:?}").contains("bye"));
    }

    #[test]
    fn sent_date_is_written_in_the_vendors_format() {
        let time = chrono::DateTime::UNIX_EPOCH.naive_utc();
        let detail = serde_json::to_string(&MessageDetail::new().sent_date(time)).unwrap();
        assert_eq!(detail, r#"{"sentDate":"1970-01-01T00:00:00.000"}"#);
    }

    #[test]
    fn service_cannot_traverse_the_path() {
        for bad in ["", ".", ".."] {
            let error = CreateLeadEventByService::new(bad, 1, MessageDetail::new()).parts().unwrap_err();
            assert_eq!(error.field(), Some("service"));
        }
    }
}
