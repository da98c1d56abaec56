//! Sharing of leads and opportunities with users.
//!
//! The vendor's support must have enabled sharing for the account; sharing of opportunities must also be enabled in the
//! account's settings. The calls accept only the keys of an administrator.

mod get_share_status;
mod revoke_entity;
mod rows;
mod share_entity;

pub use get_share_status::GetShareStatus;
pub use revoke_entity::RevokeEntity;
pub use rows::EntityAccessBody;
pub use share_entity::ShareEntity;

leads_core::operations! { crate::LeadSquared;
    GetShareStatus,
    RevokeEntity body,
    ShareEntity body,
}
