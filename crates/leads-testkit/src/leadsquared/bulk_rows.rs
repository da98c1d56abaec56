//! The rows of bulk calls.

use super::settings::BulkForm;
use serde_json::{Value, json};

/// A row of a bulk call: its key, and the id of what it wrote or why it was rejected.
pub(super) type RowResult = (String, Result<String, (String, String)>);

/// Returns a bulk response in the configured format. `id` is the member that holds the id of what a row created.
pub(super) fn bulk_response(form: BulkForm, id: &str, by: &str, rows: &[RowResult]) -> Value {
    let each = || -> Vec<Value> {
        let row = |(at, (_, result)): (usize, &RowResult)| match result {
            Ok(made) => json!({"RowNumber": at + 1, id: made, "Status": "Success"}),
            Err((exception, message)) => json!({
                "RowNumber": at + 1, "Status": "Error", "ExceptionType": exception, "ExceptionMessage": message
            }),
        };
        rows.iter().enumerate().map(row).collect()
    };
    match form {
        BulkForm::Response => json!({ "Response": each() }),
        BulkForm::Bare => Value::Array(each()),
        BulkForm::Counts => {
            let failed: Vec<Value> = rows
                .iter()
                .filter_map(|(key, result)| result.as_ref().err().map(|(_, reason)| (key, reason)))
                .map(|(key, reason)| json!({"Identifier": by, "IdentifierValue": key, "Reason": reason}))
                .collect();
            let word = if failed.is_empty() { "Success" } else { "Error" };
            json!({
                "Status": {
                    "TotalCount": rows.len(),
                    "SuccessCount": rows.len() - failed.len(),
                    "FailureCount": failed.len(),
                    "Message": word
                },
                "Details": { "FailedLeads": failed }
            })
        }
    }
}
