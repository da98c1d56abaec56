//! `GET /rest/emails/{id}`

use crate::Nutshell;
use crate::envelope::{self, One};
use crate::model::{Email, EmailId};
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Reads an e-mail recorded by Nutshell.
///
/// `GET /rest/emails/{id}`. The vendor does not describe the response; the model's members were observed in event
/// payloads.
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown, and a decode error if the response lacks
/// the record.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::emails::GetEmail::new("1-emails");
/// ```
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
    const OPERATION: Operation =
        Operation::new("get_email", Method::Get, "/rest/emails/{id}", Safety::Read).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<One<Email>> {
        envelope::one(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for GetEmail {
    fn sample() -> Self {
        Self::new("1-emails")
    }
}
