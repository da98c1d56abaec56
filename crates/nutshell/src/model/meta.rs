//! Metadata of a response.

use super::{Stageset, model};
use leads_core::Decimal;
use leads_core::vendor::model::FromText;

model! {
    /// The `meta` member of a response.
    ///
    /// Do not rely on the counters: `count` was observed to stay the same on shorter and on empty pages, and `next` of
    /// events never ends.
    pub struct EnvelopeMeta {
        /// The customer's instance.
        instance_id: scalar String,
        /// The customer's WebFX site.
        site_id: scalar String,
        /// A count, but not of this page's rows.
        count: scalar i64,
        /// The total count as display text.
        count_formatted: object Formatted,
        /// The number of matching records.
        total: scalar i64,
        /// The total count as display text.
        total_formatted: object Formatted,
        /// The number of matching records per field value: `facets["accountType"]["1-accountTypes"]`.
        facets: json crate::Json,
        /// For events and notes: a URL for newer ones.
        next: scalar String,
        /// For events: a URL for older ones.
        previous: scalar String,
        /// For events: the id of the oldest row of the page.
        last: scalar String,
        /// For a lead's stages: the time spent in each, presumably in the same order.
        time_spent: list Formatted,
        /// For a lead's stages: the pipeline.
        stageset: text Stageset,
    }
}

/// A record inside another one. Anything else, including a record without an id, is `None`.
impl FromText for Stageset {
    fn from_text(text: &str) -> serde_json::Result<Option<Self>> {
        Ok(leads_core::vendor::decode::from_str(text).ok())
    }
}

model! {
    /// A number with its display text.
    pub struct Formatted {
        /// The number.
        value: text Decimal,
        /// The number as display text.
        formatted: scalar String,
        /// The prefix.
        prefix: scalar String,
        /// The suffix.
        suffix: scalar String,
        /// The unit.
        unit: scalar String,
        /// What is counted.
        label: scalar String,
        /// Subordinate numbers.
        subvalues: json crate::Json,
    }
}
