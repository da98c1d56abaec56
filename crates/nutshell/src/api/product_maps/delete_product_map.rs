//! `DELETE /rest/productMaps/{id}`

use super::GetProductMap;
use crate::api::prelude::*;
use crate::model::{LeadProductMap, ProductMapId};

/// Removes a product from a lead. It cannot be restored, only added again.
///
/// `DELETE /rest/productMaps/{id}`. The response contains the relation, or is 204 without a body. The other operations
/// on product maps spell the path `/productmaps`; the vendor documents both spellings as they are used here.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) determines whether the write was applied.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown. A lost response leaves the outcome unknown.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::product_maps::DeleteProductMap;
///
/// let reply = client.send(&DeleteProductMap::new("1-productMaps")).await?;
/// if let Some(map) = reply.into_inner() {
///     println!("{}: {:?}", map.id, map.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/productMaps/{id}")]
#[doc(alias = "productMaps/{id}")]
#[doc(alias = "delete product map")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteProductMap {
    id: ProductMapId,
}

impl DeleteProductMap {
    /// Creates a request that deletes the relation `id`.
    pub fn new(id: impl Into<ProductMapId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for DeleteProductMap {
    type Vendor = Nutshell;
    type Response = Option<One<LeadProductMap>>;
    const OPERATION: Operation = op::delete("delete_product_map", "/rest/productMaps/{id}", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

impl Resolve for DeleteProductMap {
    type Check = GetProductMap;
    const FOUND_WHEN: &'static str = "the vendor no longer knows the relation, or the relation has a deletion time";

    fn check(&self) -> Option<GetProductMap> {
        Some(GetProductMap::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        verification::deleted(seen.map(|one| one.record()))
    }
}

/// Deletes several relations in one call, `DELETE /rest/productMaps/{id},{id}`, with the ids joined by commas in the
/// path, which the vendor declares as a list.
///
/// The behaviour if one of the ids is unknown is not documented: check the rows of the response, or read the relations
/// again.
///
/// If the response is lost, resolve each id separately: pass a [`DeleteProductMap`] of the id and the error of this
/// call to [`Client::resolve`](crate::Client::resolve).
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// As for [`DeleteProductMap`]. Also returns an error, before anything is sent, if the list is empty.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::product_maps::DeleteProductMaps;
///
/// let request = DeleteProductMaps::new(["1-productMaps", "2-productMaps"]);
/// let reply = client.send(&request).await?;
/// if let Some(maps) = reply.into_inner() {
///     println!("{} maps", maps.len());
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteProductMaps {
    ids: Vec<ProductMapId>,
}

impl DeleteProductMaps {
    /// Creates a request that deletes the relations `ids`.
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
}

sample!(DeleteProductMap: Self::new("1-productMaps"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delete_product_map_puts_several_ids_into_a_path_segment() {
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
