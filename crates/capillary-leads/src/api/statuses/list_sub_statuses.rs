//! `GET /v2/leads/substatuses`

use crate::Capillary;
use crate::model::{Listing, SubStatus};
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Lists the organisation's sub-statuses, each with its status. The list is not paged.
///
/// `GET /v2/leads/substatuses`, in the plural; creating one is `/substatus`.
///
/// # Errors
///
/// The vendor documents 400 with an empty body for this call, without a cause.
///
/// # Examples
///
/// ```
/// use capillary_leads::api::statuses::ListSubStatuses;
/// let request = ListSubStatuses::new();
/// ```
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
    const OPERATION: Operation =
        Operation::new("list_sub_statuses", Method::Get, "/v2/leads/substatuses", Safety::Read)
            .docs("https://docs.capillarytech.com/reference/get-lead-substatus");

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }

    fn read(response: &HttpResponse) -> Result<Listing<SubStatus>> {
        Listing::read(&response.body)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ListSubStatuses {
    fn sample() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_is_plural() {
        let path = ListSubStatuses::new().parts().unwrap().render(ListSubStatuses::OPERATION.path).unwrap();
        assert_eq!(path, "/v2/leads/substatuses");
    }
}
