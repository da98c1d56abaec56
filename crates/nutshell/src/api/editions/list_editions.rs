//! `GET /rest/editions`

use crate::api::prelude::*;
use crate::model::Edition;

/// Lists the newsletter editions in one response.
///
/// `GET /rest/editions`. The vendor declares one bare object; a list in any shape is read.
///
/// # Errors
///
/// Returns a decode error if the response has no member for the list.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::editions::ListEditions::new();
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListEditions {}

impl ListEditions {
    /// Creates a request that lists the newsletter editions.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Request for ListEditions {
    type Vendor = Nutshell;
    type Response = Records<Edition>;
    const OPERATION: Operation = op::get("list_editions", "/rest/editions", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(ListEditions: Self::new());
