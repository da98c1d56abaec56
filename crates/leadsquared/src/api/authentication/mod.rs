//! The owner of the keys.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`GetUserByAccessKey`] | GET `/v2/Authentication.svc/UserByAccessKey.Get` | read | [`KeyOwner`](crate::model::KeyOwner) | [page](https://apidocs.leadsquared.com/user-authentication/) |
//!
//! <!-- operations: end -->

mod get_user_by_access_key;

pub use get_user_by_access_key::GetUserByAccessKey;

leads_core::operations! { crate::LeadSquared;
    GetUserByAccessKey,
}
