//! Checking a write without sending it.

use super::loss::{Loss, remove_from_new, remove_from_update};
use async_trait::async_trait;
use leads::client::{LeadUpdate, NewLead, StatusChange};
use leads::{Error, ErrorKind, LeadClient, LeadClientExt as _, LeadId};
use leads_core::HttpResponse;
use leads_core::http::{Progress, Transport, TransportError, TransportErrorKind, WireRequest};
use std::sync::Arc;

/// A transport that never connects. A client over it checks a request in every way that needs no network.
#[derive(Debug)]
pub(crate) struct NoNetwork;

#[async_trait]
impl Transport for NoNetwork {
    async fn send(&self, _: WireRequest, _: Arc<dyn Progress>) -> Result<HttpResponse, TransportError> {
        Err(TransportError::new(TransportErrorKind::Connect))
    }
}

/// Returns `None` if the error shows that the request would have been sent.
fn rejected<T>(result: Result<T, Error>) -> Option<Error> {
    result.err().filter(|error| error.kind() != ErrorKind::Connect)
}

/// Checks a create, and leaves out the fields that the vendor does not have.
pub(crate) async fn create(client: &dyn LeadClient, lead: &mut NewLead, loss: &mut Vec<Loss>) -> Result<(), Error> {
    while let Some(error) = rejected(client.create(lead).await) {
        drop_field(error, loss, |field| remove_from_new(lead, field))?;
    }
    Ok(())
}

/// Checks an update, and leaves out the fields that the vendor cannot change.
pub(crate) async fn update(
    client: &dyn LeadClient,
    id: &LeadId,
    change: &mut LeadUpdate,
    loss: &mut Vec<Loss>,
) -> Result<(), Error> {
    while !change.is_empty() {
        let Some(error) = rejected(client.update(id, change).await) else { break };
        drop_field(error, loss, |field| remove_from_update(change, field))?;
    }
    Ok(())
}

/// Checks a change of status.
pub(crate) async fn status(client: &dyn LeadClient, id: &LeadId, change: &StatusChange) -> Result<(), Error> {
    rejected(client.set_status(id, change).await).map_or(Ok(()), Err)
}

fn drop_field(error: Error, loss: &mut Vec<Loss>, mut remove: impl FnMut(&str) -> bool) -> Result<(), Error> {
    let field = error.field().filter(|_| error.kind() == ErrorKind::Unsupported).map(str::to_owned);
    match field {
        Some(field) if remove(&field) => {
            loss.push(Loss::of(&field, &error));
            Ok(())
        }
        _ => Err(error),
    }
}
