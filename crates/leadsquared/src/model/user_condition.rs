//! Conditions of a user search.

use leads_core::vendor::Deserialize;
use leads_core::{Error, Personal, Result, open_enum};
use serde::Serialize;

open_enum! {
    /// The comparison operator. The vendor's page was seen with `lik` only; others are given by their text.
    pub enum UserOperator {
        /// The field contains the value.
        Like = "lik",
    }
}

open_enum! {
    /// How conditions are combined.
    pub enum Junction {
        /// All must hold.
        And = "AND",
        /// At least one must hold.
        Or = "OR",
    }
}

/// A condition of a user search.
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
    /// Creates a condition from a field, an operator and a value.
    pub fn new(name: impl Into<String>, operator: impl Into<UserOperator>, value: impl Into<String>) -> Self {
        Self {
            lookup_name: name.into(),
            operator: operator.into(),
            lookup_value: Personal(value.into()),
            condition_operator: None,
        }
    }

    /// Creates a condition that a field contains a text.
    pub fn like(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self::new(name, UserOperator::Like, value)
    }
}

/// A group of conditions of a user search.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct UserGroup {
    condition: Vec<UserCondition>,
    #[serde(default)]
    group_operator: Option<Junction>,
}

impl UserGroup {
    /// Creates a group whose conditions must all hold.
    pub fn all(conditions: impl IntoIterator<Item = UserCondition>) -> Self {
        Self::joined(Junction::And, conditions)
    }

    /// Creates a group of which at least one condition must hold.
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

    /// Appends a group. The operator is written with the preceding group, and the last group has none, as with
    /// conditions (inferred: the vendor's sample has one group).
    pub(crate) fn append(groups: &mut Vec<Self>, junction: Junction, group: Self) {
        if let Some(last) = groups.last_mut() {
            last.group_operator = Some(junction);
        }
        groups.push(group);
    }

    /// Rejects what the vendor would treat as no filter at all.
    pub(crate) fn check(&self) -> Result<()> {
        if self.condition.is_empty() {
            return Err(Error::invalid("group", "must have a condition: without one it matches every user"));
        }
        let whole =
            |one: &UserCondition| !one.lookup_name.trim().is_empty() && !one.operator.as_str().trim().is_empty();
        if !self.condition.iter().all(whole) {
            return Err(Error::invalid("group", "must name the field and the comparison of every condition"));
        }
        Ok(())
    }
}
