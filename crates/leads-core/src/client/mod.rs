//! A vendor-independent client.
//!
//! The interface is deliberately small, because the four vendors have little in common. For everything else, use the
//! typed client of the vendor crate; both handles can be used together, because clients are cheap to clone.

mod builders;
mod capabilities;
pub(crate) mod checks;
mod ext;
pub(crate) mod find;
mod form;
mod key;
mod replies;
mod stream;
mod upsert;
pub(crate) mod warnings;

pub use crate::paging::PageToken;
pub use builders::{LeadQuery, LeadUpdate, NewLead, StatusChange, StatusTarget};
pub use capabilities::Capabilities;
pub use ext::LeadClientExt;
pub use form::{AddressFields, FormField, FormFields, FormTarget, FormValues};
pub use key::LeadKey;
pub use replies::{CheckReport, CreateEffect, Created, LeadPage, Updated};
pub use stream::LeadStream;
pub use upsert::{Doubles, KeyLocks, KeyedLead, MatchedFields, Upsert};
pub use warnings::{FIELD_LEFT_OUT, NOTE_NOT_WRITTEN, STATE_NARROWED};

use crate::error::Result;
use crate::http::CallOptions;
use crate::lead::{Lead, LeadId};
use crate::response::Reply;
use async_trait::async_trait;
use std::fmt;
use std::sync::Arc;

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
///     let page = client.list_page(&LeadQuery::new().state(LeadState::Open).page_size(20), None).await?;
///     Ok(page.leads.iter().filter_map(|lead| lead.name()).collect())
/// }
/// ```
#[async_trait]
pub trait LeadClient: fmt::Debug + Send + Sync {
    /// Returns the vendor's name.
    fn vendor(&self) -> &'static str;

    /// Returns what the vendor supports.
    fn capabilities(&self) -> &Capabilities;

    /// Verifies the credentials with the vendor's cheapest call.
    ///
    /// # Errors
    /// Returns [`Unauthenticated`](crate::ErrorKind::Unauthenticated) if the credentials are not valid for this API.
    async fn check_with(&self, options: &CallOptions) -> Result<Reply<CheckReport>>;

    /// Creates a lead.
    ///
    /// # Errors
    /// Returns an error that names the field, before anything is sent, if a field that the vendor requires is missing.
    /// If the response is lost, the outcome is [unknown](crate::WriteOutcome::Unknown) and the create is not retried.
    async fn create_with(&self, lead: &NewLead, options: &CallOptions) -> Result<Reply<Created>>;

    /// Reads a lead.
    ///
    /// # Errors
    /// Returns [`NotFound`](crate::ErrorKind::NotFound) if there is no such lead.
    async fn get_with(&self, id: &LeadId, options: &CallOptions) -> Result<Reply<Box<dyn Lead>>>;

    /// Updates a lead's fields.
    ///
    /// # Errors
    /// Returns an error that names the field, before anything is sent, if the vendor cannot change or clear it.
    async fn update_with(&self, id: &LeadId, change: &LeadUpdate, options: &CallOptions) -> Result<Reply<Updated>>;

    /// Changes a lead's status.
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
    /// # Errors
    /// Returns [`NotFound`](crate::ErrorKind::NotFound) if there is no such lead.
    async fn delete_with(&self, id: &LeadId, options: &CallOptions) -> Result<Reply<Updated>>;

    /// Reads one page of leads.
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
            }
        )*
    };
}
forward!(Arc, Box);
