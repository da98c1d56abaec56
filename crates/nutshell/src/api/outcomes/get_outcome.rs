//! `GET /rest/outcomes/{id}`

use crate::api::prelude::*;
use crate::model::{Outcome, OutcomeId};

/// Reads an outcome.
///
/// `GET /rest/outcomes/{id}`
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown, and a decode error if the response lacks
/// the record.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::outcomes::GetOutcome;
///
/// let outcome = client.send(&GetOutcome::new("1-outcomes")).await?;
/// println!("{}: {:?}", outcome.id, outcome.name);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/outcomes/{id}")]
#[doc(alias = "outcomes/{id}")]
#[doc(alias = "get outcome")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetOutcome {
    id: OutcomeId,
}

impl GetOutcome {
    /// Creates a request that reads the outcome `id`.
    pub fn new(id: impl Into<OutcomeId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for GetOutcome {
    type Vendor = Nutshell;
    type Response = One<Outcome>;
    const OPERATION: Operation = op::get("get_outcome", "/rest/outcomes/{id}", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

sample!(GetOutcome: Self::new("1-outcomes"));
