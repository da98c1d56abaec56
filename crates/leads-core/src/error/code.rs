//! Vendors' error codes as types and tables.

use super::ErrorKind;
use super::escape::SingleLine;
use crate::request::Evidence;
use std::fmt::{self, Write as _};

/// One code of a vendor's response, with the vendor's own message.
///
/// Codes are kept as text, because vendors use numbers, names and HTTP statuses as text.
///
/// ```
/// use leads_core::{Code, Error, ErrorKind};
/// let closed = Code::new("92024").message("Status change not allowed on closed leads");
/// let error = Error::new(ErrorKind::State, "rejected").with_codes(vec![closed]);
/// assert_eq!(error.codes()[0].code, "92024");
/// assert!(
///     !format!("{:?}", error.codes()[0]).contains("closed"),
///     "a vendor's message can name a person"
/// );
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Code {
    /// The code as the vendor writes it: `92024`, `MXDuplicateEntryException`.
    pub code: String,
    /// The vendor's message, if it sent one. It can contain personal data: `Display` shows it, `Debug` does not.
    pub message: Option<String>,
    /// The values of the placeholders `{0}` and `{1}` in the vendor's message, in order.
    pub arguments: Vec<String>,
    /// The row of a bulk call or the field that the code is about, as the vendor names it. A row can be identified by a
    /// person's address or number: `Display` shows it, `Debug` does not.
    pub subject: Option<String>,
}

impl Code {
    /// Creates a code without a message.
    ///
    /// ```
    /// use leads_core::Code;
    /// assert_eq!(Code::new("92024").to_string(), "92024");
    /// ```
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into(), message: None, arguments: Vec::new(), subject: None }
    }

    /// Sets the vendor's message.
    ///
    /// ```
    /// use leads_core::Code;
    /// let code = Code::new("92024").message("Status change not allowed");
    /// assert_eq!(code.to_string(), "92024 \"Status change not allowed\"");
    /// ```
    #[must_use]
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.message = Some(message.into());
        self
    }

    /// Sets the values of the message's placeholders.
    #[must_use]
    pub fn arguments(mut self, arguments: Vec<String>) -> Self {
        self.arguments = arguments;
        self
    }

    /// Sets the row or field that the code is about.
    ///
    /// ```
    /// use leads_core::Code;
    /// assert_eq!(Code::new("duplicate").subject("row 3").to_string(), "duplicate (row 3)");
    /// ```
    #[must_use]
    pub fn subject(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }
}

/// Shows only the length of a text that must not be shown.
fn hidden(text: &Option<String>) -> Option<String> {
    text.as_ref().map(|text| format!("[{} bytes]", text.len()))
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Code")
            .field("code", &self.code)
            .field("message", &hidden(&self.message))
            .field("subject", &hidden(&self.subject))
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let f = &mut SingleLine(f);
        f.write_str(&self.code)?;
        if let Some(subject) = &self.subject {
            write!(f, " ({subject})")?;
        }
        match &self.message {
            Some(message) => write!(f, " \"{message}\""),
            None => Ok(()),
        }
    }
}

/// Whether retrying the same call can succeed after a code.
///
/// ```
/// use leads_core::{CodeEntry, Retry};
/// fn advice(entry: &CodeEntry) -> &'static str {
///     match entry.retry {
///         Retry::Later => "send it again later",
///         Retry::AfterChange => "send it again once the account is set up",
///         _ => entry.remedy,
///     }
/// }
/// # use leads_core::{ErrorKind, Evidence};
/// let entry = CodeEntry::new(
///     "7", "NoLicence", ErrorKind::Forbidden, Retry::AfterChange,
///     "the account has no licence", "buy one", Evidence::Documented,
/// );
/// assert_eq!(advice(&entry), "send it again once the account is set up");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Retry {
    /// The same call will be rejected again.
    Never,
    /// A retry can succeed after a while.
    Later,
    /// A retry can succeed once the cause has been corrected: a key, a permission, a registration.
    AfterChange,
}

