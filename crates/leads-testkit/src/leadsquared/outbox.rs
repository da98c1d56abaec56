//! The webhooks of an account, and the calls of them that are due.

use super::events::Event;
use super::settings::FailureUnit;
use super::state::State;
use super::webhook::Webhook;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use serde_json::Value;
use std::collections::BTreeMap;
use tokio::time::Instant;

/// How often the vendor tries to deliver.
const TRIES: u32 = 3;
/// How many failures in a row switch a webhook off.
const MOST_FAILURES: u32 = 10;

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

#[derive(Debug, Clone)]
struct Pending {
    hook: Option<String>,
    event: Event,
    url: String,
    content_type: String,
    headers: Vec<(String, String)>,
    subject: Subject,
    /// `None` for a verification.
    body: Option<Value>,
    happened: Option<DateTime<Utc>>,
    due: Instant,
    tries: u32,
}

#[derive(Debug, Default)]
pub(super) struct Outbox {
    pub(super) hooks: Vec<Hook>,
    pending: Vec<Pending>,
    /// Calls that were taken, and whose responses are not known yet.
    taken: BTreeMap<u64, Pending>,
    numbers: u64,
}

impl State {
    /// Whether any webhook waits for the event.
    pub(super) fn listens(&self, event: Event) -> bool {
        self.outbox.hooks.iter().any(|hook| hook.event == event && hook.status == HookStatus::On)
    }

    /// Queues a call for each active webhook of the event.
    pub(super) fn emit(&mut self, event: Event, subject: &Subject, body: &Value) {
        let fits = |hook: &&Hook| {
            hook.event == event
                && hook.status == HookStatus::On
                && hook.code.is_none_or(|code| subject.code == Some(code))
                && hook.field.as_ref().is_none_or(|field| subject.detail.as_ref() == Some(field))
                && (hook.pages.is_empty() || subject.detail.as_ref().is_some_and(|page| hook.pages.contains(page)))
        };
        let calls: Vec<Pending> = self
            .outbox
            .hooks
            .iter()
            .filter(fits)
            .map(|hook| self.call(Some(hook), event, &hook.url, subject.clone(), Some(body.clone())))
            .collect();
        self.outbox.pending.extend(calls);
    }

    /// Queues the verification of a new webhook.
    pub(super) fn verify(&mut self, hook: &Hook) {
        if self.settings.verify_webhooks {
            let call = self.call(Some(hook), hook.event, &hook.url, Subject::default(), None);
            self.outbox.pending.push(call);
        }
    }

    /// Queues a call that belongs to no webhook.
    pub(super) fn post_once(&mut self, event: Event, url: &str, subject: Subject, body: Value) {
        let call = self.call(None, event, url, subject, Some(body));
        self.outbox.pending.push(call);
    }

    fn call(&self, hook: Option<&Hook>, event: Event, url: &str, subject: Subject, body: Option<Value>) -> Pending {
        Pending {
            hook: hook.map(|hook| hook.id.clone()),
            event,
            url: url.to_owned(),
            content_type: hook.map_or_else(|| "application/json".to_owned(), |hook| hook.content_type.clone()),
            headers: hook.map(|hook| hook.headers.clone()).unwrap_or_default(),
            subject,
            body,
            happened: self.now(),
            due: self.instant() + self.settings.webhook_delay,
            tries: 0,
        }
    }

    /// Takes the calls that are due, a minute's events of a batched kind as one list.
    pub(super) fn take_calls(&mut self) -> Vec<Webhook> {
        let now = self.instant();
        let (due, later) = std::mem::take(&mut self.outbox.pending).into_iter().partition(|call| call.due <= now);
        self.outbox.pending = later;
        let due: Vec<Pending> = due;
        let mut batches: Vec<Pending> = Vec::new();
        for mut call in due {
            if call.event.is_batched()
                && call.tries == 0
                && let Some(body) = call.body.take()
            {
                let minute = |call: &Pending| call.happened.map(|time| time.timestamp() / 60);
                let same = |other: &&mut Pending| {
                    other.hook == call.hook
                        && other.event == call.event
                        && other.tries == 0
                        && minute(other) == minute(&call)
                };
                match batches.iter_mut().filter(|other| other.body.is_some()).find(same) {
                    Some(batch) => {
                        if let Some(rows) = batch.body.as_mut().and_then(Value::as_array_mut) {
                            rows.push(body);
                        }
                        continue;
                    }
                    None => call.body = Some(Value::Array(vec![body])),
                }
            }
            batches.push(call);
        }
        batches.into_iter().map(|call| self.outbox.shown(call)).collect()
    }

    /// Records the response to a call. Three tries are made; a webhook that fails too often is switched off.
    pub(super) fn answer_call(&mut self, number: u64, status: u16) {
        let Some(mut call) = self.outbox.taken.remove(&number) else { return };
        // A verification is made once, and its failure is not known to have a consequence.
        if call.body.is_none() {
            return;
        }
        let is_accepted = status == 200;
        call.tries += 1;
        let is_last = call.tries == TRIES;
        let hook = self.outbox.hooks.iter_mut().find(|hook| Some(&hook.id) == call.hook.as_ref());
        let mut is_on = true;
        if let Some(hook) = hook {
            match (is_accepted, self.settings.webhook_failures) {
                (true, _) => hook.failures = 0,
                (false, FailureUnit::Deliveries) if !is_last => {}
                (false, _) => hook.failures += 1,
            }
            if hook.failures >= MOST_FAILURES && hook.status == HookStatus::On {
                hook.status = HookStatus::Failed;
            }
            is_on = hook.status == HookStatus::On;
        }
        if !is_on {
            self.outbox.pending.retain(|other| other.hook != call.hook);
        } else if !is_accepted && !is_last {
            self.outbox.pending.push(call);
        }
    }
}

impl Outbox {
    /// Returns the call as it is sent, and keeps it until its response is known.
    fn shown(&mut self, call: Pending) -> Webhook {
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
