//! Requests that the async host queued.

use super::{Acknowledged, RequestId};
use leads_core::{Decimal, Personal, open_enum, tolerant};
use serde::{Deserialize, Serialize};

/// What the async host answers to a request that it queued. It is not done yet.
#[derive(Clone, Debug, Serialize, Deserialize)]
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
    #[serde(rename = "RequestID", alias = "RequestId")]
    pub request_id: RequestId,
}

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
#[non_exhaustive]
pub struct QueuedState {
    /// The request.
    #[serde(
        rename = "RequestId",
        alias = "RequestID",
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
    /// What the call would have answered, where the vendor puts it beside the status.
    #[serde(
        rename = "Message",
        default,
        deserialize_with = "tolerant::object",
        skip_serializing_if = "Option::is_none"
    )]
    pub message: Option<Acknowledged>,
}

impl QueuedState {
    /// How far it is; `None` when the answer does not say.
    #[must_use]
    pub fn status(&self) -> Option<&QueuedStatus> {
        self.task_status.as_ref()?.status.as_ref()
    }

    /// What the call would have answered.
    #[must_use]
    pub fn answer(&self) -> Option<&Acknowledged> {
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
    /// What the call would have answered.
    #[serde(default, deserialize_with = "tolerant::object", skip_serializing_if = "Option::is_none")]
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
