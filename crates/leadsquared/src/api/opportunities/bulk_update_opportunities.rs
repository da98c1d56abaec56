//! `POST /v2/OpportunityManagement.svc/Bulk/Update/ByOpportunityId`

use super::ListOpportunitiesByIds;
use crate::api::prelude::*;
use crate::bulk::{self, Bulk, BulkResponse};
use crate::model::{
    Columns, EventCode, Field, FieldValue, Fields, OpportunityRef, OpportunityStatus, UserId, check_id,
};
use crate::plan::BULK_CALLS;
use crate::verification;
use std::ops::Range;

/// Updates fields of opportunities, at most 25 per call.
///
/// `POST /v2/OpportunityManagement.svc/Bulk/Update/ByOpportunityId`. The user that owns the keys must see each lead and
/// opportunity. The vendor rejects changes of `CreatedBy`, `ModifiedOn` and `ModifiedBy`, and of `CreatedOn` unless its
/// support has enabled them. Its response is not documented; it is read as that of other bulk calls, with a report for
/// each row (inferred). [`Client::send_all`](crate::Client::send_all) accepts any number of rows and reports each of
/// them.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) can determine the outcome.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/bulk-update-opportunities/).
///
/// # Errors
///
/// Returns an error before sending if there are more than 25 rows, or a row has no field. If any row fails, returns an
/// error whose outcome is [`Partial`](leads_core::WriteOutcome::Partial); its codes identify the rows.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::opportunities::{BulkUpdateOpportunities, OpportunityUpdate};
/// use leadsquared::model::OpportunityStatus;
///
/// let request = BulkUpdateOpportunities::new([
///     OpportunityUpdate::new("5ca5b042-51ea-4699-b6f0-84c40ab12770", 12003)
///         .status(OpportunityStatus::Won),
/// ]);
/// let report = client.send_all(&request).await?;
/// for row in &report.rows {
///     println!("{}: {} {:?}", row.index, row.outcome, row.id);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/OpportunityManagement.svc/Bulk/Update/ByOpportunityId")]
#[doc(alias = "OpportunityManagement.svc/Bulk/Update/ByOpportunityId")]
#[doc(alias = "bulk update opportunities")]
#[doc(alias = "bulk update")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BulkUpdateOpportunities {
    body: BulkUpdateOpportunitiesBody,
}

/// The wire body of [`BulkUpdateOpportunities`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BulkUpdateOpportunitiesBody(Vec<OpportunityUpdate>);

/// The update of one opportunity in [`BulkUpdateOpportunities`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct OpportunityUpdate {
    prospect_opportunity_id: OpportunityRef,
    opportunity_event_code: EventCode,
    fields: Fields,
}

impl OpportunityUpdate {
    /// Updates an opportunity of a type, given by its id or AutoId.
    pub fn new(opportunity: impl Into<OpportunityRef>, event_code: impl Into<EventCode>) -> Self {
        let code = EventCode::new(event_code.into().get());
        Self { prospect_opportunity_id: opportunity.into(), opportunity_event_code: code, fields: Fields::new() }
    }

    /// Sets a field by its schema name.
    #[must_use]
    pub fn field(mut self, name: impl Into<String>, value: impl Into<FieldValue>) -> Self {
        self.fields.set(name, value);
        self
    }

    /// Sets the status.
    #[must_use]
    pub fn status(self, status: impl Into<OpportunityStatus>) -> Self {
        let status = status.into();
        self.field("Status", status.as_str())
    }

    /// Sets the owner, by user id.
    #[must_use]
    pub fn owner(self, user: impl Into<UserId>) -> Self {
        let user = user.into();
        self.field("Owner", user.as_str())
    }

    fn check(&self) -> Result<()> {
        check_id(self.prospect_opportunity_id.as_str(), "opportunity")?;
        if self.fields.is_empty() {
            return Err(leads_core::Error::invalid("fields", "must contain a field in every row"));
        }
        self.fields.check("fields")
    }
}

impl BulkUpdateOpportunities {
    /// Updates these opportunities.
    pub fn new(rows: impl IntoIterator<Item = OpportunityUpdate>) -> Self {
        Self { body: BulkUpdateOpportunitiesBody(rows.into_iter().collect()) }
    }
}

impl Request for BulkUpdateOpportunities {
    type Vendor = LeadSquared;
    type Response = Raw<BulkResponse>;
    const OPERATION: Operation = op::post(
        "bulk_update_opportunities",
        "/v2/OpportunityManagement.svc/Bulk/Update/ByOpportunityId",
        Safety::Idempotent,
    )
    .rate(BULK_CALLS)
    .docs("https://apidocs.leadsquared.com/bulk-update-opportunities/");

    fn parts(&self) -> Result<Parts> {
        let rows = &self.body.0;
        bulk::parts(rows.len(), Self::MAX_ROWS, "rows")
            .check(rows.iter().try_for_each(OpportunityUpdate::check))
            .json(&self.body)
    }
}

