//! Reads e-mails that Nutshell recorded.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`GetEmail`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/emails/{id}` | read | [`Email`](crate::model::Email) |
//!
//! <!-- operations: end -->

mod get_email;

pub use get_email::GetEmail;

leads_core::operations! { crate::Nutshell;
    GetEmail,
}
