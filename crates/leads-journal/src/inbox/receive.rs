//! Receiving.

use super::{Inbox, NewDelivery};
use bytes::Bytes;
use http::HeaderMap;
use leads_core::webhook::{Delivery, Handled, Incoming, Receive, WebhookResponse};

/// By what a delivery is recognized.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Identity {
    /// The id of the event, if its vendor sends one. Without it, an identical body within the
    /// [window](Inbox::duplicates_within) is a repetition.
    pub id: Option<String>,
    /// The subject, such as the lead's id: deliveries of one subject are handled in the order in which they were received.
    /// Without it, all deliveries without a subject are handled one after the other.
    pub subject: Option<String>,
}

impl Identity {
    /// Recognizes a delivery by its body, and hands it on after all deliveries without a subject that came before.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the id of the event.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Sets the subject.
    #[must_use]
    pub fn subject(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }
}

impl Inbox {
    /// Authenticates and stores a webhook, and returns the response. The response says "accepted" only if the body is on
    /// the disk, or was there already.
    pub async fn receive<R: Receive>(
        &self,
        receiver: &R,
        headers: &HeaderMap,
        query: Option<&str>,
        body: Bytes,
    ) -> WebhookResponse {
        self.receive_as(receiver, headers, query, body, |_| Identity::new()).await
    }

    /// Like [`receive`](Self::receive), with a function that recognizes deliveries.
    ///
    /// It is also called with a body that cannot be read: [`Delivery::event`] is then an error.
    pub async fn receive_as<R: Receive>(
        &self,
        receiver: &R,
        headers: &HeaderMap,
        query: Option<&str>,
        body: Bytes,
        identify: impl FnOnce(&Delivery<R::Event>) -> Identity + Send,
    ) -> WebhookResponse {
        match receiver.receive(headers, query, body) {
            Err(rejection) => receiver.reject(rejection),
            Ok(Incoming::Delivery(delivery)) => {
                let identity = identify(&delivery);
                let body = delivery.body().clone();
                drop(delivery);
                receiver.respond(self.keep(identity, &body).await)
            }
            Ok(_) => receiver.respond(Handled::Accepted),
        }
    }

    /// Stores an authenticated delivery: for handlers of [`route`](leads_core::webhook), which return the result.
    pub async fn keep(&self, identity: Identity, body: &Bytes) -> Handled {
        let (key, window) = match identity.id {
            Some(id) => (format!("id {id}"), None),
            None => (format!("body {:x}", md5::compute(body)), Some(self.window)),
        };
        let stored = async {
            let body = self.sealer.seal(&self.context(), body.to_vec())?;
            let subject = identity.subject.unwrap_or_default();
            self.store.receive(NewDelivery { inbox: self.name.clone(), key, subject, body, window }).await
        };
        match stored.await {
            Ok(_) => {
                self.changed();
                Handled::Accepted
            }
            Err(error) => {
                tracing::warn!(%error, inbox = self.name, "a webhook could not be stored; the vendor is asked to repeat it");
                Handled::RetryLater
            }
        }
    }
}
