//! Source accounts of an organisation.

use super::OrgSourceId;
use leads_core::Time;
use leads_core::vendor::tolerant;
use serde::{Deserialize, Serialize};

/// A source account of an organisation, which leads come from.
///
/// The operation that lists them, `GET /v2/org/{orgId}/sources`, is not part of the leads resource. Send it with
/// [`Pipeline::execute`](leads_core::Pipeline::execute) and parse the response with
/// [`Listing::read`](crate::model::Listing::read). That its `id` is the `orgSourceId` of a lead is inferred.
///
/// # Examples
///
/// ```no_run
/// use capillary_leads::leads_core::{Body, CallOptions, Operation, Safety, Method};
/// use capillary_leads::{Client, model::{Listing, OrgSource}};
/// # async fn run(client: Client) -> capillary_leads::Result<()> {
/// let operation = Operation::new("list_org_sources", Method::Get, "", Safety::Read);
/// let path = "/v2/org/9081/sources?details=true";
/// let response = client.pipeline()
///     .execute(operation, path, &CallOptions::new(), Body::Empty)
///     .await?;
/// for source in Listing::<OrgSource>::read(&response)? {
///     println!("{:?} {:?}", source.id, source.name);
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OrgSource {
    /// The account's id.
    pub id: OrgSourceId,
    /// Its UUID.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub uuid: Option<String>,
    /// Its name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The account at the source.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub source_account_identifier: Option<String>,
    /// Whether it is mirrored.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub to_mirror: Option<bool>,
    /// The id of the source's type.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub source_type_id: Option<i64>,
    /// The name of the source's type: `Facebook`, `INSTORE`.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub source_type_name: Option<String>,
    /// Whether it is in use.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub is_active: Option<bool>,
    /// Its communication channels; some sources have no such member.
    #[serde(default, deserialize_with = "tolerant::scalars", skip_serializing_if = "Vec::is_empty")]
    pub comm_channels: Vec<String>,
    /// When it was created and modified.
    #[serde(default, deserialize_with = "tolerant::object", skip_serializing_if = "Option::is_none")]
    pub attribution: Option<SourceAttribution>,
}

/// When a source account was created and modified: dates without a time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SourceAttribution {
    /// When it was created.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub create_date: Option<Time>,
    /// When it was modified.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub modified_date: Option<Time>,
}
