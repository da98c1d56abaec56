//! The client, its builder, and where Dealer Studio is.

use crate::auth::{Credentials, KeyAuth};
use crate::preflight::{Needs, Preflight};
use leads_core::http::{ClientConfig, UncheckedUrl};
use leads_core::vendor::Operation;
use leads_core::vendor::{Classification, Vendor};
use leads_core::{CredentialProvider, Error, HttpResponse, Pipeline, Reply, Request, Result};
use secrecy::SecretString;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

/// The vendor Dealer Studio, for `Request::Vendor`.
#[derive(Debug)]
pub enum DealerStudio {}

/// What a client learns from answers: the permissions that its key was last seen with. With them a 401 for a missing
/// permission is told apart from one for a bad key, which the vendor answers alike.
#[derive(Debug, Default)]
pub struct Settings {
    permissions: RwLock<Option<Vec<String>>>,
}

impl Settings {
    pub(crate) fn learn(&self, permissions: Vec<String>) {
        *self.permissions.write().unwrap_or_else(PoisonError::into_inner) = Some(permissions);
    }

    /// Whether the key is known to lack a permission.
    pub(crate) fn lacks(&self, permission: &str) -> bool {
        let known = self.permissions.read().unwrap_or_else(PoisonError::into_inner);
        known.as_ref().is_some_and(|known| !known.iter().any(|have| have == permission))
    }
}

impl Vendor for DealerStudio {
    const NAME: &'static str = "dealerstudio";
    const PREFIXES: &'static [&'static str] = &["/api/v1", "/api"];
    // Not documented; the header of the platform that the vendor builds on.
    const REQUEST_ID_HEADERS: &'static [&'static str] = &["x-request-id"];
    type Settings = Settings;

    fn classify(settings: &Settings, operation: &Operation, response: &HttpResponse) -> Classification {
        crate::error::classify(settings, operation, response)
    }
}

/// Where Dealer Studio's API is. No other environment is documented: integrations are tried on a test dealership that
/// Dealer Studio adds to the key.
pub const BASE_URL: &str = "https://dashboard.dealerstudio.com.au";

/// A client of Dealer Studio's API. Clones are cheap and share connections and credentials.
///
/// ```
/// use dealerstudio::Client;
/// let client = Client::builder().api_key("made-up").build()?;
/// assert_eq!(client.pipeline().base_url().as_str(), dealerstudio::BASE_URL);
/// # Ok::<(), dealerstudio::Error>(())
/// ```
#[derive(Clone)]
pub struct Client {
    pub(crate) pipeline: Pipeline<DealerStudio>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.pipeline, f)
    }
}

impl Client {
    /// Returns a builder for configuring a client.
    ///
    /// Clones of a client share its rate limiter. A second client for the same account must share it too, so that both
    /// together stay within the limits. Pass it the limiter of the first:
    ///
    /// ```
    /// use dealerstudio::{Client};
    /// use leads_core::ClientConfig;
    /// let first = Client::builder().api_key("made-up").build()?;
    /// let config = ClientConfig::new().limiter(first.pipeline().limiter().clone());
    /// let second = Client::builder().api_key("made-up").config(config).build()?;
    /// # Ok::<(), dealerstudio::Error>(())
    /// ```
    pub fn builder() -> Builder {
        Builder::default()
    }

    leads_core::client_methods! { DealerStudio;
        send,
        ///
        /// Dealer Studio publishes no read for what a write creates or changes, so no request of this crate implements
        /// [`Resolve`](leads_core::Resolve): [`Error::help`] of an unknown outcome says where to check by hand. Use this
        /// method with your own request types, for a read that the vendor enabled for your key.
        ///
        /// # Examples
        ///
        /// ```no_run
        /// use dealerstudio::{Client, DealerStudio, Resolution, Resolve};
        /// async fn send_once<R: Resolve<Vendor = DealerStudio>>(client: &Client, request: &R) -> dealerstudio::Result<bool> {
        ///     match client.send(request).await {
        ///         Ok(_) => Ok(true),
        ///         Err(error) => Ok(client.resolve(request, &error).await? == Resolution::Found),
        ///     }
        /// }
        /// ```
        resolve,
        items,
        resume,
        preview,
        execute,
    }

