//! `GET /rest/leads/list`

use crate::Nutshell;
use crate::envelope::{self, Records};
use crate::model::ListItem;
use crate::query::{self, Filter, LeadSort, Sort, search_setters};
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use leads_core::{Personal, Result};
use serde::{Deserialize, Serialize};

/// Lists leads as flat table rows, in one response: the vendor documents no paging here.
///
/// `GET /rest/leads/list`
///
/// # Errors
///
/// Returns [`ErrorCode::InvalidFilter`](crate::ErrorCode::InvalidFilter) if the list does not support a filter.
///
/// # Examples
///
/// ```
/// use nutshell::api::leads::ListLeadItems;
/// use nutshell::query::{Filter, LeadSort, Sort};
/// let request = ListLeadItems::new().filter(Filter::owners(["1-users"])).sort(Sort::descending(LeadSort::Value));
/// ```
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
    const OPERATION: Operation =
        Operation::new("list_lead_items", Method::Get, "/rest/leads/list", Safety::Read).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        query::search(Parts::new(), self.text.as_ref(), &self.filters, self.sort.as_ref()).empty()
    }

    fn read(response: &HttpResponse) -> Result<Records<ListItem>> {
        envelope::list(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ListLeadItems {
    fn sample() -> Self {
        Self::new().text("wash").filter(Filter::tags(["1-tags"])).sort(Sort::descending(LeadSort::Value))
    }
}
