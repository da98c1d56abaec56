//! `GET /v2/Authentication.svc/UserByAccessKey.Get`

use crate::LeadSquared;
use crate::model::KeyOwner;
use crate::plan::CALLS_ONLY;
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Raw, Request, Safety, read};
use serde::{Deserialize, Serialize};

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
    const OPERATION: Operation = Operation::new(
        "get_user_by_access_key",
        Method::Get,
        "/v2/Authentication.svc/UserByAccessKey.Get",
        Safety::Read,
    )
    .rate(CALLS_ONLY)
    .docs("https://apidocs.leadsquared.com/user-authentication/");

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }

    fn read(response: &HttpResponse) -> Result<Self::Response> {
        read::whole(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for GetUserByAccessKey {
    fn sample() -> Self {
        Self::new()
    }
}
