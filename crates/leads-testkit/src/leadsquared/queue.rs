//! Calls that the API host accepts and executes later.

use super::events::Event;
use super::histories::delete_activities;
use super::outbox::Subject;
use super::records::{Effect, Queued};
use super::state::State;
use super::tasks;
use serde_json::json;

impl State {
    /// Queues an effect, and what is to be called when it is done.
    pub(super) fn enqueue(&mut self, effect: Effect, report_to: Option<String>) {
        let due = self.instant() + self.settings.queue_time;
        self.queue.push(Queued { due, effect, report_to });
        self.run_queue();
    }

    /// Executes what is due, in the order accepted.
    pub(super) fn run_queue(&mut self) {
        let now = self.instant();
        let (due, later): (Vec<Queued>, Vec<Queued>) =
            std::mem::take(&mut self.queue).into_iter().partition(|queued| queued.due <= now);
        self.queue = later;
        for Queued { effect, report_to, .. } in due {
            let (operation, sent, applied) = self.execute(effect);
            if let Some(url) = report_to {
                let mut body = json!({"Status": "Success", "Operation": operation, "FailureReason": null});
                // The members of other calls are not documented.
                if operation == "Bulk Delete Tasks"
                    && let Some(members) = body.as_object_mut()
                {
                    members.insert("TasksCount".to_owned(), json!(sent));
                    members.insert("DeletedTasksCount".to_owned(), json!(applied));
                }
                self.post_once(Event::STATUS_WEBHOOK, &url, Subject::default(), body);
            }
        }
    }

    /// Executes a queued call. Returns its name, and the numbers of what was named and what was changed.
    fn execute(&mut self, effect: Effect) -> (&'static str, usize, usize) {
        match effect {
            Effect::DeleteActivities { lead, codes, from, to } => {
                let count = delete_activities(self, &lead, &codes, from, to);
                self.record("delete_activities");
                ("Delete Activities", count, count)
            }
            Effect::DeleteHistory { lead, code, from, to } => {
                let count = delete_activities(self, &lead, &[code], from, to);
                self.record("delete_lead_history");
                ("Delete History", count, count)
            }
            Effect::CreateTasks { tasks } => {
                let count = tasks.len();
                for members in tasks {
                    tasks::add(self, members);
                }
                ("Bulk Create Tasks", count, count)
            }
            Effect::DeleteTasks { ids } => {
                let deleted = ids.iter().filter(|id| tasks::remove(self, id)).count();
                ("Bulk Delete Tasks", ids.len(), deleted)
            }
            Effect::Share { request, rows, revoke } => {
                let count = rows.len();
                super::sharing::apply(self, &request, rows, revoke);
                ("Share", count, count)
            }
        }
    }
}
