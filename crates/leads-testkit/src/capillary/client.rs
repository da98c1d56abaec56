//! Clients of the fake.

use super::{API_KEY, API_SECRET, FakeCapillary};
#[cfg(feature = "server")]
use crate::RunningFake;
use crate::{Fake, IN_PROCESS_URL};
use capillary_leads::leads_core::ClientConfig;
use capillary_leads::{Builder, Client, Password, Result};

impl Fake<FakeCapillary> {
    /// Returns a builder for an in-process client, without credentials.
    pub fn builder_in_process(&self, config: ClientConfig) -> Builder {
        Client::builder().base_url(IN_PROCESS_URL).config(config.transport(self.transport()))
    }

    /// Returns an in-process client that authenticates as the fake's till.
    ///
    /// ```
    /// use leads_testkit::Fake;
    /// use leads_testkit::capillary::FakeCapillary;
    /// let client = Fake::new(FakeCapillary::new()).client()?;
    /// # Ok::<(), capillary_leads::Error>(())
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
        let (till, password) = self.handler().credentials();
        self.builder_in_process(config).basic(till, Password::plain(password)).build()
    }

    /// Returns an in-process client that authenticates with OAuth tokens.
    ///
    /// # Errors
    /// Returns an error if the builder rejects the configuration.
    pub fn oauth_client_with(&self, config: ClientConfig) -> Result<Client> {
        self.builder_in_process(config).oauth(API_KEY, API_SECRET).build()
    }

    /// Returns a client over sockets that authenticates as the fake's till.
    ///
    /// # Errors
    /// Returns an error if the builder rejects the configuration.
    #[cfg(feature = "server")]
    pub fn client_at(&self, running: &RunningFake, config: ClientConfig) -> Result<Client> {
        let (till, password) = self.handler().credentials();
        let builder = Client::builder().base_url(running.url()).config(config);
        builder.basic(till, Password::plain(password)).build()
    }
}
