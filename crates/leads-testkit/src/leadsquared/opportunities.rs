//! `OpportunityManagement.svc`

use super::responses::{Rejection, ok};
use super::settings::BulkForm;
use super::state::State;
use super::{Call, opportunity_reads, opportunity_types, opportunity_writes, tasks};
use crate::FakeResponse;
use serde_json::{Value, json};

const OPERATIONS: &[&str] = &[
    "Capture",
    "Update",
    "Bulk/Add/ByLeadField",
    "Bulk/Update/ByOpportunityId",
    "Delete",
    "GetOpportunityDetails",
    "GetOpportunitiesOfLead",
    "GetOpportunitiesByUniqueLeadField",
    "GetOpportunitiesById",
    "Retrieve/BySearchParameter",
    "GetActivitiesOfOpportunity",
    "RetrieveTasksByOpportunityId",
    "GetOpportunityTypes",
    "GetOpportunityTypeMetadata",
    "IsOpportunityEnabled",
];

pub(super) fn response(
    state: &mut State,
    call: &Call<'_>,
    method: &str,
    operation: &str,
) -> Result<FakeResponse, Rejection> {
    match (method, operation) {
        ("POST", "Capture") => opportunity_writes::capture(state, call.body).map(|body| ok(&body)),
        ("POST", "Update") => opportunity_writes::update_one(state, call),
        ("POST", "Bulk/Add/ByLeadField") => opportunity_writes::bulk_add(state, call),
        ("POST", "Bulk/Update/ByOpportunityId") => opportunity_writes::bulk_update(state, call),
        ("GET", "Delete") => opportunity_writes::delete(state, call),
        ("GET", "GetOpportunityDetails") => opportunity_reads::details(state, call),
        ("POST", "GetOpportunitiesOfLead") => opportunity_reads::of_lead(state, call),
        ("POST", "GetOpportunitiesByUniqueLeadField") => opportunity_reads::by_lead_field(state, call),
        ("POST", "Retrieve/BySearchParameter") => opportunity_reads::search(state, call),
        ("POST", "GetOpportunitiesById") => opportunity_reads::by_ids(state, call),
        ("POST", "GetActivitiesOfOpportunity") => opportunity_reads::activities(state, call),
        ("GET", "RetrieveTasksByOpportunityId") => tasks::of_opportunity(state, call),
        ("GET", "GetOpportunityTypes") => Ok(opportunity_types::list(state)),
        ("GET", "GetOpportunityTypeMetadata") => opportunity_types::metadata(state, call),
        ("GET", "IsOpportunityEnabled") => Ok(ok(&json!({"OpportunityManagement": "Enabled"}))),
        _ => Err(Rejection::of_path(operation, OPERATIONS)),
    }
}

/// A row of a bulk call: its key, and the id of what it wrote or why it was rejected.
pub(super) type RowResult = (String, Result<String, (String, String)>);

/// Returns a bulk response in the configured format. `id` is the member that holds the id of what a row created.
pub(super) fn bulk_response(form: BulkForm, id: &str, by: &str, rows: &[RowResult]) -> Value {
    let each = || -> Vec<Value> {
        let row = |(at, (_, result)): (usize, &RowResult)| match result {
            Ok(made) => json!({"RowNumber": at + 1, id: made, "Status": "Success"}),
            Err((exception, message)) => json!({
                "RowNumber": at + 1, "Status": "Error", "ExceptionType": exception, "ExceptionMessage": message
            }),
        };
        rows.iter().enumerate().map(row).collect()
    };
    match form {
        BulkForm::Response => json!({ "Response": each() }),
        BulkForm::Bare => Value::Array(each()),
        BulkForm::Counts => {
            let failed: Vec<Value> = rows
                .iter()
                .filter_map(|(key, result)| result.as_ref().err().map(|(_, reason)| (key, reason)))
                .map(|(key, reason)| json!({"Identifier": by, "IdentifierValue": key, "Reason": reason}))
                .collect();
            let word = if failed.is_empty() { "Success" } else { "Error" };
            json!({
                "Status": {
                    "TotalCount": rows.len(),
                    "SuccessCount": rows.len() - failed.len(),
                    "FailureCount": failed.len(),
                    "Message": word
                },
                "Details": { "FailedLeads": failed }
            })
        }
    }
}
