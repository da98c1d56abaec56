//! `GET /v2/Authentication.svc/UserByAccessKey.Get`

use crate::api::prelude::*;
use crate::model::KeyOwner;

/// Reads the user that the keys belong to. Every regional host responds to it, so it both verifies the keys and
/// identifies the region: see [`KeyOwner::region`].
///
/// `GET /v2/Authentication.svc/UserByAccessKey.Get`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/user-authentication/).
///
/// # Errors
///
/// `Unauthenticated` if the keys are invalid.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::authentication::GetUserByAccessKey;
///
/// let key_owner = client.send(&GetUserByAccessKey::new()).await?;
/// println!("{:?} of {:?}", key_owner.id(), key_owner.org_short_code());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/Authentication.svc/UserByAccessKey.Get")]
#[doc(alias = "Authentication.svc/UserByAccessKey.Get")]
#[doc(alias = "get user by access key")]
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
