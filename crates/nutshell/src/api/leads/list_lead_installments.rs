//! `GET /rest/leads/{id}/installments`

use crate::Nutshell;
use crate::envelope::{self, Records};
use crate::model::{Installment, LeadId};
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Lists a lead's payments. The company's plan must include payments.
///
/// `GET /rest/leads/{id}/installments`
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::leads::ListLeadInstallments::new("1003-leads");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListLeadInstallments {
    id: LeadId,
}

impl ListLeadInstallments {
    /// Creates a request that lists the payments of the lead `id`.
    pub fn new(id: impl Into<LeadId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for ListLeadInstallments {
    type Vendor = Nutshell;
    type Response = Records<Installment>;
    const OPERATION: Operation =
        Operation::new("list_lead_installments", Method::Get, "/rest/leads/{id}/installments", Safety::Read)
            .docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<Records<Installment>> {
        envelope::list(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ListLeadInstallments {
    fn sample() -> Self {
        Self::new("1003-leads")
    }
}
