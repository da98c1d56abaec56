//! `GET /rest/audiences`

use crate::api::prelude::*;
use crate::model::Audience;

/// Lists the e-mail marketing audiences in one response.
///
/// `GET /rest/audiences`. The vendor declares a bare list; live responses wrap it in `emAudiences`. Both are read.
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
/// use nutshell::api::audiences::ListAudiences;
///
/// let audiences = client.send(&ListAudiences::new()).await?;
/// for audience in audiences.iter() {
///     println!("{}: {:?}", audience.id, audience.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/audiences")]
#[doc(alias = "audiences")]
#[doc(alias = "list audiences")]
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
