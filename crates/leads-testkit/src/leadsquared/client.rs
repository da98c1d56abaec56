//! Clients of the fake.

use super::{ACCESS_KEY, ASYNC_KEY, FakeLeadSquared, SECRET_KEY};
use crate::{Fake, IN_PROCESS_URL, Running};
use leadsquared::leads_core::ClientConfig;
use leadsquared::{Builder, Client, Plan, Result};

impl Fake<FakeLeadSquared> {
    /// The plan of the fake's account as it is at first: 25 calls and 5 bulk calls in 5 s.
    pub const PLAN: Plan = Plan::Custom { calls: 25, bulk: 5, daily: Some(1_000_000) };

    /// The beginning of a client in process; its keys are to be set.
    pub fn builder_in_process(&self, config: ClientConfig) -> Builder {
        Client::builder()
            .base_url(IN_PROCESS_URL)
            .async_base_url(IN_PROCESS_URL)
            .async_api_key(ASYNC_KEY)
            .plan(Self::PLAN)
            .config(config.transport(self.transport()))
    }

    /// A client in process with the fake's keys.
    ///
    /// ```
    /// use leads_testkit::Fake;
    /// use leads_testkit::leadsquared::FakeLeadSquared;
    /// let client = Fake::new(FakeLeadSquared::new()).client()?;
    /// # Ok::<(), leadsquared::Error>(())
    /// ```
    ///
    /// # Errors
    /// None with these settings; the signature is the builder's.
    pub fn client(&self) -> Result<Client> {
        self.client_with(ClientConfig::new())
    }

    /// As [`client`](Self::client) with settings of its own.
    ///
    /// # Errors
    /// Settings that the builder refuses.
    pub fn client_with(&self, config: ClientConfig) -> Result<Client> {
        self.builder_in_process(config).keys(ACCESS_KEY, SECRET_KEY).build()
    }

    /// A client over sockets with the fake's keys.
    ///
    /// # Errors
    /// Settings that the builder refuses.
    pub fn client_at(&self, running: &Running, config: ClientConfig) -> Result<Client> {
        Client::builder()
            .base_url(running.url())
            .async_base_url(running.url())
            .async_api_key(ASYNC_KEY)
            .keys(ACCESS_KEY, SECRET_KEY)
            .plan(Self::PLAN)
            .config(config)
            .build()
    }
}
