//! `GET /v2/leads`

use crate::api::prelude::*;
use crate::model::{
    EntityId, EntityType, Lead, LeadStatus, LeadTypeFilter, Listing, OrgSourceId, SortBy, SortOrder, UserId,
};
use leads_core::Error;
use leads_core::vendor::{EndReason, NextPage, Numbering, Page, Paged, Window};

/// Lists leads, optionally filtered.
///
/// `GET /v2/leads`. Two pages of the vendor describe this operation with different parameters; all of them are
/// supported (that they can be combined is inferred). There is no filter by lead id and no total.
///
/// A stream ([`Client::items`](crate::Client::items)) pages by `offset`, which skips rows in the order of their
/// creation (documented). Each page requests the last known row again, so that a deletion between two pages loses no
/// other lead. The vendor's default and maximum limit are not documented, so a short page does not end the list: only a
/// page without new rows does. Whether the order is stable while leads change is not documented either.
///
/// See [the vendor's page](https://docs.capillarytech.com/reference/search-lead).
///
/// # Errors
///
/// 400 with an empty body if the vendor does not understand a filter.
///
/// # Examples
///
/// ```
/// # async fn run(client: &capillary_leads::Client) -> capillary_leads::Result<()> {
/// use capillary_leads::api::leads::ListLeads;
/// use capillary_leads::model::{LeadStatus, LeadTypeFilter, SortBy, SortOrder};
///
/// let request = ListLeads::new()
///     .status(LeadStatus::Open)
///     .lead_type(LeadTypeFilter::All)
///     .sort(SortBy::CreatedOn, SortOrder::Descending)
///     .limit(100);
/// let mut leads = client.items(request);
/// while let Some(lead) = leads.next().await {
///     let lead = lead?;
///     println!("{}: {:?}", lead.id, lead.status);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/leads")]
#[doc(alias = "leads")]
#[doc(alias = "list leads")]
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ListLeads {
    user_id: Option<UserId>,
    status: Option<LeadStatus>,
    sub_status: Option<String>,
    owner: Option<EntityId>,
    entity_type: Option<EntityType>,
    entity_code: Option<String>,
    lead_type: Option<LeadTypeFilter>,
    org_source_id: Option<OrgSourceId>,
    sort_by: Option<SortBy>,
    sort_order: Option<SortOrder>,
    limit: Option<u32>,
    offset: Option<u64>,
}

