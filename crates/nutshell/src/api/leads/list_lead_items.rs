//! `GET /rest/leads/list`

use crate::api::prelude::*;
use crate::model::ListItem;
use crate::query::{self, Filter, LeadSort, Sort, search_setters};
use leads_core::Personal;

/// Lists leads as flat table rows, in one response: the vendor documents no paging here.
///
/// `GET /rest/leads/list`
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns [`ErrorCode::InvalidFilter`](crate::ErrorCode::InvalidFilter) if the list does not support a filter.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::leads::ListLeadItems;
/// use nutshell::query::{Filter, LeadSort, Sort};
///
/// let request = ListLeadItems::new()
///     .filter(Filter::owners(["1-users"]))
///     .sort(Sort::descending(LeadSort::Value));
/// let items = client.send(&request).await?;
/// for item in items.iter() {
///     println!("{}: {:?}", item.id, item.primary_name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/leads/list")]
#[doc(alias = "leads/list")]
#[doc(alias = "list lead items")]
#[doc(alias = "list items")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ListLeadItems {
    text: Option<Personal<String>>,
    filters: Vec<Filter>,
    sort: Option<Sort<LeadSort>>,
}

impl ListLeadItems {
    /// Creates a request that lists every row.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    search_setters! { all LeadSort }
}

impl Request for ListLeadItems {
    type Vendor = Nutshell;
    type Response = Records<ListItem>;
    const OPERATION: Operation = op::get("list_lead_items", "/rest/leads/list", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        query::search(Parts::new(), self.text.as_ref(), &self.filters, self.sort.as_ref()).empty()
    }
}

sample!(ListLeadItems: Self::new().text("wash").filter(Filter::tags(["1-tags"])).sort(Sort::descending(LeadSort::Value)));
