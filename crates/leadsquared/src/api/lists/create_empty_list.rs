//! `POST /v2/LeadSegmentation.svc/CreateEmptyList`

use crate::api::prelude::*;
use crate::model::{Acknowledged, ListId};

/// Creates an empty static list.
///
/// `POST /v2/LeadSegmentation.svc/CreateEmptyList`. Add leads with [`AddLeadsToList`](super::AddLeadsToList).
///
/// If the response is lost, the outcome cannot be verified automatically: another client may have created a list with
/// the same name. To check by hand, look up the name with `ListLists`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/create-empty-static-list/).
///
/// # Errors
///
/// [`DuplicateEntityName`](crate::ErrorCode::DuplicateEntityName) if the name is taken; the outcome is then
/// [`NotApplied`](leads_core::WriteOutcome::NotApplied).
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::lists::CreateEmptyList;
///
/// let request = CreateEmptyList::new("Fair 2026").description("met at the fair");
/// let created = client.send(&request).await?;
/// println!("created: {:?}", created.id());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadSegmentation.svc/CreateEmptyList")]
#[doc(alias = "LeadSegmentation.svc/CreateEmptyList")]
#[doc(alias = "create empty list")]
#[doc(alias = "create empty")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateEmptyList {
    body: CreateEmptyListBody,
}

/// The wire body of [`CreateEmptyList`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct CreateEmptyListBody {
    name: String,
    description: Option<String>,
}

impl CreateEmptyList {
    /// Creates a list with this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self { body: CreateEmptyListBody { name: name.into(), description: None } }
    }

    setters! { body;
        /// Sets the description.
        description: String,
    }
}

impl Request for CreateEmptyList {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged<ListId>>;
    const OPERATION: Operation =
        op::post("create_empty_list", "/v2/LeadSegmentation.svc/CreateEmptyList", Safety::NonIdempotent)
            .docs("https://apidocs.leadsquared.com/create-empty-static-list/");

    fn parts(&self) -> Result<Parts> {
        Parts::new().require(!self.body.name.trim().is_empty(), "name", "must not be empty").json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("look up the list by its name with ListLists".to_owned())
    }
}

has_body!(CreateEmptyList => CreateEmptyListBody);

sample!(CreateEmptyList: Self::new("Fair 2026").description("met at the fair"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn create_empty_list_serializes_to_the_wire_form() {
        assert_eq!(
            wire(&CreateEmptyList::new("Fair").description("d")),
            r#"POST /v2/LeadSegmentation.svc/CreateEmptyList {"Name":"Fair","Description":"d"}"#
        );
        assert_eq!(CreateEmptyList::new(" ").parts().unwrap_err().field(), Some("name"));
    }
}
