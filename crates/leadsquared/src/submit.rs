//! Queued calls, polled to their end.

use crate::api::asynchronous::{GetLeadAsyncStatus, LeadJob};
use crate::client::Client;
use crate::error::failed_job;
use crate::model::{Acknowledged, QueuedState, RequestId};
use leads_core::error::Code;
use leads_core::{CallOptions, Error, ErrorKind, Operation, Raw, Reply, Result, WriteOutcome};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// How long and how often [`Client::submit`] polls the state of a queued call.
///
/// # Examples
///
/// ```
/// use leadsquared::PollPolicy;
/// use std::time::Duration;
/// let patient = PollPolicy::new().timeout(Duration::from_secs(3_600));
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct PollPolicy {
    initial_delay: Duration,
    max_delay: Duration,
    timeout: Duration,
    options: CallOptions,
}

impl Default for PollPolicy {
    fn default() -> Self {
        Self::new()
    }
}

impl PollPolicy {
    /// Polls with exponential backoff from 1 s to 30 s, for at most ten minutes.
    pub fn new() -> Self {
        Self {
            initial_delay: Duration::from_secs(1),
            max_delay: Duration::from_secs(30),
            timeout: Duration::from_secs(600),
            options: CallOptions::new(),
        }
    }

    /// Sets the first interval. It doubles after each poll.
    pub fn initial_delay(mut self, pause: Duration) -> Self {
        self.initial_delay = pause.max(Duration::from_millis(10));
        self
    }

    /// Sets the maximum interval.
    pub fn max_delay(mut self, pause: Duration) -> Self {
        self.max_delay = pause.max(Duration::from_millis(10));
        self
    }

    /// Sets how long to poll at most. The vendor retries a failed call up to ten times, over ten hours in all.
    pub fn timeout(mut self, time: Duration) -> Self {
        self.timeout = time;
        self
    }

    /// Sets the options of each call.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }
}

/// A queued call that succeeded.
#[derive(Debug)]
#[non_exhaustive]
pub struct JobOutcome {
    /// The request.
    pub request_id: RequestId,
    /// The response to the call itself, if the vendor includes it.
    pub response: Option<Acknowledged>,
    /// The last state, as it came.
    pub state: Raw<QueuedState>,
}

impl Client {
    /// Queues a call on a lead and polls it, at increasing intervals, until it has ended.
    ///
    /// Only calls on leads can be followed. No status query is documented for opportunities and activities, so send
    /// their requests with [`send`](Client::send), which returns the request id.
    ///
    /// # Errors
    ///
    /// If the call was not queued, returns the same error as [`send`](Client::send). If the vendor made the call and it
    /// failed, the outcome is [`NotApplied`](WriteOutcome::NotApplied) if it was rejected. If polling times out, the
    /// outcome is [`Accepted`](WriteOutcome::Accepted), and the error's first code contains the request id as its
    /// [`subject`](Code::subject): poll later with [`follow`](Client::follow).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: leadsquared::Client) -> leadsquared::Result<()> {
    /// use leadsquared::{PollPolicy, api::asynchronous::CaptureLeadAsync};
    /// let request = CaptureLeadAsync::new([("EmailAddress", "jane@example.com")]);
    /// let done = client.submit(&request, PollPolicy::new()).await?;
    /// println!("{:?}", done.response);
    /// # Ok(()) }
    /// ```
    pub async fn submit<R: LeadJob>(&self, request: &R, poll: PollPolicy) -> Result<Reply<JobOutcome>> {
        let queued = self.send_with(request, &poll.options).await?;
        self.follow_call(Some(&R::OPERATION), &queued.request_id, poll).await
    }

    /// Polls a queued call on a lead until it has ended.
    ///
    /// # Errors
    ///
    /// Same as [`submit`](Client::submit).
    pub async fn follow(&self, request: &RequestId, poll: PollPolicy) -> Result<Reply<JobOutcome>> {
        self.follow_call(None, request, poll).await
    }

    async fn follow_call(
        &self,
        operation: Option<&Operation>,
        request: &RequestId,
        poll: PollPolicy,
    ) -> Result<Reply<JobOutcome>> {
        let started = Instant::now();
        let mut pause = poll.initial_delay;
        let question = GetLeadAsyncStatus::new(request);
        loop {
            if started.elapsed().saturating_add(pause) > poll.timeout {
                return Err(still_open(request));
            }
            sleep(pause).await;
            pause = pause.saturating_mul(2).min(poll.max_delay);
            let state = match self.send_with(&question, &poll.options).await {
                Ok(state) => state,
                // The call stays queued even if polling fails.
                Err(error) if error.is_retryable() => continue,
                Err(error) => return Err(error.with_outcome(WriteOutcome::Accepted)),
            };
            match state.status() {
                Some(status) if status.is_success() => {
                    return Ok(Reply::map(state, |state| JobOutcome {
                        request_id: request.clone(),
                        response: state.response().cloned(),
                        state,
                    }));
                }
                Some(status) if status.is_failure() => return Err(failed(operation, request, &state)),
                _ => {}
            }
        }
    }
}

fn still_open(request: &RequestId) -> Error {
    Error::new(ErrorKind::Timeout, "the queued call did not end in time")
        .with_codes(vec![Code::new("In-Queue").subject(request.as_str())])
        .with_outcome(WriteOutcome::Accepted)
        .with_retryable(true)
        .with_help("poll later with Client::follow and the request id")
        .for_operation("leadsquared", GET_STATUS)
}

const GET_STATUS: &str = "get_lead_async_status";

fn failed(operation: Option<&Operation>, request: &RequestId, state: &Raw<QueuedState>) -> Error {
    let reason = state.task_status.as_ref().and_then(|task| task.status_reason.as_ref());
    let word = state.status().map_or("FAILURE", |status| status.as_str());
    failed_job(operation, word, reason.map(|reason| reason.as_str()), state.text(), request.as_str())
        .for_operation("leadsquared", GET_STATUS)
}
