//! `GET /rest/editions/{id}`

use crate::api::prelude::*;
use crate::model::{Edition, EditionId};

/// Reads a newsletter edition.
///
/// `GET /rest/editions/{id}`
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
/// use nutshell::api::editions::GetEdition;
///
/// let edition = client.send(&GetEdition::new("1-editions")).await?;
/// println!("{}: {:?}", edition.id, edition.name);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/editions/{id}")]
#[doc(alias = "editions/{id}")]
#[doc(alias = "get edition")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetEdition {
    id: EditionId,
}

impl GetEdition {
    /// Creates a request that reads the newsletter edition `id`.
    pub fn new(id: impl Into<EditionId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for GetEdition {
    type Vendor = Nutshell;
    type Response = One<Edition>;
    const OPERATION: Operation = op::get("get_edition", "/rest/editions/{id}", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

sample!(GetEdition: Self::new("1-editions"));
