//! `POST /v2/LeadManagement.svc/Lead/Bulk/Create`

use super::capture_lead::check_attributes;
use crate::api::prelude::*;
use crate::bulk::{self, Bulk, BulkResponse};
use crate::model::Attributes;
use crate::plan::BULK_CALLS;
use std::ops::Range;

/// Creates leads, at most 50 per call.
///
/// `POST /v2/LeadManagement.svc/Lead/Bulk/Create`. [`Client::send_all`](crate::Client::send_all) accepts any number of
/// rows and reports each of them. The library never sends this request twice.
///
/// If the response is lost, the outcome cannot be verified automatically: another client may have created leads with
/// the same address. To check by hand, search for a unique field of each row with `SearchLeads`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/create-leads-in-bulk/).
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
/// use leadsquared::api::leads::BulkCreateLeads;
///
/// let request =
///     BulkCreateLeads::new([[("EmailAddress", "jane@example.com"), ("FirstName", "Jane")]]);
/// let report = client.send_all(&request).await?;
/// for row in &report.rows {
///     println!("{}: {} {:?}", row.index, row.outcome, row.id);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/Lead/Bulk/Create")]
#[doc(alias = "LeadManagement.svc/Lead/Bulk/Create")]
#[doc(alias = "bulk create leads")]
#[doc(alias = "bulk create")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BulkCreateLeads {
    body: BulkCreateLeadsBody,
}

/// The wire body of [`BulkCreateLeads`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BulkCreateLeadsBody(Vec<Attributes>);

impl BulkCreateLeads {
    /// Creates a request that creates these leads.
    pub fn new<A: Into<Attributes>>(leads: impl IntoIterator<Item = A>) -> Self {
        Self { body: BulkCreateLeadsBody(leads.into_iter().map(Into::into).collect()) }
    }
}

impl Request for BulkCreateLeads {
    type Vendor = LeadSquared;
    type Response = Raw<BulkResponse>;
    const OPERATION: Operation =
        op::post("bulk_create_leads", "/v2/LeadManagement.svc/Lead/Bulk/Create", Safety::NonIdempotent)
            .rate(BULK_CALLS)
            .docs("https://apidocs.leadsquared.com/create-leads-in-bulk/");

    fn parts(&self) -> Result<Parts> {
        let mut parts = bulk::parts(self.body.0.len(), Self::MAX_ROWS, "leads");
        for lead in &self.body.0 {
            parts = parts.check(check_attributes(lead));
        }
        parts.json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("search for a unique field of each row with SearchLeads".to_owned())
    }
}

has_body!(BulkCreateLeads => BulkCreateLeadsBody);

impl Bulk for BulkCreateLeads {
    const MAX_ROWS: usize = 50;

    fn rows(&self) -> usize {
        self.body.0.len()
    }

    fn key(&self, row: usize) -> Option<String> {
        let lead = self.body.0.get(row)?;
        let by = lead.get("SearchBy").and_then(|name| name.text()).unwrap_or("EmailAddress");
        lead.get(by)?.text().map(str::to_owned)
    }

    fn slice(&self, rows: Range<usize>) -> Self {
        Self { body: BulkCreateLeadsBody(self.body.0.get(rows).unwrap_or_default().to_vec()) }
    }
}

sample!(BulkCreateLeads: Self::new([[("EmailAddress", "jane@example.com"), ("FirstName", "Jane")]]));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bulk_create_leads_checks_sizes_before_sending() {
        let many = BulkCreateLeads::new((0..51).map(|row| [("Phone", row.to_string())]));
        assert_eq!(many.parts().unwrap_err().field(), Some("leads"));
        assert!(many.slice(0..50).parts().is_ok());
    }
}
