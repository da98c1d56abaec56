//! `GET /rest/sources`

use crate::api::prelude::*;
use crate::model::Source;
use crate::query::search_setters;
use leads_core::Personal;

/// Lists the lead sources in one response.
///
/// `GET /rest/sources`
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns a decode error with the JSON path if the response cannot be read.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::sources::ListSources;
///
/// let sources = client.send(&ListSources::new().text("web")).await?;
/// for source in sources.iter() {
///     println!("{}: {:?}", source.id, source.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/sources")]
#[doc(alias = "sources")]
#[doc(alias = "list sources")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ListSources {
    text: Option<Personal<String>>,
}

impl ListSources {
    /// Creates a request that lists every source.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    search_setters! { text }
}

impl Request for ListSources {
    type Vendor = Nutshell;
    type Response = Records<Source>;
    const OPERATION: Operation = op::get("list_sources", "/rest/sources", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().query_opt("q", self.text.as_ref()).empty()
    }
}

sample!(ListSources: Self::new().text("web"));
