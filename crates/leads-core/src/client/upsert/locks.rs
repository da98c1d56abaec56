//! One lock per key, for as long as an upsert uses it.

use crate::client::LeadKey;
use crate::lead::LeadId;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::OwnedMutexGuard;

/// The keys that upserts of a client are using. An entry exists only while an upsert holds its key or waits for it.
#[derive(Default)]
pub struct KeyLocks {
    entries: Mutex<HashMap<Key, Entry>>,
}

type Key = (String, LeadKey);

struct Entry {
    state: Arc<tokio::sync::Mutex<KeyState>>,
    /// The upserts that hold the key or wait for it.
    users: usize,
}

/// What the last holder of a key knows.
#[derive(Debug)]
pub(super) enum KeyState {
    /// Nothing.
    Free,
    /// It created the lead. A search by a vendor's index may not see it yet.
    Created(LeadId),
    /// It sent a create, and whether that was applied is not known.
    Unknown,
}

impl KeyLocks {
    /// Creates a set of locks.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Waits until no other upsert holds the key. Dropping the future, or the guard, releases it.
    pub(super) async fn lock(&self, scope: &str, key: &LeadKey) -> KeyGuard<'_> {
        let key = (scope.to_owned(), normalized(key));
        let state = {
            let mut entries = self.entries();
            let entry = entries
                .entry(key.clone())
                .or_insert_with(|| Entry { state: Arc::new(tokio::sync::Mutex::new(KeyState::Free)), users: 0 });
            entry.users += 1;
            Arc::clone(&entry.state)
        };
        // Registered before waiting, so that a dropped waiter is removed too.
        let mut guard = KeyGuard { locks: self, key, held: None };
        guard.held = Some(state.lock_owned().await);
        guard
    }

    fn entries(&self) -> MutexGuard<'_, HashMap<Key, Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for KeyLocks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyLocks").field("keys", &self.entries().len()).finish()
    }
}

/// Two spellings of an e-mail address are the same key.
fn normalized(key: &LeadKey) -> LeadKey {
    match key {
        LeadKey::Email(address) => LeadKey::email(address.trim().to_lowercase()),
        LeadKey::Phone(number) => LeadKey::phone(number.trim()),
        LeadKey::Field { name, value, .. } => LeadKey::field(name.trim(), value.trim()),
    }
}

/// Holds a key until it is dropped.
pub(super) struct KeyGuard<'a> {
    locks: &'a KeyLocks,
    key: Key,
    /// `None` while waiting.
    held: Option<OwnedMutexGuard<KeyState>>,
}

impl KeyGuard<'_> {
    /// Returns what the previous holder knows, and sets what the next one learns.
    pub(super) fn replace(&mut self, state: KeyState) -> KeyState {
        match &mut self.held {
            Some(held) => std::mem::replace(&mut **held, state),
            None => KeyState::Free,
        }
    }
}

impl Drop for KeyGuard<'_> {
    fn drop(&mut self) {
        let mut entries = self.locks.entries();
        // Released before the count is reduced, so that an entry that is removed is not held.
        self.held = None;
        if let Some(entry) = entries.get_mut(&self.key) {
            entry.users -= 1;
            if entry.users == 0 {
                entries.remove(&self.key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt as _;

    #[tokio::test]
    async fn key_is_held_by_one_user_at_a_time_and_leaves_no_entry() {
        let locks = KeyLocks::new();
        let (key, same, other) =
            (LeadKey::email("a@example.com"), LeadKey::email(" A@Example.com"), LeadKey::email("b@example.com"));
        let mut first = locks.lock("", &key).await;
        assert!(locks.lock("", &same).now_or_never().is_none(), "another spelling is the same key");
        assert!(locks.lock("", &other).now_or_never().is_some());
        assert!(locks.lock("12000", &key).now_or_never().is_some(), "another kind of lead");
        let mut waiting = Box::pin(locks.lock("", &same));
        assert!((&mut waiting).now_or_never().is_none());
        first.replace(KeyState::Created(LeadId::new("7")));
        drop(first);
        let mut second = waiting.now_or_never().unwrap();
        assert!(matches!(second.replace(KeyState::Unknown), KeyState::Created(id) if id.as_str() == "7"));
        drop(second);
        assert_eq!(format!("{locks:?}"), "KeyLocks { keys: 0 }");
        let mut third = locks.lock("", &key).await;
        assert!(matches!(third.replace(KeyState::Free), KeyState::Free), "nothing is kept for later users");
    }

    #[tokio::test]
    async fn dropped_waiter_releases_the_key() {
        let locks = KeyLocks::new();
        let key = LeadKey::phone("1");
        let first = locks.lock("", &key).await;
        let mut waiting = Box::pin(locks.lock("", &key));
        assert!((&mut waiting).now_or_never().is_none());
        drop(first);
        // It was woken, but is dropped before it runs.
        drop(waiting);
        assert!(locks.lock("", &key).now_or_never().is_some());
        assert_eq!(format!("{locks:?}"), "KeyLocks { keys: 0 }");
    }
}
