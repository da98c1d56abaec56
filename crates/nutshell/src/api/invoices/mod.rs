//! Invoices.

mod get_invoice;
mod list_invoices;
mod update_invoice_status;

pub use get_invoice::GetInvoice;
pub use list_invoices::ListInvoices;
pub use update_invoice_status::{UpdateInvoiceStatus, UpdateInvoiceStatusBody};

leads_core::operations! { crate::Nutshell;
    GetInvoice,
    UpdateInvoiceStatus body resolve,
    ListInvoices: [crate::model::Invoice],
}
