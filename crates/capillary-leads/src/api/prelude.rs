//! What every operation file uses.

pub(crate) use crate::Capillary;
pub(crate) use crate::check;
pub(crate) use leads_core::vendor::{Deserialize, Operation, Parts, Raw, Request, Safety, op, skip_serializing_none};
pub(crate) use leads_core::{Resolution, Resolve, Result, has_body, sample, setters};
pub(crate) use serde::Serialize;

#[cfg(test)]
pub(crate) use leads_core::HasBody;
