//! Why a request never reaches the handler.

/// Why a receiver rejected a request. The handler is not called.
///
/// [`Receive::reject`](super::Receive::reject) returns the vendor's response. A body that was received but cannot be
/// read is not rejected; see [`Delivery::event`](super::Delivery::event).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Rejection {
    /// No secret of the receiver was presented, or the receiver fails its check. The body was not read.
    #[error("the webhook's sender presented no valid secret; the body was not read")]
    Unauthenticated,
    /// The body exceeds the receiver's maximum. It was not kept.
    #[error("the webhook's body exceeds the maximum size; it was not kept")]
    TooLarge,
    /// The connection failed before the body was complete.
    #[error("the webhook's body is incomplete because the connection failed")]
    Interrupted,
}
