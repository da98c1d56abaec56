//! Tokens.

use super::Warning;
use crate::Capillary;
use leads_core::vendor::tolerant::{self, FromScalar, Scalar};
use leads_core::vendor::{FromResponse, HttpResponse, Operation, decode};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
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

/// The response of [`GenerateToken`](crate::api::oauth::GenerateToken). `Debug` and serde redact the token.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct TokenResponse {
    /// The token.
    pub data: Token,
    /// Always empty: a response with errors is returned as an [`Error`](leads_core::Error).
    pub errors: Vec<Warning>,
}

impl FromResponse<Capillary> for TokenResponse {
    fn from_response(_: &Operation, response: &HttpResponse) -> leads_core::Result<Self> {
        #[derive(Deserialize)]
        struct Envelope<'a> {
            #[serde(borrow)]
            data: Option<&'a RawValue>,
        }
        // A derived `Deserialize` would also accept a list, member by member.
        if response.first_byte() != Some(b'{') {
            return Err(response.unproved("data", "`data` with a token"));
        }
        let envelope: Envelope<'_> = response.json()?;
        let data = envelope.data.filter(|data| data.get().starts_with('{')).ok_or_else(|| decode::missing("data"))?;
        let data = decode::from_str(data.get()).map_err(|error| decode::inside("data", error))?;
        Ok(TokenResponse { data, errors: Vec::new() })
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use leads_core::Request;

    fn read(body: &str) -> leads_core::Result<TokenResponse> {
        crate::api::oauth::GenerateToken::read(&HttpResponse::new(200, Default::default(), body.to_owned()))
    }

    #[test]
    fn token_is_read_and_redacted() {
        let response = read(r#"{"data":{"accessToken":"tok.en","ttlSeconds":"300"},"errors":null}"#).unwrap();
        assert_eq!((response.data.access_token.expose(), response.data.ttl_seconds), ("tok.en", Some(300)));
        let shown = format!("{response:?} {}", serde_json::to_string(&response).unwrap());
        assert!(!shown.contains("tok.en"), "{shown}");
    }

    #[test]
    fn response_without_token_is_an_error() {
        for body in ["{}", r#"{"data":null}"#, r#"{"data":{}}"#, r#"{"data":{"accessToken":""}}"#, ""] {
            assert!(read(body).unwrap_err().is_decode(), "{body}");
        }
    }
}
