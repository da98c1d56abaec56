//! `POST /v2/LeadSegmentation.svc/AddLeadsToStaticList`

use super::members;
use crate::api::leads::ListLeadsBySearchParameter;
use crate::api::prelude::*;
use crate::model::{Acknowledged, LeadId, ListId};
use crate::verification;

/// Adds leads to a static list.
///
/// `POST /v2/LeadSegmentation.svc/AddLeadsToStaticList`. A lead that is already in the list stays in it once.
/// The members are written in camel case here, unlike in the rest of the API.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) can determine the outcome.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/add-leads-to-a-static-list/).
///
/// # Errors
///
/// A rejected request is [`NotApplied`](leads_core::WriteOutcome::NotApplied).
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::lists::AddLeadsToList;
///
/// let request = AddLeadsToList::new(
///     "13eeca05-e095-11e7-9f0f-0236dfe9c25a", ["5501cfea-34b3-4ce2-9eac-00715e7a9e70"],
/// );
/// let reply = client.send(&request).await?;
/// println!("{:?}: {:?} rows", reply.status, reply.affected_rows());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadSegmentation.svc/AddLeadsToStaticList")]
#[doc(alias = "LeadSegmentation.svc/AddLeadsToStaticList")]
#[doc(alias = "add leads to list")]
#[doc(alias = "add leads to")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddLeadsToList {
    body: AddLeadsToListBody,
}

/// The wire body of [`AddLeadsToList`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddLeadsToListBody {
    list_id: ListId,
    lead_ids: Vec<LeadId>,
}

impl AddLeadsToList {
    /// Adds leads to a list.
    pub fn new<L: Into<LeadId>>(list: impl Into<ListId>, leads: impl IntoIterator<Item = L>) -> Self {
        let lead_ids = leads.into_iter().map(Into::into).collect();
        Self { body: AddLeadsToListBody { list_id: list.into(), lead_ids } }
    }
}

impl Request for AddLeadsToList {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged>;
    const OPERATION: Operation =
        op::post("add_leads_to_list", "/v2/LeadSegmentation.svc/AddLeadsToStaticList", Safety::Idempotent)
            .names_record()
            .docs("https://apidocs.leadsquared.com/add-leads-to-a-static-list/");

    fn parts(&self) -> Result<Parts> {
        let leads = &self.body.lead_ids;
        Parts::new()
            .check(crate::model::check_id(self.body.list_id.as_str(), "list_id"))
            .require(!leads.is_empty(), "lead_ids", "must name at least one lead")
            .require(leads.iter().all(|id| !id.as_str().trim().is_empty()), "lead_ids", "must not contain an empty id")
            .json(&self.body)
    }
}

/// Reads the first 1,000 leads of the list: a lead that is not among them proves nothing.
impl Resolve for AddLeadsToList {
    type Check = ListLeadsBySearchParameter;
    const FOUND_WHEN: &'static str = "every lead is among the first 1,000 of the list";

    fn check(&self) -> Option<ListLeadsBySearchParameter> {
        Some(members::first(&self.body.list_id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        seen.map_or(Resolution::CannotTell, |rows| {
            verification::all_or_unknown(self.body.lead_ids.iter().map(|id| members::contains(rows, id)))
        })
    }
}

has_body!(AddLeadsToList => AddLeadsToListBody);

sample!(AddLeadsToList: Self::new("0b0c0d0e-0f00-4102-8304-05060708090a", ["0a0b0c0d-0e0f-4a4b-8c8d-101112131415"]));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn add_leads_to_list_serializes_to_the_wire_form() {
        assert_eq!(
            wire(&AddLeadsToList::new("4", ["7", "8"])),
            r#"POST /v2/LeadSegmentation.svc/AddLeadsToStaticList {"listId":"4","leadIds":["7","8"]}"#
        );
        assert_eq!(AddLeadsToList::new("", ["7"]).parts().unwrap_err().field(), Some("list_id"));
        assert_eq!(AddLeadsToList::new("4", [""]).parts().unwrap_err().field(), Some("lead_ids"));
        assert_eq!(AddLeadsToList::new("4", Vec::<LeadId>::new()).parts().unwrap_err().field(), Some("lead_ids"));
    }
}
