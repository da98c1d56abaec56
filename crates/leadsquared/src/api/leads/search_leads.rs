//! `POST /v2/LeadManagement.svc/Leads.Get`

use super::lead_type::{check_lead_type, lead_type_setter};
use crate::api::paging;
use crate::api::prelude::*;
use crate::model::{Columns, FieldValue, Lead, Lookup, LookupName, Paging, Sorting, SqlOperator};
use leads_core::vendor::{Page, Paged};

/// Searches leads by one condition.
///
/// `POST /v2/LeadManagement.svc/Leads.Get`. A page has at most 1,000 leads; the vendor silently truncates a larger one.
///
/// The vendor ignores a condition of any other form and returns every lead. Therefore the condition is typed here: a
/// missing value or a name in the wrong letter case is an error before anything is sent, and
/// [`SearchLeads::everything`] is the only way to read every lead. An empty value is accepted only with `<>`, which
/// asks for every lead that has a value. An unlisted operator is sent as it is, and the vendor decides.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/search-by-lead-criteria/).
///
/// # Errors
///
/// Returns an error before sending if the condition is invalid, as described above. No data is changed.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::{api::leads::SearchLeads, model::{Columns, LookupName, SqlOperator}};
///
/// let request =
///     SearchLeads::new(LookupName::CreatedOn, SqlOperator::Greater, "2026-01-01 14:36:59")
///     .columns(Columns::include(["ProspectID", "EmailAddress"]));
/// let mut leads = client.items(request);
/// while let Some(lead) = leads.next().await {
///     let lead = lead?;
///     println!("{:?}: {:?}", lead.id(), lead.stage());
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/Leads.Get")]
#[doc(alias = "LeadManagement.svc/Leads.Get")]
#[doc(alias = "search leads")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SearchLeads {
    #[serde(default)]
    everything: bool,
    body: SearchLeadsBody,
}

/// The wire body of [`SearchLeads`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct SearchLeadsBody {
    parameter: Lookup,
    attribute: Option<String>,
    value: Option<String>,
    columns: Option<Columns>,
    sorting: Option<Sorting>,
    paging: Option<Paging>,
}

impl SearchLeads {
    /// Searches leads by a field, an operator and a value; 100 per page.
    pub fn new(field: impl Into<LookupName>, operator: impl Into<SqlOperator>, value: impl Into<FieldValue>) -> Self {
        Self::with(Lookup::new(field, operator, value), false)
    }

    /// Reads every lead, 100 per page.
    #[must_use]
    pub fn everything() -> Self {
        Self::with(Lookup::everything(), true)
    }

    fn with(parameter: Lookup, everything: bool) -> Self {
        Self {
            everything,
            body: SearchLeadsBody {
                parameter,
                attribute: None,
                value: None,
                columns: None,
                sorting: Some(Sorting::ascending(paging::LEAD_KEY)),
                paging: Some(Paging::new(1, 100)),
            },
        }
    }

    lead_type_setter! {}

    setters! { body;
        /// Sets the columns.
        columns: Columns,
        /// Sets the order. Rows that tie can be missed or appear twice between pages.
        sorting: Sorting,
        /// Sets the page, 1 to 1,000 rows.
        paging: Paging,
    }
}

impl Request for SearchLeads {
    type Vendor = LeadSquared;
    type Response = Listing<Lead>;
    const OPERATION: Operation = op::post("search_leads", "/v2/LeadManagement.svc/Leads.Get", Safety::Read)
        .docs("https://apidocs.leadsquared.com/search-by-lead-criteria/");

    fn parts(&self) -> Result<Parts> {
        let body = &self.body;
        let meant = if self.everything && body.parameter.is_everything() { Ok(()) } else { body.parameter.check() };
        Parts::new()
            .check(meant)
            .check(check_lead_type(body.attribute.as_deref(), body.value.as_deref()))
            .check(Paging::check(body.paging.as_ref(), 1_000))
            .check(Sorting::check(body.sorting.as_ref()))
            .json(body)
    }
}

has_body!(SearchLeads => SearchLeadsBody);

impl Paged for SearchLeads {
    type Item = Raw<Lead>;

    fn page(&self, response: Self::Response) -> Page<Self> {
        paging::step(response, self.body.paging.as_ref(), |next| self.clone().paging(next))
    }

    paging::by_position! {}

    fn key(item: &Self::Item) -> Option<String> {
        item.id().map(|id| id.as_str().to_owned())
    }
}

sample!(SearchLeads: Self::new(LookupName::EmailAddress, SqlOperator::Equal, "jane@example.com")
    .columns(Columns::include(["ProspectID", "FirstName"])));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn search_leads_serializes_to_the_wire_form() {
        let request = SearchLeads::new(LookupName::EmailAddress, SqlOperator::Equal, "jane@example.com");
        assert_eq!(
            serde_json::to_string(request.body()).unwrap(),
            r#"{"Parameter":{"LookupName":"EmailAddress","LookupValue":"jane@example.com","SqlOperator":"="},"Sorting":{"ColumnName":"ProspectID","Direction":"0"},"Paging":{"PageIndex":1,"PageSize":100}}"#
        );
        assert_eq!(serde_json::to_string(&SearchLeads::everything().body.parameter).unwrap(), "{}");
        assert!(SearchLeads::everything().parts().is_ok());
        let typed = SearchLeads::everything().lead_type("OT_1");
        assert!(serde_json::to_string(typed.body()).unwrap().contains(r#""Attribute":"LeadType","Value":"OT_1""#));
        assert_eq!(typed.lead_type("").parts().unwrap_err().field(), Some("lead_type"));
    }

    #[test]
    fn condition_that_would_be_ignored_is_rejected() {
        let field = |request: SearchLeads| request.parts().unwrap_err().field().map(str::to_owned);
        let like = |name: &str| SearchLeads::new(name, SqlOperator::Like, "x");
        assert_eq!(field(like("ProspectId")).as_deref(), Some("lookup_name"));
        assert_eq!(field(like("emailaddress")).as_deref(), Some("lookup_name"));
        assert_eq!(field(SearchLeads::new("mx_City", "=", "")).as_deref(), Some("lookup_value"));
        assert_eq!(field(SearchLeads::new("mx_City", " ", "x")).as_deref(), Some("sql_operator"));
        assert!(SearchLeads::new("mx_City", "IN", "x").parts().is_ok(), "the vendor knows more operators");
        assert_eq!(field(SearchLeads::new("DoNotEmail", "=", true)).as_deref(), Some("lookup_value"));
        let stored: SearchLeads = serde_json::from_str(r#"{"body":{"Parameter":{}}}"#).unwrap();
        assert_eq!(field(stored).as_deref(), Some("lookup_name"));
        let wrapped = r#"{"body":{"Query":{"LookupName":"Phone"}}}"#;
        assert!(serde_json::from_str::<SearchLeads>(wrapped).is_err());
    }
}
