//! The nested objects of a lead: payment, address, charges.

use super::open::open_struct;
use super::{CarId, OpenMap, PaymentProcessorId, Postcode};
use leads_core::{Decimal, Error, Personal, Result};
use serde_json::Value;

open_struct! {
    /// A payment of a lead.
    ///
    /// # Examples
    ///
    /// ```
    /// use dealerstudio::model::Payment;
    /// let payment = Payment::new().amount(500).external_transaction_id("tx-1");
    /// assert_eq!(
    ///     serde_json::to_string(&payment).unwrap(),
    ///     r#"{"amount":500,"external_transaction_id":"tx-1"}"#,
    /// );
    /// ```
    #[derive(Default)]
    pub struct Payment {
        /// The amount; a number on the wire.
        pub amount: Option<Decimal>,
        /// The paid car.
        pub car_id: Option<CarId>,
        /// The payment processor.
        pub payment_processor_id: Option<PaymentProcessorId>,
        /// The processor's id of the payment.
        pub external_transaction_id: Option<String>,
    }
}

impl Payment {
    /// Creates a payment without any field set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the amount, written as a number with its exact digits.
    #[must_use]
    pub fn amount(mut self, amount: impl Into<Decimal>) -> Self {
        self.amount = Some(amount.into().unquoted());
        self
    }

    /// Sets the paid car.
    #[must_use]
    pub fn car_id(mut self, car: impl Into<CarId>) -> Self {
        self.car_id = Some(car.into());
        self
    }

    /// Sets the payment processor.
    #[must_use]
    pub fn payment_processor_id(mut self, processor: impl Into<PaymentProcessorId>) -> Self {
        self.payment_processor_id = Some(processor.into());
        self
    }

    /// Sets the processor's id of the payment.
    #[must_use]
    pub fn external_transaction_id(mut self, id: impl Into<String>) -> Self {
        self.external_transaction_id = Some(id.into());
        self
    }
}

open_struct! {
    /// A customer's address.
    ///
    /// # Examples
    ///
    /// ```
    /// use dealerstudio::model::Address;
    /// let address = Address::new().city("Darwin").state("NT").postcode("0800");
    /// assert_eq!(
    ///     serde_json::to_string(&address).unwrap(),
    ///     r#"{"city":"Darwin","state":"NT","postcode":"0800"}"#,
    /// );
    /// ```
    #[derive(Default)]
    pub struct Address {
        /// Street and number.
        pub street: Option<Personal<String>>,
        /// City or suburb.
        pub city: Option<Personal<String>>,
        /// The state's abbreviation: `VIC`.
        pub state: Option<Personal<String>>,
        /// The state's full name: `Victoria`.
        pub state_long: Option<Personal<String>>,
        /// The post code.
        pub postcode: Option<Personal<Postcode>>,
        /// The country.
        pub country: Option<Personal<String>>,
    }
}

impl Address {
    /// Creates an address without any field set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the post code, written as a number unless it begins with a zero.
    #[must_use]
    pub fn postcode(mut self, code: impl Into<Postcode>) -> Self {
        self.postcode = Some(Personal(code.into()));
        self
    }
}

