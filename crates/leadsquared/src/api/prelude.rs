//! What every operation file uses.

pub(crate) use super::op;
pub(crate) use crate::LeadSquared;
pub(crate) use crate::model::Listing;
pub(crate) use leads_core::http::Seen;
pub(crate) use leads_core::vendor::{FromResponse, HttpResponse, Operation, Parts, Raw, Request, Safety};
pub(crate) use leads_core::{Resolution, Resolve, Result, has_body, sample, setters};
pub(crate) use serde::{Deserialize, Serialize};
pub(crate) use serde_with::skip_serializing_none;

#[cfg(test)]
pub(crate) use leads_core::HasBody;
