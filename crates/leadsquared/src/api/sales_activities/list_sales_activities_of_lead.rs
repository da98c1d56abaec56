//! `GET /v2/SalesActivity.svc/RetrieveByLeadId`

use crate::api::prelude::*;
use crate::model::{LeadId, SalesActivity};
use leads_core::vendor::Evidence;

/// Lists the sales activities of a lead.
///
/// `GET /v2/SalesActivity.svc/RetrieveByLeadId?leadId=&includeOption=` (the path was observed). The response is a bare
/// array of all sales activities.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/retrieve-sales-activities-by-lead-id/).
///
/// # Errors
///
/// The errors common to all reads.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::sales_activities::ListSalesActivitiesOfLead;
///
/// let request = ListSalesActivitiesOfLead::new("3aee22bd-8419-422a-8242-c510df9af021")
///     .include_options(true);
/// let sales_activities = client.send(&request).await?;
/// for sales_activity in &sales_activities.rows {
///     println!("{:?}: {:?}", sales_activity.id, sales_activity.status());
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/SalesActivity.svc/RetrieveByLeadId")]
#[doc(alias = "SalesActivity.svc/RetrieveByLeadId")]
#[doc(alias = "list sales activities of lead")]
#[doc(alias = "list of lead")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListSalesActivitiesOfLead {
    lead_id: LeadId,
    #[serde(default)]
    include_options: bool,
}

impl ListSalesActivitiesOfLead {
    /// Lists the sales activities of a lead, without the options of dropdown fields.
    pub fn new(lead: impl Into<LeadId>) -> Self {
        Self { lead_id: lead.into(), include_options: false }
    }

    /// Sets whether the response contains the options of dropdown fields.
    #[must_use]
    pub fn include_options(mut self, include: bool) -> Self {
        self.include_options = include;
        self
    }
}

impl Request for ListSalesActivitiesOfLead {
    type Vendor = LeadSquared;
    type Response = Listing<SalesActivity>;
    const OPERATION: Operation =
        op::get("list_sales_activities_of_lead", "/v2/SalesActivity.svc/RetrieveByLeadId", Safety::Read)
            .names_record()
            .docs("https://apidocs.leadsquared.com/retrieve-sales-activities-by-lead-id/")
            .evidence(Evidence::Observed);

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(crate::model::check_id(self.lead_id.as_str(), "lead_id"))
            .query("leadId", &self.lead_id)
            .query("includeOption", self.include_options)
            .empty()
    }
}

sample!(ListSalesActivitiesOfLead: Self::new("0a0b0c0d-0e0f-4a4b-8c8d-101112131415"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SalesStatus;
    use crate::wire::wire;

    #[test]
    fn list_sales_activities_of_lead_serializes_to_the_wire_form() {
        let request = ListSalesActivitiesOfLead::new("7");
        assert_eq!(wire(&request), "GET /v2/SalesActivity.svc/RetrieveByLeadId?leadId=7&includeOption=false");
        assert!(wire(&request.include_options(true)).ends_with("&includeOption=true"));
        assert_eq!(ListSalesActivitiesOfLead::new("").parts().unwrap_err().field(), Some("lead_id"));
    }

    #[test]
    fn rows_are_read_from_a_bare_array() {
        let body = r#"[{"ID":"4","Fields":[{"SchemaName":"Status","Value":"Lost"}]}]"#;
        let read = ListSalesActivitiesOfLead::read(&HttpResponse::new(200, Default::default(), body)).unwrap();
        assert_eq!((read.len(), read[0].status()), (1, Some(SalesStatus::Lost)));
    }
}
