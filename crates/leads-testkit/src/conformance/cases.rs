//! The cases. `Ok(false)` means that the case does not apply.

use super::Harness;
use leads_core::client::{FIELD_LEFT_OUT, LeadClientExt, LeadQuery, LeadStream, LeadUpdate, NewLead, StatusChange};
use leads_core::status::{Presence, StateSupport};
use leads_core::{CallOptions, Error, ErrorKind, LeadId, LeadState, Result, WriteOutcome};
use std::collections::HashSet;
use std::fmt::Debug;
use std::time::Duration;

pub(super) use super::filters::filters_are_honored_or_rejected;
pub(super) use super::keys::key_finds_exactly_one_lead;
pub(super) use super::status_fields::status_details_are_readable;

pub(super) use super::resolve::{lost_changes_are_resolved, lost_create_is_resolved};
pub(super) use super::upsert::{
    concurrent_upserts_create_one_lead, upsert_creates_once_and_then_matches,
    upsert_with_a_lost_response_creates_one_lead,
};

pub(super) type CaseOutcome = std::result::Result<bool, String>;

pub(super) fn ensure(holds: bool, otherwise: impl FnOnce() -> String) -> std::result::Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise()) }
}

pub(super) fn expect_ok<T>(what: &str, result: Result<T>) -> std::result::Result<T, String> {
    result.map_err(|error| format!("{what}: {error}"))
}

pub(super) fn expect_err<T: Debug>(what: &str, result: Result<T>) -> std::result::Result<Error, String> {
    match result {
        Ok(value) => Err(format!("{what} succeeded: {value:?}")),
        Err(error) => Ok(error),
    }
}

/// Checks that an error was returned without sending anything.
pub(super) fn nothing_sent(
    harness: &dyn Harness,
    before: Option<u64>,
    what: &str,
    error: &Error,
) -> std::result::Result<(), String> {
    ensure(error.outcome() == WriteOutcome::NotApplied, || format!("{what}: outcome {} ({error})", error.outcome()))?;
    ensure(error.attempts() == 0, || format!("{what}: {} attempts ({error})", error.attempts()))?;
    ensure(harness.request_count() == before, || format!("{what}: a request was sent ({error})"))
}

pub(super) fn unsupported<T: Debug>(
    harness: &dyn Harness,
    before: Option<u64>,
    what: &str,
    result: Result<T>,
) -> std::result::Result<(), String> {
    let error = expect_err(what, result)?;
    ensure(error.kind() == ErrorKind::Unsupported, || format!("{what}: not rejected as unsupported ({error})"))?;
    nothing_sent(harness, before, what, &error)
}

pub(super) async fn capabilities_are_accurate(harness: &dyn Harness) -> CaseOutcome {
    let client = harness.client();
    let can = client.capabilities();
    let id = harness.fresh_lead().await;
    let before = harness.request_count();
    if !can.check {
        unsupported(harness, before, "check", client.check().await)?;
    }
    if !can.create {
        unsupported(harness, before, "create", client.create(&harness.new_lead(1)).await)?;
    }
    if !can.get {
        unsupported(harness, before, "get", client.get(&id).await)?;
    }
    if !can.update {
        unsupported(harness, before, "update", client.update(&id, &harness.update()).await)?;
    }
    if !can.set_status {
        unsupported(harness, before, "set_status", client.set_status(&id, &harness.to_state(LeadState::Won)).await)?;
    }
    if !can.delete {
        unsupported(harness, before, "delete", client.delete(&id).await)?;
    }
    if !can.list {
        unsupported(harness, before, "list", client.list_page(&LeadQuery::new(), None).await)?;
    }
    // Capabilities that are `true` are tested by the other cases; here each must at least be supported.
    if can.get {
        expect_ok("get", client.get(&id).await)?;
    }
    if can.list {
        expect_ok("list", client.list_page(&LeadQuery::new().page_size(2), None).await)?;
    }
    Ok(true)
}

