//! `GET /rest/contacts/list`

use crate::api::prelude::*;
use crate::model::ListItem;
use crate::query::{self, ContactSort, Filter, Sort, search_setters};
use leads_core::Personal;

/// Lists contacts as flat table rows, in one response: the vendor documents no paging here.
///
/// `GET /rest/contacts/list`
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
/// use nutshell::api::contacts::ListContactItems;
/// use nutshell::query::{Filter, ContactSort, Sort};
///
/// let request = ListContactItems::new()
///     .filter(Filter::owners(["1-users"]))
///     .sort(Sort::descending(ContactSort::Owner));
/// let items = client.send(&request).await?;
/// for item in items.iter() {
///     println!("{}: {:?}", item.id, item.primary_name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/contacts/list")]
#[doc(alias = "contacts/list")]
#[doc(alias = "list contact items")]
#[doc(alias = "list items")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ListContactItems {
    text: Option<Personal<String>>,
    filters: Vec<Filter>,
    sort: Option<Sort<ContactSort>>,
}

impl ListContactItems {
    /// Creates a request that lists every row.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    search_setters! { all ContactSort }
}

impl Request for ListContactItems {
    type Vendor = Nutshell;
    type Response = Records<ListItem>;
    const OPERATION: Operation = op::get("list_contact_items", "/rest/contacts/list", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        query::search(Parts::new(), self.text.as_ref(), &self.filters, self.sort.as_ref()).empty()
    }
}

sample!(ListContactItems: Self::new().text("wash").filter(Filter::tags(["1-tags"])).sort(Sort::descending(ContactSort::Owner)));
