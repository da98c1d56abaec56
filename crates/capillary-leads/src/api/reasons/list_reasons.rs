//! `GET /v2/leads/reasons`

use crate::Capillary;
use crate::model::{Listing, Reason};
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Lists the organisation's reasons. The list is not paged.
///
/// `GET /v2/leads/reasons`. A newer page lists a `leadId` in the path, although the path has no place for it.
///
/// # Errors
///
/// Only the errors that every call can return.
///
/// # Examples
///
/// ```
/// use capillary_leads::api::reasons::ListReasons;
/// let request = ListReasons::new();
/// ```
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
    const OPERATION: Operation = Operation::new("list_reasons", Method::Get, "/v2/leads/reasons", Safety::Read)
        .docs("https://docs.capillarytech.com/reference/get-lead-reasons");

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }

    fn read(response: &HttpResponse) -> Result<Listing<Reason>> {
        Listing::read(&response.body)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ListReasons {
    fn sample() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_has_no_lead_id() {
        let path = ListReasons::new().parts().unwrap().render(ListReasons::OPERATION.path).unwrap();
        assert_eq!(path, "/v2/leads/reasons");
    }
}
