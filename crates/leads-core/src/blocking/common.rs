//! The calls of the vendor-independent client.

use super::{Blocking, Leads};
use crate::client::{
    CheckReport, Created, LeadClient, LeadClientExt, LeadKey, LeadPage, LeadQuery, LeadUpdate, NewLead, PageToken,
    StatusChange, Updated, Upsert,
};
use crate::error::Result;
use crate::lead::{Lead, LeadId};
use crate::response::Reply;

/// The calls of a [`LeadClient`]. They are those of [`LeadClientExt`], with the same errors; for a call with options use
/// [`run`](Self::run).
impl<C: LeadClient> Blocking<C> {
    /// Verifies the credentials with the vendor's cheapest call.
    ///
    /// # Errors
    ///
    /// As [`LeadClient::check_with`].
    pub fn check(&self) -> Result<Reply<CheckReport>> {
        self.thread.block_on(self.client.check())
    }

    /// Creates a lead.
    ///
    /// # Errors
    ///
    /// As [`LeadClient::create_with`].
    pub fn create(&self, lead: &NewLead) -> Result<Reply<Created>> {
        self.thread.block_on(self.client.create(lead))
    }

    /// Reads a lead.
    ///
    /// # Errors
    ///
    /// As [`LeadClient::get_with`].
    pub fn get(&self, id: &LeadId) -> Result<Reply<Box<dyn Lead>>> {
        self.thread.block_on(self.client.get(id))
    }

    /// Finds the one lead that has a key.
    ///
    /// # Errors
    ///
    /// As [`LeadClient::find_with`].
    pub fn find(&self, key: &LeadKey) -> Result<Reply<Box<dyn Lead>>> {
        self.thread.block_on(self.client.find(key))
    }

    /// Creates a lead unless one has the key: see [`LeadClientExt::upsert`].
    ///
    /// # Errors
    ///
    /// As [`LeadClient::upsert_with`].
    pub fn upsert(&self, key: &LeadKey, lead: &NewLead) -> Result<Reply<Upsert>> {
        self.thread.block_on(self.client.upsert(key, lead))
    }

    /// Updates a lead's fields.
    ///
    /// # Errors
    ///
    /// As [`LeadClient::update_with`].
    pub fn update(&self, id: &LeadId, change: &LeadUpdate) -> Result<Reply<Updated>> {
        self.thread.block_on(self.client.update(id, change))
    }

    /// Changes a lead's status.
    ///
    /// # Errors
    ///
    /// As [`LeadClient::set_status_with`].
    pub fn set_status(&self, id: &LeadId, change: &StatusChange) -> Result<Reply<Updated>> {
        self.thread.block_on(self.client.set_status(id, change))
    }

    /// Sets a lead's state to won.
    ///
    /// # Errors
    ///
    /// As [`LeadClient::set_status_with`].
    pub fn mark_won(&self, id: &LeadId) -> Result<Reply<Updated>> {
        self.thread.block_on(self.client.mark_won(id))
    }

    /// Sets a lead's state to lost: see [`LeadClientExt::mark_lost`].
    ///
    /// # Errors
    ///
    /// As [`LeadClient::set_status_with`].
    pub fn mark_lost(&self, id: &LeadId, reason: &str) -> Result<Reply<Updated>> {
        self.thread.block_on(self.client.mark_lost(id, reason))
    }

    /// Deletes a lead.
    ///
    /// # Errors
    ///
    /// As [`LeadClient::delete_with`].
    pub fn delete(&self, id: &LeadId) -> Result<Reply<Updated>> {
        self.thread.block_on(self.client.delete(id))
    }

    /// Reads one page of leads.
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
    pub fn list(&self, query: LeadQuery) -> Leads<'_> {
        Leads::new(&self.thread, self.client.list(query))
    }
}
