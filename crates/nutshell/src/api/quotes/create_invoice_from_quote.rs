//! `POST /rest/quotes/{id}/invoice`

use crate::api::prelude::*;
use crate::model::{Invoice, QuoteId};

/// Creates an invoice from a quote, copying its line items, its recipient and most other fields.
///
/// `POST /rest/quotes/{id}/invoice` without a body. The response is 201 with the new invoice. Payment, body and footer
/// come from the company's invoice template.
///
/// If the response is lost, the outcome cannot be verified automatically, because a quote does not list its invoices.
/// To check manually: `ListInvoices` of the quote's lead shows whether the invoice exists.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown. The call is not retried after a lost
/// response, which leaves the outcome unknown: a retry would create a second invoice. Use
/// [`ListInvoices`](crate::api::invoices::ListInvoices) with the lead to check.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::quotes::CreateInvoiceFromQuote;
///
/// let invoice = client.send(&CreateInvoiceFromQuote::new("123-quotes")).await?;
/// println!("{}: {:?}", invoice.id, invoice.display_status);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/quotes/{id}/invoice")]
#[doc(alias = "quotes/{id}/invoice")]
#[doc(alias = "create invoice from quote")]
#[doc(alias = "create invoice from")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateInvoiceFromQuote {
    id: QuoteId,
}

impl CreateInvoiceFromQuote {
    /// Creates a request that creates an invoice from the quote `id`.
    pub fn new(id: impl Into<QuoteId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for CreateInvoiceFromQuote {
    type Vendor = Nutshell;
    type Response = One<Invoice>;
    const OPERATION: Operation =
        op::post("create_invoice_from_quote", "/rest/quotes/{id}/invoice", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn trace(&self) -> Option<String> {
        Some("ListInvoices of the quote's lead shows whether the invoice exists".to_owned())
    }
}

sample!(CreateInvoiceFromQuote: Self::new("123-quotes"));
