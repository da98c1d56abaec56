//! The cases. `Ok(false)` means that the case does not apply.

use super::{Filter, Filtered, Harness, StatusField};
use leads_core::client::{FIELD_LEFT_OUT, LeadClientExt, LeadQuery, LeadStream, LeadUpdate, NewLead, StatusChange};
use leads_core::lead::Personal;
use leads_core::status::{Presence, StateSupport};
use leads_core::{CallOptions, Error, ErrorKind, LeadId, LeadState, Result, WriteOutcome};
use std::collections::HashSet;
use std::fmt::Debug;
use std::time::Duration;

type Told = std::result::Result<bool, String>;

fn hold(holds: bool, otherwise: impl FnOnce() -> String) -> std::result::Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise()) }
}

fn good<T>(what: &str, result: Result<T>) -> std::result::Result<T, String> {
    result.map_err(|error| format!("{what}: {error}"))
}

fn bad<T: Debug>(what: &str, result: Result<T>) -> std::result::Result<Error, String> {
    match result {
        Ok(value) => Err(format!("{what} was taken: {value:?}")),
        Err(error) => Ok(error),
    }
}

/// An error that must have sent nothing.
fn nothing_sent(
    bench: &dyn Harness,
    before: Option<u64>,
    what: &str,
    error: &Error,
) -> std::result::Result<(), String> {
    hold(error.outcome() == WriteOutcome::NotApplied, || format!("{what}: outcome {} ({error})", error.outcome()))?;
    hold(error.attempts() == 0, || format!("{what}: {} attempts ({error})", error.attempts()))?;
    hold(bench.arrivals() == before, || format!("{what}: something arrived ({error})"))
}

fn unsupported<T: Debug>(
    bench: &dyn Harness,
    before: Option<u64>,
    what: &str,
    result: Result<T>,
) -> std::result::Result<(), String> {
    let error = bad(what, result)?;
    hold(error.kind() == ErrorKind::Unsupported, || format!("{what}: not refused as unsupported ({error})"))?;
    nothing_sent(bench, before, what, &error)
}

pub(super) async fn capabilities_tell_the_truth(bench: &dyn Harness) -> Told {
    let client = bench.client();
    let can = client.capabilities();
    let id = bench.fresh_lead().await;
    let before = bench.arrivals();
    if !can.check {
        unsupported(bench, before, "check", client.check().await)?;
    }
    if !can.create {
        unsupported(bench, before, "create", client.create(&bench.new_lead(1)).await)?;
    }
    if !can.get {
        unsupported(bench, before, "get", client.get(&id).await)?;
    }
    if !can.update {
        unsupported(bench, before, "update", client.update(&id, &bench.change()).await)?;
    }
    if !can.set_status {
        unsupported(bench, before, "set_status", client.set_status(&id, &bench.to_state(LeadState::Won)).await)?;
    }
    if !can.delete {
        unsupported(bench, before, "delete", client.delete(&id).await)?;
    }
    if !can.list {
        unsupported(bench, before, "list", client.list_page(&LeadQuery::new(), None).await)?;
    }
    // What is `true` is tried by the other cases; here each is at least not refused as unsupported.
    if can.get {
        good("get", client.get(&id).await)?;
    }
    if can.list {
        good("list", client.list_page(&LeadQuery::new().page_size(2), None).await)?;
    }
    Ok(true)
}

pub(super) async fn credentials_can_be_proved(bench: &dyn Harness) -> Told {
    if !bench.client().capabilities().check {
        return Ok(false);
    }
    let checked = good("check", bench.client().check().await)?;
    hold(!checked.operation.is_empty(), || "check does not say which operation proved it".to_owned())?;
    Ok(true)
}

pub(super) async fn a_made_lead_can_be_read(bench: &dyn Harness) -> Told {
    let client = bench.client();
    if !client.capabilities().create {
        return Ok(false);
    }
    let created = good("create", client.create(&bench.new_lead(2)).await)?;
    hold(created.meta().outcome == WriteOutcome::Applied, || format!("outcome {}", created.meta().outcome))?;
    hold(!created.id.as_str().is_empty(), || "the id is empty".to_owned())?;
    if client.capabilities().get {
        let lead = good("get", client.get(&created.id).await)?;
        hold(lead.id().as_ref() == Some(&created.id), || format!("asked for {}, got {:?}", created.id, lead.id()))?;
        hold(lead.vendor() == client.vendor(), || format!("the lead says it is of {}", lead.vendor()))?;
        hold(!lead.text().is_empty(), || "the lead lost its text".to_owned())?;
    }
    Ok(true)
}

