//! `POST /v2/ProspectActivity.svc/CustomActivity/RetrieveByActivityEvent`

use crate::api::paging;
use crate::api::prelude::*;
use crate::model::{ActivityRow, Columns, EventCode, Paging, SentTime, Sorting};
use crate::ranges::Ranged;
use chrono::{DateTime, Utc};
use leads_core::vendor::{Page, Paged};

/// Lists the activities of one event that were modified in a time window.
///
/// `POST /v2/ProspectActivity.svc/CustomActivity/RetrieveByActivityEvent`. The window applies to `ModifiedOn`. Both of
/// its ends are included, in whole seconds, while stored times have milliseconds: a change between the last second of
/// one window and the first of the next is in neither. [`Client::ranges`](crate::Client::ranges) reads a long window in
/// shorter, overlapping ones and yields each row once.
///
/// [`Client::items`](crate::Client::items) reads all pages, in the order of the unique column `ProspectActivityId`
/// unless another order is set. Some accounts do not have this call and respond with 404.
///
/// # Errors
///
/// [`InvalidInput`](crate::ErrorCode::InvalidInput), with HTTP 500, for an invalid window or page size. No data is
/// changed.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use chrono::{TimeZone, Utc};
/// use leadsquared::api::activities::ListActivitiesByEvent;
///
/// let from = Utc.with_ymd_and_hms(2026, 8, 1, 0, 0, 0).unwrap();
/// let to = Utc.with_ymd_and_hms(2026, 8, 2, 0, 0, 0).unwrap();
/// let request = ListActivitiesByEvent::new(201, from, to).remove_empty_values(true);
/// let mut activities = client.items(request);
/// while let Some(activity) = activities.next().await {
///     let activity = activity?;
///     println!("{:?}: {:?}", activity.id(), activity.event_code());
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/ProspectActivity.svc/CustomActivity/RetrieveByActivityEvent")]
#[doc(alias = "ProspectActivity.svc/CustomActivity/RetrieveByActivityEvent")]
#[doc(alias = "list activities by event")]
#[doc(alias = "list by event")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListActivitiesByEvent {
    body: ListActivitiesByEventBody,
}

/// The wire body of [`ListActivitiesByEvent`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ListActivitiesByEventBody {
    parameter: EventWindow,
    columns: Option<Columns>,
    paging: Option<Paging>,
    sorting: Option<Sorting>,
}

#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct EventWindow {
    from_date: SentTime,
    to_date: SentTime,
    activity_event: EventCode,
    remove_empty_value: Option<bool>,
}

impl ListActivitiesByEvent {
    /// Lists the activities of an event that were modified in this window, both ends included, 1,000 per page.
    pub fn new(event: impl Into<EventCode>, from: DateTime<Utc>, to: DateTime<Utc>) -> Self {
        Self {
            body: ListActivitiesByEventBody {
                parameter: EventWindow {
                    from_date: from.into(),
                    to_date: to.into(),
                    activity_event: event.into(),
                    remove_empty_value: None,
                },
                columns: None,
                paging: Some(Paging::new(1, 1_000)),
                sorting: Some(Sorting::ascending(paging::ACTIVITY_KEY)),
            },
        }
    }

    setters! { body;
        /// Sets the columns.
        columns: Columns,
        /// Sets the page, 1 to 1,000 rows.
        paging: Paging,
        /// Sets the order. Rows that tie can be missed or appear twice between pages.
        sorting: Sorting,
    }

    /// Sets whether fields without a value are omitted from the rows.
    #[must_use]
    pub fn remove_empty_values(mut self, remove: bool) -> Self {
        self.body.parameter.remove_empty_value = Some(remove);
        self
    }
}

impl Request for ListActivitiesByEvent {
    type Vendor = LeadSquared;
    type Response = Listing<ActivityRow>;
    const OPERATION: Operation = op::post(
        "list_activities_by_event",
        "/v2/ProspectActivity.svc/CustomActivity/RetrieveByActivityEvent",
        Safety::Read,
    );

    fn parts(&self) -> Result<Parts> {
        let window = &self.body.parameter;
        Parts::new()
            .check(SentTime::check(Some(&window.from_date), "from"))
            .check(SentTime::check(Some(&window.to_date), "to"))
            .require(window.from_date.as_str() <= window.to_date.as_str(), "from", "must not be after `to`")
            .check(Paging::check(self.body.paging.as_ref(), 1_000))
            .check(Sorting::check(self.body.sorting.as_ref()))
            .json(&self.body)
    }
}

has_body!(ListActivitiesByEvent => ListActivitiesByEventBody);

impl Paged for ListActivitiesByEvent {
    type Item = Raw<ActivityRow>;

    fn page(&self, response: Self::Response) -> Page<Self> {
        paging::step(response, self.body.paging.as_ref(), |next| self.clone().paging(next))
    }

    paging::by_position! {}

    fn key(item: &Self::Item) -> Option<String> {
        item.id().map(|id| id.as_str().to_owned())
    }
}

impl Ranged for ListActivitiesByEvent {
    fn in_range(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Self {
        let mut request = self.clone();
        request.body.parameter.from_date = from.into();
        request.body.parameter.to_date = to.into();
        request
    }

    fn version(item: &Self::Item) -> Option<String> {
        item.field_text("ModifiedOn").map(str::to_owned)
    }
}

sample!(ListActivitiesByEvent: Self::new(201, DateTime::UNIX_EPOCH, DateTime::UNIX_EPOCH + chrono::TimeDelta::days(1))
    .remove_empty_values(true));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    use chrono::TimeZone;

    fn hour(hour: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 8, 1, hour, 0, 0).unwrap()
    }

    #[test]
    fn list_activities_by_event_serializes_to_the_wire_form() {
        assert_eq!(
            wire(&ListActivitiesByEvent::new(201, hour(0), hour(1)).remove_empty_values(true)),
            r#"POST /v2/ProspectActivity.svc/CustomActivity/RetrieveByActivityEvent {"Parameter":{"FromDate":"2026-08-01 00:00:00","ToDate":"2026-08-01 01:00:00","ActivityEvent":201,"RemoveEmptyValue":true},"Paging":{"PageIndex":1,"PageSize":1000},"Sorting":{"ColumnName":"ProspectActivityId","Direction":"0"}}"#
        );
    }

    #[test]
    fn windows_are_checked_and_replaced() {
        let request = ListActivitiesByEvent::new(201, hour(1), hour(0));
        assert_eq!(request.parts().unwrap_err().field(), Some("from"));
        let request = ListActivitiesByEvent::new(202, hour(0), hour(1)).in_range(hour(1), hour(2));
        assert!(
            wire(&request)
                .contains(r#""FromDate":"2026-08-01 01:00:00","ToDate":"2026-08-01 02:00:00","ActivityEvent":202"#)
        );
        let big = request.paging(Paging::new(1, 1_001));
        assert_eq!(big.parts().unwrap_err().field(), Some("paging"));
    }
}
