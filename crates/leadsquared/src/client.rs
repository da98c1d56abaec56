//! The client and its builder.

use crate::LeadSquared;
use crate::auth::{Credentials, KeyAuth, KeyLocation};
use crate::plan::Plan;
use crate::region::Region;
use crate::settings::Settings;
use leads_core::http::{ClientConfig, Hosts, SecretKind, UncheckedUrl, check_secret};
use leads_core::vendor::{Host, Vendor};
use leads_core::{CredentialProvider, Error, Pipeline, Result};
use secrecy::{ExposeSecret, SecretString};
use std::fmt;
use std::sync::Arc;

/// A LeadSquared client. Clones are cheap and share connections, keys and limiter.
#[derive(Clone)]
pub struct Client {
    pub(crate) pipeline: Pipeline<LeadSquared>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.pipeline, f)
    }
}

impl AsRef<Pipeline<LeadSquared>> for Client {
    fn as_ref(&self) -> &Pipeline<LeadSquared> {
        &self.pipeline
    }
}

impl Client {
    /// Returns a builder for configuring a client.
    ///
    /// # Examples
    ///
    /// ```
    /// use leadsquared::{Client, Region};
    /// let client = Client::builder().region(Region::Singapore).keys("access", "secret").build()?;
    /// # Ok::<(), leadsquared::Error>(())
    /// ```
    ///
    /// A clone of a client shares its limiter. A second client of the same account must share it too, so that together
    /// they stay within the limits and observe a pause that the vendor asks for. Pass the limiter of the first:
    ///
    /// ```
    /// use leadsquared::{Client, Region};
    /// use leadsquared::leads_core::ClientConfig;
    /// let first = Client::builder().region(Region::Singapore).keys("access", "secret").build()?;
    /// let config = ClientConfig::new().limiter(first.pipeline().limiter().clone());
    /// let second = Client::builder()
    ///     .region(Region::Singapore)
    ///     .keys("access", "secret")
    ///     .config(config)
    ///     .build()?;
    /// # Ok::<(), leadsquared::Error>(())
    /// ```
    pub fn builder() -> Builder {
        Builder::default()
    }

    leads_core::client_methods! { LeadSquared;
        ///
        /// # Examples
        ///
        /// ```no_run
        /// use leadsquared::api::leads::GetLeadByEmail;
        /// # async fn run(client: leadsquared::Client) -> leadsquared::Result<()> {
        /// let reply = client.send(&GetLeadByEmail::new("jane@example.com")).await?;
        /// println!("{} leads, after {} attempts", reply.rows.len(), reply.meta().attempts);
        /// # Ok(()) }
        /// ```
        send,
        ///
        /// # Examples
        ///
        /// ```no_run
        /// use leadsquared::{Client, Resolution, api::leads::UpdateLead};
        /// # async fn run(client: Client) -> leadsquared::Result<()> {
        /// let id = "3aee22bd-8419-422a-8242-c510df9af021";
        /// let request = UpdateLead::new(id, [("ProspectStage", "Customer")]);
        /// if let Err(error) = client.send(&request).await {
        ///     match client.resolve(&request, &error).await? {
        ///         Resolution::Found => println!("it was changed after all"),
        ///         Resolution::Absent => return Err(error),
        ///         _ => println!("cannot tell yet: {error}"),
        ///     }
        /// }
        /// # Ok(()) }
        /// ```
        resolve,
        items,
        resume,
        preview,
        execute,
    }
}

/// Builds a [`Client`].
///
/// # Examples
///
/// ```
/// use leadsquared::{Client, Plan, Region};
/// use leadsquared::leads_core::http::{ClientConfig, Timeouts};
/// use std::time::Duration;
/// // One limiter for all clients of the account: the vendor counts by account.
/// let limiter = Plan::Super { users: 40 }.limiter();
/// let config = ClientConfig::new()
///     .limiter(limiter)
///     .timeouts(Timeouts::default().call(Duration::from_secs(20)));
/// let client = Client::builder()
///     .region(Region::IndiaMumbai)
///     .keys("access-key", "secret-key")
///     .async_api_key("async-key")
///     .config(config)
///     .build()?;
/// # Ok::<(), leadsquared::Error>(())
/// ```
///
/// Rotating keys come from a [`CredentialProvider`], which is called before each attempt:
///
/// ```
/// use leadsquared::{Client, Credentials, Region};
/// use std::sync::Arc;
/// #[derive(Debug)]
/// struct FromVault;
/// #[async_trait::async_trait]
/// impl leadsquared::leads_core::CredentialProvider<Credentials> for FromVault {
///     async fn credentials(&self) -> leadsquared::Result<Credentials> {
///         Ok(Credentials::new("access-of-today", "secret-of-today"))
///     }
/// }
/// let client = Client::builder()
///     .region(Region::IndiaMumbai)
///     .credential_provider(Arc::new(FromVault))
///     .build()?;
/// # Ok::<(), leadsquared::Error>(())
/// ```
#[derive(Debug, Default)]
#[must_use]
pub struct Builder {
    region: Option<Region>,
    base_url: Option<UncheckedUrl>,
    async_base_url: Option<UncheckedUrl>,
    files_base_url: Option<UncheckedUrl>,
    async_api_key: Option<SecretString>,
    auth: Option<Origin>,
    key_location: KeyLocation,
    plan: Plan,
    config: ClientConfig,
}

