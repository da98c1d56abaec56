//! Queueing, taking and repeating the calls of webhooks.

use super::events::Event;
use super::outbox::{Hook, HookStatus, Pending, Subject};
use super::settings::FailureUnit;
use super::state::State;
use super::webhook::Webhook;
use serde_json::Value;

/// How often the vendor tries to deliver.
const TRIES: u32 = 3;
/// How many failures in a row switch a webhook off.
const MOST_FAILURES: u32 = 10;

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
