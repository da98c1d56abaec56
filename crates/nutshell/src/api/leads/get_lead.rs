//! `GET /rest/leads/{id}`

use crate::Nutshell;
use crate::envelope::{self, One, Records};
use crate::model::{Lead, LeadId};
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Reads a lead.
///
/// `GET /rest/leads/{id}`
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown, and a decode error if the response lacks
/// the record.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::leads::GetLead::new("1003-leads");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetLead {
    id: LeadId,
}

impl GetLead {
    /// Creates a request that reads the lead `id`.
    pub fn new(id: impl Into<LeadId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for GetLead {
    type Vendor = Nutshell;
    type Response = One<Lead>;
    const OPERATION: Operation =
        Operation::new("get_lead", Method::Get, "/rest/leads/{id}", Safety::Read).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<One<Lead>> {
        envelope::one(response)
    }
}

/// Reads several leads in one call, `GET /rest/leads/{id},{id}`, with the ids joined by commas in the path.
///
/// The order of the rows is not documented, and an unknown id may be omitted or fail the call (inferred). Match the
/// rows by their ids.
///
/// # Errors
///
/// Returns an error, before anything is sent, if the list or one of its ids is empty.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::leads::GetLeads::new(["1003-leads", "1007-leads"]);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetLeads {
    ids: Vec<LeadId>,
}

impl GetLeads {
    /// Creates a request that reads the leads `ids`.
    pub fn new<I: Into<LeadId>>(ids: impl IntoIterator<Item = I>) -> Self {
        Self { ids: ids.into_iter().map(Into::into).collect() }
    }
}

impl Request for GetLeads {
    type Vendor = Nutshell;
    type Response = Records<Lead>;
    const OPERATION: Operation = GetLead::OPERATION.evidence(leads_core::Evidence::Inferred);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path_list("id", &self.ids).empty()
    }

    fn read(response: &HttpResponse) -> Result<Records<Lead>> {
        envelope::list(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for GetLead {
    fn sample() -> Self {
        Self::new("1003-leads")
    }
}
