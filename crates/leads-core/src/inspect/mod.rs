//! Compares captured payloads with the typed models.
//!
//! For the `inspect` and `operations` programs and for tests. Requires the feature `inspect`, because it doubles the
//! generated code of every model.

mod catalog;
mod compare;
mod to_tree;
mod tree;

pub use catalog::{Entry, Event, Sample};
pub use compare::{Inspection, Judgement};

use serde::de::DeserializeOwned;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use std::cell::Cell;

thread_local! {
    static INSPECTING: Cell<bool> = const { Cell::new(false) };
}

/// The member under which a `Raw` is written during inspection.
pub(crate) const RAW: &str = "$leads:raw";

/// Returns whether a `Raw` serializes its typed value instead of its text.
pub(crate) fn is_inspecting() -> bool {
    INSPECTING.get()
}

pub(crate) fn with_inspection<T>(f: impl FnOnce() -> T) -> T {
    struct Reset(bool);
    impl Drop for Reset {
        fn drop(&mut self) {
            INSPECTING.set(self.0);
        }
    }
    let _reset = Reset(INSPECTING.replace(true));
    f()
}

/// Returns the paths of a text for which `T` has no field. Only during inspection, because it reads the text again.
pub(crate) fn ignored_members<T: DeserializeOwned>(text: &str) -> Vec<String> {
    if is_inspecting() { ignored::<T>(text) } else { Vec::new() }
}

/// Returns the paths of a JSON text for which `T` has no field.
///
/// ```
/// use leads_core::inspect::ignored;
/// #[derive(serde::Deserialize)]
/// struct Deal { id: u64 }
/// assert_eq!(ignored::<Deal>(r#"{"id":7,"colour":"red"}"#), ["colour"]);
/// # let _ = Deal { id: 7 }.id;
/// ```
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
