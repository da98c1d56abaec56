//! `GET /rest/audiences`

use crate::Nutshell;
use crate::envelope::{self, Records};
use crate::model::Audience;
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Lists the e-mail marketing audiences in one response.
///
/// `GET /rest/audiences`. The vendor declares a bare list; live responses wrap it in `emAudiences`. Both are read.
///
/// # Errors
///
/// Returns a decode error if the response has no member for the list.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::audiences::ListAudiences::new();
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListAudiences {}

impl ListAudiences {
    /// Creates a request that lists the e-mail marketing audiences.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Request for ListAudiences {
    type Vendor = Nutshell;
    type Response = Records<Audience>;
    const OPERATION: Operation =
        Operation::new("list_audiences", Method::Get, "/rest/audiences", Safety::Read).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }

    fn read(response: &HttpResponse) -> Result<Records<Audience>> {
        envelope::list(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ListAudiences {
    fn sample() -> Self {
        Self::new()
    }
}
