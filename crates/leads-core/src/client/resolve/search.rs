//! Searching for a lead that a lost call may have created.

use super::{CreateKey, CreateProof, ResolvedCreate};
use crate::client::{LeadClient, LeadKey, NewLead};
use crate::error::{ErrorKind, Result};
use crate::http::{CallOptions, Lost, Pipeline, Resolution, SentWindow};
use crate::lead::{Lead, LeadId};
use crate::vendor::Vendor;
use chrono::{DateTime, TimeDelta, Utc};
use std::future::Future;

/// How far the clocks of this machine and the vendor may differ before a lead that was created earlier counts as not
/// created by the call.
const CLOCK_DIFFERENCE: TimeDelta = TimeDelta::seconds(60);

/// How many calls with their own deadline an adapter sends before and including the create.
const CALLS: u32 = 2;

/// The leads that a search for a key returned.
#[derive(Debug)]
#[non_exhaustive]
pub struct FoundLeads {
    /// The leads.
    pub leads: Vec<Box<dyn Lead>>,
    /// Whether other leads may have the key as well.
    pub is_partial: bool,
}

impl FoundLeads {
    /// Creates the result of a search that returned every lead with the key.
    #[must_use]
    pub fn all(leads: Vec<Box<dyn Lead>>) -> Self {
        Self { leads, is_partial: false }
    }

    /// Creates the result of a search that may have missed leads with the key.
    #[must_use]
    pub fn partial(leads: Vec<Box<dyn Lead>>) -> Self {
        Self { leads, is_partial: true }
    }
}

/// The verification of a create, for adapters: searches for the key, waits if the account's delay is known, and judges the
/// leads that were found.
#[derive(Debug)]
pub struct CreateSearch<'a, C: ?Sized> {
    client: &'a C,
    lead: &'a NewLead,
    key: &'a CreateKey,
    lost: Lost,
    options: &'a CallOptions,
    is_deduplicated: bool,
}

impl<'a, C: LeadClient + ?Sized> CreateSearch<'a, C> {
    /// Creates the verification of a create through `client`.
    #[must_use]
    pub fn new(client: &'a C, lead: &'a NewLead, key: &'a CreateKey, lost: Lost, options: &'a CallOptions) -> Self {
        Self { client, lead, key, lost, options, is_deduplicated: false }
    }

    /// Sets that the vendor creates no lead if one has the key. An earlier lead with the key does not show then that the
    /// create was not applied.
    #[must_use]
    pub fn deduplicated(mut self, is_deduplicated: bool) -> Self {
        self.is_deduplicated = is_deduplicated;
        self
    }

    /// Searches with [`find_with`](LeadClient::find_with).
    ///
    /// # Errors
    /// Returns an invalid-request error if the lead does not have the key, and the error of a search that failed.
    pub async fn by_find<V: Vendor>(self, pipeline: &Pipeline<V>) -> Result<ResolvedCreate> {
        let (client, key, options) = (self.client, self.key.lead_key(), self.options);
        if !key.is_in(client.capabilities()) {
            self.check()?;
            return Ok(ResolvedCreate::new(self.lost.known().unwrap_or(Resolution::CannotTell)));
        }
        self.by(pipeline, |_| find(client, key, options)).await
    }

    fn check(&self) -> Result<()> {
        self.key.check_in(self.lead).map_err(|error| error.for_operation(self.client.vendor(), "resolve_create"))
    }

    /// Searches with a function that gets the earliest time at which the lead can have been created.
    ///
    /// # Errors
    /// As [`by_find`](Self::by_find).
    pub async fn by<V: Vendor, F>(
        self,
        pipeline: &Pipeline<V>,
        mut search: impl FnMut(DateTime<Utc>) -> F + Send,
    ) -> Result<ResolvedCreate>
    where
        F: Future<Output = Result<FoundLeads>> + Send,
    {
        self.check()?;
        let known = self.lost.known();
        if let Some(known) = known.filter(|known| !known.is_found()) {
            return Ok(ResolvedCreate::new(known));
        }
        let usual = pipeline.timeouts().call.max(self.options.deadline.unwrap_or_default());
        let window = self.lost.window(usual, CALLS);
        let mut absence = pipeline.absence(&self.lost, None, self.options, CALLS);
        loop {
            let mut found = search(earlier(window.from, CLOCK_DIFFERENCE)).await?;
            found.is_partial |=
                self.is_deduplicated && matches!(self.key, CreateKey::Contact(_)) && !found.leads.is_empty();
            let mut seen = judge(self.key, found, window);
            if known.is_some() {
                // An error proves that the lead was created; only its id is searched for.
                seen.resolution = Resolution::Found;
                return Ok(seen);
            }
            if let Some(resolution) = absence.verdict(seen.resolution).await {
                seen.resolution = resolution;
                return Ok(seen);
            }
        }
    }
}

