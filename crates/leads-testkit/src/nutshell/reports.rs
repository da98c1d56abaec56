//! Reports on leads.

use super::call::{Answered, Call};
use super::lists;
use super::responses::{self, Rejection};
use crate::FakeResponse;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const TYPES: &[&str] = &["sales", "losses", "newleads", "forecast", "attribution", "custom"];

fn figure(value: f64, prefix: &str) -> Value {
    let value = if value.fract() == 0.0 { json!(value as i64) } else { json!(value) };
    json!({"value": value, "prefix": prefix, "suffix": "", "formatted": format!("{prefix}{value}")})
}

fn bucket(name: &str, count: usize, total: f64) -> Value {
    json!({"bucket": name, "count": figure(count as f64, ""), "total": figure(total, "$"), "bucketType": "status",
        "filters": {}, "segments": []})
}

/// Returns the leads that match the filters, counted and summed by their status.
pub(super) fn get(call: &mut Call<'_>) -> Answered {
    let store = &*call.store;
    let report_type = call.request.query("reportType").unwrap_or("sales");
    if !TYPES.contains(&report_type) {
        return Err(Rejection::listed("reports", "Invalid report type"));
    }
    let mut sums: BTreeMap<String, (usize, f64)> = BTreeMap::new();
    for lead in lists::fitting(store, "leads", call.request)? {
        let shown = store.shown("leads", lead);
        let amount = &shown["value"]["amount"];
        let amount = amount.as_f64().or_else(|| amount.as_str()?.parse().ok()).unwrap_or(0.0);
        let sum = sums.entry(shown["status"].as_str().unwrap_or_default().to_owned()).or_default();
        *sum = (sum.0 + 1, sum.1 + amount);
    }
    let whole = sums.values().fold((0, 0.0), |all, one| (all.0 + one.0, all.1 + one.1));
    match call.request.query("format").unwrap_or("json") {
        "json" => {}
        "csv" => {
            let rows = sums.iter().map(|(status, (count, total))| format!("{status},{count},{total}\n"));
            let csv = format!("status,count,total\n{}", rows.collect::<String>());
            return Ok(FakeResponse::bytes(200, "text/csv; charset=utf-8", csv));
        }
        "html" => return Ok(FakeResponse::html(200, format!("<html><body>{} leads</body></html>", whole.0))),
        // The first bytes by which such a file is recognised, and no page.
        "pdf" => return Ok(FakeResponse::bytes(200, "application/pdf", &b"%PDF-1.4\n%%EOF\n"[..])),
        "png" => return Ok(FakeResponse::bytes(200, "image/png", &b"\x89PNG\r\n\x1a\n"[..])),
        _ => return Err(Rejection::listed("reports", "Invalid format")),
    }
    let data: Vec<Value> = sums.iter().map(|(status, (count, total))| bucket(status, *count, *total)).collect();
    let report = json!({"id": "1-reports", "type": "reports", "key": report_type, "name": report_type, "prefix": "$",
        "data": data, "summary": bucket("total", whole.0, whole.1)});
    Ok(responses::many("reports", vec![report], json!({}), Vec::new()))
}
