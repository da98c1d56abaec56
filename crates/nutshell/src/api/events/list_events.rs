//! `GET /rest/events`

use crate::api::prelude::*;
use crate::model::{EntityId, Event, EventId};
use chrono::{DateTime, Utc};
use leads_core::open_enum;
use leads_core::vendor::{EndReason, NextPage, Page, Paged};
use url::Url;

open_enum! {
    /// Kinds of events that are listed only on request.
    pub enum ExtraEvents {
        /// Comments.
        Comments = "comments",
        /// Mailchimp.
        Mailchimp = "mailchimp",
        /// Follow-ups.
        Followup = "followup",
        /// Constant Contact.
        ConstantContact = "constantContact",
        /// Opened and clicked e-mails.
        EmailInteraction = "emailInteraction",
        /// Assignments.
        Assignments = "assignments",
        /// Submitted forms.
        FormSubmissions = "formSubmissions",
    }
}

open_enum! {
    /// The kinds of records that events refer to, as spelled in filters.
    pub enum EventPayload {
        /// Accounts.
        Accounts = "accounts",
        /// Activities.
        Activities = "activities",
        /// Assignments.
        Assignments = "assignments",
        /// Chats.
        Chats = "chats",
        /// Company enrichment data.
        CompanyEnrichment = "companyEnrichment",
        /// Constant Contact.
        ConstantContact = "constantContact",
        /// Contacts.
        Contacts = "contacts",
        /// E-mails.
        Emails = "emails",
        /// Opened and clicked e-mails.
        EmailInteraction = "emailInteraction",
        /// Submitted forms.
        FormSubmissions = "formSubmissions",
        /// Conversations.
        InboxThreads = "inbox_threads",
        /// Lead updates.
        LeadUpdates = "leadUpdates",
        /// Leads.
        Leads = "leads",
        /// Newsletters.
        MarketingEmails = "marketingEmails",
        /// WebFX sessions.
        McfxSessions = "mcfxSessions",
        /// Notes.
        Notes = "notes",
        /// Queued e-mails.
        Queued = "queued",
        /// Ticket messages.
        TicketMessages = "ticketMessages",
        /// Undelivered e-mails.
        Undelivered = "undelivered",
        /// E-mails that are no longer shared.
        Unshared = "unshared",
    }
}

open_enum! {
    /// Whether the given creators sent or received the e-mails.
    pub enum EmailRole {
        /// Sent.
        Sender = "sender",
        /// Received.
        Recipient = "recipient",
    }
}

/// Lists all events, newest first.
///
/// `GET /rest/events`. [`Client::items`](crate::Client::items) goes back in time, page by page, along the `previous`
/// cursor; the boundary event, which the vendor sends twice, is returned once. To wait for new events, use
/// [`Client::follow_events`](crate::Client::follow_events): the `next` cursor never ends.
///
/// Only the parameters of the vendor's cursors are used, never their hosts.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// A cursor that does not go back is an error, so that a list cannot loop forever.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::events::{EventPayload, ListEvents};
///
/// let request = ListEvents::new().payload(EventPayload::Leads).limit(100);
/// let mut events = client.items(request);
/// while let Some(event) = events.next().await {
///     let event = event?;
///     println!("{}: {:?}", event.id, event.action);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/events")]
#[doc(alias = "events")]
#[doc(alias = "list events")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ListEvents {
    pub(crate) max_id: Option<EventId>,
    pub(crate) since_id: Option<EventId>,
    pub(crate) max_time: Option<i64>,
    pub(crate) since_time: Option<i64>,
    entity_id: Option<EntityId>,
    limit: Option<u32>,
    extra: Vec<ExtraEvents>,
    payloads: Vec<EventPayload>,
    creators: Vec<EntityId>,
    email_roles: Vec<EmailRole>,
}

impl ListEvents {
    /// Creates a request that lists every event.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Includes only events up to and including this one.
    #[must_use]
    pub fn max_id(mut self, id: impl Into<EventId>) -> Self {
        self.max_id = Some(id.into());
        self
    }

    /// Includes only events after this one.
    #[must_use]
    pub fn since_id(mut self, id: impl Into<EventId>) -> Self {
        self.since_id = Some(id.into());
        self
    }