pub(super) async fn check_verifies_credentials(harness: &dyn Harness) -> CaseOutcome {
    if !harness.client().capabilities().check {
        return Ok(false);
    }
    let checked = expect_ok("check", harness.client().check().await)?;
    ensure(!checked.operation.is_empty(), || "check does not report which operation it used".to_owned())?;
    let Some(wrong) = harness.client_with_wrong_credentials() else {
        return Err("not tested with wrong credentials: implement `Harness::client_with_wrong_credentials`".to_owned());
    };
    let error = expect_err("check with wrong credentials", wrong.check().await)?;
    ensure(error.kind() == ErrorKind::Unauthenticated, || format!("check with wrong credentials: {error}"))?;
    Ok(true)
}

pub(super) async fn created_lead_is_readable(harness: &dyn Harness) -> CaseOutcome {
    let client = harness.client();
    if !client.capabilities().create {
        return Ok(false);
    }
    let created = expect_ok("create", client.create(&harness.new_lead(2)).await)?;
    ensure(created.meta().outcome == WriteOutcome::Applied, || format!("outcome {}", created.meta().outcome))?;
    ensure(!created.id.as_str().is_empty(), || "the id is empty".to_owned())?;
    if client.capabilities().get {
        let lead = expect_ok("get", client.get(&created.id).await)?;
        ensure(lead.id().as_ref() == Some(&created.id), || format!("requested {}, got {:?}", created.id, lead.id()))?;
        ensure(lead.vendor() == client.vendor(), || format!("the lead reports the vendor {}", lead.vendor()))?;
        ensure(!lead.text().is_empty(), || "the lead's text is empty".to_owned())?;
    }
    Ok(true)
}

pub(super) async fn update_is_applied(harness: &dyn Harness) -> CaseOutcome {
    let client = harness.client();
    if !client.capabilities().update {
        return Ok(false);
    }
    let id = harness.fresh_lead().await;
    let reads = client.capabilities().get;
    let before = if reads { Some(expect_ok("get", client.get(&id).await)?) } else { None };
    let updated = expect_ok("update", client.update(&id, &harness.update()).await)?;
    ensure(updated.meta().outcome == WriteOutcome::Applied, || format!("outcome {}", updated.meta().outcome))?;
    ensure(updated.id == id, || format!("updated {id}, but the response has {}", updated.id))?;
    if let Some(before) = before {
        let after = expect_ok("get", client.get(&id).await)?;
        ensure(harness.shows_update(&**before, &**after), || format!("{id} was reported as applied but is unchanged"))?;
    }
    Ok(true)
}

pub(super) async fn empty_update_is_rejected(harness: &dyn Harness) -> CaseOutcome {
    let client = harness.client();
    if !client.capabilities().update {
        return Ok(false);
    }
    let id = harness.fresh_lead().await;
    let before = harness.request_count();
    let error = expect_err("an empty update", client.update(&id, &LeadUpdate::new()).await)?;
    ensure(error.is_invalid_request(), || format!("an empty update: {error}"))?;
    nothing_sent(harness, before, "an empty update", &error)?;
    Ok(true)
}

