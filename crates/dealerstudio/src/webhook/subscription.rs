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

/// The customer of a subscription.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SubscriptionContact {
    /// The lead.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub lead_id: Option<LeadId>,
    /// The lead's cluster.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub lead_cluster_id: Option<LeadClusterId>,
    /// The first name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub first_name: Option<Personal<String>>,
    /// The middle name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub middle_name: Option<Personal<String>>,
    /// The last name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub last_name: Option<Personal<String>>,
    /// The e-mail address.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub email: Option<Personal<String>>,
    /// The phone number.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<Personal<String>>,
    /// The number of the driver's licence.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub drivers_license_number: Option<Personal<String>>,
    /// The card number of the licence.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub drivers_license_card_number: Option<Personal<String>>,
    /// The expiry date of the licence.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub drivers_license_expiry: Option<Personal<DayFirst>>,
    /// The licence's state.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub drivers_license_state: Option<Personal<String>>,
    /// The number of the passport.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub passport_number: Option<Personal<String>>,
    /// The passport's country.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub passport_country: Option<Personal<String>>,
    /// The expiry date of the passport.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub passport_expiry: Option<Personal<DayFirst>>,
    /// The date of birth.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<Personal<DayFirst>>,
    /// Whether the customer opted in to marketing: the only member that is not text.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub marketing_opt_in: Option<bool>,
}

/// The car of a subscription.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SubscriptionAsset {
    /// Dealer Studio's id of the car.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub id: Option<CarId>,
    /// Its make.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub make: Option<String>,
    /// Its model.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The model year.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// Its vehicle identification number.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub vin: Option<String>,
    /// Its stock number.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub stocknum: Option<String>,
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
