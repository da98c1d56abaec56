//! Clients of the fake.

use super::FakeLeadSquared;
#[cfg(feature = "server")]
use crate::RunningFake;
use crate::{Fake, IN_PROCESS_URL};
use leadsquared::leads_core::ClientConfig;
use leadsquared::{Builder, Client, Plan, Result};

impl Fake<FakeLeadSquared> {
    /// The initial plan of the fake's account: 25 calls and 5 bulk calls in 5 s.
    pub const PLAN: Plan = Plan::Custom { calls: 25, bulk: 5, daily: Some(1_000_000) };

    /// Returns a builder for an in-process client, without keys.
    pub fn builder_in_process(&self, config: ClientConfig) -> Builder {
        Client::builder()
            .base_url(IN_PROCESS_URL)
            .async_base_url(IN_PROCESS_URL)
            .files_base_url(IN_PROCESS_URL)
            .async_api_key(self.handler().keys.asynchronous.as_str())
            .plan(Self::PLAN)
            .config(config.transport(self.transport()))
    }

    /// Returns an in-process client with the fake's keys.
    ///
    /// ```
    /// use leads_testkit::Fake;
    /// use leads_testkit::leadsquared::FakeLeadSquared;
    /// let client = Fake::new(FakeLeadSquared::new()).client()?;
    /// # Ok::<(), leadsquared::Error>(())
    /// ```
    ///
    /// # Errors
    /// Never fails with these settings; the signature is the builder's.
    pub fn client(&self) -> Result<Client> {
        self.client_with(ClientConfig::new())
    }

    /// Like [`client`](Self::client), with the given configuration.
    ///
    /// # Errors
    /// Returns an error if the builder rejects the configuration.
    pub fn client_with(&self, config: ClientConfig) -> Result<Client> {
        self.builder_in_process(config)
            .keys(self.handler().keys.access.as_str(), self.handler().keys.secret.as_str())
            .build()
    }

    /// Returns a client over sockets with the fake's keys.
    ///
    /// # Errors
    /// Returns an error if the builder rejects the configuration.
    #[cfg(feature = "server")]
    pub fn client_at(&self, running: &RunningFake, config: ClientConfig) -> Result<Client> {
        Client::builder()
            .base_url(running.url())
            .async_base_url(running.url())
            .files_base_url(running.url())
            .async_api_key(self.handler().keys.asynchronous.as_str())
            .keys(self.handler().keys.access.as_str(), self.handler().keys.secret.as_str())
            .plan(Self::PLAN)
            .config(config)
            .build()
    }
}