pub(super) async fn every_state_is_written_or_rejected(harness: &dyn Harness) -> CaseOutcome {
    let client = harness.client();
    let can = client.capabilities();
    if !can.set_status {
        return Ok(false);
    }
    for state in LeadState::WRITABLE {
        let id = harness.fresh_lead().await;
        let before = harness.request_count();
        let written = client.set_status(&id, &harness.to_state(state)).await;
        match can.state(state) {
            StateSupport::Unsupported => unsupported(harness, before, state.as_str(), written)?,
            StateSupport::ThroughMap => match written {
                Ok(updated) => {
                    let reported = updated.written.as_ref().map(|written| written.state);
                    ensure(reported == Some(state), || format!("{state} through a map: reported {reported:?}"))?;
                    if can.get {
                        let read = expect_ok("get", client.get(&id).await)?.status().state;
                        ensure(read == state, || format!("{state} through a map: read {read}"))?;
                    }
                }
                // The map has several stages for this state.
                Err(error) => {
                    ensure(error.kind() == ErrorKind::Ambiguous, || format!("{state} through a map: {error}"))?;
                    nothing_sent(harness, before, state.as_str(), &error)?;
                }
            },
            support => {
                let written = match written {
                    // The lead already has this state and the vendor rejects that, so it is moved to another state
                    // first.
                    Err(error) if error.kind() == ErrorKind::Conflict && error.attempts() > 0 => {
                        let away = [LeadState::OnHold, LeadState::Contacted, LeadState::New, LeadState::Open]
                            .into_iter()
                            .find(|away| *away != state && can.state(*away) == StateSupport::Exact);
                        let Some(away) = away else { return Err(format!("{state}: {error}")) };
                        expect_ok("moving to another state", client.set_status(&id, &harness.to_state(away)).await)?;
                        client.set_status(&id, &harness.to_state(state)).await
                    }
                    written => written,
                };
                let updated = expect_ok(state.as_str(), written)?;
                let Some(reported) = &updated.written else {
                    return Err(format!("{state}: what was written is not reported"));
                };
                ensure(reported.requested == Some(state), || {
                    format!("{state}: {:?} is reported as requested", reported.requested)
                })?;
                ensure(reported.support == support, || {
                    format!("{state}: the capabilities say {support:?}, reported {:?}", reported.support)
                })?;
                if can.get {
                    let lead = expect_ok("get", client.get(&id).await)?;
                    let read = lead.status();
                    ensure(read.state == reported.state, || {
                        format!("{state}: {} is reported as written, read {}", reported.state, read.state)
                    })?;
                }
            }
        }
    }
    Ok(true)
}

pub(super) async fn status_code_round_trips(harness: &dyn Harness) -> CaseOutcome {
    let client = harness.client();
    let can = client.capabilities();
    if !(can.set_status && can.get) {
        return Ok(false);
    }
    // In the initial state, and in every state that can be set exactly.
    let exact = |state: &LeadState| can.state(*state) == StateSupport::Exact;
    let states = LeadState::WRITABLE.into_iter().filter(exact).map(Some);
    for state in std::iter::once(None).chain(states) {
        let id = harness.fresh_lead().await;
        if let Some(state) = state {
            let moved = client.set_status(&id, &harness.to_state(state)).await;
            // A new lead already has some state, and some vendors reject setting it again.
            ensure(moved.is_ok() || moved.is_err_and(|error| error.attempts() > 0), || format!("{state}: never sent"))?;
        }
        let read = expect_ok("get", client.get(&id).await)?.status();
        let Some(code) = read.detail.code else { return Err("a status without the vendor's code".to_owned()) };
        let mut change = harness.to_state(read.state);
        change.target = leads_core::client::StatusTarget::Code(code.clone());
        match client.set_status(&id, &change).await {
            Ok(updated) => {
                let reported = updated.written.as_ref().map(|written| written.code.clone());
                ensure(reported.as_deref() == Some(code.as_str()), || format!("read {code}, wrote {reported:?}"))?;
                let again = expect_ok("get", client.get(&id).await)?.status();
                ensure(again.detail.code.as_deref() == Some(code.as_str()), || {
                    format!("read {code}, wrote it, then read {:?}", again.detail.code)
                })?;
            }
            // Some vendors reject the status that a lead already has. The code itself must have been sent.
            Err(error) => ensure(error.attempts() > 0 && !error.is_invalid_request(), || format!("{code}: {error}"))?,
        }
    }
    Ok(true)
}

pub(super) async fn unsupported_status_fields_are_rejected(harness: &dyn Harness) -> CaseOutcome {
    let client = harness.client();
    let can = client.capabilities();
    if !can.set_status {
        return Ok(false);
    }
    let id = harness.fresh_lead().await;
    let before = harness.request_count();
    let base = || StatusChange::to(LeadState::Won);
    for (name, has, change) in [
        ("sub_status", can.sub_status, base().sub_status("x")),
        ("reason", can.reason, base().reason("x")),
        ("stage", can.stage, base().stage("x")),
        ("comment", can.comment, base().comment("x")),
    ] {
        if !has {
            unsupported(harness, before, name, client.set_status(&id, &change).await)?;
        }
    }
    Ok(true)
}

