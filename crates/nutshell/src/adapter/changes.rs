//! Listing changed leads through the event log.

use super::list::FILTERS;
use super::{Leads, with_operation};
use crate::api::events::{EventPayload, ListEvents};
use crate::api::leads::{GetLead, ListLeads};
use crate::model::{Event, EventId, Lead, LeadId};
use crate::query::Filter;
use chrono::{DateTime, Utc};
use leads_core::client::{LeadPage, LeadQuery, PageToken};
use leads_core::vendor::{NextPage, Page, Paged, SeenKeys, ensure_known_fields};
use leads_core::{CallOptions, Error, ErrorKind, Raw, Reply, Request, Result};
use std::collections::HashMap;

/// Events per page, unless the query sets a limit. The vendor does not document a maximum.
const EVENTS: u32 = 100;
/// How many leads are read in one call. Their ids are in the URL.
const LEADS: usize = 50;
const LEAD_KIND: &str = "leads";

/// Where the list continues: the newest event of the next page, which the vendor repeats, and the leads already
/// returned.
struct Position {
    event: EventId,
    time: Option<i64>,
    seen: SeenKeys,
}

impl Position {
    fn read(token: &PageToken) -> Option<Self> {
        let mut parts = token.as_str().rsplitn(3, '.');
        let seen = SeenKeys::parse(parts.next()?)?;
        let time = Some(parts.next()?).filter(|text| !text.is_empty()).map(str::parse).transpose().ok()?;
        let event = EventId::from(parts.next().filter(|id| !id.is_empty() && !id.contains('.'))?);
        Some(Self { event, time, seen })
    }

    fn token(&self) -> PageToken {
        let time = self.time.map(|time| time.to_string()).unwrap_or_default();
        PageToken::new(format!("{}.{time}.{}", self.event, self.seen.text()))
    }
}

impl Leads {
    /// Lists the leads with an event at or after `since`, newest event first.
    pub(super) async fn list_changed(
        &self,
        since: DateTime<Utc>,
        query: &LeadQuery,
        after: Option<&PageToken>,
        options: &CallOptions,
    ) -> Result<Reply<LeadPage>> {
        let named = |error| with_operation(error, ListEvents::OPERATION.name);
        ensure_alone(query).map_err(named)?;
        let limit = query.rows(EVENTS, EVENTS).map_err(named)?;
        // Events have whole seconds.
        let since = since.timestamp();
        let mut request =
            ListEvents::new().payload(EventPayload::Leads).payload(EventPayload::LeadUpdates).limit(limit);
        // Whether the vendor includes the second itself is not documented.
        request.since_time = Some(since.saturating_sub(1));
        let (boundary, mut seen) = match after {
            None => (None, SeenKeys::default()),
            Some(token) => {
                let wrong = || named(Error::invalid("after", "is not a position of this list"));
                let Position { event, time, seen } = Position::read(token).ok_or_else(wrong)?;
                request = request.back_to(event.clone());
                request.max_time = time;
                (Some(event), seen)
            }
        };
        let (response, meta) = Reply::into_parts(self.client.send_with(&request, options).await?);
        let Page { items, next, unreadable, .. } = request.page(response);
        let mut changed = Vec::new();
        let mut is_over = false;
        for event in items.iter().filter(|event| boundary.as_ref() != Some(&event.id)) {
            let time = event.created_time.as_ref().and_then(|time| time.utc());
            if time.is_some_and(|time| time.timestamp() < since) {
                is_over = true;
                break;
            }
            changed.extend(leads_of(event).filter(|id| seen.insert(id.as_str())));
        }
        let next = match next {
            NextPage::Next(next) if !is_over => {
                let advances = next.max_id != request.max_id;
                let Some(event) = next.max_id.filter(|_| advances) else {
                    return Err(named(Error::new(ErrorKind::Decode, "the cursor of the event log does not go back")));
                };
                Some(Position { event, time: next.max_time, seen }.token())
            }
            _ => None,
        };
        let (leads, unread) = self.read_leads(&changed, options).await?;
        let mut page = LeadPage::new(self.shown(leads, options).await?, next);
        // An event that cannot be read may be the only one of its lead.
        page.problems = unreadable.iter().map(|row| named(row.error())).chain(unread).collect();
        Ok(Reply::new(page, meta))
    }

