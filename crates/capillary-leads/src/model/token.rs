//! Tokens.

use leads_core::vendor::tolerant::{self, FromScalar, Scalar};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A token and its lifetime.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Token {
    /// The token, sent as is in a separate header.
    pub access_token: AccessToken,
    /// Its lifetime in seconds; 300 in the vendor's sample.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub ttl_seconds: Option<i64>,
}

/// The text of a token. `Debug` and serde write `[REDACTED]`.
#[derive(Clone)]
pub struct AccessToken(SecretString);

impl AccessToken {
    /// Returns the token in plain text.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    pub(crate) fn into_secret(self) -> SecretString {
        self.0
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(leads_core::vendor::REDACTED)
    }
}

impl FromScalar for AccessToken {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Text(text) if !text.trim().is_empty() => Some(Self(SecretString::from(text))),
            _ => None,
        }
    }
}

impl Serialize for AccessToken {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(leads_core::vendor::REDACTED)
    }
}

impl<'de> Deserialize<'de> for AccessToken {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        tolerant::required(deserializer)
    }
}
