//! What a vendor cannot store.

use leads::client::{LeadUpdate, NewLead};
use leads::{Error, Patch};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A field of a row that arrives in another form, or not at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Loss {
    pub(crate) field: String,
    pub(crate) loss: LossKind,
    /// Why, or what is written instead.
    pub(crate) why: String,
}

/// How a field is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LossKind {
    /// It is not written.
    Lost,
    /// A less precise value is written.
    Narrowed,
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let how = match self.loss {
            LossKind::Lost => "lost",
            LossKind::Narrowed => "narrowed",
        };
        write!(f, "{} {how}: {}", self.field, self.why)
    }
}

impl Loss {
    pub(crate) fn lost(field: &str, why: impl Into<String>) -> Self {
        Self { field: field.to_owned(), loss: LossKind::Lost, why: why.into() }
    }

    pub(crate) fn narrowed(field: &str, why: impl Into<String>) -> Self {
        Self { field: field.to_owned(), loss: LossKind::Narrowed, why: why.into() }
    }

    /// Describes a field that the vendor rejects.
    pub(crate) fn of(field: &str, error: &Error) -> Self {
        // Errors from before a request is sent have this workspace's own text.
        Self::lost(field, error.help().map_or_else(|| crate::failure::summary(error), str::to_owned))
    }
}

/// Removes a field from a new lead. Returns `false` if the lead cannot do without it, or does not have it.
pub(crate) fn remove_from_new(lead: &mut NewLead, field: &str) -> bool {
    fn take<T>(value: &mut Option<T>) -> bool {
        value.take().is_some()
    }
    match field {
        "note" => take(&mut lead.note),
        "source" => take(&mut lead.source),
        "owner" => take(&mut lead.owner),
        "value" => take(&mut lead.value),
        "state" => take(&mut lead.state),
        "campaign" => take(&mut lead.campaign),
        "company" => take(&mut lead.company),
        "first_name" => take(&mut lead.first_name),
        "last_name" => take(&mut lead.last_name),
        "address" => take(&mut lead.address),
        _ => match field.strip_prefix("custom.") {
            Some(name) => lead.custom.remove(name).is_some(),
            None if field == "custom" => !std::mem::take(&mut lead.custom).is_empty(),
            None => lead.vendor_fields.remove(field).is_some(),
        },
    }
}

/// Removes a field from an update. Returns `false` if the update does not have it.
pub(crate) fn remove_from_update(change: &mut LeadUpdate, field: &str) -> bool {
    fn keep<T>(patch: &mut Patch<T>) -> bool {
        !std::mem::take(patch).is_keep()
    }
    match field {
        "name" => keep(&mut change.name),
        "email" => keep(&mut change.email),
        "phone" => keep(&mut change.phone),
        "note" => keep(&mut change.note),
        "source" => keep(&mut change.source),
        "owner" => keep(&mut change.owner),
        "value" => keep(&mut change.value),
        _ => match field.strip_prefix("custom.") {
            Some(name) => change.custom.remove(name).is_some(),
            None => field == "custom" && !std::mem::take(&mut change.custom).is_empty(),
        },
    }
}
