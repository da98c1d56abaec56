//! Convenience methods for the vendor-independent client.

use super::warnings::left_out;
use super::{
    Change, CheckReport, CreateKey, Created, LeadClient, LeadKey, LeadPage, LeadQuery, LeadStream, LeadUpdate, NewLead,
    PageToken, ResolvedCreate, StatusChange, Updated, Upsert,
};
use crate::bulk::{self, BulkOptions, BulkReport};
use crate::error::Result;
use crate::http::{CallOptions, Lost, Resolution};
use crate::lead::{Lead, LeadId};
use crate::response::Reply;
use crate::status::LeadState;
use async_trait::async_trait;
use std::future::Future;
use std::pin::Pin;

/// The calls of [`LeadClient`] without options, and shortcuts for the most frequent changes. Implemented for every
/// [`LeadClient`].
///
/// ```
/// use leads_core::{LeadClient, LeadClientExt, LeadId, Result};
/// async fn close(client: &dyn LeadClient, id: &LeadId) -> Result<()> {
///     let updated = client.mark_won(id).await?;
///     if updated.written.as_ref().is_some_and(|written| written.is_narrowed()) {
///         println!("{} wrote a less specific state", client.vendor());
///     }
///     Ok(())
/// }
/// ```
#[async_trait]
pub trait LeadClientExt: LeadClient {
    /// Verifies the credentials with the vendor's cheapest call.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::LeadClientExt;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = Memory::new();
    /// let report = client.check().await?;
    /// assert_eq!(report.account.as_deref(), Some("Example Motors"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns [`Unauthenticated`](crate::ErrorKind::Unauthenticated) if the credentials are not valid for this API.
    async fn check(&self) -> Result<Reply<CheckReport>> {
        self.check_with(&CallOptions::new()).await
    }

    /// Creates a lead.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::{LeadClientExt, WriteOutcome};
    /// use leads_core::client::{CreateEffect, NewLead};
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = Memory::new();
    /// let new = NewLead::new("Jane Doe").email("jane@example.com");
    /// let created = client.create(&new).await?;
    /// assert_eq!(created.effect, CreateEffect::Created);
    /// assert_eq!(client.get(&created.id).await?.name().as_deref(), Some("Jane Doe"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// See [`LeadClient::create_with`].
    async fn create(&self, lead: &NewLead) -> Result<Reply<Created>> {
        self.create_with(lead, &CallOptions::new()).await
    }

    /// Reads a lead.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::{LeadClientExt, LeadId, LeadState, client::NewLead};
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = Memory::new();
    /// # let id = client.create(&NewLead::new("Jane Doe")).await?.id.clone();
    /// let lead = client.get(&id).await?;
    /// assert_eq!(lead.status().state, LeadState::New);
    ///
    /// let missing = client.get(&LeadId::new("404")).await.unwrap_err();
    /// assert!(missing.is_not_found());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// See [`LeadClient::get_with`].
    async fn get(&self, id: &LeadId) -> Result<Reply<Box<dyn Lead>>> {
        self.get_with(id, &CallOptions::new()).await
    }

    /// Updates a lead's fields.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::{LeadClientExt, client::NewLead};
    /// use leads_core::{Patch, client::LeadUpdate};
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = Memory::new();
    /// # let id = client.create(&NewLead::new("Jane Doe")).await?.id.clone();
    /// client.update(&id, &LeadUpdate::new().name(Patch::set("Jane Roe"))).await?;
    /// assert_eq!(client.get(&id).await?.name().as_deref(), Some("Jane Roe"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// See [`LeadClient::update_with`].
    async fn update(&self, id: &LeadId, change: &LeadUpdate) -> Result<Reply<Updated>> {
        self.update_with(id, change, &CallOptions::new()).await
    }

    /// Changes a lead's status.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::{LeadClientExt, client::NewLead};
    /// use leads_core::{LeadState, client::StatusChange};
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = Memory::new();
    /// # let id = client.create(&NewLead::new("Jane Doe")).await?.id.clone();
    /// let change = StatusChange::to(LeadState::OnHold).comment("on holiday until May");
    /// let updated = client.set_status(&id, &change).await?;
    /// let written = updated.written.as_ref().unwrap();
    /// assert_eq!(written.state, LeadState::OnHold);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// See [`LeadClient::set_status_with`].
    async fn set_status(&self, id: &LeadId, change: &StatusChange) -> Result<Reply<Updated>> {
        self.set_status_with(id, change, &CallOptions::new()).await
    }

