//! The common client over Dealer Studio. Only this module knows the common view.

mod config;
mod create;
mod fields;
mod id;
mod status;
mod update;
mod view;

pub use config::AdapterConfig;
pub use id::CompositeLeadId;

use crate::DealerStudio;
use crate::api::apikeys::ShowApikey;
use crate::api::lead_clusters::UpdateLeadCluster;
use crate::api::leads::{CreateLead, UpdateLead};
use crate::client::Client;
use async_trait::async_trait;
use create::create_request;
use leads_core::client::{
    Capabilities, Change, CheckReport, CreateEffect, Created, LeadPage, LeadQuery, LeadUpdate, NewLead, PageToken,
    StatusChange, Updated,
};
use leads_core::status::StateSupport;
use leads_core::vendor::{Safety, Vendor, narrowed};
use leads_core::{CallOptions, Error, Lead, LeadClient, LeadId as CommonLeadId, LeadState, Reply, Request, Result};
use status::status_request;
use std::time::Duration;
use update::update_request;

/// The capabilities of Dealer Studio as a common client. Leads cannot be read, listed or deleted: the vendor has no
/// such operations. Fields can be updated for three days; the status is on the lead's cluster, without that rule.
const CAPABILITIES: Capabilities = Capabilities::none()
    .check(true)
    .create(true)
    .update(true)
    .set_status(true)
    .sub_status(true)
    .update_window(Duration::from_secs(3 * 24 * 60 * 60))
    .states(&[
        (LeadState::Pending, StateSupport::Narrowed),
        (LeadState::New, StateSupport::Exact),
        (LeadState::Contacted, StateSupport::Exact),
        (LeadState::Won, StateSupport::Exact),
        (LeadState::Lost, StateSupport::Exact),
        (LeadState::Disqualified, StateSupport::Exact),
    ]);

/// A common [`LeadClient`] over a [`Client`]; created by [`Client::leads`].
///
/// The sub-status of a status change is the id of one of the dealership's own status options, in digits
/// (`lead_status_option_id`). No operation of the vendor lists them.
#[derive(Clone, Debug)]
pub struct Leads {
    client: Client,
    config: AdapterConfig,
}

impl Leads {
    /// Returns the underlying client.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }
}

impl Client {
    /// Returns a common [`LeadClient`] with the given configuration.
    ///
    /// # Examples
    ///
    /// ```
    /// use dealerstudio::{AdapterConfig, Client};
    /// let client = Client::builder().api_key("made-up").build()?;
    /// let config = AdapterConfig::new()
    ///     .dealership(42)
    ///     .category("General Enquiry")
    ///     .source("Website");
    /// let leads: Box<dyn dealerstudio::leads_core::LeadClient> = Box::new(client.leads(config));
    /// assert!(leads.capabilities().create && !leads.capabilities().get);
    /// # Ok::<(), dealerstudio::Error>(())
    /// ```
    #[must_use]
    pub fn leads(&self, config: AdapterConfig) -> Leads {
        Leads { client: self.clone(), config }
    }
}

/// Adds the vendor and operation to an error created before the request reached the pipeline.
fn with_operation(operation: &'static str) -> impl Fn(Error) -> Error {
    move |error| error.for_operation(DealerStudio::NAME, operation)
}

fn parse_id(id: &CommonLeadId, operation: &'static str) -> Result<CompositeLeadId> {
    id.as_str().parse::<CompositeLeadId>().map_err(with_operation(operation))
}

fn unsupported<T>(operation: &'static str, message: &'static str) -> Result<T> {
    Err(with_operation(operation)(Error::unsupported(message)))
}

