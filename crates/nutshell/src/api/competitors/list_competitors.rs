//! `GET /rest/competitors`

use crate::api::prelude::*;
use crate::model::Competitor;
use crate::query::search_setters;
use leads_core::Personal;

/// Lists the company's competitors in one response.
///
/// `GET /rest/competitors`. The vendor declares one bare object; live responses wrap a list in `competitors`. Both are
/// read.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns a decode error if the response has no member for the list.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::competitors::ListCompetitors;
///
/// let competitors = client.send(&ListCompetitors::new().text("wash")).await?;
/// for competitor in competitors.iter() {
///     println!("{}: {:?}", competitor.id, competitor.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/competitors")]
#[doc(alias = "competitors")]
#[doc(alias = "list competitors")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ListCompetitors {
    text: Option<Personal<String>>,
}

impl ListCompetitors {
    /// Creates a request that lists every competitor.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    search_setters! { text }
}

impl Request for ListCompetitors {
    type Vendor = Nutshell;
    type Response = Records<Competitor>;
    const OPERATION: Operation = op::get("list_competitors", "/rest/competitors", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().query_opt("q", self.text.as_ref()).empty()
    }
}

sample!(ListCompetitors: Self::new().text("wash"));
