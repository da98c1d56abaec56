//! `GET /rest/invoices/{id}`

use crate::Nutshell;
use crate::envelope::{self, One};
use crate::model::{Invoice, InvoiceId};
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Reads an invoice.
///
/// `GET /rest/invoices/{id}`
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown, and a decode error if the response lacks
/// the record.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::invoices::GetInvoice::new("789-invoices");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetInvoice {
    id: InvoiceId,
}

impl GetInvoice {
    /// Creates a request that reads the invoice `id`.
    pub fn new(id: impl Into<InvoiceId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for GetInvoice {
    type Vendor = Nutshell;
    type Response = One<Invoice>;
    const OPERATION: Operation =
        Operation::new("get_invoice", Method::Get, "/rest/invoices/{id}", Safety::Read).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<One<Invoice>> {
        envelope::one(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for GetInvoice {
    fn sample() -> Self {
        Self::new("789-invoices")
    }
}
