//! `GET /v2/Authentication.svc/UserByAccessKey.Get`

use crate::api::prelude::*;
use crate::model::KeyOwner;

/// Reads the user that the keys belong to. Every regional host responds to it, so it both verifies the keys and
/// identifies the region: see [`KeyOwner::region`].
///
/// `GET /v2/Authentication.svc/UserByAccessKey.Get`.
///
/// # Errors
///
/// `Unauthenticated` if the keys are invalid.
///
/// # Examples
///
/// ```
/// let request = leadsquared::api::authentication::GetUserByAccessKey::new();
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetUserByAccessKey {}

impl GetUserByAccessKey {
    /// Reads the user.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Request for GetUserByAccessKey {
    type Vendor = LeadSquared;
    type Response = Raw<KeyOwner>;
    const OPERATION: Operation =
        op::get("get_user_by_access_key", "/v2/Authentication.svc/UserByAccessKey.Get", Safety::Read)
            .docs("https://apidocs.leadsquared.com/user-authentication/");

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(GetUserByAccessKey: Self::new());
