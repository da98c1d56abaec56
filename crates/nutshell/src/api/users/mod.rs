//! Users.

mod get_user;
mod list_users;

pub use get_user::GetUser;
pub use list_users::ListUsers;

leads_core::operations! { crate::Nutshell;
    ListUsers: [crate::model::User],
    GetUser,
}
