//! The async host, which accepts a call and executes it later.

use super::responses::{Rejection, ok};
use super::state::{Job, State};
use super::{ASYNC_KEY, Call, FakeLeadSquared, activities, leads, opportunities};
use crate::{Clock, FakeRequest, FakeResponse, Ledger};
use serde_json::{Value, json};

pub(super) fn response(state: &mut State, request: &FakeRequest, clock: &Clock) -> Result<FakeResponse, Rejection> {
    if request.header("x-api-key") != Some(ASYNC_KEY) {
        return Err(Rejection::new(401, "MXInvalidAccessDetailsException", "Forbidden"));
    }
    let path = request.path.as_str();
    if path == "/activity/createcustom/metrics" {
        let pending = state.jobs.values().filter(|job| clock.instant() < job.done_at).count();
        return Ok(ok(&json!({"PendingMessages": pending, "MaxDelayInSeconds": 0, "ProcessingratePerMinute": 24.8})));
    }
    if !FakeLeadSquared::keys_are_good(request) {
        return Err(Rejection::wrong_keys());
    }
    let kind = match path {
        "/lead/status" => return status(state, request),
        "/lead/capture" => "LeadCapture",
        "/lead/update" => "LeadUpdate",
        "/activity/create" => "ActivityCreate",
        "/opportunity/capture" => "OpportunityCapture",
        "/opportunity/update" => "OpportunityUpdate",
        _ => return Err(Rejection::no_such_path()),
    };
    if request.method != http::Method::POST {
        return Err(Rejection::wrong_method());
    }
    request.json::<Value>().map_err(|_| Rejection::malformed())?;
    let id = state.fresh_id(0x0a51);
    let job = Job {
        done_at: clock.instant() + state.settings.job_time,
        kind,
        body: request.text().unwrap_or_default().to_owned(),
        ended: None,
        query: request.query("leadId").map(str::to_owned),
    };
    state.jobs.insert(id.clone(), job);
    let sentence = "Request accepted. Please use below request id to check the status";
    Ok(ok(&json!({"Status": sentence, "RequestID": id})))
}

fn status(state: &State, request: &FakeRequest) -> Result<FakeResponse, Rejection> {
    let id = request.query("RequestID").ok_or_else(|| Rejection::missing("RequestID"))?;
    let Some(job) = state.jobs.get(id) else { return Err(Rejection::input("RequestID")) };
    let (word, reason, step, response) = match &job.ended {
        None => ("In-Queue", String::new(), None, &Value::Null),
        Some(Ok(response)) => ("Success", String::new(), Some("Done"), response),
        Some(Err((exception, message))) => ("FAILURE", format!("{exception}: {message}"), Some("Done"), &Value::Null),
    };
    let separate = job.ended.is_some() && state.settings.job_result_separate;
    let task = json!({
        "TaskType": job.kind,
        "Status": word,
        "StatusReason": reason,
        "TaskCurrentStep": step,
        "TaskLastStep": if step.is_some() { "Call" } else { "Queued" },
        "RequestBody": job.body,
        "Message": if separate { &Value::Null } else { response }
    });
    Ok(ok(&match separate {
        true => json!({"RequestId": id, "TaskStatus": task, "Message": response}),
        false => json!({"RequestId": id, "TaskStatus": task}),
    }))
}

/// Executes the calls of the due jobs in the order accepted.
pub(super) fn run_due(state: &mut State, ledger: &Ledger, request: &FakeRequest, clock: &Clock) {
    let now = clock.instant();
    let is_due = |job: &Job| job.ended.is_none() && job.done_at <= now;
    let due: Vec<String> = state.jobs.iter().filter(|(_, job)| is_due(job)).map(|(id, _)| id.clone()).collect();
    for id in due {
        let ended = run(state, ledger, request, clock, &id);
        if let Some(job) = state.jobs.get_mut(&id) {
            job.ended = Some(ended);
        }
    }
}

/// Executes the call of a job.
fn run(
    state: &mut State,
    ledger: &Ledger,
    request: &FakeRequest,
    clock: &Clock,
    id: &str,
) -> Result<Value, (String, String)> {
    let Some(job) = state.jobs.get(id) else { return Err(("ERROR".to_owned(), String::new())) };
    let (kind, query) = (job.kind, job.query.clone());
    let body: Value = serde_json::from_str(&job.body).unwrap_or_default();
    let call = Call { request, body: &body, clock, ledger };
    let done = match kind {
        "LeadCapture" => {
            leads::capture(state, &call, None).map(|message| json!({"Status": "Success", "Message": message}))
        }
        "LeadUpdate" => super::responses::pairs(&body, "Attribute")
            .and_then(|pairs| leads::update(state, &call, query.as_deref().unwrap_or_default(), &pairs))
            .map(|()| json!({"Status": "Success", "Message": {"AffectedRows": 1}})),
        "OpportunityCapture" => opportunities::capture(state, &call),
        "OpportunityUpdate" => {
            opportunities::update(state, &body, &call).map(|id| json!({"Status": "Success", "Message": {"Id": id}}))
        }
        _ => activities::create(state, &body, &call).map(|id| json!({"Status": "Success", "Message": {"Id": id}})),
    };
    done.map_err(|rejection| rejection.exception_and_message())
}
