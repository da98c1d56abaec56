//! Quotes and invoices.

use super::{EntityId, InvoiceId, LeadId, ProductId, QuoteId, model};
use crate::envelope::Record;
use leads_core::open_enum;

open_enum! {
    /// The status of a quote or an invoice.
    pub enum SalesDocumentStatus {
        /// It is being written. It is read only: no call sets it.
        Draft = "DRAFT",
        /// It can be sent.
        Ready = "READY",
        /// It was sent.
        Sent = "SENT",
        /// It was taken back.
        Revoked = "REVOKED",
        /// The customer has accepted the quote, or paid the invoice.
        Accepted = "ACCEPTED",
        /// It was put away.
        Archived = "ARCHIVED",
        /// Its time is over. It is read only: no call sets it.
        Expired = "EXPIRED",
    }
}

impl SalesDocumentStatus {
    /// Whether a call can set it. An unknown one is left to the vendor to refuse.
    #[must_use]
    pub fn can_be_set(&self) -> bool {
        !matches!(self, Self::Draft | Self::Expired)
    }
}

model! {
    /// A quote: an offer to a customer.
    pub struct Quote {
        /// The id.
        id: required QuoteId,
        /// The type, `quotes`.
        #[serde(rename = "type")]
        kind: scalar String,
        /// The number shown to people: `1000-01`.
        number: scalar String,
        /// The status.
        display_status: scalar SalesDocumentStatus,
        /// The sum.
        total: money,
        /// What is sold. The answer to a change of status may leave it out.
        product_line_items: list ProductLineItem,
        /// Discounts, taxes and the like.
        subtotal_line_items: list SubtotalLineItem,
        /// Who gets it.
        recipient: object Recipient,
        /// How long it holds.
        valid_through_time: time,
        /// When it was made.
        created_time: time,
        /// When it was published.
        published_time: time,
        /// When it was sent.
        sent_time: time,
        /// When the customer accepted it.
        accepted_time: time,
        /// Who accepted it.
        accepted_name: personal,
        /// The e-mail address of who accepted it.
        accepted_email: personal,
        /// When it was deleted.
        deleted_time: time,
        /// Its relations.
        links: links SalesDocumentLinks,
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
        #[serde(rename = "type")]
        kind: scalar String,
        /// The number shown to people: `1000-01`.
        number: scalar String,
        /// The status; [`Accepted`](SalesDocumentStatus::Accepted) means paid.
        display_status: scalar SalesDocumentStatus,
        /// The sum.
        total: money,
        /// What is sold. The answer to a change of status may leave it out.
        product_line_items: list ProductLineItem,
        /// Discounts, taxes and the like.
        subtotal_line_items: list SubtotalLineItem,
        /// Who gets it.
        recipient: object Recipient,
        /// Until when it is to be paid.
        valid_through_time: time,
        /// When it was made.
        created_time: time,
        /// When it was published.
        published_time: time,
        /// When it was sent.
        sent_time: time,
        /// When it was paid.
        paid_time: time,
        /// Who paid it.
        accepted_name: personal,
        /// The e-mail address of who paid it.
        accepted_email: personal,
        /// What was noted when it was paid or taken back.
        completion_comment: personal,
        /// When it was deleted.
        deleted_time: time,
        /// Its relations.
        links: links SalesDocumentLinks,
    }
}

impl Record for Invoice {
    const PLURAL: &'static str = "invoices";
}

model! {
    /// The relations of a quote or an invoice.
    pub struct SalesDocumentLinks {
        /// The lead that it belongs to.
        lead: scalar LeadId,
    }
}

model! {
    /// Something sold by a quote or an invoice.
    pub struct ProductLineItem {
        /// The id of the line: `1-quoteProductLineItems`.
        id: scalar EntityId,
        /// Its place, from 0.
        position: scalar i64,
        /// The product; `None` for what is no product of the company.
        product: scalar ProductId,
        /// What it is called.
        name: scalar String,
        /// What it is.
        description: scalar String,
        /// The number under which the company keeps it.
        sku: scalar String,
        /// How many; fractions are possible.
        quantity: decimal,
        /// What is paid for at a time: `month`.
        term: scalar String,
        /// The price of one.
        price: money,
        /// The price of all.
        total: money,
        /// What the discount is in: `%`.
        discount_unit: scalar String,
        /// The discount.
        discount_number: decimal,
    }
}

model! {
    /// A discount, a tax or the like on a quote or an invoice.
    pub struct SubtotalLineItem {
        /// The id of the line: `1-quoteSubtotalLineItems`.
        id: scalar EntityId,
        /// Its place, from 0.
        position: scalar i64,
        /// What it is called: `Tax`.
        label: scalar String,
        /// What the value is in: `%`.
        modifier_unit: scalar String,
        /// The value.
        modifier_value: decimal,
        /// Whether it is added or taken away.
        operation: scalar SubtotalOperation,
        /// What it comes to.
        total: money,
    }
}

open_enum! {
    /// Whether a subtotal is added or taken away.
    pub enum SubtotalOperation {
        /// It is added.
        Add = "+",
        /// It is taken away.
        Subtract = "-",
    }
}

model! {
    /// Who gets a quote or an invoice.
    pub struct Recipient {
        /// The person or company.
        id: scalar EntityId,
        /// The name.
        name: personal,
        /// The e-mail address.
        email: personal,
    }
}
