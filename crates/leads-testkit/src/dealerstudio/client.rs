//! Clients of the fake.

use super::{API_KEY, FakeDealerStudio};
use crate::{Fake, IN_PROCESS_URL, Running};
use dealerstudio::leads_core::ClientConfig;
use dealerstudio::{Builder, Client, Result};

impl Fake<FakeDealerStudio> {
    /// The beginning of a client in process; its key is to be set.
    pub fn builder_in_process(&self, config: ClientConfig) -> Builder {
        Client::builder().base_url(IN_PROCESS_URL).config(config.transport(self.transport()))
    }

    /// A client in process with the fake's first key.
    ///
    /// ```
    /// use leads_testkit::Fake;
    /// use leads_testkit::dealerstudio::FakeDealerStudio;
    /// let client = Fake::new(FakeDealerStudio::new()).client()?;
    /// # Ok::<(), dealerstudio::Error>(())
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
        self.builder_in_process(config).api_key(API_KEY).build()
    }

    /// A client over sockets with the fake's first key.
    ///
    /// # Errors
    /// Settings that the builder refuses.
    pub fn client_at(&self, running: &Running, config: ClientConfig) -> Result<Client> {
        Client::builder().base_url(running.url()).config(config).api_key(API_KEY).build()
    }
}
