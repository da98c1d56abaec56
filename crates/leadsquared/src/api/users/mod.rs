//! Users of the account.

mod create_user;
mod get_user;
mod list_users;
mod search_users;

pub use create_user::{CreateUser, CreateUserBody};
pub use get_user::GetUser;
pub use list_users::ListUsers;
pub use search_users::{SearchUsers, SearchUsersBody};

leads_core::operations! { crate::LeadSquared;
    CreateUser body,
    GetUser,
    ListUsers: [crate::model::User],
    SearchUsers body: [crate::model::User],
}
