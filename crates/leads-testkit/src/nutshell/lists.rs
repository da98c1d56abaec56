//! Lists: order and pages.

use super::call::{Answered, Call};
use super::filters;
use super::kinds;
use super::responses::{self, Rejection};
use super::store::Store;
use crate::{FakeRequest, FakeResponse};
use serde_json::{Value, json};
use std::cmp::Ordering;

/// The maximum page size.
const MAX_PAGE: usize = 10_000;

/// Returns the records that are not deleted and match the filters and the search, in order.
pub(super) fn fitting<'a>(
    store: &'a Store,
    kind: &'static str,
    request: &FakeRequest,
) -> Result<Vec<&'a Value>, Rejection> {
    let mut rows: Vec<&Value> = store.indexed(kind).filter(|row| row["deletedTime"].is_null()).collect();
    filters::apply(store, kind, &mut rows, request)?;
    if let Some(sort) = request.query("sort") {
        let (key, descending) = sort.strip_prefix('-').map_or((sort, false), |key| (key, true));
        rows.sort_by(|a, b| {
            let order = compare(&a[key], &b[key]);
            if descending { order.reverse() } else { order }
        });
    }
    Ok(rows)
}

pub(super) fn list(call: &mut Call<'_>) -> Answered {
    let (store, kind) = (&*call.store, call.kind);
    let rows = fitting(store, kind, call.request)?;
    let total = rows.len();
    let (rows, more) = if kinds::is_paged(kind) { page(store, kind, rows, call.request)? } else { (rows, false) };
    let first = rows.first().map(|row| row["id"].clone()).filter(|_| more && store.oddities.deletes_between_pages());
    let shown: Vec<Value> = rows.into_iter().map(|row| store.shown(kind, row)).collect();
    if let Some(first) = first {
        call.store.retain(kind, |row| row["id"] != first);
    }
    let store = &*call.store;
    let bare = ["stages", "stagesets", "accountTypes", "industries", "emAudiences", "territories"];
    if store.settings.bare_lists && bare.contains(&kind) {
        return Ok(FakeResponse::json(200, &shown));
    }
    // The counters are the same for every page: they mislead, as the real ones do.
    Ok(responses::many(kind, shown, json!({"count": total, "total": total}), Vec::new()))
}

/// Returns the rows of the page that was asked for, and whether another follows.
fn page<'a>(
    store: &Store,
    kind: &'static str,
    rows: Vec<&'a Value>,
    request: &FakeRequest,
) -> Result<(Vec<&'a Value>, bool), Rejection> {
    let read = |name: &str, default: i64| request.query(name).map_or(Some(default), |text| text.parse::<i64>().ok());
    // Activities are documented with another name of the limit, and accept both.
    let name = if kind == "activities" && request.query("limit").is_some() { "limit" } else { "page[limit]" };
    let number = read("page[page]", 0).unwrap_or(-1);
    let limit = read(name, store.settings.page_size as i64).unwrap_or(0);
    let rejected = |detail: String| Rejection::Listed(kind, "Invalid filter".to_owned(), Some(detail));
    let at = usize::try_from(number).map_err(|_| rejected(format!("Invalid page number: {number}")))?;
    let limit = usize::try_from(limit).ok().filter(|limit| (1..=MAX_PAGE).contains(limit));
    let limit = limit.ok_or_else(|| rejected("Invalid page limit".to_owned()))?;
    let at = if store.settings.ignore_page { 0 } else { at };
    let (from, total) = (at.saturating_mul(limit), rows.len());
    let page = rows.into_iter().skip(from).take(store.oddities.page_size(limit)).collect();
    Ok((page, from.saturating_add(limit) < total))
}

fn compare(a: &Value, b: &Value) -> Ordering {
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        _ => a.to_string().cmp(&b.to_string()),
    }
}
