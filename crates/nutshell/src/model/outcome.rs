//! How leads are closed.

use super::{OutcomeId, model};
use crate::envelope::Record;
use crate::model::LeadStatus;

model! {
    /// An outcome: what a lead is closed with. The company defines them; each means won, lost or cancelled.
    pub struct Outcome {
        /// The id.
        id: required OutcomeId,
        /// The type, `outcomes`.
        #[serde(rename = "type")]
        kind: scalar String,
        /// What it is called.
        name: scalar String,
        /// What it means. The spelling is not confirmed by any live answer: see [`Outcome::meaning`].
        status: scalar String,
    }
}

impl Outcome {
    /// What it means, whatever the case and the spelling of `cancelled`; `None` where it has no status.
    #[must_use]
    pub fn meaning(&self) -> Option<LeadStatus> {
        self.status.as_deref().map(LeadStatus::recognise)
    }
}

impl Record for Outcome {
    const PLURAL: &'static str = "outcomes";
}
