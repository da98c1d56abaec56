//! Reads the owner of the keys.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`GetUserByAccessKey`] ([vendor's page](https://apidocs.leadsquared.com/user-authentication/))<br>GET `/v2/Authentication.svc/UserByAccessKey.Get` | read | [`KeyOwner`](crate::model::KeyOwner) |
//!
//! <!-- operations: end -->

mod get_user_by_access_key;

pub use get_user_by_access_key::GetUserByAccessKey;

leads_core::operations! { crate::LeadSquared;
    GetUserByAccessKey,
}
