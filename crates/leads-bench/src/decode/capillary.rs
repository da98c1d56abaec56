//! Capillary's list: rows in `data`, each with two lists inside.

use bytes::Bytes;
use leads_core::request::Envelope;
use leads_core::{Time, integer_id, open_enum, tolerant};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::hint::black_box;

integer_id! {
    /// An id.
    pub struct Id;
}
open_enum! {
    /// A status.
    pub enum LeadStatus {
        /// Open.
        Open = "OPEN",
        /// Won.
        Won = "WON",
        /// Lost.
        Lost = "LOST",
        /// On hold.
        OnHold = "ON_HOLD",
        /// Deleted.
        Deleted = "DELETED",
    }
}
open_enum! {
    /// What a lead is for.
    pub enum LeadType {
        /// An item.
        Sku = "SKU",
        /// A brand.
        Brand = "BRAND",
        /// A category.
        Category = "CATEGORY",
        /// Something else.
        Custom = "CUSTOM",
    }
}

/// The record as the client types it.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct Lead {
    pub id: Id,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub user_id: Option<Id>,
    #[serde(rename = "type", default, deserialize_with = "tolerant::scalar")]
    pub lead_type: Option<LeadType>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub lead_for: Option<String>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub status: Option<LeadStatus>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub sub_status: Option<String>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub next_follow_up: Option<Time>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub last_follow_up: Option<Time>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub created_on: Option<Time>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub created_by: Option<Id>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub last_updated_on: Option<Time>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub last_updated_by: Option<Id>,
    #[serde(default, deserialize_with = "tolerant::list")]
    pub follow_up_details: Vec<FollowUp>,
    #[serde(default, deserialize_with = "tolerant::list")]
    pub status_log_details: Vec<StatusLog>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub org_source_id: Option<Id>,
    #[serde(default, deserialize_with = "tolerant::object")]
    pub extended_fields: Option<BTreeMap<String, String>>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub owner: Option<String>,
}

/// A follow-up as the client types it.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct FollowUp {
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub id: Option<Id>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub user_id: Option<Id>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub lead_id: Option<Id>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub notes: Option<String>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub created_by: Option<Id>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub created_on: Option<Time>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub followed_up_by: Option<Id>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub followed_up_on: Option<Time>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub scheduled_follow_up: Option<Time>,
}

/// A row of the status log as the client types it.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct StatusLog {
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub id: Option<Id>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub user_id: Option<Id>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub lead_id: Option<Id>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub status: Option<LeadStatus>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub sub_status: Option<String>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub created_by: Option<Id>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub created_on: Option<Time>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub reason_id: Option<Id>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub reason: Option<String>,
}

/// Reads the rows with their text.
#[must_use]
pub fn lossless(page: &Bytes) -> usize {
    let mut page = Envelope::<Lead>::read(page, "data").expect("a page");
    let leads = page.take_rows().expect("rows");
    black_box(&leads).len()
}

/// The record as hand-written code types it, its times as `T`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct PlainLead<T> {
    pub id: i64,
    pub user_id: Option<i64>,
    #[serde(rename = "type")]
    pub lead_type: Option<PlainType>,
    pub lead_for: Option<String>,
    pub status: Option<crate::send::Status>,
    pub sub_status: Option<String>,
    pub next_follow_up: Option<T>,
    pub last_follow_up: Option<T>,
    pub created_on: Option<T>,
    pub created_by: Option<i64>,
    pub last_updated_on: Option<T>,
    pub last_updated_by: Option<i64>,
    #[serde(default = "Vec::new")]
    pub follow_up_details: Vec<PlainFollowUp<T>>,
    #[serde(default = "Vec::new")]
    pub status_log_details: Vec<PlainStatusLog<T>>,
    pub org_source_id: Option<i64>,
    pub extended_fields: Option<BTreeMap<String, String>>,
    pub owner: Option<String>,
}

/// What a lead is for.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs)]
pub enum PlainType {
    Sku,
    Brand,
    Category,
    Custom,
}

/// A follow-up as hand-written code types it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct PlainFollowUp<T> {
    pub id: Option<i64>,
    pub user_id: Option<i64>,
    pub lead_id: Option<i64>,
    pub notes: Option<String>,
    pub created_by: Option<i64>,
    pub created_on: Option<T>,
    pub followed_up_by: Option<i64>,
    pub followed_up_on: Option<T>,
    pub scheduled_follow_up: Option<T>,
}

/// A row of the status log as hand-written code types it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct PlainStatusLog<T> {
    pub id: Option<i64>,
    pub user_id: Option<i64>,
    pub lead_id: Option<i64>,
    pub status: Option<crate::send::Status>,
    pub sub_status: Option<String>,
    pub created_by: Option<i64>,
    pub created_on: Option<T>,
    pub reason_id: Option<i64>,
    pub reason: Option<String>,
}

#[derive(Deserialize)]
struct PlainPage<T> {
    data: Vec<PlainLead<T>>,
}

/// Reads the rows without their text.
#[must_use]
pub fn plain<T: DeserializeOwned>(page: &Bytes) -> usize {
    let page: PlainPage<T> = serde_json::from_slice(page).expect("a page");
    black_box(&page).data.len()
}

#[derive(Deserialize)]
struct TypedPage {
    data: Vec<Lead>,
}

/// Reads the client's own types without their text: what the text alone costs.
#[must_use]
pub fn typed(page: &Bytes) -> usize {
    let page: TypedPage = serde_json::from_slice(page).expect("a page");
    black_box(&page).data.len()
}