    /// Deletes a lead.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::{LeadClientExt, client::NewLead};
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = Memory::new();
    /// # let id = client.create(&NewLead::new("Jane Doe")).await?.id.clone();
    /// client.delete(&id).await?;
    /// assert!(client.get(&id).await.unwrap_err().is_not_found());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// See [`LeadClient::delete_with`].
    async fn delete(&self, id: &LeadId) -> Result<Reply<Updated>> {
        self.delete_with(id, &CallOptions::new()).await
    }

    /// Reads one page of leads.
    ///
    /// To read all pages, use [`list`](Self::list).
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::{LeadClientExt, client::NewLead};
    /// use leads_core::client::LeadQuery;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = Memory::new();
    /// # for name in ["Ann", "Bob", "Cem"] {
    /// #     client.create(&NewLead::new(name)).await?;
    /// # }
    /// let query = LeadQuery::new().page_size(2);
    /// let first = client.list_page(&query, None).await?;
    /// assert_eq!(first.leads.len(), 2);
    /// let second = client.list_page(&query, first.next.as_ref()).await?;
    /// assert_eq!(second.leads[0].name().as_deref(), Some("Cem"));
    /// assert!(second.next.is_none());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// See [`LeadClient::list_page_with`].
    async fn list_page(&self, query: &LeadQuery, after: Option<&PageToken>) -> Result<Reply<LeadPage>> {
        self.list_page_with(query, after, &CallOptions::new()).await
    }

    /// Finds the one lead that has a key.
    ///
    /// ```
    /// use leads_core::{LeadClient, LeadClientExt, LeadId, Result, client::LeadKey};
    /// /// Returns the person's lead, or `None` if there is none.
    /// async fn known(client: &dyn LeadClient, address: &str) -> Result<Option<LeadId>> {
    ///     match client.find(&LeadKey::email(address)).await {
    ///         Ok(lead) => Ok(lead.id()),
    ///         Err(error) if error.is_not_found() => Ok(None),
    ///         // Several leads: the candidates are their ids.
    ///         Err(error) => Err(error),
    ///     }
    /// }
    /// ```
    ///
    /// # Errors
    /// See [`LeadClient::find_with`].
    async fn find(&self, key: &LeadKey) -> Result<Reply<Box<dyn Lead>>> {
        self.find_with(key, &CallOptions::new()).await
    }

    /// Creates a lead only if no lead has its key. The fields of a lead that has it are left as they are.
    ///
    /// ```
    /// use leads_core::client::{LeadKey, NewLead};
    /// use leads_core::{LeadClient, LeadClientExt, LeadId, Result};
    /// /// Returns the lead of an enquiry, or `None` if it is not known yet whether there is one.
    /// async fn take(client: &dyn LeadClient, address: &str) -> Result<Option<LeadId>> {
    ///     let upsert = client.upsert(&LeadKey::email(address), &NewLead::new("Jane Doe")).await?;
    ///     Ok(upsert.id().cloned())
    /// }
    /// ```
    ///
    /// # Errors
    /// See [`LeadClient::upsert_with`].
    async fn upsert(&self, key: &LeadKey, lead: &NewLead) -> Result<Reply<Upsert>> {
        self.upsert_with(key, lead, &CallOptions::new()).await
    }

    /// Sets a lead's state to won.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::{LeadClientExt, LeadState, client::NewLead};
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = Memory::new();
    /// # let id = client.create(&NewLead::new("Jane Doe")).await?.id.clone();
    /// client.mark_won(&id).await?;
    /// assert_eq!(client.get(&id).await?.status().state, LeadState::Won);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// See [`LeadClient::set_status_with`].
    async fn mark_won(&self, id: &LeadId) -> Result<Reply<Updated>> {
        self.set_status_with(id, &StatusChange::to(LeadState::Won), &CallOptions::new()).await
    }

