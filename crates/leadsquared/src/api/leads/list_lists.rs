//! `GET /v2/LeadManagement.svc/Lists.Get`

use crate::api::prelude::*;
use crate::model::LeadList;
use leads_core::Error;
use leads_core::vendor::{Page, Paged};

/// Lists the lists of leads.
///
/// `GET /v2/LeadManagement.svc/Lists.Get?PageIndex=&ListType=&SearchText=`. The type is a number in the query and a
/// word in the response.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/retrieve-all-lists/).
///
/// # Errors
///
/// The errors common to all reads.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::leads::ListLists;
///
/// let mut lists = client.items(ListLists::new().search_text("fair").list_type(0));
/// while let Some(list) = lists.next().await {
///     let list = list?;
///     println!("{:?}: {:?}", list.list_id, list.list_name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/Lists.Get")]
#[doc(alias = "LeadManagement.svc/Lists.Get")]
#[doc(alias = "list lists")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListLists {
    page_index: Option<u32>,
    list_type: Option<u32>,
    search_text: Option<String>,
}

impl ListLists {
    /// Lists the first page.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the page, counted from 1.
    #[must_use]
    pub fn page_index(mut self, page: u32) -> Self {
        self.page_index = Some(page);
        self
    }

    /// Restricts the results to lists of one type: 0, 1 or 2. We found no description of the values on the vendor's
    /// page.
    #[must_use]
    pub fn list_type(mut self, list_type: u32) -> Self {
        self.list_type = Some(list_type);
        self
    }

    /// Restricts the results to lists whose name contains a text.
    #[must_use]
    pub fn search_text(mut self, text: impl Into<String>) -> Self {
        self.search_text = Some(text.into());
        self
    }
}

impl Request for ListLists {
    type Vendor = LeadSquared;
    type Response = Listing<LeadList>;
    const OPERATION: Operation = op::get("list_lists", "/v2/LeadManagement.svc/Lists.Get", Safety::Read)
        .docs("https://apidocs.leadsquared.com/retrieve-all-lists/");

    fn parts(&self) -> Result<Parts> {
        let page = match self.page_index {
            Some(0) => Err(Error::invalid("page_index", "must be at least 1")),
            _ => Ok(()),
        };
        Parts::new()
            .check(page)
            .require(self.list_type.is_none_or(|kind| kind <= 2), "list_type", "must be 0, 1 or 2")
            .query_opt("PageIndex", self.page_index)
            .query_opt("ListType", self.list_type)
            .query_opt("SearchText", self.search_text.as_ref())
            .empty()
    }
}

impl Paged for ListLists {
    type Item = Raw<LeadList>;

    fn page(&self, response: Self::Response) -> Page<Self> {
        let Listing { rows, unreadable, .. } = response;
        // The response has no count, so only an empty page reliably marks the end.
        let next = match rows.is_empty() && unreadable.is_empty() {
            true => leads_core::vendor::NextPage::End(leads_core::vendor::EndReason::EmptyPage),
            false => leads_core::vendor::NextPage::Next(self.clone().page_index(self.page_index.unwrap_or(1) + 1)),
        };
        Page::new(rows, next).with_unreadable(unreadable)
    }

    fn key(item: &Self::Item) -> Option<String> {
        item.list_id.as_ref().map(|id| id.as_str().to_owned())
    }
}

sample!(ListLists: Self::new().page_index(1).list_type(0).search_text("fair"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_lists_builds_the_vendors_query() {
        let parts = ListLists::new().page_index(2).list_type(1).search_text("a b").parts().unwrap();
        assert!(parts.render(ListLists::OPERATION.path).unwrap().ends_with("?PageIndex=2&ListType=1&SearchText=a%20b"));
        assert_eq!(ListLists::new().page_index(0).parts().unwrap_err().field(), Some("page_index"));
    }
}
