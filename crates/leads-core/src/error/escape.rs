//! Shows external text on one line.

use std::fmt;

/// A writer that escapes anything that could begin another line or move a terminal's cursor. `Display` of an error
/// shows the vendor's text; written to a log unescaped, it could forge log entries.
pub(super) struct SingleLine<W>(pub(super) W);

impl<W: fmt::Write> fmt::Write for SingleLine<W> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some((at, found)) = rest.char_indices().find(|(_, c)| breaks(*c)) {
            let (before, after) = rest.split_at(at);
            self.0.write_str(before)?;
            write!(self.0, "{}", found.escape_default())?;
            rest = after.get(found.len_utf8()..).unwrap_or_default();
        }
        self.0.write_str(rest)
    }
}

/// Control characters, Unicode's two separators, and the marks that change the text direction.
fn breaks(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Displays a text on one line.
pub(super) struct Escaped<'a>(pub(super) &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Write::write_str(&mut SingleLine(f), self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn escaped_text_is_one_line(text in "(?s).{0,24}") {
            let shown = Escaped(&text).to_string();
            prop_assert!(!shown.contains(breaks), "{:?}", shown);
            prop_assert!(text.contains(breaks) || shown == text);
            prop_assert_eq!(Escaped(&shown).to_string(), shown.clone());
        }
    }

    #[test]
    fn escaped_characters_remain_identifiable() {
        assert_eq!(Escaped("é\r\n\t\u{1b}[2J\u{85}\u{2028}").to_string(), r"é\r\n\t\u{1b}[2J\u{85}\u{2028}");
    }
}
