//! `GET /rest/audiences`

use crate::api::prelude::*;
use crate::model::Audience;

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
    const OPERATION: Operation = op::get("list_audiences", "/rest/audiences", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(ListAudiences: Self::new());
