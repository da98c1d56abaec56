//! `GET /rest/leads/{id}`

use crate::api::prelude::*;
use crate::model::{Lead, LeadId};

/// Reads a lead.
///
/// `GET /rest/leads/{id}`
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown, and a decode error if the response lacks
/// the record.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::leads::GetLead;
///
/// let lead = client.send(&GetLead::new("1003-leads")).await?;
/// println!("{}: {:?}", lead.id, lead.status);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/leads/{id}")]
#[doc(alias = "leads/{id}")]
#[doc(alias = "get lead")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetLead {
    id: LeadId,
}

impl GetLead {
    /// Creates a request that reads the lead `id`.
    pub fn new(id: impl Into<LeadId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for GetLead {
    type Vendor = Nutshell;
    type Response = One<Lead>;
    const OPERATION: Operation = op::get("get_lead", "/rest/leads/{id}", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

/// Reads several leads in one call, `GET /rest/leads/{id},{id}`, with the ids joined by commas in the path.
///
/// The order of the rows is not documented, and an unknown id may be omitted or fail the call (inferred). Match the
/// rows by their ids.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns an error, before anything is sent, if the list or one of its ids is empty.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::leads::GetLeads;
///
/// let leads = client.send(&GetLeads::new(["1003-leads", "1007-leads"])).await?;
/// for lead in leads.iter() {
///     println!("{}: {:?}", lead.id, lead.status);
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetLeads {
    ids: Vec<LeadId>,
}

impl GetLeads {
    /// Creates a request that reads the leads `ids`.
    pub fn new<I: Into<LeadId>>(ids: impl IntoIterator<Item = I>) -> Self {
        Self { ids: ids.into_iter().map(Into::into).collect() }
    }
}

impl Request for GetLeads {
    type Vendor = Nutshell;
    type Response = Records<Lead>;
    const OPERATION: Operation = GetLead::OPERATION.evidence(leads_core::Evidence::Inferred);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path_list("id", &self.ids).empty()
    }
}

sample!(GetLead: Self::new("1003-leads"));
