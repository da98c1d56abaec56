//! The account's webhooks.

use super::{FieldValue, Record, WebhookEvent, WebhookEventName, WebhookId};
use leads_core::open_enum;
use leads_core::vendor::tolerant;
use serde::{Deserialize, Serialize};

open_enum! {
    /// The format of a webhook's body.
    pub enum ContentType {
        /// JSON, which [`webhook`](crate::webhook) reads.
        Json = "application/json",
        /// A form.
        Form = "application/x-www-form-urlencoded",
        /// Text.
        Text = "text/plain",
    }
}

/// Whether a webhook is active.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WebhookState {
    /// It is active.
    On,
    /// It was disabled by a user.
    Off,
    /// It was disabled by the vendor, after ten failed calls in a row.
    Failed,
}

impl WebhookState {
    /// The vendor's number for it.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::On => 0,
            Self::Off => 1,
            Self::Failed => 2,
        }
    }

    fn of_code(code: i64) -> Option<Self> {
        [Self::On, Self::Off, Self::Failed].into_iter().find(|state| state.code() == code)
    }
}

/// A webhook, as returned by [`ListWebhooks`](crate::api::webhooks::ListWebhooks).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct Subscription {
    /// The id.
    pub webhook_id: WebhookId,
    /// The name of the event, for example `LeadActivity_Post_Create`; a number was seen in its place.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub event_code: Option<WebhookEventName>,
    /// The event's code, if the response contains it.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub webhook_event: Option<WebhookEvent>,
    /// The URL that is called.
    #[serde(rename = "URL", default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The description.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The HTTP method of the call.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The format of the call's body.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub content_type: Option<ContentType>,
    /// 0 on, 1 off, 2 disabled after ten failures; see [`state`](Self::state).
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub status_code: Option<i64>,
    /// The restrictions of the event, as the vendor stores them: JSON in text, or an object.
    /// [`properties`](Self::properties) reads both.
    #[serde(default, skip_serializing_if = "FieldValue::is_blank")]
    pub webhook_properties: FieldValue,
    /// Whether the vendor reports failures by e-mail.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub notify_on_failure: Option<bool>,
}

impl Subscription {
    /// Returns whether it is active; `None` for a code unknown to this crate.
    #[must_use]
    pub fn state(&self) -> Option<WebhookState> {
        WebhookState::of_code(self.status_code?)
    }

    /// Returns the restrictions of the event, by name; members are text themselves. `None` if there are none or they
    /// are not JSON.
    #[must_use]
    pub fn properties(&self) -> Option<Record> {
        match &self.webhook_properties {
            FieldValue::Text(text) => leads_core::vendor::decode::from_str(text).ok(),
            FieldValue::Object(record) => Some(record.clone()),
            _ => None,
        }
    }
}

#[cfg(any(test, feature = "test-util"))]
impl Subscription {
    /// Creates a webhook with only an id, event and URL, for tests.
    pub fn for_test(id: impl Into<WebhookId>, event: impl Into<WebhookEvent>, url: impl Into<String>) -> Self {
        Self {
            webhook_id: id.into(),
            event_code: None,
            webhook_event: Some(event.into()),
            url: Some(url.into()),
            description: None,
            method: None,
            content_type: None,
            status_code: Some(0),
            webhook_properties: FieldValue::Null,
            notify_on_failure: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(r#""{\"ActivityEvent\":\"201\"}""#, Some("201"))]
    #[case(r#"{"ActivityEvent":"201"}"#, Some("201"))]
    #[case("null", None)]
    #[case("\"\"", None)]
    #[case("\"no json\"", None)]
    fn properties_are_read_in_every_form(#[case] properties: &str, #[case] wanted: Option<&str>) {
        let text = format!(r#"{{"WebhookId":"4","StatusCode":"2","WebhookProperties":{properties}}}"#);
        let webhook: Subscription = serde_json::from_str(&text).unwrap();
        assert_eq!(webhook.properties().as_ref().and_then(|record| record.text("ActivityEvent")), wanted);
        assert_eq!(webhook.state(), Some(WebhookState::Failed));
    }
}
