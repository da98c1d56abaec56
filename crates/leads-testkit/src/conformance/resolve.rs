//! The cases of resolving changes whose response was lost. `Ok(false)` means that the case does not apply.

use super::Harness;
use super::cases::{CaseOutcome, ensure, expect_ok};
use chrono::Utc;
use leads_core::client::{CreateKey, LeadClientExt, LeadKey};
use leads_core::status::StateSupport;
use leads_core::{Error, LeadId, LeadState, Lost, Resolution, WriteOutcome};
use std::time::Duration;
use tokio::time::sleep;

type Check = std::result::Result<(), String>;

/// How long a lead that was created may stay invisible to searches.
const LAG: Duration = Duration::from_secs(15);

fn nothing_sent(harness: &dyn Harness, before: Option<u64>, what: &str) -> Check {
    ensure(harness.request_count() == before, || format!("{what} sent a request"))
}

/// Checks the results for a change that was applied to `done` and not to `other`.
fn check(what: &str, done: Resolution, other: Resolution) -> Check {
    ensure(done == Resolution::Found, || format!("{what} that was applied is {done}"))?;
    ensure(!other.is_found(), || format!("{what} that was not applied is found"))
}

/// Checks that a change that cannot be verified sends nothing.
fn check_unsupported(harness: &dyn Harness, before: Option<u64>, what: &str, seen: Resolution) -> Check {
    ensure(seen == Resolution::CannotTell, || format!("{what} cannot be resolved, but is {seen}"))?;
    nothing_sent(harness, before, what)
}

pub(super) async fn lost_changes_are_resolved(harness: &dyn Harness) -> CaseOutcome {
    let client = harness.client();
    let can = client.capabilities();
    let (done, other) = (harness.fresh_lead().await, harness.fresh_lead().await);
    let lost = Lost::since(Utc::now());

    let refused = Error::invalid("state", "was refused");
    let before = harness.request_count();
    let change = harness.to_state(LeadState::Won);
    let seen = expect_ok("a refused change", client.resolve_status(&done, &change, &refused).await)?;
    ensure(seen == Resolution::Absent, || format!("a refused change is {seen}"))?;
    nothing_sent(harness, before, "a refused change")?;

    let update = harness.update();
    if can.resolve_update {
        expect_ok("an update", client.update(&done, &update).await)?;
        let seen = expect_ok("resolving an update", client.resolve_update(&done, &update, lost).await)?;
        let not = expect_ok("resolving an update", client.resolve_update(&other, &update, lost).await)?;
        check("an update", seen, not)?;
    } else {
        let before = harness.request_count();
        let seen = expect_ok("resolving an update", client.resolve_update(&done, &update, lost).await)?;
        check_unsupported(harness, before, "an update", seen)?;
    }

    if can.resolve_status {
        let states = [LeadState::Won, LeadState::Lost, LeadState::OnHold];
        let state = states.into_iter().find(|state| can.state(*state) != StateSupport::Unsupported);
        if let Some(state) = state {
            let change = harness.to_state(state);
            expect_ok("a status change", client.set_status(&done, &change).await)?;
            let seen = expect_ok("resolving a status", client.resolve_status(&done, &change, lost).await)?;
            let not = expect_ok("resolving a status", client.resolve_status(&other, &change, lost).await)?;
            check("a status change", seen, not)?;
        }
    } else {
        let before = harness.request_count();
        let seen = expect_ok("resolving a status", client.resolve_status(&done, &change, lost).await)?;
        check_unsupported(harness, before, "a status change", seen)?;
    }

    if can.resolve_delete {
        // A lead that is closed may not be deletable.
        let gone = harness.fresh_lead().await;
        expect_ok("a delete", client.delete(&gone).await)?;
        let seen = expect_ok("resolving a delete", client.resolve_delete(&gone, lost).await)?;
        let not = expect_ok("resolving a delete", client.resolve_delete(&other, lost).await)?;
        check("a delete", seen, not)?;
    } else {
        let before = harness.request_count();
        let seen = expect_ok("resolving a delete", client.resolve_delete(&done, lost).await)?;
        check_unsupported(harness, before, "a delete", seen)?;
    }
    Ok(true)
}

pub(super) async fn lost_create_is_resolved(harness: &dyn Harness) -> CaseOutcome {
    let client = harness.client();
    if !client.capabilities().resolve_create {
        let lead = harness.new_lead(821).email("jo821@example.com");
        let key = CreateKey::contact(LeadKey::email("jo821@example.com"));
        let before = harness.request_count();
        let seen = expect_ok("resolving a create", client.resolve_create(&lead, &key, Utc::now()).await)?;
        check_unsupported(harness, before, "a create", seen.resolution)?;
        return Ok(true);
    }
    let example = |number| harness.create_example(number).ok_or("a create is not tested: the harness has no example");
    let (key, lead) = example(822)?;
    let (other_key, other) = example(823)?;

    let before = harness.request_count();
    let wrong = client.resolve_create(&lead, &other_key, Utc::now()).await;
    ensure(wrong.is_err_and(|error| error.is_invalid_request()), || "a key of another lead is accepted".to_owned())?;
    nothing_sent(harness, before, "a key of another lead")?;

    let since = Utc::now();
    let mut created = None;
    let lost = if harness.lose_next_create() {
        match client.create(&lead).await {
            Ok(_) => return Err("the response to the create was not lost".to_owned()),
            Err(error) => {
                let outcome = error.outcome();
                ensure(outcome != WriteOutcome::NotApplied, || format!("the lost create is {outcome}"))?;
                Lost::from(&error)
            }
        }
    } else {
        created = Some(expect_ok("a create", client.create(&lead).await)?.id.clone());
        Lost::since(since)
    };
    let mut seen = expect_ok("resolving a create", client.resolve_create(&lead, &key, lost).await)?;
    if seen.resolution == Resolution::CannotTell {
        sleep(LAG).await;
        seen = expect_ok("resolving a create", client.resolve_create(&lead, &key, lost).await)?;
    }
    ensure(seen.resolution.is_found() && seen.proof.is_some(), || format!("a lost create is {seen:?}"))?;
    let id: Option<LeadId> = seen.id;
    ensure(id.is_some(), || "the lead that was found has no id".to_owned())?;
    ensure(created.is_none() || created == id, || format!("{id:?} was found, and {created:?} was created"))?;
    let not = expect_ok("resolving another create", client.resolve_create(&other, &other_key, since).await)?;
    ensure(not.resolution == Resolution::CannotTell && not.id.is_none(), || format!("a create never sent is {not:?}"))?;
    Ok(true)
}
