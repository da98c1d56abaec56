//! How responses name a type of record.

/// A record type with the name of its wrapping member in a response.
pub trait Record {
    /// The member name: `leads`, `emAudiences`.
    const PLURAL: &'static str;

    /// Other observed spellings of the member name.
    const ALIASES: &'static [&'static str] = &[];
}
