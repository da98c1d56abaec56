//! A lead for a subscription.

use crate::model::{CarId, DayFirst, LeadClusterId, LeadId, SubscriptionPlanId};
use leads_core::vendor::tolerant;
use leads_core::{Decimal, Personal};
use serde::{Deserialize, Serialize};

/// A lead for a subscription, posted to the subscription provider. Nearly every value is text here, even those that are
/// numbers elsewhere; both are accepted. Dates have the day first.
///
/// Partners may have agreed a different format with Dealer Studio; this is the one in the vendor's guide.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SubscriptionLead {
    /// The event: `lead`.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub event_type: Option<String>,
    /// The customer.
    #[serde(default, deserialize_with = "tolerant::object", skip_serializing_if = "Option::is_none")]
    pub contact: Option<SubscriptionContact>,
    /// The car.
    #[serde(default, deserialize_with = "tolerant::object", skip_serializing_if = "Option::is_none")]
    pub asset: Option<SubscriptionAsset>,
    /// The plan.
    #[serde(default, deserialize_with = "tolerant::object", skip_serializing_if = "Option::is_none")]
    pub subscription_plan: Option<SubscriptionPlan>,
}

leads_core::model! { "snake_case";
    /// The customer of a subscription.
    #[derive(Default)]
    pub struct SubscriptionContact {
        /// The lead.
        lead_id: scalar LeadId,
        /// The lead's cluster.
        lead_cluster_id: scalar LeadClusterId,
        /// The first name.
        first_name: scalar Personal<String>,
        /// The middle name.
        middle_name: scalar Personal<String>,
        /// The last name.
        last_name: scalar Personal<String>,
        /// The e-mail address.
        email: scalar Personal<String>,
        /// The phone number.
        phone_number: scalar Personal<String>,
        /// The number of the driver's licence.
        drivers_license_number: scalar Personal<String>,
        /// The card number of the licence.
        drivers_license_card_number: scalar Personal<String>,
        /// The expiry date of the licence.
        drivers_license_expiry: scalar Personal<DayFirst>,
        /// The licence's state.
        drivers_license_state: scalar Personal<String>,
        /// The number of the passport.
        passport_number: scalar Personal<String>,
        /// The passport's country.
        passport_country: scalar Personal<String>,
        /// The expiry date of the passport.
        passport_expiry: scalar Personal<DayFirst>,
        /// The date of birth.
        date_of_birth: scalar Personal<DayFirst>,
        /// Whether the customer opted in to marketing: the only member that is not text.
        marketing_opt_in: scalar bool,
    }
}

leads_core::model! { "snake_case";
    /// The car of a subscription.
    #[derive(Default)]
    pub struct SubscriptionAsset {
        /// Dealer Studio's id of the car.
        id: scalar CarId,
        /// Its make.
        make: scalar String,
        /// Its model.
        model: scalar String,
        /// The model year.
        year: scalar i32,
        /// Its vehicle identification number.
        vin: scalar String,
        /// Its stock number.
        stocknum: scalar String,
    }
}

/// The plan of a subscription.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SubscriptionPlan {
    /// The plan's id.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub subscription_id: Option<SubscriptionPlanId>,
    /// Its name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its price.
    #[serde(default, deserialize_with = "tolerant::decimal", skip_serializing_if = "Option::is_none")]
    pub price: Option<Decimal>,
    // The vendor's key has two letters in the wrong order; both spellings are accepted and written back unchanged.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    frequnecy: Option<String>,
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    frequency: Option<String>,
}

impl SubscriptionPlan {
    /// Returns the payment frequency, under either spelling of the key.
    #[must_use]
    pub fn frequency(&self) -> Option<&str> {
        self.frequnecy.as_deref().or(self.frequency.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_numbers_are_equivalent() {
        let read = |text: &str| serde_json::from_str::<SubscriptionLead>(text).unwrap();
        let text = read(
            r#"{"event_type":"lead","contact":{"lead_id":"12","marketing_opt_in":true,"date_of_birth":"31/12/1990"},
            "asset":{"id":"7","year":"2024"},"subscription_plan":{"price":"99.50","subscription_id":"3","frequnecy":"weekly"}}"#,
        );
        let number = read(
            r#"{"contact":{"lead_id":12},"asset":{"id":7,"year":2024},
            "subscription_plan":{"price":99.50,"subscription_id":3,"frequency":"weekly"}}"#,
        );
        for lead in [&text, &number] {
            assert_eq!(lead.contact.as_ref().unwrap().lead_id.unwrap().get(), 12);
            assert_eq!(lead.asset.as_ref().unwrap().year, Some(2024));
            let plan = lead.subscription_plan.as_ref().unwrap();
            assert_eq!((plan.price.as_ref().unwrap().as_str(), plan.frequency()), ("99.50", Some("weekly")));
            assert_eq!(plan.subscription_id.as_ref().unwrap().as_str(), "3");
        }
        assert!(text.contact.unwrap().date_of_birth.unwrap().date().is_some());
    }
}