pub(super) async fn a_change_is_applied(bench: &dyn Harness) -> Told {
    let client = bench.client();
    if !client.capabilities().update {
        return Ok(false);
    }
    let id = bench.fresh_lead().await;
    let reads = client.capabilities().get;
    let before = if reads { Some(good("get", client.get(&id).await)?) } else { None };
    let updated = good("update", client.update(&id, &bench.change()).await)?;
    hold(updated.meta().outcome == WriteOutcome::Applied, || format!("outcome {}", updated.meta().outcome))?;
    hold(updated.id == id, || format!("changed {id}, was told {}", updated.id))?;
    if let Some(before) = before {
        let after = good("get", client.get(&id).await)?;
        hold(bench.shows_change(&**before, &**after), || format!("{id} says applied and is as before"))?;
    }
    Ok(true)
}

pub(super) async fn an_empty_change_is_refused_or_harmless(bench: &dyn Harness) -> Told {
    let client = bench.client();
    if !client.capabilities().update {
        return Ok(false);
    }
    let id = bench.fresh_lead().await;
    let before = bench.arrivals();
    let error = bad("an update of nothing", client.update(&id, &LeadUpdate::new()).await)?;
    hold(error.is_invalid_request(), || format!("an update of nothing: {error}"))?;
    nothing_sent(bench, before, "an update of nothing", &error)?;
    Ok(true)
}

pub(super) async fn every_state_is_written_or_refused(bench: &dyn Harness) -> Told {
    let client = bench.client();
    let can = client.capabilities();
    if !can.set_status {
        return Ok(false);
    }
    for state in LeadState::WRITABLE {
        let id = bench.fresh_lead().await;
        let before = bench.arrivals();
        let written = client.set_status(&id, &bench.to_state(state)).await;
        match can.state(state) {
            StateSupport::Unsupported => unsupported(bench, before, state.as_str(), written)?,
            StateSupport::ThroughMap => match written {
                Ok(updated) => {
                    let told = updated.written.as_ref().map(|written| written.state);
                    hold(told == Some(state), || format!("{state} through a map: told {told:?}"))?;
                    if can.get {
                        let read = good("get", client.get(&id).await)?.status().state;
                        hold(read == state, || format!("{state} through a map: read {read}"))?;
                    }
                }
                // The map has several stages for it.
                Err(error) => {
                    hold(error.kind() == ErrorKind::Ambiguous, || format!("{state} through a map: {error}"))?;
                    nothing_sent(bench, before, state.as_str(), &error)?;
                }
            },
            support => {
                let written = match written {
                    // The lead is there already, and the vendor refuses that; so it is moved away first.
                    Err(error) if error.kind() == ErrorKind::Conflict && error.attempts() > 0 => {
                        let away = [LeadState::OnHold, LeadState::Contacted, LeadState::New, LeadState::Open]
                            .into_iter()
                            .find(|away| *away != state && can.state(*away) == StateSupport::Exact);
                        let Some(away) = away else { return Err(format!("{state}: {error}")) };
                        good("moving away", client.set_status(&id, &bench.to_state(away)).await)?;
                        client.set_status(&id, &bench.to_state(state)).await
                    }
                    written => written,
                };
                let updated = good(state.as_str(), written)?;
                let Some(told) = &updated.written else {
                    return Err(format!("{state}: not told what was written"));
                };
                hold(told.asked == Some(state), || format!("{state}: told that {:?} was asked", told.asked))?;
                hold(told.support == support, || format!("{state}: promised {support:?}, told {:?}", told.support))?;
                if can.get {
                    let lead = good("get", client.get(&id).await)?;
                    let read = lead.status();
                    hold(read.state == told.state, || {
                        format!("{state}: told that {} was written, read {}", told.state, read.state)
                    })?;
                }
            }
        }
    }
    Ok(true)
}

