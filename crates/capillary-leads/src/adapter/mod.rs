//! The common client over Capillary. Only this module knows the common view.

mod changes;
mod config;
mod create;
mod fields;
mod find;
mod follow_up;
mod list;
mod resolve;
mod status;
mod update;
mod upsert;
mod view;

pub use config::{AdapterConfig, SingleRead, UnmappedField};

use crate::Client;
use crate::api::leads::{CreateLead, GetLead, ListLeads, UpdateLead};
use crate::api::reasons::ListReasons;
use crate::model::{Lead, LeadId, UserId};
use async_trait::async_trait;
use follow_up::FollowUpText;
use leads_core::client::{
    Capabilities, Change, CheckReport, CreateEffect, CreateKey, Created, KeyedLead, LeadClient, LeadKey, LeadPage,
    LeadQuery, LeadUpdate, NewLead, PageToken, ResolvedCreate, StatusChange, Updated,
};
use leads_core::status::StateSupport;
use leads_core::vendor::{Safety, Vendor};
use leads_core::{
    CallOptions, Error, LeadId as CommonLeadId, LeadState, Lost, Patch, Personal, Reply, Request, Resolution, Result,
};
use list::{find_in_list, list_request};
use std::time::Duration;

const VENDOR: &str = <crate::Capillary as Vendor>::NAME;

/// The capabilities of Capillary as a common client.
const CAPABILITIES: Capabilities = Capabilities::none()
    .check(true)
    .create(true)
    .get(true)
    .update(true)
    .set_status(true)
    .delete(true)
    .list(true)
    .sub_status(true)
    .reason(true)
    .list_states(&[LeadState::Open, LeadState::OnHold, LeadState::Won, LeadState::Lost])
    .list_by_owner(true)
    .list_changed_since(true)
    .find_by_field(true)
    .upsert(true)
    .resolve_create(true)
    .states(&[
        (LeadState::Pending, StateSupport::Narrowed),
        (LeadState::New, StateSupport::Narrowed),
        (LeadState::Contacted, StateSupport::Narrowed),
        (LeadState::Open, StateSupport::Exact),
        (LeadState::OnHold, StateSupport::Exact),
        (LeadState::Won, StateSupport::Exact),
        (LeadState::Lost, StateSupport::Exact),
        (LeadState::Cancelled, StateSupport::Unsupported),
        (LeadState::Disqualified, StateSupport::Unsupported),
    ]);

/// A common client over a [`Client`]; created by [`Client::leads`].
///
/// | Common builder field | At Capillary |
/// |---|---|
/// | `emails`, `phones` | the first identifies the customer; `vendor_field("user_id", 7)` names a known one |
/// | `source` | the id of a source account, `-1` for the store |
/// | `owner` | the username of a staff member; in a list's filter the id |
/// | `custom` | extended fields; none can be cleared |
/// | `comment`, `note` | a follow-up, if [`AdapterConfig::follow_ups_by`] is set |
/// | a list of changed leads | by `lastUpdatedOn`, newest first; see below |
/// | `name`, `note`, further contacts | otherwise as configured in [`AdapterConfig`]: rejected, written to an extended field, or omitted with a warning |
/// | `contact_time` | the next follow-up if it is a time |
/// | the other fields of a form | as configured in [`AdapterConfig::form_fields`]: rejected, written to an extended field, or omitted with a warning |
/// | `reason`, `changed_by` | ids in digits; an organisation may insist on a reason |
/// | `resolve_create` | by an extended field with a value that only this lead has, among the leads changed since the call; or by `user_id` and the time of creation |
/// | `delete` | the status `DELETED`, with [`AdapterConfig::delete_reason`] |
/// | `find` | by the field `user_id`: the only lead of this customer that is not deleted |
/// | `vendor_field`s of a new lead | `lead_for`, `lead_type`, `user_id`, `sub_status`, `next_follow_up`, `created_on`, `created_by` |
/// | `vendor_field`s of a query | `user_id`, `status`, `sub_status`, `lead_type`, `org_source_id`, `entity_type`, `entity_code`, `sort_by`, `sort_order` |
///
/// # Lists of changed leads
///
/// A list with `changed_since` is sorted by the time of the last update, newest first, and ends at the first older lead.
/// A lead that is updated while the list is read moves to its front, past the pages already read. After the last page,
/// the front is therefore read again for leads that were updated since the list began, until one page contains all of
/// them, but at most ten times. Each lead is returned once; with more than 4,096 leads in a list, a lead can be returned
/// again. Start the next list at the time this one began. A response that is not sorted is an error.
///
/// # Examples
///
/// ```
/// use capillary_leads::{AdapterConfig, Client, Cluster, Password};
/// use capillary_leads::leads_core::LeadClient;
/// let client = Client::builder()
///     .cluster(Cluster::Eu)
///     .basic("store.till", Password::plain("hush"))
///     .build()?;
/// let leads = client.leads(AdapterConfig::new().lead_for("boots-42"));
/// assert_eq!(leads.vendor(), "capillary-leads");
/// # Ok::<(), capillary_leads::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Leads {
    client: Client,
    config: AdapterConfig,
    capabilities: Capabilities,
}

