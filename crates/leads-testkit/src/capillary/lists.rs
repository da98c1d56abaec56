//! Reading leads.

use super::responses::{Rejection, list, reject};
use super::settings::SingleRead;
use super::state::{Lead, State};
use crate::{FakeRequest, FakeResponse};
use serde_json::json;

/// The query parameters of the list, in the vendor's spelling. Any other parameter is a bad request, so that a
/// misspelled filter is noticed.
const PARAMETERS: [&str; 12] = [
    "userId",
    "status",
    "substatus",
    "limit",
    "offset",
    "owner",
    "entityType",
    "entityCode",
    "type",
    "orgSourceId",
    "sortBy",
    "sortOrder",
];

const ENTITY_TYPES: [&str; 8] = ["ZONE", "CONCEPT", "STORE", "TILL", "STR_SERVER", "ADMIN_USER", "ASSOCIATE", "STAFF"];

pub(super) fn leads(state: &mut State, request: &FakeRequest) -> Result<FakeResponse, Rejection> {
    let bad = || Rejection::Status(400);
    if request.query.iter().any(|(name, _)| !PARAMETERS.contains(&name.as_str())) {
        return Err(bad());
    }
    let number = |name: &str| request.query(name).map(str::parse::<i64>).transpose().map_err(|_| bad());
    let size = |name: &str| request.query(name).map(str::parse::<usize>).transpose().map_err(|_| bad());
    if let Some(status) = request.query("status") {
        state.known_status(status)?;
    }
    if let Some(lead_type) = request.query("type")
        && !["SKU", "CATEGORY", "BRAND", "CUSTOM", "ALL"].contains(&lead_type)
    {
        return Err(reject(92009, "", ""));
    }
    let entity = match (request.query("entityType"), request.query("entityCode")) {
        (None, None) => None,
        (Some(kind), Some(code)) if ENTITY_TYPES.contains(&kind) => Some((kind, code)),
        _ => return Err(bad()),
    };
    let (user, owner, source) = (number("userId")?, number("owner")?, number("orgSourceId")?);
    // An unknown staff id owns nothing.
    let owner = owner.map(|id| state.staff.iter().find(|(_, known)| *known == id).map(|(name, _)| name.as_str()));
    let fits = |lead: &&Lead| {
        user.is_none_or(|user| lead.customer == user)
            && request.query("status").is_none_or(|status| lead.status == status)
            && request.query("substatus").is_none_or(|name| lead.sub_status.as_deref() == Some(name))
            && owner.is_none_or(|owner| owner.is_some() && lead.owner.as_deref() == owner)
            && request.query("type").is_none_or(|wanted| wanted == "ALL" || lead.lead_type == wanted)
            && source.is_none_or(|source| lead.source == source)
            && entity.is_none_or(|(kind, code)| belongs(lead, kind, code))
    };
    let mut found: Vec<&Lead> = state.indexed().filter(fits).collect();
    match request.query("sortBy") {
        None => {}
        Some("createdon") => found.sort_by_key(|lead| lead.created_on),
        Some("lastUpdatedOn") => found.sort_by_key(|lead| lead.updated_on),
        Some(_) => return Err(bad()),
    }
    match request.query("sortOrder") {
        None | Some("ASC") => {}
        Some("DESC") => found.reverse(),
        Some(_) => return Err(bad()),
    }
    let limit = size("limit")?.unwrap_or(state.settings.default_limit);
    let limit = state.settings.max_limit.map_or(limit, |most| limit.min(most));
    let limit = state.oddities.page_size(limit);
    let language = request.header("language");
    let offset = size("offset")?.unwrap_or(0);
    let is_followed = offset.saturating_add(limit) < found.len();
    let page: Vec<&Lead> = found.into_iter().skip(offset).take(limit).collect();
    let first = page.first().map(|lead| lead.id).filter(|_| is_followed && state.oddities.deletes_between_pages());
    let shown = page.into_iter().map(|lead| lead.shown(state, language)).collect();
    if let Some(first) = first {
        state.leads.remove(&first);
    }
    Ok(list(shown))
}

fn belongs(lead: &Lead, kind: &str, code: &str) -> bool {
    match kind {
        "TILL" => lead.till == code,
        "STORE" | "STR_SERVER" => lead.store == code,
        "STAFF" | "ASSOCIATE" | "ADMIN_USER" => lead.owner.as_deref() == Some(code),
        // The fake has one zone and one concept.
        _ => code == "root",
    }
}

pub(super) fn lead(state: &State, request: &FakeRequest, segment: &str) -> Result<FakeResponse, Rejection> {
    match state.settings.single_read {
        SingleRead::Gone404 => return Err(Rejection::Status(404)),
        SingleRead::Gone405 => return Err(Rejection::Status(405)),
        _ => {}
    }
    let id = state.lead_id(segment)?;
    let shown = state.leads.get(&id).map(|lead| lead.shown(state, request.header("language"))).unwrap_or_default();
    Ok(match state.settings.single_read {
        SingleRead::Listed => list(vec![shown]),
        SingleRead::Wrapped => FakeResponse::json(200, &json!({"data": shown, "warnings": [], "errors": []})),
        _ => FakeResponse::json(200, &shown),
    })
}

pub(super) fn follow_ups(state: &State, segment: &str) -> Result<FakeResponse, Rejection> {
    let id = state.lead_id(segment)?;
    let lead = state.leads.get(&id).ok_or_else(|| reject(92001, "", ""))?;
    Ok(list(lead.follow_ups.iter().map(|row| lead.follow_up(state, row)).collect()))
}

pub(super) fn status_log(state: &State, segment: &str) -> Result<FakeResponse, Rejection> {
    let id = state.lead_id(segment)?;
    let lead = state.leads.get(&id).ok_or_else(|| reject(92001, "", ""))?;
    Ok(list(lead.log.iter().map(|row| lead.log_row(state, row)).collect()))
}