pub(super) async fn a_status_can_be_written_back(bench: &dyn Harness) -> Told {
    let client = bench.client();
    let can = client.capabilities();
    if !(can.set_status && can.get) {
        return Ok(false);
    }
    // As it is made, and in every state that it can be brought into.
    let exact = |state: &LeadState| can.state(*state) == StateSupport::Exact;
    let states = LeadState::WRITABLE.into_iter().filter(exact).map(Some);
    for state in std::iter::once(None).chain(states) {
        let id = bench.fresh_lead().await;
        if let Some(state) = state {
            let moved = client.set_status(&id, &bench.to_state(state)).await;
            // A lead is made in some state already, and some vendors refuse to write that one again.
            hold(moved.is_ok() || moved.is_err_and(|error| error.attempts() > 0), || format!("{state}: never sent"))?;
        }
        let read = good("get", client.get(&id).await)?.status();
        let Some(code) = read.detail.code else { return Err("a status without the vendor's code".to_owned()) };
        let mut change = bench.to_state(read.state);
        change.target = leads_core::client::StatusTarget::Code(code.clone());
        match client.set_status(&id, &change).await {
            Ok(updated) => {
                let told = updated.written.as_ref().map(|written| written.code.clone());
                hold(told.as_deref() == Some(code.as_str()), || format!("read {code}, wrote {told:?}"))?;
                let again = good("get", client.get(&id).await)?.status();
                hold(again.detail.code.as_deref() == Some(code.as_str()), || {
                    format!("read {code}, wrote it, then read {:?}", again.detail.code)
                })?;
            }
            // Some vendors refuse the status that a lead already has. The code itself must have been sent.
            Err(error) => hold(error.attempts() > 0 && !error.is_invalid_request(), || format!("{code}: {error}"))?,
        }
    }
    Ok(true)
}

pub(super) async fn what_was_not_asked_for_is_refused(bench: &dyn Harness) -> Told {
    let client = bench.client();
    let can = client.capabilities();
    if !can.set_status {
        return Ok(false);
    }
    let id = bench.fresh_lead().await;
    let before = bench.arrivals();
    let base = || StatusChange::to(LeadState::Won);
    for (name, has, change) in [
        ("sub_status", can.sub_status, base().sub_status("x")),
        ("reason", can.reason, base().reason("x")),
        ("stage", can.stage, base().stage("x")),
        ("comment", can.comment, base().comment("x")),
    ] {
        if !has {
            unsupported(bench, before, name, client.set_status(&id, &change).await)?;
        }
    }
    Ok(true)
}

pub(super) async fn a_missing_lead_is_not_found(bench: &dyn Harness) -> Told {
    let client = bench.client();
    let can = client.capabilities();
    let id = bench.missing_lead();
    if can.get {
        let error = bad("get of nothing", client.get(&id).await)?;
        hold(error.is_not_found(), || format!("get of nothing: {error}"))?;
    }
    if can.set_status {
        let error = bad("set_status of nothing", client.set_status(&id, &bench.to_state(LeadState::Won)).await)?;
        hold(error.outcome() == WriteOutcome::NotApplied, || format!("set_status of nothing: {error}"))?;
    }
    Ok(can.get || can.set_status)
}

pub(super) async fn a_strange_id_is_refused(bench: &dyn Harness) -> Told {
    let client = bench.client();
    if !client.capabilities().set_status {
        return Ok(false);
    }
    for strange in ["", ".", "..", "a\nb"] {
        let before = bench.arrivals();
        let error =
            bad("a strange id", client.set_status(&LeadId::new(strange), &bench.to_state(LeadState::Won)).await)?;
        hold(error.is_invalid_request(), || format!("{strange:?}: {error}"))?;
        nothing_sent(bench, before, "a strange id", &error)?;
    }
    Ok(true)
}

