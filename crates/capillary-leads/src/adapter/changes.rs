//! Listing changed leads by the time of their last update.

use super::{Leads, with_operation};
use crate::api::leads::ListLeads;
use crate::model::{Lead, SortBy, SortOrder};
use chrono::{DateTime, Utc};
use leads_core::client::{LeadPage, PageToken};
use leads_core::vendor::{ListStep, SeenKeys};
use leads_core::{CallOptions, Error, ErrorKind, Raw, Reply, Result};

/// How often the front of the list is read again. Each time it covers the changes since the previous time, which are few
/// unless leads change faster than one page can be read.
const SWEEPS: u8 = 10;

/// Where the list continues.
struct Position {
    /// How often the front of the list was reached again: 0 on the first way through.
    sweep: u8,
    /// The time of the last update, in seconds, down to which this way through the list goes.
    until: i64,
    /// The newest time of an update that was seen when this way began.
    newest: i64,
    seen: SeenKeys,
    /// The position in the vendor's list; empty at its front.
    inner: String,
}

impl Position {
    fn read(token: &PageToken) -> Option<Self> {
        let mut parts = token.as_str().splitn(5, '.');
        Some(Self {
            sweep: parts.next()?.parse().ok().filter(|sweep| *sweep <= SWEEPS)?,
            until: parts.next()?.parse().ok()?,
            newest: parts.next()?.parse().ok()?,
            seen: SeenKeys::parse(parts.next()?)?,
            inner: parts.next()?.to_owned(),
        })
    }

    fn token(&self) -> PageToken {
        let Self { sweep, until, newest, seen, inner } = self;
        PageToken::new(format!("{sweep}.{until}.{newest}.{}.{inner}", seen.text()))
    }
}

impl Leads {
    /// Lists the leads that were updated at or after `since`, newest first.
    pub(super) async fn list_changed(
        &self,
        request: ListLeads,
        since: DateTime<Utc>,
        after: Option<&PageToken>,
        options: &CallOptions,
    ) -> Result<Reply<LeadPage>> {
        let request = request.sort(SortBy::LastUpdatedOn, SortOrder::Descending);
        let wrong = || with_operation::<ListLeads>(Error::invalid("after", "is not a position of this list"));
        // Times in responses have whole seconds.
        let since = since.timestamp();
        let mut position = match after {
            None => {
                Position { sweep: 0, until: since, newest: i64::MIN, seen: SeenKeys::default(), inner: String::new() }
            }
            Some(token) => Position::read(token).ok_or_else(wrong)?,
        };
        let inner = Some(&position.inner).filter(|inner| !inner.is_empty()).map(|inner| PageToken::new(inner.as_str()));
        let reply = self.client.pipeline().list_step(request, inner.as_ref(), options).await?;
        let (ListStep { items, problems, next, .. }, meta) = Reply::into_parts(reply);
        ensure_sorted(&items)?;
        let at_front = inner.is_none();
        if at_front {
            position.newest = items.iter().find_map(updated).unwrap_or(position.newest).max(position.newest);
        }
        let mut leads: Vec<Box<dyn leads_core::Lead>> = Vec::new();
        let mut is_over = next.is_none();
        for lead in items {
            if updated(&lead).is_some_and(|time| time < position.until) {
                is_over = true;
                break;
            }
            if position.seen.insert(&lead.id.to_string()) {
                leads.push(Box::new(lead));
            }
        }
        let next = match next.filter(|_| !is_over) {
            Some(next) => {
                position.inner = next.as_str().to_owned();
                Some(position.token())
            }
            // One response is a consistent view: nothing moved while it was read.
            None if at_front || position.sweep == SWEEPS => None,
            None => {
                position.sweep += 1;
                position.until = position.newest.max(since);
                position.inner = String::new();
                Some(position.token())
            }
        };
        let mut page = LeadPage::new(leads, next);
        page.problems = problems;
        Ok(Reply::new(page, meta))
    }
}

/// Returns the time of the last update in seconds.
fn updated(lead: &Raw<Lead>) -> Option<i64> {
    Some(lead.last_updated_on.as_ref()?.utc()?.timestamp())
}

/// Returns an error if the rows of a response are not sorted: the list would then end too early.
fn ensure_sorted(rows: &[Raw<Lead>]) -> Result<()> {
    let mut last = i64::MAX;
    for time in rows.iter().filter_map(updated) {
        if time > last {
            let error = Error::new(ErrorKind::Precondition, "the vendor did not sort the list by the last update")
                .with_help("list every lead, and compare the time of the last update yourself");
            return Err(with_operation::<ListLeads>(error));
        }
        last = time;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn position_round_trips_and_rejects_other_tokens() {
        let mut seen = SeenKeys::default();
        seen.insert("7");
        let position = Position { sweep: 1, until: -5, newest: 9, seen, inner: "3.2.1.AAAAAAAA.7".to_owned() };
        let mut read = Position::read(&position.token()).unwrap();
        assert_eq!((read.sweep, read.until, read.newest, read.inner.as_str()), (1, -5, 9, "3.2.1.AAAAAAAA.7"));
        assert!(!read.seen.insert("7"));
        for wrong in ["", "0.1.2", "11.1.2..", "0.x.2..", "0.1.2.!."] {
            assert!(Position::read(&wrong.into()).is_none(), "{wrong}");
        }
    }

    #[test]
    fn unsorted_rows_are_an_error() {
        let rows = |times: [&str; 3]| {
            times.map(|time| Raw::<Lead>::parse(&format!(r#"{{"id":1,"lastUpdatedOn":"{time}"}}"#)).unwrap())
        };
        let (one, two) = ("2026-01-01T00:00:00Z", "2026-01-01T05:30:01+05:30");
        assert!(ensure_sorted(&rows([two, one, one])).is_ok());
        assert!(ensure_sorted(&rows([two, "", one])).is_ok());
        assert_eq!(ensure_sorted(&rows([two, one, two])).unwrap_err().kind(), ErrorKind::Precondition);
    }
}
