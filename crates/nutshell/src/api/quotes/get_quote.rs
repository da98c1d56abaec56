//! `GET /rest/quotes/{id}`

use crate::api::prelude::*;
use crate::model::{Quote, QuoteId};

/// Reads a quote.
///
/// `GET /rest/quotes/{id}`
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
/// use nutshell::api::quotes::GetQuote;
///
/// let quote = client.send(&GetQuote::new("123-quotes")).await?;
/// println!("{}: {:?}", quote.id, quote.display_status);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/quotes/{id}")]
#[doc(alias = "quotes/{id}")]
#[doc(alias = "get quote")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetQuote {
    id: QuoteId,
}

impl GetQuote {
    /// Creates a request that reads the quote `id`.
    pub fn new(id: impl Into<QuoteId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for GetQuote {
    type Vendor = Nutshell;
    type Response = One<Quote>;
    const OPERATION: Operation = op::get("get_quote", "/rest/quotes/{id}", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

sample!(GetQuote: Self::new("123-quotes"));
