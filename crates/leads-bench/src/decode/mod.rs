//! A page of leads, read losslessly, with a plain derive, and as a `Value`.

pub mod capillary;
pub mod dealerstudio;
pub mod leadsquared;
pub mod nutshell;

use bytes::Bytes;
use chrono::{DateTime, FixedOffset};
use std::hint::black_box;

/// One vendor's page and the ways to read it.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// The vendor.
    pub vendor: &'static str,
    /// Returns a page with this many rows.
    pub make: fn(usize) -> String,
    /// Reads it with each row's raw text.
    pub lossless: fn(&Bytes) -> usize,
    /// Reads the same types without the raw text.
    pub typed: fn(&Bytes) -> usize,
    /// Reads it as hand-written code does: into derived types with `from_slice`, dropping unknown members.
    pub plain: fn(&Bytes) -> usize,
    /// The same with times as text; the same function if serde cannot parse the vendor's times.
    pub text_times: fn(&Bytes) -> usize,
}

/// The page of every vendor.
pub const PAGES: &[Page] = &[
    Page {
        vendor: "capillary-leads",
        make: crate::json::capillary_page,
        lossless: capillary::lossless,
        typed: capillary::typed,
        plain: capillary::plain::<DateTime<FixedOffset>>,
        text_times: capillary::plain::<String>,
    },
    Page {
        vendor: "nutshell",
        make: crate::json::nutshell_page,
        lossless: nutshell::lossless,
        typed: nutshell::typed,
        plain: nutshell::plain,
        text_times: nutshell::plain,
    },
    Page {
        vendor: "leadsquared",
        make: crate::json::leadsquared_page,
        lossless: leadsquared::lossless,
        typed: leadsquared::typed,
        plain: leadsquared::plain,
        text_times: leadsquared::plain,
    },
    Page {
        vendor: "dealerstudio",
        make: crate::json::dealerstudio_list,
        lossless: dealerstudio::lossless,
        typed: dealerstudio::typed,
        plain: dealerstudio::plain,
        text_times: dealerstudio::plain,
    },
];

/// Reads a page as a tree, as untyped code does.
#[must_use]
pub fn value(page: &Bytes) -> usize {
    let value: serde_json::Value = serde_json::from_slice(page).expect("a page");
    match black_box(&value) {
        serde_json::Value::Array(rows) => rows.len(),
        other => other.as_object().map_or(0, serde_json::Map::len),
    }
}
