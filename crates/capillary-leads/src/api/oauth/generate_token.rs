//! `POST /v3/oauth/token/generate`

use crate::api::prelude::*;
use crate::model::TokenResponse;
use leads_core::vendor::{Auth, SecretText};

/// Generates a token for an API client's key and secret.
///
/// `POST /v3/oauth/token/generate`, without other credentials, counted in the rate class `token`. A client built with
/// [`Builder::oauth`](crate::Builder::oauth) does this automatically. Each call creates another token; older tokens
/// stay valid until they expire (inferred), so a retry is harmless.
///
/// If the response is lost, the outcome cannot be verified automatically: request another token.
///
/// See [the vendor's page](https://docs.capillarytech.com/reference/oauth).
///
/// # Errors
///
/// Returns [`Unauthenticated`](leads_core::ErrorKind::Unauthenticated) for a bad key or secret. The vendor documents
/// the causes only, neither status nor code.
///
/// # Examples
///
/// ```
/// # async fn run(client: &capillary_leads::Client) -> capillary_leads::Result<()> {
/// use capillary_leads::api::oauth::GenerateToken;
///
/// let request = GenerateToken::new("client-key", "client-secret");
/// let token = client.send(&request).await?;
/// println!("for {:?} seconds", token.data.ttl_seconds);
/// # Ok(()) }
/// ```
///
/// A stored request must not hold a key, so it cannot be serialized:
///
/// ```
/// # use capillary_leads::api::oauth::GenerateToken;
/// # let request = GenerateToken::new("client-key", "client-secret");
/// assert!(serde_json::to_string(&request).is_err());
/// ```
#[doc(alias = "/v3/oauth/token/generate")]
#[doc(alias = "v3/oauth/token/generate")]
#[doc(alias = "generate token")]
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

impl GenerateToken {
    /// Creates a request for a token with a key and its secret.
    pub fn new(key: impl Into<SecretText>, secret: impl Into<SecretText>) -> Self {
        Self { body: GenerateTokenBody { key: key.into(), secret: secret.into() } }
    }
}

impl Request for GenerateToken {
    type Vendor = Capillary;
    type Response = TokenResponse;
    const OPERATION: Operation = op::post("generate_token", "/v3/oauth/token/generate", Safety::Idempotent)
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
}

has_body!(GenerateToken => GenerateTokenBody);

sample!(GenerateToken: Self::new("sample-client-key", "sample-client-secret"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_secrets_are_rejected() {
        assert_eq!(GenerateToken::new("", "x").parts().unwrap_err().field(), Some("key"));
        assert_eq!(GenerateToken::new("x", " ").parts().unwrap_err().field(), Some("secret"));
        assert!(!format!("{:?}", GenerateToken::new("kk-key", "ss-secret")).contains("kk-key"));
    }
}
