//! A vendor-independent client.
//!
//! The interface is deliberately small, because the four vendors have little in common. For everything else, use the
//! typed client of the vendor crate; both handles can be used together, because clients are cheap to clone.
//!
//! # Example
//!
//! ```
//! # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
//! # use memory::Memory;
//! use leads_core::client::{LeadKey, LeadQuery, NewLead};
//! use leads_core::{LeadClient, LeadClientExt, LeadState};
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> leads_core::Result<()> {
//! // Any vendor's client, from its crate or from `leads::config`.
//! # let client = Memory::new();
//! let client: &dyn LeadClient = &client;
//!
//! let enquiry = NewLead::new("Jane Doe").email("jane@example.com");
//! let upsert = client.upsert(&LeadKey::email("jane@example.com"), &enquiry).await?;
//! let id = upsert.id().expect("the response was not lost");
//! client.mark_won(id).await?;
//!
//! let won = client.list_page(&LeadQuery::new().state(LeadState::Won), None).await?;
//! assert_eq!(won.leads[0].emails(), ["jane@example.com"]);
//! # Ok(())
//! # }
//! ```

mod builders;
mod capabilities;
mod change;
pub(crate) mod checks;
mod ext;
pub(crate) mod find;
mod form;
mod key;
mod replies;
pub(crate) mod resolve;
mod stream;
mod upsert;
pub(crate) mod warnings;

#[doc(inline)]
pub use crate::paging::PageToken;
pub use builders::{LeadQuery, LeadUpdate, NewLead, StatusChange, StatusTarget};
pub use capabilities::Capabilities;
pub use change::Change;
pub use ext::LeadClientExt;
pub use form::{AddressFields, FormField, FormFields, FormTarget, FormValues};
pub use key::LeadKey;
pub use replies::{CheckReport, CreateEffect, Created, LeadPage, Updated};
pub use resolve::{CreateKey, CreateProof, ResolvedCreate};
pub use stream::LeadStream;
pub use upsert::{Doubles, KeyLocks, KeyedLead, MatchedFields, Upsert};
pub use warnings::{FIELD_LEFT_OUT, NOTE_NOT_WRITTEN, STATE_NARROWED};

use crate::error::Result;
use crate::http::{CallOptions, Lost, Resolution};
use crate::lead::{Lead, LeadId};
use crate::request::Safety;
use crate::response::Reply;
use async_trait::async_trait;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// The calls that a vendor's adapter implements. Applications use [`LeadClientExt`], which is implemented for every
/// `LeadClient`.
///
/// An operation that the vendor does not support is `false` in [`capabilities`](Self::capabilities), and returns an
/// [`Unsupported`](crate::ErrorKind::Unsupported) error without sending anything.
///
/// No field of a builder is dropped silently. An adapter writes it, returns an error before anything is written, or
/// reports it as a warning in the reply ([`FIELD_LEFT_OUT`], [`STATE_NARROWED`], [`NOTE_NOT_WRITTEN`]). `docs/common-client.md` lists how
/// each vendor handles each field.
///
/// ```
/// use leads_core::{LeadClient, LeadClientExt, LeadState, Result, client::LeadQuery};
/// /// The names of the first open leads, whatever the vendor.
/// async fn open_leads(client: &dyn LeadClient) -> Result<Vec<String>> {
///     if !client.capabilities().list_by_state {
///         return Ok(Vec::new());
///     }
///     let page = client
///         .list_page(&LeadQuery::new().state(LeadState::Open).page_size(20), None)
///         .await?;
///     Ok(page.leads.iter().filter_map(|lead| lead.name()).collect())
/// }
/// ```
#[async_trait]
pub trait LeadClient: fmt::Debug + Send + Sync {
    /// Returns the vendor's name.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::LeadClient;
    /// let client = Memory::new();
    /// assert_eq!(client.vendor(), "memory");
    /// ```
    fn vendor(&self) -> &'static str;

    /// Returns what the vendor supports.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::{LeadClient, LeadState, status::StateSupport};
    /// # let client = Memory::new();
    /// let can = client.capabilities();
    /// assert!(can.set_status && !can.reason);
    /// assert_eq!(can.state(LeadState::Won), StateSupport::Exact);
    /// ```
    fn capabilities(&self) -> &Capabilities;

    /// Verifies the credentials with the vendor's cheapest call.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::LeadClient;
    /// use leads_core::{CallOptions, http::RetryPolicy};
    /// use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = Memory::new();
    /// // A health check that fails fast.
    /// let two_seconds = Duration::from_secs(2);
    /// let options = CallOptions::new().deadline(two_seconds).retry(RetryPolicy::none());
    /// let report = client.check_with(&options).await?;
    /// assert_eq!(report.operation, "get_account");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns [`Unauthenticated`](crate::ErrorKind::Unauthenticated) if the credentials are not valid for this API.
    async fn check_with(&self, options: &CallOptions) -> Result<Reply<CheckReport>>;

    /// Creates a lead.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::{CallOptions, LeadClient};
    /// use leads_core::{WriteOutcome, client::NewLead};
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = Memory::new();
    /// # client.lose_response();
    /// let created = client.create_with(&NewLead::new("Jane Doe"), &CallOptions::new()).await;
    /// match created {
    ///     Ok(created) => println!("{}", created.id),
    ///     // Do not create it again: find out first, with `resolve_create_with`.
    ///     Err(error) => assert_eq!(error.outcome(), WriteOutcome::Unknown),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns an error that names the field, before anything is sent, if a field that the vendor requires is missing.
    /// If the response is lost, the outcome is [unknown](crate::WriteOutcome::Unknown) and the create is not retried.
    async fn create_with(&self, lead: &NewLead, options: &CallOptions) -> Result<Reply<Created>>;

    /// Reads a lead.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::{LeadClient, LeadClientExt, client::NewLead};
    /// use leads_core::{CallOptions, http::Priority};
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = Memory::new();
    /// # let id = client.create(&NewLead::new("Jane Doe")).await?.id.clone();
    /// let nightly = CallOptions::new().priority(Priority::Batch);
    /// let lead = client.get_with(&id, &nightly).await?;
    /// assert_eq!(lead.id(), Some(id));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns [`NotFound`](crate::ErrorKind::NotFound) if there is no such lead.
    async fn get_with(&self, id: &LeadId, options: &CallOptions) -> Result<Reply<Box<dyn Lead>>>;

    /// Updates a lead's fields.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::{CallOptions, LeadClient, LeadId};
    /// use leads_core::{Patch, client::LeadUpdate};
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = Memory::new();
    /// let change = LeadUpdate::new().email(Patch::set("jane@example.com"));
    /// let missing = client.update_with(&LeadId::new("404"), &change, &CallOptions::new()).await;
    /// assert!(missing.unwrap_err().is_not_found());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns an error that names the field, before anything is sent, if the vendor cannot change or clear it.
    async fn update_with(&self, id: &LeadId, change: &LeadUpdate, options: &CallOptions) -> Result<Reply<Updated>>;

    /// Changes a lead's status.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::{CallOptions, LeadClient, LeadClientExt, client::NewLead};
    /// use leads_core::client::StatusChange;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = Memory::new();
    /// # let id = client.create(&NewLead::new("Jane Doe")).await?.id.clone();
    /// // A vendor's own code; this client only has states.
    /// let change = StatusChange::to_code("ON_HOLD");
    /// let error = client.set_status_with(&id, &change, &CallOptions::new()).await.unwrap_err();
    /// assert!(error.is_unsupported());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Rejects a state that the vendor cannot express, before anything is sent. An error for an ambiguous state lists
    /// the candidates.
    async fn set_status_with(
        &self,
        id: &LeadId,
        change: &StatusChange,
        options: &CallOptions,
    ) -> Result<Reply<Updated>>;

    /// Deletes a lead.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::{CallOptions, LeadClient, LeadClientExt, client::NewLead};
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = Memory::new();
    /// # let id = client.create(&NewLead::new("Jane Doe")).await?.id.clone();
    /// let deleted = client.delete_with(&id, &CallOptions::new()).await?;
    /// assert_eq!(deleted.id, id);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns [`NotFound`](crate::ErrorKind::NotFound) if there is no such lead.
    async fn delete_with(&self, id: &LeadId, options: &CallOptions) -> Result<Reply<Updated>>;

    /// Reads one page of leads.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::LeadClient;
    /// use leads_core::{CallOptions, client::LeadQuery};
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = Memory::new();
    /// let page = client.list_page_with(&LeadQuery::new(), None, &CallOptions::new()).await?;
    /// assert!(page.leads.is_empty() && page.next.is_none());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Rejects a filter that the vendor does not have, before anything is sent.
    async fn list_page_with(
        &self,
        query: &LeadQuery,
        after: Option<&PageToken>,
        options: &CallOptions,
    ) -> Result<Reply<LeadPage>>;

    /// Finds the one lead that has a key: the person's e-mail address or phone number, or a field of the vendor. Leads
    /// that are marked as deleted do not count.
    ///
    /// Reads may lag behind writes, so a lead that was just created may not be found yet.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::LeadClient;
    /// use leads_core::{CallOptions, client::LeadKey};
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = Memory::new();
    /// let key = LeadKey::email("jane@example.com");
    /// let missing = client.find_with(&key, &CallOptions::new()).await.unwrap_err();
    /// assert!(missing.is_not_found());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns [`NotFound`](crate::ErrorKind::NotFound) if no lead has the key, and
    /// [`Ambiguous`](crate::ErrorKind::Ambiguous) if several do; the ids are the error's
    /// [candidates](crate::Error::candidates), at most ten. Returns [`Unsupported`](crate::ErrorKind::Unsupported),
    /// before anything is sent, if the capabilities do not include this kind of key; the default implementation does so
    /// for every key. Returns an invalid-request error, before anything is sent, for a blank key or a field that the
    /// adapter does not know. Returns [`Precondition`](crate::ErrorKind::Precondition) if the vendor returned leads
    /// without the value, so that it is not known whether any lead has it.
    async fn find_with(&self, key: &LeadKey, options: &CallOptions) -> Result<Reply<Box<dyn Lead>>> {
        let _ = options;
        Err(key.unsupported().for_operation(self.vendor(), "find"))
    }

    /// Returns a new lead with its key, and what the adapter knows about the key: the part of an upsert that depends on
    /// the vendor. Sends nothing.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::LeadClient;
    /// use leads_core::client::{LeadKey, NewLead};
    /// # let client = Memory::new();
    /// let key = LeadKey::email("jane@example.com");
    /// let keyed = client.keyed_lead(&key, &NewLead::new("Jane Doe"))?;
    /// assert_eq!(keyed.lead().emails.len(), 1, "the lead gets the key");
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// Returns [`Unsupported`](crate::ErrorKind::Unsupported) if the vendor has no way to find a lead by a key; the
    /// default implementation does so. Returns an invalid-request error if the lead has another value for the key.
    fn keyed_lead<'a>(&'a self, key: &LeadKey, lead: &NewLead) -> Result<KeyedLead<'a>> {
        let _ = lead;
        Err(key.unsupported())
    }

    /// Creates a lead only if no lead has its key: searches for the key, creates the lead if the search finds none, and
    /// searches again for leads that another process created meanwhile.
    ///
    /// The fields of a lead that has the key are left as they are; the result has its id, to be passed to an update. The
    /// new lead gets the key: its e-mail address or phone number, or the field.
    ///
    /// Two upserts with the same key through clones of one client, also behind `Arc<dyn LeadClient>`, create one lead:
    /// one of them waits, and the wait counts towards the deadline. The result of the first is passed to those that
    /// wait. Dropping the future releases the key.
    ///
    /// If the response to the create is lost, the key is searched for several times, because reads lag behind writes.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::LeadClient;
    /// use leads_core::{CallOptions, client::{LeadKey, NewLead}};
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = Memory::new();
    /// let (key, new) = (LeadKey::email("jane@example.com"), NewLead::new("Jane Doe"));
    /// let first = client.upsert_with(&key, &new, &CallOptions::new()).await?;
    /// let second = client.upsert_with(&key, &new, &CallOptions::new()).await?;
    /// assert!(first.is_created() && second.is_matched());
    /// assert_eq!(first.id(), second.id());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Limits
    ///
    /// Another process, or a client that was built separately, can create a lead between the search and the create. Its
    /// lead is then reported in [`Doubles`], and never deleted. LeadSquared's leads have a key of the vendor's own, which
    /// excludes this. A lead that was created seconds ago by someone else may not be found yet, because the vendor's
    /// searches lag; so may the other lead of a double.
    ///
    /// # Errors
    /// Returns [`Ambiguous`](crate::ErrorKind::Ambiguous) with the ids if several leads already have the key, and the
    /// other errors of [`find_with`](Self::find_with) and [`create_with`](Self::create_with); their outcome says that
    /// nothing was created. Returns [`Timeout`](crate::ErrorKind::Timeout) if another upsert held the key until the
    /// deadline. A create whose effect is not known is not an error but [`Upsert::Unknown`].
    async fn upsert_with(&self, key: &LeadKey, lead: &NewLead, options: &CallOptions) -> Result<Reply<Upsert>> {
        upsert::run(self, key, lead, options).await
    }

    /// Determines whether a status change whose response was lost took effect, by reading the lead.
    ///
    /// `lost` is the error of the call, or, after a crash, the time at which it started; see [`Lost`]. If an error already
    /// states the outcome, nothing is sent. A comment that the adapter writes in a second call is not part of the evidence.
    ///
    /// If the capabilities do not include it, the result is [`CannotTell`](Resolution::CannotTell) and nothing is sent; the
    /// default implementation does so.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::{CallOptions, LeadClient, LeadClientExt, LeadState, client::NewLead};
    /// use leads_core::{Lost, Resolution, client::StatusChange};
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = Memory::new();
    /// # let id = client.create(&NewLead::new("Jane Doe")).await?.id.clone();
    /// // After a crash: the time was stored before the call.
    /// # let stored = std::time::SystemTime::now().into();
    /// let (won, lost) = (StatusChange::to(LeadState::Won), Lost::since(stored));
    /// let seen = client.resolve_status_with(&id, &won, lost, &CallOptions::new()).await?;
    /// assert_eq!(seen, Resolution::CannotTell, "the lead is not won, or not yet");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns an error if the change is one that [`set_status_with`](Self::set_status_with) would reject, or if the read
    /// fails; the outcome of the change is then still unknown.
    async fn resolve_status_with(
        &self,
        id: &LeadId,
        change: &StatusChange,
        lost: Lost,
        options: &CallOptions,
    ) -> Result<Resolution> {
        let _ = (id, change, options);
        Ok(lost.known().unwrap_or(Resolution::CannotTell))
    }

    /// Determines whether an update whose response was lost took effect, by reading the lead; otherwise as
    /// [`resolve_status_with`](Self::resolve_status_with). A note that the adapter writes in a separate call is not part
    /// of the evidence; an update of nothing else is [`CannotTell`](Resolution::CannotTell).
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::{CallOptions, LeadClient, LeadClientExt, client::NewLead};
    /// use leads_core::{Patch, Resolution, client::LeadUpdate};
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = Memory::new();
    /// # let id = client.create(&NewLead::new("Jane Doe")).await?.id.clone();
    /// let change = LeadUpdate::new().name(Patch::set("Jane Roe"));
    /// # client.lose_response();
    /// let error = client.update(&id, &change).await.unwrap_err();
    /// let options = CallOptions::new();
    /// let seen = client.resolve_update_with(&id, &change, (&error).into(), &options).await?;
    /// assert_eq!(seen, Resolution::Found);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`resolve_status_with`](Self::resolve_status_with).
    async fn resolve_update_with(
        &self,
        id: &LeadId,
        change: &LeadUpdate,
        lost: Lost,
        options: &CallOptions,
    ) -> Result<Resolution> {
        let _ = (id, change, options);
        Ok(lost.known().unwrap_or(Resolution::CannotTell))
    }

    /// Determines whether a delete whose response was lost took effect, by reading the lead; otherwise as
    /// [`resolve_status_with`](Self::resolve_status_with).
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::{CallOptions, LeadClient, LeadId};
    /// use leads_core::Resolution;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = Memory::new();
    /// let id = LeadId::new("404");
    /// let error = client.delete_with(&id, &CallOptions::new()).await.unwrap_err();
    /// // The error itself proves that nothing was deleted, so nothing is sent.
    /// let seen = client.resolve_delete_with(&id, (&error).into(), &CallOptions::new()).await?;
    /// assert_eq!(seen, Resolution::Absent);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`resolve_status_with`](Self::resolve_status_with).
    async fn resolve_delete_with(&self, id: &LeadId, lost: Lost, options: &CallOptions) -> Result<Resolution> {
        let _ = (id, options);
        Ok(lost.known().unwrap_or(Resolution::CannotTell))
    }

    /// Determines whether a create whose response was lost took effect, by searching for the lead; otherwise as
    /// [`resolve_status_with`](Self::resolve_status_with).
    ///
    /// `lead` is the lead as it was passed to [`create_with`](Self::create_with), and `key` is one of its values. A lead
    /// that is found counts as created by the call only if the key shows it: see [`CreateKey`]. The result has the id of
    /// that lead.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::{CallOptions, LeadClient, LeadClientExt};
    /// use leads_core::client::{CreateKey, LeadKey, NewLead};
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = Memory::new();
    /// let key = CreateKey::contact(LeadKey::email("jane@example.com"));
    /// # client.lose_response();
    /// # let lost = client.create(&NewLead::new("Jane Doe")).await.unwrap_err();
    /// let without_key = NewLead::new("Jane Doe");
    /// let error = client
    ///     .resolve_create_with(&without_key, &key, (&lost).into(), &CallOptions::new())
    ///     .await
    ///     .unwrap_err();
    /// assert!(error.is_invalid_request(), "the lead does not have the address");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns an invalid-request error, before anything is sent, if the lead does not have the key. Returns the error of a
    /// search that fails; the outcome of the create is then still unknown.
    async fn resolve_create_with(
        &self,
        lead: &NewLead,
        key: &CreateKey,
        lost: Lost,
        options: &CallOptions,
    ) -> Result<ResolvedCreate> {
        let _ = options;
        key.check_in(lead).map_err(|error| error.for_operation(self.vendor(), "resolve_create"))?;
        Ok(ResolvedCreate::new(lost.known().unwrap_or(Resolution::CannotTell)))
    }

    /// Returns the record that a change writes, by a name that is the same for all ids of the record: changes with the same
    /// name must not overlap. `None` for a create or an upsert. Sends nothing.
    ///
    /// The default implementation returns the id of the lead.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::LeadClient;
    /// use leads_core::client::{Change, NewLead};
    /// let client = Memory::new();
    /// assert_eq!(client.subject(&Change::delete("7")).as_deref(), Some("7"));
    /// assert_eq!(client.subject(&Change::create(NewLead::new("Jane Doe"))), None);
    /// ```
    fn subject(&self, change: &Change) -> Option<String> {
        change.id().map(|id| id.as_str().to_owned())
    }

    /// Returns how safe it is to send a change a second time: whether that could apply it twice. Sends nothing.
    ///
    /// The default implementation returns [`NonIdempotent`](Safety::NonIdempotent). An upsert is never idempotent, because
    /// a lead that was just created may not be found yet.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::LeadClient;
    /// use leads_core::{Safety, client::Change};
    /// let client = Memory::new();
    /// assert_eq!(client.safety(&Change::delete("7")), Safety::NonIdempotent);
    /// ```
    fn safety(&self, change: &Change) -> Safety {
        let _ = change;
        Safety::NonIdempotent
    }

    /// Returns the shortest time in which so many changes can be sent within the account's limits, as far as the client's
    /// limiter knows; `None` if the client has no limiter, as in the default implementation.
    ///
    /// This is a lower bound: a change can take several calls, and other callers use the same limits.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::LeadClient;
    /// let client = Memory::new();
    /// assert_eq!(client.time_for(10_000), None, "this client has no limiter");
    /// ```
    fn time_for(&self, changes: u64) -> Option<Duration> {
        let _ = changes;
        None
    }
}