    /// Includes only events before this time. Sent in whole seconds.
    #[must_use]
    pub fn max_time(mut self, time: DateTime<Utc>) -> Self {
        self.max_time = Some(time.timestamp());
        self
    }

    /// Includes only events after this time. Sent in whole seconds.
    #[must_use]
    pub fn since_time(mut self, time: DateTime<Utc>) -> Self {
        self.since_time = Some(time.timestamp());
        self
    }

    /// Includes only events of one record.
    #[must_use]
    pub fn entity(mut self, id: impl Into<EntityId>) -> Self {
        self.entity_id = Some(id.into());
        self
    }

    /// Sets the number of events per page. The maximum is not documented.
    #[must_use]
    pub fn limit(mut self, events: u32) -> Self {
        self.limit = Some(events);
        self
    }

    /// Includes a kind of event that is not listed otherwise.
    #[must_use]
    pub fn extra(mut self, kind: impl Into<ExtraEvents>) -> Self {
        self.extra.push(kind.into());
        self
    }

    /// Includes only events of this kind of record. Repeated calls match any of them.
    #[must_use]
    pub fn payload(mut self, kind: impl Into<EventPayload>) -> Self {
        self.payloads.push(kind.into());
        self
    }

    /// Includes only events caused by this user or team. Repeated calls match any of them.
    #[must_use]
    pub fn creator(mut self, id: impl Into<EntityId>) -> Self {
        self.creators.push(id.into());
        self
    }

    /// Includes only e-mails that the creators sent, or received. Requires a creator.
    #[must_use]
    pub fn email_role(mut self, role: impl Into<EmailRole>) -> Self {
        self.email_roles.push(role.into());
        self
    }

    /// Returns the same request starting from an older event, inclusive.
    pub(crate) fn back_to(&self, id: EventId) -> Self {
        // The boundary event is repeated and fills a page of one, so such a list would never advance.
        let limit = self.limit.map(|limit| limit.max(2));
        Self { max_id: Some(id), limit, ..self.clone() }
    }

    /// Returns the same request starting from an older cursor.
    fn before(&self, cursor: Cursor) -> Self {
        Self { max_time: cursor.time, ..self.back_to(cursor.id) }
    }

    /// Returns whether the cursor is before the one of this page. Ids that are not numbers are only compared for
    /// equality.
    fn goes_back(&self, cursor: &Cursor) -> bool {
        let Some(now) = &self.max_id else { return true };
        match (now.parts().number, cursor.id.parts().number) {
            (Some(now), Some(then)) => then < now,
            _ => *now != cursor.id,
        }
    }
}

/// The start of the older events.
struct Cursor {
    id: EventId,
    time: Option<i64>,
}

/// Returns the parameters of a `previous` URL, absolute or relative. Its host is ignored.
fn cursor(address: &str) -> Option<Cursor> {
    let url = Url::parse(crate::BASE_URL).ok()?.join(address).ok()?;
    let value = |name: &str| url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned());
    let id = value("max_id").filter(|id| !id.is_empty())?;
    Some(Cursor { id: id.into(), time: value("max_time").and_then(|time| time.parse().ok()) })
}

impl Request for ListEvents {
    type Vendor = Nutshell;
    type Response = Records<Event>;
    const OPERATION: Operation = op::get("list_events", "/rest/events", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        let mut parts = Parts::new()
            .require(self.limit != Some(0), "limit", "must be at least 1")
            .require(self.email_roles.is_empty() || !self.creators.is_empty(), "email_role", "needs a creator")
            .query_opt("max_id", self.max_id.as_ref())
            .query_opt("since_id", self.since_id.as_ref())
            .query_opt("max_time", self.max_time)
            .query_opt("since_time", self.since_time)
            .query_opt("entity_id", self.entity_id.as_ref())
            .query_opt("limit", self.limit);
        for kind in &self.extra {
            parts = parts.query("events", kind);
        }
        for kind in &self.payloads {
            parts = parts.query("filters[payload][]", kind);
        }
        for id in &self.creators {
            parts = parts.query("filters[creator][]", id);
        }
        for role in &self.email_roles {
            parts = parts.query("filters[emailEntityType][]", role);
        }
        parts.empty()
    }
}

