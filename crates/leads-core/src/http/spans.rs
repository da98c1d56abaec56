//! The spans and events of the pipeline that do not depend on the state of a call.

use super::call::{Call, Inner};
use super::transport::WireRequest;
use crate::error::Error;
use crate::observe::{LimitEventKind, events};
use crate::request::Operation;
#[cfg(feature = "inspect")]
use crate::response::HttpResponse;
use tracing::{Span, debug_span, field, info_span};

impl Inner {
    /// Returns the span of a call.
    pub(super) fn call_span(&self, operation: &Operation) -> Span {
        info_span!(
            "leads.call",
            otel.name = %format_args!("{} {}", self.vendor, operation.name),
            otel.kind = "internal",
            otel.status_code = field::Empty,
            leads.vendor = self.vendor,
            leads.operation = operation.name,
            leads.account = self.observed.account(),
            leads.outcome = field::Empty,
            leads.tries = field::Empty,
            leads.limiter.wait = field::Empty,
            error.type = field::Empty,
        )
    }

    /// Returns the span of an attempt.
    #[inline]
    pub(super) fn attempt_span(&self, call: &Call<'_>, wire: &WireRequest, resend_count: u32) -> Span {
        debug_span!(
            "leads.attempt",
            otel.name = %format_args!("{} {}", wire.method.as_str(), call.operation.path),
            otel.kind = "client",
            otel.status_code = field::Empty,
            http.request.method = wire.method.as_str(),
            url.template = call.operation.path,
            server.address = wire.url.host_str(),
            server.port = wire.url.port_or_known_default(),
            http.request.resend_count = resend_count,
            http.response.status_code = field::Empty,
            network.protocol.version = field::Empty,
            error.type = field::Empty,
            leads.vendor = self.vendor,
            leads.operation = call.operation.name,
            leads.account = self.observed.account(),
            leads.limiter.wait = field::Empty,
        )
    }

    /// Reports what the vendor's rate limit response did to the limiter.
    pub(super) fn limit_event(&self, operation: &Operation, kind: LimitEventKind<'_>) {
        if !cfg!(leads_without_hook) {
            self.observed.limit(self.observed.who(self.vendor, operation.name), kind);
        }
    }

    /// Reports the end of a request for a token.
    #[cold]
    pub(super) fn token_obtained(&self, operation: &Operation) {
        events::token_obtained(self.observed.who(self.vendor, operation.name));
    }

    /// Reports that credentials could not be obtained.
    #[cold]
    pub(super) fn no_credentials(&self, call: &Call<'_>, error: &Error) {
        events::no_credentials(self.observed.who(self.vendor, call.operation.name), error.kind());
    }

    /// Compares a response that was read with its types, if an observer wants that.
    #[cfg(feature = "inspect")]
    pub(super) fn look_for_drift(&self, operation: &Operation, response: &HttpResponse) {
        if self.observed.wants_drift()
            && let Some(found) = self.erased.inspect(operation, response)
        {
            self.observed.drift(self.observed.who(self.vendor, operation.name), &found);
        }
    }
}
