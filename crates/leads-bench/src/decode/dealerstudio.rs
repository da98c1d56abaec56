//! Dealer Studio has no read of leads and no pages: its only list is that of a dealership's identifiers.

use bytes::Bytes;
use dealerstudio::api::external_identifiers::ListExternalIdentifiers;
use dealerstudio::model::ExternalIdentifier;
use http::HeaderMap;
use leads_core::{HttpResponse, Request};
use serde::Deserialize;
use std::hint::black_box;

/// Reads the rows with their raw text, as the client does.
#[must_use]
pub fn lossless(page: &Bytes) -> usize {
    let rows = ListExternalIdentifiers::read(&HttpResponse::new(200, HeaderMap::new(), page.clone())).expect("a list");
    black_box(&rows).len()
}

/// Reads the client's types without their raw text: the difference is the cost of keeping the text.
#[must_use]
pub fn typed(page: &Bytes) -> usize {
    let rows: Vec<ExternalIdentifier> = serde_json::from_slice(page).expect("a list");
    black_box(&rows).len()
}

/// The record in hand-written code.
#[derive(Debug, Deserialize)]
#[allow(missing_docs)]
pub struct PlainIdentifier {
    pub id: i64,
    pub identifier_name: Option<String>,
    pub primary_code: Option<String>,
    pub secondary_code: Option<String>,
    pub car_type: Option<String>,
    pub dealership_id: Option<i64>,
    pub location_id: Option<i64>,
    pub location_name: Option<String>,
    pub manufacturer_id: Option<i64>,
    pub manufacturer_name: Option<String>,
}

/// Reads the rows without their raw text.
#[must_use]
pub fn plain(page: &Bytes) -> usize {
    let rows: Vec<PlainIdentifier> = serde_json::from_slice(page).expect("a list");
    black_box(&rows).len()
}
