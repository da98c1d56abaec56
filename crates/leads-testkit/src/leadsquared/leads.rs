//! `LeadManagement.svc`

use super::responses::{Rejection, success, text};
use super::state::State;
use super::{
    Call, histories, lead_bulk, lead_fields, lead_reads, lead_search, lead_writes, lists, merges, notes, tasks,
};
use crate::FakeResponse;
use serde_json::json;

const OPERATIONS: &[&str] = &[
    "Lead.Capture",
    "Lead.Create",
    "Lead.Update",
    "Lead.CreateOrUpdate",
    "Lead.Convert",
    "Lead.Merge",
    "Lead.Reset",
    "Lead/Bulk/Create",
    "Lead/Bulk/CreateOrUpdate",
    "Lead/Bulk/Update",
    "Lead/Bulk/UpdateV2",
    "Lead/Delete/ById",
    "Leads.Get",
    "Leads.GetById",
    "Leads.GetByEmailaddress",
    "Leads.GetByQuickSearch",
    "Leads.RecentlyModified",
    "Leads/Retrieve/ByIds",
    "Leads/Retrieve/BySearchParameter",
    "LeadOwner.Get",
    "RetrieveLeadByPhoneNumber",
    "GetMergedChildLeadsByAuditId",
    "DeleteStageChangeHistory",
    "DeleteUserAssignmentChangeHistory",
    "MarkEmailValid",
    "MarkEmailInvalid",
    "LeadsMetaData.Get",
    "CreateLeadField",
    "LeadField/Dropdown/Options/Push",
    "LeadField/Dropdown/Options/Remove",
    "LeadField/Dependency/Dropdown/Options/Push",
    "CreateNote",
    "RetrieveNote",
    "UpdateNote",
    "DeleteNote",
    "RetrieveTaskByLeadId",
    "Lists.Get",
];

pub(super) fn response(
    state: &mut State,
    call: &Call<'_>,
    method: &str,
    operation: &str,
) -> Result<FakeResponse, Rejection> {
    match (method, operation) {
        ("POST", "Lead.Capture") => lead_writes::capture_lead(state, call),
        ("POST", "Lead.Create") => lead_writes::create_lead(state, call),
        ("POST", "Lead.Update") => lead_writes::update_lead(state, call),
        ("POST", "Lead.CreateOrUpdate") => lead_writes::create_or_update_lead(state, call),
        ("POST", "Lead.Convert") => lead_writes::convert(state, call),
        ("GET", "Lead/Delete/ById") => lead_writes::delete(state, call),
        ("POST", "Lead/Bulk/Create") => lead_bulk::create(state, call),
        ("POST", "Lead/Bulk/CreateOrUpdate") => lead_bulk::create_or_update(state, call),
        ("POST", "Lead/Bulk/UpdateV2") => lead_bulk::update_v2(state, call),
        ("POST", "Lead/Bulk/Update") => lead_bulk::update(state, call),
        ("POST", "Lead.Merge") => merges::merge(state, call),
        ("POST", "GetMergedChildLeadsByAuditId") => merges::list(state, call),
        ("POST", "Lead.Reset") => histories::reset(state, call),
        ("POST", "DeleteStageChangeHistory") => {
            histories::delete(state, call, histories::STAGE_CHANGE, "delete stage change history")
        }
        ("POST", "DeleteUserAssignmentChangeHistory") => {
            histories::delete(state, call, histories::OWNER_CHANGE, "delete user assignment change history")
        }
        ("POST", "MarkEmailValid") => mark_email(state, call, false),
        ("POST", "MarkEmailInvalid") => mark_email(state, call, true),
        ("GET", "Leads.GetById") => Ok(lead_reads::by(state, "ProspectID", call.request.query("id"))),
        // Under another name of the parameter nothing is found, and no error is reported.
        ("GET", "Leads.GetByEmailaddress") => {
            Ok(lead_reads::by(state, "EmailAddress", call.request.query("emailaddress")))
        }
        ("GET", "RetrieveLeadByPhoneNumber") => lead_reads::by_phone(state, call),
        ("GET", "Leads.GetByQuickSearch") => Ok(lead_reads::quick_search(state, call)),
        ("GET", "LeadOwner.Get") => lead_reads::owner(state, call),
        ("POST", "Leads.Get") => lead_search::search(state, call),
        ("POST", "Leads.RecentlyModified") => lead_search::recent(state, call),
        ("POST", "Leads/Retrieve/ByIds") => lead_search::by_ids(state, call),
        ("POST", "Leads/Retrieve/BySearchParameter") => lead_search::by_search_parameter(state, call),
        ("GET", "LeadsMetaData.Get") => Ok(lead_fields::list(state, call)),
        ("POST", "CreateLeadField") => lead_fields::create(state, call),
        ("POST", "LeadField/Dropdown/Options/Push") => lead_fields::push_options(state, call),
        ("POST", "LeadField/Dropdown/Options/Remove") => lead_fields::remove_options(state, call),
        ("POST", "LeadField/Dependency/Dropdown/Options/Push") => lead_fields::push_dependent_options(state, call),
        ("POST", "CreateNote") => notes::create(state, call),
        ("POST", "RetrieveNote") => notes::list(state, call),
        ("POST", "UpdateNote") => notes::update(state, call),
        ("GET", "DeleteNote") => notes::delete(state, call),
        ("GET", "RetrieveTaskByLeadId") => tasks::of_lead(state, call),
        ("GET", "Lists.Get") => Ok(lists::list(state, call)),
        _ => Err(Rejection::of_path(operation, OPERATIONS)),
    }
}

/// Stops e-mails to a lead, or lets them go out again.
fn mark_email(state: &mut State, call: &Call<'_>, is_invalid: bool) -> Result<FakeResponse, Rejection> {
    let address = text(call.body, "EmailAddress").ok_or_else(|| Rejection::missing("EmailAddress"))?;
    let id = state.find_lead("EmailAddress", &address).ok_or_else(Rejection::unknown_lead)?;
    if let Some(lead) = state.leads.get_mut(&id) {
        lead.has_invalid_email = is_invalid;
    }
    state.record(if is_invalid { "mark_email_invalid" } else { "mark_email_valid" });
    Ok(success(&json!({"AffectedRows": 1})))
}
