//! `POST /v2/Webhook.svc/Create`

use crate::api::prelude::*;
use crate::model::{Acknowledged, WebhookFields, WebhookId};

/// Creates a webhook. See [`WebhookFields`] for its contents.
///
/// `POST /v2/Webhook.svc/Create`. Read the result back with [`ListWebhooks`](super::ListWebhooks): the event codes on
/// the vendor's page differ from those observed (see [`WebhookEvent`](crate::model::WebhookEvent)).
///
/// If the response is lost, the outcome cannot be verified automatically: the vendor generates the id. To check by
/// hand, look up the URL with `ListWebhooks`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/create-a-webhook/).
///
/// # Errors
///
/// [`InvalidDataType`](crate::ErrorCode::InvalidDataType) if the event lacks what it needs,
/// [`DuplicateEntry`](crate::ErrorCode::DuplicateEntry) for a second webhook for changes of the same field; both are
/// [`NotApplied`](leads_core::WriteOutcome::NotApplied). If the response is lost, the outcome is
/// [`Unknown`](leads_core::WriteOutcome::Unknown) and the request is not retried: a second call creates a second
/// webhook. A request with headers cannot be stored, because their values are secrets.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::{api::webhooks::CreateWebhook, model::{WebhookEvent, WebhookFields}};
///
/// let request = CreateWebhook::new(
///     WebhookFields::new("https://example.com/hooks/lead-made", WebhookEvent::LeadCreate)
///         .description("new leads into the shop")
///         .header("x-hook-key", "a long random text"),
/// );
/// let visits = CreateWebhook::new(
///     WebhookFields::new("https://example.com/hooks/visit", WebhookEvent::ActivityCreate)
///         .activity_event(201),
/// );
/// let created = client.send(&request).await?;
/// println!("created: {:?}", created.id());
/// client.send(&visits).await?;
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/Webhook.svc/Create")]
#[doc(alias = "Webhook.svc/Create")]
#[doc(alias = "create webhook")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateWebhook {
    body: CreateWebhookBody,
}

/// The wire body of [`CreateWebhook`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CreateWebhookBody(WebhookFields);

impl CreateWebhook {
    /// Creates a webhook.
    pub fn new(webhook: WebhookFields) -> Self {
        Self { body: CreateWebhookBody(webhook) }
    }
}

impl Request for CreateWebhook {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged<WebhookId>>;
    const OPERATION: Operation = op::post("create_webhook", "/v2/Webhook.svc/Create", Safety::NonIdempotent)
        .docs("https://apidocs.leadsquared.com/create-a-webhook/");

    fn parts(&self) -> Result<Parts> {
        Parts::new().check(self.body.0.check(true)).json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("look up the webhook's URL with ListWebhooks".to_owned())
    }
}

has_body!(CreateWebhook => CreateWebhookBody);

sample!(CreateWebhook: Self::new(
    WebhookFields::new("https://example.com/hooks/visit", crate::model::WebhookEvent::ActivityCreate)
        .description("visits into the shop")
        .activity_event(201)
        .notify_on_failure(true)
        .property("ActivityEvent", "201"),
));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    use crate::model::WebhookEvent;

    #[test]
    fn create_webhook_serializes_to_the_wire_form() {
        let webhook = WebhookFields::new("https://example.com/x", WebhookEvent::LeadCreate).header("x-key", "hush");
        let request = CreateWebhook::new(webhook);
        assert_eq!(
            wire(&request),
            r#"POST /v2/Webhook.svc/Create {"URL":"https://example.com/x","Method":"POST","ContentType":"application/json","WebhookEvent":"3","CustomHeaders":[{"Key":"x-key","Value":"hush"}]}"#
        );
        assert!(!format!("{request:?}").contains("hush"));
        assert!(serde_json::to_string(&request).is_err(), "a header is not stored");
        assert_eq!(CreateWebhook::OPERATION.safety, Safety::NonIdempotent);
    }

    #[test]
    fn every_code_is_sent_as_text() {
        use crate::model::WebhookEventName;
        let named = WebhookEventName::all().flat_map(|name| [name.documented_code(), name.observed_code()]).flatten();
        for event in WebhookEvent::all().chain(named) {
            let webhook = WebhookFields::new("https://example.com/x", event.clone())
                .activity_event(201)
                .changed_lead_field("ProspectStage");
            let sent = wire(&CreateWebhook::new(webhook.clone()));
            assert!(sent.contains(&format!(r#""WebhookEvent":"{event}""#)), "{sent}");
            let sent = wire(&crate::api::webhooks::UpdateWebhook::new("4", webhook));
            assert!(sent.contains(&format!(r#""WebhookEvent":"{event}""#)), "{sent}");
        }
    }
}
