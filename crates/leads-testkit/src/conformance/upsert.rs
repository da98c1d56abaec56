//! The cases of upserts. `Ok(false)` means that the case does not apply.

use super::Harness;
use super::cases::{CaseOutcome, ensure, expect_ok, unsupported};
use futures_util::future::join_all;
use leads_core::client::{Doubles, LeadClientExt, LeadKey, MatchedFields, NewLead, Upsert};
use leads_core::{ErrorKind, LeadId, WriteOutcome};

type Check<T> = std::result::Result<T, String>;

fn example(harness: &dyn Harness, number: usize) -> Check<Option<(LeadKey, NewLead)>> {
    if !harness.client().capabilities().upsert {
        return Ok(None);
    }
    match harness.upsert_example(number) {
        Some(example) => Ok(Some(example)),
        None => Err("the harness has no example of an upsert, so the capability is not tested".to_owned()),
    }
}

/// Checks that exactly one lead has the key.
async fn ensure_one(harness: &dyn Harness, key: &LeadKey, id: &LeadId) -> Check<()> {
    let found = expect_ok("find after the upsert", harness.client().find(key).await)?;
    ensure(found.id().as_ref() == Some(id), || format!("the upsert returned {id}, the key finds {:?}", found.id()))
}

pub(super) async fn upsert_creates_once_and_then_matches(harness: &dyn Harness) -> CaseOutcome {
    let client = harness.client();
    let Some((key, lead)) = example(harness, 801)? else {
        let before = harness.request_count();
        let key = LeadKey::email("jo801@example.com");
        unsupported(harness, before, "upsert", client.upsert(&key, &harness.new_lead(801)).await)?;
        return Ok(false);
    };
    let missing = client.find(&key).await;
    ensure(missing.is_err_and(|error| error.is_not_found()), || "the example already exists".to_owned())?;
    let first = expect_ok("the first upsert", client.upsert(&key, &lead).await)?;
    ensure(first.meta().outcome == WriteOutcome::Applied, || format!("outcome {}", first.meta().outcome))?;
    let Upsert::Created { id, doubles, .. } = first.into_inner() else {
        return Err("the first upsert did not create the lead".to_owned());
    };
    ensure(doubles == Doubles::None, || format!("the first upsert reports doubles: {doubles:?}"))?;
    ensure_one(harness, &key, &id).await?;
    let second = expect_ok("the second upsert", client.upsert(&key, &lead).await)?;
    ensure(second.meta().outcome == WriteOutcome::NotApplied, || format!("outcome {}", second.meta().outcome))?;
    let matched = match second.into_inner() {
        Upsert::Matched { id, fields: MatchedFields::Left, .. } => Some(id),
        other => return Err(format!("the second upsert did not match the lead: {other:?}")),
    };
    ensure(matched.as_ref() == Some(&id), || format!("created {id}, matched {matched:?}"))?;
    ensure_one(harness, &key, &id).await?;
    // Another key is another lead.
    let Some((other_key, other)) = example(harness, 802)? else { return Ok(true) };
    let other = expect_ok("an upsert with another key", client.upsert(&other_key, &other).await)?;
    ensure(other.is_created() && other.id() != Some(&id), || format!("another key: {:?}", *other))?;
    Ok(true)
}

pub(super) async fn concurrent_upserts_create_one_lead(harness: &dyn Harness) -> CaseOutcome {
    const CALLS: usize = 20;
    let client = harness.client();
    let Some((key, lead)) = example(harness, 803)? else { return Ok(false) };
    let calls: Vec<_> = (0..CALLS).map(|_| client.upsert(&key, &lead)).collect();
    let mut created = Vec::new();
    let mut ids = Vec::new();
    for upsert in join_all(calls).await {
        let upsert = expect_ok("a concurrent upsert", upsert)?.into_inner();
        let Some(id) = upsert.id().cloned() else { return Err(format!("a concurrent upsert: {upsert:?}")) };
        if upsert.is_created() {
            created.push(id.clone());
        }
        ids.push(id);
    }
    let [id] = created.as_slice() else {
        return Err(format!("{} of {CALLS} upserts created a lead", created.len()));
    };
    ensure(ids.iter().all(|other| other == id), || format!("different leads: {ids:?}"))?;
    ensure_one(harness, &key, id).await?;
    Ok(true)
}

pub(super) async fn upsert_with_a_lost_response_creates_one_lead(harness: &dyn Harness) -> CaseOutcome {
    let client = harness.client();
    let Some((key, lead)) = example(harness, 804)? else { return Ok(false) };
    if !harness.lose_next_create() {
        return Ok(false);
    }
    let lost = expect_ok("an upsert whose create is lost", client.upsert(&key, &lead).await)?;
    let id = match &*lost {
        Upsert::Created { id, .. } => Some(id.clone()),
        // The lead is not visible yet, and the error of the create is kept.
        Upsert::Unknown { error: Some(error), .. } => {
            ensure(error.outcome() != WriteOutcome::NotApplied, || format!("unknown, but {error}"))?;
            None
        }
        other => return Err(format!("an upsert whose create is lost: {other:?}")),
    };
    let again = expect_ok("the same upsert again", client.upsert(&key, &lead).await)?;
    ensure(again.is_matched(), || format!("the same upsert again: {:?}", *again))?;
    ensure(id.is_none() || again.id() == id.as_ref(), || format!("first {id:?}, then {:?}", again.id()))?;
    let found = client.find(&key).await;
    ensure(!found.as_ref().is_err_and(|error| error.kind() == ErrorKind::Ambiguous), || "two leads".to_owned())?;
    Ok(true)
}
