//! What sharing and revoking have in common.

use crate::api::prelude::*;
use crate::model::EntityAccess;

/// The wire body of the calls that share records and end accesses: a list of rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntityAccessBody(Vec<EntityAccess>);

impl EntityAccessBody {
    pub(super) fn new(rows: impl IntoIterator<Item = EntityAccess>) -> Self {
        Self(rows.into_iter().collect())
    }

    pub(super) fn parts(&self, check: impl Fn(&EntityAccess) -> Result<()>) -> Result<Parts> {
        Parts::new()
            .require(!self.0.is_empty(), "rows", "must contain at least one row")
            .check(self.0.iter().try_for_each(check))
            .json(self)
    }
}

/// How to check a request whose id is lost.
pub(super) const CHECK: &str = "open the record in LeadSquared as the user";
