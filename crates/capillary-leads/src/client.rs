//! The client, its builder, and Capillary's hosts.

use crate::Capillary;
use crate::auth::{CapillaryAuth, Credentials, OauthHeader, Password};
use crate::options::{Attribution, Language};
use crate::settings::{CreateMethod, Settings};
use leads_core::http::{ClientConfig, TokenStore, UncheckedUrl};
use leads_core::vendor::Vendor;
use leads_core::{CredentialProvider, Error, Pipeline, Result, SecretString};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// A Capillary cluster and its hosts.
///
/// The vendor published three lists of hosts, and all three differ ([`HostTable`]), so you may need to set the base URL
/// yourself with [`Builder::base_url`].
///
/// # Examples
///
/// ```
/// use capillary_leads::Cluster;
/// assert_eq!(Cluster::Eu.base_url(), "https://eu.api.capillarytech.com");
/// assert_eq!(
///     serde_json::from_str::<Cluster>("\"south_east_asia\"").unwrap(),
///     Cluster::SouthEastAsia,
/// );
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Cluster {
    /// India, also called Asia 1.
    India,
    /// South East Asia, also called Asia 2 and APAC2.
    SouthEastAsia,
    /// Europe; its host is the only one that is the same in two lists.
    Eu,
    /// The United States.
    Us,
    /// China; only the oldest list has it.
    China,
    /// North America; none of the lists has it, and how it differs from [`Us`](Self::Us) is not known. Its host is in
    /// documents of 2026 and in the code of an integration.
    NorthAmerica,
}

/// One of the three lists of hosts that the vendor published (documented).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HostTable {
    /// The list of 2022, still published in April 2025.
    Y2022,
    /// The list of September 2025.
    Y2025,
    /// The list of August 2026.
    Y2026,
}

impl std::str::FromStr for Cluster {
    type Err = leads_core::error::UnknownName;

    fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
        let cluster = Self::ALL.into_iter().find(|cluster| cluster.as_str() == text);
        cluster.ok_or_else(|| Self::Err::new(text, "cluster"))
    }
}

impl fmt::Display for Cluster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Cluster {
    /// Every cluster.
    pub const ALL: [Self; 6] = [Self::India, Self::SouthEastAsia, Self::Eu, Self::Us, Self::China, Self::NorthAmerica];

    /// Further hosts in documents of 2026, for [`Builder::base_url`]. Which cluster each belongs to is not known.
    ///
    /// # Examples
    ///
    /// ```
    /// use capillary_leads::{Client, Cluster, Password};
    /// let client = Client::builder()
    ///     .base_url(format!("https://{}", Cluster::OTHER_HOSTS[0]))
    ///     .basic("store.till", Password::plain("hush"))
    ///     .build()?;
    /// # Ok::<(), capillary_leads::Error>(())
    /// ```
    pub const OTHER_HOSTS: [&str; 4] = [
        "intouch.capillary.co.in",
        "apac2.intouch.capillarytech.com",
        "sgcrm.cc.capillarytech.com",
        "intouch.capillarytech.cn.com",
    ];

