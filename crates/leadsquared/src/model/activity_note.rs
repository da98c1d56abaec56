//! The note of an activity, which is often more than plain text.

use leads_core::Personal;
use serde::{Deserialize, Serialize};

const MARK: &str = "{keyvalueinfo}";
const IS: &str = "{=}";
const NEXT: &str = "{next}";

/// The note of an activity.
///
/// It is plain text, or pairs in the vendor's notation: `Key{=}Value{next}Key{=}Value`, some with a leading
/// `{keyvalueinfo}` (observed). `Debug` does not show it.
///
/// # Examples
///
/// ```
/// use leadsquared::model::ActivityNote;
/// let note = ActivityNote::from("Status{=}{next}City{=}Pune{next}Status{=}Connected");
/// assert_eq!(note.get("Status"), Some("Connected"));
/// assert_eq!(note.pairs().count(), 3);
/// assert_eq!(ActivityNote::from("called back").pairs().count(), 0);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ActivityNote(Personal<String>);

impl ActivityNote {
    /// Returns the text as the vendor sent it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Returns the pairs in order, including empty values and repeated keys. Empty if the note is plain text.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let text = self.text().trim();
        let text = match text.strip_prefix(MARK) {
            // The pairs are enclosed in braces after the marker.
            Some(rest) => {
                let rest = rest.trim();
                rest.strip_prefix('{').and_then(|inner| inner.strip_suffix('}')).unwrap_or(rest)
            }
            None => text,
        };
        text.split(NEXT).filter_map(|pair| pair.split_once(IS)).map(|(key, value)| (key.trim(), value.trim()))
    }

    /// Returns the value of a key. If the key occurs more than once, returns the last value that is not empty.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.pairs().filter(|(known, value)| *known == key && !value.is_empty()).map(|(_, value)| value).last()
    }
}

impl From<&str> for ActivityNote {
    fn from(text: &str) -> Self {
        Self(Personal::from(text))
    }
}

impl From<String> for ActivityNote {
    fn from(text: String) -> Self {
        Self(Personal(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("A{=}1{next}B{=}", &[("A", "1"), ("B", "")])]
    #[case("{keyvalueinfo}{A{=}1{next}B{=}x{y}}", &[("A", "1"), ("B", "x{y}")])]
    #[case("{keyvalueinfo}A{=}1{next}", &[("A", "1")])]
    #[case("A{=}b{=}c", &[("A", "b{=}c")])]
    #[case("{keyvalueinfo}", &[])]
    #[case("", &[])]
    #[case("a plain {note}", &[])]
    fn notes_are_read_in_every_form(#[case] text: &str, #[case] wanted: &[(&str, &str)]) {
        let note = ActivityNote::from(text);
        assert_eq!(note.pairs().collect::<Vec<_>>(), wanted);
        assert_eq!(note.text(), text);
        assert!(!format!("{note:?}").contains("A{"));
    }
}
