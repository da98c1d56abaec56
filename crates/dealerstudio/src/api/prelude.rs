//! What every operation file uses.

pub(crate) use crate::DealerStudio;
pub(crate) use leads_core::vendor::{FromResponse, HttpResponse, Operation, Parts, Raw, Request, Safety, op};
pub(crate) use leads_core::{Result, has_body, sample};
pub(crate) use serde::{Deserialize, Serialize};
pub(crate) use serde_with::skip_serializing_none;

#[cfg(test)]
pub(crate) use leads_core::HasBody;
