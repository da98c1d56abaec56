//! Creates, lists, updates and deletes webhooks. To read what they send, see [`webhook`](crate::webhook).
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`CreateWebhook`] ([vendor's page](https://apidocs.leadsquared.com/create-a-webhook/))<br>POST `/v2/Webhook.svc/Create` | non-idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`DeleteWebhook`]<br>GET `/v2/Webhook.svc/Delete` | idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`ListWebhooks`]<br>POST `/v2/Webhook.svc/Retrieve` | read | list of [`Subscription`](crate::model::Subscription) |
//! | [`UpdateWebhook`]<br>POST `/v2/Webhook.svc/Update` | idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//!
//! <!-- operations: end -->

mod create_webhook;
mod delete_webhook;
mod list_webhooks;
mod update_webhook;

pub use create_webhook::CreateWebhook;
pub use delete_webhook::DeleteWebhook;
pub use list_webhooks::ListWebhooks;
pub use update_webhook::UpdateWebhook;

/// The JSON bodies of the requests above, as they are sent.
pub mod body {
    pub use super::create_webhook::CreateWebhookBody;
    pub use super::list_webhooks::ListWebhooksBody;
    pub use super::update_webhook::UpdateWebhookBody;
}

leads_core::operations! { crate::LeadSquared;
    CreateWebhook body,
    DeleteWebhook resolve,
    ListWebhooks body: [crate::model::Subscription],
    UpdateWebhook body,
}
