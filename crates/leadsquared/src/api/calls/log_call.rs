//! `POST /v2/Telephony.svc/LogCall`

use crate::api::prelude::*;
use crate::model::{Acknowledged, ActivityId, LeadId, SentTime, UserId};
use leads_core::{Personal, open_enum};

open_enum! {
    /// Who made a call.
    pub enum CallDirection {
        /// The lead called.
        Inbound = "Inbound",
        /// The user called.
        Outbound = "Outbound",
    }
}

open_enum! {
    /// How a call ended. We found only one of the vendor's values.
    pub enum CallStatus {
        /// It was taken.
        Answered = "Answered",
    }
}

/// The longest name of a source, in characters.
const LONGEST_SOURCE: usize = 50;

/// Logs a phone call of the vendor's generic telephony connector as an activity of a lead.
///
/// `POST /v2/Telephony.svc/LogCall`. For an inbound call, the source is the lead's number and the destination the
/// user's; for an outbound call it is the other way round. A number of fewer than ten digits is completed with the
/// account's country code. The vendor's page says in one place that the lead is required, and in another that without
/// it the lead is found or created. The vendor's response is not documented; it is read as the usual envelope
/// (inferred).
///
/// If the response is lost, the outcome cannot be verified automatically: nothing says that the id of the session
/// prevents duplicates. To check by hand, list the lead's activities with `ListActivitiesOfLead`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/call-log-api-for-leadsquared-generic-telephony-connector/).
///
/// # Errors
///
/// Returns an error before sending if the user is blank, the source of the lead is longer than 50 characters, or the
/// call ends before it begins. A rejected request is [`NotApplied`](leads_core::WriteOutcome::NotApplied). If the
/// response is lost, the outcome is [`Unknown`](leads_core::WriteOutcome::Unknown) and the request is not retried.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::calls::{CallDirection, CallStatus, LogCall};
///
/// let request = LogCall::new("96105aa0-61f2-11ea-8109-022edb41208c")
///     .lead_id("5501cfea-34b3-4ce2-9eac-00715e7a9e70")
///     .source_number("+91-5550001234")
///     .destination_number("+91-5550009876")
///     .direction(CallDirection::Inbound)
///     .status(CallStatus::Answered)
///     .call_duration(34u32);
/// let logged = client.send(&request).await?;
/// println!("logged: {:?}", logged.id());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/Telephony.svc/LogCall")]
#[doc(alias = "Telephony.svc/LogCall")]
#[doc(alias = "log call")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogCall {
    body: LogCallBody,
}

/// The wire body of [`LogCall`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct LogCallBody {
    source_number: Option<Personal<String>>,
    caller_source: Option<String>,
    destination_number: Option<Personal<String>>,
    display_number: Option<Personal<String>>,
    start_time: Option<SentTime>,
    end_time: Option<SentTime>,
    call_duration: Option<u32>,
    status: Option<CallStatus>,
    #[serde(rename = "ResourceURL")]
    resource_url: Option<Personal<String>>,
    direction: Option<CallDirection>,
    call_session_id: Option<String>,
    lead_id: Option<LeadId>,
    tag: Option<String>,
    user_id: UserId,
}

impl LogCall {
    /// Logs a call of a user.
    pub fn new(user: impl Into<UserId>) -> Self {
        Self {
            body: LogCallBody {
                source_number: None,
                caller_source: None,
                destination_number: None,
                display_number: None,
                start_time: None,
                end_time: None,
                call_duration: None,
                status: None,
                resource_url: None,
                direction: None,
                call_session_id: None,
                lead_id: None,
                tag: None,
                user_id: user.into(),
            },
        }
    }

    setters! { body;
        /// Sets the source of a lead that the call creates, at most 50 characters.
        caller_source: String,
        /// Sets when the call began.
        start_time: SentTime,
        /// Sets when the call ended.
        end_time: SentTime,
        /// Sets how long the call took, in seconds.
        call_duration: u32,
        /// Sets how the call ended.
        status: CallStatus,
        /// Sets who made the call.
        direction: CallDirection,
        /// Sets the id of the session.
        call_session_id: String,
        /// Sets the lead.
        lead_id: LeadId,
        /// Sets a tag.
        tag: String,
    }

