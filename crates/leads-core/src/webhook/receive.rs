//! What a vendor's receiver implements.

use super::{Delivery, Handled, Incoming, Rejection, WebhookResponse};
use crate::error::Result;
use bytes::Bytes;
use http::HeaderMap;

/// The default maximum size of a webhook's body: 4 MiB. No vendor documents a maximum for all of its webhooks.
pub const MAX_BODY: usize = 4 * 1024 * 1024;

/// The largest body without a secret that is read to find out whether it is a verification.
const MAX_VERIFICATION: usize = 64;

/// Receives the webhooks of one URL of a vendor. Implemented by each vendor's `Receiver`.
///
/// Vendor crates implement this trait; applications call the methods of the same names on `Receiver`, and pass the
/// receiver to [`route`](super::route).
pub trait Receive: Clone + Send + Sync + 'static {
    /// The typed payload.
    type Event: Send;

    /// The vendor's name, for errors.
    const VENDOR: &'static str;

    /// Whether the vendor verifies a URL by a `HEAD` or `GET` request or an empty `POST`, which need not present the secret.
    const VERIFIES: bool = false;

    /// Checks the configuration. A receiver that does not pass rejects every request.
    ///
    /// # Errors
    ///
    /// Returns a configuration error that names the setting.
    fn check(&self) -> Result<()>;

    /// Returns whether the sender presented the secret. Called only if [`check`](Self::check) passes, and before the
    /// body is read.
    fn is_authentic(&self, headers: &HeaderMap, query: Option<&str>) -> bool;

    /// Returns the maximum size of a body in bytes.
    fn body_limit(&self) -> usize;

    /// Reads the body of an authenticated request.
    ///
    /// # Errors
    ///
    /// Returns a decode error without values.
    fn read(&self, body: &Bytes) -> Result<Self::Event>;

    /// Returns the vendor's response to a handled delivery.
    fn respond(&self, handled: Handled) -> WebhookResponse;

    /// Returns the response to a rejected request.
    fn reject(&self, rejection: Rejection) -> WebhookResponse;

    /// Authenticates the sender and then reads the body. A body that cannot be read is not rejected.
    ///
    /// # Errors
    ///
    /// Returns a [`Rejection`]; [`reject`](Self::reject) is the response to it.
    fn receive(
        &self,
        headers: &HeaderMap,
        query: Option<&str>,
        body: Bytes,
    ) -> std::result::Result<Incoming<Self::Event>, Rejection> {
        admit(self, headers, query)?.read(self, headers, query, body)
    }
}

/// Whether the sender of a request presented the secret. Decided before the body is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Admission {
    /// It did.
    Authentic,
    /// It did not, but the request may be a verification.
    PerhapsVerification,
}

/// Authenticates a request by its headers and query.
pub(super) fn admit<R: Receive>(
    receiver: &R,
    headers: &HeaderMap,
    query: Option<&str>,
) -> std::result::Result<Admission, Rejection> {
    if receiver.check().is_err() {
        Err(Rejection::Unauthenticated)
    } else if receiver.is_authentic(headers, query) {
        Ok(Admission::Authentic)
    } else if R::VERIFIES {
        Ok(Admission::PerhapsVerification)
    } else {
        Err(Rejection::Unauthenticated)
    }
}

impl Admission {
    /// The maximum number of bytes to read of the body.
    pub(super) fn limit<R: Receive>(self, receiver: &R) -> usize {
        match self {
            Self::Authentic => receiver.body_limit(),
            Self::PerhapsVerification => MAX_VERIFICATION,
        }
    }

    /// Why a body beyond the limit is rejected.
    pub(super) fn too_large(self) -> Rejection {
        match self {
            Self::Authentic => Rejection::TooLarge,
            Self::PerhapsVerification => Rejection::Unauthenticated,
        }
    }

    /// Reads the body of an admitted request.
    pub(super) fn read<R: Receive>(
        self,
        receiver: &R,
        headers: &HeaderMap,
        query: Option<&str>,
        body: Bytes,
    ) -> std::result::Result<Incoming<R::Event>, Rejection> {
        if body.len() > self.limit(receiver) {
            return Err(self.too_large());
        }
        if R::VERIFIES && body.trim_ascii().is_empty() {
            return Ok(Incoming::Verification);
        }
        if self != Self::Authentic {
            return Err(Rejection::Unauthenticated);
        }
        let event = receiver.read(&body).map_err(|error| error.for_operation(R::VENDOR, ""));
        Ok(Incoming::Delivery(Delivery::new(headers.clone(), query, body, event)))
    }
}
