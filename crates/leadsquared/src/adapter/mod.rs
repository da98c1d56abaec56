//! The common clients over opportunities and over leads.

mod config;
mod fields;
mod find;
mod leads;
mod opportunities;
mod opportunity_list;
mod resend;
mod stages;
mod upsert;
mod view;

pub use config::{LeadsConfig, OnDuplicate, OpportunitiesConfig};

use crate::api::authentication::GetUserByAccessKey;
use crate::client::Client;
use crate::model::Paging;
use chrono::{DateTime, TimeDelta, Utc};
use leads_core::client::{Capabilities, CheckReport, LeadPage, LeadQuery, PageToken};
use leads_core::vendor::{Paged, Request, decode};
use leads_core::{CallOptions, Error, LeadState, Reply, Result};
use stages::{STAGED_STATES, STATES, refined_status, with_listed_states, with_mapped_states};
use std::sync::Arc;

const VENDOR: &str = "leadsquared";
const LARGEST_PAGE: u32 = 1_000;

impl Client {
    /// Returns the common client over opportunities of one type.
    ///
    /// A list by e-mail address or phone number omits the lead's opportunities of other types, which the vendor returns
    /// too: a page may have fewer rows than requested, or none, and still be followed by another.
    ///
    /// A list by state compares the status, and for a state that only a stage means the stage as well. Lists by state or
    /// owner are searches, which are for administrators only. A list of changes reads the activities of the type's
    /// event, because a condition on `ModifiedOn` is not documented and one on `CreatedOn` was rejected (observed). That
    /// opportunities are among those activities is inferred, and some accounts respond with 404 (observed). Its rows have
    /// no e-mail address, phone number or owner.
    ///
    /// [`find`](leads_core::LeadClientExt::find) accepts the lead's e-mail address, phone number (compared as text) and
    /// unique fields by schema name. A field `mx_Custom_...` is one of the opportunity's own fields; a search by it is
    /// for administrators only.
    ///
    /// # Examples
    ///
    /// ```
    /// # let client = leadsquared::Client::builder().region(leadsquared::Region::Ireland).keys("a", "b").build()?;
    /// use leadsquared::{OpportunitiesConfig, leads_core::LeadClient};
    /// let leads: Box<dyn LeadClient> =
    ///     Box::new(client.opportunities(OpportunitiesConfig::new(12005)));
    /// # Ok::<(), leadsquared::Error>(())
    /// ```
    #[must_use]
    pub fn opportunities(&self, config: OpportunitiesConfig) -> Opportunities {
        let staged = config.stage_field.is_some();
        let mut capabilities = Capabilities::none()
            .check(true)
            .create(true)
            .get(true)
            .update(true)
            .set_status(true)
            .delete(true)
            .list(true)
            .stage(staged)
            .reason(config.reason_field.is_some())
            .comment(true)
            .list_states(&[LeadState::Open, LeadState::Won, LeadState::Lost])
            .list_by_owner(true)
            .list_by_email(true)
            .list_by_phone(true)
            .list_changed_since(true)
            .find_by_email(true)
            .find_by_phone(true)
            .find_by_field(true)
            .upsert(true)
            .resolve_status(true)
            .resolve_update(true)
            .resolve_delete(true)
            .resolve_create(true)
            .states(STATES);
        if let Some(stages) = config.stages.as_ref().filter(|_| staged) {
            capabilities = with_mapped_states(capabilities, stages, STAGED_STATES);
            let refined = LeadState::WRITABLE.into_iter().filter(|state| refined_status(*state).is_some());
            capabilities = with_listed_states(capabilities, stages, refined);
        }
        Opportunities { client: self.clone(), config: Arc::new(config), capabilities }
    }

