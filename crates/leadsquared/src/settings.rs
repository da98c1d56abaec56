//! Settings of a client that affect its requests.

use secrecy::SecretString;

/// Client settings that affect its requests.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Settings {
    pub(crate) async_key: Option<SecretString>,
}
