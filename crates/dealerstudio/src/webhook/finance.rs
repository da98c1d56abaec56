//! An application for finance, and the financier's decision.

use crate::model::{CarType, DayFirst, DealershipId, LeadClusterId, WebsiteId, rows};
use leads_core::vendor::tolerant;
use leads_core::{Decimal, Personal};
use serde::{Deserialize, Serialize};

/// An application for finance, posted to the financier. Dates have the day first.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FinanceApplication {
    /// The dealership.
    #[serde(default, deserialize_with = "tolerant::object", skip_serializing_if = "Option::is_none")]
    pub dealership: Option<FinanceDealership>,
    /// The customer.
    #[serde(default, deserialize_with = "tolerant::object", skip_serializing_if = "Option::is_none")]
    pub contact: Option<FinanceContact>,
    /// The originating website.
    #[serde(default, deserialize_with = "tolerant::object", skip_serializing_if = "Option::is_none")]
    pub website: Option<FinanceWebsite>,
    /// The car.
    #[serde(default, deserialize_with = "tolerant::object", skip_serializing_if = "Option::is_none")]
    pub asset: Option<FinanceAsset>,
    /// The deposit.
    #[serde(default, deserialize_with = "tolerant::decimal", skip_serializing_if = "Option::is_none")]
    pub deposit: Option<Decimal>,
    /// The loan term; that it is in months is inferred.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub loan_term: Option<i64>,
    /// The repayment frequency, such as `weekly`.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub repayment_frequency: Option<String>,
    /// Whether the car's value at the end of the term is guaranteed.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub guaranteed_future_value: Option<bool>,
    /// The customer's own rating of their credit, such as `Good`.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub estimated_credit_rate: Option<String>,
    /// The lead cluster.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub lead_cluster_id: Option<LeadClusterId>,
}

/// The dealership of an application.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FinanceDealership {
    /// Its name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its address in one line.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Its id.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub dealership_id: Option<DealershipId>,
    /// Its name again.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub dealership_name: Option<String>,
    /// Its identifiers in other systems.
    #[serde(default, deserialize_with = "rows", skip_serializing_if = "Vec::is_empty")]
    pub external_identifiers: Vec<NamedIdentifier>,
}

/// An identifier in another system. Its name is a human-readable title, unlike the names of
/// [`ListExternalIdentifiers`](crate::api::external_identifiers::ListExternalIdentifiers).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NamedIdentifier {
    /// The title: `Allied Introducer Code`.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The identifier.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// The customer of an application.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FinanceContact {
    /// The type of customer, such as `private`.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub contact_type: Option<String>,
    /// The first name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub first_name: Option<Personal<String>>,
    /// The last name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub last_name: Option<Personal<String>>,
    /// The e-mail address.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub email: Option<Personal<String>>,
    /// The phone number.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub phone: Option<Personal<String>>,
    /// The date of birth.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<Personal<DayFirst>>,
    /// The number of the driver's licence.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub drivers_license_number: Option<Personal<String>>,
    /// The expiry date of the licence.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub drivers_license_expiry: Option<Personal<DayFirst>>,
}

/// The originating website of an application.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FinanceWebsite {
    /// Its id.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub website_id: Option<WebsiteId>,
    /// Its name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub website_name: Option<String>,
    /// Its manufacturer.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub manufacturer: Option<String>,
}

/// The car of an application.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FinanceAsset {
    /// Its price.
    #[serde(default, deserialize_with = "tolerant::decimal", skip_serializing_if = "Option::is_none")]
    pub price: Option<Decimal>,
    /// Which price it is: `DAP`.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub price_type: Option<crate::model::AdvertisedPrice>,
    /// Whether it is new.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub car_type: Option<CarType>,
    /// Its make.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub make: Option<String>,
    /// Its model.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Its badge.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub badge: Option<String>,
    /// The model year.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// Its vehicle identification number.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub vin: Option<String>,
    /// Its registration number.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub regplate: Option<String>,
    /// Its stock number.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub stocknum: Option<String>,
    /// Its code in a catalogue.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub catalogue_code: Option<String>,
    /// Which catalogue: `NVIC`.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub catalogue: Option<String>,
}

/// The decision that the financier posts back. The URL is not documented; it can be the response to the application.
///
/// # Examples
///
/// ```
/// use dealerstudio::webhook::{FinanceDecision, FinanceOption};
/// let decision = FinanceDecision::new(77).option(
///     FinanceOption::new("weekly").interest_rate("0.05".parse::<leads_core::Decimal>().unwrap()).loan_term(60),
/// );
/// assert_eq!(
///     serde_json::to_string(&decision).unwrap(),
///     r#"{"external_application_id":77,"finance_options":[{"repayment_frequency":"weekly","interest_rate":0.05,"loan_term":60}]}"#
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FinanceDecision {
    /// The financier's id of the application.
    pub external_application_id: i64,
    /// The offers.
    pub finance_options: Vec<FinanceOption>,
}

