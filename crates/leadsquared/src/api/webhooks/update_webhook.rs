//! `POST /v2/Webhook.svc/Update`

use crate::api::prelude::*;
use crate::model::{Acknowledged, WebhookFields, WebhookId};
use leads_core::Evidence;

/// Replaces a webhook.
///
/// `POST /v2/Webhook.svc/Update`. The vendor's page was not seen: the method is inferred, and so is the body, which is
/// that of [`CreateWebhook`](super::CreateWebhook) with the id.
///
/// If the response is lost, the outcome cannot be verified automatically: no read returns the headers, or the event
/// under the code that is written. To check by hand, look up the URL and description by id with `ListWebhooks`.
///
/// # Errors
///
/// A rejected request is [`NotApplied`](leads_core::WriteOutcome::NotApplied). If the method is wrong, the vendor would
/// respond with 405, which changes nothing.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::{api::webhooks::UpdateWebhook, model::{WebhookEvent, WebhookFields}};
///
/// let request = UpdateWebhook::new(
///     "0a0b0c0d-0e0f-4a4b-8c8d-101112131415",
///     WebhookFields::new("https://example.com/hooks/lead-made", WebhookEvent::LeadCreate),
/// );
/// let updated = client.send(&request).await?;
/// println!("updated: {:?}", updated.id());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/Webhook.svc/Update")]
#[doc(alias = "Webhook.svc/Update")]
#[doc(alias = "update webhook")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateWebhook {
    body: UpdateWebhookBody,
}

/// The wire body of [`UpdateWebhook`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UpdateWebhookBody(WebhookFields);

impl UpdateWebhook {
    /// Replaces a webhook.
    pub fn new(id: impl Into<WebhookId>, webhook: WebhookFields) -> Self {
        Self { body: UpdateWebhookBody(webhook.of_webhook(id.into())) }
    }
}

impl Request for UpdateWebhook {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged<WebhookId>>;
    const OPERATION: Operation = op::post("update_webhook", "/v2/Webhook.svc/Update", Safety::Idempotent)
        .names_record()
        .evidence(Evidence::Inferred);

    fn parts(&self) -> Result<Parts> {
        Parts::new().check(self.body.0.check(false)).json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("look up the webhook's URL and description by its id with ListWebhooks".to_owned())
    }
}

has_body!(UpdateWebhook => UpdateWebhookBody);

sample!(UpdateWebhook: Self::new(
    "0a0b0c0d-0e0f-4a4b-8c8d-101112131415",
    WebhookFields::new("https://example.com/hooks/lead-made", crate::model::WebhookEvent::LeadCreate)
        .description("new leads"),
));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    use crate::model::WebhookEvent;

    #[test]
    fn wire_form_is_that_of_create_with_an_id() {
        let webhook = WebhookFields::new("https://example.com/x", WebhookEvent::LeadCreate);
        let request = UpdateWebhook::new("4", webhook.clone());
        assert_eq!(
            wire(&request),
            r#"POST /v2/Webhook.svc/Update {"WebhookId":"4","URL":"https://example.com/x","Method":"POST","ContentType":"application/json","WebhookEvent":"3"}"#
        );
        let stored = serde_json::to_string(&request).unwrap();
        assert_eq!(serde_json::from_str::<UpdateWebhook>(&stored).unwrap(), request);
        assert_eq!(UpdateWebhook::new("", webhook).parts().unwrap_err().field(), Some("webhook_id"));
        assert_eq!(UpdateWebhook::OPERATION.evidence, Evidence::Inferred);
    }

    #[test]
    fn secret_headers_appear_only_on_the_wire() {
        let webhook = WebhookFields::new("https://example.com/x", WebhookEvent::LeadCreate).header("x-key", "hush");
        let request = UpdateWebhook::new("4", webhook);
        assert!(wire(&request).contains(r#"{"Key":"x-key","Value":"hush"}"#));
        assert!(serde_json::to_string(&request).is_err(), "a header is not stored");
    }
}
