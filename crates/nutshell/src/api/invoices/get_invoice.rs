//! `GET /rest/invoices/{id}`

use crate::api::prelude::*;
use crate::model::{Invoice, InvoiceId};

/// Reads an invoice.
///
/// `GET /rest/invoices/{id}`
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown, and a decode error if the response lacks
/// the record.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::invoices::GetInvoice;
///
/// let invoice = client.send(&GetInvoice::new("789-invoices")).await?;
/// println!("{}: {:?}", invoice.id, invoice.display_status);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/invoices/{id}")]
#[doc(alias = "invoices/{id}")]
#[doc(alias = "get invoice")]
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
    const OPERATION: Operation = op::get("get_invoice", "/rest/invoices/{id}", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

sample!(GetInvoice: Self::new("789-invoices"));
