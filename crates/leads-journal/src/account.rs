//! What sends the entries of an account.

use crate::entry::Write;
use crate::machine::Knowledge;
use async_trait::async_trait;
use leads_core::client::{Change, CreateKey, NOTE_NOT_WRITTEN, NewLead};
use leads_core::registry::{ErasedReply, Registry};
use leads_core::vendor::Vendor;
use leads_core::{CallOptions, Error, LeadClient, Lost, Pipeline, Reply, Resolution, Result, WriteOutcome};
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

/// What a vendor said about a write that succeeded.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sent {
    /// The effect.
    pub outcome: WriteOutcome,
    /// The id of the created record.
    pub id: Option<String>,
}

impl Sent {
    /// Describes a success.
    #[must_use]
    pub const fn new(outcome: WriteOutcome, id: Option<String>) -> Self {
        Self { outcome, id }
    }
}

impl From<ErasedReply> for Sent {
    fn from(reply: ErasedReply) -> Self {
        Self { outcome: reply.meta.outcome, id: reply.id }
    }
}

/// Sends and verifies the writes of one account.
#[async_trait]
pub trait Account: fmt::Debug + Send + Sync + 'static {
    /// Reads and validates a write, without sending anything.
    ///
    /// # Errors
    ///
    /// Returns [`Unsupported`](leads_core::ErrorKind::Unsupported) if this version cannot read the write; the entry then
    /// goes to a person. Any other error says that the write is invalid.
    fn check(&self, write: &Write) -> Result<Knowledge>;

    /// Sends a write.
    ///
    /// # Errors
    ///
    /// Returns the error of the call, with the outcome of the write.
    async fn send(&self, write: &Write, options: &CallOptions) -> Result<Sent>;

    /// Determines whether a write took effect.
    ///
    /// # Errors
    ///
    /// Returns the error of the verification; the effect is then still unknown.
    async fn resolve(&self, write: &Write, lost: Lost, options: &CallOptions) -> Result<Resolution>;
}

#[async_trait]
impl<A: Account + ?Sized> Account for Arc<A> {
    fn check(&self, write: &Write) -> Result<Knowledge> {
        (**self).check(write)
    }

    async fn send(&self, write: &Write, options: &CallOptions) -> Result<Sent> {
        (**self).send(write, options).await
    }

    async fn resolve(&self, write: &Write, lost: Lost, options: &CallOptions) -> Result<Resolution> {
        (**self).resolve(write, lost, options).await
    }
}

/// An account of a vendor: its client, its registry of operations, and optionally the common client.
///
/// ```
/// # fn check(client: nutshell::Client) -> leads_journal::Worker {
/// # let journal: leads_journal::Journal = todo!();
/// use leads_journal::{VendorAccount, Worker};
///
/// let crm = VendorAccount::new(nutshell::api::registry(), client.clone())
///     .common(client.leads(Default::default()));
/// Worker::new(journal).account("crm", crm)
/// # }
/// ```
pub struct VendorAccount<V: Vendor, C> {
    registry: Registry<V>,
    client: C,
    common: Option<CommonAccount>,
}

impl<V: Vendor, C> fmt::Debug for VendorAccount<V, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VendorAccount").field("vendor", &V::NAME).field("common", &self.common.is_some()).finish()
    }
}

impl<V: Vendor, C: AsRef<Pipeline<V>>> VendorAccount<V, C> {
    /// Creates an account that sends the vendor's own requests.
    pub fn new(registry: Registry<V>, client: C) -> Self {
        Self { registry, client, common: None }
    }

    /// Sets the common client, so that the account also sends entries of the common builders.
    #[must_use]
    pub fn common(mut self, client: impl LeadClient + 'static) -> Self {
        self.common = Some(CommonAccount::new(client));
        self
    }

    fn common_client(&self) -> Result<&CommonAccount> {
        self.common.as_ref().ok_or_else(|| {
            Error::unsupported("the account has no common client")
                .with_field("operation")
                .with_help("add one with VendorAccount::common")
                .for_operation(V::NAME, "")
        })
    }
}

#[async_trait]
impl<V: Vendor, C: AsRef<Pipeline<V>> + Send + Sync + 'static> Account for VendorAccount<V, C> {
    fn check(&self, write: &Write) -> Result<Knowledge> {
        match write {
            Write::Request(stored) => {
                let checked = self.registry.check(stored)?;
                Ok(Knowledge::new(checked.safety, checked.resolvable))
            }
            common => self.common_client()?.check(common),
        }
    }

    async fn send(&self, write: &Write, options: &CallOptions) -> Result<Sent> {
        match write {
            Write::Request(stored) => Ok(self.registry.send(&self.client, stored, options).await?.into()),
            common => self.common_client()?.send(common, options).await,
        }
    }

    async fn resolve(&self, write: &Write, lost: Lost, options: &CallOptions) -> Result<Resolution> {
        match write {
            Write::Request(stored) => self.registry.resolve(&self.client, stored, lost, options).await,
            common => self.common_client()?.resolve(common, lost, options).await,
        }
    }
}

/// An account of any vendor that sends entries of the common builders only.
///
/// After a crash, a change that can be made twice without harm is sent again ([`LeadClient::safety`]). Another change of a
/// lead is verified if the vendor has a read for it, unless it has a note or a comment, which no read shows. A create that
/// was lost goes to a person, unless the vendor itself excludes doubles or [`find_creates_by`](Self::find_creates_by) says how to
/// find it. A write whose note was not written is [`Partial`](crate::State::Partial).
#[derive(Clone)]
pub struct CommonAccount {
    client: Arc<dyn LeadClient>,
    create_key: Option<Arc<CreateKeyOf>>,
}

