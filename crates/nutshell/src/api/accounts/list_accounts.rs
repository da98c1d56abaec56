//! `GET /rest/accounts`

use crate::api::prelude::*;
use crate::model::Account;
use crate::query::{self, AccountSort, Filter, Sort, paged_by_number, search_setters};
use leads_core::Personal;

/// Lists accounts, one page at a time.
///
/// `GET /rest/accounts`; [`Client::items`](crate::Client::items) reads every page. Deleted accounts are not listed.
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
/// use nutshell::api::accounts::ListAccounts;
///
/// let request = ListAccounts::new().email("jane@example.com").limit(500);
/// let mut accounts = client.items(request);
/// while let Some(account) = accounts.next().await {
///     let account = account?;
///     println!("{}: {:?}", account.id, account.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/accounts")]
#[doc(alias = "accounts")]
#[doc(alias = "list accounts")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ListAccounts {
    email: Option<Personal<String>>,
    text: Option<Personal<String>>,
    filters: Vec<Filter>,
    sort: Option<Sort<AccountSort>>,
    page: Option<u32>,
    limit: Option<u32>,
}

impl ListAccounts {
    /// Creates a request that lists all accounts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Includes only those with this e-mail address. The server matches loosely: compare the rows yourself.
    #[must_use]
    pub fn email(mut self, address: impl Into<String>) -> Self {
        self.email = Some(Personal(address.into()));
        self
    }

    search_setters! { all AccountSort }
    search_setters! { page }
}

impl Request for ListAccounts {
    type Vendor = Nutshell;
    type Response = Records<Account>;
    const OPERATION: Operation = op::get("list_accounts", "/rest/accounts", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        let parts = Parts::new().query_opt("email", self.email.as_ref());
        let parts = query::search(parts, self.text.as_ref(), &self.filters, self.sort.as_ref());
        query::page(parts, self.page, self.limit).empty()
    }
}

paged_by_number! { ListAccounts of Account }

sample!(ListAccounts: Self::new()
    .email("jane@example.com")
    .text("wash")
    .filter(Filter::new("address", "US").within("country"))
    .sort(Sort::descending(AccountSort::Name))
    .page(1)
    .limit(50));
