//! Quotes.

mod create_invoice_from_quote;
mod get_quote;
mod list_quotes;
mod update_quote_status;

pub use create_invoice_from_quote::CreateInvoiceFromQuote;
pub use get_quote::GetQuote;
pub use list_quotes::ListQuotes;
pub use update_quote_status::{UpdateQuoteStatus, UpdateQuoteStatusBody};

leads_core::operations! { crate::Nutshell;
    GetQuote,
    UpdateQuoteStatus body resolve,
    CreateInvoiceFromQuote,
    ListQuotes: [crate::model::Quote],
}
