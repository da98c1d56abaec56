//! JSON that keeps its numbers as they are written.

use crate::json::JsonText;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

/// A JSON value whose numbers keep their text and whose objects keep their order.
#[derive(Clone, Debug)]
pub(crate) enum Tree {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Tree>),
    Map(Vec<(String, Tree)>),
    /// An object whose names are data. Only [typed values](super::to_tree) have it.
    Open(Vec<(String, Tree)>),
}

/// Why a text has no tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoTree {
    NotJson,
    TooDeep,
}

impl NoTree {
    pub(crate) fn note(self) -> &'static str {
        match self {
            Self::NotJson => "the payload is not JSON",
            Self::TooDeep => "the payload is nested deeper than 128 levels, so it was not compared",
        }
    }
}

impl From<serde_json::Error> for NoTree {
    fn from(_: serde_json::Error) -> Self {
        Self::NotJson
    }
}

/// The maximum nesting depth: readers skip an unknown member at any depth, but here each level uses stack.
const DEEPEST: usize = 128;

impl Tree {
    pub(crate) fn parse(text: &str) -> Result<Self, NoTree> {
        let raw: &RawValue = serde_json::from_str(text)?;
        Self::read(raw, 0)
    }

    fn read(raw: &RawValue, depth: usize) -> Result<Self, NoTree> {
        if depth > DEEPEST {
            return Err(NoTree::TooDeep);
        }
        let text = raw.get();
        Ok(match text.bytes().next() {
            Some(b'n') => Self::Null,
            Some(b't') => Self::Bool(true),
            Some(b'f') => Self::Bool(false),
            // Half a surrogate pair is read in the same way as by the readers of records.
            Some(b'"') => Self::Text(crate::json::decode::from_str(text).map_err(|_| NoTree::NotJson)?),
            Some(b'[') => {
                let rows: Vec<&RawValue> = serde_json::from_str(text)?;
                Self::List(rows.into_iter().map(|row| Self::read(row, depth + 1)).collect::<Result<_, _>>()?)
            }
            Some(b'{') => {
                let members: Members<'_> = serde_json::from_str(text)?;
                Self::Map(
                    members
                        .0
                        .into_iter()
                        .map(|(name, raw)| Ok((name.into_owned(), Self::read(raw, depth + 1)?)))
                        .collect::<Result<_, NoTree>>()?,
                )
            }
            _ => Self::Number(text.to_owned()),
        })
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Map(members) | Self::Open(members) => {
                members.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// Returns the members of an object by name, for many lookups; of duplicate names, the last one.
    pub(crate) fn by_name(&self) -> HashMap<&str, &Self> {
        match self {
            Self::Map(members) | Self::Open(members) => {
                members.iter().map(|(name, value)| (name.as_str(), value)).collect()
            }
            _ => HashMap::new(),
        }
    }

    /// Returns whether the value is what some vendors write for null: empty text, an empty list, an empty object.
    pub(crate) fn is_blank(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.is_empty(),
            Self::List(rows) => rows.is_empty(),
            Self::Map(members) | Self::Open(members) => members.is_empty(),
            Self::Bool(_) | Self::Number(_) => false,
        }
    }
}

impl PartialEq for Tree {
    /// Ignores the order of members; numbers are compared by their text.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Number(a), Self::Number(b)) | (Self::Text(a), Self::Text(b)) => a == b,
            (Self::List(a), Self::List(b)) => a == b,
            (Self::Map(a) | Self::Open(a), Self::Map(b) | Self::Open(b)) => {
                // Of duplicate members, the last one counts on both sides.
                let (ours, theirs) = (self.by_name(), other.by_name());
                a.len() == b.len() && ours == theirs
            }
            _ => false,
        }
    }
}

struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> serde::Deserialize<'de> for Members<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((name, value)) = map.next_entry::<JsonText<'de>, &'de RawValue>()? {
                    members.push((Cow::Owned(name.into_string()), value));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_deeply_nested_text_is_reported_without_overflow() {
        for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
            let nested = |times: usize| format!("{}1{}", open.repeat(times), close.repeat(times));
            assert!(Tree::parse(&nested(DEEPEST)).is_ok());
            for times in [DEEPEST + 1, 100_000] {
                assert_eq!(Tree::parse(&nested(times)).unwrap_err(), NoTree::TooDeep, "{times}");
            }
        }
        assert_eq!(Tree::parse("[1").unwrap_err(), NoTree::NotJson);
    }
}