/// Setters of the struct's own fields.
macro_rules! own_setters {
    ($( $(#[$meta:meta])* $name:ident : $type:ty ),* $(,)?) => {
        $(
            $(#[$meta])*
            #[must_use]
            pub fn $name(mut self, $name: impl Into<$type>) -> Self {
                self.$name = Some($name.into());
                self
            }
        )*
    };
}

impl Address {
    own_setters! {
        /// Sets street and number.
        street: Personal<String>,
        /// Sets city or suburb.
        city: Personal<String>,
        /// Sets the state's abbreviation.
        state: Personal<String>,
        /// Sets the state's full name.
        state_long: Personal<String>,
        /// Sets the country.
        country: Personal<String>,
    }
}

open_struct! {
    /// The charges of a lead: a total, single charges, or both. The amounts in the vendor's own example do not add up,
    /// so totals are neither checked nor computed.
    ///
    /// # Examples
    ///
    /// ```
    /// use dealerstudio::model::{Charge, ChargeBreakdown};
    /// let charges = ChargeBreakdown::new().total(1734).charge(Charge::new("Delivery Fee", 500));
    /// assert_eq!(
    ///     serde_json::to_string(&charges).unwrap(),
    ///     r#"{"total":{"amount":1734},"charges":[{"name":"Delivery Fee","amount":500}]}"#
    /// );
    /// ```
    #[derive(Default)]
    pub struct ChargeBreakdown {
        /// The total.
        pub total: Option<ChargeTotal>,
        /// The single charges.
        pub charges: Option<Vec<Charge>>,
    }
}

open_struct! {
    /// The total of the charges, with any other members.
    ///
    /// # Examples
    ///
    /// ```
    /// use dealerstudio::model::{ChargeBreakdown, ChargeTotal};
    /// let charges =
    ///     ChargeBreakdown::new().total_with(ChargeTotal::new(50).extra("currency", "AUD"));
    /// assert_eq!(
    ///     serde_json::to_string(&charges).unwrap(),
    ///     r#"{"total":{"amount":50,"currency":"AUD"}}"#,
    /// );
    /// ```
    pub struct ChargeTotal {
        /// The amount; a number on the wire.
        pub amount: Decimal,
    }
}

open_struct! {
    /// One charge, with any other members.
    pub struct Charge {
        /// The name of the charge.
        pub name: String,
        /// The amount; a number on the wire.
        pub amount: Decimal,
    }
}

impl ChargeBreakdown {
    /// Creates an empty breakdown; set a total, a charge or both.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the total's amount.
    #[must_use]
    pub fn total(self, amount: impl Into<Decimal>) -> Self {
        self.total_with(ChargeTotal::new(amount))
    }

    /// Sets the total with other members in addition to its amount.
    #[must_use]
    pub fn total_with(mut self, total: ChargeTotal) -> Self {
        self.total = Some(total);
        self
    }

    /// Adds a charge.
    #[must_use]
    pub fn charge(mut self, charge: Charge) -> Self {
        self.charges.get_or_insert_default().push(charge);
        self
    }

    pub(crate) fn check_form(&self) -> Result<()> {
        self.check_extra()?;
        if let Some(total) = &self.total {
            total.check_extra()?;
        }
        self.charges.iter().flatten().try_for_each(Charge::check_extra)
    }

    pub(crate) fn check_rules(&self) -> Result<()> {
        if self.total.is_none() && self.charges.as_ref().is_none_or(Vec::is_empty) {
            return Err(Error::invalid("charge_breakdown", "must have a total, charges, or both"));
        }
        if self.charges.iter().flatten().any(|charge| charge.name.trim().is_empty()) {
            return Err(Error::invalid("charge_breakdown", "must not contain a charge without a name"));
        }
        Ok(())
    }
}

impl ChargeTotal {
    /// Creates a total. Its amount is written as a number with its exact digits; the vendor does not specify a
    /// currency.
    pub fn new(amount: impl Into<Decimal>) -> Self {
        Self { amount: amount.into().unquoted(), extra: OpenMap::new() }
    }

    /// Sets another member of the total.
    #[must_use]
    pub fn extra(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.extra.set(name, value);
        self
    }
}

impl Charge {
    /// Creates a charge.
    pub fn new(name: impl Into<String>, amount: impl Into<Decimal>) -> Self {
        Self { name: name.into(), amount: amount.into().unquoted(), extra: OpenMap::new() }
    }

    /// Sets another member of the charge.
    #[must_use]
    pub fn extra(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.extra.set(name, value);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_numbers_with_exact_digits() {
        let amount: Decimal = "1734.50".parse().unwrap();
        let charges =
            ChargeBreakdown::new().total(amount.clone()).charge(Charge::new("Tax", amount).extra("gst", true));
        assert_eq!(
            serde_json::to_string(&charges).unwrap(),
            r#"{"total":{"amount":1734.50},"charges":[{"name":"Tax","amount":1734.50,"gst":true}]}"#
        );
        assert!(serde_json::from_str::<ChargeBreakdown>(r#"{"charges":[{"name":"x"}]}"#).is_err());
    }

    #[test]
    fn empty_breakdown_is_rejected() {
        assert_eq!(ChargeBreakdown::new().check_rules().unwrap_err().field(), Some("charge_breakdown"));
        let mut empty = ChargeBreakdown::new();
        empty.charges = Some(Vec::new());
        assert!(empty.check_rules().is_err());
        assert!(ChargeBreakdown::new().total(1).check_rules().is_ok());
        assert!(ChargeBreakdown::new().charge(Charge::new("x", 1)).check_rules().is_ok());
        let shadowed = ChargeBreakdown::new().charge(Charge::new("x", 1).extra("amount", 2));
        assert_eq!(shadowed.check_form().unwrap_err().field(), Some("amount"));
        let shadowed = ChargeBreakdown::new().total_with(ChargeTotal::new(1).extra("amount", 2));
        assert_eq!(shadowed.check_form().unwrap_err().field(), Some("amount"));
    }
}
