//! Reads and lists users.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`GetUser`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/users/{id}` | read | [`User`](crate::model::User) |
//! | [`ListUsers`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/users` | read | list of [`User`](crate::model::User) |
//!
//! <!-- operations: end -->

mod get_user;
mod list_users;

pub use get_user::GetUser;
pub use list_users::ListUsers;

leads_core::operations! { crate::Nutshell;
    ListUsers: [crate::model::User],
    GetUser,
}
