//! Ids. Each has its own type, so that they cannot be mixed up.

use leads_core::{integer_id, text_id};

integer_id! {
    /// The id of a lead: in the response to a create, in the lead webhook. An integer everywhere.
    pub struct LeadId;
}
integer_id! {
    /// The id of a lead cluster, which groups the leads of one customer. An integer in bodies; in the path of the
    /// cluster's update it may be any text: [`LeadClusterRef`].
    pub struct LeadClusterId;
}
integer_id! {
    /// The id of a dealership; [`show_apikey`](crate::api::apikeys::ShowApikey) lists those of a key.
    pub struct DealershipId;
}
integer_id! {
    /// The id of a dealership's location; [`show_apikey`](crate::api::apikeys::ShowApikey) lists them.
    pub struct LocationId;
}
integer_id! {
    /// The id of a user of Dealer Studio; [`show_apikey`](crate::api::apikeys::ShowApikey) is the only place that
    /// lists them.
    pub struct UserId;
}
integer_id! {
    /// The id of a car: `Identifier` in the inventory webhook. An integer in bodies; in the path of the car's update it
    /// may be any text: [`CarRef`].
    pub struct CarId;
}
integer_id! {
    /// The id of an API key.
    pub struct ApiKeyId;
}
integer_id! {
    /// The id of a website. No endpoint lists them: ask the dealership.
    pub struct WebsiteId;
}
integer_id! {
    /// The id of a page of a website. No endpoint lists them.
    pub struct PageId;
}
integer_id! {
    /// The id of a car model. No endpoint lists them.
    pub struct ModelId;
}
integer_id! {
    /// The id of a variant of a model. No endpoint lists them.
    pub struct ModelVariantId;
}
integer_id! {
    /// The id of a colour. No endpoint lists them.
    pub struct ColourId;
}
integer_id! {
    /// The id of a model family. No endpoint lists them.
    pub struct FamilyId;
}
integer_id! {
    /// The id of a manufacturer; external identifiers have it.
    pub struct ManufacturerId;
}
integer_id! {
    /// The id of a team member, as shown on a website. No endpoint lists them.
    pub struct TeamMemberId;
}
integer_id! {
    /// The id of a status option defined by a dealership. No endpoint lists them.
    pub struct LeadStatusOptionId;
}
integer_id! {
    /// The id of a payment processor. No endpoint lists them.
    pub struct PaymentProcessorId;
}
integer_id! {
    /// The id of the row that links a car to a lead cluster.
    pub struct CarLeadClusterId;
}
integer_id! {
    /// The id of an external identifier.
    pub struct ExternalIdentifierId;
}
integer_id! {
    /// The id of an appointment.
    pub struct AppointmentId;
}
text_id! {
    /// The id of a subscription plan. The vendor's example writes it as text.
    pub struct SubscriptionPlanId;
}
text_id! {
    /// A lead cluster in a path, where the vendor's page types it as text.
    pub struct LeadClusterRef;
}
text_id! {
    /// A car in a path, where the vendor's page types it as text.
    pub struct CarRef;
}

/// A number identifies the same record in a path.
macro_rules! from_number {
    ($($id:ident -> $reference:ident),*) => {
        $(
            impl From<$id> for $reference {
                fn from(id: $id) -> Self {
                    Self::new(id.to_string())
                }
            }
            impl From<i64> for $reference {
                fn from(id: i64) -> Self {
                    Self::new(id.to_string())
                }
            }
        )*
    };
}
from_number!(LeadClusterId -> LeadClusterRef, CarId -> CarRef);
