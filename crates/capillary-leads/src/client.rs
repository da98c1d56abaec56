//! The client, its builder, and where Capillary is.

use crate::auth::{CapillaryAuth, Credentials, Password};
use leads_core::http::{ClientConfig, Head};
use leads_core::request::Operation;
use leads_core::{Answer, CallOptions, Core, CredentialProvider, Error, Plan, Reply, Request, Result, Vendor, Verdict};
use std::fmt;
use std::sync::Arc;

/// The vendor Capillary, for `Request::Vendor`.
#[derive(Debug)]
pub enum Capillary {}

/// Settings of a client that change its requests.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Settings {}

impl Vendor for Capillary {
    const NAME: &'static str = "capillary-leads";
    const PREFIXES: &'static [&'static str] = &["/v2", "/v3"];
    const REQUEST_ID_HEADERS: &'static [&'static str] = &["x-cap-requestid"];
    type Settings = Settings;

    fn classify(_settings: &Settings, operation: &Operation, answer: &Answer) -> Verdict {
        crate::error::classify(operation, answer)
    }

    fn prepare(_settings: &Settings, _operation: &Operation, _head: &mut Head) -> Result<()> {
        Ok(())
    }
}

/// A cluster of Capillary with its host. The vendor's published lists differ from year to year, so a base URL of
/// one's own may be needed: [`Builder::base_url`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cluster {
    /// `eu.api.capillarytech.com`, the one host that every published list has.
    Eu,
}

impl Cluster {
    /// The base URL.
    #[must_use]
    pub const fn base_url(self) -> &'static str {
        match self {
            Self::Eu => "https://eu.api.capillarytech.com",
        }
    }
}

/// A client of Capillary's leads API. Clones are cheap and share connections, token and limiter.
#[derive(Clone)]
pub struct Client {
    pub(crate) core: Core<Capillary>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.core, f)
    }
}

impl Client {
    /// Begins a client.
    #[must_use]
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Sends a request and reads its answer.
    ///
    /// # Errors
    /// An [`Error`] that states its [outcome](Error::outcome).
    pub async fn send<R: Request<Vendor = Capillary>>(&self, request: &R) -> Result<Reply<R::Response>> {
        self.core.send(request).await
    }

    /// Sends a request with options of its own.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn send_with<R: Request<Vendor = Capillary>>(
        &self,
        request: &R,
        options: &CallOptions,
    ) -> Result<Reply<R::Response>> {
        self.core.send_with(request, options).await
    }

    /// Shows the exact HTTP request, without credentials. Sends nothing.
    ///
    /// # Errors
    /// An invalid request that names the field.
    pub fn plan<R: Request<Vendor = Capillary>>(&self, request: &R) -> Result<Plan> {
        self.core.plan(request)
    }

    /// The pipeline: for calls that this crate has no type for, and for the limiter.
    #[must_use]
    pub fn core(&self) -> &Core<Capillary> {
        &self.core
    }
}

/// Builds a [`Client`].
#[derive(Debug, Default)]
#[must_use]
pub struct Builder {
    base_url: Option<String>,
    auth: Option<CapillaryAuth>,
    settings: Settings,
    config: ClientConfig,
}

impl Builder {
    /// Talks to a cluster.
    pub fn cluster(mut self, cluster: Cluster) -> Self {
        self.base_url = Some(cluster.base_url().to_owned());
        self
    }

    /// Talks to a host of one's own: `https://host`, with or without `/v2`.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Signs with a till's or store centre's user and password.
    pub fn basic(mut self, username: impl Into<String>, password: Password) -> Self {
        self.auth = Some(CapillaryAuth::fixed(Credentials::basic(username, password)));
        self
    }

    /// Asks for the credentials before each attempt, so that they rotate without a new client.
    pub fn credential_provider(mut self, provider: Arc<dyn CredentialProvider<Credentials>>) -> Self {
        self.auth = Some(CapillaryAuth::provided(provider));
        self
    }

    /// Sets what every vendor's client has: time limits, retries, limiter, transport.
    pub fn config(mut self, config: ClientConfig) -> Self {
        self.config = config;
        self
    }

    /// Builds the client. Sends nothing.
    ///
    /// # Errors
    /// A configuration error that names the setting.
    pub fn build(self) -> Result<Client> {
        let missing =
            |setting: &'static str| Error::config(setting, "is missing").for_operation(<Capillary as Vendor>::NAME, "");
        let base = self.config.base_url::<Capillary>(&self.base_url.ok_or_else(|| missing("base_url"))?)?;
        let auth = self.auth.ok_or_else(|| missing("credentials"))?;
        let core = self.config.build::<Capillary>(base, None, Arc::new(auth), self.settings)?;
        Ok(Client { core })
    }
}
