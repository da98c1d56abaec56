//! `POST /v2/LeadSegmentation.svc/CreateEmptyList`

use crate::LeadSquared;
use crate::api::has_body;
use crate::model::{Acknowledged, ListId};
use crate::plan::CALLS_ONLY;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Raw, Request, Safety, read};
use leads_core::{Result, setters};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

/// Makes a static list without members.
///
/// `POST /v2/LeadSegmentation.svc/CreateEmptyList`. [`AddLeadsToList`](super::AddLeadsToList) fills it.
///
/// After a lost answer there is nothing to look by: a list of the same name may be somebody else's. By hand:
/// `ListLists` shows whether a list of this name is there.
///
/// # Errors
/// [`DuplicateEntityName`](crate::ErrorCode::DuplicateEntityName) when the name is taken,
/// [`NotApplied`](leads_core::WriteOutcome::NotApplied).
///
/// ```
/// use leadsquared::api::lists::CreateEmptyList;
/// let request = CreateEmptyList::new("Fair 2026").description("met at the fair");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateEmptyList {
    body: CreateEmptyListBody,
}

/// The body of [`CreateEmptyList`], as it goes over the wire.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct CreateEmptyListBody {
    name: String,
    description: Option<String>,
}

impl CreateEmptyList {
    /// Makes a list of this name.
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
    const OPERATION: Operation = Operation::new(
        "create_empty_list",
        Method::Post,
        "/v2/LeadSegmentation.svc/CreateEmptyList",
        Safety::NonIdempotent,
    )
    .rate(CALLS_ONLY)
    .docs("https://apidocs.leadsquared.com/create-empty-static-list/");

    fn parts(&self) -> Result<Parts> {
        Parts::new().require(!self.body.name.trim().is_empty(), "name", "must not be empty").json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("ListLists shows whether a list of this name is there".to_owned())
    }

    fn read(response: &HttpResponse) -> Result<Self::Response> {
        read::whole(response)
    }
}

has_body! { CreateEmptyList, CreateEmptyListBody }

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for CreateEmptyList {
    fn sample() -> Self {
        Self::new("Fair 2026").description("met at the fair")
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn the_wire_form_is_the_vendors() {
        assert_eq!(
            wire(&CreateEmptyList::new("Fair").description("d")),
            r#"POST /v2/LeadSegmentation.svc/CreateEmptyList {"Name":"Fair","Description":"d"}"#
        );
        assert_eq!(CreateEmptyList::new(" ").parts().unwrap_err().field(), Some("name"));
    }
}
