//! The kinds of webhooks.

use bytes::Bytes;
use leads_core::open_enum;
use leads_core::vendor::decode;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

open_enum! {
    /// The kind of webhook that a URL receives. An unknown version of the lead export is read as the newest known one
    /// and keeps its name; any other unknown kind is kept as bytes.
    ///
    /// # Examples
    ///
    /// ```
    /// use dealerstudio::webhook::{Kind, Receiver};
    /// // One URL for each kind, and so one receiver.
    /// let receiver = Receiver::new(Kind::InventoryVehicle).token("a long random text");
    /// receiver.check()?;
    /// # Ok::<(), dealerstudio::Error>(())
    /// ```
    pub enum Kind {
        /// A lead, in the first version of the schema.
        LeadExportV1 = "lead_export_v1",
        /// A lead, in the second version.
        LeadExportV2 = "lead_export_v2",
        /// A lead with the appointments of its cluster, in the third version.
        LeadExportV3 = "lead_export_v3",
        /// A created or updated lead cluster.
        LeadCluster = "lead_cluster",
        /// A car in stock.
        InventoryVehicle = "inventory_vehicle",
        /// An application for finance.
        FinanceApplication = "finance_application",
        /// A lead for a subscription.
        SubscriptionLead = "subscription_lead",
    }
}

impl Kind {
    /// Guesses the kind of a payload from its members, for a URL that receives several kinds: pass the body of the
    /// delivery, and then read it with [`Event::read`](super::Event::read). The vendor does not document how to
    /// distinguish them, so this is inferred from the documented members; versions of the lead export are distinguished
    /// only as far as their members differ.
    #[must_use]
    pub fn guess(body: &Bytes) -> Option<Self> {
        let members: BTreeMap<String, Box<RawValue>> = decode::from_slice(body).ok()?;
        let has = |name: &str| members.contains_key(name);
        Some(if has("Identifier") || has("SaleStatus") {
            Self::InventoryVehicle
        } else if has("subscription_plan") {
            Self::SubscriptionLead
        } else if has("asset") && (has("loan_term") || has("deposit") || has("dealership")) {
            Self::FinanceApplication
        } else if has("Id") || has("assigned_salesperson") || has("first_lead_created_at") {
            Self::LeadCluster
        } else if has("has_test_drives") || has("appointments") {
            Self::LeadExportV3
        } else if has("id") {
            Self::LeadExportV2
        } else {
            return None;
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_guessed_from_members() {
        for (text, kind) in [
            (r#"{"Identifier":1}"#, Some(Kind::InventoryVehicle)),
            (r#"{"event_type":"lead","subscription_plan":{}}"#, Some(Kind::SubscriptionLead)),
            (r#"{"asset":{},"loan_term":60}"#, Some(Kind::FinanceApplication)),
            (r#"{"Id":1}"#, Some(Kind::LeadCluster)),
            (r#"{"id":1,"first_lead_created_at":"x"}"#, Some(Kind::LeadCluster)),
            (r#"{"id":1,"appointments":[]}"#, Some(Kind::LeadExportV3)),
            (r#"{"id":1}"#, Some(Kind::LeadExportV2)),
            (r#"{"x":1}"#, None),
            ("[]", None),
        ] {
            assert_eq!(Kind::guess(&Bytes::from_static(text.as_bytes())), kind, "{text}");
        }
    }
}