pub(super) async fn a_list_ends_and_repeats_nothing(bench: &dyn Harness) -> Told {
    let client = bench.client();
    if !client.capabilities().list {
        return Ok(false);
    }
    let mut made = HashSet::new();
    for _ in 0..5 {
        made.insert(bench.fresh_lead().await);
    }
    let mut seen = HashSet::new();
    let mut stream = LeadStream::new(client, LeadQuery::new().page_size(2), CallOptions::new());
    while let Some(lead) = stream.next().await {
        let lead = good("list", lead)?;
        let Some(id) = lead.id() else { return Err("a listed lead without an id".to_owned()) };
        hold(seen.insert(id.clone()), || format!("{id} was given out twice"))?;
        hold(seen.len() < 100_000, || "the list does not end".to_owned())?;
    }
    hold(made.is_subset(&seen), || format!("{} of 5 leads were not listed", made.difference(&seen).count()))?;
    Ok(true)
}

pub(super) async fn filters_are_kept_or_refused(bench: &dyn Harness) -> Told {
    let client = bench.client();
    let can = client.capabilities();
    if !can.list {
        return Ok(false);
    }
    bench.fresh_lead().await;
    let before = bench.arrivals();
    let since = chrono::DateTime::UNIX_EPOCH;
    for (name, has, query) in [
        ("state", can.list_by_state, LeadQuery::new().state(LeadState::Open)),
        ("owner", can.list_by_owner, LeadQuery::new().owner("1")),
        ("email", can.list_by_email, LeadQuery::new().email("nobody@example.com")),
        ("phone", can.list_by_phone, LeadQuery::new().phone("+15550100")),
        ("text", can.list_by_text, LeadQuery::new().text("x")),
        ("changed_since", can.list_changed_since, LeadQuery::new().changed_since(since)),
    ] {
        if !has {
            unsupported(bench, before, name, client.list_page(&query, None).await)?;
        }
    }
    if can.list_by_state {
        let page = good("list by state", client.list_page(&LeadQuery::new().state(LeadState::Open), None).await)?;
        for lead in &page.leads {
            let state = lead.status().state;
            hold(state == LeadState::Open, || format!("asked for open leads, got a {state} one"))?;
        }
    }
    for filter in Filter::ALL.into_iter().filter(|filter| filter.is_in(can)) {
        let made = match bench.filtered(filter).await {
            Some(made) => vec![made],
            None => filtered(bench, filter).await?,
        };
        for Filtered { query, hit, miss } in made {
            let found = listed(bench, query).await?;
            let name = filter.as_str();
            hold(found.contains(&hit), || format!("the list by {name} lacks the lead that fits, {hit}"))?;
            hold(!found.contains(&miss), || format!("the list by {name} has the lead that does not fit, {miss}"))?;
        }
    }
    Ok(true)
}

/// The ids of a whole list.
async fn listed(bench: &dyn Harness, query: LeadQuery) -> std::result::Result<HashSet<LeadId>, String> {
    let mut found = HashSet::new();
    let mut stream = LeadStream::new(bench.client(), query, CallOptions::new());
    while let Some(lead) = stream.next().await {
        found.extend(good("list", lead)?.id());
        hold(found.len() < 100_000, || "the list does not end".to_owned())?;
    }
    Ok(found)
}

