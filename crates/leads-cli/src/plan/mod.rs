//! Plans: what would be written, decided by reading only.

mod by;
mod dry;
mod fields;
mod file;
mod inverse;
mod loss;
pub(crate) mod map;
mod row;
mod table;

pub(crate) use by::By;
pub(crate) use dry::NoNetwork;
pub(crate) use fields::{fingerprint, holds};
pub(crate) use file::{Action, Plan, PlanRow};
pub(crate) use inverse::Inverse;
pub(crate) use loss::Loss;
pub(crate) use row::{Planner, RowSource};
pub(crate) use table::rows;

/// How many rows are read at once. Reads wait for the account's limiter in any case.
pub(crate) const AT_ONCE: usize = 8;
