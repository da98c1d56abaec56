//! Amounts of money.

use leads_core::vendor::model::{self, FromText, Member};
use leads_core::{Decimal, Money};
use serde::de::{self, Deserializer};
use serde::{Deserialize, Serialize, Serializer};

/// An amount of money as Nutshell writes it.
///
/// The amount is sent as a number or as text. Its digits are kept and never converted to a float. `formatted` is
/// display text and may be empty.
///
/// # Examples
///
/// ```
/// use nutshell::model::Price;
/// let price: Price =
///     serde_json::from_str(r#"{"amount":0,"currency":"USD","formatted":""}"#).unwrap();
/// assert_eq!(price.amount.as_ref().unwrap().as_str(), "0");
/// let price = Price::new("100.00".parse().unwrap()).currency("USD");
/// assert_eq!(
///     serde_json::to_string(&price).unwrap(),
///     r#"{"amount":"100.00","currency":"USD"}"#,
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Price {
    /// The amount.
    pub amount: Option<Decimal>,
    /// The currency code.
    pub currency: Option<String>,
    /// The amount as display text.
    pub formatted: Option<String>,
    /// The currency symbol.
    pub currency_symbol: Option<String>,
    /// Whether it is a plain amount without an object around it.
    bare: bool,
}

leads_core::model! { "camelCase";
    struct Object {
        formatted: scalar String,
        amount: text Decimal,
        currency: scalar String,
        currency_symbol: scalar String,
    }
}

impl Price {
    /// Creates an amount without a currency.
    #[must_use]
    pub fn new(amount: Decimal) -> Self {
        Self { amount: Some(amount), currency: None, formatted: None, currency_symbol: None, bare: false }
    }

    /// Sets the currency by its code.
    #[must_use]
    pub fn currency(mut self, code: impl Into<String>) -> Self {
        self.currency = Some(code.into());
        self
    }

    /// Sets the display text.
    #[must_use]
    pub fn formatted(mut self, text: impl Into<String>) -> Self {
        self.formatted = Some(text.into());
        self
    }

    /// Returns the amount with its currency, or `None` if there is no amount.
    #[must_use]
    pub fn money(&self) -> Option<Money> {
        let money = Money::new(self.amount.clone()?);
        Some(match &self.currency {
            Some(currency) => money.currency(currency.clone()),
            None => money,
        })
    }

    /// Returns the same money with its amount written as text, which the vendor declares for the prices of products on
    /// leads.
    #[must_use]
    pub fn amount_as_text(mut self) -> Self {
        self.amount = self.amount.map(Decimal::quoted);
        self
    }

    /// Returns the same money as requests write it: the amount as text, without thousands separators.
    pub(crate) fn written(mut self) -> Self {
        self.amount = self.amount.map(crate::amount::written);
        self.amount_as_text()
    }

    fn bare(amount: Decimal) -> Self {
        Self { bare: true, ..Self::new(amount) }
    }
}

impl From<Decimal> for Price {
    fn from(amount: Decimal) -> Self {
        Self::new(amount)
    }
}

impl From<Money> for Price {
    fn from(money: Money) -> Self {
        let price = Self::new(money.amount);
        match money.currency {
            Some(currency) => price.currency(currency),
            None => price,
        }
    }
}

impl Serialize for Price {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.amount {
            Some(amount) if self.bare => amount.serialize(serializer),
            _ => Object {
                formatted: self.formatted.clone(),
                amount: self.amount.clone(),
                currency: self.currency.clone(),
                currency_symbol: self.currency_symbol.clone(),
            }
            .serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Price {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut price: Option<Self> = None;
        model::read_member(deserializer, Member::Text(&mut price))?;
        price.ok_or_else(|| de::Error::custom("not an amount"))
    }
}

/// An object, or a plain amount as number or text; anything else is `None`.
impl FromText for Price {
    fn from_text(text: &str) -> serde_json::Result<Option<Self>> {
        // Uses the text: a visitor receives floats, which lose digits.
        Ok(match text.bytes().next() {
            Some(b'{') => {
                let Object { formatted, amount, currency, currency_symbol } = serde_json::from_str(text)?;
                Some(Self { amount, currency, formatted, currency_symbol, bare: false })
            }
            Some(b'"') => {
                let text: Option<String> = leads_core::vendor::decode::from_str(text).ok();
                text.and_then(|text| text.parse().ok()).map(Self::bare)
            }
            _ => Decimal::of_json(text).map(Self::bare),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("{\"formatted\":\"\",\"amount\":0,\"currency\":\"USD\"}", Some("0"))]
    #[case("{\"amount\":\"100.00\"}", Some("100.00"))]
    #[case("{\"amount\":123456789012345678.90}", Some("123456789012345678.90"))]
    #[case("{\"amount\":\"3,200.50\",\"currencySymbol\":\"$\"}", Some("3,200.50"))]
    #[case("{}", None)]
    #[case("1000", Some("1000"))]
    #[case("\"1000.10\"", Some("1000.10"))]
    fn amounts_keep_their_digits(#[case] json: &str, #[case] amount: Option<&str>) {
        let price: Price = serde_json::from_str(json).unwrap();
        assert_eq!(price.amount.as_ref().map(Decimal::as_str), amount);
        assert_eq!(serde_json::to_string(&price).unwrap(), json);
    }

    #[rstest]
    #[case("null")]
    #[case("[]")]
    #[case("true")]
    #[case("\"\"")]
    #[case("\"free\"")]
    fn non_amounts_are_none(#[case] json: &str) {
        assert!(Price::from_text(json).unwrap().is_none());
        assert!(serde_json::from_str::<Price>(json).is_err());
    }
}
