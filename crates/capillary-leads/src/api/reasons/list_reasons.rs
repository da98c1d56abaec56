//! `GET /v2/leads/reasons`

use crate::api::prelude::*;
use crate::model::{Listing, Reason};

/// Lists the organisation's reasons. The list is not paged.
///
/// `GET /v2/leads/reasons`. A newer page lists a `leadId` in the path, although the path has no place for it.
///
/// See [the vendor's page](https://docs.capillarytech.com/reference/get-lead-reasons).
///
/// # Errors
///
/// Only the errors that every call can return.
///
/// # Examples
///
/// ```
/// # async fn run(client: &capillary_leads::Client) -> capillary_leads::Result<()> {
/// use capillary_leads::api::reasons::ListReasons;
///
/// let reasons = client.send(&ListReasons::new()).await?;
/// for reason in &reasons.data {
///     println!("{}: {:?}", reason.id, reason.reason);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/leads/reasons")]
#[doc(alias = "leads/reasons")]
#[doc(alias = "list reasons")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListReasons {}

impl ListReasons {
    /// Creates a request for all reasons.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Request for ListReasons {
    type Vendor = Capillary;
    type Response = Listing<Reason>;
    const OPERATION: Operation = op::get("list_reasons", "/v2/leads/reasons", Safety::Read)
        .docs("https://docs.capillarytech.com/reference/get-lead-reasons");

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(ListReasons: Self::new());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_has_no_lead_id() {
        let path = ListReasons::new().parts().unwrap().render(ListReasons::OPERATION.path).unwrap();
        assert_eq!(path, "/v2/leads/reasons");
    }
}
