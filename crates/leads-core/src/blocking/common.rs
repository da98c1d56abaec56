//! The calls of the vendor-independent client.

use super::{Blocking, Leads};
use crate::bulk::{BulkOptions, BulkReport};
use crate::client::{
    Change, CheckReport, CreateKey, Created, LeadClient, LeadClientExt, LeadKey, LeadPage, LeadQuery, LeadUpdate,
    NewLead, PageToken, ResolvedCreate, StatusChange, Updated, Upsert,
};
use crate::error::Result;
use crate::http::{Lost, Resolution};
use crate::lead::{Lead, LeadId};
use crate::response::Reply;

/// The calls of a [`LeadClient`]. They are those of [`LeadClientExt`], with the same errors; for a call with options use
/// [`run`](Self::run).
impl<C: LeadClient> Blocking<C> {
    /// Verifies the credentials with the vendor's cheapest call.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// use leads_core::blocking::Blocking;
    /// let client = Blocking::new(Memory::new())?;
    /// assert_eq!(client.check()?.account.as_deref(), Some("Example Motors"));
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`LeadClient::check_with`].
    pub fn check(&self) -> Result<Reply<CheckReport>> {
        self.thread.block_on(self.client.check())
    }

    /// Creates a lead.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// use leads_core::{blocking::Blocking, client::NewLead};
    /// # let client = Blocking::new(Memory::new())?;
    /// let created = client.create(&NewLead::new("Jane Doe"))?;
    /// assert_eq!(created.id.as_str(), "1");
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`LeadClient::create_with`].
    pub fn create(&self, lead: &NewLead) -> Result<Reply<Created>> {
        self.thread.block_on(self.client.create(lead))
    }

    /// Reads a lead.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// use leads_core::{LeadId, blocking::Blocking};
    /// # let client = Blocking::new(Memory::new())?;
    /// assert!(client.get(&LeadId::new("404")).unwrap_err().is_not_found());
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`LeadClient::get_with`].
    pub fn get(&self, id: &LeadId) -> Result<Reply<Box<dyn Lead>>> {
        self.thread.block_on(self.client.get(id))
    }

    /// Finds the one lead that has a key.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// use leads_core::{blocking::Blocking, client::{LeadKey, NewLead}};
    /// # let client = Blocking::new(Memory::new())?;
    /// client.create(&NewLead::new("Jane Doe").email("jane@example.com"))?;
    /// let lead = client.find(&LeadKey::email("jane@example.com"))?;
    /// assert_eq!(lead.name().as_deref(), Some("Jane Doe"));
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`LeadClient::find_with`].
    pub fn find(&self, key: &LeadKey) -> Result<Reply<Box<dyn Lead>>> {
        self.thread.block_on(self.client.find(key))
    }

    /// Creates a lead unless one has the key: see [`LeadClientExt::upsert`].
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// use leads_core::{blocking::Blocking, client::{LeadKey, NewLead}};
    /// # let client = Blocking::new(Memory::new())?;
    /// let (key, new) = (LeadKey::email("jane@example.com"), NewLead::new("Jane Doe"));
    /// assert!(client.upsert(&key, &new)?.is_created());
    /// assert!(client.upsert(&key, &new)?.is_matched());
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`LeadClient::upsert_with`].
    pub fn upsert(&self, key: &LeadKey, lead: &NewLead) -> Result<Reply<Upsert>> {
        self.thread.block_on(self.client.upsert(key, lead))
    }

    /// Updates a lead's fields.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// use leads_core::{Patch, blocking::Blocking, client::{LeadUpdate, NewLead}};
    /// # let client = Blocking::new(Memory::new())?;
    /// let id = client.create(&NewLead::new("Jane Doe"))?.id.clone();
    /// client.update(&id, &LeadUpdate::new().name(Patch::set("Jane Roe")))?;
    /// assert_eq!(client.get(&id)?.name().as_deref(), Some("Jane Roe"));
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`LeadClient::update_with`].
    pub fn update(&self, id: &LeadId, change: &LeadUpdate) -> Result<Reply<Updated>> {
        self.thread.block_on(self.client.update(id, change))
    }

    /// Changes a lead's status.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// use leads_core::{LeadState, blocking::Blocking, client::{NewLead, StatusChange}};
    /// # let client = Blocking::new(Memory::new())?;
    /// let id = client.create(&NewLead::new("Jane Doe"))?.id.clone();
    /// client.set_status(&id, &StatusChange::to(LeadState::OnHold))?;
    /// assert_eq!(client.get(&id)?.status().state, LeadState::OnHold);
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`LeadClient::set_status_with`].
    pub fn set_status(&self, id: &LeadId, change: &StatusChange) -> Result<Reply<Updated>> {
        self.thread.block_on(self.client.set_status(id, change))
    }

    /// Sets a lead's state to won.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::{LeadState, blocking::Blocking, client::NewLead};
    /// # let client = Blocking::new(Memory::new())?;
    /// let id = client.create(&NewLead::new("Jane Doe"))?.id.clone();
    /// client.mark_won(&id)?;
    /// assert_eq!(client.get(&id)?.status().state, LeadState::Won);
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`LeadClient::set_status_with`].
    pub fn mark_won(&self, id: &LeadId) -> Result<Reply<Updated>> {
        self.thread.block_on(self.client.mark_won(id))
    }

    /// Sets a lead's state to lost: see [`LeadClientExt::mark_lost`].
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::{LeadState, blocking::Blocking, client::NewLead};
    /// # let client = Blocking::new(Memory::new())?;
    /// let id = client.create(&NewLead::new("Jane Doe"))?.id.clone();
    /// let updated = client.mark_lost(&id, "12")?;
    /// assert_eq!(updated.meta().warnings.len(), 1, "this client has no reasons");
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`LeadClient::set_status_with`].
    pub fn mark_lost(&self, id: &LeadId, reason: &str) -> Result<Reply<Updated>> {
        self.thread.block_on(self.client.mark_lost(id, reason))
    }

    /// Deletes a lead.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::{blocking::Blocking, client::NewLead};
    /// # let client = Blocking::new(Memory::new())?;
    /// let id = client.create(&NewLead::new("Jane Doe"))?.id.clone();
    /// client.delete(&id)?;
    /// assert!(client.get(&id).is_err());
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`LeadClient::delete_with`].
    pub fn delete(&self, id: &LeadId) -> Result<Reply<Updated>> {
        self.thread.block_on(self.client.delete(id))
    }

    /// Determines whether a status change whose response was lost took effect: see [`LeadClientExt::resolve_status`].
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::{LeadState, blocking::Blocking, client::{NewLead, StatusChange}};
    /// # let client = Blocking::new(Memory::new())?;
    /// # let id = client.create(&NewLead::new("Jane Doe"))?.id.clone();
    /// let won = StatusChange::to(LeadState::Won);
    /// # client.client().lose_response();
    /// let lost = client.set_status(&id, &won).unwrap_err();
    /// assert!(client.resolve_status(&id, &won, &lost)?.is_found());
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`LeadClient::resolve_status_with`].
    pub fn resolve_status(
        &self,
        id: &LeadId,
        change: &StatusChange,
        lost: impl Into<Lost> + Send,
    ) -> Result<Resolution> {
        self.thread.block_on(self.client.resolve_status(id, change, lost))
    }

    /// Determines whether an update whose response was lost took effect: see [`LeadClientExt::resolve_update`].
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::{Patch, blocking::Blocking, client::{LeadUpdate, NewLead}};
    /// # let client = Blocking::new(Memory::new())?;
    /// # let id = client.create(&NewLead::new("Jane Doe"))?.id.clone();
    /// let change = LeadUpdate::new().name(Patch::set("Jane Roe"));
    /// # client.client().lose_response();
    /// let lost = client.update(&id, &change).unwrap_err();
    /// assert!(client.resolve_update(&id, &change, &lost)?.is_found());
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`LeadClient::resolve_update_with`].
    pub fn resolve_update(&self, id: &LeadId, change: &LeadUpdate, lost: impl Into<Lost> + Send) -> Result<Resolution> {
        self.thread.block_on(self.client.resolve_update(id, change, lost))
    }

    /// Determines whether a delete whose response was lost took effect: see [`LeadClientExt::resolve_delete`].
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::{blocking::Blocking, client::NewLead};
    /// # let client = Blocking::new(Memory::new())?;
    /// # let id = client.create(&NewLead::new("Jane Doe"))?.id.clone();
    /// # client.client().lose_response();
    /// let lost = client.delete(&id).unwrap_err();
    /// assert!(client.resolve_delete(&id, &lost)?.is_found());
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`LeadClient::resolve_delete_with`].
    pub fn resolve_delete(&self, id: &LeadId, lost: impl Into<Lost> + Send) -> Result<Resolution> {
        self.thread.block_on(self.client.resolve_delete(id, lost))
    }

    /// Determines whether a create whose response was lost took effect: see [`LeadClientExt::resolve_create`].
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::{blocking::Blocking, client::{CreateKey, LeadKey, NewLead}};
    /// # let client = Blocking::new(Memory::new())?;
    /// let new = NewLead::new("Jane Doe").email("jane@example.com");
    /// # client.client().lose_response();
    /// let lost = client.create(&new).unwrap_err();
    /// let key = CreateKey::contact(LeadKey::email("jane@example.com"));
    /// assert!(client.resolve_create(&new, &key, &lost)?.resolution.is_found());
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`LeadClient::resolve_create_with`].
    pub fn resolve_create(
        &self,
        lead: &NewLead,
        key: &CreateKey,
        lost: impl Into<Lost> + Send,
    ) -> Result<ResolvedCreate> {
        self.thread.block_on(self.client.resolve_create(lead, key, lost))
    }

    /// Applies many changes, and reports each exactly once: see [`LeadClientExt::apply_all`].
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// use leads_core::{blocking::Blocking, bulk::BulkOptions, client::{Change, NewLead}};
    /// # let client = Blocking::new(Memory::new())?;
    /// let (new, missing) = (Change::create(NewLead::new("Ann")), Change::delete("404"));
    /// let rows = [("row 1", new), ("row 2", missing)];
    /// let report = client.apply_all(rows, BulkOptions::new())?;
    /// assert!(report.row("row 1").unwrap().is_done());
    /// assert!(!report.row("row 2").unwrap().is_done());
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`LeadClientExt::apply_all`].
    pub fn apply_all(
        &self,
        changes: impl IntoIterator<Item = (impl Into<String>, Change)>,
        options: BulkOptions<'_>,
    ) -> Result<BulkReport> {
        self.thread.block_on(self.client.apply_all(changes, options))
    }

    /// Reads one page of leads.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::{blocking::Blocking, client::LeadQuery};
    /// # let client = Blocking::new(Memory::new())?;
    /// assert!(client.list_page(&LeadQuery::new(), None)?.leads.is_empty());
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`LeadClient::list_page_with`].
    pub fn list_page(&self, query: &LeadQuery, after: Option<&PageToken>) -> Result<Reply<LeadPage>> {
        self.thread.block_on(self.client.list_page(query, after))
    }

    /// Returns an iterator over all leads that match the query, page by page.
    ///
    /// Each item can be an error: see [`LeadStream`](crate::client::LeadStream).
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// use leads_core::{Result, blocking::Blocking, client::{LeadQuery, NewLead}};
    /// # let client = Blocking::new(Memory::new())?;
    /// for name in ["Ann", "Bob", "Cem"] {
    ///     client.create(&NewLead::new(name))?;
    /// }
    /// let leads = client.list(LeadQuery::new()).collect::<Result<Vec<_>>>()?;
    /// assert_eq!(leads.len(), 3);
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    pub fn list(&self, query: LeadQuery) -> Leads<'_> {
        Leads::new(&self.thread, self.client.list(query))
    }
}
