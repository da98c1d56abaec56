//! The fields of a lead in requests.

use super::open::open_struct;
use super::{
    Address, CarId, Category, ChargeBreakdown, ClusterState, ColourId, DayFirst, Dealership, DealershipId, LocationId,
    MarketingSource, ModelId, ModelVariantId, OpenMap, PageId, Payment, Source, TeamMemberId, WebsiteId,
};
use leads_core::vendor::{Deserialize, is_blank};
use leads_core::{Error, Patch, Personal, Result};
use serde::Serialize;

/// The body of a lead's create and update, with the single member `lead`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LeadBody {
    /// The lead.
    pub lead: LeadFields,
}

open_struct! {
    /// The fields of a lead, spelled as the vendor spells them.
    ///
    /// Every field is optional here, because a partial update may omit any of them; the constructor of a create takes
    /// the required ones. Only `time_on_site_seconds` and `time_to_submit_seconds` can be cleared.
    ///
    /// Members that the vendor's schema lacks: `last_name`, `customer_address` and `dob` appear in its example;
    /// `first_name`, `postcode`, `linked_query_params`, `visited_pages` and `user_agent` were observed in a working
    /// integration and are not confirmed by the vendor.
    #[derive(Default)]
    pub struct LeadFields {
        /// The customer's full name.
        pub name: Option<Personal<String>>,
        /// The customer's first name. Observed, not documented.
        pub first_name: Option<Personal<String>>,
        /// The customer's last name. In the vendor's example, not in its schema.
        pub last_name: Option<Personal<String>>,
        /// The customer's e-mail address. Required.
        pub email: Option<Personal<String>>,
        /// The customer's phone number. Required; the server checks its form.
        pub phone: Option<Personal<String>>,
        /// The customer's message.
        pub message: Option<Personal<String>>,
        /// The dealership by id. This or the slug is required.
        pub dealership_id: Option<DealershipId>,
        /// The dealership by slug.
        pub dealership_slug: Option<String>,
        /// The category. Required.
        pub category: Option<Category>,
        /// The source. Required.
        pub source: Option<Source>,
        /// The marketing source.
        pub marketing_source: Option<MarketingSource>,
        /// The originating website, by id.
        pub website_id: Option<WebsiteId>,
        /// The originating website, by slug.
        pub website_slug: Option<String>,
        /// The page with the form.
        pub page_id: Option<PageId>,
        /// The stock number of the vehicle; matched if there is one.
        pub stocknum: Option<String>,
        /// The supplier of the lead, such as `Carsales`.
        pub provider: Option<String>,
        /// The supplier's id of the lead, to find it by. Whether it prevents a second lead is not known.
        pub provider_id: Option<String>,
        /// Undocumented flag.
        pub certified: Option<bool>,
        /// Whether the lead's cluster has a high priority.
        pub golden: Option<bool>,
        /// The dealership's location.
        pub location_id: Option<LocationId>,
        /// Whether Dealer Studio sends e-mail to the customer.
        pub send_customer_email: Option<bool>,
        /// The car, by Dealer Studio's id.
        pub car_id: Option<CarId>,
        /// The model; for enquiries about new vehicles.
        pub model_id: Option<ModelId>,
        /// The variant; for enquiries about new vehicles.
        pub model_variant_id: Option<ModelVariantId>,
        /// The colour; for enquiries about new vehicles.
        pub colour_id: Option<ColourId>,
        /// The team member; only for [`Category::TeamMemberEnquiry`].
        pub team_member_id: Option<TeamMemberId>,
        /// The e-mail address of a Dealer Studio user, who is linked to the lead if there is one.
        pub user_email: Option<Personal<String>>,
        /// The state of the lead.
        pub lead_state: Option<ClusterState>,
        /// Whether the customer was verified by text message.
        pub sms_verified: Option<bool>,
        /// Tags.
        pub tags: Option<Vec<String>>,
        /// Whether the customer opted in to marketing.
        pub opt_in_to_marketing: Option<bool>,
        /// The delay of the e-mail to the customer, in minutes.
        pub delay_customer_email_minutes: Option<i64>,
        /// The delay of the dealership's notification, in minutes.
        pub delay_dealership_notification_minutes: Option<i64>,
        /// If `true`, the server checks neither the e-mail address nor the phone number.
        pub disable_strict_validation: Option<bool>,
        /// The customer's time on the site, in seconds. Can be cleared.
        pub time_on_site_seconds: Patch<i64>,
        /// The time from loading the form to submitting it, in seconds. Can be cleared.
        pub time_to_submit_seconds: Patch<i64>,
        /// The customer's address in one line. In the vendor's example, not in its schema.
        pub customer_address: Option<Personal<String>>,
        /// The customer's post code. Observed, not documented.
        pub postcode: Option<Personal<String>>,
        /// The customer's date of birth. In the vendor's example, not in its schema.
        pub dob: Option<Personal<DayFirst>>,
        /// The query parameters that led to the site. Observed, not documented.
        pub linked_query_params: Option<OpenMap>,
        /// The pages that the customer visited. Observed, not documented.
        pub visited_pages: Option<Vec<String>>,
        /// The customer's browser (user agent). Observed, not documented.
        pub user_agent: Option<String>,
        /// A payment. Retrying an update with one may record it again.
        pub payment_attributes: Option<Payment>,
        /// The customer's address.
        pub address_attributes: Option<Address>,
        /// Custom fields with any name and any JSON, also nested objects and lists (observed). A document request has its `document_type` here.
        pub fields: Option<OpenMap>,
        /// The charges.
        pub charge_breakdown: Option<ChargeBreakdown>,
    }
}

