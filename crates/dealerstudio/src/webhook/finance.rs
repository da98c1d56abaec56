//! An application for finance, and the financier's decision.

use crate::model::{CarType, DayFirst, DealershipId, LeadClusterId, WebsiteId};
use leads_core::{Decimal, Personal};
use serde::{Deserialize, Serialize};

leads_core::model! { "snake_case";
    /// An application for finance, posted to the financier. Dates have the day first.
    #[derive(Default)]
    pub struct FinanceApplication {
        /// The dealership.
        dealership: object FinanceDealership,
        /// The customer.
        contact: object FinanceContact,
        /// The originating website.
        website: object FinanceWebsite,
        /// The car.
        asset: object FinanceAsset,
        /// The deposit.
        deposit: text Decimal,
        /// The loan term; that it is in months is inferred.
        loan_term: scalar i64,
        /// The repayment frequency, such as `weekly`.
        repayment_frequency: scalar String,
        /// Whether the car's value at the end of the term is guaranteed.
        guaranteed_future_value: scalar bool,
        /// The customer's own rating of their credit, such as `Good`.
        estimated_credit_rate: scalar String,
        /// The lead cluster.
        lead_cluster_id: scalar LeadClusterId,
    }
}

leads_core::model! { "snake_case";
    /// The dealership of an application.
    #[derive(Default)]
    pub struct FinanceDealership {
        /// Its name.
        name: scalar String,
        /// Its address in one line.
        address: scalar String,
        /// Its id.
        dealership_id: scalar DealershipId,
        /// Its name again.
        dealership_name: scalar String,
        /// Its identifiers in other systems.
        external_identifiers: list NamedIdentifier,
    }
}

leads_core::model! { "snake_case";
    /// An identifier in another system. Its name is a human-readable title, unlike the names of
    /// [`ListExternalIdentifiers`](crate::api::external_identifiers::ListExternalIdentifiers).
    #[derive(Default)]
    pub struct NamedIdentifier {
        /// The title: `Allied Introducer Code`.
        name: scalar String,
        /// The identifier.
        value: scalar String,
    }
}

leads_core::model! { "snake_case";
    /// The customer of an application.
    #[derive(Default)]
    pub struct FinanceContact {
        /// The type of customer, such as `private`.
        contact_type: scalar String,
        /// The first name.
        first_name: scalar Personal<String>,
        /// The last name.
        last_name: scalar Personal<String>,
        /// The e-mail address.
        email: scalar Personal<String>,
        /// The phone number.
        phone: scalar Personal<String>,
        /// The date of birth.
        date_of_birth: scalar Personal<DayFirst>,
        /// The number of the driver's licence.
        drivers_license_number: scalar Personal<String>,
        /// The expiry date of the licence.
        drivers_license_expiry: scalar Personal<DayFirst>,
    }
}

leads_core::model! { "snake_case";
    /// The originating website of an application.
    #[derive(Default)]
    pub struct FinanceWebsite {
        /// Its id.
        website_id: scalar WebsiteId,
        /// Its name.
        website_name: scalar String,
        /// Its manufacturer.
        manufacturer: scalar String,
    }
}

leads_core::model! { "snake_case";
    /// The car of an application.
    #[derive(Default)]
    pub struct FinanceAsset {
        /// Its price.
        price: text Decimal,
        /// Which price it is: `DAP`.
        price_type: scalar crate::model::AdvertisedPrice,
        /// Whether it is new.
        car_type: scalar CarType,
        /// Its make.
        make: scalar String,
        /// Its model.
        model: scalar String,
        /// Its badge.
        badge: scalar String,
        /// The model year.
        year: scalar i32,
        /// Its vehicle identification number.
        vin: scalar String,
        /// Its registration number.
        regplate: scalar String,
        /// Its stock number.
        stocknum: scalar String,
        /// Its code in a catalogue.
        catalogue_code: scalar String,
        /// Which catalogue: `NVIC`.
        catalogue: scalar String,
    }
}

/// The decision that the financier posts back. The URL is not documented; it can be the response to the application.
///
/// # Examples
///
/// ```
/// use dealerstudio::webhook::{FinanceDecision, FinanceOption};
/// let decision = FinanceDecision::new(77).option(
///     FinanceOption::new("weekly")
///         .interest_rate("0.05".parse::<dealerstudio::leads_core::Decimal>().unwrap())
///         .loan_term(60),
/// );
/// let text = serde_json::to_string(&decision).unwrap();
/// assert!(text.starts_with(r#"{"external_application_id":77,"finance_options":["#));
/// assert!(text.contains(r#""repayment_frequency":"weekly","interest_rate":0.05"#));
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
#[leads_core::vendor::skip_serializing_none]
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
