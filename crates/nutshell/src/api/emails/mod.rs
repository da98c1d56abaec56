//! E-mails recorded by Nutshell.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`GetEmail`] | GET `/rest/emails/{id}` | read | [`Email`](crate::model::Email) | [page](https://developers.nutshell.com/reference) |
//!
//! <!-- operations: end -->

mod get_email;

pub use get_email::GetEmail;

leads_core::operations! { crate::Nutshell;
    GetEmail,
}
