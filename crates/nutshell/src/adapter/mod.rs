//! The common client for Nutshell. Only this module depends on the common view.

mod changes;
mod config;
mod contacts;
mod create;
mod find;
mod list;
mod resolve;
mod source;
mod status;
mod update;
mod upsert;
mod view;

pub use config::AdapterConfig;

use crate::api::leads::{CreateLead, DeleteLead, GetLead, ListLeads, ReopenLead, UpdateLead, UpdateLeadStatus};
use crate::api::notes::CreateNote;
use crate::api::users::ListUsers;
use crate::model::{Lead, LeadId, LeadStatus};
use crate::query::Filter;
use crate::{Client, Nutshell, One};
use async_trait::async_trait;
use contacts::Detailed;
use leads_core::client::{
    Capabilities, Change, CheckReport, CreateEffect, CreateKey, Created, KeyedLead, LeadClient, LeadKey, LeadPage,
    LeadQuery, LeadUpdate, NewLead, PageToken, ResolvedCreate, StatusChange, Updated,
};
use leads_core::error::Code;
use leads_core::status::{StateSupport, StatusWrite};
use leads_core::vendor::{CreateSearch, ListStep, Safety, Vendor, narrowed, note_not_written};
use leads_core::{
    CallOptions, Error, LeadId as CommonLeadId, LeadState, LeadView, Lost, Personal, Raw, Reply, Request, Resolution,
    Result,
};
use status::{StatusTransition, check_change};
use std::time::Duration;

const VENDOR: &str = <Nutshell as Vendor>::NAME;

/// What Nutshell supports through the common client.
const CAPABILITIES: Capabilities = Capabilities::none()
    .check(true)
    .create(true)
    .get(true)
    .update(true)
    .set_status(true)
    .delete(true)
    .list(true)
    .reason(true)
    .comment(true)
    .list_states(list::CLOSED)
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
    .resolve_create(true)
    .states(&[
        (LeadState::Pending, StateSupport::Unsupported),
        (LeadState::New, StateSupport::Narrowed),
        (LeadState::Contacted, StateSupport::Narrowed),
        (LeadState::Open, StateSupport::Exact),
        (LeadState::OnHold, StateSupport::Unsupported),
        (LeadState::Won, StateSupport::Exact),
        (LeadState::Lost, StateSupport::Exact),
        (LeadState::Cancelled, StateSupport::Exact),
        (LeadState::Disqualified, StateSupport::Unsupported),
    ]);

/// A vendor-independent client over a [`Client`], returned by [`Client::leads`].
///
/// | in the common builders | at Nutshell |
/// |---|---|
/// | `name` | the lead's description, which is also its title |
/// | `emails`, `phones` | of a new lead: a new contact, created with the lead in the same call; not supported in updates |
/// | `address` | of the new contact |
/// | `company` | a new account, created with the lead in the same call; `vendor_field("account_id", ..)` names an existing one |
/// | the other fields of a form | as configured in [`AdapterConfig::form_fields`]: rejected, written to a custom field, or omitted with a warning |
/// | `note`, `comment` | a note on the lead, in a second call; if only that call fails, the reply contains the warning [`NOTE_NOT_WRITTEN`](leads_core::client::NOTE_NOT_WRITTEN) |
/// | `source` | an id (`5-sources`); anything else is looked up in the list of sources by name, or by id if it is a plain integer that is not a name |
/// | `owner` | the id of a user or team: `1-users` |
/// | `value` | the manual value; if cleared, the value follows the products again |
/// | `emails`, `phones` of a lead that was read | empty, unless [`AdapterConfig::contact_details`] is set |
/// | `find` | by e-mail address or phone number of a contact, by the field `number`, or by a custom field's display name; the rows are compared with the key, which takes another call for contacts and custom fields |
/// | `custom` | custom fields by display name, write-only: leads are read without them, so read them with [`ListLeadCustomFields`](crate::api::leads::ListLeadCustomFields) |
/// | won, lost, cancelled | an outcome: the `reason` by id or name, otherwise the only outcome with that state |
/// | an outcome's id as the code | that outcome; an additional `reason` is rejected |
/// | a list of won, lost or cancelled leads | by the outcomes with that state, which takes another call; open leads cannot be listed |
/// | a list of changed leads | by the event log, newest change first; see below |
/// | new, contacted, open | the lead is reopened; a new lead is open, and the reply warns if new or contacted was narrowed to that |
/// | `vendor_field`s of a new lead | `account_id`, `contact_id`, `due_time` (RFC 3339), `tag_ids` |
/// | `vendor_field`s of a query | the vendor's filter keys: `tags`, `sources`, `stageset`, `createdTime` ...; `address` is an object with parts of an address: `{"country":"US"}` |
///
/// # Lists of changed leads
///
/// Nutshell has no filter by the time of a change. A list with `changed_since` reads the event log backwards from now, one
/// page of events of leads for each page of the list, until the first event before that time. Each page of events then
/// takes one call for every 50 leads, and one for each lead that those calls do not return: a deleted lead is returned with
/// the presence `deleted` if it can still be read, and is left out if the vendor no longer has it.
///
/// - A page contains at most as many leads as events, often fewer, and none if it only repeats earlier leads.
/// - The page token contains the position in the log and hashes of the leads returned, so a lead with several events is
///   returned once. With more than 4,096 leads in a list, a lead can be returned again; none is lost.
/// - A change that is logged while the list is read is not in it. Start the next list at the time this one began.
/// - What Nutshell does not log as an event of the lead, such as a change of one of its contacts, is not found.
///
/// # Examples
///
/// ```
/// use nutshell::{AdapterConfig, Client};
/// use nutshell::leads_core::LeadClient;
/// let client = Client::builder().basic("agent@example.com", "an API key").build()?;
/// let leads = client.leads(AdapterConfig::new());
/// assert_eq!(leads.vendor(), "nutshell");
/// # Ok::<(), nutshell::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Leads {
    client: Client,
    config: AdapterConfig,
}

