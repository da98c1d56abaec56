//! `POST /rest/audiences`

use crate::api::prelude::*;
use crate::model::Audience;

/// Creates an audience.
///
/// `POST /rest/audiences` with exactly one record. The response is the new audience.
///
/// If the response is lost, the outcome cannot be verified automatically, because Nutshell does not accept a
/// client-supplied id. To check manually: `ListAudiences` shows whether one with this name exists.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Nutshell has no duplicate detection key, so the call is never retried once it has been sent: a lost response leaves
/// the outcome unknown.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::audiences::CreateAudience;
///
/// let audience = client.send(&CreateAudience::new("Newsletter readers")).await?;
/// println!("{}: {:?}", audience.id, audience.name);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/audiences")]
#[doc(alias = "audiences")]
#[doc(alias = "create audience")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateAudience {
    body: CreateAudienceBody,
}

/// The wire body of [`CreateAudience`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateAudienceBody {
    em_audiences: [NewAudience; 1],
}

/// A new audience.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewAudience {
    name: String,
}

impl CreateAudience {
    /// Creates a request that creates an audience with this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self { body: CreateAudienceBody { em_audiences: [NewAudience { name: name.into() }] } }
    }
}

impl Request for CreateAudience {
    type Vendor = Nutshell;
    type Response = One<Audience>;
    const OPERATION: Operation = op::post("create_audience", "/rest/audiences", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        let [audience] = &self.body.em_audiences;
        Parts::new().require(!audience.name.trim().is_empty(), "name", "must not be empty").json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("ListAudiences shows whether one with this name exists".to_owned())
    }
}

has_body!(CreateAudience => CreateAudienceBody);

sample!(CreateAudience: Self::new("Newsletter readers"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn create_audience_body_has_exactly_one_record_with_a_name() {
        let request = CreateAudience::new("Newsletter readers");
        let body = r#"{"emAudiences":[{"name":"Newsletter readers"}]}"#;
        assert_eq!(serde_json::to_string(request.body()).unwrap(), body);
        assert_eq!(serde_json::from_str::<CreateAudience>(&format!("{{\"body\":{body}}}")).unwrap(), request);
        assert_eq!(CreateAudience::new(" ").parts().unwrap_err().field(), Some("name"));
        for body in [
            r#"{"emAudiences":[]}"#,
            r#"{"emAudiences":[{"name":"a"},{"name":"b"}]}"#,
            r#"{"emAudiences":[{"name":"a","x":1}]}"#,
        ] {
            assert!(serde_json::from_str::<CreateAudienceBody>(body).is_err(), "{body}");
        }
    }
}
