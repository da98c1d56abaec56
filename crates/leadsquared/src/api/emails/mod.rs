//! Sends e-mails to leads.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`SendEmailToLead`]<br>POST `/v2/EmailMarketing.svc/SendEmailToLead` | non-idempotent | [`SentEmail`](crate::model::SentEmail) |
//!
//! <!-- operations: end -->

mod send_email_to_lead;

pub use send_email_to_lead::{EmailType, SendEmailToLead};

/// The JSON bodies of the requests above, as they are sent.
pub mod body {
    pub use super::send_email_to_lead::SendEmailToLeadBody;
}

leads_core::operations! { crate::LeadSquared;
    SendEmailToLead body,
}
