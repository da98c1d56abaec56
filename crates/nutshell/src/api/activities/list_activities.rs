//! `GET /rest/activities`

use crate::api::prelude::*;
use crate::model::{Activity, ActivityTypeId, EntityId, FilterTime};
use crate::query::{self, Filter, LeadSort, search_setters};
use leads_core::vendor::{EndReason, NextPage, Page, Paged, Window};
use leads_core::{Personal, open_enum};

open_enum! {
    /// The status of an activity, for [`ListActivities::status`].
    pub enum ActivityStatus {
        /// Planned.
        Scheduled = "scheduled",
        /// Done.
        Logged = "logged",
        /// Cancelled: it did not take place.
        Cancelled = "cancelled",
    }
}

/// Lists activities, one page at a time.
///
/// `GET /rest/activities`; [`Client::items`](crate::Client::items) reads every page. The vendor documents only the
/// parameter `limit`, which [`at_most`](Self::at_most) sets; paging was also observed to work.
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
/// use nutshell::api::activities::{ActivityStatus, ListActivities};
///
/// let request = ListActivities::new()
///     .participant("3-contacts")
///     .status(ActivityStatus::Logged)
///     .from("2026-01-01T00:00:00Z")
///     .limit(100);
/// let mut activities = client.items(request);
/// while let Some(activity) = activities.next().await {
///     let activity = activity?;
///     println!("{}: {:?}", activity.id, activity.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/activities")]
#[doc(alias = "activities")]
#[doc(alias = "list activities")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ListActivities {
    text: Option<Personal<String>>,
    participants: Vec<EntityId>,
    statuses: Vec<ActivityStatus>,
    hot_leads_only: bool,
    activity_types: Vec<ActivityTypeId>,
    flagged: Option<bool>,
    important: Option<bool>,
    from: Option<String>,
    until: Option<String>,
    filters: Vec<Filter>,
    at_most: Option<u32>,
    page: Option<u32>,
    limit: Option<u32>,
}

impl ListActivities {
    /// Creates a request that lists every activity.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    search_setters! { text }

    /// Includes only activities with this participant: a user, contact, account or lead. Repeated calls match any of
    /// them.
    #[must_use]
    pub fn participant(mut self, id: impl Into<EntityId>) -> Self {
        self.participants.push(id.into());
        self
    }

    /// Includes only activities with this status. Repeated calls match any of them.
    #[must_use]
    pub fn status(mut self, status: impl Into<ActivityStatus>) -> Self {
        self.statuses.push(status.into());
        self
    }

    /// Includes only activities of hot leads.
    #[must_use]
    pub fn hot_leads_only(mut self) -> Self {
        self.hot_leads_only = true;
        self
    }

    /// Includes only activities of this type. The integer of the id is sent, as the vendor declares it. Repeated calls
    /// match any of them.
    #[must_use]
    pub fn activity_type(mut self, id: impl Into<ActivityTypeId>) -> Self {
        self.activity_types.push(id.into());
        self
    }

    /// Includes only flagged activities, or only those that are not flagged.
    #[must_use]
    pub fn flagged(mut self, flagged: bool) -> Self {
        self.flagged = Some(flagged);
        self
    }

    /// Includes only activities marked as important, or only those that are not.
    #[must_use]
    pub fn important(mut self, important: bool) -> Self {
        self.important = Some(important);
        self
    }

    /// Includes only activities since this time. The format is not documented.
    #[must_use]
    pub fn from(mut self, time: impl Into<FilterTime>) -> Self {
        self.from = Some(time.into().to_string());
        self
    }

    /// Includes only activities until this time. The format is not documented.
    #[must_use]
    pub fn until(mut self, time: impl Into<FilterTime>) -> Self {
        self.until = Some(time.into().to_string());
        self
    }

    /// Requests this many rows in one response, without paging: the documented parameter `limit`. It cannot be combined
    /// with [`page`](Self::page) and [`limit`](Self::limit), and a stream ends after that response.
    #[must_use]
    pub fn at_most(mut self, rows: u32) -> Self {
        self.at_most = Some(rows);
        self
    }

    search_setters! { filter }
    search_setters! { page }
}

/// Adds the values of a parameter. One value is sent as `name=value`, several as `name[]=value` each, as the vendor's filter guide says.
fn values(parts: Parts, name: &str, values: &[String]) -> Parts {
    match values {
        [value] => parts.query(name, value),
        several => several.iter().fold(parts, |parts, value| parts.query(format!("{name}[]"), value)),
    }
}

