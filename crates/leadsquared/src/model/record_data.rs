//! The data of records and of their values, which contain each other.

use leads_core::Decimal;

/// The members of a flat object, in their original order, each kept as it was.
///
/// Leads, opportunities and activities have different members in every account, so they are read into this type. The
/// names and texts of a record share one buffer; a value is borrowed as a [`FieldRef`](super::FieldRef). `Debug` shows the number of
/// members and no value.
///
/// # Examples
///
/// ```
/// use leadsquared::model::Record;
/// let record: Record =
///     serde_json::from_str(r#"{"FirstName":"Jane","Score":"54","mx_City":null}"#).unwrap();
/// assert_eq!(record.text("FirstName"), Some("Jane"));
/// assert_eq!(record.decimal("Score").unwrap().as_str(), "54");
/// assert_eq!(record.names().collect::<Vec<_>>(), ["FirstName", "Score", "mx_City"]);
/// ```
#[derive(Clone, Default)]
pub struct Record {
    /// Names and texts in sequence. One allocation for each would cost more than all the parsing.
    pub(super) text: String,
    pub(super) members: Vec<Member>,
    /// Values that are neither text nor null, which the vendor rarely sends.
    pub(super) others: Vec<FieldValue>,
}

#[derive(Clone, Copy)]
pub(super) struct Member {
    pub(super) name: Span,
    pub(super) value: Slot,
}

/// A piece of a record's text.
#[derive(Clone, Copy)]
pub(super) struct Span {
    pub(super) start: u32,
    pub(super) end: u32,
}

#[derive(Clone, Copy)]
pub(super) enum Slot {
    Null,
    Text(Span),
    /// Its index among the others.
    Other(u32),
}

/// The value of a field, kept as it came.
///
/// The vendor's values are text or null, also for numbers, flags and dates, and this crate writes text. Anything else
/// in a response or a stored request is kept and written back, numbers with every digit. `Debug` shows no value,
/// because it may be personal data.
///
/// # Examples
///
/// ```
/// use leadsquared::model::FieldValue;
/// let price = FieldValue::from("200,000");
/// assert_eq!(price.decimal().and_then(|price| price.plain()).as_deref(), Some("200000"));
/// assert_eq!(FieldValue::from("1").flag(), Some(true));
/// assert_eq!(FieldValue::from(true).text(), Some("true"));
/// ```
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub enum FieldValue {
    /// `null`.
    #[default]
    Null,
    /// Text.
    Text(String),
    /// A JSON number.
    Number(Decimal),
    /// A JSON flag.
    Flag(bool),
    /// A list.
    List(Vec<FieldValue>),
    /// An object.
    Object(Record),
}
