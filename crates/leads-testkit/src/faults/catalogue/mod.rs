//! The catalogue of faults.

mod body;
mod connection;
mod harmless;
mod redirect;
mod refusal;
mod response;
mod server;
mod success;

use super::Fault;
use super::named::{Expected, NamedFault, Reach};

/// Every named fault, with what a client must say of it.
///
/// ```
/// use leads_core::{WriteOutcome, Safety};
/// let lost = leads_testkit::faults::named("lost-answer-reset").unwrap();
/// assert_eq!(lost.outcome(Safety::NonIdempotent), WriteOutcome::Unknown);
/// assert!(lost.is_sent_again(Safety::Idempotent) && !lost.is_sent_again(Safety::NonIdempotent));
/// ```
#[must_use]
pub fn all() -> Vec<NamedFault> {
    [
        connection::FAULTS,
        response::FAULTS,
        body::FAULTS,
        success::FAULTS,
        refusal::FAULTS,
        server::FAULTS,
        redirect::FAULTS,
        harmless::FAULTS,
    ]
    .concat()
}

/// The named fault of this name.
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

/// A fault that is an answer of a status in place of handling.
const fn status(name: &'static str, description: &'static str, make: fn() -> Fault, expected: Expected) -> NamedFault {
    fault(name, description, "answered by the fake in place of its handler", make, expected)
}

/// A fault that is an answer of a gateway after the request was handled.
const fn gateway(name: &'static str, description: &'static str, make: fn() -> Fault, expected: Expected) -> NamedFault {
    fault(name, description, "handled, then answered as by a gateway that lost the real answer", make, expected)
}
