//! `POST /v2/LeadManagement.svc/Leads.RecentlyModified`

use super::lead_type::{check_lead_type, lead_type_setter};
use crate::api::paging;
use crate::api::prelude::*;
use crate::model::{Columns, Lead, Paging, SentTime, Sorting};
use crate::ranges::Ranged;
use chrono::{DateTime, Utc};
use leads_core::vendor::{Page, Paged};

/// Lists leads that were modified in a time range.
///
/// `POST /v2/LeadManagement.svc/Leads.RecentlyModified`. It compares `LeadLastModifiedOn`, which records a change in
/// any table of the lead, not the lead's own `ModifiedOn`. Both ends of the range are included, at full seconds, while
/// stored times are finer: rows between `:59` and the next second belong to no range that ends there.
/// [`Client::ranges`](crate::Client::ranges) reads overlapping ranges and yields each row once.
///
/// Without columns, every attribute is returned. A page has at most 5,000 leads; more is rejected.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/get-leads-by-date-range/).
///
/// # Errors
///
/// Returns an error before sending if the range ends before it begins.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use chrono::{Duration, Utc};
/// use leadsquared::api::leads::ListRecentlyModifiedLeads;
///
/// let request = ListRecentlyModifiedLeads::new(Utc::now() - Duration::hours(1), Utc::now());
/// let mut leads = client.items(request);
/// while let Some(lead) = leads.next().await {
///     let lead = lead?;
///     println!("{:?}: {:?}", lead.id(), lead.stage());
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/Leads.RecentlyModified")]
#[doc(alias = "LeadManagement.svc/Leads.RecentlyModified")]
#[doc(alias = "list recently modified leads")]
#[doc(alias = "list recently modified")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListRecentlyModifiedLeads {
    body: ListRecentlyModifiedLeadsBody,
}

/// The wire body of [`ListRecentlyModifiedLeads`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ListRecentlyModifiedLeadsBody {
    parameter: Range,
    columns: Option<Columns>,
    paging: Option<Paging>,
    sorting: Option<Sorting>,
    attribute: Option<String>,
    value: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Range {
    from_date: SentTime,
    to_date: SentTime,
}

impl ListRecentlyModifiedLeads {
    /// Lists leads modified between two times, both included; 1,000 per page.
    #[must_use]
    pub fn new(from: DateTime<Utc>, to: DateTime<Utc>) -> Self {
        Self {
            body: ListRecentlyModifiedLeadsBody {
                parameter: Range { from_date: from.into(), to_date: to.into() },
                columns: None,
                paging: Some(Paging::new(1, 1_000)),
                sorting: Some(Sorting::ascending(paging::LEAD_KEY)),
                attribute: None,
                value: None,
            },
        }
    }

    lead_type_setter! {}

    setters! { body;
        /// Sets the columns.
        columns: Columns,
        /// Sets the order. Rows that tie can be missed or appear twice between pages.
        sorting: Sorting,
        /// Sets the page, 1 to 5,000 rows.
        paging: Paging,
    }
}

impl Request for ListRecentlyModifiedLeads {
    type Vendor = LeadSquared;
    type Response = Listing<Lead>;
    const OPERATION: Operation =
        op::post("list_recently_modified_leads", "/v2/LeadManagement.svc/Leads.RecentlyModified", Safety::Read)
            .docs("https://apidocs.leadsquared.com/get-leads-by-date-range/");

    fn parts(&self) -> Result<Parts> {
        let range = &self.body.parameter;
        Parts::new()
            .check(SentTime::check(Some(&range.from_date), "from"))
            .check(SentTime::check(Some(&range.to_date), "to"))
            .require(range.from_date.utc() <= range.to_date.utc(), "from", "must not be after `to`")
            .check(check_lead_type(self.body.attribute.as_deref(), self.body.value.as_deref()))
            .check(Paging::check(self.body.paging.as_ref(), 5_000))
            .check(Sorting::check(self.body.sorting.as_ref()))
            .json(&self.body)
    }
}

has_body!(ListRecentlyModifiedLeads => ListRecentlyModifiedLeadsBody);

impl Paged for ListRecentlyModifiedLeads {
    type Item = Raw<Lead>;

    fn page(&self, response: Self::Response) -> Page<Self> {
        paging::step(response, self.body.paging.as_ref(), |next| self.clone().paging(next))
    }

    paging::by_position! {}

    fn key(item: &Self::Item) -> Option<String> {
        item.id().map(|id| id.as_str().to_owned())
    }
}

impl Ranged for ListRecentlyModifiedLeads {
    fn in_range(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Self {
        let mut request = self.clone();
        request.body.parameter = Range { from_date: from.into(), to_date: to.into() };
        request
    }

    fn version(item: &Self::Item) -> Option<String> {
        item.attribute("LeadLastModifiedOn").or_else(|| item.attribute("ModifiedOn")).map(str::to_owned)
    }
}

sample!(ListRecentlyModifiedLeads: Self::new(DateTime::UNIX_EPOCH, DateTime::UNIX_EPOCH + chrono::Duration::hours(1))
    .columns(Columns::include(["ProspectID"])));

#[cfg(test)]
mod tests {
    use super::*;

    use chrono::Duration;

    #[test]
    fn list_recently_modified_leads_serializes_to_the_wire_form() {
        let request = ListRecentlyModifiedLeads::new(DateTime::UNIX_EPOCH, DateTime::UNIX_EPOCH + Duration::hours(1));
        assert_eq!(
            serde_json::to_string(request.body()).unwrap(),
            r#"{"Parameter":{"FromDate":"1970-01-01 00:00:00","ToDate":"1970-01-01 01:00:00"},"Paging":{"PageIndex":1,"PageSize":1000},"Sorting":{"ColumnName":"ProspectID","Direction":"0"}}"#
        );
        let typed = serde_json::to_string(request.clone().lead_type("OT_1").body()).unwrap();
        assert!(typed.ends_with(r#","Attribute":"LeadType","Value":"OT_1"}"#), "{typed}");
        assert_eq!(request.clone().lead_type(" ").parts().unwrap_err().field(), Some("lead_type"));
        let back = ListRecentlyModifiedLeads::new(DateTime::UNIX_EPOCH + Duration::hours(1), DateTime::UNIX_EPOCH);
        assert_eq!(back.parts().unwrap_err().field(), Some("from"));
        assert_eq!(request.paging(Paging::new(1, 5_001)).parts().unwrap_err().field(), Some("paging"));
    }
}
