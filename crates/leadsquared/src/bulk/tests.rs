#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use super::report::report;
use super::send::Reported;
use super::*;
use crate::api::activities::BulkUpdateActivities;
use crate::api::opportunities::{BulkAddOpportunities, OpportunityRow};
use crate::model::{ActivityUpdate, TaskFields};
use chrono::DateTime;
use http::HeaderMap;
use leads_core::WriteOutcome;
use leads_core::vendor::{Classification, HttpResponse};

fn request(rows: usize) -> BulkAddOpportunities {
    BulkAddOpportunities::new(
        "EmailAddress",
        (0..rows).map(|row| OpportunityRow::new(format!("p{row}@example.com"), 12_005)),
    )
}

fn outcomes(rows: usize, body: &str) -> Vec<WriteOutcome> {
    let body: BulkResponse = serde_json::from_str(body).unwrap();
    report(&request(rows), &body, 1).rows.iter().map(|row| row.outcome).collect()
}

use WriteOutcome::{Applied as A, NotApplied as N, Unknown as U};

#[test]
fn every_row_is_accounted_for_in_every_form() {
    let created = r#"{"RowNumber":1,"LeadId":"7","LeadCreated":true}"#;
    let rejected = r#"{"RowNumber":1,"LeadId":"","LeadCreated":false}"#;
    let second = r#"{"RowNumber":2,"LeadId":"8","LeadCreated":true}"#;
    let failed = r#"{"SuccessCount":1,"FailureCount":1}"#;
    let of_p1 = r#"{"FailedLeads":[{"Identifier":"EmailAddress","IdentifierValue":"P1@example.com","Reason":"no"}]}"#;
    let of_else = r#"{"FailedLeads":[{"IdentifierValue":"else","Reason":"no"}]}"#;
    for (rows, body, expected, whole) in [
        (2, format!("[{created},{second}]"), vec![A, A], A),
        (2, format!("[{second},{created}]"), vec![A, A], A),
        (2, format!("[{second},{rejected}]"), vec![N, A], WriteOutcome::Partial),
        // Fewer rows than were sent.
        (3, format!("[{second}]"), vec![U, A, U], WriteOutcome::Partial),
        (2, format!("[{rejected}]"), vec![N, U], U),
        // More rows than were sent.
        (1, format!("[{second},{created}]"), vec![A], A),
        (1, format!("[{created},{}]", second.replace("true", "false")), vec![A], WriteOutcome::Partial),
        (1, format!("[{rejected},{}]", second.replace("true", "false")), vec![N], N),
        // A number that occurs twice.
        (2, format!("[{created},{created}]"), vec![A, U], WriteOutcome::Partial),
        (2, format!("[{created},{rejected}]"), vec![U, U], U),
        (1, format!("[{created},{rejected}]"), vec![U], U),
        // Rows without a number are in order, if there are as many as were sent.
        (
            2,
            r#"[{"LeadId":"7","LeadCreated":true},{"LeadCreated":false}]"#.to_owned(),
            vec![A, N],
            WriteOutcome::Partial,
        ),
        (2, format!(r#"[{created},{{"LeadId":"8","LeadCreated":true}}]"#), vec![A, A], A),
        (2, format!(r#"[{{"LeadCreated":false}},{created}]"#), vec![A, U], WriteOutcome::Partial),
        (3, r#"[{"LeadCreated":false},{"LeadCreated":true}]"#.to_owned(), vec![U, U, U], WriteOutcome::Partial),
        (1, r#"[{"LeadCreated":false},{"LeadCreated":false}]"#.to_owned(), vec![N], N),
        (
            2,
            r#"[{"RowNumber":"2","LeadCreated":"true"},{"RowNumber":"1","LeadCreated":0}]"#.to_owned(),
            vec![N, A],
            WriteOutcome::Partial,
        ),
        (
            2,
            r#"[{"RowNumber":2,"Id":"1"},{"RowNumber":1,"ExceptionType":"MXX"}]"#.to_owned(),
            vec![N, A],
            WriteOutcome::Partial,
        ),
        (
            2,
            r#"[{"RowNumber":1,"Id":"1"},{"RowNumber":0,"ExceptionType":"MXX"}]"#.to_owned(),
            vec![N, A],
            WriteOutcome::Partial,
        ),
        (1, r#"[{"RowNumber":0,"Id":"1"},{"RowNumber":0,"Id":"2"}]"#.to_owned(), vec![U], WriteOutcome::Partial),
        // One true flag is enough, and an exception together with a success is a contradiction.
        (1, r#"[{"RowNumber":1,"LeadCreated":false,"LeadUpdated":true,"AffectedRows":0}]"#.to_owned(), vec![A], A),
        (1, r#"[{"RowNumber":1,"LeadCreated":false,"LeadUpdated":false,"LeadId":"7"}]"#.to_owned(), vec![N], N),
        (1, r#"[{"RowNumber":1,"LeadCreated":true,"ExceptionType":"MXX"}]"#.to_owned(), vec![U], U),
        (1, r#"[{"RowNumber":1,"LeadCreated":true,"ExceptionType":null,"ErrorMessage":""}]"#.to_owned(), vec![A], A),
        (1, r#"[{"RowNumber":1,"AffectedRows":1}]"#.to_owned(), vec![A], A),
        (
            2,
            r#"{"Response":[{"ProspectOpportunityId":"1"},{"Status":"Error","ExceptionMessage":"no"}]}"#.to_owned(),
            vec![A, N],
            WriteOutcome::Partial,
        ),
        (2, r#"{"Response":[{"ProspectActivityId":"1"},{}]}"#.to_owned(), vec![A, U], WriteOutcome::Partial),
        (2, format!(r#"{{"Status":"Error","Response":[{created},{second}]}}"#), vec![A, A], A),
        (2, format!(r#"{{"Status":{failed},"Details":{of_p1}}}"#), vec![A, N], WriteOutcome::Partial),
        (2, format!(r#"{{"Status":{failed},"Details":{of_else}}}"#), vec![U, U], WriteOutcome::Partial),
        (3, r#"{"Status":{"SuccessCount":1,"FailureCount":0}}"#.to_owned(), vec![U, U, U], WriteOutcome::Partial),
        (2, r#"{"Status":{"SuccessCount":0,"FailureCount":0}}"#.to_owned(), vec![N, N], N),
        (2, r#"{"Status":{"SuccessCount":"2","FailureCount":"0"}}"#.to_owned(), vec![A, A], A),
        (
            2,
            r#"{"Status":{"SuccessCount":2,"FailureCount":0,"Message":"Error"}}"#.to_owned(),
            vec![U, U],
            WriteOutcome::Partial,
        ),
        (
            2,
            r#"{"Status":{"SuccessCount":99999999999,"FailureCount":1}}"#.to_owned(),
            vec![U, U],
            WriteOutcome::Partial,
        ),
        (2, r#"{"Status":"Success","Message":{"AffectedRows":2}}"#.to_owned(), vec![A, A], A),
        (2, r#"{"Status":"Success","Message":{"Count":"2"}}"#.to_owned(), vec![A, A], A),
        (2, r#"{"Status":"Success","Message":{"AffectedRows":1}}"#.to_owned(), vec![U, U], U),
        (1, r#"{"Status":"Success"}"#.to_owned(), vec![A], A),
        (1, r#"{"Status":"Success","Response":[{}]}"#.to_owned(), vec![A], A),
    ] {
        let response: BulkResponse = serde_json::from_str(&body).unwrap();
        let report = report(&request(rows), &response, 1);
        let found: Vec<WriteOutcome> = report.rows.iter().map(|row| row.outcome).collect();
        assert_eq!((found, report.outcome()), (expected, whole), "{body}");
        // The plain call and the report agree.
        let verdict = |operation: &Operation| {
            let mut response = HttpResponse::new(200, HeaderMap::new(), body.clone());
            response.rows = Some(rows);
            crate::error::classify(operation, &response)
        };
        let outcome = |verdict: Classification| match verdict {
            Classification::Success { outcome, confirmed: true, .. } => outcome,
            Classification::Failure(failure) => failure.outcome,
            other => panic!("{other:?}"),
        };
        assert_eq!(outcome(verdict(&BulkAddOpportunities::OPERATION)), whole, "{body}");
        assert_eq!(outcome(verdict(&Reported::<BulkAddOpportunities>::OPERATION)), whole, "{body}");
        let is_ok = matches!(verdict(&BulkAddOpportunities::OPERATION), Classification::Success { .. });
        assert_eq!(is_ok, report.is_complete() || body.contains("AffectedRows\":1}}"), "{body}");
    }
}

#[test]
fn foreign_response_leaves_every_row_unknown() {
    for body in [
        r#"{"What":"ever"}"#,
        "7",
        "{}",
        "[]",
        "[1]",
        "[{}]",
        "[null,[]]",
        r#"[{"id":"proxy-17"}]"#,
        r#"[{"Id":"1"}]"#,
        r#"{"Response":[{"Id":"1"}]}"#,
        r#"{"Data":[{"a":1}]}"#,
        r#"{"Status":{}}"#,
        r#"{"Status":{"SuccessCount":-1}}"#,
        r#"{"error":"upstream timeout"}"#,
    ] {
        assert_eq!(outcomes(2, body), [U, U], "{body}");
        let mut response = HttpResponse::new(200, HeaderMap::new(), body.as_bytes());
        response.rows = Some(2);
        for operation in [BulkAddOpportunities::OPERATION, Reported::<BulkAddOpportunities>::OPERATION] {
            let verdict = crate::error::classify(&operation, &response);
            let Classification::Failure(failure) = verdict else { panic!("{body}: {verdict:?}") };
            assert_eq!(failure.outcome, WriteOutcome::Unknown, "{body}");
        }
    }
}

#[test]
fn row_ids_codes_and_messages_are_kept() {
    let body = r#"[{"RowNumber":1,"LeadId":"7","LeadCreated":true},
        {"RowNumber":2,"LeadId":"9","LeadCreated":false,"ExceptionType":"MXDuplicateEntryException","ErrorMessage":"taken"},
        {"RowNumber":5,"LeadId":"","LeadCreated":false,"ErrorMessage":"which?"}]"#;
    let report = report(&request(3), &serde_json::from_str(body).unwrap(), 1);
    assert_eq!((report.rows[0].id.as_deref(), report.rows[1].id.as_deref()), (Some("7"), Some("9")));
    assert_eq!(report.rows[1].code.as_deref(), Some("MXDuplicateEntryException"));
    assert_eq!(report.rows[1].message.as_ref().unwrap().as_str(), "taken");
    assert_eq!(report.unmatched[0].message.as_ref().unwrap().as_str(), "which?");
    assert_eq!((report.rows[2].outcome, report.outcome()), (U, WriteOutcome::Partial));
    let error = report.require_all().unwrap_err();
    assert_eq!(error.codes().len(), 3);
}

#[test]
fn queued_rows_are_accepted_not_applied() {
    let tasks = BulkCreateTasks::new(["a", "b"].map(|name| TaskFields::new(name, DateTime::UNIX_EPOCH)));
    for (body, expected) in [
        (r#"{"Status":"Success","Message":{"Message":"in the queue"}}"#, [WriteOutcome::Accepted; 2]),
        (r#"{"Status":"Error"}"#, [WriteOutcome::Unknown; 2]),
    ] {
        let body: BulkResponse = serde_json::from_str(body).unwrap();
        let report = report(&tasks, &body, 1);
        assert_eq!(report.rows.iter().map(|row| row.outcome).collect::<Vec<_>>(), expected);
    }
    let body = HttpResponse::new(200, HeaderMap::new(), &br#"{"Status":"Success"}"#[..]);
    let verdict = verdict(&BulkCreateTasks::OPERATION, &body).unwrap();
    let Some(Classification::Success { outcome, .. }) = verdict else { panic!() };
    assert_eq!(outcome, WriteOutcome::Accepted);
}

#[test]
fn deleted_tasks_are_counted_outside_the_message() {
    let tasks = BulkDeleteTasks::new(["4", "5"]);
    for (body, expected) in [
        (r#"{"Status":"Success","TasksCount":2,"DeletedTasksCount":2,"FailureReason":null}"#, WriteOutcome::Accepted),
        (r#"{"Status":"Success","Message":{"Message":"Your request has been queued."}}"#, WriteOutcome::Accepted),
        (r#"{"Status":"Success","TasksCount":2,"DeletedTasksCount":1,"FailureReason":null}"#, U),
        (r#"{"Status":"Success","TasksCount":2,"DeletedTasksCount":2,"FailureReason":"no access"}"#, U),
        (r#"{"TasksCount":2,"DeletedTasksCount":2}"#, U),
    ] {
        let response: BulkResponse = serde_json::from_str(body).unwrap();
        let report = report(&tasks, &response, 1);
        assert!(report.rows.iter().all(|row| row.outcome == expected), "{body}: {report:?}");
        let mut read = HttpResponse::new(200, HeaderMap::new(), body);
        read.rows = Some(2);
        let outcome = match crate::error::classify(&BulkDeleteTasks::OPERATION, &read) {
            Classification::Success { outcome, .. } => outcome,
            Classification::Failure(failure) => failure.outcome,
            other => panic!("{other:?}"),
        };
        assert_eq!(outcome, expected, "{body}");
    }
}

#[test]
fn updated_activities_are_found_by_number_or_id() {
    let request = BulkUpdateActivities::new(["4", "5"].map(|id| ActivityUpdate::new(id).note("n")));
    for (body, expected) in [
        (r#"{"Response":[{"ProspectActivityId":"5","ActivityUpdated":false}]}"#, [U, N]),
        (r#"{"Response":[{"RowNumber":1,"ActivityUpdated":true},{"RowNumber":2,"ExceptionMessage":"no"}]}"#, [A, N]),
        (r#"{"Status":"Success"}"#, [A, A]),
        (r#"{"Response":[]}"#, [U, U]),
    ] {
        let response: BulkResponse = serde_json::from_str(body).unwrap();
        let outcomes: Vec<WriteOutcome> = report(&request, &response, 1).rows.iter().map(|row| row.outcome).collect();
        assert_eq!(outcomes, expected, "{body}");
    }
}

#[test]
fn failed_row_is_an_error_of_the_plain_call() {
    let evaluation = |body: &'static str| {
        verdict(&BulkAddOpportunities::OPERATION, &HttpResponse::new(200, HeaderMap::new(), body.as_bytes())).unwrap()
    };
    let partial = r#"{"Response":[{"ProspectOpportunityId":"1"},{"Status":"Error","ExceptionType":"MXX","ExceptionMessage":"no"}]}"#;
    let Some(Classification::Failure(failure)) = evaluation(partial) else { panic!() };
    assert_eq!((failure.outcome, failure.codes.len()), (WriteOutcome::Partial, 1));
    assert_eq!(failure.codes[0].subject.as_deref(), Some("row 2"));
    let none = r#"{"Status":{"SuccessCount":0,"FailureCount":1,"Message":"Error"},"Details":{"FailedLeads":[{"IdentifierValue":"jo","Reason":"no"}]}}"#;
    let Some(Classification::Failure(failure)) = evaluation(none) else { panic!() };
    assert_eq!((failure.outcome, failure.codes.len()), (WriteOutcome::NotApplied, 1));
    assert_eq!((failure.codes[0].subject.as_deref(), failure.codes[0].message.as_deref()), (Some("jo"), Some("no")));
    // The help never says to resend rows that may have been applied.
    let unknown = r#"[{"RowNumber":1,"LeadCreated":false},{"RowNumber":2}]"#;
    let Some(Classification::Failure(failure)) = evaluation(unknown) else { panic!() };
    assert_eq!((failure.outcome, failure.help), (WriteOutcome::Unknown, None));
}

#[test]
fn report_is_not_a_success_until_required() {
    let body: BulkResponse =
        serde_json::from_str(r#"[{"LeadId":"1"},{"ExceptionType":"MXX","ExceptionMessage":"no"}]"#).unwrap();
    let mut all = report(&request(2), &body, 1);
    all.join(report(&request(2), &body, 1));
    assert_eq!(all.rows.iter().map(|row| row.index).collect::<Vec<_>>(), [0, 1, 2, 3]);
    assert_eq!((all.outcome(), all.is_complete(), all.calls), (WriteOutcome::Partial, false, 2));
    let stored = serde_json::to_string(&all).unwrap();
    assert_eq!(serde_json::from_str::<BulkReport>(&stored).unwrap(), all);
    assert!(!format!("{all:?}").contains("p1@example.com"));
    let error = all.require_all().unwrap_err();
    assert_eq!((error.outcome(), error.codes().len()), (WriteOutcome::Partial, 2));
}
