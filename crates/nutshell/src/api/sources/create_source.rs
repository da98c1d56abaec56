//! `POST /rest/sources`

use crate::api::prelude::*;
use crate::model::{Channel, Source};

/// Creates a lead source.
///
/// `POST /rest/sources` with exactly one record. The response is the new source.
///
/// If the response is lost, the outcome cannot be verified automatically, because Nutshell does not accept a
/// client-supplied id. To check manually: `ListSources` shows whether one with this name exists.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// The call is not retried after a lost response, which leaves the outcome unknown.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::{api::sources::CreateSource, model::Channel};
///
/// let request = CreateSource::new("NorthWest").channel(Channel::OrganicSocial);
/// let source = client.send(&request).await?;
/// println!("{}: {:?}", source.id, source.name);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/sources")]
#[doc(alias = "sources")]
#[doc(alias = "create source")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateSource {
    body: CreateSourceBody,
}

/// The wire body of [`CreateSource`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateSourceBody {
    sources: [NewSource; 1],
}

/// A new source.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewSource {
    name: Option<String>,
    channel: Option<i64>,
}

impl CreateSource {
    /// Creates a request that creates a source with a name.
    pub fn new(name: impl Into<String>) -> Self {
        Self { body: CreateSourceBody { sources: [NewSource { name: Some(name.into()), channel: None }] } }
    }

    /// Sets the channel, which is a broader group.
    #[must_use]
    pub fn channel(mut self, channel: Channel) -> Self {
        let [source] = &mut self.body.sources;
        source.channel = Some(channel.code());
        self
    }
}

impl Request for CreateSource {
    type Vendor = Nutshell;
    type Response = One<Source>;
    const OPERATION: Operation = op::post("create_source", "/rest/sources", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        let [source] = &self.body.sources;
        let named = source.name.as_ref().is_some_and(|name| !name.trim().is_empty());
        Parts::new().require(named, "name", "must not be empty").json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("ListSources shows whether one with this name exists".to_owned())
    }
}

has_body!(CreateSource => CreateSourceBody);

sample!(CreateSource: Self::new("NorthWest").channel(Channel::OrganicSocial));
