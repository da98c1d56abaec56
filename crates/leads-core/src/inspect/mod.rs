//! Holding captured payloads against the typed models.
//!
//! For the `inspect` and `operations` programs and for tests; behind the feature `inspect`, because it makes every
//! model twice as much code.

mod catalog;
mod compare;
mod tree;

pub use catalog::{Entry, Event, Looking, Probe, Sample, Unresolved};
pub use compare::{Inspection, Judgement};

use serde::de::DeserializeOwned;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use std::cell::Cell;

thread_local! {
    static ON: Cell<bool> = const { Cell::new(false) };
}

/// The member under which a `Raw` is written while inspecting.
pub(crate) const RAW: &str = "$leads:raw";

/// Whether a `Raw` shows its typed value instead of its text.
pub(crate) fn is_on() -> bool {
    ON.get()
}

pub(crate) fn on<T>(f: impl FnOnce() -> T) -> T {
    struct Reset(bool);
    impl Drop for Reset {
        fn drop(&mut self) {
            ON.set(self.0);
        }
    }
    let _reset = Reset(ON.replace(true));
    f()
}

/// The paths of a text that no field of `T` takes. Only while inspecting: it reads the text again.
pub(crate) fn ignored_members<T: DeserializeOwned>(text: &str) -> Vec<String> {
    if is_on() { ignored::<T>(text) } else { Vec::new() }
}

/// The paths of a JSON text that no field of `T` takes.
#[must_use]
pub fn ignored<T: DeserializeOwned>(text: &str) -> Vec<String> {
    let mut paths = Vec::new();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read: Result<T, _> = serde_ignored::deserialize(&mut deserializer, |path| {
        paths.push(path.to_string().replace(".?", "").trim_start_matches('?').trim_start_matches('.').to_owned());
    });
    drop(read);
    paths
}

/// Writes a `Raw` with its typed value, the members that its type ignores, and its text.
pub(crate) fn write_raw<S: Serializer, T: Serialize>(
    serializer: S,
    value: &T,
    ignored: &[String],
    text: &str,
) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Shown<'a, T> {
        typed: &'a T,
        ignored: &'a [String],
        text: &'a str,
    }
    let mut map = serializer.serialize_map(Some(1))?;
    map.serialize_entry(RAW, &Shown { typed: value, ignored, text })?;
    map.end()
}
