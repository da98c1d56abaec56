//! `GET /rest/quotes`

use crate::api::prelude::*;
use crate::model::{LeadId, Quote};
use crate::query::{self, Filter, LeadSort, paged_by_number, search_setters};
use chrono::NaiveDate;

/// Lists quotes, one page at a time.
///
/// `GET /rest/quotes`; [`Client::items`](crate::Client::items) reads every page.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns [`ErrorCode::InvalidFilter`](crate::ErrorCode::InvalidFilter) if the list does not support a filter.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::quotes::ListQuotes;
///
/// let mut quotes = client.items(ListQuotes::new().lead("456-leads").limit(100));
/// while let Some(quote) = quotes.next().await {
///     let quote = quote?;
///     println!("{}: {:?}", quote.id, quote.display_status);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/quotes")]
#[doc(alias = "quotes")]
#[doc(alias = "list quotes")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ListQuotes {
    lead: Option<LeadId>,
    created_from: Option<NaiveDate>,
    created_until: Option<NaiveDate>,
    filters: Vec<Filter>,
    page: Option<u32>,
    limit: Option<u32>,
}

impl ListQuotes {
    /// Creates a request that lists every quote.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Includes only those of this lead.
    #[must_use]
    pub fn lead(mut self, id: impl Into<LeadId>) -> Self {
        self.lead = Some(id.into());
        self
    }

    /// Includes only those created since this day. Its time zone is not documented.
    #[must_use]
    pub fn created_from(mut self, day: NaiveDate) -> Self {
        self.created_from = Some(day);
        self
    }

    /// Includes only those created up to this day. Its time zone is not documented.
    #[must_use]
    pub fn created_until(mut self, day: NaiveDate) -> Self {
        self.created_until = Some(day);
        self
    }

    search_setters! { filter }
    search_setters! { page }
}

impl Request for ListQuotes {
    type Vendor = Nutshell;
    type Response = Records<Quote>;
    const OPERATION: Operation = op::get("list_quotes", "/rest/quotes", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        let parts = Parts::new()
            .require(self.lead.as_ref().is_none_or(|id| !id.as_str().is_empty()), "lead", "must not be empty")
            .query_opt("filter[lead]", self.lead.as_ref())
            .query_opt("filter[dateMin]", self.created_from)
            .query_opt("filter[dateMax]", self.created_until);
        let parts = query::search::<LeadSort>(parts, None, &self.filters, None);
        query::page(parts, self.page, self.limit).empty()
    }
}

paged_by_number! { ListQuotes of Quote }

sample!(ListQuotes: Self::new()
    .lead("456-leads")
    .created_from(NaiveDate::default())
    .created_until(NaiveDate::default())
    .filter(Filter::number_above(1000))
    .page(1)
    .limit(50));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_quotes_query_uses_wire_names_and_rejects_an_empty_lead() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let request =
            ListQuotes::new().lead("456-leads").created_from(day("2026-01-02")).created_until(day("2026-02-03"));
        let parts = request.clone().page(1).limit(50).parts().unwrap();
        assert_eq!(
            parts.render("").unwrap().replace("%5B", "[").replace("%5D", "]"),
            "?filter[lead]=456-leads&filter[dateMin]=2026-01-02&filter[dateMax]=2026-02-03&page[page]=1&page[limit]=50"
        );
        assert_eq!(ListQuotes::new().lead("").parts().unwrap_err().field(), Some("lead"));
        let stored = serde_json::to_string(&request).unwrap();
        assert_eq!(serde_json::from_str::<ListQuotes>(&stored).unwrap(), request);
    }
}
