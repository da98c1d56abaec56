//! The optional fields of a status change.

use super::cases::{CaseOutcome, ensure, expect_ok};
use super::{Harness, StatusField};
use leads_core::LeadId;
use leads_core::client::{LeadClientExt, StatusChange};

/// Writes each field that the capabilities include, and reads it back: from the lead that was changed, and from one that
/// was not.
pub(super) async fn status_details_are_readable(harness: &dyn Harness) -> CaseOutcome {
    let client = harness.client();
    let can = client.capabilities();
    if !can.set_status {
        return Ok(false);
    }
    for field in StatusField::ALL.into_iter().filter(|field| field.is_in(can)) {
        let what = format!("a status with its {field:?}");
        let Some(change) = harness.status_change(field) else {
            return Err(format!("{what}: not tested, the harness has no example in `status_change`"));
        };
        let (hit, miss) = (harness.fresh_lead().await, harness.fresh_lead().await);
        expect_ok(&what, client.set_status(&hit, &change).await)?;
        for (id, expected) in [(hit, true), (miss, false)] {
            let Some(stored) = stored(harness, &id, field, &change).await? else {
                return Err(format!("{what}: not tested, neither the client nor `Harness::stores` can read it"));
            };
            ensure(stored == expected, || {
                format!(
                    "{what}: the lead {} it",
                    if expected { "was written without" } else { "that was not changed has" }
                )
            })?;
        }
    }
    Ok(true)
}

/// Returns whether a lead has a field as it was written, or `None` if that cannot be read.
async fn stored(
    harness: &dyn Harness,
    id: &LeadId,
    field: StatusField,
    change: &StatusChange,
) -> std::result::Result<Option<bool>, String> {
    if let Some(stored) = harness.stores(id, field, change).await {
        return Ok(Some(stored));
    }
    if !harness.client().capabilities().get {
        return Ok(None);
    }
    let lead = expect_ok("get", harness.client().get(id).await)?;
    let detail = lead.status().detail;
    let (wanted, read) = match field {
        StatusField::SubStatus => (change.sub_status.clone(), detail.sub_status),
        StatusField::Reason => (change.reason.clone(), detail.reason),
        StatusField::Stage => (change.stage.clone(), detail.stage),
        StatusField::Comment => {
            let comment = change.comment.as_ref().map(|comment| comment.0.clone());
            let shown = comment.clone().filter(|comment| lead.text().contains(comment.as_str()));
            (comment, shown)
        }
    };
    ensure(wanted.is_some(), || format!("the change of the harness does not set its {field:?}"))?;
    Ok(Some(read == wanted))
}
