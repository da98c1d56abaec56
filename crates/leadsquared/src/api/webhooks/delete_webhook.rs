//! `GET /v2/Webhook.svc/Delete`

use super::ListWebhooks;
use crate::api::prelude::*;
use crate::model::{Acknowledged, WebhookId};

/// Permanently deletes a webhook.
///
/// `GET /v2/Webhook.svc/Delete?webhookId=`. Although the method is `GET`, this is a write.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) can determine the outcome.
///
/// # Errors
///
/// A request that the vendor rejects is [`NotApplied`](leads_core::WriteOutcome::NotApplied). If the response is lost,
/// the request is retried; if the retry is rejected because the webhook no longer exists, the outcome is
/// [`Unknown`](leads_core::WriteOutcome::Unknown).
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::webhooks::DeleteWebhook;
///
/// let request = DeleteWebhook::new("0a0b0c0d-0e0f-4a4b-8c8d-101112131415");
/// let reply = client.send(&request).await?;
/// println!("{:?}: {:?} rows", reply.status, reply.affected_rows());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/Webhook.svc/Delete")]
#[doc(alias = "Webhook.svc/Delete")]
#[doc(alias = "delete webhook")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteWebhook {
    webhook_id: WebhookId,
}

impl DeleteWebhook {
    /// Deletes a webhook.
    pub fn new(webhook: impl Into<WebhookId>) -> Self {
        Self { webhook_id: webhook.into() }
    }
}

impl Request for DeleteWebhook {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged>;
    const OPERATION: Operation = op::get("delete_webhook", "/v2/Webhook.svc/Delete", Safety::Idempotent).names_record();

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(crate::model::check_id(self.webhook_id.as_str(), "webhook_id"))
            .query("webhookId", &self.webhook_id)
            .empty()
    }
}

/// Lists webhooks filtered by the id. If the response contains others, the vendor ignored the filter, and only a
/// complete list proves anything.
impl Resolve for DeleteWebhook {
    type Check = ListWebhooks;
    const FOUND_WHEN: &'static str = "the list filtered by the webhook's id, or a complete list, does not contain it";

    fn check(&self) -> Option<ListWebhooks> {
        Some(ListWebhooks::new().webhook_id(&self.webhook_id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        match seen {
            Ok(rows) if rows.iter().any(|row| row.webhook_id == self.webhook_id) => Resolution::Absent,
            Ok(rows) if rows.record_count == u64::try_from(rows.len()).ok() => Resolution::Found,
            _ => Resolution::CannotTell,
        }
    }
}

sample!(DeleteWebhook: Self::new("0a0b0c0d-0e0f-4a4b-8c8d-101112131415"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn delete_webhook_is_a_get_and_a_write() {
        assert_eq!(wire(&DeleteWebhook::new("4")), "GET /v2/Webhook.svc/Delete?webhookId=4");
        assert!(DeleteWebhook::OPERATION.safety.is_write());
        assert_eq!(DeleteWebhook::new("").parts().unwrap_err().field(), Some("webhook_id"));
    }
}
