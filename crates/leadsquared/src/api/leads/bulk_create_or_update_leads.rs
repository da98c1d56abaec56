//! `POST /v2/LeadManagement.svc/Lead/Bulk/CreateOrUpdate`

use super::capture_lead::check_attributes;
use crate::api::prelude::*;
use crate::bulk::{self, Bulk, BulkResponse};
use crate::model::{Attributes, check_search_by};
use crate::plan::BULK_CALLS;
use std::ops::Range;

/// Creates leads, or updates those that match by a field, at most 25 per call.
///
/// `POST /v2/LeadManagement.svc/Lead/Bulk/CreateOrUpdate`. [`Client::send_all`](crate::Client::send_all) accepts any
/// number of rows and reports each of them.
///
///
/// If the response is lost, the outcome cannot be verified automatically: no read finds many leads by a field at once.
/// To check by hand, search for each row with `SearchLeads`, by the field that `SearchBy` names.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/bulk-create-or-update/).
///
/// # Errors
///
/// If any row fails, returns an error whose outcome is [`Partial`](leads_core::WriteOutcome::Partial); its codes
/// identify the rows.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::leads::BulkCreateOrUpdateLeads;
///
/// let request = BulkCreateOrUpdateLeads::new(
///     "EmailAddress", [[("EmailAddress", "jane@example.com"), ("FirstName", "Jane")]],
/// );
/// let report = client.send_all(&request).await?;
/// for row in &report.rows {
///     println!("{}: {} {:?}", row.index, row.outcome, row.id);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/Lead/Bulk/CreateOrUpdate")]
#[doc(alias = "LeadManagement.svc/Lead/Bulk/CreateOrUpdate")]
#[doc(alias = "bulk create or update leads")]
#[doc(alias = "bulk create or update")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BulkCreateOrUpdateLeads {
    body: BulkCreateOrUpdateLeadsBody,
}

/// The wire body of [`BulkCreateOrUpdateLeads`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BulkCreateOrUpdateLeadsBody(Vec<Attributes>);

impl BulkCreateOrUpdateLeads {
    /// Creates these leads, or updates those that match by the field `search_by`; the attributes of each must contain
    /// its value.
    pub fn new<A: Into<Attributes>>(search_by: &str, leads: impl IntoIterator<Item = A>) -> Self {
        let leads = leads.into_iter().map(|lead| {
            let attributes: Attributes = lead.into();
            attributes.with("SearchBy", search_by)
        });
        Self { body: BulkCreateOrUpdateLeadsBody(leads.collect()) }
    }
}

impl Request for BulkCreateOrUpdateLeads {
    type Vendor = LeadSquared;
    type Response = Raw<BulkResponse>;
    const OPERATION: Operation =
        op::post("bulk_create_or_update_leads", "/v2/LeadManagement.svc/Lead/Bulk/CreateOrUpdate", Safety::Idempotent)
            .rate(BULK_CALLS)
            .docs("https://apidocs.leadsquared.com/bulk-create-or-update/");

    fn parts(&self) -> Result<Parts> {
        let mut parts = bulk::parts(self.body.0.len(), Self::MAX_ROWS, "leads");
        for lead in &self.body.0 {
            parts = parts.check(check_attributes(lead).and_then(|()| check_search_by(lead, "search_by")));
        }
        parts.json(&self.body)
    }

    fn safety(&self) -> Safety {
        let found = self.body.0.iter().all(|lead| lead.get("SearchBy").is_some());
        if found { Safety::Idempotent } else { Safety::NonIdempotent }
    }

    fn trace(&self) -> Option<String> {
        Some("search for each row with SearchLeads, by the field that SearchBy names".to_owned())
    }
}

has_body!(BulkCreateOrUpdateLeads => BulkCreateOrUpdateLeadsBody);

impl Bulk for BulkCreateOrUpdateLeads {
    const MAX_ROWS: usize = 25;

    fn rows(&self) -> usize {
        self.body.0.len()
    }

    fn key(&self, row: usize) -> Option<String> {
        let lead = self.body.0.get(row)?;
        let by = lead.get("SearchBy").and_then(|name| name.text()).unwrap_or("EmailAddress");
        lead.get(by)?.text().map(str::to_owned)
    }

    fn slice(&self, rows: Range<usize>) -> Self {
        Self { body: BulkCreateOrUpdateLeadsBody(self.body.0.get(rows).unwrap_or_default().to_vec()) }
    }
}

sample!(BulkCreateOrUpdateLeads: Self::new("EmailAddress", [[("EmailAddress", "jane@example.com"), ("FirstName", "Jane")]]));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bulk_create_or_update_leads_checks_sizes_before_sending() {
        let many = BulkCreateOrUpdateLeads::new("Phone", (0..26).map(|row| [("Phone", row.to_string())]));
        assert_eq!(many.parts().unwrap_err().field(), Some("leads"));
        assert!(many.slice(0..25).parts().is_ok());
    }
}
