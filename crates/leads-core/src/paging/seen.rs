//! The keys that an adapter has delivered, as part of a page token.

use super::history::{History, KeyHash};
use std::fmt;

/// The keys of the rows that were delivered on earlier pages, for an adapter whose list can contain a row again. Its text
/// is part of a page token, because adapters keep no state between pages.
///
/// It holds hashes of the last 4,096 keys. A row whose key was dropped is delivered again, so nothing is lost.
///
/// ```
/// use leads_core::vendor::SeenKeys;
/// let mut seen = SeenKeys::default();
/// assert!(seen.insert("1003-leads") && !seen.insert("1003-leads"));
/// let mut restored = SeenKeys::parse(&seen.text()).unwrap();
/// assert!(!restored.insert("1003-leads"));
/// ```
pub struct SeenKeys(History);

impl SeenKeys {
    /// Parses the output of [`text`](Self::text); returns `None` for any other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let keys = KeyHash::split(text).filter(|keys| keys.len() <= History::KEEP)?;
        Some(Self(History::new(keys, false)))
    }

    /// Adds a key; returns `false` if it is already known.
    pub fn insert(&mut self, key: &str) -> bool {
        self.0.push(KeyHash::of(key))
    }

    /// Returns the keys as text without dots, 8 characters for each.
    #[must_use]
    pub fn text(&self) -> String {
        KeyHash::join(self.0.saved(0, History::KEEP).0.0.into_iter())
    }
}

impl Default for SeenKeys {
    fn default() -> Self {
        Self(History::new(Vec::new(), false))
    }
}

impl fmt::Debug for SeenKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SeenKeys").field("keys", &self.0.delivered()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_bounded_and_keeps_the_newest_keys() {
        let mut seen = SeenKeys::default();
        for key in 0..5_000 {
            assert!(seen.insert(&key.to_string()));
        }
        let text = seen.text();
        assert_eq!(text.len(), 8 * History::KEEP);
        let mut restored = SeenKeys::parse(&text).unwrap();
        assert!(!restored.insert("4999") && !restored.insert("904"));
        assert!(restored.insert("903"), "the oldest keys are dropped");
        for bad in ["a", "????????", &format!("{text}AAAAAAAA")] {
            assert!(SeenKeys::parse(bad).is_none());
        }
    }
}
