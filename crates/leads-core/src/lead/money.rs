//! Money and decimal numbers as text.

use crate::json::JsonText;
use crate::json::model::FromText;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use smol_str::{SmolStr, ToSmolStr};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

/// A decimal number, kept as the text it was written in, together with whether that was a JSON number or JSON text.
///
/// Never a float: `0.10` stays `0.10`, `100.00` stays `100.00`, and a number is written back with its original digits.
/// Equality compares the numbers (`1.50` equals `1.5`), not the spellings.
///
/// The point is the only decimal separator. Commas may separate the digits before it into groups, the last of three
/// digits and the others of two or three (`200,000`, `2,00,000`). A text with any other comma (`1499,90`, `1.499,90`)
/// is not a number: it keeps its text when it is read and is rejected when it is parsed, because removing the comma
/// would change the amount.
///
/// ```
/// use leads_core::Decimal;
/// let number: Decimal = serde_json::from_str("27290.0").unwrap();
/// assert_eq!(serde_json::to_string(&number).unwrap(), "27290.0");
/// let text: Decimal = serde_json::from_str("\"200,000\"").unwrap();
/// assert_eq!((text.as_str(), text.plain().as_deref()), ("200,000", Some("200000")));
/// assert!("ten".parse::<Decimal>().is_err());
/// assert!("1499,90".parse::<Decimal>().is_err());
/// ```
#[derive(Clone)]
pub struct Decimal {
    /// Most numbers are short enough to need no allocation.
    text: SmolStr,
    quoted: bool,
}

/// The error for a text that is not a decimal number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a decimal number")]
pub struct NotDecimal;

impl Decimal {
    /// Returns the text as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the number without thousands separators; `None` if the vendor's text is not a number.
    #[must_use]
    pub fn plain(&self) -> Option<String> {
        let text = self.text.trim();
        let text = if text.contains(',') { ungrouped(text)? } else { text.to_owned() };
        is_decimal(&text).then_some(text)
    }

    /// Returns the same number, to be written as JSON text.
    #[must_use]
    pub fn quoted(mut self) -> Self {
        self.quoted = true;
        self
    }

    /// Returns the same number, to be written as a JSON number with the same digits. Text that is not a JSON number
    /// stays text.
    #[must_use]
    pub fn unquoted(mut self) -> Self {
        self.quoted = !is_json_number(&self.text);
        self
    }

    fn key(&self) -> Key {
        match (self.canonical(), self.plain()) {
            (Some((negative, digits, exponent)), _) => Key::Number(negative, digits, exponent),
            (None, Some(plain)) => Key::Plain(plain),
            (None, None) => Key::Text(self.text.to_string()),
        }
    }

    /// Returns the sign and the digits before and after the point, without redundant zeros. Two spellings of one number
    /// return the same value.
    fn canonical(&self) -> Option<(bool, String, i64)> {
        let plain = self.plain()?;
        let (mantissa, exponent) = match plain.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
            None => (plain.as_str(), 0),
        };
        let negative = mantissa.starts_with('-');
        let mantissa = mantissa.trim_start_matches(['-', '+']);
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let scale = i64::try_from(fraction.len()).ok()?;
        let digits = format!("{whole}{fraction}");
        let digits = digits.trim_start_matches('0');
        let shortened = digits.trim_end_matches('0');
        let cut = i64::try_from(digits.len() - shortened.len()).ok()?;
        if shortened.is_empty() {
            return Some((false, String::new(), 0));
        }
        Some((negative, shortened.to_owned(), exponent.checked_sub(scale)?.checked_add(cut)?))
    }
}

