//! The conformance suite's harnesses, one for each vendor's fake.

mod capillary;
mod dealerstudio;
mod leadsquared;
mod nutshell;

pub(crate) use capillary::capillary;
pub(crate) use dealerstudio::dealerstudio;
pub(crate) use leadsquared::{leadsquared_configured_opportunities, leadsquared_leads, leadsquared_opportunities};
pub(crate) use nutshell::nutshell;