    /// Returns the name of the cluster, as in configuration: `south_east_asia`. It is the same in `Display`, `FromStr`
    /// and serde.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::India => "india",
            Self::SouthEastAsia => "south_east_asia",
            Self::Eu => "eu",
            Self::Us => "us",
            Self::China => "china",
            Self::NorthAmerica => "north_america",
        }
    }

    /// Returns the base URL from the newest list that has a valid host for the cluster. The list of 2026 has none for
    /// China and a garbled one for India; for India its evident form, which is also that of 2022, is used (inferred).
    /// North America is in none of the lists.
    #[must_use]
    pub const fn base_url(self) -> &'static str {
        match self {
            Self::India => "https://apac.api.capillarytech.com",
            Self::SouthEastAsia => "https://sea.api.capillarytech.com",
            Self::Eu => "https://eu.api.capillarytech.com",
            Self::Us => "https://ushc.api.capillarytech.com",
            Self::China => "https://api.capillarytech.cn.com",
            Self::NorthAmerica => "https://north-america.api.capillarytech.com",
        }
    }

    /// Returns the base URL in one of the vendor's lists, or `None` if that list has no valid one.
    ///
    /// # Examples
    ///
    /// ```
    /// use capillary_leads::{Cluster, HostTable};
    /// assert_eq!(
    ///     Cluster::Us.base_url_in(HostTable::Y2022),
    ///     Some("https://us.api.capillarytech.com"),
    /// );
    /// assert_eq!(Cluster::China.base_url_in(HostTable::Y2026), None);
    /// ```
    #[must_use]
    pub const fn base_url_in(self, table: HostTable) -> Option<&'static str> {
        Some(match (self, table) {
            (Self::India, HostTable::Y2022) => "https://apac.api.capillarytech.com",
            (Self::India, HostTable::Y2025) => "https://apac.intouch.capillarytech.com",
            (Self::SouthEastAsia, HostTable::Y2022) => "https://apac2.api.capillarytech.com",
            (Self::SouthEastAsia, HostTable::Y2025) => "https://sea.intouch.capillarytech.com",
            (Self::SouthEastAsia, HostTable::Y2026) => "https://sea.api.capillarytech.com",
            (Self::Eu, HostTable::Y2022 | HostTable::Y2026) => "https://eu.api.capillarytech.com",
            (Self::Eu, HostTable::Y2025) => "https://eu.intouch.capillarytech.com",
            (Self::Us, HostTable::Y2022) => "https://us.api.capillarytech.com",
            (Self::Us, HostTable::Y2025) => "https://ushc.intouch.capillarytech.com",
            (Self::Us, HostTable::Y2026) => "https://ushc.api.capillarytech.com",
            (Self::China, HostTable::Y2022) => "https://api.capillarytech.cn.com",
            (Self::India, HostTable::Y2026)
            | (Self::China, HostTable::Y2025 | HostTable::Y2026)
            | (Self::NorthAmerica, _) => return None,
        })
    }
}

/// A client of Capillary's leads API. Clones are cheap and share connections, token and limiter.
///
/// [`leads`](Self::leads) returns the common [`LeadClient`](leads_core::LeadClient) over it.
///
/// # Examples
///
/// ```
/// use capillary_leads::{Client, Cluster, Password};
/// let client = Client::builder()
///     .cluster(Cluster::Eu)
///     .basic("store.till", Password::plain("hush"))
///     .build()?;
/// # Ok::<(), capillary_leads::Error>(())
/// ```
#[derive(Clone)]
pub struct Client {
    pub(crate) pipeline: Pipeline<Capillary>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.pipeline, f)
    }
}

