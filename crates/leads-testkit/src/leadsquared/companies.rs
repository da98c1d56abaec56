//! `CompanyManagement.svc`

use super::Call;
use super::bulk_rows::{RowResult, bulk_response};
use super::dates::date;
use super::paging::{cut, page, select, sort};
use super::records::{Company, OWNER_ID, Pairs, get, set};
use super::responses::{Rejection, counted, ok, or_null, pairs, plain, success, text};
use super::state::State;
use crate::FakeResponse;
use serde_json::{Map, Value, json};

/// The largest number of companies in a bulk call.
const MOST_ROWS: usize = 25;

pub(super) fn response(
    state: &mut State,
    call: &Call<'_>,
    method: &str,
    operation: &str,
) -> Result<FakeResponse, Rejection> {
    match (method, operation) {
        ("POST", "Company.Get") => list(state, call),
        ("POST", "Company.Create") => {
            let kind = kind(call.body)?;
            let id = create(state, &kind, properties(call.body)?)?;
            Ok(success(&json!({ "Id": id })))
        }
        ("POST", "Company.Update") => {
            let id = call.request.query("companyId").ok_or_else(|| Rejection::missing("companyId"))?;
            update(state, id, properties(call.body)?)?;
            Ok(success(&json!({"Id": id, "AffectedRows": 1})))
        }
        ("POST", "Company/Bulk/CreateOrUpdate") => bulk(state, call),
        _ => {
            let known = ["Company.Get", "Company.Create", "Company.Update", "Company/Bulk/CreateOrUpdate"];
            Err(Rejection::of_path(operation, &known))
        }
    }
}

fn kind(body: &Value) -> Result<String, Rejection> {
    let kind = body.get("CompanyType").ok_or_else(|| Rejection::missing("CompanyType"))?;
    ["CompanyTypeName", "CompanyTypeId"]
        .iter()
        .find_map(|name| text(kind, name))
        .ok_or_else(|| Rejection::missing("CompanyTypeName"))
}

/// The wrapper is compulsory.
fn properties(body: &Value) -> Result<Pairs, Rejection> {
    match body.get("CompanyProperties") {
        Some(rows) => pairs(rows, "Attribute"),
        None => Err(Rejection::data_type("You're missing Company details.")),
    }
}

/// Unlike for leads, a value outside the options is refused.
fn check(state: &State, sent: &Pairs) -> Result<(), Rejection> {
    let industries = &state.settings.industries;
    match get(sent, "Industry").filter(|value| !value.is_empty()) {
        Some(value) if !industries.is_empty() && !industries.iter().any(|known| known == value) => {
            Err(Rejection::new(500, "MXInvalidEntityReferenceException", "Industry is not in the list of options."))
        }
        _ => Ok(()),
    }
}

fn find(state: &State, kind: &str, name: &str, value: &str) -> Option<String> {
    let has = |company: &Company| get(&company.attributes, name).is_some_and(|known| known.eq_ignore_ascii_case(value));
    let mut of_kind = state.companies.values().filter(|company| company.kind.eq_ignore_ascii_case(kind));
    of_kind.find(|company| has(company)).map(|company| company.id.clone())
}

fn create(state: &mut State, kind: &str, attributes: Pairs) -> Result<String, Rejection> {
    let name = get(&attributes, "CompanyName").filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| Rejection::missing("CompanyName"))?;
    if find(state, kind, "CompanyName", name).is_some() {
        return Err(Rejection::duplicate(name));
    }
    check(state, &attributes)?;
    let id = add(state, kind, attributes);
    state.record("create_company");
    Ok(id)
}

/// Adds a company. An attribute `CompanyId` is its id.
pub(super) fn add(state: &mut State, kind: &str, mut attributes: Pairs) -> String {
    let given = attributes.iter().position(|(name, _)| name == "CompanyId").map(|at| attributes.remove(at).1);
    let id = given.unwrap_or_else(|| state.fresh_id(0x00c0));
    let now = state.now();
    let company = Company { id: id.clone(), kind: kind.to_owned(), attributes, created: now, modified: now };
    state.companies.insert(id.clone(), company);
    id
}

fn update(state: &mut State, id: &str, sent: Pairs) -> Result<(), Rejection> {
    check(state, &sent)?;
    let now = state.now();
    let company = state.companies.get_mut(id).ok_or_else(|| Rejection::entity("Company does not exist."))?;
    for (name, value) in sent {
        set(&mut company.attributes, &name, value);
    }
    company.modified = now;
    state.record("update_company");
    Ok(())
}

