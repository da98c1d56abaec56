//! Fault injection.
//!
//! Add a [`Fault`] to a fake's [script](Faults). The catalogue, [`all`], lists the faults that every client should be
//! tested against, each with the outcome that a call of each safety class must report; [`table`] prints it.

mod catalogue;
mod fault;
mod named;
mod script;
mod table;

pub use catalogue::{all, named};
pub use fault::Fault;
pub use named::{DecidedBy, Expected, NamedFault, Reach};
pub use script::Faults;
pub use table::table;

#[cfg(feature = "server")]
pub(crate) use script::Gate;
pub(crate) use script::Moment;
