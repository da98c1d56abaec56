//! `POST /rest/quotes/{id}/invoice`

use crate::Nutshell;
use crate::envelope::One;
use crate::evidence;
use crate::model::{Invoice, QuoteId};
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Makes an invoice of a quote: a copy of its line items, its recipient and most of the rest.
///
/// `POST /rest/quotes/{id}/invoice`, without a body; the answer is 201 with the new invoice. Payment, body and footer
/// come from the company's template of invoices.
///
/// After a lost answer there is nothing to look by: a quote does not tell its invoices. By hand: `ListInvoices` of
/// the quote's lead shows whether it is there.
///
/// # Errors
/// [`NotFound`](leads_core::ErrorKind::NotFound) for an unknown id. A lost answer leaves the outcome unknown, and the
/// call is not sent again: it would make a second invoice. [`ListInvoices`](crate::api::invoices::ListInvoices) with
/// the lead tells.
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
    /// Makes an invoice of the quote `id`.
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
        Some("ListInvoices of the quote's lead shows whether it is there".to_owned())
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
