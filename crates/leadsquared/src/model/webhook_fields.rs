//! The fields of a webhook, as requests write them.

use super::subscription::ContentType;
use super::task_fields::check_url;
use super::webhook_event::WebhookEvent;
use super::{EventCode, WebhookId};
use leads_core::vendor::{Deserialize, skip_serializing_none};
use leads_core::{Error, Patch, Result, SecretText};
use serde::Serialize;

/// The maximum number of headers that the vendor sends with a call.
const MOST_HEADERS: usize = 10;

/// A webhook to create, or the new contents of an existing one.
///
/// # Examples
///
/// ```
/// use leadsquared::model::{WebhookEvent, WebhookFields};
/// let url = "https://example.com/hooks/stage";
/// let webhook = WebhookFields::new(url, WebhookEvent::LeadStageChange)
///     .description("stages into the warehouse")
///     .notify_on_failure(true)
///     .header("x-hook-key", "a long random text");
/// ```
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct WebhookFields {
    webhook_id: Option<WebhookId>,
    description: Option<String>,
    #[serde(rename = "URL")]
    url: String,
    method: Option<String>,
    content_type: Option<ContentType>,
    webhook_event: WebhookEvent,
    activity_event: Option<EventCode>,
    changed_lead_field: Option<String>,
    is_specific_landing_page: Option<bool>,
    landing_page_urls: Option<serde_json::Value>,
    notify_on_failure: Option<bool>,
    /// `null` where the vendor's sample sends it.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    webhook_properties: Patch<String>,
    custom_headers: Option<Vec<CustomHeader>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct CustomHeader {
    key: String,
    value: SecretText,
}

impl WebhookFields {
    /// Creates a webhook that posts JSON to `url` when the event happens.
    pub fn new(url: impl Into<String>, event: impl Into<WebhookEvent>) -> Self {
        Self {
            webhook_id: None,
            description: None,
            url: url.into(),
            method: Some("POST".to_owned()),
            content_type: Some(ContentType::Json),
            webhook_event: event.into(),
            activity_event: None,
            changed_lead_field: None,
            is_specific_landing_page: None,
            landing_page_urls: None,
            notify_on_failure: None,
            webhook_properties: Patch::Keep,
            custom_headers: None,
        }
    }

    /// Sets the description.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Sets the format of the body. Defaults to JSON, which the readers of [`webhook`](crate::webhook) require.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<ContentType>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Sets the activity type; [`WebhookEvent::ActivityCreate`] requires it in addition to the properties, contrary to
    /// the vendor's page (observed).
    #[must_use]
    pub fn activity_event(mut self, code: impl Into<EventCode>) -> Self {
        self.activity_event = Some(code.into());
        self
    }

    /// Sets the field of the lead; [`WebhookEvent::LeadFieldChange`] requires it (observed).
    #[must_use]
    pub fn changed_lead_field(mut self, schema_name: impl Into<String>) -> Self {
        self.changed_lead_field = Some(schema_name.into());
        self
    }

    /// Restricts the webhook to these landing pages, for [`WebhookEvent::LandingPage`].
    #[must_use]
    pub fn landing_pages<U: Into<String>>(mut self, urls: impl IntoIterator<Item = U>) -> Self {
        self.is_specific_landing_page = Some(true);
        self.landing_page_urls = Some(urls.into_iter().map(|url| serde_json::Value::String(url.into())).collect());
        self
    }

    /// Sets whether the vendor reports failures by e-mail.
    #[must_use]
    pub fn notify_on_failure(mut self, notify: bool) -> Self {
        self.notify_on_failure = Some(notify);
        self
    }

    /// Restricts the event by one member of `WebhookProperties`. It is sent as JSON in text, its members as text
    /// themselves; the vendor rejects an object.
    #[must_use]
    pub fn property(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let mut members = self.webhook_properties.value().and_then(|text| properties(text)).unwrap_or_default();
        members.insert(name.into(), serde_json::Value::String(value.into()));
        self.webhook_properties = Patch::Set(serde_json::Value::Object(members).to_string());
        self
    }

    /// Adds a header to every call, at most 10. It is the only proof that a call comes from the vendor; setting the
    /// same name twice sends both values.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<SecretText>) -> Self {
        self.custom_headers.get_or_insert_default().push(CustomHeader { key: name.into(), value: value.into() });
        self
    }

    pub(crate) fn of_webhook(mut self, id: WebhookId) -> Self {
        self.webhook_id = Some(id);
        self
    }

    /// Checks all rules of a webhook, whether it is created or replaced.
    pub(crate) fn check(&self, create: bool) -> Result<()> {
        let id = self.webhook_id.as_ref().is_some_and(|id| !id.as_str().trim().is_empty());
        if create == id {
            let message = if create { "must not be set: a new webhook has none" } else { "must not be empty" };
            return Err(Error::invalid("webhook_id", message));
        }
        check_url(Some(&self.url), "url")?;
        let event = &self.webhook_event;
        if event.as_str().trim().parse::<u32>().is_err() {
            return Err(Error::invalid("event", "must be a code: a number as text"));
        }
        if *event == WebhookEvent::ActivityCreate && self.activity_event.is_none() {
            return Err(Error::invalid("activity_event", "is required for this event"));
        }
        if *event == WebhookEvent::LeadFieldChange
            && self.changed_lead_field.as_deref().is_none_or(|name| name.trim().is_empty())
        {
            return Err(Error::invalid("changed_lead_field", "is required for this event"));
        }
        if self.webhook_properties.value().is_some_and(|text| !text.is_empty() && properties(text).is_none()) {
            return Err(Error::invalid("property", "must be a JSON object as text"));
        }
        let headers = self.custom_headers.as_deref().unwrap_or_default();
        if headers.len() > MOST_HEADERS {
            return Err(Error::invalid("header", "exceed the 10 that the vendor sends"));
        }
        for header in headers {
            if http::HeaderName::from_bytes(header.key.as_bytes()).is_err()
                || http::HeaderValue::from_str(header.value.expose()).is_err()
            {
                return Err(Error::invalid("header", "is not valid in a header"));
            }
        }
        Ok(())
    }
}