impl Client {
    /// Returns a common client over this one with the given configuration, such as what a new lead is for and where a
    /// name is written.
    #[must_use]
    pub fn leads(&self, config: AdapterConfig) -> Leads {
        Leads::new(self.clone(), config)
    }
}

impl Leads {
    pub(crate) fn new(client: Client, config: AdapterConfig) -> Self {
        // Without the operation that reads one lead, the list needs the customer's id too.
        let reads = config.single_read == SingleRead::TryCall;
        let capabilities = CAPABILITIES
            .get(reads)
            .resolve_status(reads)
            .resolve_update(reads)
            .resolve_delete(reads)
            .comment(config.follow_ups_by.is_some());
        Self { client, config, capabilities }
    }

    /// Returns the common id of a lead whose customer is known: `12@345`.
    ///
    /// With it a lead can be read even if the vendor has no operation for a single lead. Everywhere else it is
    /// equivalent to the lead's own id, `12`.
    ///
    /// # Examples
    ///
    /// ```
    /// use capillary_leads::Leads;
    /// assert_eq!(Leads::id(12, 345).as_str(), "12@345");
    /// ```
    #[must_use]
    pub fn id(lead: impl Into<LeadId>, customer: impl Into<UserId>) -> CommonLeadId {
        CommonLeadId::new(format!("{}@{}", lead.into(), customer.into()))
    }

    /// Returns the underlying client.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Returns a note that is written as a follow-up.
    fn note_text<'a>(&self, note: Option<&'a Personal<String>>) -> Option<FollowUpText<'a>> {
        let (text, by) = note.zip(self.config.note_by())?;
        Some(FollowUpText { field: "note", text, by, at: None, of: None })
    }
}

/// Parses a common id into the lead's own id and the customer's id, if known.
fn parse_id(id: &CommonLeadId) -> Result<(LeadId, Option<UserId>)> {
    let wrong = || Error::invalid("id", "must be a lead id: digits, optionally followed by @ and the customer's id");
    let (lead, customer) = match id.as_str().split_once('@') {
        Some((lead, customer)) => (lead, Some(customer.parse().map_err(|_| wrong())?)),
        None => (id.as_str(), None),
    };
    Ok((lead.parse().map_err(|_| wrong())?, customer))
}

/// Adds the vendor and operation to an error created before the request reached the pipeline.
fn with_operation<R: Request<Vendor = crate::Capillary>>(error: Error) -> Error {
    error.for_operation(VENDOR, R::OPERATION.name)
}

fn into_updated(id: &CommonLeadId, reply: Reply<leads_core::Raw<Lead>>) -> Reply<Updated> {
    Reply::map(reply, |lead| Updated::new(id.clone(), Some(Box::new(lead))))
}

