//! `OpportunityManagement.svc`

use super::responses::{Rejection, ok};
use super::state::State;
use super::{Call, opportunity_reads, opportunity_types, opportunity_writes, tasks};
use crate::FakeResponse;
use serde_json::json;

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
