//! `POST /v2/CompanyManagement.svc/Company.Get`

use crate::api::paging;
use crate::api::prelude::*;
use crate::model::{Columns, Company, CompanyType, Paging, Sorting};
use leads_core::Personal;
use leads_core::vendor::{Page, Paged};

/// Lists the companies of a type.
///
/// `POST /v2/CompanyManagement.svc/Company.Get`. [`Client::items`](crate::Client::items) reads all pages. No order is
/// documented, so a row that moves between two pages can be missed, or appear twice; the stream drops the duplicate by
/// its id.
///
/// # Errors
///
/// If the vendor rejects the request, no data has changed.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::companies::ListCompanies;
///
/// let mut companies = client.items(ListCompanies::new("Vendors").search_text("water"));
/// while let Some(company) = companies.next().await {
///     let company = company?;
///     println!("{:?}: {:?}", company.id(), company.industry());
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/CompanyManagement.svc/Company.Get")]
#[doc(alias = "CompanyManagement.svc/Company.Get")]
#[doc(alias = "list companies")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListCompanies {
    body: ListCompaniesBody,
}

/// The wire body of [`ListCompanies`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ListCompaniesBody {
    query: CompanyQuery,
    columns: Option<Columns>,
    paging: Option<Paging>,
    sorting: Option<Sorting>,
}

#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct CompanyQuery {
    company_type: CompanyType,
    filter_by: Option<serde_json::Value>,
    search_text: Option<Personal<String>>,
    date_range: Option<serde_json::Value>,
}

impl ListCompanies {
    /// Lists the companies of a type, given by name, 100 per page.
    pub fn new(company_type: impl Into<CompanyType>) -> Self {
        Self {
            body: ListCompaniesBody {
                query: CompanyQuery {
                    company_type: company_type.into(),
                    filter_by: None,
                    search_text: None,
                    date_range: None,
                },
                columns: None,
                paging: Some(Paging::new(1, 100)),
                sorting: None,
            },
        }
    }

    setters! { body;
        /// Sets the columns.
        columns: Columns,
        /// Sets the page, 1 to 1,000 rows.
        paging: Paging,
        /// Sets the order.
        sorting: Sorting,
    }

    setters! { body.query;
        /// Sets the filters, as the JSON object that the vendor's page describes. That page was not seen in full, so
        /// there is no type for it.
        filter_by: serde_json::Value,
        /// Sets a time window, as the JSON that the vendor's page describes.
        date_range: serde_json::Value,
    }

    /// Searches for a text.
    #[must_use]
    pub fn search_text(mut self, text: impl Into<String>) -> Self {
        self.body.query.search_text = Some(Personal(text.into()));
        self
    }
}

impl Request for ListCompanies {
    type Vendor = LeadSquared;
    type Response = Listing<Company>;
    const OPERATION: Operation = op::post("list_companies", "/v2/CompanyManagement.svc/Company.Get", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        let query = &self.body.query;
        Parts::new()
            .check(query.company_type.check())
            .require(
                query
                    .filter_by
                    .as_ref()
                    .is_none_or(|filter| filter.as_object().is_some_and(|members| !members.is_empty())),
                "filter_by",
                "must be an object with members: an empty filter matches everything",
            )
            .check(Paging::check(self.body.paging.as_ref(), 1_000))
            .check(Sorting::check(self.body.sorting.as_ref()))
            .json(&self.body)
    }
}

has_body!(ListCompanies => ListCompaniesBody);

impl Paged for ListCompanies {
    type Item = Raw<Company>;

    fn page(&self, response: Self::Response) -> Page<Self> {
        paging::step(response, self.body.paging.as_ref(), |next| self.clone().paging(next))
    }

    paging::by_position! {}

    fn key(item: &Self::Item) -> Option<String> {
        item.id().map(|id| id.as_str().to_owned())
    }
}

sample!(ListCompanies: Self::new("Vendors").search_text("water"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn list_companies_serializes_to_the_wire_form() {
        assert_eq!(
            wire(&ListCompanies::new("Vendors").search_text("water")),
            r#"POST /v2/CompanyManagement.svc/Company.Get {"Query":{"CompanyType":{"CompanyTypeName":"Vendors"},"SearchText":"water"},"Paging":{"PageIndex":1,"PageSize":100}}"#
        );
        assert_eq!(ListCompanies::new("").parts().unwrap_err().field(), Some("company_type"));
        for filter in [serde_json::json!({}), serde_json::json!([]), serde_json::json!("x")] {
            let request = ListCompanies::new("Vendors").filter_by(filter);
            assert_eq!(request.parts().unwrap_err().field(), Some("filter_by"));
        }
    }

    #[test]
    fn rows_are_lists_of_pairs() {
        let body = r#"{"RecordCount":1,"Companies":[{"companyPropertyList":[{"Attribute":"CompanyId","Value":"7"}]}]}"#;
        let page = ListCompanies::read(&HttpResponse::new(200, Default::default(), body)).unwrap();
        assert_eq!(page.first().and_then(|company| company.id()), Some("7".into()));
    }
}
