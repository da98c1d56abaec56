//! `GET /v2/EntityAccess.svc/Status/Get`

use crate::api::prelude::*;
use crate::model::{RequestId, ShareState};

/// Reads the state of a request to share records or to end accesses.
///
/// `GET /v2/EntityAccess.svc/Status/Get?id=`. `Status` in the response only says that the state could be read;
/// [`ShareState::is_processed`] says whether the request was processed.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/get-status-of-a-share-revoke-request/).
///
/// # Errors
///
/// Returns an error before sending if the id is blank. No data is changed.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::sharing::GetShareStatus;
///
/// let request = GetShareStatus::new("0a1b2c3d4e5f60718293a4b5c6d7e8f9");
/// let share_state = client.send(&request).await?;
/// println!("{:?}", share_state.share_status);
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/EntityAccess.svc/Status/Get")]
#[doc(alias = "EntityAccess.svc/Status/Get")]
#[doc(alias = "get share status")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetShareStatus {
    request_id: RequestId,
}

impl GetShareStatus {
    /// Reads the state of a request.
    pub fn new(request: impl Into<RequestId>) -> Self {
        Self { request_id: request.into() }
    }
}

impl Request for GetShareStatus {
    type Vendor = LeadSquared;
    type Response = Raw<ShareState>;
    const OPERATION: Operation = op::get("get_share_status", "/v2/EntityAccess.svc/Status/Get", Safety::Read)
        .docs("https://apidocs.leadsquared.com/get-status-of-a-share-revoke-request/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(crate::model::check_id(self.request_id.as_str(), "request_id"))
            .query("id", &self.request_id)
            .empty()
    }
}

sample!(GetShareStatus: Self::new("0a0b0c0d0e0f00010203040506070809"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn get_share_status_builds_the_vendors_query() {
        assert_eq!(wire(&GetShareStatus::new("0a1b")), "GET /v2/EntityAccess.svc/Status/Get?id=0a1b");
        assert_eq!(GetShareStatus::new("").parts().unwrap_err().field(), Some("request_id"));
    }
}