impl Client {
    /// Returns the common client, for vendor-independent code.
    #[must_use]
    pub fn leads(&self, config: AdapterConfig) -> Leads {
        Leads::new(self.clone(), config)
    }
}

impl Leads {
    pub(crate) fn new(client: Client, config: AdapterConfig) -> Self {
        Self { client, config }
    }

    /// Returns the underlying client.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Writes the text of a field as a note on a lead that was already written. A failure is only a warning.
    async fn write_note(
        &self,
        id: &LeadId,
        field: &'static str,
        text: &Personal<String>,
        options: &CallOptions,
    ) -> Option<Code> {
        let error = self.client.send_with(&CreateNote::new(id, text.as_str()), options).await.err()?;
        Some(note_not_written(field, &error))
    }
}

fn with_operation(error: Error, operation: &'static str) -> Error {
    error.for_operation(VENDOR, operation)
}

fn lead_id(id: &CommonLeadId) -> LeadId {
    LeadId::from(id.as_str())
}

fn common_id(lead: &Lead) -> CommonLeadId {
    CommonLeadId::new(lead.id.as_str())
}

fn into_dyn(lead: Raw<Lead>) -> Box<dyn leads_core::Lead> {
    Box::new(lead)
}

#[async_trait]
impl LeadClient for Leads {
    fn vendor(&self) -> &'static str {
        VENDOR
    }

    fn capabilities(&self) -> &Capabilities {
        &CAPABILITIES
    }

    async fn check_with(&self, options: &CallOptions) -> Result<Reply<CheckReport>> {
        let reply = self.client.send_with(&ListUsers::new(), options).await?;
        let instance = reply.envelope().meta().and_then(|meta| meta.instance_id.clone());
        Ok(Reply::map(reply, |_| CheckReport::new(ListUsers::OPERATION.name).account(instance)))
    }

    async fn create_with(&self, lead: &NewLead, options: &CallOptions) -> Result<Reply<Created>> {
        let with_operation = |error| with_operation(error, CreateLead::OPERATION.name);
        let (mut request, omitted) = self.create_request(lead).map_err(with_operation)?;
        if let Some(source) = &lead.source {
            request = request.source(self.resolve_source(source, options).await.map_err(with_operation)?);
        }
        let (made, mut meta) = Reply::into_parts(self.client.send_with(&request, options).await?);
        let made = made.into_record();
        meta.warnings.extend(omitted);
        // A new lead is open: the response does not say so.
        let open = |state| narrowed(&StatusWrite::new(Some(state), LeadState::Open, LeadStatus::Open.as_str()));
        meta.warnings.extend(lead.state.and_then(open));
        if let Some(note) = &lead.note {
            meta.warnings.extend(self.write_note(&made.id, "note", note, options).await);
        }
        Ok(Reply::new(Created::new(common_id(&made), CreateEffect::Created, Some(into_dyn(made))), meta))
    }

    async fn get_with(&self, id: &CommonLeadId, options: &CallOptions) -> Result<Reply<Box<dyn leads_core::Lead>>> {
        let (lead, meta) = Reply::into_parts(self.client.send_with(&GetLead::new(lead_id(id)), options).await?);
        let lead = lead.into_record();
        if !self.config.contact_details {
            return Ok(Reply::new(into_dyn(lead), meta));
        }
        let known = self.read_contacts(std::slice::from_ref(&lead), options).await?;
        Ok(Reply::new(Box::new(Detailed::new(lead, &known)), meta))
    }

    async fn update_with(
        &self,
        id: &CommonLeadId,
        change: &LeadUpdate,
        options: &CallOptions,
    ) -> Result<Reply<Updated>> {
        let lead = lead_id(id);
        let request = self
            .update_request(&lead, change, options)
            .await
            .map_err(|error| with_operation(error, UpdateLead::OPERATION.name))?;
        match (request, change.note.value()) {
            (None, Some(note)) => {
                let reply = self.client.send_with(&CreateNote::new(&lead, note.as_str()), options).await?;
                Ok(Reply::map(reply, |_| Updated::new(id.clone(), None)))
            }
            (request, note) => {
                let request = request.unwrap_or_else(|| UpdateLead::new(&lead));
                let (updated, mut meta) = Reply::into_parts(self.client.send_with(&request, options).await?);
                if let Some(note) = note {
                    meta.warnings.extend(self.write_note(&lead, "note", note, options).await);
                }
                Ok(Reply::new(Updated::new(id.clone(), updated.map(|lead| into_dyn(lead.into_record()))), meta))
            }
        }
    }

    async fn set_status_with(
        &self,
        id: &CommonLeadId,
        change: &StatusChange,
        options: &CallOptions,
    ) -> Result<Reply<Updated>> {
        let with_operation = |error| with_operation(error, UpdateLeadStatus::OPERATION.name);
        check_change(change).map_err(with_operation)?;
        let (step, written) = self.transition_for(change, options).await.map_err(with_operation)?;
        let reply = match step {
            StatusTransition::Reopen => self.client.send_with(&ReopenLead::new(lead_id(id)), options).await?,
            StatusTransition::Close(outcome) => {
                self.client.send_with(&UpdateLeadStatus::new(lead_id(id)).outcome(outcome), options).await?
            }
        };
        let warning = match &change.comment {
            Some(comment) => self.write_note(&lead_id(id), "comment", comment, options).await,
            None => None,
        };
        let updated = |lead: One<Lead>| Updated::new(id.clone(), Some(into_dyn(lead.into_record()))).written(written);
        Ok(Reply::map(Reply::warn(reply, warning), updated))
    }

    async fn delete_with(&self, id: &CommonLeadId, options: &CallOptions) -> Result<Reply<Updated>> {
        let reply = self.client.send_with(&DeleteLead::new(lead_id(id)), options).await?;
        Ok(Reply::map(reply, |lead| Updated::new(id.clone(), lead.map(|lead| into_dyn(lead.into_record())))))
    }

    async fn list_page_with(
        &self,
        query: &LeadQuery,
        after: Option<&PageToken>,
        options: &CallOptions,
    ) -> Result<Reply<LeadPage>> {
        let with_operation = |error| with_operation(error, ListLeads::OPERATION.name);
        if let Some(since) = query.changed_since {
            return self.list_changed(since, query, after, options).await;
        }
        let mut request = self.list_request(query).map_err(with_operation)?;
        if let Some(state) = query.state {
            let outcomes = self.outcomes_for_list(state, after.is_none(), options).await.map_err(with_operation)?;
            request = request.filter(Filter::outcomes(outcomes));
        }
        let reply = self.client.pipeline().list_step(request, after, options).await?;
        let (ListStep { mut items, problems, next, .. }, meta) = Reply::into_parts(reply);
        // A lead that was reopened is no longer in the state of the outcome that closed it.
        items.retain(|lead| query.state.is_none_or(|state| LeadView::status(lead.value()).state == state));
        let mut page = LeadPage::new(self.shown(items, options).await?, next);
        page.problems = problems;
        Ok(Reply::new(page, meta))
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
        self.client.pipeline().resolve_change(&DeleteLead::new(lead_id(id)), lost, options).await
    }

    async fn resolve_create_with(
        &self,
        lead: &NewLead,
        key: &CreateKey,
        lost: Lost,
        options: &CallOptions,
    ) -> Result<ResolvedCreate> {
        CreateSearch::new(self, lead, key, lost, options).by_find(self.client.pipeline()).await
    }

    fn safety(&self, change: &Change) -> Safety {
        resolve::safety(change)
    }

    fn time_for(&self, changes: u64) -> Option<Duration> {
        Some(self.client.pipeline().limiter().time_for(UpdateLead::OPERATION.rate, changes))
    }
}
