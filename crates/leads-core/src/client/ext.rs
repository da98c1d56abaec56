//! Convenience methods for the vendor-independent client.

use super::warnings::left_out;
use super::{
    CheckReport, Created, LeadClient, LeadKey, LeadPage, LeadQuery, LeadStream, LeadUpdate, NewLead, PageToken,
    StatusChange, Updated, Upsert,
};
use crate::error::Result;
use crate::http::CallOptions;
use crate::lead::{Lead, LeadId};
use crate::response::Reply;
use crate::status::LeadState;
use async_trait::async_trait;

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
    /// # Errors
    /// Returns [`Unauthenticated`](crate::ErrorKind::Unauthenticated) if the credentials are not valid for this API.
    async fn check(&self) -> Result<Reply<CheckReport>> {
        self.check_with(&CallOptions::new()).await
    }

    /// Creates a lead.
    ///
    /// # Errors
    /// See [`LeadClient::create_with`].
    async fn create(&self, lead: &NewLead) -> Result<Reply<Created>> {
        self.create_with(lead, &CallOptions::new()).await
    }

    /// Reads a lead.
    ///
    /// # Errors
    /// See [`LeadClient::get_with`].
    async fn get(&self, id: &LeadId) -> Result<Reply<Box<dyn Lead>>> {
        self.get_with(id, &CallOptions::new()).await
    }

    /// Updates a lead's fields.
    ///
    /// # Errors
    /// See [`LeadClient::update_with`].
    async fn update(&self, id: &LeadId, change: &LeadUpdate) -> Result<Reply<Updated>> {
        self.update_with(id, change, &CallOptions::new()).await
    }

    /// Changes a lead's status.
    ///
    /// # Errors
    /// See [`LeadClient::set_status_with`].
    async fn set_status(&self, id: &LeadId, change: &StatusChange) -> Result<Reply<Updated>> {
        self.set_status_with(id, change, &CallOptions::new()).await
    }

    /// Deletes a lead.
    ///
    /// # Errors
    /// See [`LeadClient::delete_with`].
    async fn delete(&self, id: &LeadId) -> Result<Reply<Updated>> {
        self.delete_with(id, &CallOptions::new()).await
    }

    /// Reads one page of leads.
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

    /// Returns a stream over all leads that match the query, page by page.
    fn list<'a>(&'a self, query: LeadQuery) -> LeadStream<'a>
    where
        Self: Sized,
    {
        LeadStream::new(self, query, &CallOptions::new())
    }
}

impl<T: LeadClient + ?Sized> LeadClientExt for T {}
