//! `POST /v2/ProspectActivity.svc/Retrieve`

use crate::api::prelude::*;
use crate::model::offset_unit::{ListPosition, check_offset};
use crate::model::{Activity, EventCode, LeadId, OffsetPaging, OffsetUnit};
use leads_core::vendor::{Page, Paged, Window};

/// Lists the activities of a lead, including opportunities.
///
/// `POST /v2/ProspectActivity.svc/Retrieve?leadId=`. New activities are visible immediately, unlike in reads from an
/// index.
///
/// According to the vendor's page, `Offset` both skips rows and selects a page. [`Client::items`](crate::Client::items)
/// detects which by requesting the second page with an offset of 1, and neither misses nor repeats a row either way;
/// [`offset_unit`](Self::offset_unit) saves that request. The order of the list cannot be set.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/get-activities-of-a-lead/).
///
/// # Errors
///
/// `NotFound` or `Rejected`, depending on the vendor's response. No data is changed.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::activities::ListActivitiesOfLead;
///
/// let request = ListActivitiesOfLead::new("3aee22bd-8419-422a-8242-c510df9af021").event(201);
/// let mut activities = client.items(request);
/// while let Some(activity) = activities.next().await {
///     let activity = activity?;
///     println!("{}: {:?}", activity.id, activity.event_code);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/ProspectActivity.svc/Retrieve")]
#[doc(alias = "ProspectActivity.svc/Retrieve")]
#[doc(alias = "list activities of lead")]
#[doc(alias = "list of lead")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListActivitiesOfLead {
    lead_id: LeadId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    file_urls: Option<bool>,
    #[serde(default, skip_serializing_if = "ListPosition::is_new")]
    walk: ListPosition,
    body: ListActivitiesOfLeadBody,
}

/// The wire body of [`ListActivitiesOfLead`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ListActivitiesOfLeadBody {
    parameter: Option<OfEvent>,
    paging: Option<OffsetPaging>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct OfEvent {
    activity_event: EventCode,
}

impl ListActivitiesOfLead {
    /// Lists the activities of a lead, 100 per page.
    pub fn new(lead: impl Into<LeadId>) -> Self {
        Self {
            lead_id: lead.into(),
            file_urls: None,
            walk: ListPosition::default(),
            body: ListActivitiesOfLeadBody { parameter: None, paging: Some(OffsetPaging::new(0, 100)) },
        }
    }

    setters! { body;
        /// Sets which rows to read.
        paging: OffsetPaging,
    }

    /// Lists activities of one event only.
    #[must_use]
    pub fn event(mut self, code: impl Into<EventCode>) -> Self {
        self.body.parameter = Some(OfEvent { activity_event: code.into() });
        self
    }

    /// Requests URLs of files in fields.
    #[must_use]
    pub fn file_urls(mut self, ask: bool) -> Self {
        self.file_urls = Some(ask);
        self
    }

    /// Sets the unit of an offset, if it is known for the account.
    #[must_use]
    pub fn offset_unit(mut self, unit: OffsetUnit) -> Self {
        self.walk = ListPosition::by(unit);
        self
    }
}

impl Request for ListActivitiesOfLead {
    type Vendor = LeadSquared;
    type Response = Listing<Activity>;
    const OPERATION: Operation = op::post("list_activities_of_lead", "/v2/ProspectActivity.svc/Retrieve", Safety::Read)
        .names_record()
        .docs("https://apidocs.leadsquared.com/get-activities-of-a-lead/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(crate::model::check_id(self.lead_id.as_str(), "lead_id"))
            .check(check_offset(self.body.paging.as_ref()))
            .query("leadId", &self.lead_id)
            .query_opt("getFileURL", self.file_urls)
            .json(&self.body)
    }
}

has_body!(ListActivitiesOfLead => ListActivitiesOfLeadBody);

impl Paged for ListActivitiesOfLead {
    type Item = Raw<Activity>;

    fn page(&self, response: Self::Response) -> Page<Self> {
        self.walk.step(response, self.body.paging.as_ref(), |paging, walk| Self { walk, ..self.clone() }.paging(paging))
    }

