//! Personal data that `Debug` hides.

use crate::json::{FromScalar, Scalar};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::{Deref, DerefMut};

/// A value about a person: a name, an e-mail address, a phone number, a note.
///
/// `Debug` prints `[PERSONAL]`, so that logged models and errors contain no personal data. The type is transparent to
/// serde and dereferences to the value; `Display` shows the value.
///
/// ```
/// use leads_core::Personal;
/// let name = Personal::from("Jane Doe".to_owned());
/// assert_eq!(format!("{name:?}"), "[PERSONAL]");
/// assert_eq!(name.to_string(), "Jane Doe");
/// assert_eq!(name.len(), 8);
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Personal<T>(pub T);

impl<T> Personal<T> {
    /// Returns the inner value.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> From<T> for Personal<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl From<&str> for Personal<String> {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}

impl<T> Deref for Personal<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Personal<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T> fmt::Debug for Personal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[PERSONAL]")
    }
}

impl<T: fmt::Display> fmt::Display for Personal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Shows an id or a name in `Debug` output as text, unless it contains an e-mail address.
pub fn masked(text: &str) -> impl fmt::Debug + '_ {
    struct Masked<'a>(&'a str);
    impl fmt::Debug for Masked<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            let lower = self.0.to_ascii_lowercase();
            if lower.contains('@') || lower.contains("%40") || lower.contains("\\u0040") {
                fmt::Debug::fmt(&Personal(()), f)
            } else {
                fmt::Debug::fmt(self.0, f)
            }
        }
    }
    Masked(text)
}

impl<T: FromScalar> FromScalar for Personal<T> {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        T::from_scalar(scalar).map(Self)
    }
}
