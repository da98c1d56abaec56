//! `GET /v2/LeadSegmentation.svc/RemoveLeadFromStaticList`

use super::members;
use crate::api::leads::ListLeadsBySearchParameter;
use crate::api::prelude::*;
use crate::model::{Acknowledged, LeadId, ListId};

/// Removes a lead from a static list. The lead itself is kept.
///
/// `GET /v2/LeadSegmentation.svc/RemoveLeadFromStaticList?ListId=&LeadID=`. Although the method is `GET`, this is a
/// write. Each call removes one lead; [`EmptyList`](super::EmptyList) removes all.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) can determine the outcome.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/remove-lead-from-static-list/).
///
/// # Errors
///
/// A rejected request is [`NotApplied`](leads_core::WriteOutcome::NotApplied). If the response is lost, the request is
/// retried.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::lists::RemoveLeadFromList;
///
/// let request = RemoveLeadFromList::new(
///     "13eeca05-e095-11e7-9f0f-0236dfe9c25a", "5501cfea-34b3-4ce2-9eac-00715e7a9e70",
/// );
/// let reply = client.send(&request).await?;
/// println!("{:?}: {:?} rows", reply.status, reply.affected_rows());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadSegmentation.svc/RemoveLeadFromStaticList")]
#[doc(alias = "LeadSegmentation.svc/RemoveLeadFromStaticList")]
#[doc(alias = "remove lead from list")]
#[doc(alias = "remove lead from")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoveLeadFromList {
    list_id: ListId,
    lead_id: LeadId,
}

impl RemoveLeadFromList {
    /// Removes a lead from a list.
    pub fn new(list: impl Into<ListId>, lead: impl Into<LeadId>) -> Self {
        Self { list_id: list.into(), lead_id: lead.into() }
    }
}

impl Request for RemoveLeadFromList {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged>;
    const OPERATION: Operation =
        op::get("remove_lead_from_list", "/v2/LeadSegmentation.svc/RemoveLeadFromStaticList", Safety::Idempotent)
            .names_record()
            .docs("https://apidocs.leadsquared.com/remove-lead-from-static-list/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(crate::model::check_id(self.list_id.as_str(), "list_id"))
            .check(crate::model::check_id(self.lead_id.as_str(), "lead_id"))
            .query("ListId", &self.list_id)
            .query("LeadID", &self.lead_id)
            .empty()
    }
}

/// Reads the first 1,000 leads of the list: a lead that is not among those of a longer list proves nothing.
impl Resolve for RemoveLeadFromList {
    type Check = ListLeadsBySearchParameter;
    const FOUND_WHEN: &'static str = "the lead is not in the list, and the read has the whole list";

    fn check(&self) -> Option<ListLeadsBySearchParameter> {
        Some(members::first(&self.list_id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        seen.map_or(Resolution::CannotTell, |rows| {
            Resolution::from_evidence([members::contains(rows, &self.lead_id).map(|is_member| !is_member)])
        })
    }
}

sample!(RemoveLeadFromList: Self::new("0b0c0d0e-0f00-4102-8304-05060708090a", "0a0b0c0d-0e0f-4a4b-8c8d-101112131415"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn remove_lead_from_list_builds_the_vendors_query() {
        assert_eq!(
            wire(&RemoveLeadFromList::new("4", "7")),
            "GET /v2/LeadSegmentation.svc/RemoveLeadFromStaticList?ListId=4&LeadID=7"
        );
        assert_eq!(RemoveLeadFromList::new("", "7").parts().unwrap_err().field(), Some("list_id"));
        assert_eq!(RemoveLeadFromList::new("4", "..").parts().unwrap_err().field(), Some("lead_id"));
    }
}
