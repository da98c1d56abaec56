//! `GET /rest/outcomes`

use crate::api::prelude::*;
use crate::model::Outcome;

/// Lists the company's outcomes in one response.
///
/// `GET /rest/outcomes`
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns a decode error if the response is not a list.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::outcomes::ListOutcomes;
///
/// let outcomes = client.send(&ListOutcomes::new()).await?;
/// for outcome in outcomes.iter() {
///     println!("{}: {:?}", outcome.id, outcome.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/outcomes")]
#[doc(alias = "outcomes")]
#[doc(alias = "list outcomes")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListOutcomes {}

impl ListOutcomes {
    /// Creates a request that lists the outcomes.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Request for ListOutcomes {
    type Vendor = Nutshell;
    type Response = Records<Outcome>;
    const OPERATION: Operation = op::get("list_outcomes", "/rest/outcomes", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(ListOutcomes: Self::new());
