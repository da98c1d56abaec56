//! `GET /rest/leads/{id}/installments`

use crate::api::prelude::*;
use crate::model::{Installment, LeadId};

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
    const OPERATION: Operation = op::get("list_lead_installments", "/rest/leads/{id}/installments", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

sample!(ListLeadInstallments: Self::new("1003-leads"));
