//! `GET /rest/emails/{id}`

use crate::api::prelude::*;
use crate::model::{Email, EmailId};

/// Reads an e-mail recorded by Nutshell.
///
/// `GET /rest/emails/{id}`. The vendor does not describe the response; the model's members were observed in event
/// payloads.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown, and a decode error if the response lacks
/// the record.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::emails::GetEmail;
///
/// let email = client.send(&GetEmail::new("1-emails")).await?;
/// println!("{}: {:?}", email.id, email.subject);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/emails/{id}")]
#[doc(alias = "emails/{id}")]
#[doc(alias = "get email")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetEmail {
    id: EmailId,
}

impl GetEmail {
    /// Creates a request that reads the recorded e-mail `id`.
    pub fn new(id: impl Into<EmailId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for GetEmail {
    type Vendor = Nutshell;
    type Response = One<Email>;
    const OPERATION: Operation = op::get("get_email", "/rest/emails/{id}", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

sample!(GetEmail: Self::new("1-emails"));
