//! The response to an e-mail.

use leads_core::vendor::tolerant;
use serde::{Deserialize, Serialize};

/// An e-mail that the vendor accepted for delivery. The response has no envelope.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct SentEmail {
    /// The id of the e-mail.
    #[serde(rename = "ID", default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The number of leads that it goes to.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub member_count: Option<i64>,
    /// The number of addresses that it goes to.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub total_recipient: Option<i64>,
}
