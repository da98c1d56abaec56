//! `GET /rest/leads/{id}/installments`

use crate::api::prelude::*;
use crate::model::{Installment, LeadId};

/// Lists a lead's payments. The company's plan must include payments.
///
/// `GET /rest/leads/{id}/installments`
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::leads::ListLeadInstallments;
///
/// let installments = client.send(&ListLeadInstallments::new("1003-leads")).await?;
/// for installment in installments.iter() {
///     println!("{:?}: {:?}", installment.due_time, installment.is_paid);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/leads/{id}/installments")]
#[doc(alias = "leads/{id}/installments")]
#[doc(alias = "list lead installments")]
#[doc(alias = "list installments")]
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
