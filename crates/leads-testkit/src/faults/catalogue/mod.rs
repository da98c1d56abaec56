//! The fault catalogue.

mod body;
mod connection;
mod harmless;
mod redirect;
mod rejection;
mod response;
mod server;
mod success;

use super::Fault;
use super::named::{Expected, NamedFault, Reach};

/// Returns every named fault, with what a client must report for it.
///
/// ```
/// use leads_core::{WriteOutcome, Safety};
/// let lost = leads_testkit::faults::named("lost-response-reset").unwrap();
/// assert_eq!(lost.outcome(Safety::NonIdempotent), WriteOutcome::Unknown);
/// assert!(lost.is_retried(Safety::Idempotent) && !lost.is_retried(Safety::NonIdempotent));
/// ```
#[must_use]
pub fn all() -> Vec<NamedFault> {
    [
        connection::FAULTS,
        response::FAULTS,
        body::FAULTS,
        success::FAULTS,
        rejection::FAULTS,
        server::FAULTS,
        redirect::FAULTS,
        harmless::FAULTS,
    ]
    .concat()
}

/// Returns the fault with this name.
#[must_use]
pub fn named(name: &str) -> Option<NamedFault> {
    all().into_iter().find(|fault| fault.name == name)
}

const fn fault(
    name: &'static str,
    description: &'static str,
    done: &'static str,
    make: fn() -> Fault,
    expected: Expected,
) -> NamedFault {
    NamedFault { name, description, done, reach: Reach::Everywhere, needs_kept_connection: false, expected, make }
}

/// A fault that responds with a status instead of handling the request.
const fn status(name: &'static str, description: &'static str, make: fn() -> Fault, expected: Expected) -> NamedFault {
    fault(name, description, "sent by the fake instead of calling its handler", make, expected)
}

/// A fault that responds like a gateway after the request was handled.
const fn gateway(name: &'static str, description: &'static str, make: fn() -> Fault, expected: Expected) -> NamedFault {
    fault(name, description, "handled, but a gateway lost the response and sent its own", make, expected)
}