    /// Reads leads by their ids, in this order, and returns the errors of those that could not be read. Lists omit deleted
    /// leads, so each lead that they lack is read by itself; one that does not exist any more is left out.
    async fn read_leads(&self, ids: &[LeadId], options: &CallOptions) -> Result<(Vec<Raw<Lead>>, Vec<Error>)> {
        let mut listed: HashMap<LeadId, Raw<Lead>> = HashMap::new();
        for chunk in ids.chunks(LEADS) {
            let rows = u32::try_from(chunk.len()).unwrap_or(u32::MAX);
            let request = ListLeads::new().filter(Filter::ids(chunk.iter().map(LeadId::as_str))).limit(rows);
            for lead in self.client.send_with(&request, options).await?.into_inner() {
                listed.insert(lead.id.clone(), lead);
            }
        }
        let (mut leads, mut problems) = (Vec::with_capacity(ids.len()), Vec::new());
        for id in ids {
            if let Some(lead) = listed.remove(id) {
                leads.push(lead);
                continue;
            }
            match self.client.send_with(&GetLead::new(id.clone()), options).await {
                Ok(lead) => leads.push(lead.into_inner().into_record()),
                Err(error) if error.is_not_found() => {}
                // The same page is read again after a retryable error.
                Err(error) if error.is_retryable() => return Err(error),
                Err(error) => problems.push(error),
            }
        }
        Ok((leads, problems))
    }
}

/// Returns the leads that an event refers to.
fn leads_of(event: &Event) -> impl Iterator<Item = LeadId> + '_ {
    let payloads = event.links.iter().flat_map(|links| &links.payloads);
    let all_leads = event.payload_type.as_deref() == Some(LEAD_KIND);
    payloads
        .filter(move |id| match id.parts().kind {
            Some(kind) => kind == LEAD_KIND,
            None => all_leads,
        })
        .map(|id| LeadId::from(id.as_str()))
}

/// Rejects filters that the event log does not have.
fn ensure_alone(query: &LeadQuery) -> Result<()> {
    ensure_known_fields(&query.vendor_fields, FILTERS)?;
    let LeadQuery { state, owner, email, phone, text, vendor_fields, .. } = query;
    let others = state.is_some() || owner.is_some() || email.is_some() || phone.is_some() || text.is_some();
    if others || !vendor_fields.is_empty() {
        return Err(Error::unsupported("a list of changed leads accepts no other filter").with_field("query"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn position_round_trips_and_rejects_other_tokens() {
        let mut seen = SeenKeys::default();
        seen.insert("1003-leads");
        for time in [None, Some(17)] {
            let token =
                Position { event: "9-events".into(), time, seen: SeenKeys::parse(&seen.text()).unwrap() }.token();
            let mut read = Position::read(&token).unwrap();
            assert_eq!((read.event.as_str(), read.time), ("9-events", time));
            assert!(!read.seen.insert("1003-leads"));
        }
        for wrong in ["", "9-events", "9-events.17", ".17.", "9-events.x.", "9-events.17.!", "0.0.1.."] {
            assert!(Position::read(&wrong.into()).is_none(), "{wrong}");
        }
    }

    #[test]
    fn only_leads_of_an_event_are_read() {
        let event = |text: &str| serde_json::from_str::<Event>(text).unwrap();
        let mixed =
            event(r#"{"id":"1-events","payloadType":"leadUpdates","links":{"payloads":["5-leads","6-contacts","7"]}}"#);
        assert_eq!(leads_of(&mixed).collect::<Vec<_>>(), [LeadId::from("5-leads")]);
        let bare = event(r#"{"id":"1-events","payloadType":"leads","links":{"payloads":["7"]}}"#);
        assert_eq!(leads_of(&bare).collect::<Vec<_>>(), [LeadId::from("7")]);
    }
}
