//! The owner of the keys.

mod get_user_by_access_key;

pub use get_user_by_access_key::GetUserByAccessKey;

leads_core::operations! { crate::LeadSquared;
    GetUserByAccessKey,
}
