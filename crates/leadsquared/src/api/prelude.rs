//! What every operation file uses.

pub(crate) use super::op;
pub(crate) use crate::LeadSquared;
pub(crate) use crate::model::Listing;
pub(crate) use leads_core::http::Seen;
pub(crate) use leads_core::vendor::{
    Deserialize, FromResponse, HttpResponse, Operation, Parts, Raw, Request, Safety, skip_serializing_none,
};
pub(crate) use leads_core::{Resolution, Resolve, Result, has_body, sample, setters};
pub(crate) use serde::Serialize;

#[cfg(test)]
pub(crate) use leads_core::HasBody;
