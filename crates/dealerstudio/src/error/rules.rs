//! Rules that recognize the vendor's messages.

use super::messages::Message;
use leads_core::error::{MessageRule, Wording};
use leads_core::vendor::Operation;

/// The operations that the three-day rule is documented for.
const AGE_LIMITED_OPERATIONS: &[&str] = &["update_lead"];

const fn too_old_rule(texts: &'static [&'static str]) -> MessageRule {
    MessageRule::new("lead_too_old", Wording::Contains(texts)).only(AGE_LIMITED_OPERATIONS)
}

/// Messages that mean a lead is too old, regardless of the status. The vendor's page describes this rejection but does
/// not print its message, so the likely wordings are listed.
static TOO_OLD_MESSAGES: &[MessageRule] = &[
    too_old_rule(&["older than", "lead"]),
    too_old_rule(&["3 day", "old"]),
    too_old_rule(&["3 day", "update"]),
    too_old_rule(&["3-day", "old"]),
    too_old_rule(&["3-day", "update"]),
    too_old_rule(&["three day", "old"]),
    too_old_rule(&["three day", "update"]),
    too_old_rule(&["three-day", "old"]),
    too_old_rule(&["three-day", "update"]),
    too_old_rule(&["72 hour", "old"]),
    too_old_rule(&["72 hour", "update"]),
];

/// The request fields, by this crate's names, whose rejection comes from the vendor regardless of the status. Fields
/// with lists are omitted: a returned record would look like a rejection of them.
const REQUEST_FIELDS: &[&str] = &[
    "activity_type",
    "address",
    "badge",
    "car_id",
    "car_type",
    "category",
    "colour",
    "colour_id",
    "comments",
    "dealership",
    "dob",
    "due_date",
    "email",
    "family_id",
    "first_name",
    "item_type",
    "last_name",
    "lead_id",
    "lead_state",
    "lead_status_option_id",
    "location_id",
    "make",
    "manufacturer_id",
    "marketing_source",
    "model",
    "model_id",
    "model_variant_id",
    "name",
    "odometer",
    "page_id",
    "payment",
    "phone",
    "postcode",
    "provider",
    "provider_id",
    "rego",
    "secondary_user_id",
    "source",
    "stocknum",
    "team_member_id",
    "user_email",
    "user_id",
    "vin",
    "website_id",
    "website_slug",
    "year",
];

pub(super) fn is_too_old(operation: &Operation, messages: &[Message]) -> bool {
    messages.iter().any(|message| MessageRule::find(TOO_OLD_MESSAGES, operation.name, &message.text).is_some())
}

/// Returns whether all messages are about fields of the vendor's requests.
pub(super) fn is_about_fields(messages: &[Message]) -> bool {
    let known = |message: &Message| {
        let first = message.field.as_deref().map(|field| field.split('.').next().unwrap_or_default());
        first.is_some_and(|name| REQUEST_FIELDS.contains(&name))
    };
    !messages.is_empty() && messages.iter().all(known)
}