impl Request for ListActivities {
    type Vendor = Nutshell;
    type Response = Records<Activity>;
    const OPERATION: Operation = op::get("list_activities", "/rest/activities", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        let whole = |id: &ActivityTypeId| match id.parts().number {
            Some(number) => number.to_string(),
            None => id.to_string(),
        };
        let types: Vec<String> = self.activity_types.iter().map(whole).collect();
        let mut parts = Parts::new()
            .require(self.at_most != Some(0), "at_most", "must be at least 1")
            .require(
                self.at_most.is_none() || (self.page.is_none() && self.limit.is_none()),
                "at_most",
                "cannot be combined with page and limit",
            )
            .require(self.participants.iter().all(|id| !id.as_str().is_empty()), "participant", "must not be empty")
            .require(types.iter().all(|id| !id.is_empty()), "activity_type", "must not be empty")
            .query_opt("q", self.text.as_ref());
        for id in &self.participants {
            parts = parts.query("filter[participant][]", id);
        }
        for status in &self.statuses {
            parts = parts.query("filter[status][]", status);
        }
        parts = parts.query_opt("filter[leadPriority][]", self.hot_leads_only.then_some("hot"));
        parts = values(parts, "filter[activityType]", &types)
            .query_opt("filter[flagged]", self.flagged)
            .query_opt("filter[isImportant]", self.important)
            .query_opt("filter[dateMin]", self.from.as_ref())
            .query_opt("filter[dateMax]", self.until.as_ref())
            .query_opt("limit", self.at_most);
        parts = query::search::<LeadSort>(parts, None, &self.filters, None);
        query::page(parts, self.page, self.limit).empty()
    }
}

impl Paged for ListActivities {
    type Item = Raw<Activity>;

    fn page(&self, mut response: Records<Activity>) -> Page<Self> {
        let unreadable = response.take_unreadable();
        let rows = response.into_rows();
        let next = match rows.len() + unreadable.len() {
            _ if self.at_most.is_some() => NextPage::End(EndReason::LastPage),
            0 => NextPage::End(EndReason::EmptyPage),
            _ => NextPage::Next(Self { page: Some(self.page.unwrap_or(0).saturating_add(1)), ..self.clone() }),
        };
        Page::new(rows, next).with_unreadable(unreadable)
    }

    fn window(&self) -> Option<Window> {
        // `at_most` excludes paging.
        if self.at_most.is_some() { None } else { query::window(self.page, self.limit) }
    }

    fn at(&self, start: u64, limit: Option<u64>) -> Self {
        let (page, limit) = query::at(self.page, self.limit, start, limit);
        Self { page, limit, ..self.clone() }
    }

    fn key(item: &Raw<Activity>) -> Option<String> {
        Some(item.id.to_string())
    }
}

sample!(ListActivities: Self::new()
    .text("offer")
    .participant("1-users")
    .participant("3-contacts")
    .status(ActivityStatus::Scheduled)
    .status(ActivityStatus::Logged)
    .hot_leads_only()
    .activity_type("1-activityTypes")
    .flagged(true)
    .important(true)
    .from("2026-01-01T00:00:00Z")
    .until("2026-02-01T00:00:00Z")
    .page(1)
    .limit(100));

#[cfg(test)]
mod tests {
    use super::*;

    fn query(request: &ListActivities) -> String {
        request.parts().unwrap().render("").unwrap().replace("%5B", "[").replace("%5D", "]")
    }

    #[test]
    fn types_are_sent_as_integers_and_several_as_a_list() {
        let one = ListActivities::new().activity_type("7-activityTypes");
        assert_eq!(query(&one), "?filter[activityType]=7");
        assert_eq!(query(&one.activity_type("x")), "?filter[activityType][]=7&filter[activityType][]=x");
        assert_eq!(query(&ListActivities::new()), "");
        assert_eq!(query(&ListActivities::new().at_most(5).flagged(false)), "?filter[flagged]=false&limit=5");
    }

    #[test]
    fn at_most_excludes_page_and_limit() {
        for request in [
            ListActivities::new().at_most(0),
            ListActivities::new().at_most(5).limit(5),
            ListActivities::new().at_most(5).page(1),
        ] {
            assert_eq!(request.parts().unwrap_err().field(), Some("at_most"));
        }
        assert_eq!(ListActivities::new().participant("").parts().unwrap_err().field(), Some("participant"));
    }

    #[test]
    fn list_without_paging_is_read_once() {
        let response =
            |body: &'static [u8]| HttpResponse::new(200, Default::default(), bytes::Bytes::from_static(body));
        let rows = || ListActivities::read(&response(br#"{"activities":[{"id":"1-activities"}]}"#)).unwrap();
        let end = |request: ListActivities| Paged::page(&request, rows()).next;
        assert_eq!(end(ListActivities::new().at_most(1)), NextPage::End(EndReason::LastPage));
        // A short page is not documented to be the last one.
        assert_eq!(end(ListActivities::new().limit(2)), NextPage::Next(ListActivities::new().limit(2).page(1)));
        assert_eq!(end(ListActivities::new().limit(1)), NextPage::Next(ListActivities::new().limit(1).page(1)));
        assert_eq!(end(ListActivities::new()), NextPage::Next(ListActivities::new().page(1)));
    }
}
