//! The account's webhooks. To read what they send, see [`webhook`](crate::webhook).

mod create_webhook;
mod delete_webhook;
mod list_webhooks;
mod update_webhook;

pub use create_webhook::{CreateWebhook, CreateWebhookBody};
pub use delete_webhook::DeleteWebhook;
pub use list_webhooks::{ListWebhooks, ListWebhooksBody};
pub use update_webhook::{UpdateWebhook, UpdateWebhookBody};

leads_core::operations! { crate::LeadSquared;
    CreateWebhook body,
    DeleteWebhook resolve,
    ListWebhooks body: [crate::model::Subscription],
    UpdateWebhook body,
}
