//! `POST /v2/ProspectActivity.svc/RetrieveRecentlyModified`

use crate::api::paging;
use crate::api::prelude::*;
use crate::model::{ActivityRow, Paging, SentTime, Sorting};
use crate::ranges::Ranged;
use chrono::{DateTime, Utc};
use leads_core::vendor::{Page, Paged};

/// Lists the activities of every event that were modified in a time window.
///
/// `POST /v2/ProspectActivity.svc/RetrieveRecentlyModified`. On one large account this call failed every time; if it
/// does, read event by event with [`ListActivitiesByEvent`](super::ListActivitiesByEvent). The response was not seen in
/// full: rows are searched for in every member that the vendor uses for activities. The notes there on windows apply
/// here too, and [`Client::ranges`](crate::Client::ranges) reads a long one.
///
/// # Errors
///
/// A rejected request changes nothing. A response in which no rows are found is an error, never an empty page.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use chrono::{TimeZone, Utc};
/// use leadsquared::api::activities::ListRecentlyModifiedActivities;
///
/// let from = Utc.with_ymd_and_hms(2026, 8, 1, 0, 0, 0).unwrap();
/// let to = Utc.with_ymd_and_hms(2026, 8, 2, 0, 0, 0).unwrap();
/// let request = ListRecentlyModifiedActivities::new(from, to).include_custom_fields(true);
/// let mut activities = client.items(request);
/// while let Some(activity) = activities.next().await {
///     let activity = activity?;
///     println!("{:?}: {:?}", activity.id(), activity.event_code());
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/ProspectActivity.svc/RetrieveRecentlyModified")]
#[doc(alias = "ProspectActivity.svc/RetrieveRecentlyModified")]
#[doc(alias = "list recently modified activities")]
#[doc(alias = "list recently modified")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListRecentlyModifiedActivities {
    body: ListRecentlyModifiedActivitiesBody,
}

/// The wire body of [`ListRecentlyModifiedActivities`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ListRecentlyModifiedActivitiesBody {
    parameter: ChangeWindow,
    paging: Option<Paging>,
    sorting: Option<Sorting>,
}

#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct ChangeWindow {
    from_date: SentTime,
    to_date: SentTime,
    include_custom_fields: Option<bool>,
}

impl ListRecentlyModifiedActivities {
    /// Lists the activities that were modified in this window, both ends included, 1,000 per page.
    pub fn new(from: DateTime<Utc>, to: DateTime<Utc>) -> Self {
        Self {
            body: ListRecentlyModifiedActivitiesBody {
                parameter: ChangeWindow { from_date: from.into(), to_date: to.into(), include_custom_fields: None },
                paging: Some(Paging::new(1, 1_000)),
                sorting: Some(Sorting::ascending(paging::ACTIVITY_KEY)),
            },
        }
    }

    setters! { body;
        /// Sets the page, 1 to 1,000 rows.
        paging: Paging,
        /// Sets the order. Rows that tie can be missed or appear twice between pages.
        sorting: Sorting,
    }

    /// Sets whether the rows include the fields of their types.
    #[must_use]
    pub fn include_custom_fields(mut self, include: bool) -> Self {
        self.body.parameter.include_custom_fields = Some(include);
        self
    }
}

impl Request for ListRecentlyModifiedActivities {
    type Vendor = LeadSquared;
    type Response = Listing<ActivityRow>;
    const OPERATION: Operation = op::post(
        "list_recently_modified_activities",
        "/v2/ProspectActivity.svc/RetrieveRecentlyModified",
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

has_body!(ListRecentlyModifiedActivities => ListRecentlyModifiedActivitiesBody);

impl Paged for ListRecentlyModifiedActivities {
    type Item = Raw<ActivityRow>;

    fn page(&self, response: Self::Response) -> Page<Self> {
        paging::step(response, self.body.paging.as_ref(), |next| self.clone().paging(next))
    }

    paging::by_position! {}

    fn key(item: &Self::Item) -> Option<String> {
        item.id().map(|id| id.as_str().to_owned())
    }
}

impl Ranged for ListRecentlyModifiedActivities {
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

sample!(ListRecentlyModifiedActivities: Self::new(DateTime::UNIX_EPOCH, DateTime::UNIX_EPOCH + chrono::TimeDelta::days(1)).include_custom_fields(true));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn list_recently_modified_activities_serializes_to_the_wire_form() {
        let start = DateTime::UNIX_EPOCH;
        assert_eq!(
            wire(&ListRecentlyModifiedActivities::new(start, start).include_custom_fields(false)),
            r#"POST /v2/ProspectActivity.svc/RetrieveRecentlyModified {"Parameter":{"FromDate":"1970-01-01 00:00:00","ToDate":"1970-01-01 00:00:00","IncludeCustomFields":false},"Paging":{"PageIndex":1,"PageSize":1000},"Sorting":{"ColumnName":"ProspectActivityId","Direction":"0"}}"#
        );
        let back = ListRecentlyModifiedActivities::new(start + chrono::TimeDelta::seconds(1), start);
        assert_eq!(back.parts().unwrap_err().field(), Some("from"));
    }
}
