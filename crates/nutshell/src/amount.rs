//! Amounts in the form that Nutshell accepts: plain decimal digits.

use leads_core::Decimal;

/// The requirement for an amount.
pub(crate) const WANTED: &str = "must be a decimal number such as 999.99";

/// Returns the same number without thousands separators. Returns `None` if the text is not a decimal number or is
/// ambiguous: in `1,50` the comma does not separate thousands.
pub(crate) fn plain(amount: &Decimal) -> Option<Decimal> {
    if is_plain(amount.as_str()) {
        return Some(amount.clone());
    }
    let number = amount.plain()?;
    let unsigned = number.strip_prefix(['-', '+']).unwrap_or(&number);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let sign = if number.starts_with('-') { "-" } else { "" };
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if fraction.is_empty() { "" } else { "." };
    let written = format!("{sign}{whole}{point}{fraction}");
    is_plain(&written).then(|| written.parse().ok()).flatten()
}

/// Returns the amount as it is sent, plain if possible. A setter cannot fail, so an amount without a plain form is
/// rejected with the whole request.
pub(crate) fn written(amount: impl Into<Decimal>) -> Decimal {
    let amount = amount.into();
    if is_plain(amount.as_str()) { amount } else { plain(&amount).unwrap_or(amount) }
}

/// Returns whether a text is a decimal number in the only spelling that the vendor documents.
pub(crate) fn is_plain(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let mut groups = unsigned.as_bytes().split(|byte| *byte == b'.');
    let is_number = |digits: &[u8]| !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    let (whole, fraction) = (groups.next(), groups.next());
    whole.is_some_and(is_number) && fraction.is_none_or(is_number) && groups.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("999.99", Some("999.99"))]
    #[case("-1,234,567.80", Some("-1234567.80"))]
    #[case("2,00,000", Some("200000"))]
    #[case("+5", Some("5"))]
    #[case(".5", Some("0.5"))]
    #[case("5.", Some("5"))]
    #[case("1,50", None)]
    #[case("1.234,56", None)]
    #[case(",500", None)]
    #[case("1,,000", None)]
    #[case("1234,567", None)]
    #[case("1e3", None)]
    #[case("five", None)]
    #[case("-", None)]
    #[case(".", None)]
    #[case("1.2.3", None)]
    #[case("--1", None)]
    fn amount_is_plain_or_none(#[case] text: &str, #[case] wanted: Option<&str>) {
        let amount: Decimal = serde_json::from_value(text.into()).unwrap();
        assert_eq!(plain(&amount).as_ref().map(Decimal::as_str), wanted, "{text}");
        assert_eq!(written(amount).as_str(), wanted.unwrap_or(text));
    }

    #[test]
    fn plain_number_is_unchanged() {
        let json = |amount| serde_json::to_string(&written(amount)).unwrap();
        assert_eq!((json(Decimal::from(5)), json("5.00".parse().unwrap())), ("5".to_owned(), "\"5.00\"".to_owned()));
    }
}
