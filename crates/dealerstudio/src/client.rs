//! The client, its builder, and Dealer Studio's base URL.

use crate::DealerStudio;
use crate::auth::{Credentials, KeyAuth};
use crate::preflight::{Needs, Preflight};
use crate::settings::Settings;
use leads_core::http::{ClientConfig, UncheckedUrl};
use leads_core::vendor::Vendor;
use leads_core::{CredentialProvider, Error, Pipeline, Reply, Request, Result};
use secrecy::SecretString;
use std::fmt;
use std::sync::Arc;

/// The base URL of Dealer Studio's API. No other environment is documented: integrations are tested with a test
/// dealership that Dealer Studio adds to the key.
pub const BASE_URL: &str = "https://dashboard.dealerstudio.com.au";

/// A client of Dealer Studio's API. Clones are cheap and share connections and credentials.
///
/// # Examples
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

impl AsRef<Pipeline<DealerStudio>> for Client {
    fn as_ref(&self) -> &Pipeline<DealerStudio> {
        &self.pipeline
    }
}

impl Client {
    /// Returns a builder for configuring a client.
    ///
    /// A clone of a client shares its limiter. A second client of the same account must share it too, so that both
    /// together stay within the rate limits and observe a pause that the vendor requests. Pass the limiter of the
    /// first:
    ///
    /// ```
    /// use dealerstudio::Client;
    /// use dealerstudio::leads_core::ClientConfig;
    /// let first = Client::builder().api_key("made-up").build()?;
    /// let config = ClientConfig::new().limiter(first.pipeline().limiter().clone());
    /// let second = Client::builder().api_key("made-up").config(config).build()?;
    /// # Ok::<(), dealerstudio::Error>(())
    /// ```
    pub fn builder() -> Builder {
        Builder::default()
    }

    leads_core::client_methods! { DealerStudio;
        ///
        /// # Examples
        ///
        /// ```no_run
        /// use dealerstudio::api::apikeys::ShowApikey;
        /// # async fn run(client: dealerstudio::Client) -> dealerstudio::Result<()> {
        /// let reply = client.send(&ShowApikey::new()).await?;
        /// println!("{:?}, after {} attempts", reply.permissions, reply.meta().attempts);
        /// # Ok(()) }
        /// ```
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
        /// async fn send_once<R>(client: &Client, request: &R) -> dealerstudio::Result<bool>
        /// where
        ///     R: Resolve<Vendor = DealerStudio>,
        /// {
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

    /// Checks whether the key is permitted to make a call before it is sent.
    ///
    /// It validates the request, reads the key's permissions from the vendor, and does not send the request itself.
    ///
    /// To check many requests, read the key once with [`ShowApikey`](crate::api::apikeys::ShowApikey) and call
    /// [`ApiKey::preflight`](crate::model::ApiKey::preflight).
    ///
    /// # Examples
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
    ///
    /// Returns an error that names the invalid field, or an error of the read, such as an invalid key.
    pub async fn preflight<R: Needs + Request<Vendor = DealerStudio>>(&self, request: &R) -> Result<Reply<Preflight>> {
        request.parts().map_err(|error| error.for_operation(DealerStudio::NAME, R::OPERATION.name))?;
        let key = self.send(&crate::api::apikeys::ShowApikey::new()).await?;
        Ok(Reply::map(key, |key| key.preflight(request)))
    }
}

/// Builds a [`Client`].
///
/// # Examples
///
/// ```
/// use dealerstudio::Client;
/// use dealerstudio::leads_core::http::{ClientConfig, RetryPolicy, Timeouts};
/// use std::time::Duration;
/// let config = ClientConfig::new()
///     .retry(RetryPolicy::default().max_attempts(5))
///     .timeouts(Timeouts::default().call(Duration::from_secs(20)));
/// let client = Client::builder().api_key("made-up").config(config).build()?;
/// # Ok::<(), dealerstudio::Error>(())
/// ```
///
/// A [`CredentialProvider`] supplies a key that rotates. It is called before each attempt:
///
/// ```
/// use dealerstudio::{Client, Credentials};
/// use std::sync::Arc;
/// #[derive(Debug)]
/// struct FromVault;
/// #[async_trait::async_trait]
/// impl dealerstudio::leads_core::CredentialProvider<Credentials> for FromVault {
///     async fn credentials(&self) -> dealerstudio::Result<Credentials> {
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
    /// Sets the base URL, for tests: `https://host`, with or without `/api` or `/api/v1`.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into().into());
        self
    }

    /// Signs requests with an API key.
    pub fn api_key(self, key: impl Into<SecretString>) -> Self {
        self.credentials(Credentials::api_key(key))
    }

    /// Signs requests with the given credentials.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.auth = Some(Origin::Fixed(credentials));
        self
    }

    /// Sets a provider that is called before each attempt, so that keys can rotate without a new client.
    pub fn credential_provider(mut self, provider: Arc<dyn CredentialProvider<Credentials>>) -> Self {
        self.auth = Some(Origin::Provider(provider));
        self
    }

    /// Sets the configuration common to all vendors: timeouts, retries, limiter, transport. No rate limit is
    /// documented, so there is no limiter unless one is set.
    pub fn config(mut self, config: ClientConfig) -> Self {
        self.config = config;
        self
    }

    /// Builds the client. Sends nothing.
    ///
    /// # Errors
    ///
    /// Returns a configuration error that names the setting: `credentials`, `api_key` or `base_url`.
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
        let pipeline = self.config.build::<DealerStudio>(base, Arc::new(auth), Settings::default())?;
        Ok(Client { pipeline })
    }
}
