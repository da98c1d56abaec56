//! What can go wrong, on purpose.

mod fault;
mod script;

pub use fault::Fault;
pub use script::Faults;

pub(crate) use script::Moment;
