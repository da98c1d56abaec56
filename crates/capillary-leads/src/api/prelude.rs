//! What every operation file uses.

pub(crate) use crate::Capillary;
pub(crate) use crate::check;
pub(crate) use leads_core::vendor::{Operation, Parts, Raw, Request, Safety, op};
pub(crate) use leads_core::{Resolution, Resolve, Result, has_body, sample, setters};
pub(crate) use serde::{Deserialize, Serialize};
pub(crate) use serde_with::skip_serializing_none;

#[cfg(test)]
pub(crate) use leads_core::HasBody;
