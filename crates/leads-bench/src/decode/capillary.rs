//! Capillary's list: rows in `data`, each with two lists inside.

use bytes::Bytes;
use capillary_leads::model::{Lead, Listing};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::hint::black_box;

/// Reads the rows with their raw text, as the client does.
#[must_use]
pub fn lossless(page: &Bytes) -> usize {
    let page: Listing<Lead> = Listing::read(page).expect("a page");
    black_box(&page).data.len()
}

/// The record in hand-written code, with times of type `T`.
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

/// The item that a lead is for.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs)]
pub enum PlainType {
    Sku,
    Brand,
    Category,
    Custom,
}

/// A follow-up in hand-written code.
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

/// A row of the status log in hand-written code.
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

/// Reads the rows without their raw text.
#[must_use]
pub fn plain<T: DeserializeOwned>(page: &Bytes) -> usize {
    let page: PlainPage<T> = serde_json::from_slice(page).expect("a page");
    black_box(&page).data.len()
}

#[derive(Deserialize)]
struct TypedPage {
    data: Vec<Lead>,
}

/// Reads the client's types without their raw text: the difference is the cost of keeping the text.
#[must_use]
pub fn typed(page: &Bytes) -> usize {
    let page: TypedPage = serde_json::from_slice(page).expect("a page");
    black_box(&page).data.len()
}
