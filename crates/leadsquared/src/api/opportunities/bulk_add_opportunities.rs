//! `POST /v2/OpportunityManagement.svc/Bulk/Add/ByLeadField`

use crate::api::prelude::*;
use crate::bulk::{Bulk, BulkResponse, check_size};
use crate::model::{EventCode, FieldValue, Fields, OpportunityStatus};
use crate::plan::BULK_CALLS;
use leads_core::Personal;
use std::ops::Range;

/// Adds opportunities to existing leads, at most 25 per call.
///
/// `POST /v2/OpportunityManagement.svc/Bulk/Add/ByLeadField?SearchBy=`. The leads are found by one unique field.
/// [`Client::send_all`](crate::Client::send_all) accepts any number of rows and reports each of them.
///
/// If the response is lost, the outcome cannot be verified automatically: an opportunity has no client-supplied key. To
/// check by hand, list each lead's opportunities some seconds later with `ListOpportunitiesByUniqueLeadField`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/add-opportunities-in-bulk/).
///
/// # Errors
///
/// If any row fails, returns an error whose outcome is [`Partial`](leads_core::WriteOutcome::Partial); its codes
/// identify the rows. If the response is lost, every row is unknown and the request is not retried: there is no
/// duplicate rule here.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::opportunities::{BulkAddOpportunities, OpportunityRow};
///
/// let request = BulkAddOpportunities::new(
///     "EmailAddress",
///     [OpportunityRow::new("jane@example.com", 12005).field("mx_Custom_1", "Kitchen")],
/// );
/// let report = client.send_all(&request).await?;
/// for row in &report.rows {
///     println!("{}: {} {:?}", row.index, row.outcome, row.id);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/OpportunityManagement.svc/Bulk/Add/ByLeadField")]
#[doc(alias = "OpportunityManagement.svc/Bulk/Add/ByLeadField")]
#[doc(alias = "bulk add opportunities")]
#[doc(alias = "bulk add")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BulkAddOpportunities {
    search_by: String,
    body: BulkAddOpportunitiesBody,
}

/// The wire body of [`BulkAddOpportunities`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BulkAddOpportunitiesBody(Vec<OpportunityRow>);

/// One opportunity of [`BulkAddOpportunities`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct OpportunityRow {
    search_by_value: Personal<String>,
    opportunity_event_code: EventCode,
    opportunity_note: Option<Personal<String>>,
    opportunity_owner_email: Option<Personal<String>>,
    update_empty_fields: Option<bool>,
    do_not_change_owner: Option<bool>,
    fields: Option<Fields>,
}

impl OpportunityRow {
    /// Creates an opportunity of a type for the lead whose field has this value.
    pub fn new(value: impl Into<String>, event_code: impl Into<EventCode>) -> Self {
        Self {
            search_by_value: Personal(value.into()),
            opportunity_event_code: event_code.into(),
            opportunity_note: None,
            opportunity_owner_email: None,
            update_empty_fields: None,
            do_not_change_owner: None,
            fields: None,
        }
    }

    /// Sets the note.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.opportunity_note = Some(Personal(note.into()));
        self
    }

    /// Sets the owner, by e-mail address.
    #[must_use]
    pub fn owner_email(mut self, email: impl Into<String>) -> Self {
        self.opportunity_owner_email = Some(Personal(email.into()));
        self
    }

    /// On a duplicate, fills only empty fields.
    #[must_use]
    pub fn update_empty_fields(mut self, update: bool) -> Self {
        self.update_empty_fields = Some(update);
        self
    }

    /// On a duplicate, keeps the owner.
    #[must_use]
    pub fn do_not_change_owner(mut self, keep: bool) -> Self {
        self.do_not_change_owner = Some(keep);
        self
    }

    /// Sets a field by its schema name.
    #[must_use]
    pub fn field(mut self, name: impl Into<String>, value: impl Into<FieldValue>) -> Self {
        self.fields.get_or_insert_default().set(name, value);
        self
    }

    /// Sets the status.
    #[must_use]
    pub fn status(self, status: impl Into<OpportunityStatus>) -> Self {
        let status = status.into();
        self.field("Status", status.as_str())
    }
}