    /// Sets a lead's state to lost, with a reason given by the vendor's id. A blank reason counts as none.
    ///
    /// If the vendor has no reasons ([`Capabilities::reason`](super::Capabilities::reason) is false), the lead is set
    /// to lost without it, and the reply has the warning [`FIELD_LEFT_OUT`](super::FIELD_LEFT_OUT) for `reason`.
    ///
    /// ```
    /// use leads_core::client::FIELD_LEFT_OUT;
    /// use leads_core::{LeadClient, LeadClientExt, LeadId, Result};
    /// async fn lose(client: &dyn LeadClient, id: &LeadId) -> Result<()> {
    ///     let updated = client.mark_lost(id, "12").await?;
    ///     if updated.meta().warnings.iter().any(|warning| warning.code == FIELD_LEFT_OUT) {
    ///         println!("{} does not store a reason", client.vendor());
    ///     }
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    /// See [`LeadClient::set_status_with`].
    async fn mark_lost(&self, id: &LeadId, reason: &str) -> Result<Reply<Updated>> {
        let lost = StatusChange::to(LeadState::Lost);
        if reason.trim().is_empty() {
            return self.set_status_with(id, &lost, &CallOptions::new()).await;
        }
        if self.capabilities().reason {
            return self.set_status_with(id, &lost.reason(reason), &CallOptions::new()).await;
        }
        let reply = self.set_status_with(id, &lost, &CallOptions::new()).await?;
        Ok(Reply::warn(
            reply,
            [left_out("reason", "the vendor or the adapter's configuration does not support reasons")],
        ))
    }