    /// Returns the common client over leads.
    ///
    /// The vendor has a first and a last name. The full name of a new lead or of an update is written to the first name
    /// and clears the last, so that it is read as it was written. `first_name` and `last_name` of a new lead are each
    /// written to their own field, as are the custom fields `FirstName` and `LastName` of an update.
    ///
    /// The vendor may respond to a create without an id. The lead is then searched for once, by the field by which the
    /// vendor found it. If that finds no lead or several (reads lag behind writes), the create returns an error whose
    /// outcome is [`Applied`](leads_core::WriteOutcome::Applied).
    ///
    /// A list by state needs exactly one stage for the state. The comment of a status change becomes a note on the lead, in
    /// a second call after the update. If only that call fails, the reply has the warning
    /// [`NOTE_NOT_WRITTEN`](leads_core::client::NOTE_NOT_WRITTEN).
    ///
    /// [`find`](leads_core::LeadClientExt::find) accepts the e-mail address, the phone number (compared as text) and any
    /// lead field by its schema name.
    #[must_use]
    pub fn leads(&self, config: LeadsConfig) -> Leads {
        let capabilities = with_mapped_states(Leads::CAPABILITIES, &config.stages, LeadState::WRITABLE);
        let capabilities = with_listed_states(capabilities, &config.stages, LeadState::WRITABLE);
        Leads { client: self.clone(), config: Arc::new(config), capabilities }
    }
}

/// The common client over opportunities of one type, returned by [`Client::opportunities`].
#[derive(Clone, Debug)]
pub struct Opportunities {
    client: Client,
    config: Arc<OpportunitiesConfig>,
    capabilities: Capabilities,
}

/// The common client over leads, returned by [`Client::leads`].
#[derive(Clone, Debug)]
pub struct Leads {
    client: Client,
    config: Arc<LeadsConfig>,
    capabilities: Capabilities,
}

impl Opportunities {
    /// Returns the underlying client.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }
}

impl Leads {
    /// Returns the underlying client.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    const CAPABILITIES: Capabilities = Capabilities::none()
        .check(true)
        .create(true)
        .get(true)
        .update(true)
        .set_status(true)
        .delete(true)
        .list(true)
        .comment(true)
        .list_by_owner(true)
        .list_by_email(true)
        .list_by_phone(true)
        .list_by_text(true)
        .list_changed_since(true)
        .find_by_email(true)
        .find_by_phone(true)
        .find_by_field(true)
        .upsert(true)
        .resolve_status(true)
        .resolve_update(true)
        .resolve_delete(true)
        .resolve_create(true);
}

async fn check(client: &Client, options: &CallOptions) -> Result<Reply<CheckReport>> {
    let reply = client.send_with(&GetUserByAccessKey::new(), options).await?;
    Ok(Reply::map(reply, |owner| {
        CheckReport::new(GetUserByAccessKey::OPERATION.name).account(owner.id().map(|id| id.as_str().to_owned()))
    }))
}

fn first_page(query: &LeadQuery) -> Result<Paging> {
    Ok(Paging::new(1, query.rows(100, LARGEST_PAGE)?))
}

/// Returns the end of a range of changes up to now. The vendor accepts ranges at full seconds while its times are finer,
/// so the current second is included.
fn changed_until(since: DateTime<Utc>) -> DateTime<Utc> {
    Utc::now().max(since) + TimeDelta::seconds(1)
}

/// Returns an error if several filters are set that no call of the vendor combines.
fn ensure_one_filter(set: &[bool]) -> Result<()> {
    match set.iter().filter(|set| **set).count() {
        0 | 1 => Ok(()),
        _ => Err(Error::unsupported("the vendor accepts one filter at a time").with_field("query")),
    }
}

/// Reads a page. Rows for which `show` returns `None` are omitted, so a page may be empty and still be followed by
/// another.
async fn list_page<R>(
    client: &Client,
    request: R,
    after: Option<&PageToken>,
    options: &CallOptions,
    show: impl Fn(R::Item) -> Option<Box<dyn leads_core::Lead>>,
) -> Result<Reply<LeadPage>>
where
    R: Paged<Vendor = crate::LeadSquared>,
{
    let reply = client.pipeline().list_step(request, after, options).await?;
    Ok(Reply::map(reply, |step| LeadPage::of_step(step, show)))
}

fn missing_id<T>(reply: &Reply<T>, member: &'static str) -> Error {
    decode::missing(member)
        .with_outcome(reply.meta().outcome)
        .with_http_status(reply.meta().http_status)
        .for_operation(VENDOR, "create")
}
