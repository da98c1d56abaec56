//! Sharing of leads and opportunities with users.
//!
//! The vendor's support must have enabled sharing for the account; sharing of opportunities must also be enabled in the
//! account's settings. The calls accept only the keys of an administrator.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`GetShareStatus`] | GET `/v2/EntityAccess.svc/Status/Get` | read | [`ShareState`](crate::model::ShareState) | [page](https://apidocs.leadsquared.com/get-status-of-a-share-revoke-request/) |
//! | [`RevokeEntity`] | POST `/v2/EntityAccess.svc/Revoke` | idempotent | `Acknowledged<RequestId>` | [page](https://apidocs.leadsquared.com/revoke-access-to-a-shared-opportunity/) |
//! | [`ShareEntity`] | POST `/v2/EntityAccess.svc/Share` | non-idempotent | `Acknowledged<RequestId>` | [page](https://apidocs.leadsquared.com/share-an-opportunity/) |
//!
//! <!-- operations: end -->

mod get_share_status;
mod revoke_entity;
mod rows;
mod share_entity;

pub use get_share_status::GetShareStatus;
pub use revoke_entity::RevokeEntity;
pub use share_entity::ShareEntity;

/// The JSON bodies of the requests above, as they are sent.
pub mod body {
    pub use super::rows::EntityAccessBody;
}

leads_core::operations! { crate::LeadSquared;
    GetShareStatus,
    RevokeEntity body,
    ShareEntity body,
}