    /// Determines whether a status change whose response was lost took effect.
    ///
    /// ```
    /// use leads_core::client::StatusChange;
    /// use leads_core::{LeadClient, LeadClientExt, LeadId, LeadState, Result};
    /// /// Closes a lead, and returns whether that is certain.
    /// async fn close(client: &dyn LeadClient, id: &LeadId) -> Result<bool> {
    ///     let won = StatusChange::to(LeadState::Won);
    ///     match client.set_status(id, &won).await {
    ///         Ok(_) => Ok(true),
    ///         Err(error) => Ok(client.resolve_status(id, &won, &error).await?.is_found()),
    ///     }
    /// }
    /// ```
    ///
    /// # Errors
    /// See [`LeadClient::resolve_status_with`].
    async fn resolve_status<'a>(
        &'a self,
        id: &'a LeadId,
        change: &'a StatusChange,
        lost: impl Into<Lost> + Send + 'a,
    ) -> Result<Resolution> {
        self.resolve_status_with(id, change, lost.into(), &CallOptions::new()).await
    }

    /// Determines whether an update whose response was lost took effect.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::{LeadClientExt, Resolution, client::NewLead};
    /// use leads_core::{Patch, client::LeadUpdate};
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = Memory::new();
    /// # let id = client.create(&NewLead::new("Jane Doe")).await?.id.clone();
    /// let change = LeadUpdate::new().name(Patch::set("Jane Roe"));
    /// # client.lose_response();
    /// let lost = client.update(&id, &change).await.unwrap_err();
    /// assert_eq!(client.resolve_update(&id, &change, &lost).await?, Resolution::Found);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// See [`LeadClient::resolve_update_with`].
    async fn resolve_update<'a>(
        &'a self,
        id: &'a LeadId,
        change: &'a LeadUpdate,
        lost: impl Into<Lost> + Send + 'a,
    ) -> Result<Resolution> {
        self.resolve_update_with(id, change, lost.into(), &CallOptions::new()).await
    }

    /// Determines whether a delete whose response was lost took effect.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::{LeadClientExt, client::NewLead};
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = Memory::new();
    /// # let id = client.create(&NewLead::new("Jane Doe")).await?.id.clone();
    /// # client.lose_response();
    /// let lost = client.delete(&id).await.unwrap_err();
    /// assert!(client.resolve_delete(&id, &lost).await?.is_found());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// See [`LeadClient::resolve_delete_with`].
    async fn resolve_delete<'a>(&'a self, id: &'a LeadId, lost: impl Into<Lost> + Send + 'a) -> Result<Resolution> {
        self.resolve_delete_with(id, lost.into(), &CallOptions::new()).await
    }

    /// Determines whether a create whose response was lost took effect, and returns the lead.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::LeadClientExt;
    /// use leads_core::client::{CreateKey, LeadKey, NewLead};
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = Memory::new();
    /// let new = NewLead::new("Jane Doe").email("jane@example.com");
    /// # client.lose_response();
    /// let lost = client.create(&new).await.unwrap_err();
    /// let key = CreateKey::contact(LeadKey::email("jane@example.com"));
    /// let resolved = client.resolve_create(&new, &key, &lost).await?;
    /// assert!(resolved.resolution.is_found());
    /// assert!(resolved.id.is_some(), "the id that the lost response contained");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// See [`LeadClient::resolve_create_with`].
    async fn resolve_create<'a>(
        &'a self,
        lead: &'a NewLead,
        key: &'a CreateKey,
        lost: impl Into<Lost> + Send + 'a,
    ) -> Result<ResolvedCreate> {
        self.resolve_create_with(lead, key, lost.into(), &CallOptions::new()).await
    }

    /// Applies many changes, each with a key by which the application knows it, and reports each exactly once. See
    /// [`bulk`](crate::bulk).
    ///
    /// Changes of one lead are applied in their order, one at a time; others run concurrently. Creates and upserts have no
    /// order.
    ///
    /// ```
    /// use leads_core::bulk::{BulkOptions, BulkReport};
    /// use leads_core::client::{Change, StatusChange};
    /// use leads_core::{LeadClient, LeadClientExt, LeadState, Result};
    /// async fn close_all(client: &dyn LeadClient, ids: &[String]) -> Result<BulkReport> {
    ///     let won = || StatusChange::to(LeadState::Won);
    ///     let changes =
    ///         ids.iter().map(|id| (id.as_str(), Change::set_status(id.as_str(), won())));
    ///     client.apply_all(changes, BulkOptions::new()).await
    /// }
    /// ```
    ///
    /// # Errors
    /// Returns an error, before anything is sent, if two changes have the same key or the record to resume from is of other
    /// changes. A change that fails is not an error; it is in the report.
    fn apply_all<'a>(
        &'a self,
        changes: impl IntoIterator<Item = (impl Into<String>, Change)>,
        options: BulkOptions<'a>,
    ) -> Pin<Box<dyn Future<Output = Result<BulkReport>> + Send + 'a>> {
        let changes = changes.into_iter().map(|(key, change)| (key.into(), change)).collect();
        Box::pin(bulk::apply_changes(self, changes, options))
    }

    /// Returns a stream over all leads that match the query, page by page.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::{LeadClientExt, LeadState, client::NewLead};
    /// use leads_core::client::LeadQuery;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = Memory::new();
    /// # for name in ["Ann", "Bob", "Cem"] {
    /// #     client.create(&NewLead::new(name)).await?;
    /// # }
    /// let mut leads = client.list(LeadQuery::new().state(LeadState::New));
    /// let mut names = Vec::new();
    /// while let Some(lead) = leads.next().await {
    ///     names.extend(lead?.name());
    /// }
    /// assert_eq!(names, ["Ann", "Bob", "Cem"]);
    /// # Ok(())
    /// # }
    /// ```
    fn list<'a>(&'a self, query: LeadQuery) -> LeadStream<'a>
    where
        Self: Sized,
    {
        LeadStream::new(self, query, &CallOptions::new())
    }
}

impl<T: LeadClient + ?Sized> LeadClientExt for T {}

impl dyn LeadClient + '_ {
    /// Returns a stream over all leads that match the query, page by page: [`LeadClientExt::list`] for a client whose type
    /// is not known, such as `Arc<dyn LeadClient>`.
    ///
    /// ```
    /// use leads_core::client::LeadQuery;
    /// use leads_core::{LeadClient, LeadState, Result};
    /// async fn count_open(client: &dyn LeadClient) -> Result<usize> {
    ///     let mut leads = client.list(LeadQuery::new().state(LeadState::Open));
    ///     let mut count = 0;
    ///     while let Some(lead) = leads.next().await {
    ///         lead?;
    ///         count += 1;
    ///     }
    ///     Ok(count)
    /// }
    /// ```
    #[must_use]
    pub fn list(&self, query: LeadQuery) -> LeadStream<'_> {
        LeadStream::new(self, query, &CallOptions::new())
    }
}