    fn window(&self) -> Option<Window> {
        self.walk.window(self.body.paging.as_ref())
    }

    fn at(&self, start: u64, limit: Option<u64>) -> Self {
        match self.walk.at(self.body.paging.as_ref(), start, limit) {
            Some(paging) => self.clone().paging(paging),
            None => self.clone(),
        }
    }

    fn key(item: &Self::Item) -> Option<String> {
        Some(item.id.as_str().to_owned())
    }
}

sample!(ListActivitiesOfLead: Self::new("0a0b0c0d-0e0f-4a4b-8c8d-101112131415").event(201).file_urls(true));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    fn page(request: &ListActivitiesOfLead, ids: std::ops::Range<u32>, count: u64) -> Page<ListActivitiesOfLead> {
        let rows = ids.map(|id| Raw::parse(&format!(r#"{{"Id":"{id}"}}"#)).unwrap()).collect();
        request.page(Listing::for_test(Some(count), rows))
    }

    fn following(page: Page<ListActivitiesOfLead>) -> ListActivitiesOfLead {
        match page.next {
            leads_core::vendor::NextPage::Next(request) => request,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn list_activities_of_lead_serializes_to_the_wire_form() {
        assert_eq!(
            wire(&ListActivitiesOfLead::new("7").event(201).file_urls(true).paging(OffsetPaging::new(0, 10))),
            r#"POST /v2/ProspectActivity.svc/Retrieve?leadId=7&getFileURL=true {"Parameter":{"ActivityEvent":201},"Paging":{"Offset":"0","RowCount":"10"}}"#
        );
        assert_eq!(ListActivitiesOfLead::new("").parts().unwrap_err().field(), Some("lead_id"));
        let none = ListActivitiesOfLead::new("7").paging(OffsetPaging::new(0, 0));
        assert_eq!(none.parts().unwrap_err().field(), Some("paging"));
    }

    #[test]
    fn detects_that_offsets_count_rows() {
        let first = ListActivitiesOfLead::new("7").paging(OffsetPaging::new(0, 4));
        let second = following(page(&first, 0..4, 10));
        assert!(wire(&second).contains(r#""Offset":"1""#));
        // The stored form keeps what paging has learned.
        let second: ListActivitiesOfLead = serde_json::from_str(&serde_json::to_string(&second).unwrap()).unwrap();
        let third = following(page(&second, 1..5, 10));
        assert!(wire(&third).contains(r#""Offset":"5""#));
        let fourth = following(page(&third, 5..9, 10));
        assert!(wire(&fourth).contains(r#""Offset":"9""#));
        assert!(matches!(page(&fourth, 9..10, 10).next, leads_core::vendor::NextPage::End(_)));
    }

    #[test]
    fn detects_that_offsets_count_pages() {
        let first = ListActivitiesOfLead::new("7").paging(OffsetPaging::new(0, 4));
        let second = following(page(&first, 0..4, 10));
        let third = following(page(&second, 4..8, 10));
        assert!(wire(&third).contains(r#""Offset":"2""#));
        assert!(matches!(page(&third, 8..10, 10).next, leads_core::vendor::NextPage::End(_)));
        // A row that was inserted in between moves the last row of a page to the next one.
        let third = following(page(&second, 3..7, 11));
        assert!(wire(&third).contains(r#""Offset":"2""#));
    }

    #[test]
    fn single_page_ends_the_list_and_known_unit_is_not_probed() {
        let first = ListActivitiesOfLead::new("7").paging(OffsetPaging::new(0, 4));
        assert!(matches!(page(&first, 0..3, 3).next, leads_core::vendor::NextPage::End(_)));
        assert!(matches!(page(&first, 0..0, 3).next, leads_core::vendor::NextPage::End(_)));
        let by_rows = first.clone().offset_unit(OffsetUnit::Rows);
        assert!(wire(&following(page(&by_rows, 0..4, 10))).contains(r#""Offset":"4""#));
        let by_pages = first.offset_unit(OffsetUnit::Pages);
        assert!(wire(&following(page(&by_pages, 0..4, 10))).contains(r#""Offset":"1""#));
    }
}