/// Returns the text without the commas between groups of digits; `None` if a comma is anything else: a decimal
/// separator, or one that separates nothing. A first group of `0` is not a group either: `0,500` usually means a half.
fn ungrouped(text: &str) -> Option<String> {
    let (whole, rest) = text.split_at(text.find(['.', 'e', 'E']).unwrap_or(text.len()));
    let digits = whole.strip_prefix(['-', '+']).unwrap_or(whole);
    let mut groups = digits.split(',').map(str::len);
    let (first, last) = (groups.next()?, groups.next_back()?);
    let grouped = (1..=3).contains(&first)
        && !digits.starts_with('0')
        && last == 3
        && groups.all(|length| (2..=3).contains(&length))
        && !rest.contains(',');
    grouped.then(|| text.replace(',', ""))
}

fn is_decimal(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent_holds = exponent.is_none_or(|exponent| {
        let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        !exponent.is_empty() && digits(exponent)
    });
    digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty()) && exponent_holds
}

/// Returns whether a text is a number in JSON's spelling, possibly with JSON's white space around it.
fn is_json_number(text: &str) -> bool {
    // The text after its digits, if there is at least one.
    fn digits(text: &str) -> Option<&str> {
        let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
        (rest.len() < text.len()).then_some(rest)
    }
    let read = || {
        let text = text.trim_matches([' ', '\t', '\n', '\r']);
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let mut rest = unsigned.strip_prefix('0').map_or_else(|| digits(unsigned), Some)?;
        if let Some(fraction) = rest.strip_prefix('.') {
            rest = digits(fraction)?;
        }
        if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
            rest = digits(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))?;
        }
        Some(rest.is_empty())
    };
    read() == Some(true)
}

impl Decimal {
    /// Creates a decimal from the text of a JSON number, keeping every digit; it is written as a number again. Returns
    /// `None` for any other text.
    ///
    /// ```
    /// use leads_core::Decimal;
    /// let number = Decimal::of_json("12345678901234567890.50").unwrap();
    /// assert_eq!(serde_json::to_string(&number).unwrap(), "12345678901234567890.50");
    /// assert!(Decimal::of_json("\"1\"").is_none());
    /// ```
    #[must_use]
    pub fn of_json(text: &str) -> Option<Self> {
        let text = text.trim();
        is_json_number(text).then(|| Self { text: text.into(), quoted: false })
    }
}

impl FromStr for Decimal {
    type Err = NotDecimal;
    fn from_str(text: &str) -> Result<Self, NotDecimal> {
        let decimal = Self { text: text.trim().into(), quoted: true };
        if decimal.plain().is_some() { Ok(decimal) } else { Err(NotDecimal) }
    }
}

macro_rules! from_integers {
    ($($integer:ty)*) => { $(
        impl From<$integer> for Decimal {
            fn from(number: $integer) -> Self {
                Self { text: number.to_smolstr(), quoted: false }
            }
        }
    )* };
}
from_integers! { i32 i64 u32 u64 }

/// What a decimal is compared by: its value if it is a number, otherwise its text.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    /// Sign, digits and exponent of the last digit.
    Number(bool, String, i64),
    /// A number whose exponent is out of range.
    Plain(String),
    Text(String),
}

impl Key {
    /// Compares the values of two numbers: by sign, position of the first digit, digits.
    fn cmp(&self, other: &Self) -> Ordering {
        let rank = |key: &Self| match key {
            Self::Number(..) => 0,
            Self::Plain(_) => 1,
            Self::Text(_) => 2,
        };
        match (self, other) {
            (Self::Number(a_negative, a, a_exponent), Self::Number(b_negative, b, b_exponent)) => {
                let first = |digits: &str, exponent: i64| i128::from(exponent) + digits.len() as i128;
                let magnitude = (!a.is_empty())
                    .cmp(&!b.is_empty())
                    .then_with(|| first(a, *a_exponent).cmp(&first(b, *b_exponent)))
                    .then_with(|| a.cmp(b));
                match (a_negative, b_negative) {
                    (false, false) => magnitude,
                    (true, true) => magnitude.reverse(),
                    (true, false) => Ordering::Less,
                    (false, true) => Ordering::Greater,
                }
            }
            (Self::Plain(a), Self::Plain(b)) | (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (a, b) => rank(a).cmp(&rank(b)),
        }
    }
}

impl PartialEq for Decimal {
    /// Compares the values: `1.50` equals `1.5`. Texts that are not numbers are equal if their text is.
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    /// Orders by value; texts that are not numbers come last.
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl Eq for Decimal {}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.quoted {
            return serializer.serialize_str(&self.text);
        }
        // The usual quantities, whose digits an integer keeps.
        if !self.text.starts_with('0')
            && self.text.len() < 19
            && self.text.bytes().all(|byte| byte.is_ascii_digit())
            && let Ok(number) = self.text.parse::<i64>()
        {
            return serializer.serialize_i64(number);
        }
        match serde_json::from_str::<&RawValue>(&self.text) {
            Ok(raw) => raw.serialize(serializer),
            Err(_) => serializer.serialize_str(&self.text),
        }
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        tolerant_decimal(deserializer)?.ok_or_else(|| serde::de::Error::custom("not a decimal number"))
    }
}

