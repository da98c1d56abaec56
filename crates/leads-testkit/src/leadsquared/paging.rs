//! Pages, columns and the order of rows.

use super::lookup::compare;
use super::responses::{Rejection, counted, text};
use super::state::State;
use crate::FakeResponse;
use serde_json::Value;

/// Returns the page number requested by a body, counted from 1, and its rows.
pub(super) fn page(body: &Value, most: usize) -> Result<(usize, usize), Rejection> {
    let number = |name: &str, default: usize| {
        body.get("Paging").and_then(|paging| text(paging, name)).and_then(|text| text.parse().ok()).unwrap_or(default)
    };
    let (index, size) = (number("PageIndex", 1), number("PageSize", 25));
    if size > most {
        return Err(Rejection::page_size(most));
    }
    Ok((index.max(1), size.max(1)))
}

/// Returns how many rows `Offset` skips and how many `RowCount` requests. Both may be numbers or strings.
pub(super) fn offset(state: &State, body: &Value, rows: usize) -> (usize, usize) {
    let number = |name: &str| body.get("Paging").and_then(|paging| text(paging, name)?.parse::<usize>().ok());
    let (offset, rows) = (number("Offset").unwrap_or(0), number("RowCount").unwrap_or(rows));
    let skip = if state.settings.offset_counts_pages { offset.saturating_mul(rows) } else { offset };
    (skip, state.oddities.page_size(rows))
}

/// Cuts a page out of the rows. It may have fewer rows than asked for; the next one begins where it would otherwise.
pub(super) fn cut<T>(state: &State, rows: impl IntoIterator<Item = T>, (index, size): (usize, usize)) -> Vec<T> {
    rows.into_iter().skip((index - 1).saturating_mul(size)).take(state.oddities.page_size(size)).collect()
}

/// Cuts a page out of rows that are records with this key. If another page follows, the first record may be removed after
/// this response.
pub(super) fn turn(state: &State, rows: Vec<Value>, page: (usize, usize), key: &str) -> Vec<Value> {
    let (index, size) = page;
    let is_followed = index.saturating_mul(size) < rows.len();
    let rows = cut(state, rows, page);
    if is_followed && state.oddities.deletes_between_pages() {
        state.doomed.replace(rows.first().and_then(|row| text(row, key)));
    }
    rows
}

/// Sorts rows by the column that the body names. `key` is the column by which they are already sorted.
pub(super) fn sort(rows: &mut [Value], body: &Value, key: &str) {
    // One call has a list of them.
    let sorting = body.get("Sorting");
    let sorting = sorting.and_then(|sorting| sorting.get(0)).or(sorting).cloned().unwrap_or_default();
    let Some(column) = text(&sorting, "ColumnName") else { return };
    if column != key {
        rows.sort_by(|one, other| compare(&shown(one, &column), &shown(other, &column)));
    }
    if text(&sorting, "Direction").as_deref() == Some("1") {
        rows.reverse();
    }
}

fn shown(row: &Value, column: &str) -> String {
    text(row, column).unwrap_or_default()
}

/// Leaves only the columns that the body names, and those that are always there.
pub(super) fn select(rows: &mut [Value], body: &Value, always: &[&str]) {
    let Some(columns) = body.get("Columns") else { return };
    let names = |name: &str| -> Vec<String> {
        let csv = text(columns, name).unwrap_or_default();
        csv.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
    };
    let (included, excluded) = (names("Include_CSV"), names("Exclude_CSV"));
    let all = included.is_empty() || included.iter().any(|name| name == "*");
    for row in rows.iter_mut().filter_map(Value::as_object_mut) {
        row.retain(|name, _| {
            always.contains(&name.as_str()) || ((all || included.contains(name)) && !excluded.contains(name))
        });
    }
}

/// Sorts rows, cuts the requested page out of them, and returns it with the count of all of them.
pub(super) fn listed(
    state: &State,
    body: &Value,
    most: usize,
    member: &str,
    key: &str,
    always: &[&str],
    mut rows: Vec<Value>,
) -> Result<FakeResponse, Rejection> {
    let page = page(body, most)?;
    sort(&mut rows, body, key);
    let count = rows.len();
    let mut rows = turn(state, rows, page, key);
    select(&mut rows, body, always);
    Ok(counted(count, member, rows, state.settings.leave_out_empty_lists))
}

/// Returns a page of to-dos.
pub(super) fn paged(state: &State, body: &Value, rows: Vec<Value>) -> Result<FakeResponse, Rejection> {
    let count = rows.len();
    let rows = cut(state, rows, page(body, 1_000)?);
    Ok(counted(count, "List", rows, state.settings.leave_out_empty_lists))
}
