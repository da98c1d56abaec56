//! Conditions of a search for users.

use leads_core::{Error, Personal, Result, open_enum};
use serde::{Deserialize, Serialize};

open_enum! {
    /// How a value is compared. The vendor's page was seen with `lik` only; others go in by their text.
    pub enum UserOperator {
        /// The field holds the value somewhere.
        Like = "lik",
    }
}

open_enum! {
    /// How conditions stand together.
    pub enum Junction {
        /// All must hold.
        And = "AND",
        /// One is enough.
        Or = "OR",
    }
}

/// One condition of a search for users.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct UserCondition {
    lookup_name: String,
    operator: UserOperator,
    lookup_value: Personal<String>,
    // The last condition of a group has none, and the vendor's sample writes null.
    #[serde(default)]
    condition_operator: Option<Junction>,
}

impl UserCondition {
    /// A field, how to compare it, and a value.
    pub fn new(name: impl Into<String>, operator: impl Into<UserOperator>, value: impl Into<String>) -> Self {
        Self {
            lookup_name: name.into(),
            operator: operator.into(),
            lookup_value: Personal(value.into()),
            condition_operator: None,
        }
    }

    /// A field that holds a text somewhere.
    pub fn like(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self::new(name, UserOperator::Like, value)
    }
}

/// Conditions of a search for users that stand together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct UserGroup {
    condition: Vec<UserCondition>,
    #[serde(default)]
    group_operator: Option<Junction>,
}

impl UserGroup {
    /// Conditions that must all hold.
    pub fn all(conditions: impl IntoIterator<Item = UserCondition>) -> Self {
        Self::joined(Junction::And, conditions)
    }

    /// Conditions of which one is enough.
    pub fn any(conditions: impl IntoIterator<Item = UserCondition>) -> Self {
        Self::joined(Junction::Or, conditions)
    }

    fn joined(junction: Junction, conditions: impl IntoIterator<Item = UserCondition>) -> Self {
        let mut condition: Vec<UserCondition> = conditions.into_iter().collect();
        if let Some((_, before)) = condition.split_last_mut() {
            before.iter_mut().for_each(|one| one.condition_operator = Some(junction.clone()));
        }
        Self { condition, group_operator: None }
    }

    pub(crate) fn join(&mut self, junction: Junction) {
        self.group_operator = Some(junction);
    }

    /// Refuses what the vendor would take for no filter at all.
    pub(crate) fn check(&self) -> Result<()> {
        if self.condition.is_empty() {
            return Err(Error::invalid("group", "must have a condition: without one it finds everybody"));
        }
        let whole =
            |one: &UserCondition| !one.lookup_name.trim().is_empty() && !one.operator.as_str().trim().is_empty();
        if !self.condition.iter().all(whole) {
            return Err(Error::invalid("group", "must name the field and the comparison of every condition"));
        }
        Ok(())
    }
}