#[async_trait]
impl LeadClient for Leads {
    fn vendor(&self) -> &'static str {
        VENDOR
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    async fn check_with(&self, options: &CallOptions) -> Result<Reply<CheckReport>> {
        let reply = self.client.send_with(&ListReasons::new(), options).await?;
        Ok(Reply::map(reply, |_| CheckReport::new(ListReasons::OPERATION.name)))
    }

    async fn create_with(&self, lead: &NewLead, options: &CallOptions) -> Result<Reply<Created>> {
        let (request, warnings) = self.config.create_request(lead).map_err(with_operation::<CreateLead>)?;
        let reply = Reply::warn(self.client.send_with(&request, options).await?, warnings);
        let warning = match self.note_text(lead.note.as_ref()) {
            Some(text) => self.follow_up(&text, reply.id, &reply, options).await,
            None => None,
        };
        let reply = Reply::warn(reply, warning);
        Ok(Reply::map(reply, |lead| {
            Created::new(CommonLeadId::new(lead.id.to_string()), CreateEffect::Created, Some(Box::new(lead)))
        }))
    }

    async fn get_with(&self, id: &CommonLeadId, options: &CallOptions) -> Result<Reply<Box<dyn leads_core::Lead>>> {
        let (lead, customer) = parse_id(id).map_err(with_operation::<GetLead>)?;
        if self.config.single_read == SingleRead::ListOnly {
            let customer = customer.ok_or_else(|| {
                with_operation::<ListLeads>(
                    Error::unsupported("reading one lead from the list requires its customer's id")
                        .with_field("id")
                        .with_help("use the id returned by Leads::id: LEAD@CUSTOMER"),
                )
            })?;
            return find_in_list(&self.client, lead, customer, options).await;
        }
        match self.client.send_with(&GetLead::new(lead), options).await {
            Ok(reply) => Ok(Reply::map(reply, |lead| Box::new(lead) as Box<dyn leads_core::Lead>)),
            // The vendor reported nothing about the lead, so the operation itself may be missing.
            Err(error) if error.codes().is_empty() && matches!(error.http_status(), Some(404 | 405)) => {
                match customer {
                    Some(customer) => find_in_list(&self.client, lead, customer, options).await,
                    None => Err(error.with_help(
                        "the vendor may no longer have the operation for a single lead; with the customer's id \
                     (Leads::id: LEAD@CUSTOMER) it is read from the list",
                    )),
                }
            }
            Err(error) => Err(error),
        }
    }

    async fn update_with(
        &self,
        id: &CommonLeadId,
        change: &LeadUpdate,
        options: &CallOptions,
    ) -> Result<Reply<Updated>> {
        let (lead, _) = parse_id(id).map_err(with_operation::<UpdateLead>)?;
        let (request, warnings) = self.config.update_request(lead, change).map_err(with_operation::<UpdateLead>)?;
        let text = self.note_text(change.note.value());
        let mut rest = change.clone();
        rest.note = Patch::Keep;
        let only_text = rest.is_empty();
        if let Some(text) = text.as_ref().filter(|_| only_text) {
            let known = self.get_with(id, options).await?.decode::<Lead>()?;
            let request = text.request(lead, known.next_follow_up.as_ref());
            return Ok(into_updated(id, self.client.send_with(&request, options).await?));
        }
        let reply = self.client.send_with(&request, options).await?;
        let warning = match text {
            Some(text) => self.follow_up(&text, lead, &reply, options).await,
            None => None,
        };
        Ok(into_updated(id, Reply::warn(Reply::warn(reply, warnings), warning)))
    }

    async fn set_status_with(
        &self,
        id: &CommonLeadId,
        change: &StatusChange,
        options: &CallOptions,
    ) -> Result<Reply<Updated>> {
        let (lead, request, written) = self.status_change(id, change)?;
        let reply = self.client.send_with(&request, options).await?;
        let warning = match (&change.comment, self.config.follow_ups_by) {
            (Some(text), Some(by)) => {
                let of = change.changed_by.as_deref().and_then(|by| by.parse().ok());
                let text = FollowUpText { field: "comment", text, by, at: change.changed_at, of };
                self.follow_up(&text, lead, &reply, options).await
            }
            _ => None,
        };
        Ok(Reply::map(into_updated(id, Reply::warn(reply, warning)), |updated| updated.written(written)))
    }

