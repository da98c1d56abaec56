//! Exporting pipelines.

use super::call::{Answered, Call};
use super::responses::Rejection;
use crate::FakeResponse;
use std::fmt::Write as _;

/// Returns the stages as CSV. The vendor does not document the columns.
pub(super) fn export(call: &mut Call<'_>) -> Answered {
    let stageset = call.store.get("stagesets", &call.id).ok_or(Rejection::NotFound)?;
    let ids = stageset["links"]["stages"].as_array().into_iter().flatten();
    let mut csv = String::from("Position,Stage\n");
    for stage in ids.filter_map(|id| call.store.get("stages", id.as_str()?)) {
        let name = stage["name"].as_str().unwrap_or_default().replace('"', "\"\"");
        let _ = writeln!(csv, "{},\"{name}\"", stage["position"]);
    }
    Ok(FakeResponse::bytes(200, "text/csv; charset=utf-8", csv))
}