pub(super) async fn missing_lead_is_not_found(harness: &dyn Harness) -> CaseOutcome {
    let client = harness.client();
    let can = client.capabilities();
    let id = harness.missing_lead();
    if can.get {
        let error = expect_err("get of a missing lead", client.get(&id).await)?;
        ensure(error.is_not_found(), || format!("get of a missing lead: {error}"))?;
    }
    if can.set_status {
        let error = expect_err(
            "set_status of a missing lead",
            client.set_status(&id, &harness.to_state(LeadState::Won)).await,
        )?;
        ensure(error.outcome() == WriteOutcome::NotApplied, || format!("set_status of a missing lead: {error}"))?;
    }
    let unchanged = |what: &str, error: Error| {
        ensure(error.outcome() == WriteOutcome::NotApplied, || format!("{what} of a missing lead: {error}"))
    };
    if can.update {
        unchanged("update", expect_err("update of a missing lead", client.update(&id, &harness.update()).await)?)?;
    }
    if can.delete {
        unchanged("delete", expect_err("delete of a missing lead", client.delete(&id).await)?)?;
    }
    Ok(can.get || can.set_status || can.update || can.delete)
}

pub(super) async fn malformed_id_is_rejected(harness: &dyn Harness) -> CaseOutcome {
    let client = harness.client();
    let can = client.capabilities();
    let state = LeadState::WRITABLE.into_iter().find(|state| can.state(*state) != StateSupport::Unsupported);
    let state = state.filter(|_| can.set_status);
    if state.is_none() && !can.get {
        return Ok(false);
    }
    for malformed in ["", ".", "..", "a\nb"] {
        let before = harness.request_count();
        let id = LeadId::new(malformed);
        let error = match state {
            Some(state) => expect_err("a malformed id", client.set_status(&id, &harness.to_state(state)).await)?,
            None => expect_err("a malformed id", client.get(&id).await)?,
        };
        ensure(error.is_invalid_request(), || format!("{malformed:?}: {error}"))?;
        nothing_sent(harness, before, "a malformed id", &error)?;
    }
    Ok(true)
}

pub(super) async fn list_ends_without_duplicates(harness: &dyn Harness) -> CaseOutcome {
    let client = harness.client();
    if !client.capabilities().list {
        return Ok(false);
    }
    let mut made = HashSet::new();
    for _ in 0..5 {
        made.insert(harness.fresh_lead().await);
    }
    let mut seen = HashSet::new();
    let mut stream = LeadStream::new(client, LeadQuery::new().page_size(2), &CallOptions::new());
    while let Some(lead) = stream.next().await {
        let lead = expect_ok("list", lead)?;
        let Some(id) = lead.id() else { return Err("a listed lead without an id".to_owned()) };
        ensure(seen.insert(id.clone()), || format!("{id} was returned twice"))?;
        ensure(seen.len() < 100_000, || "the list does not end".to_owned())?;
    }
    ensure(made.is_subset(&seen), || format!("{} of 5 leads were not listed", made.difference(&seen).count()))?;
    ensure(!seen.contains(&harness.missing_lead()), || "a lead that does not exist was listed".to_owned())?;
    Ok(true)
}

pub(super) async fn mark_lost_works_without_reasons(harness: &dyn Harness) -> CaseOutcome {
    let client = harness.client();
    let can = client.capabilities();
    if !can.set_status {
        return Ok(false);
    }
    if can.reason || can.state(LeadState::Lost) == StateSupport::Unsupported {
        return Ok(true);
    }
    match client.mark_lost(&harness.fresh_lead().await, "12").await {
        Ok(lost) => {
            let reported = lost
                .meta()
                .warnings
                .iter()
                .any(|warning| warning.code == FIELD_LEFT_OUT && warning.subject.as_deref() == Some("reason"));
            ensure(reported, || "the reason was omitted without a warning".to_owned())?;
        }
        // This environment may require something in addition to the state.
        Err(error) => ensure(!error.is_unsupported(), || format!("mark_lost with a reason: {error}"))?,
    }
    Ok(true)
}

