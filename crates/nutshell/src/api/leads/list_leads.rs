//! `GET /rest/leads`

use crate::api::prelude::*;
use crate::model::Lead;
use crate::query::{self, Filter, LeadSort, Sort, paged_by_number, search_setters};
use leads_core::Personal;

/// Lists leads, one page at a time.
///
/// `GET /rest/leads`; [`Client::items`](crate::Client::items) reads every page. Deleted leads are not listed: see
/// [`ListDeletedEvents`](crate::api::events::ListDeletedEvents).
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
/// use nutshell::api::leads::ListLeads;
/// use nutshell::query::{Filter, LeadSort, Sort};
///
/// let request = ListLeads::new()
///     .filter(Filter::owners(["1-users"]))
///     .filter(Filter::number_above(1020))
///     .sort(Sort::descending(LeadSort::Value))
///     .limit(500);
/// let mut leads = client.items(request);
/// while let Some(lead) = leads.next().await {
///     let lead = lead?;
///     println!("{}: {:?}", lead.id, lead.status);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/leads")]
#[doc(alias = "leads")]
#[doc(alias = "list leads")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ListLeads {
    text: Option<Personal<String>>,
    filters: Vec<Filter>,
    sort: Option<Sort<LeadSort>>,
    page: Option<u32>,
    limit: Option<u32>,
}

impl ListLeads {
    /// Creates a request that lists every lead.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    search_setters! { all LeadSort }
    search_setters! { page }
}

impl Request for ListLeads {
    type Vendor = Nutshell;
    type Response = Records<Lead>;
    const OPERATION: Operation = op::get("list_leads", "/rest/leads", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        let parts = query::search(Parts::new(), self.text.as_ref(), &self.filters, self.sort.as_ref());
        query::page(parts, self.page, self.limit).empty()
    }
}

paged_by_number! { ListLeads of Lead }

sample!(ListLeads: Self::new()
    .text("car wash")
    .filter(Filter::owners(["1-users", "2-users"]))
    .filter(Filter::name_like("Wash, Inc."))
    .sort(Sort::descending(LeadSort::Value))
    .page(2)
    .limit(100));
