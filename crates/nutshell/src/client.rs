//! The client, its builder, and where Nutshell is.

use crate::adapter::{AdapterConfig, Leads, OutcomeCache};
use crate::api::events::ListEvents;
use crate::api::leads::{GetLead, UpdateLead, WatchLead};
use crate::auth::{Credentials, NutshellAuth};
use crate::envelope::One;
use crate::follow::{EventFollower, EventPosition};
use crate::model::{Lead, LeadId};
use leads_core::http::{ClientConfig, UncheckedUrl};
use leads_core::vendor::Operation;
use leads_core::vendor::{Classification, Vendor};
use leads_core::{CredentialProvider, Error, HttpResponse, Pipeline, Reply, Request, Result, SecretString};
use std::fmt;
use std::sync::Arc;

/// The vendor Nutshell, for `Request::Vendor`.
#[derive(Debug)]
pub enum Nutshell {}

/// Settings of a client that change its requests. Nutshell has one host and one way to sign, so there is none yet.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Settings {}

impl Vendor for Nutshell {
    const NAME: &'static str = "nutshell";
    const PREFIXES: &'static [&'static str] = &["/rest"];
    const REQUEST_ID_HEADERS: &'static [&'static str] = &["x-nutshell-request-id"];
    type Settings = Settings;

    fn classify(_settings: &Settings, operation: &Operation, response: &HttpResponse) -> Classification {
        crate::error::classify(operation, response)
    }
}

/// The one host of all customers.
pub const BASE_URL: &str = "https://app.nutshell.com";

/// Where the vendor describes its operations. Its pages for single operations have addresses that the vendor's document
/// does not state, so every [`Operation::docs`](leads_core::Operation) of this crate is this one.
pub const REFERENCE: &str = "https://developers.nutshell.com/reference";

/// A client of Nutshell's REST API. Clones are cheap and share connections and limiter.
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

impl Client {
    /// Returns a builder for configuring a client.
    ///
    /// Clones of a client share its rate limiter. A second client for the same account must share it too, so that both
    /// together stay within the limits. Pass it the limiter of the first:
    ///
    /// ```
    /// use nutshell::{Client};
    /// use leads_core::ClientConfig;
    /// let first = Client::builder().basic("agent@example.com", "an API key").build()?;
    /// let config = ClientConfig::new().limiter(first.pipeline().limiter().clone());
    /// let second = Client::builder().basic("agent@example.com", "an API key").config(config).build()?;
    /// # Ok::<(), nutshell::Error>(())
    /// ```
    pub fn builder() -> Builder {
        Builder::default()
    }

    leads_core::client_methods! { Nutshell;
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
        ///         _ => println!("nobody can tell yet: {error}"),
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

    /// The common client, for code that must not care which vendor is behind it.
    #[must_use]
    pub fn leads(&self, config: AdapterConfig) -> Leads {
        Leads::new(self.clone(), config)
    }

    /// Follows the log of events from a position that was saved; without one it begins now.
    #[must_use]
    pub fn follow_events(&self, request: ListEvents, position: Option<EventPosition>) -> EventFollower {
        EventFollower::new(self.clone(), request, position)
    }

    /// Changes a lead and reads it afterwards, because the vendor answers a change without the lead.
    ///
    /// The reply states the outcome of the change, also where its value comes from the read.
    ///
    /// # Errors
    /// As any call. When only the read failed, the error's outcome is that of the change:
    /// [`Applied`](leads_core::WriteOutcome::Applied) as a rule.
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

    /// Brings a lead into the wanted state of being watched by the user of the credentials.
    ///
    /// The vendor has only a [toggle](WatchLead), so the lead is read first, and toggled only if it must change. Two
    /// callers at once can undo each other; the answer says whether it worked.
    ///
    /// # Errors
    /// As any call; a lead that does not say whether it is watched is an error, and nothing is changed.
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
/// Nutshell publishes no rate limit, so no limiter is set; [`ClientConfig::limiter`] sets one. An answer 429 is
/// waited out and retried all the same.
#[derive(Debug, Default)]
#[must_use]
pub struct Builder {
    base_url: Option<UncheckedUrl>,
    auth: Option<Origin>,
    settings: Settings,
    config: ClientConfig,
}

#[derive(Debug)]
enum Origin {
    Fixed(Credentials),
    Provider(Arc<dyn CredentialProvider<Credentials>>),
}

impl Builder {
    /// Talks to another host than [`BASE_URL`]: `https://host`, with or without `/rest`.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into().into());
        self
    }

    /// Signs with a user's e-mail address and an API key.
    pub fn basic(self, email: impl Into<String>, api_key: impl Into<SecretString>) -> Self {
        self.credentials(Credentials::new(email, api_key))
    }

    /// Signs with these credentials.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.auth = Some(Origin::Fixed(credentials));
        self
    }

    /// Asks for the credentials before each attempt, so that they rotate without a new client.
    pub fn credential_provider(mut self, provider: Arc<dyn CredentialProvider<Credentials>>) -> Self {
        self.auth = Some(Origin::Provider(provider));
        self
    }

    /// Sets what every vendor's client has: timeouts, retries, limiter, transport.
    pub fn config(mut self, config: ClientConfig) -> Self {
        self.config = config;
        self
    }

    /// Builds the client. Sends nothing.
    ///
    /// # Errors
    /// A configuration error that names the setting: `base_url`, `credentials`, `email` or `api_key`.
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
        let pipeline = self.config.build::<Nutshell>(base, None, Arc::new(auth), self.settings)?;
        Ok(Client { pipeline, outcomes: OutcomeCache::default() })
    }
}
