//! Requests that the async host queued.

use super::acknowledged;
use super::{Acknowledged, RequestId};
use leads_core::vendor::tolerant;
use leads_core::{Decimal, Personal, open_enum};
use serde::{Deserialize, Serialize};

/// What the async host answers to a request that it queued. It is not done yet.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct Queued {
    /// A sentence.
    #[serde(
        rename = "Status",
        default,
        deserialize_with = "tolerant::scalar",
        skip_serializing_if = "Option::is_none"
    )]
    pub status: Option<String>,
    /// The id to ask with what became of it.
    #[serde(rename = "RequestID")]
    pub request_id: RequestId,
}
leads_core::spellings! { Queued; "RequestId" => "RequestID" }

open_enum! {
    /// How far a queued request is.
    pub enum QueuedStatus {
        /// It waits.
        InQueue = "In-Queue",
        /// It worked.
        Success = "Success",
        /// It failed.
        Failure = "FAILURE",
        /// It failed.
        Error = "ERROR",
    }
}

impl QueuedStatus {
    /// Whether it is known to have ended. The vendor mixes letter cases; they make no difference here.
    #[must_use]
    pub fn is_final(&self) -> bool {
        self.is_success() || self.is_failure()
    }

    /// Whether it worked.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.as_str().eq_ignore_ascii_case("success")
    }

    /// Whether it failed.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        ["failure", "error", "failed"].iter().any(|word| self.as_str().eq_ignore_ascii_case(word))
    }
}

/// What became of a queued request.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct QueuedState {
    /// The request.
    #[serde(
        rename = "RequestId",
        default,
        deserialize_with = "tolerant::scalar",
        skip_serializing_if = "Option::is_none"
    )]
    pub request_id: Option<RequestId>,
    /// How far it is.
    #[serde(
        rename = "TaskStatus",
        default,
        deserialize_with = "tolerant::object",
        skip_serializing_if = "Option::is_none"
    )]
    pub task_status: Option<TaskState>,
    /// What the call would have answered, where the vendor puts it beside the status. `None` when it cannot be read as
    /// that; the exact text is in the [`Raw`](leads_core::Raw) around it.
    #[serde(
        rename = "Message",
        default,
        deserialize_with = "acknowledged::told",
        skip_serializing_if = "Option::is_none"
    )]
    pub message: Option<Acknowledged>,
}

leads_core::spellings! { QueuedState; "RequestID" => "RequestId" }

impl QueuedState {
    /// How far it is; `None` when the answer does not say.
    #[must_use]
    pub fn status(&self) -> Option<&QueuedStatus> {
        self.task_status.as_ref()?.status.as_ref()
    }

    /// What the call would have answered.
    #[must_use]
    pub fn response(&self) -> Option<&Acknowledged> {
        self.task_status.as_ref().and_then(|task| task.message.as_ref()).or(self.message.as_ref())
    }
}

/// How far a queued request is, and why.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct TaskState {
    /// The kind of request.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub task_type: Option<String>,
    /// How far it is.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub status: Option<QueuedStatus>,
    /// Why.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub status_reason: Option<Personal<String>>,
    /// The step it is at.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub task_current_step: Option<String>,
    /// The step that it did last.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub task_last_step: Option<String>,
    /// The JSON that was sent, as text.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub request_body: Option<Personal<String>>,
    /// What the call would have answered, with its envelope or without.
    #[serde(default, deserialize_with = "acknowledged::told", skip_serializing_if = "Option::is_none")]
    pub message: Option<Acknowledged>,
}

/// How busy the async host is for this account.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct AsyncMetrics {
    /// How many requests wait.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub pending_messages: Option<i64>,
    /// The longest wait, in seconds.
    #[serde(default, deserialize_with = "tolerant::decimal", skip_serializing_if = "Option::is_none")]
    pub max_delay_in_seconds: Option<Decimal>,
    /// Requests done in a minute. The vendor spells it `ProcessingratePerMinute`.
    #[serde(
        rename = "ProcessingratePerMinute",
        default,
        deserialize_with = "tolerant::decimal",
        skip_serializing_if = "Option::is_none"
    )]
    pub processing_rate_per_minute: Option<Decimal>,
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_the_call_answered_is_read_in_every_shape_and_fails_nothing() {
        for (message, id, rows) in [
            (r#"{"Status":"Success","Message":{"Id":"7"}}"#, Some("7"), None),
            (r#"{"Id":"7","AffectedRows":1}"#, Some("7"), Some(1)),
            (r#"{"Id":"7","Message":"made"}"#, Some("7"), None),
            (r#"{"AffectedRows":1}"#, None, Some(1)),
        ] {
            let inside = format!(r#"{{"RequestId":"3","TaskStatus":{{"Status":"Success","Message":{message}}}}}"#);
            let beside = format!(r#"{{"RequestId":"3","TaskStatus":{{"Status":"Success"}},"Message":{message}}}"#);
            for text in [inside, beside] {
                let state: QueuedState = serde_json::from_str(&text).unwrap();
                assert!(state.status().unwrap().is_success(), "{text}");
                let response = state.response().unwrap();
                assert_eq!((response.id().map(String::as_str), response.affected_rows()), (id, rows), "{text}");
                assert_eq!(serde_json::to_string(&state).unwrap(), text);
            }
        }
        for message in [r#""done""#, "7", "[1]", "null", "{}", r#"{"What":"ever"}"#] {
            let text = format!(r#"{{"TaskStatus":{{"Status":"Success","Message":{message}}},"Message":{message}}}"#);
            let state: QueuedState = serde_json::from_str(&text).unwrap();
            assert!(state.status().unwrap().is_success() && state.response().is_none(), "{text}");
        }
    }
}
