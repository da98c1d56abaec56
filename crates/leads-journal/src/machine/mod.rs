//! The states of an entry and the rules between them, without any I/O.
//!
//! Everything that a journal decides is decided here: a store only keeps a [`Progress`], and replaces it only if it is still
//! the one that the decision was made on. So the rules can be tested alone, and every store obeys the same ones.
//!
//! ```text
//! ready --begin--> begun --response--> applied | accepted | partial | refused
//!                                    | ready (proved not applied)
//! begun --response without proof, or no response and the lease is over--> unknown
//! unknown --verify--> applied | ready (proved absent) | unknown (verify again) | review
//! review --a person--> ready | applied | dropped
//! ```
//!
//! The central rule: `begun` is stored before the first byte is sent, and an entry that is found `begun` is never sent
//! again before its outcome was determined.

mod attempt;
mod person;
mod progress;
mod rules;
mod state;
mod unknown;
mod watch;

pub use attempt::AttemptResult;
pub use person::Decision;
pub use progress::{NotAllowed, Progress};
pub use rules::{CannotTell, Knowledge, Rules};
pub use state::State;
pub use unknown::Next;
pub use watch::Watch;
