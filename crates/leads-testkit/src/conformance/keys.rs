//! Finding a lead by a key.

use super::cases::{CaseOutcome, ensure, expect_err, expect_ok, nothing_sent, unsupported};
use super::{Harness, KeyExample, KeyKind};
use leads_core::client::{LeadClientExt, LeadKey};
use leads_core::{ErrorKind, WriteOutcome};

/// Finds a lead by each kind of key, and none by an unknown key; a key of several leads is ambiguous.
pub(super) async fn key_finds_exactly_one_lead(harness: &dyn Harness) -> CaseOutcome {
    let client = harness.client();
    let can = client.capabilities();
    let mut is_ambiguity_tested = false;
    for kind in KeyKind::ALL {
        let name = kind.as_str();
        let before = harness.request_count();
        if !kind.is_in(can) {
            unsupported(harness, before, name, client.find(&kind.key("field", "nobody")).await)?;
            continue;
        }
        let error = expect_err("a blank key", client.find(&kind.key("field", " ")).await)?;
        ensure(error.is_invalid_request() && error.field() == Some(name), || format!("a blank key: {error}"))?;
        nothing_sent(harness, before, "a blank key", &error)?;
        let Some(KeyExample { hit, lead, miss, several }) = harness.key_example(kind).await else {
            return Err(format!("finding by {name}: not tested, the harness has no example in `key_example`"));
        };
        let found = expect_ok(&format!("finding by {name}"), client.find(&hit).await)?;
        ensure(found.id().as_ref() == Some(&lead), || format!("found {:?} by {name}, not {lead}", found.id()))?;
        let error = expect_err("finding by an unknown key", client.find(&miss).await)?;
        ensure(error.is_not_found() && error.outcome() == WriteOutcome::NotApplied, || {
            format!("finding by an unknown {name}: {error}")
        })?;
        if let Some(several) = several {
            let error = expect_err("finding by a key of several leads", client.find(&several).await)?;
            ensure(error.kind() == ErrorKind::Ambiguous && error.candidates().len() > 1, || {
                format!("finding by a {name} of several leads: {error}")
            })?;
            is_ambiguity_tested = true;
        }
    }
    let finds = KeyKind::ALL.into_iter().any(|kind| kind.is_in(can));
    ensure(is_ambiguity_tested || !finds, || "no key of several leads is tested".to_owned())?;
    Ok(true)
}

impl KeyKind {
    fn key(self, name: &str, value: &str) -> LeadKey {
        match self {
            Self::Email => LeadKey::email(value),
            Self::Phone => LeadKey::phone(value),
            Self::Field => LeadKey::field(name, value),
        }
    }
}
