//! `ProspectActivity.svc`

use super::responses::Rejection;
use super::state::State;
use super::{Call, activity_reads, activity_types, activity_writes};
use crate::FakeResponse;

const OPERATIONS: &[&str] = &[
    "Create",
    "CreateCustom",
    "CreateType",
    "Retrieve",
    "RetrieveRecentlyModified",
    "RetrieveActivityChange",
    "GetLeadReferences",
    "GetActivityDetails",
    "ActivityTypes.Get",
    "ActivityField/Dropdown/Options/Get",
    "Attachment/Add",
    "DeleteActivities",
    "Bulk/CustomActivity/Add/ByLeadId",
    "Bulk/CustomActivity/Add/ByLeadField",
    "Bulk/CustomActivity/Add/ByOpportunityId",
    "Bulk/CustomActivity/Update",
    "CustomActivity/Update",
    "CustomActivity/Lock",
    "CustomActivity/RetrieveByActivityEvent",
    "CustomActivity/GetActivitySetting",
    "CustomActivityType/Update",
];

pub(super) fn response(
    state: &mut State,
    call: &Call<'_>,
    method: &str,
    operation: &str,
) -> Result<FakeResponse, Rejection> {
    match (method, operation) {
        ("POST", "Create") => activity_writes::create_one(state, call),
        ("POST", "CreateCustom") => {
            activity_writes::create_with_lead(state, call.body).map(|body| super::responses::ok(&body))
        }
        ("POST", "Bulk/CustomActivity/Add/ByLeadId") => activity_writes::bulk_by_lead_id(state, call),
        ("POST", "Bulk/CustomActivity/Add/ByLeadField") => activity_writes::bulk_by_lead_field(state, call),
        ("POST", "Bulk/CustomActivity/Add/ByOpportunityId") => activity_writes::bulk_by_opportunity(state, call),
        ("POST", "CustomActivity/Update") => activity_writes::update_one(state, call),
        ("POST", "Bulk/CustomActivity/Update") => activity_writes::bulk_update(state, call),
        ("POST", "DeleteActivities") => activity_writes::delete(state, call),
        ("POST", "Attachment/Add") => activity_writes::attach(state, call),
        ("GET", "CustomActivity/Lock") => activity_writes::lock(state, call),
        ("POST", "Retrieve") => activity_reads::of_lead(state, call),
        ("POST", "CustomActivity/RetrieveByActivityEvent") => activity_reads::by_event(state, call),
        ("POST", "RetrieveRecentlyModified") => activity_reads::recent(state, call),
        ("POST", "RetrieveActivityChange") => activity_reads::changes(state, call),
        ("POST", "GetLeadReferences") => activity_reads::references(state, call),
        ("GET", "GetActivityDetails") => activity_reads::details(state, call),
        ("GET", "ActivityTypes.Get") => Ok(activity_types::list(state)),
        ("POST", "CreateType") => activity_types::create(state, call),
        ("POST", "CustomActivityType/Update") => activity_types::update(state, call),
        ("GET", "CustomActivity/GetActivitySetting") => activity_types::setting(state, call),
        ("POST", "ActivityField/Dropdown/Options/Get") => activity_types::options(state, call),
        _ => Err(Rejection::of_path(operation, OPERATIONS)),
    }
}
