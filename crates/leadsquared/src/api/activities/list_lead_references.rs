//! `POST /v2/ProspectActivity.svc/GetLeadReferences`

use crate::api::paging;
use crate::api::prelude::*;
use crate::model::{ActivityRow, EventCode, LeadId, Paging, Sorting};
use leads_core::vendor::{Page, Paged};

/// Lists the activities that refer to a lead, including those of other leads.
///
/// `POST /v2/ProspectActivity.svc/GetLeadReferences?leadId=`. A page has at most 50 rows. The order is the documented
/// one, oldest change first. Rows that tie can be missed, or appear twice between pages;
/// [`Client::items`](crate::Client::items) drops duplicates by their id. Set an order by a unique column if the account
/// supports it.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/get-activities-by-lead-reference/).
///
/// # Errors
///
/// If the vendor rejects the request, no data has changed.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::activities::ListLeadReferences;
///
/// let request = ListLeadReferences::new("3aee22bd-8419-422a-8242-c510df9af021", 174);
/// let mut activities = client.items(request);
/// while let Some(activity) = activities.next().await {
///     let activity = activity?;
///     println!("{:?}: {:?}", activity.id(), activity.event_code());
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/ProspectActivity.svc/GetLeadReferences")]
#[doc(alias = "ProspectActivity.svc/GetLeadReferences")]
#[doc(alias = "list lead references")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListLeadReferences {
    lead_id: LeadId,
    body: ListLeadReferencesBody,
}

/// The wire body of [`ListLeadReferences`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ListLeadReferencesBody {
    parameter: ReferencesIn,
    paging: Option<Paging>,
    sorting: Option<Sorting>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct ReferencesIn {
    activity_event: EventCode,
}

impl ListLeadReferences {
    /// Lists the activities of an event that refer to a lead, 50 per page.
    pub fn new(lead: impl Into<LeadId>, event: impl Into<EventCode>) -> Self {
        Self {
            lead_id: lead.into(),
            body: ListLeadReferencesBody {
                parameter: ReferencesIn { activity_event: event.into() },
                paging: Some(Paging::new(1, 50)),
                sorting: Some(Sorting::ascending("ModifiedOn").with_number()),
            },
        }
    }

    setters! { body;
        /// Sets the page, 1 to 50 rows.
        paging: Paging,
        /// Sets the order.
        sorting: Sorting,
    }
}

impl Request for ListLeadReferences {
    type Vendor = LeadSquared;
    type Response = Listing<ActivityRow>;
    const OPERATION: Operation =
        op::post("list_lead_references", "/v2/ProspectActivity.svc/GetLeadReferences", Safety::Read)
            .names_record()
            .docs("https://apidocs.leadsquared.com/get-activities-by-lead-reference/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(crate::model::check_id(self.lead_id.as_str(), "lead_id"))
            .check(Paging::check(self.body.paging.as_ref(), 50))
            .check(Sorting::check(self.body.sorting.as_ref()))
            .query("leadId", &self.lead_id)
            .json(&self.body)
    }
}

has_body!(ListLeadReferences => ListLeadReferencesBody);

impl Paged for ListLeadReferences {
    type Item = Raw<ActivityRow>;

    fn page(&self, response: Self::Response) -> Page<Self> {
        paging::step(response, self.body.paging.as_ref(), |next| self.clone().paging(next))
    }

    paging::by_position! {}

    fn key(item: &Self::Item) -> Option<String> {
        item.id().map(|id| id.as_str().to_owned())
    }
}

sample!(ListLeadReferences: Self::new("0a0b0c0d-0e0f-4a4b-8c8d-101112131415", 174));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn list_lead_references_serializes_to_the_wire_form() {
        assert_eq!(
            wire(&ListLeadReferences::new("7", 174)),
            r#"POST /v2/ProspectActivity.svc/GetLeadReferences?leadId=7 {"Parameter":{"ActivityEvent":174},"Paging":{"PageIndex":1,"PageSize":50},"Sorting":{"ColumnName":"ModifiedOn","Direction":0}}"#
        );
        assert_eq!(
            ListLeadReferences::new("7", 174).paging(Paging::new(1, 51)).parts().unwrap_err().field(),
            Some("paging")
        );
        assert_eq!(ListLeadReferences::new("", 174).parts().unwrap_err().field(), Some("lead_id"));
    }
}
