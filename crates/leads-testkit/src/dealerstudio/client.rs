//! Clients of the fake.

use super::FakeDealerStudio;
#[cfg(feature = "server")]
use crate::RunningFake;
use crate::{Fake, IN_PROCESS_URL};
use dealerstudio::leads_core::ClientConfig;
use dealerstudio::{Builder, Client, Result};

impl Fake<FakeDealerStudio> {
    /// Returns a builder for an in-process client, without an API key.
    pub fn builder_in_process(&self, config: ClientConfig) -> Builder {
        Client::builder().base_url(IN_PROCESS_URL).config(config.transport(self.transport()))
    }

    /// Returns an in-process client with the fake's first key.
    ///
    /// ```
    /// use leads_testkit::Fake;
    /// use leads_testkit::dealerstudio::FakeDealerStudio;
    /// let client = Fake::new(FakeDealerStudio::new()).client()?;
    /// # Ok::<(), dealerstudio::Error>(())
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
        self.builder_in_process(config).api_key(self.handler().credentials()).build()
    }

    /// Returns a client over sockets with the fake's first key.
    ///
    /// # Errors
    /// Returns an error if the builder rejects the configuration.
    #[cfg(feature = "server")]
    pub fn client_at(&self, running: &RunningFake, config: ClientConfig) -> Result<Client> {
        let key = self.handler().credentials();
        Client::builder().base_url(running.url()).config(config).api_key(key).build()
    }
}
