//! `GET /rest/contacts`

use crate::api::prelude::*;
use crate::model::Contact;
use crate::query::{self, ContactSort, Filter, Sort, paged_by_number, search_setters};
use leads_core::Personal;

/// Lists contacts, one page at a time.
///
/// `GET /rest/contacts`; [`Client::items`](crate::Client::items) reads every page. Deleted contacts are not listed.
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
/// use nutshell::api::contacts::ListContacts;
///
/// let request = ListContacts::new().email("jane@example.com").limit(500);
/// let mut contacts = client.items(request);
/// while let Some(contact) = contacts.next().await {
///     let contact = contact?;
///     println!("{}: {:?}", contact.id, contact.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/contacts")]
#[doc(alias = "contacts")]
#[doc(alias = "list contacts")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ListContacts {
    email: Option<Personal<String>>,
    text: Option<Personal<String>>,
    filters: Vec<Filter>,
    sort: Option<Sort<ContactSort>>,
    page: Option<u32>,
    limit: Option<u32>,
}

impl ListContacts {
    /// Creates a request that lists all contacts.
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

    search_setters! { all ContactSort }
    search_setters! { page }
}

impl Request for ListContacts {
    type Vendor = Nutshell;
    type Response = Records<Contact>;
    const OPERATION: Operation = op::get("list_contacts", "/rest/contacts", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        let parts = Parts::new().query_opt("email", self.email.as_ref());
        let parts = query::search(parts, self.text.as_ref(), &self.filters, self.sort.as_ref());
        query::page(parts, self.page, self.limit).empty()
    }
}

paged_by_number! { ListContacts of Contact }

sample!(ListContacts: Self::new()
    .email("jane@example.com")
    .text("wash")
    .filter(Filter::new("address", "US").within("country"))
    .sort(Sort::descending(ContactSort::Owner))
    .page(1)
    .limit(50));
