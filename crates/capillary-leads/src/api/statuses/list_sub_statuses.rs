//! `GET /v2/leads/substatuses`

use crate::api::prelude::*;
use crate::model::{Listing, SubStatus};

/// Lists the organisation's sub-statuses, each with its status. The list is not paged.
///
/// `GET /v2/leads/substatuses`, in the plural; creating one is `/substatus`.
///
/// See [the vendor's page](https://docs.capillarytech.com/reference/get-lead-substatus).
///
/// # Errors
///
/// The vendor documents 400 with an empty body for this call, without a cause.
///
/// # Examples
///
/// ```
/// # async fn run(client: &capillary_leads::Client) -> capillary_leads::Result<()> {
/// use capillary_leads::api::statuses::ListSubStatuses;
///
/// let sub_statuses = client.send(&ListSubStatuses::new()).await?;
/// for sub_status in &sub_statuses.data {
///     println!("{:?}: {}", sub_status.status, sub_status.sub_status);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/leads/substatuses")]
#[doc(alias = "leads/substatuses")]
#[doc(alias = "list sub statuses")]
#[doc(alias = "list sub")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListSubStatuses {}

impl ListSubStatuses {
    /// Creates a request for all sub-statuses.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Request for ListSubStatuses {
    type Vendor = Capillary;
    type Response = Listing<SubStatus>;
    const OPERATION: Operation = op::get("list_sub_statuses", "/v2/leads/substatuses", Safety::Read)
        .docs("https://docs.capillarytech.com/reference/get-lead-substatus");

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(ListSubStatuses: Self::new());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_sub_statuses_path_is_plural() {
        let path = ListSubStatuses::new().parts().unwrap().render(ListSubStatuses::OPERATION.path).unwrap();
        assert_eq!(path, "/v2/leads/substatuses");
    }
}