/// The member for files. Files are set separately, because they cannot be sent as JSON.
pub(crate) const FILES: &str = "lead_files_attributes";

impl LeadFields {
    pub(crate) fn set_dealership(&mut self, dealership: Dealership) {
        (self.dealership_id, self.dealership_slug) = dealership.into_parts();
    }

    /// Returns the dealership, if set.
    #[must_use]
    pub fn dealership(&self) -> Option<Dealership> {
        Dealership::from_parts(self.dealership_id, self.dealership_slug.clone())
    }

    /// Checks what must hold even if the rules are not checked.
    pub(crate) fn check_form(&self) -> Result<()> {
        if self.extra.get(FILES).is_some() {
            return Err(Error::invalid("files", "must be set with `file`, not among the extra members"));
        }
        self.check_extra()?;
        if let Some(payment) = &self.payment_attributes {
            payment.check_extra()?;
        }
        if let Some(address) = &self.address_attributes {
            address.check_extra()?;
        }
        if let Some(charges) = &self.charge_breakdown {
            charges.check_form()?;
        }
        Ok(())
    }

    /// Checks the vendor's rules. `whole`: required fields must be set.
    pub(crate) fn check_rules(&self, whole: bool) -> Result<()> {
        let empty = |field: &'static str, value: Option<&str>| match value {
            Some(value) if is_blank(value) => Err(Error::invalid(field, "must not be empty")),
            None if whole => Err(Error::invalid(field, "is required")),
            _ => Ok(()),
        };
        empty("email", self.email.as_deref().map(String::as_str))?;
        empty("phone", self.phone.as_deref().map(String::as_str))?;
        empty("category", self.category.as_ref().map(Category::as_str))?;
        empty("source", self.source.as_ref().map(Source::as_str))?;
        if whole && self.dealership_id.is_none() && self.dealership_slug.is_none() {
            return Err(Error::invalid("dealership", "is required, by id or by slug"));
        }
        Dealership::check_parts(self.dealership_id, self.dealership_slug.as_deref())?;
        check_state(self.lead_state.as_ref())?;
        if let (Some(_), Some(category)) = (self.team_member_id, &self.category)
            && *category != Category::TeamMemberEnquiry
        {
            return Err(Error::invalid("team_member_id", "is only allowed for the category `Team Member Enquiry`"));
        }
        if self.category == Some(Category::DocumentRequest)
            && self.fields.as_ref().and_then(|fields| fields.text("document_type")).is_none_or(|text| text.is_empty())
        {
            return Err(Error::invalid("document_type", "is required for the category `Document Request`"));
        }
        match &self.charge_breakdown {
            Some(charges) => charges.check_rules(),
            None => Ok(()),
        }
    }

    /// Whether sending these fields twice can create something twice: nested records without an id.
    pub(crate) fn makes_records(&self) -> bool {
        self.payment_attributes.is_some() || self.extra.iter().any(|(name, _)| name.ends_with("_attributes"))
    }

    /// Describes how an operator can find the lead.
    pub(crate) fn trace(&self) -> Option<String> {
        match (&self.provider, &self.provider_id) {
            (Some(provider), Some(id)) => {
                Some(format!("check Dealer Studio for a lead with provider `{provider}` and provider_id `{id}`"))
            }
            (None, Some(id)) => Some(format!("check Dealer Studio for a lead with provider_id `{id}`")),
            _ => Some(
                "the lead has no provider_id to trace it by: look in Dealer Studio for the customer before sending it \
                 again"
                    .to_owned(),
            ),
        }
    }
}

