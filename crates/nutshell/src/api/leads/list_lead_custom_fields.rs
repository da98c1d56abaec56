//! `GET /rest/leads/{id}/customfields`

use crate::api::prelude::*;
use crate::model::{CustomField, LeadId};

/// Lists a lead's custom fields with their values.
///
/// `GET /rest/leads/{id}/customfields`
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::leads::ListLeadCustomFields;
///
/// let fields = client.send(&ListLeadCustomFields::new("1003-leads")).await?;
/// for field in fields.iter() {
///     println!("{}: {:?}", field.id, field.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/leads/{id}/customfields")]
#[doc(alias = "leads/{id}/customfields")]
#[doc(alias = "list lead custom fields")]
#[doc(alias = "list custom fields")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListLeadCustomFields {
    id: LeadId,
}

impl ListLeadCustomFields {
    /// Creates a request that lists the custom fields of the lead `id`.
    pub fn new(id: impl Into<LeadId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for ListLeadCustomFields {
    type Vendor = Nutshell;
    type Response = Records<CustomField>;
    const OPERATION: Operation = op::get("list_lead_custom_fields", "/rest/leads/{id}/customfields", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

sample!(ListLeadCustomFields: Self::new("1003-leads"));
