//! `POST /v2/ProspectActivity.svc/RetrieveActivityChange`

use crate::api::paging;
use crate::api::prelude::*;
use crate::model::{ActivityChange, ActivityId, EventCode, FieldValue, Paging, SentTime};
use chrono::{DateTime, Utc};
use leads_core::vendor::{Page, Paged};

/// Lists the changes to an activity, or to the activities of some events, in a time window.
///
/// `POST /v2/ProspectActivity.svc/RetrieveActivityChange`. [`Client::items`](crate::Client::items) reads all pages. The
/// vendor documents no order that can be set here.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/get-activity-change-history/).
///
/// # Errors
///
/// If the vendor rejects the request, no data has changed.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use chrono::{TimeZone, Utc};
/// use leadsquared::api::activities::ListActivityChanges;
///
/// let from = Utc.with_ymd_and_hms(2026, 8, 1, 0, 0, 0).unwrap();
/// let to = Utc.with_ymd_and_hms(2026, 9, 1, 0, 0, 0).unwrap();
/// let one =
///     ListActivityChanges::of_activity("62e0feb3-9ee2-11e8-9f20-020714094d7e", from, to);
/// // `of_events` reads the changes of all activities of some types.
/// let mut changes = client.items(one);
/// while let Some(change) = changes.next().await {
///     let change = change?;
///     for (name, _) in change.iter() {
///         println!("{name}");
///     }
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/ProspectActivity.svc/RetrieveActivityChange")]
#[doc(alias = "ProspectActivity.svc/RetrieveActivityChange")]
#[doc(alias = "list activity changes")]
#[doc(alias = "list changes")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListActivityChanges {
    body: ListActivityChangesBody,
}

/// The wire body of [`ListActivityChanges`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ListActivityChangesBody {
    parameter: ChangesOf,
    paging: Option<Paging>,
}

#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct ChangesOf {
    from_date: SentTime,
    to_date: SentTime,
    #[serde(rename = "ActivityID")]
    activity_id: Option<ActivityId>,
    activity_events: Option<FieldValue>,
}

impl ListActivityChanges {
    /// Lists the changes of one activity, 100 per page.
    pub fn of_activity(activity: impl Into<ActivityId>, from: DateTime<Utc>, to: DateTime<Utc>) -> Self {
        Self::of(Some(activity.into()), None, from, to)
    }

    /// Lists the changes of all activities of these events, 100 per page. Their codes are written as a list (inferred:
    /// the vendor's page was not seen in full).
    pub fn of_events<E: Into<EventCode>>(
        events: impl IntoIterator<Item = E>,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Self {
        let codes = events.into_iter().map(|event| FieldValue::Number(event.into().get().into())).collect();
        Self::of(None, Some(FieldValue::List(codes)), from, to)
    }

    fn of(
        activity_id: Option<ActivityId>,
        activity_events: Option<FieldValue>,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Self {
        Self {
            body: ListActivityChangesBody {
                parameter: ChangesOf { from_date: from.into(), to_date: to.into(), activity_id, activity_events },
                paging: Some(Paging::new(1, 100)),
            },
        }
    }

    setters! { body;
        /// Sets the page, 1 to 1,000 rows.
        paging: Paging,
    }
}

impl Request for ListActivityChanges {
    type Vendor = LeadSquared;
    type Response = Listing<ActivityChange>;
    const OPERATION: Operation =
        op::post("list_activity_changes", "/v2/ProspectActivity.svc/RetrieveActivityChange", Safety::Read)
            .docs("https://apidocs.leadsquared.com/get-activity-change-history/");

    fn parts(&self) -> Result<Parts> {
        let window = &self.body.parameter;
        let activity = window.activity_id.as_ref().is_some_and(|id| !id.as_str().trim().is_empty());
        let events = match &window.activity_events {
            Some(FieldValue::List(events)) => !events.is_empty(),
            Some(other) => !other.is_blank(),
            None => false,
        };
        Parts::new()
            .require(activity || events, "activity_id", "must not be empty, or at least one event must be named")
            .require(!(activity && events), "activity_id", "and `events` exclude each other")
            .check(SentTime::check(Some(&window.from_date), "from"))
            .check(SentTime::check(Some(&window.to_date), "to"))
            .require(window.from_date.as_str() <= window.to_date.as_str(), "from", "must not be after `to`")
            .check(Paging::check(self.body.paging.as_ref(), 1_000))
            .json(&self.body)
    }
}

has_body!(ListActivityChanges => ListActivityChangesBody);

impl Paged for ListActivityChanges {
    type Item = Raw<ActivityChange>;

    fn page(&self, response: Self::Response) -> Page<Self> {
        paging::step(response, self.body.paging.as_ref(), |next| self.clone().paging(next))
    }

    paging::by_position! {}

    fn key(item: &Self::Item) -> Option<String> {
        // A change has no documented id; nothing would distinguish equal rows.
        let _ = item;
        None
    }
}

sample!(ListActivityChanges: Self::of_activity(
    "0f0e0d0c-0b0a-4908-8706-050403020100",
    DateTime::UNIX_EPOCH,
    DateTime::UNIX_EPOCH + chrono::TimeDelta::days(1),
));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn list_activity_changes_serializes_to_the_wire_form() {
        let start = DateTime::UNIX_EPOCH;
        assert_eq!(
            wire(&ListActivityChanges::of_activity("4", start, start)),
            r#"POST /v2/ProspectActivity.svc/RetrieveActivityChange {"Parameter":{"FromDate":"1970-01-01 00:00:00","ToDate":"1970-01-01 00:00:00","ActivityID":"4"},"Paging":{"PageIndex":1,"PageSize":100}}"#
        );
        assert!(
            wire(&ListActivityChanges::of_events([201, 202], start, start)).contains(r#""ActivityEvents":[201,202]"#)
        );
        let nothing = ListActivityChanges::of_events(Vec::<EventCode>::new(), start, start);
        assert_eq!(nothing.parts().unwrap_err().field(), Some("activity_id"));
        let big = ListActivityChanges::of_activity("4", start, start).paging(Paging::new(1, 1_001));
        assert_eq!(big.parts().unwrap_err().field(), Some("paging"));
    }
}
