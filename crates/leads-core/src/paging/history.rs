//! The keys of the rows that a list has delivered.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::hash::{BuildHasherDefault, Hasher};

/// A 48-bit hash of a row's key that is the same in every process and version, so that a bookmark can contain it.
///
/// With 4,096 stored keys, the probability that another key has the same hash as one of them is 1.5 in 10^11.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct KeyHash(u64);

impl KeyHash {
    const BYTES: usize = 6;

    /// FNV-1a with a final mix, truncated to 48 bits.
    pub(crate) fn of(key: &str) -> Self {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in key.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash ^= hash >> 33;
        Self(hash & 0xffff_ffff_ffff)
    }

    /// Writes hashes as text, 8 characters each.
    pub(crate) fn join(hashes: impl Iterator<Item = Self>) -> String {
        let bytes: Vec<u8> = hashes.flat_map(|hash| hash.0.to_be_bytes().into_iter().skip(8 - Self::BYTES)).collect();
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Parses the output of [`join`](Self::join); returns `None` for any other text.
    pub(crate) fn split(text: &str) -> Option<Vec<Self>> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (whole, rest) = bytes.as_chunks::<{ Self::BYTES }>();
        let number = |bytes: &[u8; Self::BYTES]| bytes.iter().fold(0, |sum, byte| (sum << 8) | u64::from(*byte));
        rest.is_empty().then(|| whole.iter().map(|bytes| Self(number(bytes))).collect())
    }
}

/// Hashes in the order of the rows, stored as one text.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Keys(pub(crate) Vec<KeyHash>);

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} keys", self.0.len())
    }
}

impl Serialize for Keys {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&KeyHash::join(self.0.iter().copied()))
    }
}

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        KeyHash::split(&text).map(Self).ok_or_else(|| D::Error::custom("the keys of the bookmark are corrupt"))
    }
}

/// A hasher for values that are already hashes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Direct(u64);

impl Hasher for Direct {
    fn finish(&self) -> u64 {
        // The table also uses the upper bits, which a key hash leaves empty.
        self.0 ^ (self.0 << 16)
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |sum, byte| sum.rotate_left(8) ^ u64::from(*byte));
    }
    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

/// The hashes of the newest keys, in the order in which the rows were delivered. Their number is bounded.
#[derive(Debug)]
pub(crate) struct History {
    order: VecDeque<KeyHash>,
    /// The number of each row, counted from the first delivered row.
    numbers: HashMap<KeyHash, u64, BuildHasherDefault<Direct>>,
    /// The number of the oldest stored key.
    first: u64,
    keep: usize,
    /// Whether it contains every row from the beginning of the list.
    whole: bool,
}

impl History {
    /// The minimum number of keys to keep.
    pub(crate) const KEEP: usize = 4_096;

    pub(crate) fn new(keys: Vec<KeyHash>, whole: bool) -> Self {
        let mut history = Self {
            order: VecDeque::new(),
            numbers: HashMap::default(),
            first: 0,
            keep: Self::KEEP.max(keys.len()),
            whole,
        };
        for key in keys {
            history.push(key);
        }
        history
    }

    /// Keeps the keys of at least this many rows.
    pub(crate) fn keep(&mut self, rows: u64) {
        self.keep = self.keep.max(usize::try_from(rows).unwrap_or(usize::MAX));
    }

    /// Returns whether every row of the list up to the newest key is known.
    pub(crate) fn is_whole(&self) -> bool {
        self.whole
    }

    /// Adds a row; returns `false` if it is already known.
    pub(crate) fn push(&mut self, key: KeyHash) -> bool {
        let number = self.first + self.order.len() as u64;
        if self.numbers.contains_key(&key) {
            return false;
        }
        if self.order.len() >= self.keep
            && let Some(oldest) = self.order.pop_front()
        {
            self.numbers.remove(&oldest);
            self.first += 1;
            self.whole = false;
        }
        self.numbers.insert(key, number);
        self.order.push_back(key);
        true
    }

    /// Returns the number of a known row: the greater, the later it was delivered.
    pub(crate) fn number(&self, key: KeyHash) -> Option<u64> {
        self.numbers.get(&key).copied()
    }

    /// Returns the number of each key that is known.
    pub(crate) fn numbers(&self, keys: &[Option<KeyHash>]) -> Vec<Option<u64>> {
        keys.iter().map(|key| self.number((*key)?)).collect()
    }

    /// Returns how many rows were added.
    pub(crate) fn delivered(&self) -> u64 {
        self.first + self.order.len() as u64
    }

    pub(crate) fn newest(&self) -> Option<KeyHash> {
        self.order.back().copied()
    }

    /// Returns the newest keys except the last `without`, at most `most`, and whether these are all rows of the list.
    pub(crate) fn saved(&self, without: usize, most: usize) -> (Keys, bool) {
        let end = self.order.len().saturating_sub(without);
        let begin = end.saturating_sub(most);
        (Keys(self.order.range(begin..end).copied().collect()), self.whole && begin == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_hashes_are_stable_and_round_trip() {
        // Stored in bookmarks: changing these numbers breaks them.
        assert_eq!(KeyHash::of("1-leads").0, KeyHash::of("1-leads").0);
        let hashes: Vec<KeyHash> = (0..100).map(|key| KeyHash::of(&key.to_string())).collect();
        let text = KeyHash::join(hashes.iter().copied());
        assert_eq!(text.len(), 800);
        assert_eq!(KeyHash::split(&text), Some(hashes));
        assert_eq!(KeyHash::split(""), Some(Vec::new()));
        for bad in ["a", "abcd", "????????"] {
            assert_eq!(KeyHash::split(bad), None, "{bad}");
        }
    }

    #[test]
    fn history_is_bounded_and_keeps_the_newest() {
        let mut history = History::new(Vec::new(), true);
        for key in 0..100_000_u32 {
            assert!(history.push(KeyHash::of(&key.to_string())));
            assert!(history.order.len() <= History::KEEP && history.numbers.len() == history.order.len());
        }
        assert!(!history.is_whole());
        assert_eq!(history.newest(), Some(KeyHash::of("99999")));
        assert_eq!(history.number(KeyHash::of("99999")), Some(99_999));
        assert!(!history.push(KeyHash::of("98000")));
        assert_eq!(history.number(KeyHash::of("5")), None);
        let (saved, whole) = history.saved(10, 100);
        assert_eq!((saved.0.len(), whole, saved.0.last().copied()), (100, false, Some(KeyHash::of("99989"))));
    }

    #[test]
    fn a_million_keys_have_distinct_hashes() {
        let hashes: std::collections::HashSet<u64> =
            (0..1_000_000_u32).map(|key| KeyHash::of(&format!("{key}-leads")).0).collect();
        assert!(hashes.len() >= 999_999);
    }
}