/// What is known about a vendor's code, in this library's own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CodeEntry {
    /// The code as the vendor writes it.
    pub code: &'static str,
    /// The name of the variant of the vendor crate's enum.
    pub name: &'static str,
    /// The vendor-independent kind.
    pub kind: ErrorKind,
    /// Whether a retry can succeed.
    pub retry: Retry,
    /// What the code means, and when it is sent. `{0}` and `{1}` mark values of the vendor's message.
    pub cause: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
    /// Where the fact comes from.
    pub evidence: Evidence,
}

impl CodeEntry {
    /// Creates a row of a table. `const`, so that tables can be static data.
    #[must_use]
    pub const fn new(
        code: &'static str,
        name: &'static str,
        kind: ErrorKind,
        retry: Retry,
        cause: &'static str,
        remedy: &'static str,
        evidence: Evidence,
    ) -> Self {
        Self { code, name, kind, retry, cause, remedy, evidence }
    }
}

/// All codes of one vendor.
///
/// ```
/// # use leads_core::{CodeEntry, CodeTable, ErrorKind, Evidence, Retry};
/// static TABLE: CodeTable = CodeTable::new("example", &[CodeEntry::new(
///     "1", "LeadNotFound", ErrorKind::NotFound, Retry::Never,
///     "the lead does not exist", "check the id", Evidence::Documented,
/// )]);
/// assert_eq!(TABLE.get("1").map(|e| e.kind), Some(ErrorKind::NotFound));
/// assert!(TABLE.get("2").is_none());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct CodeTable {
    vendor: &'static str,
    entries: &'static [CodeEntry],
}

impl CodeTable {
    /// Creates a table of a vendor's codes.
    #[must_use]
    pub const fn new(vendor: &'static str, entries: &'static [CodeEntry]) -> Self {
        Self { vendor, entries }
    }

    /// Returns the vendor's name.
    #[must_use]
    pub const fn vendor(&self) -> &'static str {
        self.vendor
    }

    /// Returns every row, in the vendor's order.
    #[must_use]
    pub const fn entries(&self) -> &'static [CodeEntry] {
        self.entries
    }

    /// Returns the row of a code, in the vendor's exact spelling; `None` if the code is not in the table.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&'static CodeEntry> {
        self.entries.iter().find(|entry| entry.code == code)
    }
}

/// How a vendor's message is recognized, ignoring case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Wording {
    /// It equals this text; a trailing full stop is ignored.
    Exactly(&'static str),
    /// It matches this template with placeholders: see [`arguments`].
    Template(&'static str),
    /// It contains each of these texts, in any order.
    Contains(&'static [&'static str]),
}

/// A rule that maps a vendor's message to a code, for vendors that send messages without codes.
///
/// ```
/// use leads_core::error::{MessageRule, Wording};
/// static RULES: &[MessageRule] = &[
///     MessageRule::new("too-old", Wording::Contains(&["older than", "lead"]))
///         .only(&["update_lead"]),
///     MessageRule::new("invalid", Wording::Template("Invalid {0}")),
/// ];
/// let (rule, values) = MessageRule::find(RULES, "create_lead", "Invalid name").unwrap();
/// assert_eq!((rule.code, values), ("invalid", vec!["name".to_owned()]));
/// assert!(
///     MessageRule::find(RULES, "create_lead", "The lead is older than 3 days").is_none()
/// );
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MessageRule {
    /// The code that the message maps to.
    pub code: &'static str,
    /// How the message is recognized.
    pub wording: Wording,
    /// The operations that the rule applies to; empty for all.
    pub operations: &'static [&'static str],
}

impl MessageRule {
    /// Creates a rule that applies to every operation.
    #[must_use]
    pub const fn new(code: &'static str, wording: Wording) -> Self {
        Self { code, wording, operations: &[] }
    }

    /// Limits the rule to some operations.
    #[must_use]
    pub const fn only(mut self, operations: &'static [&'static str]) -> Self {
        self.operations = operations;
        self
    }

    /// Returns the first rule that matches a message of an operation, and the values of its template's placeholders.
    #[must_use]
    pub fn find<'a>(rules: &'a [Self], operation: &str, message: &str) -> Option<(&'a Self, Vec<String>)> {
        let lower = message.to_ascii_lowercase();
        let said = lower.trim().trim_end_matches('.');
        rules.iter().filter(|rule| rule.operations.is_empty() || rule.operations.contains(&operation)).find_map(
            |rule| {
                let values = match rule.wording {
                    Wording::Exactly(text) => said.eq_ignore_ascii_case(text.trim_end_matches('.')).then(Vec::new),
                    Wording::Template(template) => arguments(template, message),
                    Wording::Contains(texts) => {
                        texts.iter().all(|text| lower.contains(&text.to_ascii_lowercase())).then(Vec::new)
                    }
                };
                values.map(|values| (rule, values))
            },
        )
    }
}

