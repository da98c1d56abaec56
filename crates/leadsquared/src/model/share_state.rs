//! The state of a request to share a record.

use leads_core::Personal;

leads_core::model! { "PascalCase";
    /// The state of a queued request to share a record, or to end an access.
    pub struct ShareState {
        /// Whether the state could be read: `Success`. It says nothing about the request.
        status: scalar String,
        /// The vendor's message.
        message: object ShareMessage,
        /// The state of the request: 6 if it was processed. The vendor does not document other values.
        share_status: scalar i64,
        /// The reason why the request failed.
        error_message: scalar Personal<String>,
    }
}

leads_core::model! { "PascalCase";
    /// The message about a request to share a record.
    pub struct ShareMessage {
        /// A sentence.
        response_text: scalar Personal<String>,
    }
}

impl ShareState {
    /// The state of a request that was processed.
    const PROCESSED: i64 = 6;

    /// Returns whether the request was processed without an error. `false` also for a state that is not documented.
    #[must_use]
    pub fn is_processed(&self) -> bool {
        let failed = self.error_message.as_ref().is_some_and(|text| !text.trim().is_empty());
        self.share_status == Some(Self::PROCESSED) && !failed
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn only_the_documented_state_without_an_error_is_processed() {
        for (text, expected) in [
            (r#"{"Status":"Success","ShareStatus":6,"ErrorMessage":null}"#, true),
            (r#"{"Status":"Success","ShareStatus":"6","ErrorMessage":""}"#, true),
            (r#"{"Status":"Success","ShareStatus":6,"ErrorMessage":"no such user"}"#, false),
            (r#"{"Status":"Success","ShareStatus":2,"Message":"waiting"}"#, false),
            (r#"{"Status":"Success"}"#, false),
        ] {
            let state: ShareState = serde_json::from_str(text).unwrap();
            assert_eq!(state.is_processed(), expected, "{text}");
            assert!(!format!("{state:?}").contains("no such user"));
        }
    }
}
