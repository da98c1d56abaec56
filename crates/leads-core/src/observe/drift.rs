//! What in the vendor's responses does not match the types.

#[cfg(feature = "inspect")]
use crate::inspect::Inspection;
#[cfg(feature = "inspect")]
use std::collections::{BTreeMap, BTreeSet};
#[cfg(feature = "inspect")]
use std::sync::{Mutex, PoisonError};

/// A member of a response that does not match the types of this library. Nothing is lost: the text of the record has it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct DriftEvent<'a> {
    /// The vendor's name.
    pub vendor: &'static str,
    /// The label of [`ClientConfig::account`](crate::ClientConfig::account).
    pub account: Option<&'a str>,
    /// The operation whose response has the member.
    pub operation: &'static str,
    /// What does not match.
    pub kind: DriftKind,
    /// The JSON path, with `[]` for any index, and `*` for a name that the types do not determine: the key of a map, or a
    /// name that does not look like one of an API.
    pub path: &'a str,
}

/// How a member differs from the types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum DriftKind {
    /// The types have no such member.
    Unknown,
    /// The types have the member, and its value is of another type, so it is read as absent.
    Mistyped,
}

impl DriftKind {
    /// Returns the name, for labels.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Mistyped => "mistyped",
        }
    }
}

/// The paths that were reported. Their number is limited, because a vendor's response decides what they are.
#[cfg(feature = "inspect")]
#[derive(Debug, Default)]
pub(super) struct SeenPaths(Mutex<BTreeMap<&'static str, BTreeSet<(DriftKind, String)>>>);

/// The maximum number of paths per operation that are reported.
#[cfg(feature = "inspect")]
const PER_OPERATION: usize = 100;

/// The maximum number of paths per client that are reported.
#[cfg(feature = "inspect")]
const PER_CLIENT: usize = 1_000;

/// The maximum length of a path, in bytes. Longer ones are not reported.
#[cfg(feature = "inspect")]
const LONGEST: usize = 200;

#[cfg(feature = "inspect")]
impl SeenPaths {
    /// Returns what a comparison found for the first time.
    pub(super) fn new_ones(&self, operation: &'static str, found: &Inspection) -> Vec<(DriftKind, String)> {
        if found.drift().is_empty() {
            return Vec::new();
        }
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut total: usize = seen.values().map(BTreeSet::len).sum();
        let paths = seen.entry(operation).or_default();
        let mut new = Vec::new();
        for (kind, path) in found.drift() {
            let has_room = total < PER_CLIENT && paths.len() < PER_OPERATION && path.len() <= LONGEST;
            if has_room && paths.insert((*kind, path.clone())) {
                total += 1;
                new.push((*kind, path.clone()));
            }
        }
        new
    }
}

#[cfg(all(test, feature = "inspect"))]
mod tests {
    use super::*;

    #[test]
    fn number_and_length_of_reported_paths_are_limited() {
        let seen = SeenPaths::default();
        let one = |path: String| {
            let mut found = Inspection::fine("X");
            found.drift = vec![(DriftKind::Unknown, path)];
            found
        };
        assert_eq!(seen.new_ones("a", &one("x".to_owned())).len(), 1);
        assert_eq!(seen.new_ones("a", &one("x".to_owned())).len(), 0);
        assert_eq!(seen.new_ones("b", &one("x".to_owned())).len(), 1);
        assert_eq!(seen.new_ones("b", &one("x".repeat(LONGEST + 1))).len(), 0);
        let reported: usize = (0..10_000).map(|at| seen.new_ones("a", &one(format!("x{at}"))).len()).sum();
        assert_eq!(reported, PER_OPERATION - 1);
        const NAMES: [&str; 12] = ["c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n"];
        for name in NAMES {
            (0..200).for_each(|at| drop(seen.new_ones(name, &one(format!("x{at}")))));
        }
        let kept: usize = seen.0.lock().unwrap().values().map(BTreeSet::len).sum();
        assert_eq!(kept, PER_CLIENT);
    }
}
