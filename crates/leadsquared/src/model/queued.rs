//! Requests queued by the async host.

use super::{Acknowledged, RequestId};
use leads_core::vendor::tolerant;
use leads_core::{Decimal, Personal, open_enum};
use serde::{Deserialize, Serialize};

/// The async host's response to a request that it queued. The call has not been made yet.
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
    /// The id with which to query the final result.
    #[serde(rename = "RequestID")]
    pub request_id: RequestId,
}
leads_core::spellings! { Queued; "RequestId" => "RequestID" }

open_enum! {
    /// The state of a queued request.
    pub enum QueuedStatus {
        /// It is waiting.
        InQueue = "In-Queue",
        /// It succeeded.
        Success = "Success",
        /// It failed.
        Failure = "FAILURE",
        /// It failed.
        Error = "ERROR",
    }
}

impl QueuedStatus {
    /// Returns whether it is known to have ended. Letter case, which the vendor mixes, is ignored.
    #[must_use]
    pub fn is_final(&self) -> bool {
        self.is_success() || self.is_failure()
    }

    /// Returns whether it succeeded.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.as_str().eq_ignore_ascii_case("success")
    }

    /// Returns whether it failed.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        ["failure", "error", "failed"].iter().any(|word| self.as_str().eq_ignore_ascii_case(word))
    }
}

leads_core::model! { "PascalCase", "RequestID" => "RequestId";
    /// The state and result of a queued request.
    pub struct QueuedState {
        /// The request.
        request_id: scalar RequestId,
        /// The state.
        task_status: object TaskState,
        /// The response to the call itself, if the vendor includes it with the status. `None` if it cannot be read as such;
        /// the exact text is in the enclosing [`Raw`](leads_core::Raw).
        message: text Acknowledged,
    }
}

impl QueuedState {
    /// Returns the state, or `None` if the response does not contain it.
    #[must_use]
    pub fn status(&self) -> Option<&QueuedStatus> {
        self.task_status.as_ref()?.status.as_ref()
    }

    /// Returns the response to the call itself.
    #[must_use]
    pub fn response(&self) -> Option<&Acknowledged> {
        self.task_status.as_ref().and_then(|task| task.message.as_ref()).or(self.message.as_ref())
    }
}

leads_core::model! { "PascalCase";
    /// The state of a queued request, and the reason for it.
    pub struct TaskState {
        /// The kind of request.
        task_type: scalar String,
        /// The state.
        status: scalar QueuedStatus,
        /// The reason.
        status_reason: scalar Personal<String>,
        /// The current step.
        task_current_step: scalar String,
        /// The last completed step.
        task_last_step: scalar String,
        /// The JSON that was sent, as text.
        request_body: scalar Personal<String>,
        /// The response to the call itself, with or without its envelope.
        message: text Acknowledged,
    }
}

leads_core::model! { "PascalCase";
    /// The load of the async host for this account.
    pub struct AsyncMetrics {
        /// The number of waiting requests.
        pending_messages: scalar i64,
        /// The longest wait, in seconds.
        max_delay_in_seconds: text Decimal,
        /// Requests processed per minute. The vendor spells it `ProcessingratePerMinute`.
        processing_rate_per_minute as "ProcessingratePerMinute": text Decimal,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn nested_response_is_read_in_every_form_and_never_fails() {
        for (message, id, rows) in [
            (r#"{"Status":"Success","Message":{"Id":"7"}}"#, Some("7"), None),
            (r#"{"Id":"7","AffectedRows":1}"#, Some("7"), Some(1)),
            (r#"{"Id":"7","Message":"created"}"#, Some("7"), None),
            (r#"{"AffectedRows":1}"#, None, Some(1)),
        ] {
            let inside = format!(r#"{{"RequestId":"3","TaskStatus":{{"Status":"Success","Message":{message}}}}}"#);
            let outside = format!(r#"{{"RequestId":"3","TaskStatus":{{"Status":"Success"}},"Message":{message}}}"#);
            for text in [inside, outside] {
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
