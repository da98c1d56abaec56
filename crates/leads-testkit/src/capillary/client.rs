//! Clients of the fake.

use super::{API_KEY, API_SECRET, FakeCapillary, TILL, TILL_PASSWORD};
use crate::{Fake, IN_PROCESS_URL, Running};
use capillary_leads::leads_core::ClientConfig;
use capillary_leads::{Builder, Client, Password, Result};

impl Fake<FakeCapillary> {
    /// The beginning of a client in process; its credentials are to be set.
    pub fn builder_in_process(&self, config: ClientConfig) -> Builder {
        Client::builder().base_url(IN_PROCESS_URL).config(config.transport(self.transport()))
    }

    /// A client in process that signs as the fake's till.
    ///
    /// ```
    /// use leads_testkit::Fake;
    /// use leads_testkit::capillary::FakeCapillary;
    /// let client = Fake::new(FakeCapillary::new()).client()?;
    /// # Ok::<(), capillary_leads::Error>(())
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
        self.builder_in_process(config).basic(TILL, Password::plain(TILL_PASSWORD)).build()
    }

    /// A client in process that signs with tokens.
    ///
    /// # Errors
    /// Settings that the builder refuses.
    pub fn oauth_client_with(&self, config: ClientConfig) -> Result<Client> {
        self.builder_in_process(config).oauth(API_KEY, API_SECRET).build()
    }

    /// A client over sockets that signs as the fake's till.
    ///
    /// # Errors
    /// Settings that the builder refuses.
    pub fn client_at(&self, running: &Running, config: ClientConfig) -> Result<Client> {
        let builder = Client::builder().base_url(running.url()).config(config);
        builder.basic(TILL, Password::plain(TILL_PASSWORD)).build()
    }
}
