//! `GET /v2/LeadSegmentation.svc/Lists/EmptyStaticList`

use super::members;
use crate::api::leads::ListLeadsBySearchParameter;
use crate::api::prelude::*;
use crate::model::{Acknowledged, ListId};
use leads_core::vendor::Evidence;

/// Removes all leads from a static list. The leads themselves are kept.
///
/// `GET /v2/LeadSegmentation.svc/Lists/EmptyStaticList?ListId=` (observed). Although the method is `GET`, this is a
/// write.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) can determine the outcome.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/remove-all-leads-from-a-static-list/).
///
/// # Errors
///
/// A rejected request is [`NotApplied`](leads_core::WriteOutcome::NotApplied). If the response is lost, the outcome is
/// [`Unknown`](leads_core::WriteOutcome::Unknown) and the request is not retried: it could remove leads that were added
/// in between.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::lists::EmptyList;
///
/// let request = EmptyList::new("13eeca05-e095-11e7-9f0f-0236dfe9c25a");
/// let emptied = client.send(&request).await?;
/// println!("emptied: {:?}", emptied.id());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadSegmentation.svc/Lists/EmptyStaticList")]
#[doc(alias = "LeadSegmentation.svc/Lists/EmptyStaticList")]
#[doc(alias = "empty list")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmptyList {
    list_id: ListId,
}

impl EmptyList {
    /// Removes all leads from a list.
    pub fn new(list: impl Into<ListId>) -> Self {
        Self { list_id: list.into() }
    }
}

impl Request for EmptyList {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged<ListId>>;
    const OPERATION: Operation =
        op::get("empty_list", "/v2/LeadSegmentation.svc/Lists/EmptyStaticList", Safety::NonIdempotent)
            .names_record()
            .evidence(Evidence::Observed)
            .docs("https://apidocs.leadsquared.com/remove-all-leads-from-a-static-list/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(crate::model::check_id(self.list_id.as_str(), "list_id"))
            .query("ListId", &self.list_id)
            .empty()
    }
}

/// Reads the leads of the list. Leads in it prove nothing, because they may have been added later.
impl Resolve for EmptyList {
    type Check = ListLeadsBySearchParameter;
    const FOUND_WHEN: &'static str = "the read of the list counts 0 leads";

    fn check(&self) -> Option<ListLeadsBySearchParameter> {
        Some(members::first(&self.list_id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        match seen {
            Ok(rows) if rows.is_empty() && rows.record_count == Some(0) => Resolution::Found,
            _ => Resolution::CannotTell,
        }
    }
}

sample!(EmptyList: Self::new("0b0c0d0e-0f00-4102-8304-05060708090a"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn empty_list_builds_the_vendors_query() {
        assert_eq!(wire(&EmptyList::new("4")), "GET /v2/LeadSegmentation.svc/Lists/EmptyStaticList?ListId=4");
        assert_eq!(EmptyList::new(" ").parts().unwrap_err().field(), Some("list_id"));
    }
}