impl AsRef<Pipeline<Capillary>> for Client {
    fn as_ref(&self) -> &Pipeline<Capillary> {
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
    /// use capillary_leads::{Client, Cluster, Password};
    /// use capillary_leads::leads_core::ClientConfig;
    /// let first = Client::builder()
    ///     .cluster(Cluster::Eu)
    ///     .basic("store.till", Password::plain("hush"))
    ///     .build()?;
    /// let config = ClientConfig::new().limiter(first.pipeline().limiter().clone());
    /// let second = Client::builder()
    ///     .cluster(Cluster::Eu)
    ///     .basic("store.till", Password::plain("hush"))
    ///     .config(config)
    ///     .build()?;
    /// # Ok::<(), capillary_leads::Error>(())
    /// ```
    pub fn builder() -> Builder {
        Builder::default()
    }

    leads_core::client_methods! { Capillary;
        ///
        /// # Examples
        ///
        /// ```no_run
        /// use capillary_leads::api::leads::GetLead;
        /// # async fn run(client: capillary_leads::Client) -> capillary_leads::Result<()> {
        /// let reply = client.send(&GetLead::new(12)).await?;
        /// println!("{:?}, after {} attempts", reply.status, reply.meta().attempts);
        /// # Ok(()) }
        /// ```
        send,
        ///
        /// # Examples
        ///
        /// ```no_run
        /// use capillary_leads::{Client, Resolution, api::leads::UpdateLeadStatus, model::LeadStatus};
        /// # async fn run(client: Client) -> capillary_leads::Result<()> {
        /// let request = UpdateLeadStatus::new(12, LeadStatus::Won);
        /// if let Err(error) = client.send(&request).await {
        ///     match client.resolve(&request, &error).await? {
        ///         Resolution::Found => println!("it was won after all"),
        ///         Resolution::Absent => return Err(error),
        ///         _ => println!("cannot tell yet: {error}"),
        ///     }
        /// }
        /// # Ok(()) }
        /// ```
        resolve,
        ///
        /// # Examples
        ///
        /// ```no_run
        /// use capillary_leads::{Client, api::leads::ListLeads, model::LeadStatus};
        /// # async fn run(client: Client) -> capillary_leads::Result<()> {
        /// let mut open = client.items(ListLeads::new().status(LeadStatus::Open).limit(100));
        /// while let Some(lead) = open.next().await {
        ///     println!("{}", lead?.id);
        /// }
        /// # Ok(()) }
        /// ```
        items,
        resume,
        preview,
        execute,
    }
}

#[derive(Debug)]
enum Origin {
    Fixed(Credentials),
    Provider(Arc<dyn CredentialProvider<Credentials>>),
}

/// Builds a [`Client`].
///
/// # Examples
///
/// ```
/// use capillary_leads::{Attribution, Client, Cluster, CreateMethod, Language};
/// let client = Client::builder()
///     .cluster(Cluster::SouthEastAsia)
///     .oauth("client-key", "client-secret")
///     .attribution(Attribution::till("till-3"))
///     .language(Language::INDONESIAN)
///     .create_method(CreateMethod::Patch)
///     .build()?;
/// # Ok::<(), capillary_leads::Error>(())
/// ```
///
/// A till's credentials, with the password in plain text or as its MD5, and the settings common to all vendors:
///
/// ```
/// use capillary_leads::{Client, Password};
/// use capillary_leads::leads_core::http::{ClientConfig, RetryPolicy, Timeouts};
/// use std::time::Duration;
/// let config = ClientConfig::new()
///     .retry(RetryPolicy::none())
///     .timeouts(Timeouts::default().call(Duration::from_secs(20)));
/// let client = Client::builder()
///     .base_url("https://eu.api.capillarytech.com/v2")
///     .basic("store.till", Password::md5_hex("8a16a6b70505eb1f1ff7cdc0cd5559a7"))
///     .config(config)
///     .build()?;
/// # Ok::<(), capillary_leads::Error>(())
/// ```
///
/// A [`CredentialProvider`] supplies credentials that rotate. It is called before each attempt:
///
/// ```
/// use capillary_leads::{Client, Cluster, Credentials};
/// use std::sync::Arc;
/// #[derive(Debug)]
/// struct FromVault;
/// #[async_trait::async_trait]
/// impl capillary_leads::leads_core::CredentialProvider<Credentials> for FromVault {
///     async fn credentials(&self) -> capillary_leads::Result<Credentials> {
///         Ok(Credentials::oauth("key-of-today", "secret-of-today"))
///     }
/// }
/// let client = Client::builder()
///     .cluster(Cluster::Eu)
///     .credential_provider(Arc::new(FromVault))
///     .build()?;
/// # Ok::<(), capillary_leads::Error>(())
/// ```
#[derive(Debug, Default)]
#[must_use]
pub struct Builder {
    base_url: Option<UncheckedUrl>,
    credentials: Option<Origin>,
    oauth_header: OauthHeader,
    token_store: Option<Arc<dyn TokenStore>>,
    settings: Settings,
    config: ClientConfig,
}

impl Builder {
    /// Sets the cluster to connect to.
    pub fn cluster(mut self, cluster: Cluster) -> Self {
        self.base_url = Some(cluster.base_url().into());
        self
    }

