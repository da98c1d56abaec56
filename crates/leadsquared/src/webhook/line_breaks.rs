//! The vendor's mark for a line break.

use std::borrow::Cow;

const MARK: &str = "{mxnewline}";

/// Returns a text of a delivery with line breaks in place of the vendor's mark for them, `{mxnewline}`.
///
/// Attributes are kept as they came, so [`Lead::attribute`](crate::model::Lead::attribute) returns the mark.
///
/// # Examples
///
/// ```
/// use leadsquared::webhook::{Batch, LeadEvent, line_breaks};
/// let body =
///     br#"{"ProspectID":"a31","Account_Address":"Example Polymers{mxnewline}1 Test Street"}"#;
/// let events = Batch::<LeadEvent>::read(body)?;
/// let address = events[0].lead().attribute("Account_Address").unwrap_or_default();
/// assert_eq!(line_breaks(address), "Example Polymers\n1 Test Street");
/// # Ok::<(), leadsquared::Error>(())
/// ```
#[must_use]
pub fn line_breaks(text: &str) -> Cow<'_, str> {
    if text.contains(MARK) { Cow::Owned(text.replace(MARK, "\n")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mark_becomes_a_line_break() {
        assert_eq!(line_breaks("a{mxnewline}{mxnewline}b{mxnewline}"), "a\n\nb\n");
        assert_eq!(line_breaks("{mxNewLine} {mxnewline"), "{mxNewLine} {mxnewline");
        assert!(matches!(line_breaks("plain"), Cow::Borrowed("plain")));
    }
}