/// Reads an optional decimal from a JSON number or text, keeping its digits. Anything else, and `""`, becomes `None`.
///
/// # Errors
/// Returns an error only for invalid JSON.
pub fn tolerant_decimal<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Decimal>, D::Error> {
    // A visitor would receive a float and lose digits, so the value's original text is read.
    JsonText::deserialize(deserializer).map(|text| of_text(text.get()))
}

fn of_text(text: &str) -> Option<Decimal> {
    match text.bytes().next() {
        Some(b'"') => {
            // A text with escapes cannot be borrowed.
            let text = match serde_json::from_str::<&str>(text) {
                Ok(text) => text.into(),
                Err(_) => SmolStr::from(serde_json::from_str::<String>(text).ok()?),
            };
            (!text.trim().is_empty()).then_some(Decimal { text, quoted: true })
        }
        Some(b'-' | b'0'..=b'9') => Some(Decimal { text: text.into(), quoted: false }),
        _ => None,
    }
}

impl FromText for Decimal {
    fn from_text(text: &str) -> serde_json::Result<Option<Self>> {
        Ok(of_text(text))
    }
}

/// An amount in a currency.
///
/// ```
/// use leads_core::Money;
/// let price = Money::new("1499.90".parse().unwrap()).currency("EUR");
/// assert_eq!(price.to_string(), "1499.90 EUR");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Money {
    /// The amount.
    pub amount: Decimal,
    /// The currency as the vendor writes it, usually an ISO 4217 code; `None` if the vendor does not specify one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

impl Money {
    /// Creates an amount without a currency.
    #[must_use]
    pub fn new(amount: Decimal) -> Self {
        Self { amount, currency: None }
    }