/// Rejects the guide's shorthand for "one of these".
pub(crate) fn check_state(state: Option<&ClusterState>) -> Result<()> {
    match state {
        Some(state) if is_blank(state.as_str()) => Err(Error::invalid("lead_state", "must not be empty")),
        Some(state) if state.as_str().contains('|') => {
            Err(Error::invalid("lead_state", "must be one state, not the list printed in the vendor's guide"))
        }
        _ => Ok(()),
    }
}

/// The setters that a lead's create and update share.
macro_rules! lead_setters {
    () => {
        ::leads_core::setters! { body.lead;
            /// Sets the customer's full name.
            name: ::leads_core::Personal<String>,
            /// Sets the customer's first name. Observed in use, not documented.
            first_name: ::leads_core::Personal<String>,
            /// Sets the customer's last name. In the vendor's example, not in its schema.
            last_name: ::leads_core::Personal<String>,
            /// Sets the customer's message.
            message: ::leads_core::Personal<String>,
            /// Sets the marketing source.
            marketing_source: $crate::model::MarketingSource,
            /// Sets the website, by id.
            website_id: $crate::model::WebsiteId,
            /// Sets the website, by slug.
            website_slug: String,
            /// Sets the page with the form.
            page_id: $crate::model::PageId,
            /// Sets the stock number of the vehicle; matched if there is one.
            stocknum: String,
            /// Sets the supplier of the lead.
            provider: String,
            /// Sets the supplier's id of the lead. An error with an unknown outcome includes it, to find the lead by.
            provider_id: String,
            /// Sets a flag that the vendor does not explain.
            certified: bool,
            /// Sets whether the lead's cluster has a high priority.
            golden: bool,
            /// Sets the dealership's location.
            location_id: $crate::model::LocationId,
            /// Sets whether Dealer Studio sends e-mail to the customer.
            send_customer_email: bool,
            /// Sets the car, by Dealer Studio's id.
            car_id: $crate::model::CarId,
            /// Sets the model; for enquiries about new vehicles.
            model_id: $crate::model::ModelId,
            /// Sets the variant; for enquiries about new vehicles.
            model_variant_id: $crate::model::ModelVariantId,
            /// Sets the colour; for enquiries about new vehicles.
            colour_id: $crate::model::ColourId,
            /// Sets the team member; only for the category `Team Member Enquiry`.
            team_member_id: $crate::model::TeamMemberId,
            /// Sets the Dealer Studio user, by e-mail address; linked to the lead if there is one.
            user_email: ::leads_core::Personal<String>,
            /// Sets the state of the lead.
            lead_state: $crate::model::ClusterState,
            /// Sets whether the customer was verified by text message.
            sms_verified: bool,
            /// Sets the tags.
            tags: Vec<String>,
            /// Sets whether the customer opted in to marketing.
            opt_in_to_marketing: bool,
            /// Sets the delay of the e-mail to the customer, in minutes.
            delay_customer_email_minutes: i64,
            /// Sets the delay of the dealership's notification, in minutes.
            delay_dealership_notification_minutes: i64,
            /// Sets whether the server skips its check of the e-mail address and the phone number.
            disable_strict_validation: bool,
            /// Sets the customer's address in one line. In the vendor's example, not in its schema.
            customer_address: ::leads_core::Personal<String>,
            /// Sets the customer's post code. Observed in use, not documented; see also the address.
            postcode: ::leads_core::Personal<String>,
            /// Sets the query parameters that led to the site. Observed in use, not documented.
            linked_query_params: $crate::model::OpenMap,
            /// Sets the pages that the customer visited. Observed in use, not documented.
            visited_pages: Vec<String>,
            /// Sets the customer's browser (user agent). Observed in use, not documented.
            user_agent: String,
            /// Sets the charges: a total, single charges, or both.
            charge_breakdown: $crate::model::ChargeBreakdown,
        }

        /// Sets the customer's date of birth, day first. In the vendor's example, not in its schema.
        #[must_use]
        pub fn dob(mut self, date: impl Into<$crate::model::DayFirst>) -> Self {
            self.body.lead.dob = Some(::leads_core::Personal(date.into()));
            self
        }

        /// Sets or clears the customer's time on the site, in seconds.
        #[must_use]
        pub fn time_on_site_seconds(mut self, change: ::leads_core::Patch<i64>) -> Self {
            self.body.lead.time_on_site_seconds = change;
            self
        }

        /// Sets or clears the time from loading the form to submitting it, in seconds.
        #[must_use]
        pub fn time_to_submit_seconds(mut self, change: ::leads_core::Patch<i64>) -> Self {
            self.body.lead.time_to_submit_seconds = change;
            self
        }

        /// Sets a payment.
        #[must_use]
        pub fn payment(mut self, payment: $crate::model::Payment) -> Self {
            self.body.lead.payment_attributes = Some(payment);
            self
        }

        /// Sets the customer's address.
        #[must_use]
        pub fn address(mut self, address: $crate::model::Address) -> Self {
            self.body.lead.address_attributes = Some(address);
            self
        }

        /// Sets one custom field.
        #[must_use]
        pub fn field(mut self, name: impl Into<String>, value: impl Into<::serde_json::Value>) -> Self {
            self.body.lead.fields.get_or_insert_default().set(name, value);
            self
        }

        /// Sets the requested document, one of the custom fields; required for the category `Document Request`.
        #[must_use]
        pub fn document_type(self, kind: impl Into<$crate::model::DocumentType>) -> Self {
            let kind = kind.into();
            self.field("document_type", kind.as_str())
        }

        /// Adds a file. The request is then sent as a multipart form instead of JSON.
        #[must_use]
        pub fn file(mut self, file: $crate::model::LeadFile) -> Self {
            self.files.push(file);
            self
        }

        /// Sets a member that this crate has no setter for. A name that has one is rejected before sending.
        #[must_use]
        pub fn extra(mut self, name: impl Into<String>, value: impl Into<::serde_json::Value>) -> Self {
            self.body.lead.extra.set(name, value);
            self
        }

        /// Skips the check of the vendor's rules, which can change over time.
        #[must_use]
        pub fn without_validation(mut self) -> Self {
            self.validate = false;
            self
        }
        /// Returns the fields.
        #[must_use]
        pub fn fields(&self) -> &$crate::model::LeadFields {
            &self.body.lead
        }
        /// Returns the files.
        #[must_use]
        pub fn files(&self) -> &[$crate::model::LeadFile] {
            &self.files
        }
    };
}
pub(crate) use lead_setters;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn custom_fields_accept_nested_values() {
        let text = r#"{"lead":{"fields":{"trade_in":{"make":"Kia","years":[2019,2020.50]},"options":["a",null,{"b":true}],"note":"x"}}}"#;
        let body: LeadBody = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&body).unwrap(), text);
        let fields = body.lead.fields.unwrap();
        assert_eq!(fields.get("trade_in").unwrap().get(), r#"{"make":"Kia","years":[2019,2020.50]}"#);
        let made = OpenMap::from([("options", serde_json::json!(["a", {"b": [1]}]))]);
        assert_eq!(serde_json::to_string(&made).unwrap(), r#"{"options":["a",{"b":[1]}]}"#);
    }
}
