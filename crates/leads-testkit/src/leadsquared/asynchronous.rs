//! The async host, which accepts a call and executes it later.

use super::records::{Job, JobKind};
use super::responses::{Rejection, ok, pairs};
use super::state::State;
use super::{account::Keys, activity_writes, calls, lead_writes, opportunity_writes};
use crate::{Clock, FakeRequest, FakeResponse};
use serde_json::{Value, json};

/// The path of call logs, to which the connector's key is added.
const CALL_LOG: &str = "/1/api/telephony/logcallcomplete/";

pub(super) fn response(
    state: &mut State,
    keys: &Keys,
    request: &FakeRequest,
    clock: &Clock,
) -> Result<FakeResponse, Rejection> {
    if request.header("x-api-key") != Some(keys.asynchronous.as_str()) {
        return Err(Rejection::new(401, "MXInvalidAccessDetailsException", "Forbidden"));
    }
    let path = request.path.as_str();
    let is_post = request.method == http::Method::POST;
    // These need no other keys.
    match path {
        "/activity/createcustom/metrics" if !is_post => {
            let pending = state.jobs.values().filter(|job| clock.instant() < job.done_at).count();
            let body = json!({"PendingMessages": pending, "MaxDelayInSeconds": 0, "ProcessingratePerMinute": 24.8});
            return Ok(ok(&body));
        }
        "/1/api/telephony/logcallcomplete/status" | "/lead/status" if !is_post => return status(state, request),
        _ => {}
    }
    let kind = match path {
        "/lead/capture" => JobKind::CaptureLead,
        "/lead/update" => JobKind::UpdateLead,
        "/activity/create" => JobKind::CreateActivity,
        "/activity/createcustom" => JobKind::CreateLeadWithActivity,
        "/opportunity/capture" => JobKind::CaptureOpportunity,
        "/opportunity/update" => JobKind::UpdateOpportunity,
        _ if path.strip_prefix(CALL_LOG).is_some_and(|key| !key.is_empty()) => JobKind::LogCall,
        _ => return Err(Rejection::no_such_path()),
    };
    if !is_post {
        return Err(Rejection::wrong_method());
    }
    if kind != JobKind::LogCall && !keys.are_in(request) {
        return Err(Rejection::wrong_keys());
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
    // A job that takes no time is done with its acceptance.
    run_due(state);
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
        "TaskType": job.kind.name(),
        "Status": word,
        "StatusReason": reason,
        "TaskCurrentStep": step,
        "TaskLastStep": if step.is_some() { "Call" } else { "In-Process-Queue" },
        "RequestBody": job.body,
        "Message": if separate { &Value::Null } else { response }
    });
    Ok(ok(&match separate {
        true => json!({"RequestId": id, "TaskStatus": task, "Message": response}),
        false => json!({"RequestId": id, "TaskStatus": task}),
    }))
}

/// Executes the calls of the due jobs in the order accepted.
pub(super) fn run_due(state: &mut State) {
    let now = state.instant();
    let is_due = |job: &Job| job.ended.is_none() && job.done_at <= now;
    let due: Vec<String> = state.jobs.iter().filter(|(_, job)| is_due(job)).map(|(id, _)| id.clone()).collect();
    for id in due {
        let ended = run(state, &id);
        if let Some(job) = state.jobs.get_mut(&id) {
            job.ended = Some(ended);
        }
    }
}

/// Executes the call of a job.
fn run(state: &mut State, id: &str) -> Result<Value, (String, String)> {
    let Some(job) = state.jobs.get(id) else { return Err(("ERROR".to_owned(), String::new())) };
    let (kind, query) = (job.kind, job.query.clone());
    let body: Value = serde_json::from_str(&job.body).unwrap_or_default();
    let made = |id: String| json!({"Status": "Success", "Message": {"Id": id}});
    let done = match kind {
        JobKind::CaptureLead => pairs(&body, "Attribute")
            .and_then(|attributes| lead_writes::capture(state, &attributes, None))
            .map(|message| json!({"Status": "Success", "Message": message})),
        JobKind::UpdateLead => pairs(&body, "Attribute")
            .and_then(|pairs| lead_writes::update(state, query.as_deref().unwrap_or_default(), &pairs, true))
            .map(|()| json!({"Status": "Success", "Message": {"AffectedRows": 1}})),
        JobKind::CaptureOpportunity => opportunity_writes::capture(state, &body),
        JobKind::UpdateOpportunity => opportunity_writes::update(state, &body).map(made),
        JobKind::CreateActivity => activity_writes::create(state, &body).map(made),
        JobKind::CreateLeadWithActivity => activity_writes::create_with_lead(state, &body),
        JobKind::LogCall => calls::log(state, &body, None).map(made),
    };
    done.map_err(|rejection| rejection.exception_and_message())
}
