//! Reads and lists invoices, and changes their status.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`GetInvoice`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/invoices/{id}` | read | [`Invoice`](crate::model::Invoice) |
//! | [`ListInvoices`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/invoices` | read | list of [`Invoice`](crate::model::Invoice) |
//! | [`UpdateInvoiceStatus`] ([vendor's page](https://developers.nutshell.com/reference))<br>POST `/rest/invoices/{id}/status` | non-idempotent | [`Invoice`](crate::model::Invoice) |
//!
//! <!-- operations: end -->

mod get_invoice;
mod list_invoices;
mod update_invoice_status;

pub use get_invoice::GetInvoice;
pub use list_invoices::ListInvoices;
pub use update_invoice_status::UpdateInvoiceStatus;

/// The JSON bodies of the requests above, as they are sent.
pub mod body {
    pub use super::update_invoice_status::UpdateInvoiceStatusBody;
}

leads_core::operations! { crate::Nutshell;
    GetInvoice,
    UpdateInvoiceStatus body resolve,
    ListInvoices: [crate::model::Invoice],
}
