//! How a test receives webhooks.

use super::FakeLeadSquared;
use super::events::Event;
use super::lead_reads::delivered;
use super::outbox::{Hook, HookStatus, Subject};
use super::webhook::Webhook;
use super::{lead_writes, tasks};
use serde_json::{Map, Value, json};

/// The wrapper in which an automation posts a lead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum AutomationForm {
    /// `{"Current":{..}}`
    #[default]
    Current,
    /// `{"Before":{..},"Current":{..}}`
    BeforeAndCurrent,
    /// `{"Data":{..}}`
    Data,
    /// The lead alone.
    Flat,
}

impl FakeLeadSquared {
    /// Adds a webhook and returns its id. The event is one of the library's such as `lead_create`, or the vendor's name
    /// such as `Lead_Post_Create`; unlike a call, this also adds webhooks of events without a code. `None` if there is
    /// no such event.
    ///
    /// ```
    /// use leads_testkit::leadsquared::FakeLeadSquared;
    /// let fake = FakeLeadSquared::new();
    /// let url = "https://shop.example/hooks";
    /// assert!(fake.add_webhook("lead_merge", url, &[("x-hook-key", "secret")]).is_some());
    /// assert!(fake.add_webhook("lead_split", url, &[]).is_none());
    /// ```
    pub fn add_webhook(&self, event: &str, url: &str, headers: &[(&str, &str)]) -> Option<String> {
        let event = Event::of_kind(event)?;
        let mut state = self.state();
        let id = state.fresh_id(0x3eb4);
        state.outbox.hooks.push(Hook {
            id: id.clone(),
            event,
            url: url.to_owned(),
            description: String::new(),
            method: "POST".to_owned(),
            content_type: "application/json".to_owned(),
            headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            status: HookStatus::On,
            code: None,
            field: None,
            pages: Vec::new(),
            properties: None,
            notifies: false,
            failures: 0,
        });
        Some(id)
    }

    /// Returns the status code of a webhook: 0 on, 1 off, 2 switched off after ten failures in a row. `None` if it does
    /// not exist.
    #[must_use]
    pub fn webhook_status(&self, webhook: &str) -> Option<i64> {
        let state = self.state();
        state.outbox.hooks.iter().find(|hook| hook.id == webhook).map(|hook| hook.status.code())
    }

    /// Switches a webhook on or off, as a user does in the vendor's application. Returns `false` if it does not exist.
    pub fn enable_webhook(&self, webhook: &str, enabled: bool) -> bool {
        let mut state = self.state();
        let Some(hook) = state.outbox.hooks.iter_mut().find(|hook| hook.id == webhook) else { return false };
        hook.status = if enabled { HookStatus::On } else { HookStatus::Off };
        hook.failures = 0;
        true
    }

    /// Takes the webhooks that are due, oldest first. Those of activities and opportunities are lists of a minute's
    /// events.
    ///
    /// Return the response to each with [`answer_webhook`](Self::answer_webhook); a call without a response counts as
    /// neither delivered nor failed.
    #[must_use]
    pub fn take_webhooks(&self) -> Vec<Webhook> {
        let mut state = self.state();
        state.run_queue();
        state.take_calls()
    }

    /// Records the HTTP status of the response to a webhook. Anything but 200 is a failure: the call is due again, three
    /// times in all, and a webhook with ten failures in a row is switched off.
    pub fn answer_webhook(&self, webhook: &Webhook, status: u16) {
        self.state().answer_call(webhook.number, status);
    }

    /// Passes every webhook that is due to a receiver, which returns the HTTP status of its response, until none is
    /// left. Returns the number of calls, including repetitions and verifications.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// use leads_testkit::leadsquared::FakeLeadSquared;
    /// let fake = FakeLeadSquared::new();
    /// fake.add_webhook("task_reminder", "https://shop.example/hooks", &[]);
    /// let task = fake.add_task(None, &[]);
    /// assert!(fake.send_reminder(&task));
    /// // The receiver is down: the vendor tries three times.
    /// assert_eq!(fake.deliver_webhooks(async |_| 503).await, 3);
    /// # }
    /// ```
    pub async fn deliver_webhooks(&self, mut receive: impl AsyncFnMut(&Webhook) -> u16) -> usize {
        let mut calls = 0;
        loop {
            let due = self.take_webhooks();
            if due.is_empty() {
                return calls;
            }
            for webhook in due {
                calls += 1;
                let status = receive(&webhook).await;
                self.answer_webhook(&webhook, status);
            }
        }
    }

    /// Submits a landing page: the lead is captured, and the webhooks of the page and of the lead are due. Returns the
    /// lead's id; `None` if the vendor would reject the lead.
    pub fn submit_landing_page(&self, page: &str, attributes: &[(&str, &str)]) -> Option<String> {
        let mut state = self.state();
        let sent: Vec<(String, String)> =
            attributes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let captured = lead_writes::capture(&mut state, &sent, None).ok()?;
        let id = captured.get("Id")?.as_str()?.to_owned();
        let body = delivered(&state, &id, state.leads.get(&id)?);
        let detail = Some(page.to_owned());
        state.emit(Event::LANDING_PAGE, &Subject { entity: "Lead", id: id.clone(), code: None, detail }, &body);
        Some(id)
    }

    /// Sends the reminder of a task: its webhooks are due. Returns `false` if the task does not exist.
    pub fn send_reminder(&self, task: &str) -> bool {
        let mut state = self.state();
        tasks::report(&mut state, task, Event::TASK_REMINDER);
        state.tasks.contains_key(task)
    }

    /// Runs an automation that posts a lead to a URL. Texts have the automation's form of line breaks. Returns `false`
    /// if the lead does not exist.
    pub fn run_automation(&self, lead: &str, url: &str, form: AutomationForm) -> bool {
        let mut state = self.state();
        let Some(found) = state.leads.get(lead) else { return false };
        let mut row = delivered(&state, lead, found);
        for value in row.as_object_mut().into_iter().flat_map(Map::values_mut) {
            if let Value::String(text) = value {
                *text = text.replace("\r\n", "{mxnewline}").replace('\n', "{mxnewline}");
            }
        }
        let body = match form {
            AutomationForm::Current => json!({ "Current": row }),
            AutomationForm::BeforeAndCurrent => json!({"Before": row, "Current": row}),
            AutomationForm::Data => json!({ "Data": row }),
            AutomationForm::Flat => row,
        };
        let subject = Subject { entity: "Lead", id: lead.to_owned(), ..Subject::default() };
        state.post_once(Event::AUTOMATION, url, subject, body);
        true
    }
}
