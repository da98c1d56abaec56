//! `DELETE /rest/productMaps/{id}`

use super::GetProductMap;
use crate::Nutshell;
use crate::envelope::{One, Records};
use crate::evidence;
use crate::model::{LeadProductMap, ProductMapId};
use crate::verification::{self, Seen};
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use leads_core::{Resolution, Resolve, Result};
use serde::{Deserialize, Serialize};

/// Takes a product off a lead. There is no way to bring it back but to add it again.
///
/// `DELETE /rest/productMaps/{id}`; the answer holds the relation, or is 204 without a body. The other operations of
/// product maps spell the path `/productmaps`: the vendor documents both as they are here.
///
/// [`Client::resolve`](crate::Client::resolve) finds out what became of it after a lost answer.
///
/// # Errors
/// [`NotFound`](leads_core::ErrorKind::NotFound) for an unknown id. A lost answer leaves the outcome unknown, and the
/// call is not sent again.
///
/// ```
/// let request = nutshell::api::product_maps::DeleteProductMap::new("1-productMaps");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteProductMap {
    id: ProductMapId,
}

impl DeleteProductMap {
    /// Deletes the relation `id`.
    pub fn new(id: impl Into<ProductMapId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for DeleteProductMap {
    type Vendor = Nutshell;
    type Response = Option<One<LeadProductMap>>;
    const OPERATION: Operation =
        Operation::new("delete_product_map", Method::Delete, "/rest/productMaps/{id}", Safety::NonIdempotent)
            .docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<Option<One<LeadProductMap>>> {
        evidence::record_or_nothing::<Self, _>(response)
    }
}

impl Resolve for DeleteProductMap {
    type Check = GetProductMap;
    const FOUND_WHEN: &'static str = "the vendor knows the relation no more, or it shows when it was deleted";

    fn check(&self) -> Option<GetProductMap> {
        Some(GetProductMap::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        verification::deleted(seen.map(|one| one.record()))
    }
}

/// Deletes several relations in one call, `DELETE /rest/productMaps/{id},{id}`: the ids are joined by commas in the
/// path, which the vendor declares as a list.
///
/// What happens when one of them is unknown is not documented: look at the rows of the answer, or read the relations
/// again.
///
/// After a lost answer, [`Client::resolve`](crate::Client::resolve) of a [`DeleteProductMap`] of each id, with the
/// error of this call, tells of each.
///
/// # Errors
/// As [`DeleteProductMap`]; an empty list is refused before anything is sent.
///
/// ```
/// let request = nutshell::api::product_maps::DeleteProductMaps::new(["1-productMaps", "2-productMaps"]);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteProductMaps {
    ids: Vec<ProductMapId>,
}

impl DeleteProductMaps {
    /// Deletes the relations `ids`.
    pub fn new<I: Into<ProductMapId>>(ids: impl IntoIterator<Item = I>) -> Self {
        Self { ids: ids.into_iter().map(Into::into).collect() }
    }
}

impl Request for DeleteProductMaps {
    type Vendor = Nutshell;
    type Response = Option<Records<LeadProductMap>>;
    const OPERATION: Operation = DeleteProductMap::OPERATION;

    fn parts(&self) -> Result<Parts> {
        Parts::new().path_list("id", &self.ids).empty()
    }

    fn read(response: &HttpResponse) -> Result<Option<Records<LeadProductMap>>> {
        evidence::records_or_nothing::<Self, _>(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for DeleteProductMap {
    fn sample() -> Self {
        Self::new("1-productMaps")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_ids_share_a_segment() {
        let path = |request: &DeleteProductMaps| {
            request.parts().and_then(|parts| parts.render(DeleteProductMaps::OPERATION.path))
        };
        assert_eq!(
            path(&DeleteProductMaps::new(["1-productMaps", "2-productMaps"])).unwrap(),
            "/rest/productMaps/1-productMaps,2-productMaps"
        );
        assert_eq!(path(&DeleteProductMaps::new(Vec::<ProductMapId>::new())).unwrap_err().field(), Some("id"));
    }
}
