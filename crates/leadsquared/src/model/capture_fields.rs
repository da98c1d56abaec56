//! The opportunity of a capture.

use super::{EventCode, Fields, SentTime};
use leads_core::vendor::{Deserialize, skip_serializing_none};
use leads_core::{Error, Personal, Result};
use serde::Serialize;

/// The wire form of the opportunity of a capture.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct CaptureFields {
    opportunity_event_code: EventCode,
    pub(crate) opportunity_note: Option<Personal<String>>,
    pub(crate) opportunity_date_time: Option<SentTime>,
    pub(crate) fields: Option<Fields>,
    pub(crate) overwrite_fields: Option<bool>,
    pub(crate) update_empty_fields: Option<bool>,
    pub(crate) do_not_post_duplicate_activity: Option<bool>,
    pub(crate) do_not_change_owner: Option<bool>,
}

impl CaptureFields {
    pub(crate) fn new(event_code: EventCode) -> Self {
        Self {
            opportunity_event_code: event_code,
            opportunity_note: None,
            opportunity_date_time: None,
            fields: None,
            overwrite_fields: None,
            update_empty_fields: None,
            do_not_post_duplicate_activity: None,
            do_not_change_owner: None,
        }
    }

    pub(crate) fn check(&self) -> Result<()> {
        if self.opportunity_event_code.get() <= 0 {
            return Err(Error::invalid("event_code", "must be positive"));
        }
        if self.overwrite_fields == Some(true) && self.update_empty_fields == Some(true) {
            return Err(Error::invalid("overwrite_fields", "cannot be set together with `update_empty_fields`"));
        }
        SentTime::check(self.opportunity_date_time.as_ref(), "date_time")?;
        self.fields.as_ref().map_or(Ok(()), |fields| fields.check("fields"))
    }
}
