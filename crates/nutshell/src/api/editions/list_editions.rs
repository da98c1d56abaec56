//! `GET /rest/editions`

use crate::api::prelude::*;
use crate::model::Edition;

/// Lists the newsletter editions in one response.
///
/// `GET /rest/editions`. The vendor declares one bare object; a list in any shape is read.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns a decode error if the response has no member for the list.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::editions::ListEditions;
///
/// let editions = client.send(&ListEditions::new()).await?;
/// for edition in editions.iter() {
///     println!("{}: {:?}", edition.id, edition.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/editions")]
#[doc(alias = "editions")]
#[doc(alias = "list editions")]
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
