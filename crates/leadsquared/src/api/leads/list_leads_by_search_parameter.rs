//! `POST /v2/LeadManagement.svc/Leads/Retrieve/BySearchParameter`

use crate::api::paging;
use crate::api::prelude::*;
use crate::model::{Columns, Lead, ListId, Paging, Sorting, WireNumber};
use leads_core::Personal;
use leads_core::vendor::{Page, Paged};

/// Lists the leads of a list, or those found by a search in the vendor's notation.
///
/// `POST /v2/LeadManagement.svc/Leads/Retrieve/BySearchParameter`. The vendor's page spells `RetrieveBehaviour` in two
/// ways; the spelling of its example is sent.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/get-leads-in-a-list-2/).
///
/// # Errors
///
/// Returns an error before sending if neither a list nor a search is set: the vendor would return every lead.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::{api::leads::ListLeadsBySearchParameter, model::Columns};
///
/// let request = ListLeadsBySearchParameter::of_list("42e2bc7f-7b96-11e9-ae3d-020714094d7e")
///     .columns(Columns::include(["ProspectAutoId", "Score"]));
/// let mut leads = client.items(request);
/// while let Some(lead) = leads.next().await {
///     let lead = lead?;
///     println!("{:?}: {:?}", lead.id(), lead.stage());
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/Leads/Retrieve/BySearchParameter")]
#[doc(alias = "LeadManagement.svc/Leads/Retrieve/BySearchParameter")]
#[doc(alias = "list leads by search parameter")]
#[doc(alias = "list by search parameter")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListLeadsBySearchParameter {
    body: ListLeadsBySearchParameterBody,
}

/// The wire body of [`ListLeadsBySearchParameter`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ListLeadsBySearchParameterBody {
    search_parameters: SearchParameters,
    columns: Option<Columns>,
    sorting: Option<Sorting>,
    paging: Option<Paging>,
}

#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct SearchParameters {
    list_id: Option<ListId>,
    retrieve_behaviour: Option<WireNumber>,
    definition_type: Option<WireNumber>,
    advanced_search_text_new: Option<Personal<String>>,
}

impl ListLeadsBySearchParameter {
    /// Lists the leads of a list, 100 per page.
    pub fn of_list(list: impl Into<ListId>) -> Self {
        Self::with(SearchParameters {
            list_id: Some(list.into()),
            retrieve_behaviour: Some(WireNumber::text(0)),
            ..SearchParameters::default()
        })
    }

    /// Lists the leads found by a search in the JSON notation of the vendor's user interface, 100 per page.
    pub fn of_search(definition_type: i64, advanced_search: impl Into<String>) -> Self {
        Self::with(SearchParameters {
            definition_type: Some(WireNumber::number(definition_type)),
            advanced_search_text_new: Some(Personal(advanced_search.into())),
            ..SearchParameters::default()
        })
    }

    fn with(search_parameters: SearchParameters) -> Self {
        Self {
            body: ListLeadsBySearchParameterBody {
                search_parameters,
                columns: None,
                sorting: Some(Sorting::ascending(paging::LEAD_KEY)),
                paging: Some(Paging::new(1, 100)),
            },
        }
    }

    /// Sets the behaviour: 0, 1 or 2. We found no description of the values on the vendor's page.
    #[must_use]
    pub fn retrieve_behaviour(mut self, behaviour: u32) -> Self {
        self.body.search_parameters.retrieve_behaviour = Some(WireNumber::text(behaviour.into()));
        self
    }

    setters! { body;
        /// Sets the columns.
        columns: Columns,
        /// Sets the order. Rows that tie can be missed or appear twice between pages.
        sorting: Sorting,
        /// Sets the page, 1 to 1,000 rows.
        paging: Paging,
    }
}

impl Request for ListLeadsBySearchParameter {
    type Vendor = LeadSquared;
    type Response = Listing<Lead>;
    const OPERATION: Operation = op::post(
        "list_leads_by_search_parameter",
        "/v2/LeadManagement.svc/Leads/Retrieve/BySearchParameter",
        Safety::Read,
    )
    .docs("https://apidocs.leadsquared.com/get-leads-in-a-list-2/");

    fn parts(&self) -> Result<Parts> {
        let search = &self.body.search_parameters;
        let by_list = search.list_id.as_ref().is_some_and(|list| !list.as_str().trim().is_empty());
        let by_text = search.advanced_search_text_new.as_ref().is_some_and(|text| !text.trim().is_empty());
        Parts::new()
            .require(by_list || by_text, "list_id", "or a search must be set: the vendor would return every lead")
            .require(
                search.retrieve_behaviour.is_none_or(|behaviour| (0..=2).contains(&behaviour.get())),
                "retrieve_behaviour",
                "must be 0, 1 or 2",
            )
            .check(Paging::check(self.body.paging.as_ref(), 1_000))
            .check(Sorting::check(self.body.sorting.as_ref()))
            .json(&self.body)
    }
}

has_body!(ListLeadsBySearchParameter => ListLeadsBySearchParameterBody);

impl Paged for ListLeadsBySearchParameter {
    type Item = Raw<Lead>;

    fn page(&self, response: Self::Response) -> Page<Self> {
        paging::step(response, self.body.paging.as_ref(), |next| self.clone().paging(next))
    }

    paging::by_position! {}

    fn key(item: &Self::Item) -> Option<String> {
        item.id().map(|id| id.as_str().to_owned())
    }
}

sample!(ListLeadsBySearchParameter: Self::of_list("0b0b0b0b-0b0b-4b0b-8b0b-0b0b0b0b0b0b").columns(Columns::include(["ProspectID", "Score"])));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_or_search_is_required() {
        assert_eq!(ListLeadsBySearchParameter::of_list("").parts().unwrap_err().field(), Some("list_id"));
        assert!(ListLeadsBySearchParameter::of_search(1, "{}").parts().is_ok());
        let unknown = ListLeadsBySearchParameter::of_list("7").retrieve_behaviour(3);
        assert_eq!(unknown.parts().unwrap_err().field(), Some("retrieve_behaviour"));
    }
}
