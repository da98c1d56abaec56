//! The common client: for code that must not care which vendor is behind it.
//!
//! It is small on purpose. What the four vendors share is little; the typed client of each vendor crate is the
//! product, and both handles can be kept side by side, because clients are cheap clones.

mod builders;
mod capabilities;
mod ext;
mod replies;
mod stream;
mod warnings;

pub use builders::{LeadQuery, LeadUpdate, NewLead, StatusChange, StatusTarget};
pub use capabilities::Capabilities;
pub use ext::LeadClientExt;
pub use replies::{CheckReport, CreateEffect, Created, LeadPage, PageToken, Updated};
pub use stream::LeadStream;
pub use warnings::{FIELD_LEFT_OUT, STATE_NARROWED, left_out, narrowed};

use crate::error::{Error, Result};
use crate::http::CallOptions;
use crate::lead::{Lead, LeadId};
use crate::response::Reply;
use async_trait::async_trait;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// The calls that an adapter of a vendor implements. Applications use [`LeadClientExt`], which every `LeadClient` has.
///
/// What the vendor cannot do is `false` in [`capabilities`](Self::capabilities) and an
/// [`Unsupported`](crate::ErrorKind::Unsupported) error that sends nothing.
///
/// No field of a builder is dropped silently. An adapter writes it, returns an error before anything is written, or
/// reports it as a warning of the reply ([`FIELD_LEFT_OUT`], [`STATE_NARROWED`]). What each vendor does with each field
/// is in `docs/common-client.md`.
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
    /// The vendor's name.
    fn vendor(&self) -> &'static str;

    /// What the vendor can do.
    fn capabilities(&self) -> &Capabilities;

    /// Proves the credentials by the vendor's cheapest call.
    ///
    /// # Errors
    /// [`Unauthenticated`](crate::ErrorKind::Unauthenticated) when they are not good here.
    async fn check_with(&self, options: CallOptions) -> Result<Reply<CheckReport>>;

    /// Makes a lead.
    ///
    /// # Errors
    /// A field that the vendor demands and that is missing is named before anything is sent. A lost answer leaves
    /// the outcome [unknown](crate::WriteOutcome::Unknown), and the library does not send it again.
    async fn create_with(&self, lead: &NewLead, options: CallOptions) -> Result<Reply<Created>>;

    /// Reads a lead.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is none.
    async fn get_with(&self, id: &LeadId, options: CallOptions) -> Result<Reply<Box<dyn Lead>>>;

    /// Changes a lead's fields.
    ///
    /// # Errors
    /// A field that the vendor cannot change or clear is named before anything is sent.
    async fn update_with(&self, id: &LeadId, change: &LeadUpdate, options: CallOptions) -> Result<Reply<Updated>>;

    /// Changes a lead's status.
    ///
    /// # Errors
    /// A state that the vendor cannot express is refused before anything is sent; an ambiguous one lists its
    /// candidates.
    async fn set_status_with(&self, id: &LeadId, change: &StatusChange, options: CallOptions)
    -> Result<Reply<Updated>>;

    /// Deletes a lead.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is none.
    async fn delete_with(&self, id: &LeadId, options: CallOptions) -> Result<Reply<Updated>>;

    /// Reads one page of leads.
    ///
    /// # Errors
    /// A filter that the vendor does not have is refused before anything is sent.
    async fn list_page_with(
        &self,
        query: &LeadQuery,
        after: Option<&PageToken>,
        options: CallOptions,
    ) -> Result<Reply<LeadPage>>;
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
                async fn check_with(&self, options: CallOptions) -> Result<Reply<CheckReport>> {
                    (**self).check_with(options).await
                }
                async fn create_with(&self, lead: &NewLead, options: CallOptions) -> Result<Reply<Created>> {
                    (**self).create_with(lead, options).await
                }
                async fn get_with(&self, id: &LeadId, options: CallOptions) -> Result<Reply<Box<dyn Lead>>> {
                    (**self).get_with(id, options).await
                }
                async fn update_with(
                    &self,
                    id: &LeadId,
                    change: &LeadUpdate,
                    options: CallOptions,
                ) -> Result<Reply<Updated>> {
                    (**self).update_with(id, change, options).await
                }
                async fn set_status_with(
                    &self,
                    id: &LeadId,
                    change: &StatusChange,
                    options: CallOptions,
                ) -> Result<Reply<Updated>> {
                    (**self).set_status_with(id, change, options).await
                }
                async fn delete_with(&self, id: &LeadId, options: CallOptions) -> Result<Reply<Updated>> {
                    (**self).delete_with(id, options).await
                }
                async fn list_page_with(
                    &self,
                    query: &LeadQuery,
                    after: Option<&PageToken>,
                    options: CallOptions,
                ) -> Result<Reply<LeadPage>> {
                    (**self).list_page_with(query, after, options).await
                }
            }
        )*
    };
}
forward!(Arc, Box);

/// Refuses names of vendor fields that an adapter does not know, so that a misspelt one is never ignored.
///
/// # Errors
/// An invalid request that names the field and lists the known ones in its help.
pub fn ensure_known_fields(fields: &BTreeMap<String, Value>, known: &[&str]) -> Result<()> {
    match fields.keys().find(|name| !known.contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => Err(Error::invalid(name.clone(), "is no field of this vendor")
            .with_help(format!("known fields: {}", if known.is_empty() { "none".into() } else { known.join(", ") }))),
    }
}

/// Refuses what a vendor cannot take, by the name of the builder's field.
///
/// # Errors
/// [`Unsupported`](crate::ErrorKind::Unsupported) for the first that is set.
pub fn ensure_unset(fields: &[(&'static str, bool)]) -> Result<()> {
    match fields.iter().find(|(_, set)| *set) {
        None => Ok(()),
        Some((name, _)) => Err(Error::unsupported("the vendor has no such field").with_field(*name)),
    }
}

/// Checks the custom fields of a new lead: a blank name and `null` are errors. An adapter calls it first, so that `null`
/// means the same at every vendor: a new lead has nothing to clear.
///
/// # Errors
/// An invalid request that names `custom`.
pub fn check_new_custom(fields: &BTreeMap<String, Value>) -> Result<()> {
    check_changed_custom(fields)?;
    match fields.iter().find(|(_, value)| value.is_null()) {
        None => Ok(()),
        Some((name, _)) => Err(Error::invalid("custom", format!("holds null for `{name}`"))
            .with_help("a new lead has nothing to clear: leave the field out")),
    }
}

/// Checks the custom fields of a change: a blank name is an error. `null` clears; an adapter whose vendor cannot clear
/// returns [`Unsupported`](crate::ErrorKind::Unsupported) and names `custom`.
///
/// # Errors
/// An invalid request that names `custom`.
pub fn check_changed_custom(fields: &BTreeMap<String, Value>) -> Result<()> {
    match fields.keys().any(|name| name.trim().is_empty()) {
        false => Ok(()),
        true => Err(Error::invalid("custom", "has a field with a blank name")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_clears_in_a_change_and_is_an_error_in_a_new_lead() {
        let null = BTreeMap::from([("colour".to_owned(), Value::Null)]);
        let error = check_new_custom(&null).unwrap_err();
        assert_eq!(error.field(), Some("custom"));
        assert!(error.to_string().contains("colour"), "{error}");
        assert!(check_changed_custom(&null).is_ok());
        let blank = BTreeMap::from([(" ".to_owned(), Value::from(1))]);
        assert_eq!(check_new_custom(&blank).unwrap_err().field(), Some("custom"));
        assert_eq!(check_changed_custom(&blank).unwrap_err().field(), Some("custom"));
    }
}