/// Lists with a lead that fits and one that does not, as far as the client alone can make them.
async fn filtered(bench: &dyn Harness, filter: Filter) -> std::result::Result<Vec<Filtered>, String> {
    let client = bench.client();
    let can = client.capabilities();
    if filter == Filter::State {
        let closed = [LeadState::Won, LeadState::Lost, LeadState::OnHold, LeadState::Disqualified]
            .into_iter()
            .find(|state| matches!(can.state(*state), StateSupport::Exact | StateSupport::ThroughMap));
        let Some(closed) = closed.filter(|_| can.set_status) else { return Ok(Vec::new()) };
        let (open, other) = (bench.fresh_lead().await, bench.fresh_lead().await);
        good("moving a lead", client.set_status(&other, &bench.to_state(closed)).await)?;
        let by = |state| LeadQuery::new().state(state);
        return Ok(vec![
            Filtered::new(by(LeadState::Open), open.clone(), other.clone()),
            Filtered::new(by(closed), other, open),
        ]);
    }
    if !can.create {
        return Ok(Vec::new());
    }
    let make = |number: usize, change: fn(&mut NewLead, &str), value: &'static str| async move {
        let mut lead = bench.new_lead(number);
        change(&mut lead, value);
        good("create", client.create(&lead).await).map(|made| made.into_inner().id)
    };
    let pair = |change: fn(&mut NewLead, &str), one: &'static str, other: &'static str| async move {
        Ok::<_, String>((make(71, change, one).await?, make(72, change, other).await?))
    };
    let (query, (hit, miss)) = match filter {
        Filter::Email => {
            let (one, other) = ("conformance.hit@example.com", "conformance.miss@example.com");
            let change: fn(&mut NewLead, &str) = |lead, text| lead.emails = vec![Personal(text.to_owned())];
            (LeadQuery::new().email(one), pair(change, one, other).await?)
        }
        Filter::Phone => {
            // The usual form, which must reach the vendor as it is given.
            let (one, other) = ("+1-5550001234", "+1-5550009876");
            let change: fn(&mut NewLead, &str) = |lead, text| lead.phones = vec![Personal(text.to_owned())];
            (LeadQuery::new().phone(one), pair(change, one, other).await?)
        }
        Filter::Text => {
            let change: fn(&mut NewLead, &str) = |lead, text| lead.name = Some(Personal(text.to_owned()));
            (LeadQuery::new().text("Zanzibar"), pair(change, "Zanzibar", "Quokka").await?)
        }
        Filter::ChangedSince => {
            // Whose clock is right is not known here, so that only a time far off proves something.
            let made = make(73, |_, _| {}, "").await?;
            let later = chrono::Utc::now() + chrono::TimeDelta::days(2);
            let found = listed(bench, LeadQuery::new().changed_since(later)).await?;
            hold(!found.contains(&made), || "a lead is listed as changed in two days' time".to_owned())?;
            listed(bench, LeadQuery::new().changed_since(chrono::DateTime::UNIX_EPOCH)).await?;
            return Ok(Vec::new());
        }
        _ => return Ok(Vec::new()),
    };
    Ok(vec![Filtered::new(query, hit, miss)])
}

pub(super) async fn details_of_a_status_are_readable(bench: &dyn Harness) -> Told {
    let client = bench.client();
    let can = client.capabilities();
    if !can.set_status {
        return Ok(false);
    }
    for field in StatusField::ALL.into_iter().filter(|field| field.is_in(can)) {
        let Some(change) = bench.detailed(field) else { continue };
        let id = bench.fresh_lead().await;
        let what = format!("a status with its {field:?}");
        good(&what, client.set_status(&id, &change).await)?;
        if !can.get {
            continue;
        }
        let lead = good("get", client.get(&id).await)?;
        let detail = lead.status().detail;
        let (wanted, read) = match field {
            StatusField::SubStatus => (change.sub_status, detail.sub_status),
            StatusField::Reason => (change.reason, detail.reason),
            StatusField::Stage => (change.stage, detail.stage),
            StatusField::Comment => {
                let comment = change.comment.map(|comment| comment.0);
                let shown = comment.as_ref().filter(|comment| lead.text().contains(comment.as_str())).cloned();
                (comment, shown)
            }
        };
        hold(wanted.is_some(), || format!("{what}: the bench did not set it"))?;
        hold(read == wanted, || format!("{what}: wrote {wanted:?}, read {read:?}"))?;
    }
    Ok(true)
}

pub(super) async fn a_loss_needs_no_reasons(bench: &dyn Harness) -> Told {
    let client = bench.client();
    let can = client.capabilities();
    if !can.set_status {
        return Ok(false);
    }
    if can.reason || can.state(LeadState::Lost) == StateSupport::Unsupported {
        return Ok(true);
    }
    match client.mark_lost(&bench.fresh_lead().await, "12").await {
        Ok(lost) => {
            let told = lost
                .meta()
                .warnings
                .iter()
                .any(|warning| warning.code == FIELD_LEFT_OUT && warning.subject.as_deref() == Some("reason"));
            hold(told, || "a lead is lost without its reason, and nothing says so".to_owned())?;
        }
        // This place may demand something beside the state.
        Err(error) => hold(!error.is_unsupported(), || format!("a loss with a reason: {error}"))?,
    }
    Ok(true)
}

