//! The client and its builder, and the vendor's base URL.

use crate::Nutshell;
use crate::api::leads::{GetLead, UpdateLead, WatchLead};
use crate::auth::{Credentials, NutshellAuth};
use crate::envelope::One;
use crate::model::{Lead, LeadId};
use crate::outcome_cache::OutcomeCache;
use leads_core::http::{ClientConfig, UncheckedUrl};
use leads_core::vendor::Vendor;
use leads_core::{CredentialProvider, Error, Pipeline, Reply, Request, Result, SecretString};
use std::fmt;
use std::sync::Arc;

/// The only host, used by all customers.
pub const BASE_URL: &str = "https://app.nutshell.com";

/// A client for Nutshell's REST API. Clones are cheap and share connections and the rate limiter.
///
/// # Examples
///
/// ```
/// # fn run() -> Result<(), nutshell::Error> {
/// let client = nutshell::Client::builder().basic("agent@example.com", "an API key").build()?;
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Client {
    pub(crate) pipeline: Pipeline<Nutshell>,
    pub(crate) outcomes: OutcomeCache,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.pipeline, f)
    }
}

impl AsRef<Pipeline<Nutshell>> for Client {
    fn as_ref(&self) -> &Pipeline<Nutshell> {
        &self.pipeline
    }
}

impl Client {
    /// Returns a builder for configuring a client.
    ///
    /// Clones of a client share its limiter. A second client of the same account must share it too, so that both
    /// together respect the limits and any pause that the vendor requests. Pass the first client's limiter.
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::Client;
    /// use nutshell::leads_core::ClientConfig;
    /// let first = Client::builder().basic("agent@example.com", "an API key").build()?;
    /// let config = ClientConfig::new().limiter(first.pipeline().limiter().clone());
    /// let second = Client::builder()
    ///     .basic("agent@example.com", "an API key")
    ///     .config(config)
    ///     .build()?;
    /// # Ok::<(), nutshell::Error>(())
    /// ```
    pub fn builder() -> Builder {
        Builder::default()
    }

    leads_core::client_methods! { Nutshell;
        ///
        /// # Examples
        ///
        /// ```no_run
        /// use nutshell::api::leads::GetLead;
        /// # async fn run(client: nutshell::Client) -> nutshell::Result<()> {
        /// let reply = client.send(&GetLead::new("1003-leads")).await?;
        /// println!("{:?}, after {} attempts", reply.status, reply.meta().attempts);
        /// # Ok(()) }
        /// ```
        send,
        ///
        /// # Examples
        ///
        /// ```no_run
        /// use nutshell::{Client, Resolution, api::leads::DeleteLead};
        /// # async fn run(client: Client) -> nutshell::Result<()> {
        /// let request = DeleteLead::new("1003-leads");
        /// if let Err(error) = client.send(&request).await {
        ///     match client.resolve(&request, &error).await? {
        ///         Resolution::Found => println!("it is deleted"),
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
        /// # async fn run(client: nutshell::Client) -> Result<(), Box<dyn std::error::Error>> {
        /// use nutshell::api::leads::ListLeads;
        /// let mut rows = client.items(ListLeads::new().limit(500));
        /// while let Some(lead) = rows.next().await {
        ///     println!("{}", lead?.id);
        ///     let saved = serde_json::to_string(&rows.bookmark())?; // null at the end
        /// }
        /// # Ok(()) }
        /// ```
        items,
        ///
        /// # Examples
        ///
        /// ```no_run
        /// # async fn run(client: nutshell::Client, saved: String) -> Result<(), Box<dyn std::error::Error>> {
        /// use nutshell::api::leads::ListLeads;
        /// use nutshell::leads_core::paging::Bookmark;
        /// if let Some(bookmark) = serde_json::from_str::<Option<Bookmark<ListLeads>>>(&saved)? {
        ///     let rest = client.resume(bookmark).collect().await?;
        ///     println!("{} more", rest.len());
        /// }
        /// # Ok(()) }
        /// ```
        resume,
        preview,
        execute,
    }

