//! Changes through the vendor-independent client as the rows of a run.

use super::apply::{Apply, Resolved, RowInfo, Sent};
use super::run::run;
use super::{BulkOptions, BulkReport, RowDigest};
use crate::client::{Change, CreateEffect, CreateKey, Created, LeadClient, ResolvedCreate, Updated, Upsert};
use crate::error::{Error, ErrorKind, Result, WriteOutcome};
use crate::http::{CallOptions, Lost, Resolution, Timeouts};
use crate::lead::LeadId;
use crate::request::Safety;
use crate::response::{Meta, Reply};
use async_trait::async_trait;
use std::time::Duration;

struct Changes<'a, C: ?Sized> {
    client: &'a C,
    rows: Vec<(String, Change)>,
}

/// Applies many changes.
pub(crate) async fn apply_changes<C: LeadClient + ?Sized>(
    client: &C,
    changes: Vec<(String, Change)>,
    options: BulkOptions<'_>,
) -> Result<BulkReport> {
    let named = |error: Error| error.for_operation(client.vendor(), "apply_all");
    let info = |(key, change): &(String, Change)| {
        Ok(RowInfo { key: key.clone(), digest: RowDigest::of(change)?, subject: client.subject(change) })
    };
    let rows: Vec<RowInfo> = changes.iter().map(info).collect::<Result<_>>().map_err(named)?;
    let work = Changes { client, rows: changes };
    Box::pin(run(&work, &rows, options)).await.map_err(named)
}

fn sent(meta: Meta, id: Option<LeadId>, effect: Option<CreateEffect>) -> Sent {
    let Meta { outcome, warnings, attempts, .. } = meta;
    Sent { outcome, id, effect, written: None, warnings, attempts, error: None }
}

fn updated(reply: Reply<Updated>) -> Sent {
    let (Updated { id, written, .. }, meta) = Reply::into_parts(reply);
    Sent { written, ..sent(meta, Some(id), None) }
}

fn upserted(reply: Reply<Upsert>) -> Sent {
    let (upsert, meta) = Reply::into_parts(reply);
    match upsert {
        Upsert::Created { id, .. } => sent(meta, Some(id), Some(CreateEffect::Created)),
        Upsert::Matched { id, fields, .. } => {
            let effect = match fields {
                crate::client::MatchedFields::Left => CreateEffect::Matched,
                crate::client::MatchedFields::Written => CreateEffect::Updated,
            };
            sent(meta, Some(id), Some(effect))
        }
        Upsert::Unknown { id, error, .. } => {
            let outcome = WriteOutcome::Unknown;
            Sent { outcome, error, ..sent(meta, id, Some(CreateEffect::Unknown)) }
        }
    }
}

fn resolved(create: ResolvedCreate) -> Resolved {
    Resolved { resolution: create.resolution, id: create.id }
}

impl<C: LeadClient + ?Sized> Changes<'_, C> {
    fn change(&self, row: usize) -> Result<&Change> {
        self.rows.get(row).map(|(_, change)| change).ok_or_else(|| Error::invalid("row", "does not exist"))
    }
}

#[async_trait]
impl<C: LeadClient + ?Sized> Apply for Changes<'_, C> {
    async fn send(&self, row: usize, options: &CallOptions) -> Result<Sent> {
        match self.change(row)? {
            Change::Create { lead, .. } => {
                let (Created { id, effect, .. }, meta) =
                    Reply::into_parts(self.client.create_with(lead, options).await?);
                Ok(sent(meta, Some(id), Some(effect)))
            }
            Change::Update { id, change } => Ok(updated(self.client.update_with(id, change, options).await?)),
            Change::SetStatus { id, change } => Ok(updated(self.client.set_status_with(id, change, options).await?)),
            Change::Delete { id } => Ok(updated(self.client.delete_with(id, options).await?)),
            Change::Upsert { key, lead } => Ok(upserted(self.client.upsert_with(key, lead, options).await?)),
        }
    }

    async fn resolve(&self, row: usize, lost: Lost, options: &CallOptions) -> Result<Resolved> {
        match self.change(row)? {
            Change::Create { lead, key: Some(key) } => {
                Ok(resolved(self.client.resolve_create_with(lead, key, lost, options).await?))
            }
            Change::Create { key: None, .. } => Ok(Resolution::CannotTell.into()),
            Change::Update { id, change } => {
                Ok(self.client.resolve_update_with(id, change, lost, options).await?.into())
            }
            Change::SetStatus { id, change } => {
                Ok(self.client.resolve_status_with(id, change, lost, options).await?.into())
            }
            Change::Delete { id } => Ok(self.client.resolve_delete_with(id, lost, options).await?.into()),
            Change::Upsert { key, lead } => match self.client.find_with(key, options).await {
                // An upsert only promises that there is a lead with the key.
                Ok(found) => Ok(Resolved { resolution: Resolution::Found, id: found.id() }),
                Err(error) if error.is_not_found() => {
                    let keyed = self.client.keyed_lead(key, lead)?;
                    let key = CreateKey::contact(keyed.key().clone());
                    Ok(resolved(self.client.resolve_create_with(keyed.lead(), &key, lost, options).await?))
                }
                Err(error) if error.kind() == ErrorKind::Ambiguous => Ok(Resolution::CannotTell.into()),
                Err(error) => Err(error),
            },
        }
    }

    fn is_idempotent(&self, row: usize) -> bool {
        self.change(row).is_ok_and(|change| self.client.safety(change) != Safety::NonIdempotent)
    }

    fn usual_deadline(&self) -> Duration {
        Timeouts::default().call
    }

    fn time_for(&self, rows: u64) -> Option<Duration> {
        self.client.time_for(rows)
    }
}
