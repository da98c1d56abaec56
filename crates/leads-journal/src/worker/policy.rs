//! What users said about writes whose effect cannot be determined.

use super::Worker;
use crate::machine::{CannotTell, Rules};
use crate::store::Record;

/// A user's word.
#[derive(Clone, Debug)]
pub(crate) struct Policy {
    pub(super) account: Option<String>,
    pub(super) operation: Option<String>,
    pub(super) cannot_tell: CannotTell,
    pub(super) by: String,
    pub(super) why: String,
}

impl Policy {
    fn applies_to(&self, record: &Record) -> bool {
        let is = |wanted: &Option<String>, found: &str| wanted.as_deref().is_none_or(|wanted| wanted == found);
        is(&self.account, &record.account) && is(&self.operation, &record.operation)
    }
}

impl Worker {
    /// Returns the policy of an entry: the last one that applies to it.
    pub(super) fn policy(&self, record: &Record) -> Option<&Policy> {
        self.policies.iter().rev().find(|policy| policy.applies_to(record))
    }

    pub(super) fn rules_of(&self, record: &Record) -> Rules {
        let cannot_tell = self.policy(record).map_or(self.rules.cannot_tell, |policy| policy.cannot_tell);
        Rules { cannot_tell, ..self.rules }
    }
}
