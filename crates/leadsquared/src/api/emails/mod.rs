//! E-mails to leads.

mod send_email_to_lead;

pub use send_email_to_lead::{EmailType, SendEmailToLead, SendEmailToLeadBody};

leads_core::operations! { crate::LeadSquared;
    SendEmailToLead body,
}
