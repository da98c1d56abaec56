//! Conversion of common and vendor fields to the fields of a lead.

use crate::model::{LeadFields, OpenMap};
use leads_core::vendor::ensure_known_fields;
use leads_core::{Error, Result};
use serde_json::Value;
use std::collections::BTreeMap;

/// The vendor fields of a lead: the names of the setters, with their wire names.
const LEAD_FIELDS: &[(&str, &str)] = &[
    ("dealership_id", "dealership_id"),
    ("dealership_slug", "dealership_slug"),
    ("category", "category"),
    ("marketing_source", "marketing_source"),
    ("website_id", "website_id"),
    ("website_slug", "website_slug"),
    ("page_id", "page_id"),
    ("stocknum", "stocknum"),
    ("provider", "provider"),
    ("provider_id", "provider_id"),
    ("certified", "certified"),
    ("golden", "golden"),
    ("location_id", "location_id"),
    ("send_customer_email", "send_customer_email"),
    ("car_id", "car_id"),
    ("model_id", "model_id"),
    ("model_variant_id", "model_variant_id"),
    ("colour_id", "colour_id"),
    ("team_member_id", "team_member_id"),
    ("user_email", "user_email"),
    ("lead_state", "lead_state"),
    ("sms_verified", "sms_verified"),
    ("tags", "tags"),
    ("opt_in_to_marketing", "opt_in_to_marketing"),
    ("delay_customer_email_minutes", "delay_customer_email_minutes"),
    ("delay_dealership_notification_minutes", "delay_dealership_notification_minutes"),
    ("disable_strict_validation", "disable_strict_validation"),
    ("time_on_site_seconds", "time_on_site_seconds"),
    ("time_to_submit_seconds", "time_to_submit_seconds"),
    ("customer_address", "customer_address"),
    ("postcode", "postcode"),
    ("dob", "dob"),
    ("linked_query_params", "linked_query_params"),
    ("visited_pages", "visited_pages"),
    ("user_agent", "user_agent"),
    ("payment", "payment_attributes"),
    ("address", "address_attributes"),
    ("charge_breakdown", "charge_breakdown"),
    ("document_type", "document_type"),
];

/// Builds the fields of a lead from common and vendor fields.
pub(super) struct LeadFieldsBuilder {
    members: OpenMap,
    pub(super) custom: OpenMap,
}

impl LeadFieldsBuilder {
    pub(super) fn new() -> Self {
        Self { members: OpenMap::new(), custom: OpenMap::new() }
    }

    pub(super) fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.members.set(name, value);
    }

    pub(super) fn vendor_fields(&mut self, fields: &BTreeMap<String, Value>) -> Result<()> {
        let names: Vec<&str> = LEAD_FIELDS.iter().map(|(name, _)| *name).collect();
        ensure_known_fields(fields, &names)?;
        for (name, value) in fields {
            if name == "document_type" {
                self.custom.set("document_type", value.clone());
            } else if let Some((_, wire)) = LEAD_FIELDS.iter().find(|(known, _)| known == name) {
                // Parse the field alone first, so that the error names a value of the wrong type.
                let alone = OpenMap::from([(*wire, value.clone())]);
                let read = read_fields(&alone).map_err(|error| error.with_field(name.clone()))?;
                if !read.extra.is_empty() {
                    return Err(Error::invalid(name.clone(), "cannot be cleared at Dealer Studio"));
                }
                self.set(wire, value.clone());
            }
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<LeadFields> {
        if !self.custom.is_empty() {
            let custom = serde_json::value::to_raw_value(&self.custom)
                .map_err(|error| Error::invalid("custom", "cannot be written as JSON").with_source(error))?;
            self.members.set_raw("fields", custom);
        }
        read_fields(&self.members)
    }
}

fn read_fields(members: &OpenMap) -> Result<LeadFields> {
    let invalid = |_| Error::invalid("vendor_fields", "have a value of the wrong type");
    let text = serde_json::to_string(members).map_err(invalid)?;
    serde_json::from_str(&text).map_err(invalid)
}

pub(super) fn owner_email(owner: &str) -> Result<&str> {
    if owner.contains('@') {
        Ok(owner)
    } else {
        Err(Error::invalid("owner", "must be the e-mail address of a user")
            .with_help("`show_apikey` lists the users of each dealership"))
    }
}

/// Rejects a vendor field that duplicates a common field: one of them would be dropped.
pub(super) fn reject_duplicates(
    fields: &BTreeMap<String, Value>,
    common: &[(&'static str, bool, &'static str)],
) -> Result<()> {
    match common.iter().find(|(_, set, own)| *set && fields.contains_key(*own)) {
        None => Ok(()),
        Some((field, _, own)) => Err(Error::invalid(*own, format!("and `{field}` must not both be set"))),
    }
}
