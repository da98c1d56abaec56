//! `GET /rest/accounts/list`

use crate::api::prelude::*;
use crate::model::ListItem;
use crate::query::{self, AccountSort, Filter, Sort, search_setters};
use leads_core::Personal;

/// Lists accounts as flat table rows, in one response: the vendor documents no paging here.
///
/// `GET /rest/accounts/list`
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
/// use nutshell::api::accounts::ListAccountItems;
/// use nutshell::query::{Filter, AccountSort, Sort};
///
/// let request = ListAccountItems::new()
///     .filter(Filter::owners(["1-users"]))
///     .sort(Sort::descending(AccountSort::Name));
/// let items = client.send(&request).await?;
/// for item in items.iter() {
///     println!("{}: {:?}", item.id, item.primary_name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/accounts/list")]
#[doc(alias = "accounts/list")]
#[doc(alias = "list account items")]
#[doc(alias = "list items")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ListAccountItems {
    text: Option<Personal<String>>,
    filters: Vec<Filter>,
    sort: Option<Sort<AccountSort>>,
}

impl ListAccountItems {
    /// Creates a request that lists every row.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    search_setters! { all AccountSort }
}

impl Request for ListAccountItems {
    type Vendor = Nutshell;
    type Response = Records<ListItem>;
    const OPERATION: Operation = op::get("list_account_items", "/rest/accounts/list", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        query::search(Parts::new(), self.text.as_ref(), &self.filters, self.sort.as_ref()).empty()
    }
}

sample!(ListAccountItems: Self::new().text("wash").filter(Filter::tags(["1-tags"])).sort(Sort::descending(AccountSort::Name)));
