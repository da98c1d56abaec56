//! Users.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`GetUser`] | GET `/rest/users/{id}` | read | [`User`](crate::model::User) | [page](https://developers.nutshell.com/reference) |
//! | [`ListUsers`] | GET `/rest/users` | read | list of [`User`](crate::model::User) | [page](https://developers.nutshell.com/reference) |
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
