//! `POST /v3/oauth/token/generate`

use crate::Capillary;
use crate::model::{Token, Warning};
use leads_core::Result;
use leads_core::vendor::decode;
use leads_core::vendor::{Auth, HasBody, HttpResponse, Method, Operation, Parts, Request, Safety, SecretText};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// Generates a token for an API client's key and secret.
///
/// `POST /v3/oauth/token/generate`, without other credentials, counted in the rate class `token`. A client built with
/// [`Builder::oauth`](crate::Builder::oauth) does this automatically. Each call creates another token; older tokens
/// stay valid until they expire (inferred), so a retry is harmless.
///
/// If the response is lost, the outcome cannot be verified automatically: request another token.
///
/// # Errors
///
/// Returns [`Unauthenticated`](leads_core::ErrorKind::Unauthenticated) for a bad key or secret. The vendor documents
/// the causes only, neither status nor code.
///
/// # Examples
///
/// ```
/// use capillary_leads::api::oauth::GenerateToken;
/// let request = GenerateToken::new("client-key", "client-secret");
/// assert!(serde_json::to_string(&request).is_err(), "a stored request must not hold a key");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GenerateToken {
    body: GenerateTokenBody,
}

/// The wire body of [`GenerateToken`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GenerateTokenBody {
    key: SecretText,
    secret: SecretText,
}

/// The response of [`GenerateToken`]. `Debug` and serde redact the token.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct TokenResponse {
    /// The token.
    pub data: Token,
    /// Always empty: a response with errors is returned as an [`Error`](leads_core::Error).
    pub errors: Vec<Warning>,
}

impl GenerateToken {
    /// Creates a request for a token with a key and its secret.
    pub fn new(key: impl Into<SecretText>, secret: impl Into<SecretText>) -> Self {
        Self { body: GenerateTokenBody { key: key.into(), secret: secret.into() } }
    }
}

impl Request for GenerateToken {
    type Vendor = Capillary;
    type Response = TokenResponse;
    const OPERATION: Operation =
        Operation::new("generate_token", Method::Post, "/v3/oauth/token/generate", Safety::Idempotent)
            .auth(Auth::None)
            .rate(&["token"])
            .docs("https://docs.capillarytech.com/reference/oauth");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .require(!self.body.key.expose().trim().is_empty(), "key", "must not be empty")
            .require(!self.body.secret.expose().trim().is_empty(), "secret", "must not be empty")
            .json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("request another token".to_owned())
    }

    fn read(response: &HttpResponse) -> Result<TokenResponse> {
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

impl HasBody for GenerateToken {
    type Body = GenerateTokenBody;
    fn body(&self) -> &GenerateTokenBody {
        &self.body
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for GenerateToken {
    fn sample() -> Self {
        Self::new("sample-client-key", "sample-client-secret")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Result<TokenResponse> {
        GenerateToken::read(&HttpResponse::new(200, Default::default(), body.to_owned()))
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

    #[test]
    fn empty_secrets_are_rejected() {
        assert_eq!(GenerateToken::new("", "x").parts().unwrap_err().field(), Some("key"));
        assert_eq!(GenerateToken::new("x", " ").parts().unwrap_err().field(), Some("secret"));
        assert!(!format!("{:?}", GenerateToken::new("kk-key", "ss-secret")).contains("kk-key"));
    }
}