impl BulkAddOpportunities {
    /// Adds opportunities to the leads that match by `search_by`, a unique lead field.
    pub fn new(search_by: impl Into<String>, rows: impl IntoIterator<Item = OpportunityRow>) -> Self {
        Self { search_by: search_by.into(), body: BulkAddOpportunitiesBody(rows.into_iter().collect()) }
    }
}

impl Request for BulkAddOpportunities {
    type Vendor = LeadSquared;
    type Response = Raw<BulkResponse>;
    const OPERATION: Operation =
        op::post("bulk_add_opportunities", "/v2/OpportunityManagement.svc/Bulk/Add/ByLeadField", Safety::NonIdempotent)
            .rate(BULK_CALLS)
            .docs("https://apidocs.leadsquared.com/add-opportunities-in-bulk/");

    fn parts(&self) -> Result<Parts> {
        let rows = &self.body.0;
        let mut parts = Parts::new()
            .require(!self.search_by.trim().is_empty(), "search_by", "must name a unique lead field")
            .rows(rows.len())
            .check(check_size(rows.len(), Self::MAX_ROWS, "rows"))
            .require(
                rows.iter().all(|row| !row.search_by_value.trim().is_empty()),
                "search_by_value",
                "must not be empty in any row",
            );
        for row in rows {
            parts = parts.check(row.fields.as_ref().map_or(Ok(()), |fields| fields.check("fields")));
        }
        parts.query("SearchBy", &self.search_by).json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("list each lead's opportunities some seconds later with ListOpportunitiesByUniqueLeadField".to_owned())
    }
}

has_body!(BulkAddOpportunities => BulkAddOpportunitiesBody);

impl Bulk for BulkAddOpportunities {
    const MAX_ROWS: usize = 25;

    fn rows(&self) -> usize {
        self.body.0.len()
    }

    fn key(&self, row: usize) -> Option<String> {
        self.body.0.get(row).map(|row| row.search_by_value.to_string())
    }

    fn slice(&self, rows: Range<usize>) -> Self {
        let rows = self.body.0.get(rows).unwrap_or_default().to_vec();
        Self { search_by: self.search_by.clone(), body: BulkAddOpportunitiesBody(rows) }
    }
}

sample!(BulkAddOpportunities: Self::new(
    "EmailAddress",
    [OpportunityRow::new("jane@example.com", 12005)
        .note("asked at the fair")
        .status(OpportunityStatus::Open)
        .field("mx_Custom_1", "Kitchen")],
));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bulk_add_opportunities_body_is_an_array() {
        let request = BulkAddOpportunities::new("Phone", [OpportunityRow::new("+1-5550100", 12005)]);
        assert_eq!(
            request.parts().unwrap().render(BulkAddOpportunities::OPERATION.path).unwrap(),
            "/v2/OpportunityManagement.svc/Bulk/Add/ByLeadField?SearchBy=Phone"
        );
        assert_eq!(
            serde_json::to_string(request.body()).unwrap(),
            r#"[{"SearchByValue":"+1-5550100","OpportunityEventCode":12005}]"#
        );
    }

    #[test]
    fn bulk_add_opportunities_checks_sizes_before_sending() {
        let row = || OpportunityRow::new("x", 12005);
        assert_eq!(BulkAddOpportunities::new("Phone", []).parts().unwrap_err().field(), Some("rows"));
        let many = BulkAddOpportunities::new("Phone", (0..26).map(|_| row()));
        let error = many.parts().unwrap_err();
        assert!(error.help().unwrap().contains("25"));
        assert_eq!(many.slice(20..26).rows(), 6);
        assert!(BulkAddOpportunities::new("", [row()]).parts().is_err());
        assert!(!format!("{many:?}").contains("\"x\""));
    }
}