    /// Sets the currency.
    #[must_use]
    pub fn currency(mut self, currency: impl Into<String>) -> Self {
        self.currency = Some(currency.into());
        self
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.currency {
            Some(currency) => write!(f, "{} {currency}", self.amount),
            None => self.amount.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn decimals_are_ordered_and_hashed_by_value() {
        let of = |text: &str| text.parse::<Decimal>().unwrap();
        let ordered =
            ["-1e3", "-999.5", "-0.001", "0", "0.0005", "0.1", "1", "1.5", "9", "10", "1,000", "1e30"].map(of);
        assert!(ordered.is_sorted());
        assert!(ordered.windows(2).all(|pair| pair[0] < pair[1]));
        let set: std::collections::HashSet<Decimal> =
            ["1.50", "1.5", "15e-1", "2", "2.0"].map(of).into_iter().collect();
        assert_eq!(set.len(), 2);
        assert_eq!((Decimal::from(7u64), Decimal::from(-7i32)), (of("7"), of("-7.0")));
    }

    #[test]
    fn spellings_of_one_number_are_equal() {
        for (a, b) in
            [("1.50", "1.5"), ("1,000", "1000"), ("1e3", "1000.0"), ("-0", "0.00"), ("+1", "1"), (".5", "0.5")]
        {
            assert_eq!(a.parse::<Decimal>().unwrap(), b.parse::<Decimal>().unwrap(), "{a} {b}");
        }
        assert_ne!("1".parse::<Decimal>().unwrap(), "-1".parse::<Decimal>().unwrap());
        for bad in ["", ".", "1.2.3", "1e", "--1", "NaN", "1 2"] {
            assert!(bad.parse::<Decimal>().is_err(), "{bad}");
        }
    }

    #[test]
    fn comma_separates_groups_and_is_not_a_decimal_separator() {
        let read = |text: &str| serde_json::from_str::<Decimal>(&serde_json::to_string(text).unwrap()).unwrap();
        for (text, plain) in [
            ("200,000", "200000"),
            ("2,00,000", "200000"),
            ("1,23,45,678.5", "12345678.5"),
            ("12,345,678", "12345678"),
            ("-1,499.90", "-1499.90"),
            ("+1,000e3", "+1000e3"),
            (" 1,000 ", "1000"),
        ] {
            assert_eq!(read(text).plain().as_deref(), Some(plain), "{text}");
            assert_eq!(text.parse::<Decimal>().unwrap(), plain.parse().unwrap(), "{text}");
        }
        for text in [
            "1499,90",
            "1.499,90",
            ",5",
            "0,5",
            "0,500",
            "1,5",
            "1499,900",
            "1,000,",
            "1,,000",
            ",000",
            "1,0,000",
            "1,0000",
            "1,000,00",
            "1,000.000,5",
            "-,000",
            "1e1,000",
            "1 ,000",
            ",-",
        ] {
            assert!(text.parse::<Decimal>().is_err(), "{text}");
            let kept = read(text);
            assert_eq!((kept.as_str(), kept.plain()), (text, None));
            assert_eq!(serde_json::to_string(&kept).unwrap(), serde_json::to_string(text).unwrap());
            assert_ne!(kept, read(&text.replace(',', "")), "{text}");
        }
    }

    #[test]
    fn json_type_of_a_decimal_is_kept() {
        for json in ["0", "100.00", "\"100.00\"", "1e3", "-0.10", "123456789012345678901234567890.5"] {
            let read: Decimal = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap(), json);
        }
        assert_eq!(serde_json::to_string(&"5.00".parse::<Decimal>().unwrap().unquoted()).unwrap(), "5.00");
        assert_eq!(serde_json::to_string(&Decimal::from(5).quoted()).unwrap(), "\"5\"");
        assert!(serde_json::from_str::<Decimal>("{}").is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in ".*") {
            let _ = text.parse::<Decimal>().map(|decimal| decimal == Decimal::from(1));
        }

        #[test]
        fn number_in_the_spelling_of_json_is_one_to_serde_json_too(text in "-?[0-9]{0,3}([.][0-9]{0,3})?([eE][-+]?[0-9]{0,3})?[x ]?") {
            prop_assert_eq!(is_json_number(&text), serde_json::from_str::<&RawValue>(&text).is_ok());
        }

        #[test]
        fn integer_is_written_with_its_digits(text in "-?[0-9]{1,21}") {
            if let Some(decimal) = Decimal::of_json(&text) {
                prop_assert_eq!(serde_json::to_string(&decimal).unwrap(), text);
            }
        }

        #[test]
        fn commas_never_change_the_digits(text in "[-+]?[0-9,]{1,12}([.][0-9,]{0,4})?(e[0-9,]{1,2})?") {
            if let Ok(decimal) = text.parse::<Decimal>() {
                // The digits after the last comma are a whole group, so no fraction became part of the integer.
                let whole = text.split(['.', 'e']).next().unwrap();
                prop_assert!(text.rfind(',').is_none_or(|at| whole.len() == at + 4), "{}", text);
                prop_assert_eq!(decimal.plain().unwrap(), text.replace(',', ""));
            }
        }
    }
}