/// A vendor's codes as an open enum: known codes plus any other.
pub trait VendorCode: Sized {
    /// The vendor's name, as in [`Error::vendor`](crate::Error::vendor).
    const VENDOR: &'static str;

    /// Parses a code. This never fails: an unlisted code becomes the unknown variant and keeps its text.
    fn from_code(code: &str) -> Self;

    /// Returns the code as the vendor writes it.
    fn as_code(&self) -> &str;

    /// Returns the vendor's table.
    fn table() -> &'static CodeTable;

    /// Returns what is known about this code.
    fn entry(&self) -> Option<&'static CodeEntry> {
        Self::table().get(self.as_code())
    }
}

/// Extracts the values of the placeholders `{0}`, `{1}` ... from a vendor's message.
///
/// The template is used only to find the values; the code alone determines which error it is. Returns `None` if the
/// message does not match the template.
///
/// ```
/// use leads_core::error::arguments;
/// let found = arguments("Lead sub status {0} already exists for status {1}",
///     "Lead sub status Call back already exists for status OPEN");
/// assert_eq!(found.unwrap(), ["Call back", "OPEN"]);
/// assert!(arguments("Invalid SKU {0}", "something else").is_none());
/// ```
#[must_use]
pub fn arguments(template: &str, message: &str) -> Option<Vec<String>> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let (before, tail) = rest.split_at(open);
        let close = tail.find('}')?;
        let index: usize = tail.get(1..close)?.parse().ok()?;
        pieces.push((before, Some(index)));
        rest = tail.get(close + 1..)?;
    }
    pieces.push((rest, None));

    let mut found: Vec<(usize, String)> = Vec::new();
    let mut text = message.trim();
    let mut pending: Option<usize> = None;
    for (literal, placeholder) in pieces {
        let literal = literal.trim_matches(|c: char| c == '\u{feff}');
        let at = match pending {
            None if text.len() >= literal.len()
                && text.get(..literal.len()).is_some_and(|head| head.eq_ignore_ascii_case(literal)) =>
            {
                0
            }
            None => return None,
            Some(_) if literal.trim().is_empty() && placeholder.is_none() => text.len(),
            Some(_) => text.to_ascii_lowercase().find(&literal.to_ascii_lowercase())?,
        };
        if let Some(index) = pending {
            found.push((index, text.get(..at)?.trim().to_owned()));
        }
        text = text.get((at + literal.len()).min(text.len())..)?;
        pending = placeholder;
    }
    found.sort_by_key(|(index, _)| *index);
    Some(found.into_iter().map(|(_, value)| value).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_extracted_between_literals() {
        assert_eq!(arguments("Invalid Lead Status {0}", "Invalid Lead Status PENDING").unwrap(), ["PENDING"]);
        assert_eq!(arguments("no {1} for {0}", "no b c for a").unwrap(), ["a", "b c"]);
        assert_eq!(arguments("Lead not found", "Lead not found").unwrap(), Vec::<String>::new());
        assert!(arguments("Invalid SKU {0}", "Ungültig").is_none());
        assert!(arguments("{0", "x").is_none());
        assert_eq!(arguments("{0} ü", "é ü").unwrap(), ["é"]);
    }

    #[test]
    fn debug_hides_the_vendors_message() {
        let code = Code::new("92008").message("No user found with jane@example.com");
        assert!(!format!("{code:?}").contains("jane"));
        assert!(code.to_string().contains("jane"));
        // A row of a batch can be identified by a person's address.
        let row = Code::new("RowFailed").subject("jane@example.com");
        assert_eq!(format!("{row:?}"), r#"Code { code: "RowFailed", message: None, subject: Some("[16 bytes]"), .. }"#);
        assert_eq!(row.to_string(), "RowFailed (jane@example.com)");
    }
}
