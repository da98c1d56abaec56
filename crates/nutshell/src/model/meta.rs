//! What an answer says of itself.

use super::{Stageset, model};

model! {
    /// The member `meta` of an answer.
    ///
    /// The counters mislead: `count` was seen to stay the same on a shorter and on an empty page, and `next` of events
    /// never ends.
    pub struct EnvelopeMeta {
        /// The instance of the customer.
        instance_id: scalar String,
        /// The WebFX site of the customer.
        site_id: scalar String,
        /// A count, not of this page's rows.
        count: scalar i64,
        /// The same for people.
        count_formatted: object Formatted,
        /// How many records fit.
        total: scalar i64,
        /// The same for people.
        total_formatted: object Formatted,
        /// How many records fit for each value of a field: `facets["accountType"]["1-accountTypes"]`.
        facets: json,
        /// Of events and notes: an address that gives newer ones.
        next: scalar String,
        /// Of events: an address that gives older ones.
        previous: scalar String,
        /// Of events: the id of the oldest row of the page.
        last: scalar String,
        /// Of a lead's stages: the time spent in each, presumably in their order.
        time_spent: list Formatted,
        /// Of a lead's stages: the pipeline.
        stageset: record Stageset,
    }
}

model! {
    /// A number with its text for people.
    pub struct Formatted {
        /// The number.
        value: decimal,
        /// The number for people.
        formatted: scalar String,
        /// What stands before it.
        prefix: scalar String,
        /// What stands after it.
        suffix: scalar String,
        /// The unit.
        unit: scalar String,
        /// What is counted.
        label: scalar String,
        /// Numbers that belong to it.
        subvalues: json,
    }
}
