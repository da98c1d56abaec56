//! Clients of the fake.

use super::{API_KEY, FakeNutshell, USER_EMAIL};
use crate::{Fake, IN_PROCESS_URL, Running};
use nutshell::leads_core::ClientConfig;
use nutshell::{Builder, Client, Result};

impl Fake<FakeNutshell> {
    /// The beginning of a client in process; its credentials are to be set.
    pub fn builder_in_process(&self, config: ClientConfig) -> Builder {
        Client::builder().base_url(IN_PROCESS_URL).config(config.transport(self.transport()))
    }

    /// A client in process with good credentials.
    ///
    /// ```
    /// use leads_testkit::Fake;
    /// use leads_testkit::nutshell::FakeNutshell;
    /// let client = Fake::new(FakeNutshell::new()).client()?;
    /// # Ok::<(), nutshell::Error>(())
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
        self.builder_in_process(config).basic(USER_EMAIL, API_KEY).build()
    }

    /// A client over sockets with good credentials.
    ///
    /// # Errors
    /// Settings that the builder refuses.
    pub fn client_at(&self, running: &Running, config: ClientConfig) -> Result<Client> {
        Client::builder().base_url(running.url()).config(config).basic(USER_EMAIL, API_KEY).build()
    }
}
