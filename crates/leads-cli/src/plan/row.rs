//! Deciding what to do with a row.

use super::dry;
use super::fields::{difference, fingerprint};
use super::file::{Action, PlanRow};
use super::loss::{Loss, LossKind};
use super::map::Missing;
use crate::failure::{Result, summary};
use crate::pace::Pace;
use crate::profile::Session;
use crate::steady;
use leads::client::{LeadKey, NewLead, StatusChange};
use leads::status::StateSupport;
use leads::{Error, ErrorKind, Lead, LeadClient, LeadClientExt as _, LeadId, LeadState};
use leads_journal::Write;
use std::collections::HashMap;
use std::sync::Arc;

/// A row before it is planned.
pub(crate) struct RowSource {
    pub(crate) row: u64,
    pub(crate) target: Result<Target, String>,
    pub(crate) wanted: Result<NewLead, String>,
}

/// The lead of a row.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Target {
    Id(LeadId),
    Key(LeadKey),
}

/// Plans rows. Sends reads only.
pub(crate) struct Planner {
    leads: Arc<dyn LeadClient>,
    pace: Arc<Pace>,
    /// The same client without a network.
    dry: Arc<dyn LeadClient>,
    missing: Missing,
    /// Rejects rows of which a part would be lost.
    strict: bool,
    /// Leaves leads that exist as they are.
    only_new: bool,
    /// What each row loses before it is planned.
    ledger: HashMap<u64, Vec<Loss>>,
}

impl Planner {
    pub(crate) fn new(session: &Session, dry: Arc<dyn LeadClient>, missing: Missing) -> Self {
        let (leads, pace) = (Arc::clone(&session.leads), Arc::clone(&session.pace));
        Self { leads, pace, dry, missing, strict: false, only_new: false, ledger: HashMap::new() }
    }

    /// Returns how fast the account is, for the progress.
    pub(crate) fn pace(&self) -> &Arc<Pace> {
        &self.pace
    }

    pub(crate) fn strict(self, strict: bool) -> Self {
        Self { strict, ..self }
    }

    pub(crate) fn only_new(self) -> Self {
        Self { only_new: true, ..self }
    }

    /// Adds what rows lose before they are planned, by the numbers of the rows.
    pub(crate) fn with_loss(self, ledger: HashMap<u64, Vec<Loss>>) -> Self {
        Self { ledger, ..self }
    }

    /// Rejects each row whose lead an earlier row has too: their order would decide.
    pub(crate) fn refuse_doubles(rows: &mut [RowSource]) {
        let mut first: HashMap<Target, u64> = HashMap::new();
        for source in rows {
            let Ok(target) = &source.target else { continue };
            match first.get(target) {
                Some(row) => source.target = Err(format!("row {row} has the same lead")),
                None => drop(first.insert(target.clone(), source.row)),
            }
        }
    }

    /// Plans a row.
    ///
    /// Returns an error if the vendor could not be asked. What is wrong with the row itself is in the plan.
    pub(crate) async fn plan(&self, source: RowSource) -> Result<PlanRow> {
        let row = source.row;
        let (target, wanted) = match (source.target, source.wanted) {
            (Ok(target), Ok(wanted)) => (target, wanted),
            (Err(reason), _) | (_, Err(reason)) => return Ok(PlanRow::refused(row, reason)),
        };
        let found = match &target {
            Target::Id(id) => steady::read(async || self.leads.get(id).await).await,
            Target::Key(key) => steady::read(async || self.leads.find(key).await).await,
        };
        let mut planned = match found {
            Ok(lead) if self.only_new => {
                let reason = Some("a lead with this key exists".to_owned());
                PlanRow { lead: lead.id(), reason, ..PlanRow::new(row, Action::Unchanged) }
            }
            Ok(lead) => self.change(row, &**lead, &wanted).await,
            Err(error) if error.kind() == ErrorKind::NotFound => self.create(row, &target, wanted).await,
            Err(error) if is_of_the_row(&error) => PlanRow::refused(row, summary(&error)),
            Err(error) => return Err(error.into()),
        };
        if let Target::Key(key) = target {
            planned.key = Some(key);
        }
        if let Some(loss) = self.ledger.get(&row).filter(|_| !planned.writes.is_empty()) {
            planned.loss.splice(0..0, loss.iter().cloned());
        }
        if self.strict && !planned.loss.is_empty() && !planned.writes.is_empty() {
            let loss = std::mem::take(&mut planned.loss);
            planned = PlanRow { loss, key: planned.key, ..PlanRow::refused(row, "a part of it would be lost") };
        }
        Ok(planned)
    }

    async fn create(&self, row: u64, target: &Target, mut lead: NewLead) -> PlanRow {
        if matches!(target, Target::Id(_)) || self.missing == Missing::Refuse {
            return PlanRow::refused(row, "the lead does not exist");
        }
        let mut loss = Vec::new();
        if let Err(error) = dry::create(&*self.dry, &mut lead, &mut loss).await {
            return PlanRow { loss, ..PlanRow::refused(row, summary(&error)) };
        }
        loss.extend(lead.state.and_then(|state| self.narrowed(state)));
        let writes = vec![Write::Create(Box::new(lead))];
        PlanRow { loss, writes, ..PlanRow::new(row, Action::Create) }
    }

    async fn change(&self, row: u64, lead: &dyn Lead, wanted: &NewLead) -> PlanRow {
        let Some(id) = lead.id() else { return PlanRow::refused(row, "the vendor sent no id of the lead") };
        let mut difference = difference(lead, wanted);
        let mut loss = std::mem::take(&mut difference.loss);
        let mut writes = Vec::new();
        if let Err(error) = dry::update(&*self.dry, &id, &mut difference.update, &mut loss).await {
            return PlanRow { lead: Some(id), loss, ..PlanRow::refused(row, summary(&error)) };
        }
        if !difference.update.is_empty() {
            writes.push(Write::Update { lead: id.clone(), change: Box::new(difference.update) });
        }
        if let Some(state) = difference.state {
            let change = StatusChange::to(state);
            match dry::status(&*self.dry, &id, &change).await {
                Ok(()) => {
                    loss.extend(self.narrowed(state));
                    writes.push(Write::Status { lead: id.clone(), change: Box::new(change) });
                }
                Err(error) if error.kind() == ErrorKind::Unsupported => loss.push(Loss::of("state", &error)),
                Err(error) => return PlanRow { lead: Some(id), loss, ..PlanRow::refused(row, summary(&error)) },
            }
        }
        let lost = |field: &String| loss.iter().any(|loss| loss.field == *field && loss.loss == LossKind::Lost);
        difference.fields.retain(|field| !lost(field));
        let action = if writes.is_empty() { Action::Unchanged } else { Action::Update };
        let (before, seen) = match action {
            Action::Update => (Some(difference.before), Some(fingerprint(lead))),
            _ => (None, None),
        };
        PlanRow { lead: Some(id), fields: difference.fields, loss, writes, before, seen, ..PlanRow::new(row, action) }
    }

    fn narrowed(&self, state: LeadState) -> Option<Loss> {
        let support = self.leads.capabilities().states.iter().find(|(known, _)| *known == state)?.1;
        let why = "the vendor has no state that is as precise";
        (support == StateSupport::Narrowed).then(|| Loss::narrowed("state", why))
    }
}

/// Returns whether an error concerns this row alone, so that the others can be planned.
fn is_of_the_row(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Ambiguous | ErrorKind::InvalidRequest | ErrorKind::Rejected | ErrorKind::State | ErrorKind::Decode
    )
}
