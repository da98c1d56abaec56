//! `POST /v2/LeadManagement.svc/GetMergedChildLeadsByAuditId`

use crate::api::prelude::*;
use crate::model::{ActivityId, Lead};

/// Lists the leads that a merge absorbed, as they were before it.
///
/// `POST /v2/LeadManagement.svc/GetMergedChildLeadsByAuditId`. The merge is named by the id of the activity that it
/// wrote to the master: event 3003, found with
/// [`ListActivitiesOfLead`](crate::api::activities::ListActivitiesOfLead). Unique fields are null, except the e-mail
/// address and the phone number if those are the unique ones.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/get-info-on-merged-child-leads/).
///
/// # Errors
///
/// Returns an error before sending if the id is blank. No data is changed.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::leads::ListMergedLeads;
///
/// let request = ListMergedLeads::new("3aee22bd-8419-422a-8242-c510df9af021");
/// let leads = client.send(&request).await?;
/// for lead in &leads.rows {
///     println!("{:?}: {:?}", lead.id(), lead.stage());
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/GetMergedChildLeadsByAuditId")]
#[doc(alias = "LeadManagement.svc/GetMergedChildLeadsByAuditId")]
#[doc(alias = "list merged leads")]
#[doc(alias = "list merged")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListMergedLeads {
    body: ListMergedLeadsBody,
}

/// The wire body of [`ListMergedLeads`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ListMergedLeadsBody {
    parameter: Audit,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Audit {
    merge_audit_id: ActivityId,
}

impl ListMergedLeads {
    /// Lists the leads of the merge that wrote this activity.
    pub fn new(merge_activity: impl Into<ActivityId>) -> Self {
        Self { body: ListMergedLeadsBody { parameter: Audit { merge_audit_id: merge_activity.into() } } }
    }
}

impl Request for ListMergedLeads {
    type Vendor = LeadSquared;
    type Response = Listing<Lead>;
    const OPERATION: Operation =
        op::post("list_merged_leads", "/v2/LeadManagement.svc/GetMergedChildLeadsByAuditId", Safety::Read)
            .docs("https://apidocs.leadsquared.com/get-info-on-merged-child-leads/");

    fn parts(&self) -> Result<Parts> {
        let activity = &self.body.parameter.merge_audit_id;
        Parts::new().check(crate::model::check_id(activity.as_str(), "merge_activity")).json(&self.body)
    }
}

has_body!(ListMergedLeads => ListMergedLeadsBody);

sample!(ListMergedLeads: Self::new("0d0e0f00-0102-4304-8506-0708090a0b0c"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn list_merged_leads_serializes_to_the_wire_form() {
        assert_eq!(
            wire(&ListMergedLeads::new("7")),
            r#"POST /v2/LeadManagement.svc/GetMergedChildLeadsByAuditId {"Parameter":{"MergeAuditId":"7"}}"#
        );
        assert_eq!(ListMergedLeads::new("").parts().unwrap_err().field(), Some("merge_activity"));
    }
}
