//! The webhooks of an account, and the calls of them that are due.

use super::events::Event;
use super::webhook::Webhook;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use serde_json::Value;
use std::collections::BTreeMap;
use tokio::time::Instant;

/// A webhook.
#[derive(Debug, Clone)]
pub(super) struct Hook {
    pub(super) id: String,
    pub(super) event: Event,
    pub(super) url: String,
    pub(super) description: String,
    pub(super) method: String,
    pub(super) content_type: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) status: HookStatus,
    /// Only activities of this type.
    pub(super) code: Option<i64>,
    /// Only changes of this field.
    pub(super) field: Option<String>,
    /// Only these landing pages.
    pub(super) pages: Vec<String>,
    pub(super) properties: Option<String>,
    pub(super) notifies: bool,
    pub(super) failures: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HookStatus {
    On,
    Off,
    Failed,
}

impl HookStatus {
    pub(super) fn code(self) -> i64 {
        match self {
            Self::On => 0,
            Self::Off => 1,
            Self::Failed => 2,
        }
    }
}

/// What an event is about.
#[derive(Debug, Clone, Default)]
pub(super) struct Subject {
    pub(super) entity: &'static str,
    pub(super) id: String,
    /// The type of the activity or the opportunity.
    pub(super) code: Option<i64>,
    /// The field that changed, or the landing page.
    pub(super) detail: Option<String>,
}

/// A call that is to be made.
#[derive(Debug, Clone)]
pub(super) struct Pending {
    pub(super) hook: Option<String>,
    pub(super) event: Event,
    pub(super) url: String,
    pub(super) content_type: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) subject: Subject,
    /// `None` for a verification.
    pub(super) body: Option<Value>,
    pub(super) happened: Option<DateTime<Utc>>,
    pub(super) due: Instant,
    pub(super) tries: u32,
}

#[derive(Debug, Default)]
pub(super) struct Outbox {
    pub(super) hooks: Vec<Hook>,
    pub(super) pending: Vec<Pending>,
    /// Calls that were taken, and whose responses are not known yet.
    pub(super) taken: BTreeMap<u64, Pending>,
    numbers: u64,
}

impl Outbox {
    /// Returns the call as it is sent, and keeps it until its response is known.
    pub(super) fn shown(&mut self, call: Pending) -> Webhook {
        self.numbers += 1;
        let number = self.numbers;
        let mut headers = HeaderMap::new();
        if let Ok(value) = HeaderValue::from_str(&call.content_type) {
            headers.insert(CONTENT_TYPE, value);
        }
        for (name, value) in &call.headers {
            // Set twice, a header is sent twice.
            if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
                headers.append(name, value);
            }
        }
        let mut url = call.url.clone();
        if call.event.name.is_some() && call.body.is_some() {
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            query.append_pair("entityType", call.subject.entity);
            query.append_pair("entityId", &call.subject.id);
            query.append_pair("eventType", call.event.name.unwrap_or_default());
            url = format!("{url}{}{}", if url.contains('?') { '&' } else { '?' }, query.finish());
        }
        let body = call.body.as_ref().map_or_else(Bytes::new, |body| written(body, &call.content_type));
        let webhook = Webhook {
            number,
            webhook_id: call.hook.clone(),
            event: call.event.kind,
            attempt: call.tries + 1,
            method: if call.body.is_some() { Method::POST } else { Method::HEAD },
            url,
            headers,
            body,
        };
        self.taken.insert(number, call);
        webhook
    }
}

/// Writes a body in the webhook's format.
fn written(body: &Value, content_type: &str) -> Bytes {
    match body.as_object() {
        Some(members) if content_type == "application/x-www-form-urlencoded" => {
            let mut form = url::form_urlencoded::Serializer::new(String::new());
            for (name, value) in members {
                form.append_pair(name, &value.as_str().map_or_else(|| value.to_string(), str::to_owned));
            }
            form.finish().into()
        }
        _ => body.to_string().into(),
    }
}