    /// Sets the number that called.
    #[must_use]
    pub fn source_number(mut self, number: impl Into<String>) -> Self {
        self.body.source_number = Some(Personal(number.into()));
        self
    }

    /// Sets the number that was called.
    #[must_use]
    pub fn destination_number(mut self, number: impl Into<String>) -> Self {
        self.body.destination_number = Some(Personal(number.into()));
        self
    }

    /// Sets the number that was displayed, that of the telephony system.
    #[must_use]
    pub fn display_number(mut self, number: impl Into<String>) -> Self {
        self.body.display_number = Some(Personal(number.into()));
        self
    }

    /// Sets the URL of the recording.
    #[must_use]
    pub fn resource_url(mut self, url: impl Into<String>) -> Self {
        self.body.resource_url = Some(Personal(url.into()));
        self
    }
}

impl Request for LogCall {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged<ActivityId>>;
    const OPERATION: Operation = op::post("log_call", "/v2/Telephony.svc/LogCall", Safety::NonIdempotent)
        .docs("https://apidocs.leadsquared.com/call-log-api-for-leadsquared-generic-telephony-connector/");

    fn parts(&self) -> Result<Parts> {
        let body = &self.body;
        let (start, end) = (body.start_time.as_ref(), body.end_time.as_ref());
        let is_reversed = start.zip(end).is_some_and(|(start, end)| start.utc() > end.utc());
        let is_short = |source: &String| source.chars().count() <= LONGEST_SOURCE;
        Parts::new()
            .check(crate::model::check_id(body.user_id.as_str(), "user_id"))
            .check(body.lead_id.as_ref().map_or(Ok(()), |id| crate::model::check_id(id.as_str(), "lead_id")))
            .require(body.caller_source.as_ref().is_none_or(is_short), "caller_source", "must be at most 50 characters")
            .check(SentTime::check(start, "start_time"))
            .check(SentTime::check(end, "end_time"))
            .require(!is_reversed, "start_time", "must not be after `end_time`")
            .json(body)
    }

    fn trace(&self) -> Option<String> {
        Some("list the lead's activities with ListActivitiesOfLead".to_owned())
    }
}

has_body!(LogCall => LogCallBody);

sample!(LogCall: Self::new("0e0f0001-0203-4405-8607-08090a0b0c0d")
    .lead_id("0a0b0c0d-0e0f-4a4b-8c8d-101112131415")
    .source_number("+1-5550100")
    .destination_number("+1-5550199")
    .direction(CallDirection::Inbound)
    .status(CallStatus::Answered)
    .start_time(chrono::DateTime::UNIX_EPOCH)
    .end_time(chrono::DateTime::UNIX_EPOCH + chrono::Duration::seconds(34))
    .call_duration(34u32));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;
    use chrono::{DateTime, Duration};

    #[test]
    fn log_call_serializes_to_the_wire_form() {
        let request = LogCall::new("1")
            .display_number("+1-5550111")
            .resource_url("https://files.example.com/1.mp3")
            .call_session_id("12345")
            .tag("t")
            .caller_source("Newspaper")
            .call_duration(34u32);
        assert_eq!(
            wire(&request),
            r#"POST /v2/Telephony.svc/LogCall {"CallerSource":"Newspaper","DisplayNumber":"+1-5550111","CallDuration":34,"ResourceURL":"https://files.example.com/1.mp3","CallSessionId":"12345","Tag":"t","UserId":"1"}"#
        );
        assert!(!format!("{request:?}").contains("5550111"));
    }

    #[test]
    fn invalid_calls_are_rejected() {
        let new = || LogCall::new("1");
        for (request, field) in [
            (LogCall::new(" "), "user_id"),
            (new().lead_id(""), "lead_id"),
            (new().caller_source("é".repeat(51)), "caller_source"),
            (new().start_time(DateTime::UNIX_EPOCH + Duration::days(1)).end_time(DateTime::UNIX_EPOCH), "start_time"),
        ] {
            assert_eq!(request.parts().unwrap_err().field(), Some(field));
        }
        assert!(new().caller_source("é".repeat(50)).parts().is_ok());
    }
}