macro_rules! filters {
    ($( $(#[$meta:meta])* $name:ident : $type:ty ),* $(,)?) => {
        $(
            $(#[$meta])*
            #[must_use]
            pub fn $name(mut self, $name: impl Into<$type>) -> Self {
                self.$name = Some($name.into());
                self
            }
        )*
    };
}

impl ListLeads {
    /// Creates a request for every lead visible to the credentials.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    filters! {
        /// Filters by customer.
        user_id: UserId,
        /// Filters by status.
        status: LeadStatus,
        /// Filters by sub-status (`substatus` in the query, unlike `subStatus` in bodies).
        sub_status: String,
        /// Filters by owner: the staff *id*, as the text of the vendor's page says. Writes take the username instead.
        /// The documentation is contradictory here, and this crate does not convert one into the other.
        owner: EntityId,
        /// Filters by type; [`LeadTypeFilter::All`] selects every type.
        lead_type: LeadTypeFilter,
        /// Filters by source account.
        org_source_id: OrgSourceId,
        /// Sets the field to sort by.
        sort_by: SortBy,
        /// Sets the sort order.
        sort_order: SortOrder,
    }

    /// Sets the number of rows per page. The vendor may return fewer. A stream with a limit of 1 requests 2 rows,
    /// because it requests the last known row again.
    #[must_use]
    pub fn limit(mut self, rows: u32) -> Self {
        self.limit = Some(rows);
        self
    }

    /// Sets how many rows to skip: with 10 the page begins at the eleventh.
    #[must_use]
    pub fn offset(mut self, rows: u64) -> Self {
        self.offset = Some(rows);
        self
    }

    /// Filters by till, store or staff member, by type and code; the vendor requires both together.
    #[must_use]
    pub fn entity(mut self, kind: impl Into<EntityType>, code: impl Into<String>) -> Self {
        self.entity_type = Some(kind.into());
        self.entity_code = Some(code.into());
        self
    }

    /// Sets the field to sort by and the sort order.
    #[must_use]
    pub fn sort(self, by: impl Into<SortBy>, order: impl Into<SortOrder>) -> Self {
        self.sort_by(by).sort_order(order)
    }

    fn check_entity(&self) -> Result<()> {
        match (&self.entity_type, &self.entity_code) {
            (None, Some(_)) => Err(Error::invalid("entity_type", "must be set with entity_code")),
            (Some(_), None) => Err(Error::invalid("entity_code", "must be set with entity_type")),
            (_, code) => check::text("entity_code", code.as_deref()),
        }
    }
}

impl Request for ListLeads {
    type Vendor = Capillary;
    type Response = Listing<Lead>;
    const OPERATION: Operation =
        op::get("list_leads", "/v2/leads", Safety::Read).docs("https://docs.capillarytech.com/reference/search-lead");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(check::text("status", self.status.as_ref().map(LeadStatus::as_str)))
            .check(check::text("sub_status", self.sub_status.as_deref()))
            .check(check::text("lead_type", self.lead_type.as_ref().map(LeadTypeFilter::as_str)))
            .check(check::known("entity_type", self.entity_type.as_ref().map(EntityType::is_known)))
            .check(check::known("sort_by", self.sort_by.as_ref().map(SortBy::is_known)))
            .check(check::known("sort_order", self.sort_order.as_ref().map(SortOrder::is_known)))
            .check(self.check_entity())
            .require(self.limit != Some(0), "limit", "must be above zero")
            .query_opt("userId", self.user_id)
            .query_opt("status", self.status.as_ref())
            .query_opt("substatus", self.sub_status.as_ref())
            .query_opt("owner", self.owner)
            .query_opt("entityType", self.entity_type.as_ref())
            .query_opt("entityCode", self.entity_code.as_ref())
            .query_opt("type", self.lead_type.as_ref())
            .query_opt("orgSourceId", self.org_source_id)
            .query_opt("sortBy", self.sort_by.as_ref())
            .query_opt("sortOrder", self.sort_order.as_ref())
            .query_opt("limit", self.limit)
            .query_opt("offset", self.offset)
            .empty()
    }
}

impl Paged for ListLeads {
    type Item = Raw<Lead>;

    fn page(&self, response: Listing<Lead>) -> Page<Self> {
        let Listing { data: rows, unreadable, .. } = response;
        let came = (rows.len() + unreadable.len()) as u64;
        let next = match came {
            0 => NextPage::End(EndReason::EmptyPage),
            _ => NextPage::Next(self.clone().offset(self.offset.unwrap_or(0).saturating_add(came))),
        };
        Page::new(rows, next).with_unreadable(unreadable)
    }

    fn window(&self) -> Option<Window> {
        let limit = self.limit.map(u64::from);
        Some(Window { numbering: Numbering::Items, start: self.offset.unwrap_or(0), limit })
    }

    fn at(&self, start: u64, limit: Option<u64>) -> Self {
        let offset = if start == 0 && self.offset.is_none() { None } else { Some(start) };
        let limit = limit.map(|rows| u32::try_from(rows).unwrap_or(u32::MAX)).or(self.limit);
        Self { offset, limit, ..self.clone() }
    }

    fn key(item: &Raw<Lead>) -> Option<String> {
        Some(item.id.to_string())
    }
}

sample!(ListLeads: Self::new()
    .user_id(345)
    .status(LeadStatus::OnHold)
    .sub_status("CallBack")
    .owner(4711)
    .entity(EntityType::Till, "till-3")
    .lead_type(LeadTypeFilter::All)
    .org_source_id(OrgSourceId::IN_STORE)
    .sort(SortBy::LastUpdatedOn, SortOrder::Descending)
    .limit(50)
    .offset(100));

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn path(request: &ListLeads) -> String {
        request.parts().unwrap().render(ListLeads::OPERATION.path).unwrap()
    }

    #[test]
    fn filters_use_the_vendors_parameter_names() {
        assert_eq!(path(&ListLeads::new()), "/v2/leads");
        let request = ListLeads::new()
            .user_id(9)
            .status(LeadStatus::OnHold)
            .sub_status("Yet To")
            .owner(-1)
            .entity(EntityType::StoreServer, "a/b")
            .lead_type(LeadTypeFilter::All)
            .org_source_id(OrgSourceId::IN_STORE)
            .sort(SortBy::CreatedOn, SortOrder::Ascending)
            .limit(10)
            .offset(20);
        assert_eq!(
            path(&request),
            "/v2/leads?userId=9&status=ON_HOLD&substatus=Yet%20To&owner=-1&entityType=STR_SERVER&entityCode=a%2Fb\
             &type=ALL&orgSourceId=-1&sortBy=createdon&sortOrder=ASC&limit=10&offset=20"
        );
        let stored = serde_json::to_string(&request).unwrap();
        assert_eq!(serde_json::from_str::<ListLeads>(&stored).unwrap(), request);
    }

    #[rstest]
    #[case(ListLeads::new().limit(0), "limit")]
    #[case(ListLeads::new().sort_by("updated"), "sort_by")]
    #[case(ListLeads::new().sort_order("asc"), "sort_order")]
    #[case(ListLeads::new().entity("SHOP", "1"), "entity_type")]
    #[case(ListLeads::new().entity(EntityType::Till, ""), "entity_code")]
    #[case(ListLeads::new().status(""), "status")]
    #[case(serde_json::from_str(r#"{"entity_code":"1"}"#).unwrap(), "entity_type")]
    #[case(serde_json::from_str(r#"{"entity_type":"TILL"}"#).unwrap(), "entity_code")]
    fn invalid_filter_is_named_in_the_error(#[case] request: ListLeads, #[case] field: &str) {
        assert_eq!(request.parts().unwrap_err().field(), Some(field));
    }

    #[test]
    fn next_page_starts_after_the_received_rows() {
        let listing = |rows: usize| {
            let rows: Vec<String> = (1..=rows).map(|id| format!(r#"{{"id":{id}}}"#)).collect();
            Listing::read(&format!(r#"{{"data":[{}]}}"#, rows.join(",")).into()).unwrap()
        };
        let ask = ListLeads::new().limit(3).offset(6);
        assert_eq!(ask.page(listing(3)).next, NextPage::Next(ask.clone().offset(9)));
        // A short page does not end the list: the vendor's maximum limit is not documented.
        assert_eq!(ask.page(listing(2)).next, NextPage::Next(ask.clone().offset(8)));
        assert_eq!(ask.page(listing(0)).next, NextPage::End(EndReason::EmptyPage));
        assert_eq!(ListLeads::new().page(listing(2)).next, NextPage::Next(ListLeads::new().offset(2)));
    }
}