#[derive(Debug)]
enum Origin {
    Fixed(Credentials),
    Provider(Arc<dyn CredentialProvider<Credentials>>),
}

impl Builder {
    /// Sets the region, including its async host and its host for files, if they are documented.
    pub fn region(mut self, region: Region) -> Self {
        self.region = Some(region);
        self
    }

    /// Sets a custom host: `https://host`, with or without `/v2`.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into().into());
        self
    }

    /// Sets the host for queued calls, for regions without a documented one.
    pub fn async_base_url(mut self, url: impl Into<String>) -> Self {
        self.async_base_url = Some(url.into().into());
        self
    }

    /// Sets the host for files, for regions without a documented one. It is `FileUploadURL` in the response to
    /// [`GetUserByAccessKey`](crate::api::authentication::GetUserByAccessKey).
    pub fn files_base_url(mut self, url: impl Into<String>) -> Self {
        self.files_base_url = Some(url.into().into());
        self
    }

    /// Sets the key of the async host, which its calls require in addition to the pair of keys.
    pub fn async_api_key(mut self, key: impl Into<SecretString>) -> Self {
        self.async_api_key = Some(key.into());
        self
    }

    /// Sets a user's pair of keys.
    pub fn keys(self, access_key: impl Into<SecretString>, secret_key: impl Into<SecretString>) -> Self {
        self.credentials(Credentials::new(access_key, secret_key))
    }

    /// Sets a user's pair of keys.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.auth = Some(Origin::Fixed(credentials));
        self
    }

    /// Sets a provider that is called for the keys before each attempt, so that they can rotate without a new client.
    pub fn credential_provider(mut self, provider: Arc<dyn CredentialProvider<Credentials>>) -> Self {
        self.auth = Some(Origin::Provider(provider));
        self
    }

    /// Sets where the keys are sent. Defaults to headers.
    pub fn key_location(mut self, location: KeyLocation) -> Self {
        self.key_location = location;
        self
    }

    /// Sets the account's plan, from which the limiter is created. A limiter in [`config`](Self::config) takes
    /// precedence.
    pub fn plan(mut self, plan: Plan) -> Self {
        self.plan = plan;
        self
    }

    /// Sets the vendor-independent configuration: timeouts, retries, limiter, transport.
    pub fn config(mut self, config: ClientConfig) -> Self {
        self.config = config;
        self
    }

    /// Builds the client. Sends nothing.
    ///
    /// # Errors
    ///
    /// Returns a configuration error that names the setting: `region` (if neither it nor a base URL is set),
    /// `base_url`, `async_base_url`, `files_base_url`, `async_api_key`, `credentials`, `access_key` or `secret_key`.
    pub fn build(self) -> Result<Client> {
        let missing = |setting: &'static str| {
            Error::config(setting, "is missing").for_operation(<LeadSquared as Vendor>::NAME, "")
        };
        // A custom base URL does not imply other hosts: a test server must never be paired with a real one.
        let region = if self.base_url.is_some() { None } else { self.region };
        let text = self.base_url.or_else(|| self.region.map(|region| region.base_url().into()));
        let base = self.config.base_url::<LeadSquared>(text.ok_or_else(|| missing("region"))?.as_str())?;
        let other = |setting: &'static str, url: Option<UncheckedUrl>, of_region: Option<&'static str>| {
            let check = |url: UncheckedUrl| self.config.base_url::<LeadSquared>(url.as_str());
            let checked = url.or_else(|| of_region.map(UncheckedUrl::from)).map(check).transpose();
            checked.map_err(|error| error.with_field(setting))
        };
        let hosts = Hosts::from(base)
            .with(Host::Async, other("async_base_url", self.async_base_url, region.and_then(Region::async_base_url))?)
            .with(Host::Files, other("files_base_url", self.files_base_url, region.and_then(Region::files_base_url))?);
        let auth = match self.auth {
            Some(Origin::Fixed(credentials)) => {
                credentials.check()?;
                KeyAuth::fixed(credentials, self.key_location)
            }
            Some(Origin::Provider(provider)) => KeyAuth::provided(provider, self.key_location),
            None => return Err(missing("credentials")),
        };
        if let Some(key) = &self.async_api_key {
            check_secret("async_api_key", key.expose_secret(), SecretKind::Key)
                .map_err(|error| error.for_operation(<LeadSquared as Vendor>::NAME, ""))?;
        }
        let config = if self.config.has_limiter() { self.config } else { self.config.limiter(self.plan.limiter()) };
        let settings = Settings { async_key: self.async_api_key };
        Ok(Client { pipeline: config.build::<LeadSquared>(hosts, Arc::new(auth), settings)? })
    }
}