impl Paged for ListEvents {
    type Item = Raw<Event>;

    fn page(&self, mut response: Records<Event>) -> Page<Self> {
        let unreadable = response.take_unreadable();
        let previous = response.envelope().meta().and_then(|meta| meta.previous.as_deref()).and_then(cursor);
        let rows = response.into_rows();
        // `max_id` includes the event itself, so the oldest page contains only the boundary event.
        let only_boundary = self.max_id.as_ref().is_some_and(|id| rows.iter().all(|row| row.id == *id));
        let next = match rows.last() {
            None => match previous {
                // No event of the page could be read; the response's cursor continues the list.
                Some(cursor) if !unreadable.is_empty() && self.goes_back(&cursor) => {
                    NextPage::Next(self.before(cursor))
                }
                _ => NextPage::End(EndReason::EmptyPage),
            },
            Some(_) if only_boundary => NextPage::End(EndReason::LastPage),
            Some(oldest) => {
                let cursor = previous.unwrap_or_else(|| Cursor { id: oldest.id.clone(), time: None });
                // A cursor that does not advance is passed to the stream as the same position, which it rejects.
                NextPage::Next(if self.goes_back(&cursor) { self.before(cursor) } else { self.clone() })
            }
        };
        Page::new(rows, next).with_unreadable(unreadable)
    }

    fn key(item: &Raw<Event>) -> Option<String> {
        Some(item.id.to_string())
    }
}

sample!(ListEvents: Self::new()
    .since_id("7-events")
    .max_id("90-events")
    .since_time(DateTime::UNIX_EPOCH)
    .max_time(DateTime::UNIX_EPOCH + chrono::TimeDelta::days(1))
    .entity("1003-leads")
    .limit(20)
    .extra(ExtraEvents::Comments)
    .payload(EventPayload::Leads)
    .creator("1-users")
    .email_role(EmailRole::Sender));

#[cfg(test)]
mod tests {
    use super::*;

    fn page(request: &ListEvents, body: &str) -> (usize, NextPage<ListEvents>) {
        let response = HttpResponse::new(200, Default::default(), body.to_owned());
        let page = request.page(ListEvents::read(&response).unwrap());
        (page.items.len(), page.next)
    }

    #[test]
    fn older_pages_follow_the_cursor_without_its_host() {
        let body = r#"{"meta":{"next":"https://evil.example/rest/events?since_id=9-events",
            "previous":"https://evil.example/rest/events?limit=2&max_id=8-events&max_time=17"},
            "events":[{"id":"9-events"},{"id":"8-events"}]}"#;
        let request = ListEvents::new().limit(2).payload(EventPayload::Leads);
        let (rows, next) = page(&request, body);
        assert_eq!(rows, 2);
        let wanted = ListEvents { max_id: Some("8-events".into()), max_time: Some(17), ..request };
        assert_eq!(next, NextPage::Next(wanted));
    }

    #[test]
    fn list_ends_when_empty_or_at_the_boundary_and_always_advances() {
        let request = ListEvents::new().max_id("8-events");
        assert_eq!(page(&request, r#"{"events":[]}"#).1, NextPage::End(EndReason::EmptyPage));
        assert_eq!(page(&request, r#"{"events":[{"id":"8-events"}]}"#).1, NextPage::End(EndReason::LastPage));
        let rows = r#""events":[{"id":"8-events"},{"id":"7-events"}]"#;
        for cursor in ["8-events", "9-events"] {
            let body = format!(r#"{{"meta":{{"previous":"/rest/events?max_id={cursor}"}},{rows}}}"#);
            assert_eq!(page(&request, &body).1, NextPage::Next(request.clone()), "{cursor}");
        }
        let bare = format!(r#"{{"meta":{{}},{rows}}}"#);
        assert_eq!(page(&request, &bare).1, NextPage::Next(ListEvents::new().max_id("7-events")));
    }

    #[test]
    fn role_requires_a_creator() {
        let error = ListEvents::new().email_role(EmailRole::Sender).parts().unwrap_err();
        assert_eq!(error.field(), Some("email_role"));
    }
}
