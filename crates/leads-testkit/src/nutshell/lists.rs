//! Pagination, filters, search and order.

use super::responses::{self, Rejection};
use super::store::{Store, number};
use crate::{FakeRequest, FakeResponse};
use serde_json::{Value, json};
use std::cmp::Ordering;

/// The maximum page size.
const MAX_PAGE: usize = 10_000;

/// The filters that name records: key and relation.
const RELATIONS: &[(&str, &str)] = &[
    ("accounts", "accounts"),
    ("contacts", "contacts"),
    ("owners", "owner"),
    ("creator", "creator"),
    ("tags", "tags"),
    ("sources", "sources"),
    ("outcomes", "outcome"),
    ("stageset", "stageset"),
    ("milestones", "stage"),
    ("watchers", "watchers"),
];

/// Returns the records that are not deleted and match the filters and the search, in order.
pub(super) fn fitting<'a>(
    store: &'a Store,
    kind: &'static str,
    request: &FakeRequest,
) -> Result<Vec<&'a Value>, Rejection> {
    let mut rows: Vec<&Value> = store.rows(kind).filter(|row| row["deletedTime"].is_null()).collect();
    for (name, value) in &request.query {
        filter(store, kind, &mut rows, name, value, request)?;
    }
    if let Some(sort) = request.query("sort") {
        let (key, descending) = sort.strip_prefix('-').map_or((sort, false), |key| (key, true));
        rows.sort_by(|a, b| {
            let order = compare(&a[key], &b[key]);
            if descending { order.reverse() } else { order }
        });
    }
    Ok(rows)
}

pub(super) fn list(
    store: &Store,
    kind: &'static str,
    request: &FakeRequest,
    paged: bool,
) -> Result<FakeResponse, Rejection> {
    let rows = fitting(store, kind, request)?;
    let total = rows.len();
    let rows: Vec<&Value> = if paged { page(store, kind, rows, request)? } else { rows };
    let shown: Vec<Value> = rows.into_iter().map(|row| store.shown(kind, row)).collect();
    if store.settings.bare_lists && matches!(kind, "stages" | "stagesets" | "accountTypes" | "industries") {
        return Ok(FakeResponse::json(200, &shown));
    }
    // The counters are the same for every page: they mislead, as the real ones do.
    Ok(responses::many(kind, shown, json!({"count": total, "total": total}), Vec::new()))
}

fn page<'a>(
    store: &Store,
    kind: &'static str,
    rows: Vec<&'a Value>,
    request: &FakeRequest,
) -> Result<Vec<&'a Value>, Rejection> {
    let read = |name: &str, default: i64| request.query(name).map_or(Some(default), |text| text.parse::<i64>().ok());
    let number = read("page[page]", 0).unwrap_or(-1);
    let limit = read("page[limit]", store.settings.page_size as i64).unwrap_or(0);
    let rejected = |detail: String| Rejection::Listed(kind, "Invalid filter".to_owned(), Some(detail));
    let at = usize::try_from(number).map_err(|_| rejected(format!("Invalid page number: {number}")))?;
    let limit = usize::try_from(limit).ok().filter(|limit| (1..=MAX_PAGE).contains(limit));
    let limit = limit.ok_or_else(|| rejected("Invalid page limit".to_owned()))?;
    let at = if store.settings.ignore_page { 0 } else { at };
    Ok(rows.into_iter().skip(at.saturating_mul(limit)).take(limit).collect())
}

fn filter(
    store: &Store,
    kind: &'static str,
    rows: &mut Vec<&Value>,
    name: &str,
    value: &str,
    request: &FakeRequest,
) -> Result<(), Rejection> {
    let lower = value.to_lowercase();
    let like = |text: &Value| text.as_str().is_some_and(|text| text.to_lowercase().contains(&lower));
    let points = |row: &Value, list: &str| {
        row[list].as_array().is_some_and(|points| points.iter().any(|point| like(&point["value"])))
    };
    // Phone numbers are compared by their digits, ignoring punctuation.
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let wanted_digits = digits(value);
    let called = |row: &Value| {
        let is_wanted = |text: &Value| text.as_str().is_some_and(|text| digits(text).contains(&wanted_digits));
        let points = row["phones"].as_array().map(Vec::as_slice).unwrap_or_default();
        let spelt = ["number", "E164", "countryCodeAndNumber"];
        !wanted_digits.is_empty()
            && points.iter().any(|point| spelt.iter().any(|name| is_wanted(&point["value"][*name])))
    };
    match name {
        "q" => rows.retain(|row| row.to_string().to_lowercase().contains(&lower)),
        "email" | "filter[email]" => {
            rows.retain(|row| points(row, "emails") || related(store, row, |row| points(row, "emails")))
        }
        "filter[phone]" => rows.retain(|row| called(row) || related(store, row, called)),
        "filter[name]" if value.contains(',') => return Err(Rejection::Internal),
        "filter[name]" => rows.retain(|row| like(&row["name"])),
        "filter[tagType]" => rows.retain(|row| row["tagType"] == value),
        "filter[number]" => {
            let (sign, text) = value.split_at(value.find(|c: char| c.is_ascii_digit()).unwrap_or(0));
            let wanted: i64 = text.parse().unwrap_or(0);
            rows.retain(|row| {
                let has: i64 = row["number"].as_str().and_then(|text| text.parse().ok()).unwrap_or(0);
                match sign {
                    ">" => has > wanted,
                    "<" => has < wanted,
                    _ => has == wanted,
                }
            });
        }
        "filter[createdTime]" => {
            let ends: Vec<i64> = value
                .split_whitespace()
                .filter_map(|text| chrono::DateTime::parse_from_rfc3339(text).ok())
                .map(|time| time.timestamp())
                .collect();
            if let [from, to] = ends.as_slice() {
                rows.retain(|row| {
                    let made = row["createdTime"]["timestamp"].as_i64().or(row["createdTime"].as_i64()).unwrap_or(0);
                    (*from..=*to).contains(&made)
                });
            }
        }
        name if name.starts_with("filter[") => {
            let key = name.trim_start_matches("filter[").split(']').next().unwrap_or_default();
            let wanted: Vec<u64> = request.queries(name).filter_map(number).collect();
            let has = |value: &Value| value.as_str().and_then(number).is_some_and(|id| wanted.contains(&id));
            if key == "id" {
                rows.retain(|row| has(&row["id"]));
            } else if let Some((_, relation)) = RELATIONS.iter().find(|(known, _)| *known == key) {
                rows.retain(|row| match &row["links"][relation] {
                    Value::Array(ids) => ids.iter().any(has),
                    id => has(id),
                });
            } else if store.custom_fields(kind).contains(key) {
                rows.retain(|row| row["customFields"][key].as_str() == Some(value));
            } else {
                let detail = format!("Unknown filter: {key}");
                return Err(Rejection::Listed(kind, "Invalid filter".to_owned(), Some(detail)));
            }
        }
        _ => {}
    }
    Ok(())
}

/// Returns whether a predicate holds for a contact of a lead.
fn related(store: &Store, row: &Value, holds: impl Fn(&Value) -> bool) -> bool {
    let ids = row["links"]["contacts"].as_array().cloned().unwrap_or_default();
    ids.iter().filter_map(|id| store.get("contacts", id.as_str()?)).any(holds)
}

fn compare(a: &Value, b: &Value) -> Ordering {
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        _ => a.to_string().cmp(&b.to_string()),
    }
}
