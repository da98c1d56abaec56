//! The filters of a list.

use super::cases::{CaseOutcome, ensure, expect_err, expect_ok, nothing_sent, unsupported};
use super::{Filter, FilterExample, Harness};
use leads_core::client::{LeadClientExt, LeadQuery, LeadStream, NewLead};
use leads_core::lead::Personal;
use leads_core::status::StateSupport;
use leads_core::{CallOptions, ErrorKind, LeadId, LeadState};
use std::collections::HashSet;

pub(super) async fn filters_are_honored_or_rejected(harness: &dyn Harness) -> CaseOutcome {
    let client = harness.client();
    let can = client.capabilities();
    if !can.list {
        return Ok(false);
    }
    harness.fresh_lead().await;
    let before = harness.request_count();
    let since = chrono::DateTime::UNIX_EPOCH;
    for (name, has, query) in [
        ("owner", can.list_by_owner, LeadQuery::new().owner("1")),
        ("email", can.list_by_email, LeadQuery::new().email("nobody@example.com")),
        ("phone", can.list_by_phone, LeadQuery::new().phone("+15550100")),
        ("text", can.list_by_text, LeadQuery::new().text("x")),
        ("changed_since", can.list_changed_since, LeadQuery::new().changed_since(since)),
    ] {
        if !has {
            unsupported(harness, before, name, client.list_page(&query, None).await)?;
        }
    }
    for state in LeadState::WRITABLE {
        if can.lists_state(state) {
            verify(harness, &format!("state {state}"), state_example(harness, state).await?).await?;
            continue;
        }
        let before = harness.request_count();
        let what = format!("a list by the state {state}");
        let error = expect_err(&what, client.list_page(&LeadQuery::new().state(state), None).await)?;
        // The map of an adapter's configuration may have several values for a state.
        ensure(error.is_unsupported() || error.kind() == ErrorKind::Ambiguous, || format!("{what}: {error}"))?;
        nothing_sent(harness, before, &what, &error)?;
    }
    ensure(can.list_by_state == LeadState::WRITABLE.into_iter().any(|state| can.lists_state(state)), || {
        "list_by_state differs from list_states".to_owned()
    })?;
    for filter in Filter::ALL.into_iter().filter(|filter| filter.is_in(can) && *filter != Filter::State) {
        let made = match harness.filter_example(filter).await {
            Some(made) => made,
            None => filter_example(harness, filter).await?,
        };
        verify(harness, filter.as_str(), made).await?;
    }
    Ok(true)
}

/// Verifies that a list returns the lead that matches, once, and not the other one.
async fn verify(harness: &dyn Harness, name: &str, example: FilterExample) -> std::result::Result<(), String> {
    let FilterExample { query, hit, miss } = example;
    for query in [query.clone(), query.page_size(2)] {
        let found = listed(harness, name, query).await?;
        ensure(found.contains(&hit), || format!("the list by {name} lacks the matching lead {hit}"))?;
        ensure(!found.contains(&miss), || format!("the list by {name} has a lead that does not match, {miss}"))?;
    }
    Ok(())
}

/// Returns the ids of a whole list.
async fn listed(harness: &dyn Harness, name: &str, query: LeadQuery) -> std::result::Result<HashSet<LeadId>, String> {
    let mut found = HashSet::new();
    let mut stream = LeadStream::new(harness.client(), query, &CallOptions::new());
    while let Some(lead) = stream.next().await {
        let Some(id) = expect_ok(name, lead)?.id() else { return Err(format!("{name}: a listed lead without an id")) };
        ensure(found.insert(id.clone()), || format!("the list by {name} returned {id} twice"))?;
        ensure(found.len() < 100_000, || format!("the list by {name} does not end"))?;
    }
    Ok(found)
}

/// Creates a lead in a state, and one in another state.
async fn state_example(harness: &dyn Harness, state: LeadState) -> std::result::Result<FilterExample, String> {
    let client = harness.client();
    let can = client.capabilities();
    let is_exact = |state| matches!(can.state(state), StateSupport::Exact | StateSupport::ThroughMap);
    let query = LeadQuery::new().state(state);
    // A fresh lead is open.
    let moved = match state {
        LeadState::Open => [LeadState::Won, LeadState::Lost, LeadState::OnHold, LeadState::Disqualified]
            .into_iter()
            .find(|other| is_exact(*other)),
        other => Some(other).filter(|other| is_exact(*other)),
    };
    let Some(moved) = moved.filter(|_| can.set_status) else {
        return harness
            .filter_example(Filter::State)
            .await
            .filter(|example| example.query == query)
            .ok_or_else(|| format!("a list by {state} is not tested: the suite cannot move a lead into this state"));
    };
    let (fresh, other) = (harness.fresh_lead().await, harness.fresh_lead().await);
    expect_ok("moving a lead", client.set_status(&other, &harness.to_state(moved)).await)?;
    Ok(match state {
        LeadState::Open => FilterExample::new(query, fresh, other),
        _ => FilterExample::new(query, other, fresh),
    })
}

/// Creates leads that match and that do not, as far as the client alone can.
async fn filter_example(harness: &dyn Harness, filter: Filter) -> std::result::Result<FilterExample, String> {
    let client = harness.client();
    let untested =
        || format!("the list by {} is not tested: the harness has no example in `filter_example`", filter.as_str());
    if !client.capabilities().create {
        return Err(untested());
    }
    let make = |number: usize, change: fn(&mut NewLead, &str), value: &'static str| async move {
        let mut lead = harness.new_lead(number);
        change(&mut lead, value);
        expect_ok("create", client.create(&lead).await).map(|made| made.into_inner().id)
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
            // The usual format, which must reach the vendor unchanged.
            let (one, other) = ("+1-5550001234", "+1-5550009876");
            let change: fn(&mut NewLead, &str) = |lead, text| lead.phones = vec![Personal(text.to_owned())];
            (LeadQuery::new().phone(one), pair(change, one, other).await?)
        }
        Filter::Text => {
            let change: fn(&mut NewLead, &str) = |lead, text| lead.name = Some(Personal(text.to_owned()));
            (LeadQuery::new().text("Zanzibar"), pair(change, "Zanzibar", "Quokka").await?)
        }
        _ => return Err(untested()),
    };
    Ok(FilterExample::new(query, hit, miss))
}
