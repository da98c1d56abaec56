//! Leads and replies as rows.

use crate::output::Row;
use leads::Lead;
use leads::error::ErrorReport;
use serde_json::Value;

/// Returns the common view of a lead.
pub(crate) fn lead(lead: &dyn Lead) -> Row {
    let status = lead.status();
    let time = |time: Option<chrono::DateTime<chrono::Utc>>| time.map(|time| time.to_rfc3339());
    Row::new()
        .with("id", lead.id().map(|id| id.to_string()))
        .with("name", lead.name())
        .with("emails", list(lead.emails()))
        .with("phones", list(lead.phones()))
        .with("state", status.state.to_string())
        .with("status", status.detail.code)
        .with("sub_status", status.detail.sub_status)
        .with("reason", status.detail.reason)
        .with("stage", status.detail.stage)
        .with("presence", serde_json::to_value(status.presence).unwrap_or_default())
        .with("owner", lead.owner())
        .with("source", lead.source())
        .with("value", lead.value().map(|value| value.to_string()))
        .with("created_at", time(lead.created_at()))
        .with("updated_at", time(lead.updated_at()))
}

/// Returns a list, or null if it is empty.
fn list(items: Vec<String>) -> Value {
    if items.is_empty() { Value::Null } else { items.into() }
}

/// Returns the warnings of a reply as text.
pub(crate) fn warnings(meta: &leads_core::Meta) -> Value {
    list(
        meta.warnings
            .iter()
            .map(|code| {
                let subject = code.subject.as_deref().map(|subject| format!(" `{subject}`")).unwrap_or_default();
                let message = code.message.as_deref().map(|message| format!(": {message}")).unwrap_or_default();
                format!("{}{subject}{message}", code.code)
            })
            .collect(),
    )
}

/// Returns a short text for an error in a table.
pub(crate) fn error(report: &ErrorReport) -> String {
    let field = report.field.as_deref().map(|field| format!(" `{field}`")).unwrap_or_default();
    let codes = if report.codes.is_empty() { String::new() } else { format!(" ({})", report.codes.join(", ")) };
    format!("{}{field}{codes}", report.kind)
}
