//! What a client knows about its account.

use std::sync::{PoisonError, RwLock};

/// What a client learns from responses: the permissions that its key was last seen with. They distinguish a 401 for a
/// missing permission from one for an invalid key, for which the vendor's responses are the same.
#[derive(Debug, Default)]
pub struct Settings {
    permissions: RwLock<Option<Vec<String>>>,
}

impl Settings {
    pub(crate) fn learn(&self, permissions: Vec<String>) {
        *self.permissions.write().unwrap_or_else(PoisonError::into_inner) = Some(permissions);
    }

    /// Returns whether the key is known to lack a permission.
    pub(crate) fn lacks(&self, permission: &str) -> bool {
        let known = self.permissions.read().unwrap_or_else(PoisonError::into_inner);
        known.as_ref().is_some_and(|known| !known.iter().any(|have| have == permission))
    }
}
