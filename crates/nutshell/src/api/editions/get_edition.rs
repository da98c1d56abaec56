//! `GET /rest/editions/{id}`

use crate::api::prelude::*;
use crate::model::{Edition, EditionId};

/// Reads a newsletter edition.
///
/// `GET /rest/editions/{id}`
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown, and a decode error if the response lacks
/// the record.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::editions::GetEdition::new("1-editions");
/// ```
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
