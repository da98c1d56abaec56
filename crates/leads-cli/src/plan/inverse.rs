//! Taking back what a row changed.

use super::dry;
use super::fields::{fingerprint, holds};
use super::file::{Action, PlanRow};
use super::loss::Loss;
use crate::failure::{Result, summary};
use crate::profile::Session;
use crate::steady;
use leads::client::{LeadUpdate, StatusChange};
use leads::{ErrorKind, Lead, LeadClient, LeadClientExt as _, LeadId, Patch};
use leads_journal::{State, Write};
use std::sync::Arc;

/// Plans the inverse of rows. Sends reads only.
pub(crate) struct Inverse {
    leads: Arc<dyn LeadClient>,
    offline: Arc<dyn LeadClient>,
}

impl Inverse {
    pub(crate) fn new(session: &Session) -> Result<Self> {
        Ok(Self { leads: Arc::clone(&session.leads), offline: session.offline()? })
    }

    /// Plans the inverse of a row, of whose writes the states and the created lead are known.
    pub(crate) async fn plan(&self, row: &PlanRow, ended: &[Option<(State, Option<String>)>]) -> Result<PlanRow> {
        let number = row.row;
        let took_effect = |state: &State| matches!(state, State::Applied | State::Accepted);
        let applied: Vec<&Write> = row
            .writes
            .iter()
            .zip(ended)
            .filter(|(_, ended)| ended.as_ref().is_some_and(|(state, _)| took_effect(state)))
            .map(|(write, _)| write)
            .collect();
        if ended.iter().flatten().any(|(state, _)| state.is_open() || *state == State::Partial) {
            return Ok(PlanRow::refused(number, "it is not known what this row changed"));
        }
        if applied.is_empty() {
            let reason = Some("nothing was changed".to_owned());
            return Ok(PlanRow { reason, ..PlanRow::new(number, Action::Unchanged) });
        }
        let created = ended.iter().flatten().find_map(|(_, id)| id.clone()).map(LeadId::new);
        let found = match (row.lead.clone().or(created), &row.key) {
            (Some(id), _) => steady::read(async || self.leads.get(&id).await).await,
            (None, Some(key)) => steady::read(async || self.leads.find(key).await).await,
            (None, None) => return Ok(PlanRow::refused(number, "the lead's id is not known")),
        };
        let lead = match found {
            Ok(lead) => lead,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::Ambiguous) => {
                return Ok(PlanRow::refused(number, summary(&error)));
            }
            Err(error) => return Err(error.into()),
        };
        let Some(id) = lead.id() else { return Ok(PlanRow::refused(number, "the vendor sent no id of the lead")) };
        if !applied.iter().all(|write| holds(&**lead, write)) {
            let refused = PlanRow::refused(number, "the lead was changed after the job");
            return Ok(PlanRow { lead: Some(id), ..refused });
        }
        match row.action {
            Action::Create => Ok(self.delete(number, id, &**lead)),
            _ => Ok(self.restore(row, id, &**lead, &applied).await),
        }
    }

    fn delete(&self, number: u64, id: LeadId, lead: &dyn Lead) -> PlanRow {
        if !self.leads.capabilities().delete {
            return PlanRow { lead: Some(id), ..PlanRow::refused(number, "the vendor cannot delete a lead") };
        }
        let (seen, writes) = (Some(fingerprint(lead)), vec![Write::Delete { lead: id.clone() }]);
        PlanRow { lead: Some(id), seen, writes, ..PlanRow::new(number, Action::Delete) }
    }

    async fn restore(&self, row: &PlanRow, id: LeadId, lead: &dyn Lead, applied: &[&Write]) -> PlanRow {
        let Some(before) = &row.before else { return PlanRow::refused(row.row, "the plan has no old values") };
        let (mut update, mut loss, mut writes) = (LeadUpdate::new(), Vec::new(), Vec::new());
        for write in applied {
            match write {
                Write::Update { change, .. } => {
                    update = only(&before.update, change);
                    if !change.note.is_keep() {
                        loss.push(Loss::lost("note", "a note cannot be taken back"));
                    }
                }
                Write::Status { .. } => {
                    let Some(state) = before.state else { continue };
                    let change = StatusChange::to(state);
                    if let Err(error) = dry::status(&*self.offline, &id, &change).await {
                        loss.push(Loss::of("state", &error));
                        continue;
                    }
                    writes.push(Write::Status { lead: id.clone(), change: Box::new(change) });
                }
                _ => {}
            }
        }
        if let Err(error) = dry::update(&*self.offline, &id, &mut update, &mut loss).await {
            return PlanRow { lead: Some(id), loss, ..PlanRow::refused(row.row, summary(&error)) };
        }
        if !update.is_empty() {
            writes.insert(0, Write::Update { lead: id.clone(), change: Box::new(update) });
        }
        if writes.is_empty() {
            return PlanRow { lead: Some(id), loss, ..PlanRow::refused(row.row, "nothing of it can be taken back") };
        }
        let (seen, fields) = (Some(fingerprint(lead)), row.fields.clone());
        PlanRow { lead: Some(id), seen, fields, loss, writes, ..PlanRow::new(row.row, Action::Update) }
    }
}

/// Returns the old values of the fields that a change has set.
fn only(before: &LeadUpdate, change: &LeadUpdate) -> LeadUpdate {
    fn one<A: Clone>(before: &Patch<A>, change: &Patch<A>) -> Patch<A> {
        if change.is_keep() { Patch::Keep } else { before.clone() }
    }
    let mut update = LeadUpdate::new();
    update.name = one(&before.name, &change.name);
    update.email = one(&before.email, &change.email);
    update.phone = one(&before.phone, &change.phone);
    update.source = one(&before.source, &change.source);
    update.owner = one(&before.owner, &change.owner);
    update.value = one(&before.value, &change.value);
    let custom = before.custom.iter().filter(|(name, _)| change.custom.contains_key(*name));
    update.custom = custom.map(|(name, value)| (name.clone(), value.clone())).collect();
    update
}