/// One offer. Rates are fractions: that `0.05` means five per cent is inferred.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct FinanceOption {
    /// The repayment frequency, such as `weekly`.
    pub repayment_frequency: Option<String>,
    /// The interest rate, as a fraction.
    pub interest_rate: Option<Decimal>,
    /// The comparison rate, as a fraction.
    pub comparison_rate: Option<Decimal>,
    /// The weekly repayment.
    pub weekly_repayment: Option<Decimal>,
    /// The fortnightly repayment. The vendor's key lacks a letter, `fornightly_repayment`, and is written that way.
    #[serde(rename = "fornightly_repayment")]
    pub fortnightly_repayment: Option<Decimal>,
    /// The monthly repayment.
    pub monthly_repayment: Option<Decimal>,
    /// The loan term; that it is in months is inferred.
    pub loan_term: Option<i64>,
    /// The amount of the loan.
    pub loan_amount: Option<Decimal>,
    /// The total interest.
    pub total_interest_payable: Option<Decimal>,
    /// The disclaimer for the customer.
    pub disclaimer: Option<String>,
    /// The expiry date of the offer, day first.
    pub finance_expiry_date: Option<DayFirst>,
    /// The URL at which the customer continues.
    pub redirect_url: Option<String>,
}

/// Setters of the struct's own fields; decimals are written as numbers.
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
    (number $( $(#[$meta:meta])* $name:ident ),* $(,)?) => {
        $(
            $(#[$meta])*
            #[must_use]
            pub fn $name(mut self, $name: impl Into<Decimal>) -> Self {
                self.$name = Some($name.into().unquoted());
                self
            }
        )*
    };
}

leads_core::spellings! { FinanceOption; "fortnightly_repayment" => "fornightly_repayment" }

impl FinanceDecision {
    /// Creates a decision without an offer.
    #[must_use]
    pub fn new(external_application_id: i64) -> Self {
        Self { external_application_id, finance_options: Vec::new() }
    }

    /// Adds an offer.
    #[must_use]
    pub fn option(mut self, option: FinanceOption) -> Self {
        self.finance_options.push(option);
        self
    }
}

impl FinanceOption {
    /// Creates an offer with its repayment frequency.
    pub fn new(repayment_frequency: impl Into<String>) -> Self {
        Self { repayment_frequency: Some(repayment_frequency.into()), ..Self::default() }
    }

    own_setters! { number
        /// Sets the interest rate, as a fraction.
        interest_rate,
        /// Sets the comparison rate, as a fraction.
        comparison_rate,
        /// Sets the weekly repayment.
        weekly_repayment,
        /// Sets the fortnightly repayment.
        fortnightly_repayment,
        /// Sets the monthly repayment.
        monthly_repayment,
        /// Sets the amount of the loan.
        loan_amount,
        /// Sets the total interest.
        total_interest_payable,
    }

    own_setters! {
        /// Sets the loan term.
        loan_term: i64,
        /// Sets the disclaimer for the customer.
        disclaimer: String,
        /// Sets the expiry date of the offer.
        finance_expiry_date: DayFirst,
        /// Sets the URL at which the customer continues.
        redirect_url: String,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_from_text_and_keep_their_digits() {
        let read = |text: &str| serde_json::from_str::<FinanceApplication>(text).unwrap();
        let a = read(r#"{"asset":{"price":27290.0,"year":"2024"},"deposit":"1000","loan_term":"60"}"#);
        assert_eq!(a.asset.as_ref().unwrap().price.as_ref().unwrap().as_str(), "27290.0");
        assert_eq!((a.asset.unwrap().year, a.loan_term), (Some(2024), Some(60)));
        let malformed = read(r#"{"asset":[],"contact":null,"dealership":7}"#);
        assert!(malformed.asset.is_none() && malformed.dealership.is_none());
    }

    #[test]
    fn misspelt_key_is_written() {
        let option = FinanceOption::new("weekly").fortnightly_repayment(10);
        let text = serde_json::to_string(&option).unwrap();
        assert_eq!(text, r#"{"repayment_frequency":"weekly","fornightly_repayment":10}"#);
        let right: FinanceOption =
            serde_json::from_str(r#"{"repayment_frequency":"weekly","fortnightly_repayment":10}"#).unwrap();
        assert_eq!(right, option);
    }

    #[test]
    fn finance_webhook_debug_redacts_personal_data() {
        let application: FinanceApplication =
            serde_json::from_str(r#"{"contact":{"first_name":"Jo","drivers_license_number":"999"}}"#).unwrap();
        let shown = format!("{application:?}");
        assert!(!shown.contains("\"Jo\"") && !shown.contains("999"));
    }
}