#[async_trait]
impl LeadClient for Leads {
    fn vendor(&self) -> &'static str {
        DealerStudio::NAME
    }

    fn capabilities(&self) -> &Capabilities {
        const { &CAPABILITIES }
    }

    async fn check_with(&self, options: &CallOptions) -> Result<Reply<CheckReport>> {
        let reply = self.client.send_with(&ShowApikey::new(), options).await?;
        Ok(Reply::map(reply, |key| {
            let permissions = key.permissions.iter().map(|permission| permission.as_str().to_owned()).collect();
            CheckReport::new(ShowApikey::OPERATION.name)
                .account(key.id.map(|id| format!("API key {id}")))
                .permissions(permissions)
        }))
    }

    async fn create_with(&self, lead: &NewLead, options: &CallOptions) -> Result<Reply<Created>> {
        let (request, written, omitted) =
            create_request(lead, &self.config).map_err(with_operation(CreateLead::OPERATION.name))?;
        let reply = self.client.send_with(&request, options).await?;
        let (made, mut meta) = Reply::into_parts(reply);
        meta.warnings.extend(omitted);
        meta.warnings.extend(written.as_ref().and_then(narrowed));
        let id = CompositeLeadId::from_parts(request.fields().dealership(), made.id, made.lead_cluster_id);
        // Whether a customer was matched is visible in the cluster only, and the response does not indicate an existing
        // one.
        let created = Created::new(id.into(), CreateEffect::Created, Some(Box::new(made)));
        Ok(Reply::new(created, meta))
    }

    async fn get_with(&self, _id: &CommonLeadId, _options: &CallOptions) -> Result<Reply<Box<dyn Lead>>> {
        unsupported("get", "Dealer Studio has no operation that reads a lead; leads are exported by webhook")
    }

    async fn update_with(
        &self,
        id: &CommonLeadId,
        change: &LeadUpdate,
        options: &CallOptions,
    ) -> Result<Reply<Updated>> {
        const NAME: &str = UpdateLead::OPERATION.name;
        let request = update_request(&parse_id(id, NAME)?, change, &self.config).map_err(with_operation(NAME))?;
        let reply = self.client.send_with(&request, options).await?;
        Ok(Reply::map(reply, |lead| Updated::new(id.clone(), lead.map(|lead| Box::new(lead) as Box<dyn Lead>))))
    }

    async fn set_status_with(
        &self,
        id: &CommonLeadId,
        change: &StatusChange,
        options: &CallOptions,
    ) -> Result<Reply<Updated>> {
        const NAME: &str = UpdateLeadCluster::OPERATION.name;
        let (request, written) = status_request(&parse_id(id, NAME)?, change).map_err(with_operation(NAME))?;
        let reply = self.client.send_with(&request, options).await?;
        Ok(Reply::map(reply, |_cluster| Updated::new(id.clone(), None).written(written)))
    }

    async fn delete_with(&self, _id: &CommonLeadId, _options: &CallOptions) -> Result<Reply<Updated>> {
        unsupported("delete", "Dealer Studio has no operation that deletes a lead")
    }

    async fn list_page_with(
        &self,
        _query: &LeadQuery,
        _after: Option<&PageToken>,
        _options: &CallOptions,
    ) -> Result<Reply<LeadPage>> {
        unsupported("list", "Dealer Studio has no operation that lists leads; leads are exported by webhook")
    }

    fn subject(&self, change: &Change) -> Option<String> {
        // A status belongs to the cluster, so all leads of a cluster are one record.
        let id = change.id()?;
        let cluster = parse_id(id, "subject").and_then(|id| id.cluster());
        Some(cluster.map_or_else(|_| id.as_str().to_owned(), |cluster| cluster.to_string()))
    }

    fn safety(&self, change: &Change) -> Safety {
        match change {
            Change::Update { id, change, .. } => parse_id(id, "safety")
                .and_then(|id| update_request(&id, change, &self.config))
                .map_or(Safety::NonIdempotent, |request| UpdateLead::OPERATION.safety.max(request.safety())),
            Change::SetStatus { id, change, .. } => parse_id(id, "safety")
                .and_then(|id| status_request(&id, change))
                .map_or(Safety::NonIdempotent, |(request, _)| {
                    UpdateLeadCluster::OPERATION.safety.max(request.safety())
                }),
            _ => Safety::NonIdempotent,
        }
    }

    fn time_for(&self, changes: u64) -> Option<Duration> {
        Some(self.client.pipeline().limiter().time_for(UpdateLead::OPERATION.rate, changes))
    }
}
