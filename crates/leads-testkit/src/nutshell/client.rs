//! Clients of the fake.

use super::{API_KEY, FakeNutshell, USER_EMAIL};
use crate::{Fake, IN_PROCESS_URL, RunningFake};
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
        self.builder_in_process(config).basic(USER_EMAIL, API_KEY).build()
    }

    /// Returns a client over sockets with valid credentials.
    ///
    /// # Errors
    /// Returns an error if the builder rejects the configuration.
    pub fn client_at(&self, running: &RunningFake, config: ClientConfig) -> Result<Client> {
        Client::builder().base_url(running.url()).config(config).basic(USER_EMAIL, API_KEY).build()
    }
}