    /// Says whether the key may make a call, before it is made: asks the vendor what the key may do, and sends
    /// nothing of the request itself. The request's own rules are checked first.
    ///
    /// Where many requests are judged at once, read the key once with
    /// [`ShowApikey`](crate::api::apikeys::ShowApikey) and ask [`ApiKey::preflight`](crate::model::ApiKey::preflight).
    ///
    /// ```no_run
    /// # async fn run(client: dealerstudio::Client) -> Result<(), dealerstudio::Error> {
    /// use dealerstudio::{Preflight, api::leads::CreateLead};
    /// let request = CreateLead::new(
    ///     "northside-motors", "General Enquiry", "Website", "jo@example.com", "0400000000",
    /// );
    /// match client.preflight(&request).await?.into_inner() {
    ///     Preflight::Fine => {}
    ///     Preflight::Lacks(needs) => println!("the key lacks {needs:?}"),
    ///     other => println!("{other:?}"),
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// An invalid request that names the field; whatever reading the key can meet, such as a bad key.
    pub async fn preflight<R: Needs + Request<Vendor = DealerStudio>>(&self, request: &R) -> Result<Reply<Preflight>> {
        request.parts().map_err(|error| error.for_operation(DealerStudio::NAME, R::OPERATION.name))?;
        let key = self.send(&crate::api::apikeys::ShowApikey::new()).await?;
        Ok(Reply::map(key, |key| key.preflight(request)))
    }
}

/// Builds a [`Client`].
///
/// ```
/// use dealerstudio::Client;
/// use leads_core::http::{ClientConfig, RetryPolicy, Timeouts};
/// use std::time::Duration;
/// let config = ClientConfig::new()
///     .retry(RetryPolicy::default().max_attempts(5))
///     .timeouts(Timeouts::default().call(Duration::from_secs(20)));
/// let client = Client::builder().api_key("made-up").config(config).build()?;
/// # Ok::<(), dealerstudio::Error>(())
/// ```
///
/// A key that rotates comes from a [`CredentialProvider`], which is asked before each attempt:
///
/// ```
/// use dealerstudio::{Client, Credentials};
/// use std::sync::Arc;
/// #[derive(Debug)]
/// struct FromVault;
/// #[async_trait::async_trait]
/// impl leads_core::CredentialProvider<Credentials> for FromVault {
///     async fn credentials(&self) -> leads_core::Result<Credentials> {
///         Ok(Credentials::api_key("key-of-today"))
///     }
/// }
/// let client = Client::builder().credential_provider(Arc::new(FromVault)).build()?;
/// # Ok::<(), dealerstudio::Error>(())
/// ```
#[derive(Debug, Default)]
#[must_use]
pub struct Builder {
    base_url: Option<UncheckedUrl>,
    auth: Option<Origin>,
    config: ClientConfig,
}

#[derive(Debug)]
enum Origin {
    Fixed(Credentials),
    Provider(Arc<dyn CredentialProvider<Credentials>>),
}

impl Builder {
    /// Talks to another host, for tests: `https://host`, with or without `/api` or `/api/v1`.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into().into());
        self
    }

    /// Signs with an API key.
    pub fn api_key(self, key: impl Into<SecretString>) -> Self {
        self.credentials(Credentials::api_key(key))
    }

    /// Signs with credentials.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.auth = Some(Origin::Fixed(credentials));
        self
    }

    /// Asks for the credentials before each attempt, so that keys rotate without a new client.
    pub fn credential_provider(mut self, provider: Arc<dyn CredentialProvider<Credentials>>) -> Self {
        self.auth = Some(Origin::Provider(provider));
        self
    }

    /// Sets what every vendor's client has: timeouts, retries, limiter, transport. No limit of calls is
    /// documented, so there is no limiter unless one is set.
    pub fn config(mut self, config: ClientConfig) -> Self {
        self.config = config;
        self
    }

    /// Builds the client. Sends nothing.
    ///
    /// # Errors
    /// A configuration error that names the setting: `credentials`, `api_key` or `base_url`.
    pub fn build(self) -> Result<Client> {
        let auth = match self.auth {
            Some(Origin::Fixed(credentials)) => {
                credentials.check()?;
                KeyAuth::fixed(credentials)
            }
            Some(Origin::Provider(provider)) => KeyAuth::provided(provider),
            None => {
                return Err(
                    Error::config("credentials", "is missing").for_operation(<DealerStudio as Vendor>::NAME, "")
                );
            }
        };
        let base =
            self.config.base_url::<DealerStudio>(self.base_url.as_ref().map_or(BASE_URL, UncheckedUrl::as_str))?;
        let pipeline = self.config.build::<DealerStudio>(base, None, Arc::new(auth), Settings::default())?;
        Ok(Client { pipeline })
    }
}
