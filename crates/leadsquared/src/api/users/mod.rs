//! Creates, reads, lists and searches users of the account.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`CreateUser`]<br>POST `/v2/UserManagement.svc/User/Create` | non-idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`GetUser`]<br>GET `/v2/UserManagement.svc/User/Retrieve/ByUserId` | read | [`User`](crate::model::User) |
//! | [`ListUsers`] ([vendor's page](https://apidocs.leadsquared.com/get-users))<br>GET `/v2/UserManagement.svc/Users.Get` | read | list of [`User`](crate::model::User) |
//! | [`SearchUsers`] ([vendor's page](https://apidocs.leadsquared.com/user-advanced-search/))<br>POST `/v2/UserManagement.svc/User/AdvancedSearch` | read | list of [`User`](crate::model::User) |
//!
//! <!-- operations: end -->

mod create_user;
mod get_user;
mod list_users;
mod search_users;

pub use create_user::CreateUser;
pub use get_user::GetUser;
pub use list_users::ListUsers;
pub use search_users::SearchUsers;

/// The JSON bodies of the requests above, as they are sent.
pub mod body {
    pub use super::create_user::CreateUserBody;
    pub use super::search_users::SearchUsersBody;
}

leads_core::operations! { crate::LeadSquared;
    CreateUser body,
    GetUser,
    ListUsers: [crate::model::User],
    SearchUsers body: [crate::model::User],
}
