//! What the marks of an e-mail address share.

use crate::api::prelude::*;
use leads_core::Personal;

/// The wire body of the calls that mark an e-mail address.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct MarkEmailBody {
    email_address: Personal<String>,
    pub(super) message: Option<Personal<String>>,
}

impl MarkEmailBody {
    pub(super) fn new(email: String) -> Self {
        Self { email_address: Personal(email), message: None }
    }

    pub(super) fn parts(&self) -> Result<Parts> {
        Parts::new().require(!self.email_address.trim().is_empty(), "email", "must not be empty").json(self)
    }
}

/// How to check a mark by hand.
pub(super) const CHECK: &str = "send the request again: it sets a mark, which has no effect a second time";
