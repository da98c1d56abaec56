//! Reads and lists quotes, changes their status, and turns them into invoices.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`CreateInvoiceFromQuote`] ([vendor's page](https://developers.nutshell.com/reference))<br>POST `/rest/quotes/{id}/invoice` | non-idempotent | [`Invoice`](crate::model::Invoice) |
//! | [`GetQuote`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/quotes/{id}` | read | [`Quote`](crate::model::Quote) |
//! | [`ListQuotes`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/quotes` | read | list of [`Quote`](crate::model::Quote) |
//! | [`UpdateQuoteStatus`] ([vendor's page](https://developers.nutshell.com/reference))<br>POST `/rest/quotes/{id}/status` | non-idempotent | [`Quote`](crate::model::Quote) |
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