pub(super) async fn edge_values_are_consistent(harness: &dyn Harness) -> CaseOutcome {
    let client = harness.client();
    let can = client.capabilities();
    let invalid = |before, what: &str, field: &str, error: Error| {
        ensure(error.is_invalid_request() && error.field() == Some(field), || format!("{what}: {error}"))?;
        nothing_sent(harness, before, what, &error)
    };
    if can.list {
        let before = harness.request_count();
        let error = expect_err("a page size of zero", client.list_page(&LeadQuery::new().page_size(0), None).await)?;
        invalid(before, "a page size of zero", "page_size", error)?;
    }
    let null = serde_json::Value::Null;
    if can.create {
        let before = harness.request_count();
        let lead = harness.new_lead(81).custom("conformance", null.clone());
        invalid(before, "null in a new lead", "custom", expect_err("null in a new lead", client.create(&lead).await)?)?;
    }
    if can.update {
        let id = harness.fresh_lead().await;
        let before = harness.request_count();
        let change = harness.update().custom("conformance", null);
        if let Err(error) = client.update(&id, &change).await
            && error.attempts() == 0
        {
            ensure(error.is_unsupported() && error.field() == Some("custom"), || {
                format!("null in an update: {error}")
            })?;
            nothing_sent(harness, before, "null in an update", &error)?;
        }
    }
    Ok(can.list || can.create || can.update)
}

pub(super) async fn update_window_is_enforced(harness: &dyn Harness) -> CaseOutcome {
    let client = harness.client();
    let can = client.capabilities();
    let Some(window) = can.update_window.filter(|_| can.update) else { return Ok(false) };
    let id = harness.fresh_lead().await;
    let minute = Duration::from_secs(60);
    if !harness.advance(window.saturating_sub(minute)) {
        expect_ok("update of a new lead", client.update(&id, &harness.update()).await)?;
        return Ok(true);
    }
    let updated = expect_ok("update within the window", client.update(&id, &harness.update()).await)?;
    ensure(updated.meta().outcome == WriteOutcome::Applied, || format!("outcome {}", updated.meta().outcome))?;
    harness.advance(minute + minute);
    let error = expect_err("update after the window", client.update(&id, &harness.update()).await)?;
    ensure(error.outcome() == WriteOutcome::NotApplied, || format!("update after the window: {error}"))?;
    ensure(!error.is_retryable(), || format!("update after the window is reported as retryable: {error}"))?;
    Ok(true)
}

pub(super) async fn deleted_lead_is_not_found(harness: &dyn Harness) -> CaseOutcome {
    let client = harness.client();
    let can = client.capabilities();
    if !can.delete {
        return Ok(false);
    }
    let id = harness.fresh_lead().await;
    let deleted = expect_ok("delete", client.delete(&id).await)?;
    ensure(deleted.meta().outcome == WriteOutcome::Applied, || format!("outcome {}", deleted.meta().outcome))?;
    if can.get {
        match client.get(&id).await {
            Err(error) => ensure(error.is_not_found(), || format!("get of a deleted lead: {error}"))?,
            Ok(lead) => ensure(lead.status().presence == Presence::Deleted, || {
                format!("a deleted lead reads as {:?}", lead.status())
            })?,
        }
    }
    Ok(true)
}

pub(super) async fn unknown_vendor_fields_are_rejected(harness: &dyn Harness) -> CaseOutcome {
    let client = harness.client();
    let can = client.capabilities();
    let id = harness.fresh_lead().await;
    let before = harness.request_count();
    let rejected = |what: &str, error: Error| {
        ensure(error.is_invalid_request() && error.field() == Some("no_such_field"), || format!("{what}: {error}"))?;
        nothing_sent(harness, before, what, &error)
    };
    if can.create {
        let lead: NewLead = harness.new_lead(3).vendor_field("no_such_field", 1);
        rejected("create", expect_err("create", client.create(&lead).await)?)?;
    }
    if can.update {
        let change = harness.update().vendor_field("no_such_field", 1);
        rejected("update", expect_err("update", client.update(&id, &change).await)?)?;
    }
    if can.set_status {
        let change = harness.to_state(LeadState::Won).vendor_field("no_such_field", 1);
        rejected("set_status", expect_err("set_status", client.set_status(&id, &change).await)?)?;
    }
    if can.list {
        let query = LeadQuery::new().vendor_field("no_such_field", 1);
        rejected("list", expect_err("list", client.list_page(&query, None).await)?)?;
    }
    Ok(true)
}
