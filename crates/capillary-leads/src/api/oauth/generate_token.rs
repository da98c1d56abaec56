//! `POST /v3/oauth/token/generate`

use crate::Capillary;
use crate::model::{Token, Warning};
use leads_core::Result;
use leads_core::vendor::decode;
use leads_core::vendor::{Auth, HasBody, HttpResponse, Method, Operation, Parts, Request, Safety, SecretText};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// Makes a token for an API client's key and secret.
///
/// `POST /v3/oauth/token/generate`, without other credentials, counted in the rate class `token`. A client that was
/// built with [`Builder::oauth`](crate::Builder::oauth) does this by itself. Each call makes another token; the older
/// ones live on to their end (inferred), so a repeat is harmless.
///
/// After a lost answer there is nothing to look by: a token that was lost is not needed. Simply ask for another
/// token.
///
/// # Errors
/// [`Unauthenticated`](leads_core::ErrorKind::Unauthenticated) for a bad key or secret. The vendor documents causes
/// only, neither status nor code.
///
/// ```
/// use capillary_leads::api::oauth::GenerateToken;
/// let request = GenerateToken::new("client-key", "client-secret");
/// assert!(serde_json::to_string(&request).is_err(), "no journal holds a key");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GenerateToken {
    body: GenerateTokenBody,
}

/// The body of [`GenerateToken`], as it goes over the wire.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GenerateTokenBody {
    key: SecretText,
    secret: SecretText,
}

/// The answer of [`GenerateToken`]. `Debug` and serde hide the token.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct TokenAnswer {
    /// The token.
    pub data: Token,
    /// Always empty here: an answer with errors is an [`Error`](leads_core::Error).
    pub errors: Vec<Warning>,
}

impl GenerateToken {
    /// Makes a token for a key and its secret.
    pub fn new(key: impl Into<SecretText>, secret: impl Into<SecretText>) -> Self {
        Self { body: GenerateTokenBody { key: key.into(), secret: secret.into() } }
    }
}

impl Request for GenerateToken {
    type Vendor = Capillary;
    type Response = TokenAnswer;
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
        Some("ask for another token".to_owned())
    }

    fn read(response: &HttpResponse) -> Result<TokenAnswer> {
        #[derive(Deserialize)]
        struct Envelope<'a> {
            #[serde(borrow)]
            data: Option<&'a RawValue>,
        }
        // serde would also read a derived type from a list, member by member.
        if response.first_byte() != Some(b'{') {
            return Err(response.unproved("data", "`data` with a token"));
        }
        let envelope: Envelope<'_> = response.json()?;
        let data = envelope.data.filter(|data| data.get().starts_with('{')).ok_or_else(|| decode::missing("data"))?;
        let data = decode::from_str(data.get()).map_err(|error| decode::inside("data", error))?;
        Ok(TokenAnswer { data, errors: Vec::new() })
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

    fn read(body: &str) -> Result<TokenAnswer> {
        GenerateToken::read(&HttpResponse::new(200, Default::default(), body.to_owned()))
    }

    #[test]
    fn the_token_is_read_and_shown_nowhere() {
        let response = read(r#"{"data":{"accessToken":"tok.en","ttlSeconds":"300"},"errors":null}"#).unwrap();
        assert_eq!((response.data.access_token.expose(), response.data.ttl_seconds), ("tok.en", Some(300)));
        let shown = format!("{response:?} {}", serde_json::to_string(&response).unwrap());
        assert!(!shown.contains("tok.en"), "{shown}");
    }

    #[test]
    fn an_answer_without_a_token_is_an_error() {
        for body in ["{}", r#"{"data":null}"#, r#"{"data":{}}"#, r#"{"data":{"accessToken":""}}"#, ""] {
            assert!(read(body).unwrap_err().is_decode(), "{body}");
        }
    }

    #[test]
    fn empty_secrets_are_refused() {
        assert_eq!(GenerateToken::new("", "x").parts().unwrap_err().field(), Some("key"));
        assert_eq!(GenerateToken::new("x", " ").parts().unwrap_err().field(), Some("secret"));
        assert!(!format!("{:?}", GenerateToken::new("kk-key", "ss-secret")).contains("kk-key"));
    }
}
