//! Outcomes with which leads are closed.

use super::{OutcomeId, model};
use crate::envelope::Record;
use crate::model::LeadStatus;

model! {
    /// An outcome with which a lead is closed. The company defines them; each one means won, lost or cancelled.
    pub struct Outcome {
        /// The record's id.
        id: required OutcomeId,
        /// The type, `outcomes`.
        kind as "type": scalar String,
        /// The name.
        name: scalar String,
        /// The status that it means. The spelling is not confirmed by any live response: see [`Outcome::meaning`].
        status: scalar String,
    }
}

impl Outcome {
    /// Returns the status that it means, in any case and either spelling of `cancelled`; `None` if it has no status.
    #[must_use]
    pub fn meaning(&self) -> Option<LeadStatus> {
        self.status.as_deref().map(LeadStatus::recognise)
    }
}

impl Record for Outcome {
    const PLURAL: &'static str = "outcomes";
}
