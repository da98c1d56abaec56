//! `POST {async-host}/1/api/telephony/logcallcomplete/{connector_key}`

use crate::api::prelude::*;
use crate::model::{FieldValue, Queued, SentTime};
use leads_core::Personal;
use leads_core::vendor::{Auth, Host};
use std::collections::BTreeMap;

/// Logs a phone call of a telephony connector through the async host.
///
/// `POST {async-host}/1/api/telephony/logcallcomplete/{connector_key}`. Requires only the key of the async host. The
/// async host queues the call: the outcome is [`Accepted`](leads_core::WriteOutcome::Accepted), which does not mean
/// applied. [`GetCallLogAsyncStatus`](super::GetCallLogAsyncStatus) reads the final result.
///
/// The keys of a connector are on its configuration screen; the universal connector has two. The members of the body
/// are the connector's own, all texts. The Exotel connector cannot be used.
///
/// If the response is lost, the outcome cannot be verified automatically: the id of the request is lost with it. To
/// check by hand, list the lead's activities some time later with `ListActivitiesOfLead`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/post-a-call-log-async/).
///
/// # Errors
///
/// Returns an error before sending if the client has no `async_api_key` or no async host, or if the body is empty. If
/// the response is lost, the outcome is [`Unknown`](leads_core::WriteOutcome::Unknown) and the request is not retried.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::calls::LogCallAsync;
///
/// let request = LogCallAsync::new("0a1b2c3d")
///     .source_number("+91-5550001234")
///     .member("AgentName", "Jo");
/// let universal = LogCallAsync::universal("0a1b2c3d", "4e5f6071")
///     .destination_number("+91-5550009876");
/// let queued = client.send(&request).await?;
/// println!("queued as {}", queued.request_id);
/// client.send(&universal).await?;
/// # Ok(()) }
/// ```
#[doc(alias = "/1/api/telephony/logcallcomplete/{connector_key}")]
#[doc(alias = "1/api/telephony/logcallcomplete/{connector_key}")]
#[doc(alias = "log call")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogCallAsync {
    connector_key: Personal<String>,
    second_key: Option<Personal<String>>,
    body: LogCallAsyncBody,
}

/// The wire body of [`LogCallAsync`]: the members of the connector, all texts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LogCallAsyncBody(BTreeMap<String, FieldValue>);

impl LogCallAsync {
    /// Logs a call of the connector with this key.
    pub fn new(connector_key: impl Into<String>) -> Self {
        Self { connector_key: Personal(connector_key.into()), second_key: None, body: LogCallAsyncBody::default() }
    }

    /// Logs a call of the universal connector, which has two keys.
    pub fn universal(connector_key: impl Into<String>, second_key: impl Into<String>) -> Self {
        Self { second_key: Some(Personal(second_key.into())), ..Self::new(connector_key) }
    }

    /// Sets a member of the body.
    #[must_use]
    pub fn member(mut self, name: impl Into<String>, value: impl Into<FieldValue>) -> Self {
        self.body.0.insert(name.into(), value.into());
        self
    }

    /// Sets the number that called.
    #[must_use]
    pub fn source_number(self, number: impl Into<String>) -> Self {
        self.member("SourceNumber", number.into())
    }

    /// Sets the number that was called.
    #[must_use]
    pub fn destination_number(self, number: impl Into<String>) -> Self {
        self.member("DestinationNumber", number.into())
    }

    /// Sets the number that was displayed.
    #[must_use]
    pub fn display_number(self, number: impl Into<String>) -> Self {
        self.member("DisplayNumber", number.into())
    }

    /// Sets when the call began.
    #[must_use]
    pub fn start_time(self, time: impl Into<SentTime>) -> Self {
        self.member("StartTime", time.into().as_str())
    }

    /// Sets when the call ended.
    #[must_use]
    pub fn end_time(self, time: impl Into<SentTime>) -> Self {
        self.member("EndTime", time.into().as_str())
    }
}

impl Request for LogCallAsync {
    type Vendor = LeadSquared;
    type Response = Raw<Queued>;
    const OPERATION: Operation =
        op::post("log_call_async", "/1/api/telephony/logcallcomplete/{connector_key}", Safety::NonIdempotent)
            .host(Host::Async)
            .auth(Auth::None)
            .docs("https://apidocs.leadsquared.com/post-a-call-log-async/");

    fn parts(&self) -> Result<Parts> {
        let keys = std::iter::once(&self.connector_key).chain(&self.second_key).map(|key| key.as_str());
        Parts::new()
            .path_segments("connector_key", keys)
            .require(!self.body.0.is_empty(), "body", "must contain a member")
            .require(self.body.0.keys().all(|name| !name.trim().is_empty()), "body", "must not contain an empty name")
            .json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("list the lead's activities some time later with ListActivitiesOfLead".to_owned())
    }
}

has_body!(LogCallAsync => LogCallAsyncBody);

sample!(LogCallAsync: Self::new("0a1b2c3d4e5f")
    .source_number("+1-5550100")
    .destination_number("+1-5550199")
    .start_time(chrono::DateTime::UNIX_EPOCH)
    .end_time(chrono::DateTime::UNIX_EPOCH + chrono::Duration::seconds(34)));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn each_key_is_a_segment_of_the_path() {
        assert_eq!(
            wire(&LogCallAsync::new("k").display_number("1")),
            r#"POST /1/api/telephony/logcallcomplete/k {"DisplayNumber":"1"}"#
        );
        let universal = LogCallAsync::universal("a/b", "c").member("AgentName", "Jo");
        assert_eq!(wire(&universal), r#"POST /1/api/telephony/logcallcomplete/a%2Fb/c {"AgentName":"Jo"}"#);
        assert!(!format!("{universal:?}").contains("Jo"));
    }

    #[test]
    fn blank_keys_and_empty_bodies_are_rejected() {
        for (request, field) in [
            (LogCallAsync::new("").member("a", "b"), "connector_key"),
            (LogCallAsync::universal("k", "..").member("a", "b"), "connector_key"),
            (LogCallAsync::new("k"), "body"),
            (LogCallAsync::new("k").member(" ", "b"), "body"),
        ] {
            assert_eq!(request.parts().unwrap_err().field(), Some(field));
        }
    }
}
