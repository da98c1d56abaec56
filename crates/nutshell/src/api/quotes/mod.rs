//! Quotes.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`CreateInvoiceFromQuote`] | POST `/rest/quotes/{id}/invoice` | non-idempotent | [`Invoice`](crate::model::Invoice) | [page](https://developers.nutshell.com/reference) |
//! | [`GetQuote`] | GET `/rest/quotes/{id}` | read | [`Quote`](crate::model::Quote) | [page](https://developers.nutshell.com/reference) |
//! | [`ListQuotes`] | GET `/rest/quotes` | read | list of [`Quote`](crate::model::Quote) | [page](https://developers.nutshell.com/reference) |
//! | [`UpdateQuoteStatus`] | POST `/rest/quotes/{id}/status` | non-idempotent | [`Quote`](crate::model::Quote) | [page](https://developers.nutshell.com/reference) |
//!
//! <!-- operations: end -->

mod create_invoice_from_quote;
mod get_quote;
mod list_quotes;
mod update_quote_status;

pub use create_invoice_from_quote::CreateInvoiceFromQuote;
pub use get_quote::GetQuote;
pub use list_quotes::ListQuotes;
pub use update_quote_status::UpdateQuoteStatus;

/// The JSON bodies of the requests above, as they are sent.
pub mod body {
    pub use super::update_quote_status::UpdateQuoteStatusBody;
}

leads_core::operations! { crate::Nutshell;
    GetQuote,
    UpdateQuoteStatus body resolve,
    CreateInvoiceFromQuote,
    ListQuotes: [crate::model::Quote],
}
