//! Where the conformance suite runs: one bench for each vendor's fake.

mod capillary;

pub(crate) use capillary::capillary;
