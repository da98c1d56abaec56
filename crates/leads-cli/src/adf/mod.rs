//! ADF 1.0, the XML form of leads in the car trade.
//!
//! A document has a root `adf` with one `prospect` for each lead: `id`, `requestdate`, `vehicle`, `customer` (with `contact` and
//! `comments`), `vendor` (the dealer) and `provider` (who sends the lead).

mod from_adf;
mod to_adf;
mod tree;
mod vehicle;

pub(crate) use from_adf::{Prospect, prospects};
pub(crate) use to_adf::{Lost, document};