/// Finds the leads with a key. If there are several, those that the error lists are read.
async fn find<C: LeadClient + ?Sized>(client: &C, key: &LeadKey, options: &CallOptions) -> Result<FoundLeads> {
    match client.find_with(key, options).await {
        Ok(reply) => Ok(FoundLeads::all(vec![reply.into_inner()])),
        Err(error) if error.is_not_found() => Ok(FoundLeads::all(Vec::new())),
        Err(error) if error.kind() == ErrorKind::Ambiguous => {
            let mut leads = Vec::new();
            for id in error.candidates() {
                match client.get_with(&LeadId::new(id.as_str()), options).await {
                    Ok(reply) => leads.push(reply.into_inner()),
                    // The list below is incomplete in any case.
                    Err(error) if error.is_not_found() || error.is_unsupported() => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(FoundLeads { leads, is_partial: true })
        }
        Err(error) => Err(error),
    }
}

/// What a lead's time of creation says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Created {
    During,
    Outside,
    Unclear,
}

fn earlier(at: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    at.checked_sub_signed(by).unwrap_or(DateTime::<Utc>::MIN_UTC)
}

fn created(lead: &dyn Lead, window: SentWindow) -> Created {
    let Some(at) = lead.created_at() else { return Created::Unclear };
    // Some vendors store whole seconds.
    let from = earlier(window.from, TimeDelta::seconds(1));
    let until = window.until.checked_add_signed(CLOCK_DIFFERENCE).unwrap_or(window.until);
    if at >= from && at <= until {
        Created::During
    } else if at > until || (at < earlier(from, CLOCK_DIFFERENCE) && !window.is_open) {
        Created::Outside
    } else {
        Created::Unclear
    }
}

fn judge(key: &CreateKey, found: FoundLeads, window: SentWindow) -> ResolvedCreate {
    let FoundLeads { mut leads, is_partial } = found;
    let ids = |leads: &[Box<dyn Lead>]| leads.iter().filter_map(|lead| lead.id()).collect::<Vec<_>>();
    match key {
        CreateKey::Marker(_) => match leads.len() {
            1 if !is_partial => leads.pop().map_or_else(
                || ResolvedCreate::new(Resolution::CannotTell),
                |lead| ResolvedCreate::found(lead, CreateProof::Marker),
            ),
            0 if !is_partial => ResolvedCreate::new(Resolution::Absent),
            _ => ResolvedCreate::unclear(ids(&leads)),
        },
        CreateKey::Contact(_) => {
            let unclear = leads.iter().any(|lead| created(&**lead, window) == Created::Unclear);
            leads.retain(|lead| created(&**lead, window) != Created::Outside);
            match leads.len() {
                1 if !unclear => leads.pop().map_or_else(
                    || ResolvedCreate::new(Resolution::CannotTell),
                    |lead| ResolvedCreate::found(lead, CreateProof::CreatedDuringCall),
                ),
                0 if !is_partial => ResolvedCreate::new(Resolution::Absent),
                _ => ResolvedCreate::unclear(ids(&leads)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lead::LeadView;
    use crate::response::Raw;
    use crate::status::{LeadState, Presence, Status, StatusDetail};
    use rstest::rstest;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    struct Deal {
        id: u64,
        made: Option<i64>,
    }

    impl LeadView for Deal {
        const VENDOR: &'static str = "acme";
        fn id(&self) -> Option<LeadId> {
            Some(LeadId::new(self.id.to_string()))
        }
        fn status(&self) -> Status {
            Status::new(Presence::Live, LeadState::Open, StatusDetail::default())
        }
        fn created_at(&self) -> Option<DateTime<Utc>> {
            DateTime::from_timestamp(self.made?, 0)
        }
    }

    fn judged(key: &CreateKey, made: &[Option<i64>], is_partial: bool) -> (Resolution, Option<String>, usize) {
        judged_in(false, key, made, is_partial)
    }

    fn judged_in(
        is_open: bool,
        key: &CreateKey,
        made: &[Option<i64>],
        is_partial: bool,
    ) -> (Resolution, Option<String>, usize) {
        let row = |(at, made): (usize, &Option<i64>)| {
            let text = serde_json::json!({"id": at, "made": made}).to_string();
            Box::new(Raw::<Deal>::parse(&text).unwrap()) as Box<dyn Lead>
        };
        let time = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        let found = FoundLeads { leads: made.iter().enumerate().map(row).collect(), is_partial };
        let seen = judge(key, found, SentWindow { from: time(1_000), until: time(1_090), is_open });
        (seen.resolution, seen.id.map(|id| id.as_str().to_owned()), seen.candidates.len())
    }

    #[rstest]
    #[case(&[], false, Resolution::Absent, None, 0)]
    #[case(&[Some(1_000)], false, Resolution::Found, Some("0"), 0)]
    #[case(&[Some(1_100)], false, Resolution::Found, Some("0"), 0)]
    // Whole seconds.
    #[case(&[Some(999)], false, Resolution::Found, Some("0"), 0)]
    // The clocks may differ.
    #[case(&[Some(950)], false, Resolution::CannotTell, None, 1)]
    // The person had a lead before, or got one later.
    #[case(&[Some(100)], false, Resolution::Absent, None, 0)]
    #[case(&[Some(9_000)], false, Resolution::Absent, None, 0)]
    #[case(&[Some(100), Some(1_001)], true, Resolution::Found, Some("1"), 0)]
    #[case(&[Some(100), Some(200)], true, Resolution::CannotTell, None, 0)]
    #[case(&[Some(1_001), Some(1_002)], true, Resolution::CannotTell, None, 2)]
    #[case(&[None], false, Resolution::CannotTell, None, 1)]
    #[case(&[Some(1_001), None], true, Resolution::CannotTell, None, 2)]
    fn contact_proves_only_a_lead_that_was_created_during_the_call(
        #[case] made: &[Option<i64>],
        #[case] is_partial: bool,
        #[case] expected: Resolution,
        #[case] id: Option<&str>,
        #[case] candidates: usize,
    ) {
        let key = CreateKey::contact(LeadKey::email("jo@example.com"));
        assert_eq!(judged(&key, made, is_partial), (expected, id.map(str::to_owned), candidates));
    }

    #[test]
    fn older_lead_proves_no_absence_if_it_is_not_known_when_the_call_began() {
        let key = CreateKey::contact(LeadKey::email("jo@example.com"));
        assert_eq!(judged_in(true, &key, &[Some(100)], false), (Resolution::CannotTell, None, 1));
        assert_eq!(judged_in(true, &key, &[Some(9_000)], false), (Resolution::Absent, None, 0));
        assert_eq!(judged_in(true, &key, &[Some(1_001)], false), (Resolution::Found, Some("0".to_owned()), 0));
    }

    #[rstest]
    #[case(&[], false, Resolution::Absent, None, 0)]
    #[case(&[None], false, Resolution::Found, Some("0"), 0)]
    #[case(&[Some(1)], false, Resolution::Found, Some("0"), 0)]
    #[case(&[None, None], true, Resolution::CannotTell, None, 2)]
    #[case(&[None], true, Resolution::CannotTell, None, 1)]
    #[case(&[], true, Resolution::CannotTell, None, 0)]
    fn marker_proves_the_only_lead_that_has_it(
        #[case] made: &[Option<i64>],
        #[case] is_partial: bool,
        #[case] expected: Resolution,
        #[case] id: Option<&str>,
        #[case] candidates: usize,
    ) {
        let key = CreateKey::marker("web_id", "17");
        assert_eq!(judged(&key, made, is_partial), (expected, id.map(str::to_owned), candidates));
    }
}