fn properties(text: &str) -> Option<serde_json::Map<String, serde_json::Value>> {
    serde_json::from_str(text).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn webhook(event: &str) -> WebhookFields {
        WebhookFields::new("https://example.com/x", event)
    }

    #[test]
    fn properties_are_json_as_text() {
        let made = webhook("2").activity_event(201).property("ActivityEvent", "201").property("b", "c");
        assert!(made.check(true).is_ok());
        assert!(
            serde_json::to_string(&made)
                .unwrap()
                .ends_with(r#""ActivityEvent":201,"WebhookProperties":"{\"ActivityEvent\":\"201\",\"b\":\"c\"}"}"#)
        );
        let null = r#"{"URL":"https://example.com/x","WebhookEvent":"1","WebhookProperties":null}"#;
        let read: WebhookFields = serde_json::from_str(null).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), null);
        let object = r#"{"URL":"https://example.com/x","WebhookEvent":"1","WebhookProperties":{}}"#;
        assert!(serde_json::from_str::<WebhookFields>(object).is_err());
    }

    #[rstest]
    #[case(webhook("2"), "activity_event")]
    #[case(webhook("26"), "changed_lead_field")]
    #[case(webhook("LeadActivity_Post_Create"), "event")]
    #[case(WebhookFields::new("example.com", "3"), "url")]
    #[case(webhook("3").header("x key", "a"), "header")]
    #[case((0..11).fold(webhook("3"), |hook, _| hook.header("x-key", "a")), "header")]
    #[case(webhook("3").of_webhook("4".into()), "webhook_id")]
    fn webhook_fields_names_invalid_fields(#[case] webhook: WebhookFields, #[case] field: &str) {
        assert_eq!(webhook.check(true).unwrap_err().field(), Some(field));
    }

    #[test]
    fn uncertain_events_are_set_by_code() {
        assert!(WebhookFields::new("https://example.com/x", 31).check(true).is_ok());
        let pages = webhook("1").landing_pages(["https://example.com/a"]);
        assert!(
            serde_json::to_string(&pages)
                .unwrap()
                .contains(r#""IsSpecificLandingPage":true,"LandingPageUrls":["https://example.com/a"]"#)
        );
    }
}
