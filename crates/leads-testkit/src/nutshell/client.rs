//! Clients of the fake.

use super::FakeNutshell;
#[cfg(feature = "server")]
use crate::RunningFake;
use crate::{Fake, IN_PROCESS_URL};
use nutshell::leads_core::ClientConfig;
use nutshell::{Builder, Client, Result};

impl Fake<FakeNutshell> {
    /// Returns a builder for an in-process client, without credentials.
    pub fn builder_in_process(&self, config: ClientConfig) -> Builder {
        Client::builder().base_url(IN_PROCESS_URL).config(config.transport(self.transport()))
    }

    /// Returns an in-process client with valid credentials.
    ///
    /// ```
    /// use leads_testkit::Fake;
    /// use leads_testkit::nutshell::FakeNutshell;
    /// let client = Fake::new(FakeNutshell::new()).client()?;
    /// # Ok::<(), nutshell::Error>(())
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
        let (email, key) = self.handler().credentials();
        self.builder_in_process(config).basic(email, key).build()
    }

    /// Returns a client over sockets with valid credentials.
    ///
    /// # Errors
    /// Returns an error if the builder rejects the configuration.
    #[cfg(feature = "server")]
    pub fn client_at(&self, running: &RunningFake, config: ClientConfig) -> Result<Client> {
        let (email, key) = self.handler().credentials();
        Client::builder().base_url(running.url()).config(config).basic(email, key).build()
    }
}
