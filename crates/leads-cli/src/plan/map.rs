//! The map from the columns of a file to the fields of a lead.

use crate::failure::{Failure, Result};
use leads::LeadState;
use leads::client::LeadKey;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// The fields of `[set]`.
pub(crate) const FIELDS: &[&str] =
    &["name", "email", "phone", "note", "source", "owner", "value", "state", "campaign", "company"];

/// A map file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Map {
    /// How a row finds its lead.
    pub(crate) find: Find,
    /// What to do with a row whose lead does not exist.
    #[serde(default)]
    pub(crate) missing: Missing,
    /// The columns of the common fields.
    #[serde(default)]
    pub(crate) set: BTreeMap<String, String>,
    /// The columns of the tenant's custom fields.
    #[serde(default)]
    pub(crate) custom: BTreeMap<String, String>,
    /// The columns of the vendor's fields, which are set when a lead is created.
    #[serde(default)]
    pub(crate) vendor_fields: BTreeMap<String, String>,
    /// What the texts in the column of the state mean; other texts must be states.
    #[serde(default)]
    pub(crate) states: BTreeMap<String, LeadState>,
}

/// How a row finds its lead: by a column with ids, or with values that one lead alone has.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Find {
    Id(String),
    Email(String),
    Phone(String),
    Field { name: String, column: String },
}

/// What to do with a row whose lead does not exist.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Missing {
    #[default]
    Create,
    Refuse,
}

impl Find {
    pub(crate) fn column(&self) -> &str {
        match self {
            Self::Id(column) | Self::Email(column) | Self::Phone(column) | Self::Field { column, .. } => column,
        }
    }

    /// Returns the key of a row, or `None` for an id.
    pub(crate) fn key(&self, value: &str) -> Option<LeadKey> {
        match self {
            Self::Id(_) => None,
            Self::Email(_) => Some(LeadKey::email(value)),
            Self::Phone(_) => Some(LeadKey::phone(value)),
            Self::Field { name, .. } => Some(LeadKey::field(name, value)),
        }
    }
}

const HELP: &str = "write [find] with id, email, phone or field, and [set] with FIELD = \"COLUMN\"; see docs/cli.md";

impl Map {
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(|error| Failure::file(path, "read", &error))?;
        Self::parse(&text).map_err(|(line, message)| {
            Failure::usage(format!("{}:{line}", path.display()), format!("is not a map: {message}"), HELP)
        })
    }

    fn parse(text: &str) -> Result<Self, (usize, String)> {
        let map: Self = toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            (before.split('\n').count(), error.message().to_owned())
        })?;
        match map.set.keys().find(|field| !FIELDS.contains(&field.as_str())) {
            Some(unknown) => {
                let line = text.lines().position(|line| line.trim_start().starts_with(unknown.as_str()));
                let message = format!("there is no field `{unknown}`; the fields are {}", FIELDS.join(", "));
                Err((line.map_or(1, |line| line + 1), message))
            }
            None => Ok(map),
        }
    }

    /// Returns the columns that it names.
    pub(crate) fn columns(&self) -> impl Iterator<Item = &str> {
        let maps = [&self.set, &self.custom, &self.vendor_fields];
        std::iter::once(self.find.column()).chain(maps.into_iter().flat_map(BTreeMap::values).map(String::as_str))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn map_names_known_fields_and_the_line_of_a_mistake() {
        let map = Map::parse(
            "missing = \"refuse\"\n[find]\nfield = { name = \"ref\", column = \"Ref\" }\n[set]\nname = \"Name\"\n\
             [states]\nSold = \"won\"\n",
        )
        .unwrap();
        assert_eq!(map.columns().collect::<Vec<_>>(), ["Ref", "Name"]);
        assert_eq!((map.missing, map.states["Sold"]), (Missing::Refuse, LeadState::Won));
        for (text, line) in [
            ("[find]\nemail = \"E\"\n[set]\nnmae = \"Name\"\n", 4),
            ("[find]\nemail = \"E\"\n[sets]\n", 3),
            ("[set]\nname = \"Name\"\n", 1),
        ] {
            assert_eq!(Map::parse(text).map(drop).unwrap_err().0, line, "{text}");
        }
    }
}
