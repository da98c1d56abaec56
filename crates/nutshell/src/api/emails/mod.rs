//! E-mails recorded by Nutshell.

mod get_email;

pub use get_email::GetEmail;

leads_core::operations! { crate::Nutshell;
    GetEmail,
}
