//! Types shared by the parts of the pipeline: the client without its vendor type, a call, a successful call.

use super::auth::Authenticate;
use super::concurrency::ConcurrencyLimit;
use super::hook::Hook;
use super::hosts::Hosts;
use super::limit::Limiter;
use super::options::CallOptions;
use super::request_head::RequestHead;
use super::retry::{RetryBudget, RetryPolicy};
use super::timeouts::Timeouts;
use super::transport::Transport;
use crate::client::KeyLocks;
use crate::error::{Code, Result, WriteOutcome};
use crate::observe::Observed;
use crate::request::{Operation, Parts, Safety, SecretText};
use crate::response::{HttpResponse, Meta, Reply};
use crate::vendor::{Classification, Vendor};
use http::HeaderName;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// The part of a client that does not depend on the vendor type, so that the retry loop is compiled once.
pub(crate) struct Inner {
    pub(super) vendor: &'static str,
    pub(super) request_id_headers: Vec<HeaderName>,
    pub(super) erased: Box<dyn DynVendor>,
    pub(super) hosts: Hosts,
    pub(super) auth: Arc<dyn Authenticate>,
    pub(super) transport: Arc<dyn Transport>,
    pub(super) limiter: Limiter,
    pub(super) timeouts: Timeouts,
    pub(super) retry: RetryPolicy,
    pub(super) budget: RetryBudget,
    pub(super) concurrency: Option<ConcurrencyLimit>,
    pub(super) max_body: usize,
    pub(super) key_locks: KeyLocks,
    pub(super) observed: Arc<Observed>,
    pub(super) visible_within: Option<Duration>,
}

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("vendor", &self.vendor)
            .field("base_url", &self.hosts.api)
            .field("timeouts", &self.timeouts)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}

/// The vendor's part of the loop, without its type.
pub(super) trait DynVendor: Send + Sync {
    fn classify(&self, operation: &Operation, response: &HttpResponse) -> Classification;
    fn prepare(&self, operation: &Operation, head: &mut RequestHead) -> Result<()>;
    #[cfg(feature = "inspect")]
    fn inspect(&self, operation: &Operation, response: &HttpResponse) -> Option<crate::inspect::Inspection>;
}

pub(super) struct ErasedVendor<V: Vendor>(pub(super) V::Settings);

impl<V: Vendor> DynVendor for ErasedVendor<V> {
    fn classify(&self, operation: &Operation, response: &HttpResponse) -> Classification {
        V::classify(&self.0, operation, response)
    }
    fn prepare(&self, operation: &Operation, head: &mut RequestHead) -> Result<()> {
        V::prepare(&self.0, operation, head)
    }
    #[cfg(feature = "inspect")]
    fn inspect(&self, operation: &Operation, response: &HttpResponse) -> Option<crate::inspect::Inspection> {
        V::inspect(operation, response)
    }
}

/// One call, with all its attempts.
pub(super) struct Call<'a> {
    pub(super) operation: &'a Operation,
    pub(super) safety: Safety,
    pub(super) path: String,
    pub(super) parts: Parts,
    pub(super) options: Option<&'a CallOptions>,
    pub(super) deadline: Instant,
    pub(super) sign: bool,
    /// The call fetches credentials, so no error shows its response.
    pub(super) redact_body: bool,
}

/// A call with a successful response.
pub(super) struct Success {
    pub(super) response: HttpResponse,
    pub(super) meta: ResponseMeta,
    pub(super) confirmed: bool,
    pub(super) outcome: WriteOutcome,
    /// The outcome of the attempts before the successful one.
    pub(super) earlier: WriteOutcome,
    pub(super) warnings: Vec<Code>,
    pub(super) secrets: Vec<SecretText>,
    pub(super) hook: Hook,
}

/// The metadata that replies and errors have in common.
#[derive(Default)]
pub(super) struct ResponseMeta {
    pub(super) attempts: u32,
    pub(super) request_id: Option<String>,
    /// When the last attempt was sent.
    pub(super) sent: Option<Instant>,
}

impl Success {
    pub(super) fn reply<T>(mut self, value: T, safety: Safety) -> Reply<T> {
        self.hook.succeeded(self.outcome);
        let outcome = if safety.is_write() { self.outcome } else { WriteOutcome::NotApplied };
        let body = self.response.wire_body().clone();
        let HttpResponse { status, headers, .. } = self.response;
        Reply::new(
            value,
            Meta {
                http_status: status,
                request_id: self.meta.request_id,
                headers,
                attempts: self.meta.attempts,
                warnings: self.warnings,
                body,
                outcome,
            },
        )
    }
}

pub(super) type BoxFuture<'a> = Pin<Box<dyn Future<Output = Result<Success>> + Send + 'a>>;
