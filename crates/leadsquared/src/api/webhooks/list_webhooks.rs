//! `POST /v2/Webhook.svc/Retrieve`

use crate::api::paging;
use crate::api::prelude::*;
use crate::model::{Paging, Sorting, Subscription, WebhookEventName, WebhookId, WebhookState, WireNumber};
use leads_core::vendor::{Page, Paged};

/// Lists the webhooks of the account.
///
/// `POST /v2/Webhook.svc/Retrieve`. [`Client::items`](crate::Client::items) reads all pages. No order is documented;
/// the stream drops rows that repeat from the previous page.
///
/// # Errors
///
/// If the vendor rejects the request, no data has changed.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::{api::webhooks::ListWebhooks, model::WebhookEventName};
///
/// let request = ListWebhooks::new().event_name(WebhookEventName::ActivityCreate);
/// let mut subscriptions = client.items(request);
/// while let Some(subscription) = subscriptions.next().await {
///     let subscription = subscription?;
///     println!("{}: {:?}", subscription.webhook_id, subscription.event_code);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/Webhook.svc/Retrieve")]
#[doc(alias = "Webhook.svc/Retrieve")]
#[doc(alias = "list webhooks")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListWebhooks {
    body: ListWebhooksBody,
}

/// The wire body of [`ListWebhooks`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ListWebhooksBody {
    parameter: WebhooksOf,
    sorting: Option<Sorting>,
    paging: Option<Paging>,
}

#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct WebhooksOf {
    r#type: String,
    webhook_event: Option<WebhookEventName>,
    status_code: Option<WireNumber>,
    webhook_id: Option<WebhookId>,
    search_text: Option<String>,
}

impl ListWebhooks {
    /// Lists all webhooks, 100 per page.
    #[must_use]
    pub fn new() -> Self {
        Self {
            body: ListWebhooksBody {
                parameter: WebhooksOf {
                    r#type: "Webhook".to_owned(),
                    webhook_event: None,
                    status_code: None,
                    webhook_id: None,
                    search_text: None,
                },
                sorting: None,
                paging: Some(Paging::new(1, 100)),
            },
        }
    }

    setters! { body;
        /// Sets the order.
        sorting: Sorting,
        /// Sets the page, 1 to 1,000 rows.
        paging: Paging,
    }

    setters! { body.parameter;
        /// Lists a single webhook.
        webhook_id: WebhookId,
        /// Searches for a text.
        search_text: String,
    }

    /// Lists the webhooks of one event, by its name, not its code. The vendor advises using no other filter with it.
    #[must_use]
    pub fn event_name(mut self, name: impl Into<WebhookEventName>) -> Self {
        self.body.parameter.webhook_event = Some(name.into());
        self
    }

    /// Lists the webhooks in one state.
    #[must_use]
    pub fn state(mut self, state: WebhookState) -> Self {
        self.body.parameter.status_code = Some(WireNumber::number(state.code()));
        self
    }
}

impl Default for ListWebhooks {
    fn default() -> Self {
        Self::new()
    }
}

impl Request for ListWebhooks {
    type Vendor = LeadSquared;
    type Response = Listing<Subscription>;
    const OPERATION: Operation = op::post("list_webhooks", "/v2/Webhook.svc/Retrieve", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        let of = &self.body.parameter;
        let given = |text: Option<&str>| text.is_none_or(|text| !text.trim().is_empty());
        Parts::new()
            .require(!of.r#type.trim().is_empty(), "type", "must not be empty")
            .require(given(of.webhook_event.as_ref().map(WebhookEventName::as_str)), "event_name", "must not be empty")
            .require(
                of.webhook_event.as_ref().is_none_or(|name| name.as_str().trim().parse::<i64>().is_err()),
                "event_name",
                "is a code: this filter requires the event's name",
            )
            .require(given(of.webhook_id.as_ref().map(WebhookId::as_str)), "webhook_id", "must not be empty")
            .require(given(of.search_text.as_deref()), "search_text", "must not be empty")
            .check(Paging::check(self.body.paging.as_ref(), 1_000))
            .check(Sorting::check(self.body.sorting.as_ref()))
            .json(&self.body)
    }
}

has_body!(ListWebhooks => ListWebhooksBody);

impl Paged for ListWebhooks {
    type Item = Raw<Subscription>;

    fn page(&self, response: Self::Response) -> Page<Self> {
        paging::step(response, self.body.paging.as_ref(), |next| self.clone().paging(next))
    }

    paging::by_position! {}

    fn key(item: &Self::Item) -> Option<String> {
        Some(item.webhook_id.as_str().to_owned())
    }
}

sample!(ListWebhooks: Self::new().event_name("LeadActivity_Post_Create").state(WebhookState::On).search_text("shop"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn list_webhooks_serializes_to_the_wire_form() {
        assert_eq!(
            wire(&ListWebhooks::new().event_name("LeadActivity_Post_Create").state(WebhookState::Failed)),
            r#"POST /v2/Webhook.svc/Retrieve {"Parameter":{"Type":"Webhook","WebhookEvent":"LeadActivity_Post_Create","StatusCode":2},"Paging":{"PageIndex":1,"PageSize":100}}"#
        );
        assert_eq!(ListWebhooks::new().event_name("3").parts().unwrap_err().field(), Some("event_name"));
        assert_eq!(ListWebhooks::new().webhook_id("").parts().unwrap_err().field(), Some("webhook_id"));
    }

    #[test]
    fn rows_contain_event_names() {
        let body = r#"{"RecordCount":1,"Response":[{"WebhookId":"4","EventCode":"LeadActivity_Post_Create","URL":"https://example.com","StatusCode":0,"WebhookProperties":""}]}"#;
        let page = ListWebhooks::read(&HttpResponse::new(200, Default::default(), body)).unwrap();
        let webhook = page.first().unwrap();
        assert_eq!(
            (webhook.state(), webhook.event_code.as_ref()),
            (Some(WebhookState::On), Some(&WebhookEventName::ActivityCreate))
        );
        assert!(webhook.properties().is_none());
    }

    #[test]
    fn every_event_is_found_by_its_name_and_read() {
        for name in WebhookEventName::all() {
            let sent = wire(&ListWebhooks::new().event_name(name.clone()));
            assert!(sent.contains(&format!(r#""WebhookEvent":"{name}""#)), "{sent}");
            let body = format!(r#"{{"RecordCount":1,"Response":[{{"WebhookId":"4","EventCode":"{name}"}}]}}"#);
            let page = ListWebhooks::read(&HttpResponse::new(200, Default::default(), body)).unwrap();
            assert_eq!(page.first().unwrap().event_code, Some(name));
        }
        let body = r#"{"RecordCount":1,"Response":[{"WebhookId":"4","EventCode":28}]}"#;
        let page = ListWebhooks::read(&HttpResponse::new(200, Default::default(), body)).unwrap();
        assert_eq!(page.first().unwrap().event_code.as_ref().map(WebhookEventName::as_str), Some("28"));
    }
}
