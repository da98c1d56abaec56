//! What the deletes of a lead's histories share.

use crate::api::prelude::*;
use crate::model::{LeadId, SentTime};
use chrono::{DateTime, Utc};

/// The wire body of the deletes of a lead's histories: a lead and a time range.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct DeleteHistoryBody {
    prospect_id: LeadId,
    from_date: SentTime,
    to_date: SentTime,
    #[serde(rename = "StatusWebhookURL")]
    pub(super) status_webhook_url: Option<String>,
}

impl DeleteHistoryBody {
    pub(super) fn new(lead: LeadId, from: DateTime<Utc>, to: DateTime<Utc>) -> Self {
        Self { prospect_id: lead, from_date: from.into(), to_date: to.into(), status_webhook_url: None }
    }

    pub(super) fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(crate::model::check_id(self.prospect_id.as_str(), "lead_id"))
            .check(SentTime::check(Some(&self.from_date), "from"))
            .check(SentTime::check(Some(&self.to_date), "to"))
            .require(self.from_date.utc() <= self.to_date.utc(), "from", "must not be after `to`")
            .json(self)
    }
}