    async fn delete_with(&self, id: &CommonLeadId, options: &CallOptions) -> Result<Reply<Updated>> {
        self.set_status_with(id, &self.delete_change(), options).await
    }

    async fn list_page_with(
        &self,
        wanted: &LeadQuery,
        after: Option<&PageToken>,
        options: &CallOptions,
    ) -> Result<Reply<LeadPage>> {
        let request = list_request(wanted).map_err(with_operation::<ListLeads>)?;
        if let Some(since) = wanted.changed_since {
            return self.list_changed(request, since, after, options).await;
        }
        let reply = self.client.pipeline().list_step(request, after, options).await?;
        Ok(Reply::map(reply, |step| LeadPage::of_step(step, |lead| Some(Box::new(lead) as Box<dyn leads_core::Lead>))))
    }

    async fn find_with(&self, key: &LeadKey, options: &CallOptions) -> Result<Reply<Box<dyn leads_core::Lead>>> {
        self.find_lead(key, options).await
    }

    fn keyed_lead<'a>(&'a self, key: &LeadKey, lead: &NewLead) -> Result<KeyedLead<'a>> {
        self.with_key(key, lead)
    }

    async fn resolve_status_with(
        &self,
        id: &CommonLeadId,
        change: &StatusChange,
        lost: Lost,
        options: &CallOptions,
    ) -> Result<Resolution> {
        self.resolve_status(id, change, lost, options).await
    }

    async fn resolve_update_with(
        &self,
        id: &CommonLeadId,
        change: &LeadUpdate,
        lost: Lost,
        options: &CallOptions,
    ) -> Result<Resolution> {
        self.resolve_update(id, change, lost, options).await
    }

    async fn resolve_delete_with(&self, id: &CommonLeadId, lost: Lost, options: &CallOptions) -> Result<Resolution> {
        self.resolve_status(id, &self.delete_change(), lost, options).await
    }

    async fn resolve_create_with(
        &self,
        lead: &NewLead,
        key: &CreateKey,
        lost: Lost,
        options: &CallOptions,
    ) -> Result<ResolvedCreate> {
        self.resolve_create(lead, key, lost, options).await
    }

    fn subject(&self, change: &Change) -> Option<String> {
        // An id can name the customer as well, and is the same lead without.
        let id = change.id()?;
        Some(parse_id(id).map_or_else(|_| id.as_str().to_owned(), |(lead, _)| lead.to_string()))
    }

    fn safety(&self, change: &Change) -> Safety {
        self.safety_of(change)
    }

    fn time_for(&self, changes: u64) -> Option<Duration> {
        Some(self.client.pipeline().limiter().time_for(UpdateLead::OPERATION.rate, changes))
    }
}

#[cfg(test)]
mod tests {
    use super::status::status_request;
    use super::*;

    #[test]
    fn capabilities_match_the_supported_states() {
        for state in LeadState::WRITABLE {
            let support = CAPABILITIES.state(state);
            match status_request(LeadId::new(1), &StatusChange::to(state)) {
                Ok((_, written)) => assert_eq!(written.support, support, "{state}"),
                Err(error) => assert!(error.is_unsupported() && support == StateSupport::Unsupported, "{state}"),
            }
        }
        assert!(status_request(LeadId::new(1), &StatusChange::to(LeadState::Other)).is_err());
    }

    #[test]
    fn ids_include_the_customer_if_known() {
        assert_eq!(parse_id(&Leads::id(12, 345)).unwrap(), (LeadId::new(12), Some(UserId::new(345))));
        assert_eq!(parse_id(&"12".into()).unwrap(), (LeadId::new(12), None));
        for bad in ["", "x", "..", "12@", "@3", "12@x", "1/2", "12@3@4"] {
            assert_eq!(parse_id(&bad.into()).unwrap_err().field(), Some("id"), "{bad}");
        }
    }
}
