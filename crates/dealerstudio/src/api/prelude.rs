//! What every operation file uses.

pub(crate) use crate::DealerStudio;
pub(crate) use leads_core::vendor::{
    Deserialize, FromResponse, HttpResponse, Operation, Parts, Raw, Request, Safety, op, skip_serializing_none,
};
pub(crate) use leads_core::{Result, has_body, sample};
pub(crate) use serde::Serialize;

#[cfg(test)]
pub(crate) use leads_core::HasBody;