    /// Updates a lead and reads it afterwards, because the vendor's response to an update does not contain the lead.
    ///
    /// The reply states the outcome of the update, even though its value comes from the read.
    ///
    /// # Errors
    ///
    /// Returns any error of either call. If only the read failed, the error's outcome is that of the update: usually
    /// [`Applied`](leads_core::WriteOutcome::Applied).
    pub async fn update_lead_and_fetch(&self, request: &UpdateLead) -> Result<Reply<One<Lead>>> {
        let (updated, meta) = Reply::into_parts(self.send(request).await?);
        match updated {
            Some(lead) => Ok(Reply::new(lead, meta)),
            None => {
                let read = self.send(&GetLead::new(request.id())).await;
                let (lead, mut read) = Reply::into_parts(read.map_err(|error| error.with_outcome(meta.outcome))?);
                read.outcome = meta.outcome;
                Ok(Reply::new(lead, read))
            }
        }
    }

    /// Sets whether the authenticated user watches a lead.
    ///
    /// The vendor has only a [toggle](WatchLead), so the lead is read first and toggled only if necessary. Concurrent
    /// callers can undo each other's change; the return value states whether it worked.
    ///
    /// # Errors
    ///
    /// Returns an error, without changing anything, if the lead does not say whether it is watched.
    pub async fn set_watching(&self, id: impl Into<LeadId>, watching: bool) -> Result<Reply<One<Lead>>> {
        let id = id.into();
        let reply = self.send(&GetLead::new(&id)).await?;
        match reply.is_current_user_watching {
            Some(now) if now == watching => Ok(reply),
            Some(_) => self.send(&WatchLead::new(&id)).await,
            None => Err(leads_core::vendor::decode::missing("leads[0].isCurrentUserWatching")
                .with_outcome(leads_core::WriteOutcome::NotApplied)
                .for_operation(<Nutshell as Vendor>::NAME, WatchLead::OPERATION.name)),
        }
    }
}

/// Builds a [`Client`].
///
/// No rate limiter is configured by default because Nutshell does not document a limit. Set one with
/// [`ClientConfig::limiter`]. `429` responses are retried after a wait either way.
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
    /// Sets a host other than [`BASE_URL`]: `https://host`, with or without `/rest`.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into().into());
        self
    }

    /// Sets the credentials: a user's e-mail address and an API key.
    pub fn basic(self, email: impl Into<String>, api_key: impl Into<SecretString>) -> Self {
        self.credentials(Credentials::new(email, api_key))
    }

    /// Sets the credentials.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.auth = Some(Origin::Fixed(credentials));
        self
    }

    /// Sets a provider that supplies the credentials before each attempt, so that they can rotate without a new client.
    pub fn credential_provider(mut self, provider: Arc<dyn CredentialProvider<Credentials>>) -> Self {
        self.auth = Some(Origin::Provider(provider));
        self
    }

    /// Sets the options common to all vendors' clients: timeouts, retries, limiter, transport.
    pub fn config(mut self, config: ClientConfig) -> Self {
        self.config = config;
        self
    }

    /// Builds the client. Sends nothing.
    ///
    /// # Errors
    ///
    /// Returns a configuration error naming the setting: `base_url`, `credentials`, `email` or `api_key`.
    pub fn build(self) -> Result<Client> {
        let base = self.config.base_url::<Nutshell>(self.base_url.as_ref().map_or(BASE_URL, UncheckedUrl::as_str))?;
        let auth = match self.auth {
            Some(Origin::Fixed(credentials)) => {
                credentials.check()?;
                NutshellAuth::fixed(credentials)
            }
            Some(Origin::Provider(provider)) => NutshellAuth::provided(provider),
            None => {
                return Err(Error::config("credentials", "is missing").for_operation(<Nutshell as Vendor>::NAME, ""));
            }
        };
        let pipeline = self.config.build::<Nutshell>(base, Arc::new(auth), ())?;
        Ok(Client { pipeline, outcomes: OutcomeCache::default() })
    }
}