fn bulk(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let kind = kind(call.body)?;
    let options = call.body.get("Options").cloned().unwrap_or_default();
    let by = text(&options, "SearchBy").ok_or_else(|| Rejection::missing("SearchBy"))?;
    let strategy = text(&options, "CollisionResolutionStrategy").unwrap_or_default();
    if !["FillMissingFields", "OverwriteAllFields", "IgnoreDuplicate"].contains(&strategy.as_str()) {
        return Err(Rejection::input("CollisionResolutionStrategy"));
    }
    let rows = call.body.get("Companies").and_then(Value::as_array).ok_or_else(Rejection::malformed)?;
    if rows.len() > MOST_ROWS {
        return Err(Rejection::input("Maximum 25 companies"));
    }
    let mut results: Vec<RowResult> = Vec::new();
    for row in rows {
        let sent = pairs(row, "Attribute")?;
        let key = get(&sent, &by).unwrap_or_default().to_owned();
        let written = match find(state, &kind, &by, &key) {
            None => create(state, &kind, sent),
            Some(id) => collide(state, &id, sent, &strategy).map(|()| id),
        };
        results.push((key, written.map_err(|rejection| rejection.exception_and_message())));
    }
    Ok(ok(&bulk_response(state.settings.bulk_form, "CompanyId", &by, &results)))
}

/// Writes a company that exists already.
fn collide(state: &mut State, id: &str, sent: Pairs, strategy: &str) -> Result<(), Rejection> {
    let known = state.companies.get(id).map(|company| company.attributes.clone()).unwrap_or_default();
    let is_empty = |name: &str| get(&known, name).is_none_or(str::is_empty);
    match strategy {
        "IgnoreDuplicate" => Ok(()),
        "FillMissingFields" => update(state, id, sent.into_iter().filter(|(name, _)| is_empty(name)).collect()),
        _ => update(state, id, sent),
    }
}

fn row(company: &Company) -> Map<String, Value> {
    let mut row = Map::new();
    row.insert("CompanyId".to_owned(), json!(company.id));
    row.extend(company.attributes.iter().map(|(name, value)| (name.clone(), or_null(value))));
    row.insert("OwnerId".to_owned(), json!(OWNER_ID));
    row.insert("CreatedOn".to_owned(), plain(company.created));
    row.insert("ModifiedOn".to_owned(), plain(company.modified));
    row
}

fn list(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let query = call.body.get("Query").ok_or_else(|| Rejection::missing("Query"))?;
    let kind = kind(query)?;
    let words = text(query, "SearchText").unwrap_or_default().to_ascii_lowercase();
    let filter = query.get("FilterBy").and_then(Value::as_object).cloned().unwrap_or_default();
    let range = query.get("DateRange").cloned().unwrap_or_default();
    let end = |name: &str| text(&range, name).and_then(|text| date(&text));
    let (from, to) = (end("FromDate"), end("ToDate"));
    let fits = |company: &&Company| {
        let value = |name: &str| get(&company.attributes, name).unwrap_or_default();
        company.kind.eq_ignore_ascii_case(&kind)
            && (words.is_empty()
                || company.attributes.iter().any(|(_, value)| value.to_ascii_lowercase().contains(&words)))
            && filter.iter().all(|(name, wanted)| {
                name == "CompanyId" && wanted.as_str() == Some(company.id.as_str())
                    || wanted.as_str().is_some_and(|wanted| value(name).eq_ignore_ascii_case(wanted))
            })
            && from.is_none_or(|from| company.modified.is_some_and(|time| time >= from))
            && to.is_none_or(|to| company.modified.is_some_and(|time| time <= to))
    };
    let page = page(call.body, 1_000)?;
    let mut rows: Vec<Value> =
        state.companies.values().filter(fits).map(|company| Value::Object(row(company))).collect();
    sort(&mut rows, call.body, "CompanyId");
    let count = rows.len();
    let mut rows = cut(state, rows, page);
    select(&mut rows, call.body, &["CompanyId"]);
    // Each row is a list of pairs, in a member that begins with a small letter.
    let rows = rows.into_iter().map(|row| {
        let members = row.as_object().cloned().unwrap_or_default();
        let pairs = members.into_iter().map(|(name, value)| json!({"Attribute": name, "Value": value}));
        json!({"companyPropertyList": pairs.collect::<Vec<Value>>()})
    });
    Ok(counted(count, "Companies", rows.collect(), state.settings.leave_out_empty_lists))
}
