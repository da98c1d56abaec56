//! `POST /rest/quotes/{id}/invoice`

use crate::Nutshell;
use crate::envelope::One;
use crate::evidence;
use crate::model::{Invoice, QuoteId};
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Creates an invoice from a quote, copying its line items, its recipient and most other fields.
///
/// `POST /rest/quotes/{id}/invoice` without a body. The response is 201 with the new invoice. Payment, body and footer
/// come from the company's invoice template.
///
/// If the response is lost, the outcome cannot be verified automatically, because a quote does not list its invoices.
/// To check manually: `ListInvoices` of the quote's lead shows whether the invoice exists.
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
/// let request = nutshell::api::quotes::CreateInvoiceFromQuote::new("123-quotes");
/// ```
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
        Operation::new("create_invoice_from_quote", Method::Post, "/rest/quotes/{id}/invoice", Safety::NonIdempotent)
            .docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn trace(&self) -> Option<String> {
        Some("ListInvoices of the quote's lead shows whether the invoice exists".to_owned())
    }

    fn read(response: &HttpResponse) -> Result<One<Invoice>> {
        evidence::record(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for CreateInvoiceFromQuote {
    fn sample() -> Self {
        Self::new("123-quotes")
    }
}
