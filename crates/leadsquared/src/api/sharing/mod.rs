//! Shares leads and opportunities with users, and ends their access.
//!
//! The vendor's support must have enabled sharing for the account; sharing of opportunities must also be enabled in the
//! account's settings. The calls accept only the keys of an administrator.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`GetShareStatus`] ([vendor's page](https://apidocs.leadsquared.com/get-status-of-a-share-revoke-request/))<br>GET `/v2/EntityAccess.svc/Status/Get` | read | [`ShareState`](crate::model::ShareState) |
//! | [`RevokeEntity`] ([vendor's page](https://apidocs.leadsquared.com/revoke-access-to-a-shared-opportunity/))<br>POST `/v2/EntityAccess.svc/Revoke` | idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`ShareEntity`] ([vendor's page](https://apidocs.leadsquared.com/share-an-opportunity/))<br>POST `/v2/EntityAccess.svc/Share` | non-idempotent | [`Acknowledged`](crate::model::Acknowledged) |
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