macro_rules! forward {
    ($($pointer:ident),*) => {
        $(
            #[async_trait]
            #[deny(clippy::missing_trait_methods)]
            impl<T: LeadClient + ?Sized> LeadClient for $pointer<T> {
                fn vendor(&self) -> &'static str {
                    (**self).vendor()
                }
                fn capabilities(&self) -> &Capabilities {
                    (**self).capabilities()
                }
                async fn check_with(&self, options: &CallOptions) -> Result<Reply<CheckReport>> {
                    (**self).check_with(options).await
                }
                async fn create_with(&self, lead: &NewLead, options: &CallOptions) -> Result<Reply<Created>> {
                    (**self).create_with(lead, options).await
                }
                async fn get_with(&self, id: &LeadId, options: &CallOptions) -> Result<Reply<Box<dyn Lead>>> {
                    (**self).get_with(id, options).await
                }
                async fn update_with(
                    &self,
                    id: &LeadId,
                    change: &LeadUpdate,
                    options: &CallOptions,
                ) -> Result<Reply<Updated>> {
                    (**self).update_with(id, change, options).await
                }
                async fn set_status_with(
                    &self,
                    id: &LeadId,
                    change: &StatusChange,
                    options: &CallOptions,
                ) -> Result<Reply<Updated>> {
                    (**self).set_status_with(id, change, options).await
                }
                async fn delete_with(&self, id: &LeadId, options: &CallOptions) -> Result<Reply<Updated>> {
                    (**self).delete_with(id, options).await
                }
                async fn list_page_with(
                    &self,
                    query: &LeadQuery,
                    after: Option<&PageToken>,
                    options: &CallOptions,
                ) -> Result<Reply<LeadPage>> {
                    (**self).list_page_with(query, after, options).await
                }
                async fn find_with(&self, key: &LeadKey, options: &CallOptions) -> Result<Reply<Box<dyn Lead>>> {
                    (**self).find_with(key, options).await
                }
                fn keyed_lead<'a>(&'a self, key: &LeadKey, lead: &NewLead) -> Result<KeyedLead<'a>> {
                    (**self).keyed_lead(key, lead)
                }
                async fn upsert_with(
                    &self,
                    key: &LeadKey,
                    lead: &NewLead,
                    options: &CallOptions,
                ) -> Result<Reply<Upsert>> {
                    (**self).upsert_with(key, lead, options).await
                }
                async fn resolve_status_with(
                    &self,
                    id: &LeadId,
                    change: &StatusChange,
                    lost: Lost,
                    options: &CallOptions,
                ) -> Result<Resolution> {
                    (**self).resolve_status_with(id, change, lost, options).await
                }
                async fn resolve_update_with(
                    &self,
                    id: &LeadId,
                    change: &LeadUpdate,
                    lost: Lost,
                    options: &CallOptions,
                ) -> Result<Resolution> {
                    (**self).resolve_update_with(id, change, lost, options).await
                }
                async fn resolve_delete_with(
                    &self,
                    id: &LeadId,
                    lost: Lost,
                    options: &CallOptions,
                ) -> Result<Resolution> {
                    (**self).resolve_delete_with(id, lost, options).await
                }
                async fn resolve_create_with(
                    &self,
                    lead: &NewLead,
                    key: &CreateKey,
                    lost: Lost,
                    options: &CallOptions,
                ) -> Result<ResolvedCreate> {
                    (**self).resolve_create_with(lead, key, lost, options).await
                }
                fn subject(&self, change: &Change) -> Option<String> {
                    (**self).subject(change)
                }
                fn safety(&self, change: &Change) -> Safety {
                    (**self).safety(change)
                }
                fn time_for(&self, changes: u64) -> Option<Duration> {
                    (**self).time_for(changes)
                }
            }
        )*
    };
}
forward!(Arc, Box);