/// Reads the opportunities by their ids; there is no read by AutoId. Reads lag behind writes by seconds, for an
/// undocumented time: different values prove nothing.
impl Resolve for BulkUpdateOpportunities {
    type Check = ListOpportunitiesByIds;
    const FOUND_WHEN: &'static str = "every opportunity has every field that was sent";

    fn check(&self) -> Option<ListOpportunitiesByIds> {
        let is_id = |row: &OpportunityUpdate| matches!(row.prospect_opportunity_id, OpportunityRef::Id(_));
        self.body.0.iter().all(is_id).then(|| {
            self.body.0.iter().fold(ListOpportunitiesByIds::new(), |request, row| {
                let columns = Columns::include(row.fields.pairs().iter().map(Field::name));
                request.of_type(row.opportunity_event_code, [row.prospect_opportunity_id.as_str()], columns)
            })
        })
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        let Ok(groups) = seen else { return Resolution::CannotTell };
        verification::all_or_unknown(self.body.0.iter().map(|wanted| {
            let id = wanted.prospect_opportunity_id.as_str();
            let mut rows = groups.iter().flat_map(|group| &group.opportunities);
            let row = rows.find(|row| row.id().is_some_and(|known| known.as_str() == id))?;
            verification::opportunity_row(&wanted.fields, row)
        }))
    }
}

has_body!(BulkUpdateOpportunities => BulkUpdateOpportunitiesBody);

impl Bulk for BulkUpdateOpportunities {
    const MAX_ROWS: usize = 25;

    fn rows(&self) -> usize {
        self.body.0.len()
    }

    fn key(&self, row: usize) -> Option<String> {
        self.body.0.get(row).map(|row| row.prospect_opportunity_id.to_string())
    }

    fn slice(&self, rows: Range<usize>) -> Self {
        Self::new(self.body.0.get(rows).unwrap_or_default().iter().cloned())
    }
}

sample!(BulkUpdateOpportunities: Self::new([
    OpportunityUpdate::new("0f0e0d0c-0b0a-4908-8706-050403020100", 12005)
        .status(OpportunityStatus::Won)
        .field("mx_Custom_7", "180,000"),
]));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    const ID: &str = "0f0e0d0c-0b0a-4908-8706-050403020100";

    fn row(id: &str) -> OpportunityUpdate {
        OpportunityUpdate::new(id, EventCode::new(12003).as_text()).field("Status", "Won")
    }

    #[test]
    fn bulk_update_opportunities_body_is_an_array() {
        assert_eq!(
            wire(&BulkUpdateOpportunities::new([row("5").owner("9")])),
            r#"POST /v2/OpportunityManagement.svc/Bulk/Update/ByOpportunityId [{"ProspectOpportunityId":"5","OpportunityEventCode":12003,"Fields":[{"SchemaName":"Status","Value":"Won"},{"SchemaName":"Owner","Value":"9"}]}]"#
        );
    }

    #[test]
    fn rows_are_checked_before_sending() {
        let many = BulkUpdateOpportunities::new((0..26).map(|id| row(&id.to_string())));
        assert_eq!((many.slice(20..26).rows(), many.key(3).as_deref()), (6, Some("3")));
        for (request, field) in [
            (many, "rows"),
            (BulkUpdateOpportunities::new([]), "rows"),
            (BulkUpdateOpportunities::new([row("5"), row(" ")]), "opportunity"),
            (BulkUpdateOpportunities::new([OpportunityUpdate::new("5", 12003)]), "fields"),
        ] {
            assert_eq!(request.parts().unwrap_err().field(), Some(field));
        }
    }

    #[test]
    fn only_opportunities_with_every_field_are_found() {
        let request = BulkUpdateOpportunities::new([row(ID)]);
        let seen = |row: &str| {
            let text = format!(r#"[{{"EventCode":"12003","Opportunities":[{row}]}}]"#);
            let response = HttpResponse::new(200, http::HeaderMap::new(), text);
            request.interpret(ListOpportunitiesByIds::read(&response).as_ref())
        };
        assert_eq!(seen(&format!(r#"{{"OpportunityId":"{ID}","Status":"Won"}}"#)), Resolution::Found);
        assert_ne!(seen(&format!(r#"{{"OpportunityId":"{ID}","Status":"Open"}}"#)), Resolution::Found);
        assert_eq!(seen(r#"{"OpportunityId":"7","Status":"Won"}"#), Resolution::CannotTell);
        assert!(BulkUpdateOpportunities::new([row("OPP-7")]).check().is_some(), "a text in code is an id");
        let stored = r#"{"body":[{"ProspectOpportunityId":"OPP-7","OpportunityEventCode":12003,"Fields":[]}]}"#;
        assert!(serde_json::from_str::<BulkUpdateOpportunities>(stored).unwrap().check().is_none());
    }
}