    /// Sets the base URL: `https://host`, with or without `/v2`.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into().into());
        self
    }

    /// Signs requests with a till's or store centre's user and password.
    pub fn basic(self, username: impl Into<String>, password: Password) -> Self {
        self.credentials(Credentials::basic(username, password))
    }

    /// Signs requests with a token fetched for an API client's key and secret.
    ///
    /// The token is renewed shortly before it expires, and once more if the vendor rejects it with 401. Concurrent
    /// calls share one fetch; if the fetching call is no longer polled, another takes over after 2 seconds.
    pub fn oauth(self, key: impl Into<SecretString>, secret: impl Into<SecretString>) -> Self {
        self.credentials(Credentials::oauth(key, secret))
    }

    /// Signs requests with the given credentials.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(Origin::Fixed(credentials));
        self
    }

    /// Sets a provider that is called before each attempt, so that credentials can rotate without a new client.
    pub fn credential_provider(mut self, provider: Arc<dyn CredentialProvider<Credentials>>) -> Self {
        self.credentials = Some(Origin::Provider(provider));
        self
    }

    /// Sets the header that carries a token; see [`OauthHeader`].
    pub fn oauth_header(mut self, header: OauthHeader) -> Self {
        self.oauth_header = header;
        self
    }

    /// Sets the method that creates a lead; see [`CreateMethod`].
    ///
    /// A 405 proves that nothing was created, so the other method is then tried once, and this client and its clones
    /// remember the one that worked. If both are rejected, the next call starts with the method set here.
    /// [`create_fallback`](Self::create_fallback) disables the fallback.
    pub fn create_method(mut self, method: CreateMethod) -> Self {
        self.settings.create_method = method;
        self
    }

    /// Sets whether the other method is tried after a 405 on a create. Enabled by default.
    pub fn create_fallback(mut self, fall_back: bool) -> Self {
        self.settings.no_fallback = !fall_back;
        self
    }

    /// Sets where tokens are kept, so that several clients or machines share one; for an API client's credentials.
    ///
    /// Without a store, the client and its clones share a token. With one, a client asks it before it fetches a token: one
    /// client fetches, and the others use its token. If the store returns an error, the client fetches its own token. The
    /// crate `leads-redis` has a store for many machines.
    ///
    /// ```
    /// use capillary_leads::{Client, Cluster};
    /// use capillary_leads::leads_core::http::LocalTokens;
    /// use std::sync::Arc;
    /// let tokens = Arc::new(LocalTokens::new());
    /// let client = || Client::builder()
    ///     .cluster(Cluster::Eu)
    ///     .oauth("key", "secret")
    ///     .token_store(tokens.clone())
    ///     .build();
    /// let (web, nightly) = (client()?, client()?);
    /// # Ok::<(), capillary_leads::Error>(())
    /// ```
    pub fn token_store(mut self, store: Arc<dyn TokenStore>) -> Self {
        self.token_store = Some(store);
        self
    }

    /// Sends every call on behalf of a till or store; for an API client's credentials. A call can override it.
    pub fn attribution(mut self, attribution: Attribution) -> Self {
        self.settings.attribution = Some(attribution);
        self
    }

    /// Requests extended-field values in a language in every read, as the vendor documents it. A call can override it.
    pub fn language(mut self, language: Language) -> Self {
        self.settings.language = Some(language);
        self
    }

    /// Sets the configuration common to all vendors: timeouts, retries, limiter, transport.
    ///
    /// No rate limiter is set by default: the vendor counts calls per minute, by API and cluster, and publishes no
    /// number for leads. `429` responses are retried after the indicated delay.
    pub fn config(mut self, config: ClientConfig) -> Self {
        self.config = config;
        self
    }

    /// Builds the client. Sends nothing.
    ///
    /// # Errors
    ///
    /// Returns a configuration error that names the setting: `base_url`, `credentials`, `username`, `password`, `key`,
    /// `secret` or `attribution`.
    pub fn build(self) -> Result<Client> {
        let named = |error: Error| error.for_operation(<Capillary as Vendor>::NAME, "");
        let missing = |setting: &'static str| named(Error::config(setting, "is missing"));
        let base = self.config.base_url::<Capillary>(self.base_url.ok_or_else(|| missing("base_url"))?.as_str())?;
        if let Some(attribution) = &self.settings.attribution {
            attribution.check().map_err(named)?;
        }
        let auth = match self.credentials.ok_or_else(|| missing("credentials"))? {
            Origin::Fixed(credentials) => {
                credentials.check()?;
                CapillaryAuth::fixed(credentials, self.oauth_header)
            }
            Origin::Provider(provider) => CapillaryAuth::provided(provider, self.oauth_header),
        };
        let auth = match self.token_store {
            Some(store) => auth.sharing(store, base.as_str()),
            None => auth,
        };
        let pipeline = self.config.build::<Capillary>(base, Arc::new(auth), self.settings)?;
        Ok(Client { pipeline })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_setting_is_named_in_the_error() {
        let field = |builder: Builder| builder.build().unwrap_err().field().unwrap().to_owned();
        let basic = || Client::builder().basic("u", Password::plain("p"));
        assert_eq!(field(basic()), "base_url");
        assert_eq!(field(Client::builder().cluster(Cluster::Eu)), "credentials");
        assert_eq!(field(basic().base_url("http://api.example.com")), "base_url");
        assert_eq!(field(Client::builder().cluster(Cluster::Eu).basic("", Password::plain("p"))), "username");
        assert_eq!(field(Client::builder().cluster(Cluster::Eu).oauth("k", "")), "secret");
        assert_eq!(field(basic().cluster(Cluster::Eu).attribution(Attribution::till("a\nb"))), "attribution");
    }

    #[test]
    fn cluster_has_one_spelling() {
        for cluster in Cluster::ALL {
            assert_eq!(cluster.to_string().parse(), Ok(cluster));
            assert_eq!(serde_json::to_value(cluster).unwrap(), cluster.as_str());
        }
        assert!("Europe".parse::<Cluster>().is_err());
    }

    #[test]
    fn every_host_uses_https() {
        use Cluster::{China, Eu, India, SouthEastAsia, Us};
        for cluster in [India, SouthEastAsia, Eu, Us, China] {
            for table in [HostTable::Y2022, HostTable::Y2025, HostTable::Y2026] {
                assert!(cluster.base_url_in(table).is_none_or(|url| url.starts_with("https://")));
            }
            let known = [HostTable::Y2022, HostTable::Y2025, HostTable::Y2026].map(|table| cluster.base_url_in(table));
            assert!(known.contains(&Some(cluster.base_url())), "{cluster:?}");
        }
    }

    #[test]
    fn hosts_outside_the_lists_are_offered() {
        let tables = [HostTable::Y2022, HostTable::Y2025, HostTable::Y2026];
        assert!(tables.iter().all(|table| Cluster::NorthAmerica.base_url_in(*table).is_none()));
        assert_eq!("north_america".parse(), Ok(Cluster::NorthAmerica));
        let urls: Vec<String> = Cluster::OTHER_HOSTS.iter().map(|host| format!("https://{host}")).collect();
        for url in urls.iter().map(String::as_str).chain([Cluster::NorthAmerica.base_url()]) {
            assert!(Client::builder().base_url(url).basic("u", Password::plain("p")).build().is_ok(), "{url}");
        }
    }
}