pub(super) async fn odd_values_mean_the_same(bench: &dyn Harness) -> Told {
    let client = bench.client();
    let can = client.capabilities();
    let invalid = |before, what: &str, field: &str, error: Error| {
        hold(error.is_invalid_request() && error.field() == Some(field), || format!("{what}: {error}"))?;
        nothing_sent(bench, before, what, &error)
    };
    if can.list {
        let before = bench.arrivals();
        let error = bad("a page of no rows", client.list_page(&LeadQuery::new().page_size(0), None).await)?;
        invalid(before, "a page of no rows", "page_size", error)?;
    }
    let null = serde_json::Value::Null;
    if can.create {
        let before = bench.arrivals();
        let lead = bench.new_lead(81).custom("conformance", null.clone());
        invalid(before, "null in a new lead", "custom", bad("null in a new lead", client.create(&lead).await)?)?;
    }
    if can.update {
        let id = bench.fresh_lead().await;
        let before = bench.arrivals();
        let change = bench.change().custom("conformance", null);
        if let Err(error) = client.update(&id, &change).await
            && error.attempts() == 0
        {
            hold(error.is_unsupported() && error.field() == Some("custom"), || format!("null in a change: {error}"))?;
            nothing_sent(bench, before, "null in a change", &error)?;
        }
    }
    Ok(can.list || can.create || can.update)
}

pub(super) async fn update_window_is_kept(bench: &dyn Harness) -> Told {
    let client = bench.client();
    let can = client.capabilities();
    let Some(window) = can.update_window.filter(|_| can.update) else { return Ok(false) };
    let id = bench.fresh_lead().await;
    let minute = Duration::from_secs(60);
    if !bench.advance(window.saturating_sub(minute)) {
        good("update of a new lead", client.update(&id, &bench.change()).await)?;
        return Ok(true);
    }
    let updated = good("update within the window", client.update(&id, &bench.change()).await)?;
    hold(updated.meta().outcome == WriteOutcome::Applied, || format!("outcome {}", updated.meta().outcome))?;
    bench.advance(minute + minute);
    let error = bad("update after the window", client.update(&id, &bench.change()).await)?;
    hold(error.outcome() == WriteOutcome::NotApplied, || format!("update after the window: {error}"))?;
    hold(!error.is_retryable(), || format!("update after the window asks for a retry: {error}"))?;
    Ok(true)
}

pub(super) async fn a_deleted_lead_is_gone(bench: &dyn Harness) -> Told {
    let client = bench.client();
    let can = client.capabilities();
    if !can.delete {
        return Ok(false);
    }
    let id = bench.fresh_lead().await;
    let deleted = good("delete", client.delete(&id).await)?;
    hold(deleted.meta().outcome == WriteOutcome::Applied, || format!("outcome {}", deleted.meta().outcome))?;
    if can.get {
        match client.get(&id).await {
            Err(error) => hold(error.is_not_found(), || format!("get of a deleted lead: {error}"))?,
            Ok(lead) => hold(lead.status().presence == Presence::Deleted, || {
                format!("a deleted lead reads as {:?}", lead.status())
            })?,
        }
    }
    Ok(true)
}

pub(super) async fn unknown_vendor_fields_are_refused(bench: &dyn Harness) -> Told {
    let client = bench.client();
    let can = client.capabilities();
    let id = bench.fresh_lead().await;
    let before = bench.arrivals();
    let refused = |what: &str, error: Error| {
        hold(error.is_invalid_request() && error.field() == Some("no_such_field"), || format!("{what}: {error}"))?;
        nothing_sent(bench, before, what, &error)
    };
    if can.create {
        let lead: NewLead = bench.new_lead(3).vendor_field("no_such_field", 1);
        refused("create", bad("create", client.create(&lead).await)?)?;
    }
    if can.update {
        let change = bench.change().vendor_field("no_such_field", 1);
        refused("update", bad("update", client.update(&id, &change).await)?)?;
    }
    if can.set_status {
        let change = bench.to_state(LeadState::Won).vendor_field("no_such_field", 1);
        refused("set_status", bad("set_status", client.set_status(&id, &change).await)?)?;
    }
    if can.list {
        let query = LeadQuery::new().vendor_field("no_such_field", 1);
        refused("list", bad("list", client.list_page(&query, None).await)?)?;
    }
    Ok(true)
}
