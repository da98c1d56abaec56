//! Sending the webhooks of a fake.

use super::control::Control;
use crate::failure::{Failure, Result};
use std::time::Duration;

/// How often to look for webhooks that are due.
const EVERY: Duration = Duration::from_millis(100);
/// How long a receiver may take.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Sends webhooks to a URL.
pub(super) struct Sender {
    url: String,
    client: reqwest::Client,
}

impl Sender {
    pub(super) fn new(url: String) -> Result<Self> {
        let help = "write http://HOST:PORT/PATH";
        if reqwest::Url::parse(&url).is_err() {
            return Err(Failure::usage("--webhooks-to", "is not a URL", help));
        }
        // A receiver in development is near, so no proxy; and a redirect is the receiver's mistake.
        let client = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).timeout(TIMEOUT);
        let client = client.build().map_err(|_| Failure::usage("--webhooks-to", "cannot be used", help))?;
        Ok(Self { url, client })
    }

    /// Sends what is due, forever. A failed call is reported to the fake, which decides whether it is repeated.
    pub(super) async fn run(&self, control: &Control) {
        loop {
            tokio::time::sleep(EVERY).await;
            let book = control.book();
            for due in book.take_webhooks(&self.url) {
                let (head, body) = due.request.clone().into_parts();
                let Ok(url) = reqwest::Url::parse(&head.uri.to_string()) else { continue };
                let sent = self.client.request(head.method, url).headers(head.headers).body(body).send().await;
                // 0 is not a status: the receiver sent none.
                book.delivered(&due, sent.map_or(0, |response| response.status().as_u16()));
            }
        }
    }
}