/// Returns the key by which a lead that was created is found.
type CreateKeyOf = dyn Fn(&NewLead) -> Option<CreateKey> + Send + Sync;

impl fmt::Debug for CommonAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CommonAccount").field("vendor", &self.client.vendor()).finish()
    }
}

impl CommonAccount {
    /// Creates an account from a common client, such as `Arc<dyn LeadClient>`.
    pub fn new(client: impl LeadClient + 'static) -> Self {
        Self { client: Arc::new(client), create_key: None }
    }

    /// Sets by which of its values a lead is found whose create was lost, so that the create is verified instead of going to
    /// a person. A create without a key goes to a person.
    ///
    /// The key must belong to this lead alone: see [`CreateKey`]. A vendor that cannot search for a create
    /// ([`Capabilities::resolve_create`](leads_core::client::Capabilities::resolve_create)) ignores it.
    ///
    /// ```
    /// # fn check(client: std::sync::Arc<dyn leads_core::LeadClient>) {
    /// use leads_core::client::{CreateKey, LeadKey};
    /// use leads_journal::CommonAccount;
    ///
    /// let account = CommonAccount::new(client).find_creates_by(|lead| {
    ///     let address = lead.emails.first()?;
    ///     Some(CreateKey::contact(LeadKey::email(address.as_str())))
    /// });
    /// # let _ = account; }
    /// ```
    #[must_use]
    pub fn find_creates_by(mut self, key: impl Fn(&NewLead) -> Option<CreateKey> + Send + Sync + 'static) -> Self {
        self.create_key = Some(Arc::new(key));
        self
    }

    fn key_of(&self, lead: &NewLead) -> Option<CreateKey> {
        self.create_key.as_ref().and_then(|key| key(lead)).filter(|_| self.client.capabilities().resolve_create)
    }

    fn knowledge(&self, change: &Change, resolvable: bool) -> Knowledge {
        Knowledge::new(self.client.safety(change), resolvable)
    }

    fn own_request(&self) -> Error {
        Error::unsupported("a request of a vendor's own API needs the vendor's client")
            .with_field("operation")
            .with_help("use VendorAccount for this account")
            .for_operation(self.client.vendor(), "")
    }
}

fn sent<T>(reply: Reply<T>, id: Option<String>) -> Sent {
    let meta = reply.meta();
    // The lead was written and its note was not: a person must see it.
    let note_is_missing = meta.warnings.iter().any(|code| code.code == NOTE_NOT_WRITTEN);
    Sent::new(if note_is_missing { WriteOutcome::Partial } else { meta.outcome }, id)
}

#[async_trait]
impl Account for CommonAccount {
    fn check(&self, write: &Write) -> Result<Knowledge> {
        match write {
            Write::Request(_) => Err(self.own_request()),
            Write::Create(lead) => {
                let resolvable = self.key_of(lead).is_some();
                Ok(self.knowledge(&Change::create((**lead).clone()), resolvable))
            }
            Write::Update { lead, change } => {
                let resolvable = self.client.capabilities().resolve_update && change.note.is_keep();
                Ok(self.knowledge(&Change::update(lead.clone(), (**change).clone()), resolvable))
            }
            Write::Status { lead, change } => {
                let resolvable = self.client.capabilities().resolve_status && change.comment.is_none();
                Ok(self.knowledge(&Change::set_status(lead.clone(), (**change).clone()), resolvable))
            }
            Write::Delete { lead } => {
                Ok(self.knowledge(&Change::delete(lead.clone()), self.client.capabilities().resolve_delete))
            }
        }
    }

    async fn send(&self, write: &Write, options: &CallOptions) -> Result<Sent> {
        match write {
            Write::Request(_) => Err(self.own_request()),
            Write::Create(lead) => {
                let created = self.client.create_with(lead, options).await?;
                let id = created.id.to_string();
                Ok(sent(created, Some(id)))
            }
            Write::Update { lead, change } => Ok(sent(self.client.update_with(lead, change, options).await?, None)),
            Write::Status { lead, change } => Ok(sent(self.client.set_status_with(lead, change, options).await?, None)),
            Write::Delete { lead } => Ok(sent(self.client.delete_with(lead, options).await?, None)),
        }
    }

    async fn resolve(&self, write: &Write, lost: Lost, options: &CallOptions) -> Result<Resolution> {
        match write {
            Write::Request(_) => Err(self.own_request()),
            // Without a key, a lead that is found could be another one.
            Write::Create(lead) => match self.key_of(lead) {
                Some(key) => Ok(self.client.resolve_create_with(lead, &key, lost, options).await?.resolution),
                None => Ok(Resolution::CannotTell),
            },
            Write::Update { lead, change } => self.client.resolve_update_with(lead, change, lost, options).await,
            Write::Status { lead, change } => self.client.resolve_status_with(lead, change, lost, options).await,
            Write::Delete { lead } => self.client.resolve_delete_with(lead, lost, options).await,
        }
    }
}

/// Returns accounts by name: for programs whose accounts come and go.
#[async_trait]
pub trait AccountSource: fmt::Debug + Send + Sync + 'static {
    /// Returns the names of the accounts whose entries this worker sends.
    async fn names(&self) -> Vec<String>;

    /// Returns an account.
    ///
    /// # Errors
    ///
    /// Returns an error if it cannot be connected now. Its entries wait.
    async fn account(&self, name: &str) -> Result<Arc<dyn Account>>;
}

/// Accounts that were given to a worker one by one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fixed(pub(crate) HashMap<String, Arc<dyn Account>>);

#[async_trait]
impl AccountSource for Fixed {
    async fn names(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }

    async fn account(&self, name: &str) -> Result<Arc<dyn Account>> {
        self.0.get(name).cloned().ok_or_else(|| Error::config("account", "is not known to this worker"))
    }
}
