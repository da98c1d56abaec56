//! Quotes and invoices.

use super::{EntityId, InvoiceId, LeadId, Price, ProductId, QuoteId, Time, model};
use crate::envelope::Record;
use leads_core::{Decimal, Personal, open_enum};

open_enum! {
    /// The status of a quote or an invoice.
    pub enum SalesDocumentStatus {
        /// Draft. Read-only: no call sets it.
        Draft = "DRAFT",
        /// Ready to send.
        Ready = "READY",
        /// Sent.
        Sent = "SENT",
        /// Revoked.
        Revoked = "REVOKED",
        /// The customer accepted the quote, or paid the invoice.
        Accepted = "ACCEPTED",
        /// Archived.
        Archived = "ARCHIVED",
        /// Expired. Read-only: no call sets it.
        Expired = "EXPIRED",
    }
}

impl SalesDocumentStatus {
    /// Returns whether a call can set it. An unknown status is left for the vendor to reject.
    #[must_use]
    pub fn can_be_set(&self) -> bool {
        !matches!(self, Self::Draft | Self::Expired)
    }
}

model! {
    /// A quote: an offer to a customer.
    pub struct Quote {
        /// The record's id.
        id: required QuoteId,
        /// The type, `quotes`.
        kind as "type": scalar String,
        /// The display number: `1000-01`.
        number: scalar String,
        /// The status.
        display_status: scalar SalesDocumentStatus,
        /// The total.
        total: text Price,
        /// The line items. The response to a status update may omit them.
        product_line_items: list ProductLineItem,
        /// Discounts, taxes and similar lines.
        subtotal_line_items: list SubtotalLineItem,
        /// The recipient.
        recipient: object Recipient,
        /// How long it is valid.
        valid_through_time: either Time,
        /// When the record was created.
        created_time: either Time,
        /// When it was published.
        published_time: either Time,
        /// When it was sent.
        sent_time: either Time,
        /// When the customer accepted it.
        accepted_time: either Time,
        /// Who accepted it.
        accepted_name: scalar Personal<String>,
        /// The e-mail address of the person who accepted it.
        accepted_email: scalar Personal<String>,
        /// When the record was deleted.
        deleted_time: either Time,
        /// Related records.
        links: first SalesDocumentLinks,
    }
}

impl Record for Quote {
    const PLURAL: &'static str = "quotes";
}

model! {
    /// An invoice.
    pub struct Invoice {
        /// The id. In the vendor's own example its type is that of a quote.
        id: required InvoiceId,
        /// The type, `invoices`.
        kind as "type": scalar String,
        /// The display number: `1000-01`.
        number: scalar String,
        /// The status; [`Accepted`](SalesDocumentStatus::Accepted) means paid.
        display_status: scalar SalesDocumentStatus,
        /// The total.
        total: text Price,
        /// The line items. The response to a status update may omit them.
        product_line_items: list ProductLineItem,
        /// Discounts, taxes and similar lines.
        subtotal_line_items: list SubtotalLineItem,
        /// The recipient.
        recipient: object Recipient,
        /// When payment is due.
        valid_through_time: either Time,
        /// When the record was created.
        created_time: either Time,
        /// When it was published.
        published_time: either Time,
        /// When it was sent.
        sent_time: either Time,
        /// When it was paid.
        paid_time: either Time,
        /// Who paid it.
        accepted_name: scalar Personal<String>,
        /// The payer's e-mail address.
        accepted_email: scalar Personal<String>,
        /// The comment on the payment or the revocation.
        completion_comment: scalar Personal<String>,
        /// When the record was deleted.
        deleted_time: either Time,
        /// Related records.
        links: first SalesDocumentLinks,
    }
}

impl Record for Invoice {
    const PLURAL: &'static str = "invoices";
}

model! {
    /// The related records of a quote or an invoice.
    pub struct SalesDocumentLinks {
        /// The lead that it belongs to.
        lead: scalar LeadId,
    }
}

model! {
    /// A line item of a quote or an invoice.
    pub struct ProductLineItem {
        /// The line's id: `1-quoteProductLineItems`.
        id: scalar EntityId,
        /// The position, from 0.
        position: scalar i64,
        /// The product; `None` if the line is not one of the company's products.
        product: scalar ProductId,
        /// The name.
        name: scalar String,
        /// The description.
        description: scalar String,
        /// The company's own number for it (SKU).
        sku: scalar String,
        /// The quantity. Fractions are possible.
        quantity: text Decimal,
        /// The billing period: `month`.
        term: scalar String,
        /// The unit price.
        price: text Price,
        /// The total price.
        total: text Price,
        /// The unit of the discount: `%`.
        discount_unit: scalar String,
        /// The discount.
        discount_number: text Decimal,
    }
}

model! {
    /// A discount, a tax or a similar line on a quote or an invoice.
    pub struct SubtotalLineItem {
        /// The line's id: `1-quoteSubtotalLineItems`.
        id: scalar EntityId,
        /// The position, from 0.
        position: scalar i64,
        /// The name: `Tax`.
        label: scalar String,
        /// The unit of the value: `%`.
        modifier_unit: scalar String,
        /// The value.
        modifier_value: text Decimal,
        /// Whether it is added or subtracted.
        operation: scalar SubtotalOperation,
        /// The resulting amount.
        total: text Price,
    }
}

open_enum! {
    /// Whether a subtotal is added or subtracted.
    pub enum SubtotalOperation {
        /// Added.
        Add = "+",
        /// Subtracted.
        Subtract = "-",
    }
}

model! {
    /// The recipient of a quote or an invoice.
    pub struct Recipient {
        /// The person or company.
        id: scalar EntityId,
        /// The name.
        name: scalar Personal<String>,
        /// The e-mail address.
        email: scalar Personal<String>,
    }
}
