//! `POST /api/v1/leads`

use crate::api::prelude::*;
use crate::api::{is_on, on};
use crate::model::{Category, Dealership, LeadBody, LeadFields, LeadFile, LeadRecord, Source, lead_setters};
use crate::preflight::{Needs, PermissionNeed};
use leads_core::Personal;

/// Creates a lead.
///
/// `POST /api/v1/leads`. The response has the ids of the lead and of its cluster: the customer's existing cluster if
/// the phone number or the e-mail address matches. With [`file`](Self::file) the request is sent as a multipart form
/// and the files are read while they are sent; the attempt timeout then counts from the last progress.
///
/// No idempotency is documented, so it is retried only if the previous attempt is known to have had no effect. Set
/// [`provider`](Self::provider) and [`provider_id`](Self::provider_id), so that the lead can be found if the response
/// is lost.
///
/// If the response is lost, the outcome cannot be verified automatically, because Dealer Studio has no operation that
/// reads the record. [`Error::help`](crate::Error::help) says where to check manually.
///
/// See [the vendor's page](https://dev.dealerstudio.com.au/public-api/operations/apiv1leads).
///
/// # Errors
///
/// * before sending: an invalid request, with the field; [`without_validation`](Self::without_validation) leaves the
///   vendor's rules to the server;
/// * `validation_failed` with the field as the code's subject, `unauthorised`, `missing_permission`
///   (`create:lead` is needed), `forbidden`: all [`NotApplied`](leads_core::WriteOutcome::NotApplied);
/// * a timeout, a broken connection, a 5xx or a foreign response: [`Unknown`](leads_core::WriteOutcome::Unknown), with
///   the `provider` and `provider_id` in the error's help.
///
/// The request is documented; the response was observed in a working integration.
///
/// # Examples
///
/// ```
/// # async fn run(client: &dealerstudio::Client) -> dealerstudio::Result<()> {
/// use dealerstudio::{api::leads::CreateLead, model::{Address, Category, LeadFile, Source}};
///
/// let (email, phone) = ("jo@example.com", "0400000000");
/// let category = Category::UsedVehicleEnquiry;
/// let request = CreateLead::new("northside-motors", category, Source::Website, email, phone)
///     .name("Jo Citizen")
///     .message("Is the blue one still there?")
///     .stocknum("S-100")
///     .provider("example.com")
///     .provider_id("enquiry-1")
///     .address(Address::new().city("Melbourne").state("VIC").postcode("3000"))
///     .file(LeadFile::bytes("licence.txt", &b"made up"[..]));
/// let lead = client.send(&request).await?;
/// println!("lead {:?} in cluster {:?}", lead.id, lead.lead_cluster_id);
/// # Ok(()) }
/// ```
#[doc(alias = "/api/v1/leads")]
#[doc(alias = "leads")]
#[doc(alias = "create lead")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateLead {
    body: Box<LeadBody>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    files: Vec<LeadFile>,
    #[serde(default = "on", skip_serializing_if = "is_on")]
    validate: bool,
}

impl CreateLead {
    /// Creates a lead with the fields that the vendor requires: a dealership by id, by slug or by both, the category,
    /// the source, and the customer's e-mail address and phone number.
    pub fn new(
        dealership: impl Into<Dealership>,
        category: impl Into<Category>,
        source: impl Into<Source>,
        email: impl Into<Personal<String>>,
        phone: impl Into<Personal<String>>,
    ) -> Self {
        let mut body = Box::<LeadBody>::default();
        body.lead.set_dealership(dealership.into());
        body.lead.category = Some(category.into());
        body.lead.source = Some(source.into());
        body.lead.email = Some(email.into());
        body.lead.phone = Some(phone.into());
        Self { body, files: Vec::new(), validate: true }
    }

    lead_setters!();

    /// Replaces the optional fields, for the adapter.
    pub(crate) fn with_fields(mut self, fields: LeadFields) -> Self {
        let required = std::mem::replace(&mut self.body.lead, fields);
        let lead = &mut self.body.lead;
        lead.email = required.email;
        lead.phone = required.phone;
        lead.dealership_id = required.dealership_id;
        lead.dealership_slug = required.dealership_slug;
        lead.category = required.category;
        lead.source = required.source;
        self
    }

    /// Checks the vendor's rules, as [`parts`](Request::parts) does unless validation is disabled: required fields and
    /// dependent fields.
    ///
    /// # Errors
    ///
    /// Returns an error that names the invalid field.
    pub fn validate(&self) -> Result<()> {
        self.body.lead.check_rules(true)
    }
}

impl Request for CreateLead {
    type Vendor = DealerStudio;
    type Response = Raw<LeadRecord>;
    const OPERATION: Operation = op::post("create_lead", "/api/v1/leads", Safety::NonIdempotent)
        .docs("https://dev.dealerstudio.com.au/public-api/operations/apiv1leads");

    fn parts(&self) -> Result<Parts> {
        let parts = Parts::new().check(self.body.lead.check_form());
        let parts = if self.validate { parts.check(self.validate()) } else { parts };
        if self.files.is_empty() {
            return parts.json(&self.body);
        }
        let parts = parts.empty()?;
        parts.multipart(crate::form::write("lead", &self.body.lead, &self.files)?)
    }

    fn trace(&self) -> Option<String> {
        self.body.lead.trace()
    }
}

has_body!(CreateLead => LeadBody);

impl Needs for CreateLead {
    const PERMISSION: PermissionNeed = PermissionNeed::One("create:lead");
    fn dealership(&self) -> Option<Dealership> {
        self.body.lead.dealership()
    }
}

sample!(CreateLead: {
    use crate::model::{Address, Charge, ChargeBreakdown, ClusterState, MarketingSource, Payment};
    use leads_core::Patch;
    Self::new(
        Dealership::both(42, "northside-motors"),
        Category::DocumentRequest,
        Source::Website,
        "jo.citizen@example.com",
        "0400000000",
    )
    .name("Jo Citizen")
    .first_name("Jo")
    .last_name("Citizen")
    .message("Is the blue one still there?")
    .marketing_source(MarketingSource::Organic)
    .website_id(3)
    .website_slug("northside")
    .page_id(4)
    .stocknum("S-100")
    .provider("example.com")
    .provider_id("enquiry-1")
    .certified(false)
    .golden(true)
    .location_id(5)
    .send_customer_email(false)
    .car_id(6)
    .model_id(7)
    .model_variant_id(8)
    .colour_id(9)
    .user_email("user@example.com")
    .lead_state(ClusterState::New)
    .sms_verified(true)
    .tags(vec!["hot".to_owned()])
    .opt_in_to_marketing(false)
    .delay_customer_email_minutes(10)
    .delay_dealership_notification_minutes(11)
    .disable_strict_validation(true)
    .time_on_site_seconds(Patch::Set(120))
    .time_to_submit_seconds(Patch::Clear)
    .customer_address("1 Example Street")
    .postcode("3000")
    .dob("31/12/1990")
    .linked_query_params([("utm_source", "newsletter")])
    .visited_pages(vec!["/used".to_owned()])
    .user_agent("ExampleBrowser/1.0")
    .payment(Payment::new().amount(500).car_id(6).payment_processor_id(2).external_transaction_id("tx-1"))
    .address(
        Address::new()
            .street("1 Example Street")
            .city("Darwin")
            .state("NT")
            .state_long("Northern Territory")
            .postcode("0800")
            .country("Australia"),
    )
    .document_type("ppsr")
    .field("colour", "blue")
    .charge_breakdown(ChargeBreakdown::new().total(1734).charge(Charge::new("Delivery Fee", 500)))
    .extra("brand_new_member", 1)
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Charge, ChargeBreakdown, ClusterState, Payment};
    use leads_core::vendor::Body;
    use leads_core::{Patch, WriteOutcome};

    fn plain() -> CreateLead {
        CreateLead::new(42, Category::GeneralEnquiry, "Website", "jo@example.com", "0400000000")
    }

    fn wire(request: &CreateLead) -> String {
        match request.parts().unwrap().body() {
            Body::Bytes { bytes, .. } => String::from_utf8(bytes.to_vec()).unwrap(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn create_lead_wire_body_and_stored_request_have_their_own_forms() {
        let request = plain().time_on_site_seconds(Patch::Clear).tags(vec!["a".into()]).extra("later", 1.5);
        let body = r#"{"lead":{"email":"jo@example.com","phone":"0400000000","dealership_id":42,"category":"General Enquiry","source":"Website","tags":["a"],"time_on_site_seconds":null,"later":1.5}}"#;
        assert_eq!(wire(&request), body);
        let stored = serde_json::to_string(&request).unwrap();
        assert_eq!(stored, format!("{{\"body\":{body}}}"));
        assert_eq!(serde_json::from_str::<CreateLead>(&stored).unwrap(), request);

        let stored_with_file = plain().file(LeadFile::bytes("a.txt", &b"x"[..])).without_validation();
        let stored = serde_json::to_string(&stored_with_file).unwrap();
        assert!(stored.contains(r#""validate":false"#) && stored.contains(r#"{"bytes":"eA=="}"#), "{stored}");
        assert_eq!(serde_json::from_str::<CreateLead>(&stored).unwrap(), stored_with_file);
        assert!(serde_json::from_str::<CreateLead>(r#"{"body":{"lead":{}},"other":1}"#).is_err());
        assert!(serde_json::from_str::<CreateLead>(r#"{"body":{"lead":{},"other":1}}"#).is_err());
    }

    #[test]
    fn dealership_is_sent_as_given() {
        let body = |dealership: Dealership| {
            let lead = CreateLead::new(dealership, "Survey", "Event", "a@example.com", "1").body.lead;
            (lead.dealership_id.map(|id| id.get()), lead.dealership_slug)
        };
        assert_eq!(body(42.into()), (Some(42), None));
        assert_eq!(body("north".into()), (None, Some("north".into())));
        assert_eq!(body(Dealership::both(42, "north")), (Some(42), Some("north".into())));
    }

    #[test]
    fn rules_name_their_field_and_can_be_disabled() {
        let with = |email: &str, phone: &str, category: &str, source: &str| {
            CreateLead::new("north", category, source, email, phone)
        };
        for (request, field) in [
            (with("", "1", "Survey", "Event"), "email"),
            (with("a@example.com", " ", "Survey", "Event"), "phone"),
            (with("a@example.com", "1", "", "Event"), "category"),
            (with("a@example.com", "1", "Survey", ""), "source"),
            (CreateLead::new("", "Survey", "Event", "a@example.com", "1"), "dealership"),
            (plain().team_member_id(1), "team_member_id"),
            (with("a@example.com", "1", "Document Request", "Event"), "document_type"),
            (with("a@example.com", "1", "Document Request", "Event").document_type(""), "document_type"),
            (plain().charge_breakdown(ChargeBreakdown::new()), "charge_breakdown"),
            (plain().charge_breakdown(ChargeBreakdown::new().charge(Charge::new(" ", 1))), "charge_breakdown"),
            (plain().lead_state("new | contacted | lost | invalid | converted"), "lead_state"),
        ] {
            let error = request.parts().unwrap_err();
            assert_eq!((error.field(), error.outcome()), (Some(field), WriteOutcome::NotApplied));
            assert!(error.is_invalid_request());
            assert_eq!(request.validate().unwrap_err().field(), Some(field));
            assert!(request.without_validation().parts().is_ok(), "{field}");
        }
        for fine in [
            CreateLead::new("n", Category::TeamMemberEnquiry, "Event", "a@example.com", "1").team_member_id(1),
            with("a@example.com", "1", "Document Request", "Event").document_type("a new one"),
            with("a@example.com", "1", "A category of tomorrow", "Event"),
            plain().lead_state(ClusterState::Converted),
        ] {
            assert!(fine.parts().is_ok());
        }
    }

    #[test]
    fn create_lead_extra_member_cannot_shadow_a_typed_one() {
        for (name, field) in [("email", "email"), ("lead_files_attributes", "files")] {
            let error = plain().extra(name, "x").without_validation().parts().unwrap_err();
            assert_eq!(error.field(), Some(field));
        }
        let mut payment = Payment::new();
        payment.extra.set("amount", 1);
        assert_eq!(plain().payment(payment).parts().unwrap_err().field(), Some("amount"));
    }

    #[test]
    fn value_without_form_encoding_is_rejected() {
        let filed = || plain().file(LeadFile::bytes("a.txt", &b"x"[..]));
        for (request, field) in [
            (filed().time_to_submit_seconds(Patch::Clear), "time_to_submit_seconds"),
            (filed().tags(Vec::new()), "tags"),
            (filed().field("deep", serde_json::json!([[1]])), "deep"),
            (filed().field("a[b]", 1), "a[b]"),
            (filed().field("rows", serde_json::json!([{"a": 1}, {"b": 2}])), "rows"),
            (filed().field("rows", serde_json::json!([1, {"b": 2}, 3])), "rows"),
            (filed().field("none", serde_json::json!({})), "none"),
        ] {
            assert_eq!(request.parts().unwrap_err().field(), Some(field));
        }
        assert!(matches!(filed().parts().unwrap().body(), Body::Multipart(_)));
    }

    #[test]
    fn create_lead_debug_redacts_personal_data() {
        let request = plain().name("Jo Secret").message("call me").field("note", "hush").dob("01/02/1990");
        let shown = format!("{request:?}");
        for word in ["Secret", "call me", "hush", "1990", "jo@example.com", "0400000000"] {
            assert!(!shown.contains(word), "{shown}");
        }
    }

    #[test]
    fn trace_names_provider_and_provider_id() {
        assert!(plain().trace().unwrap().contains("no provider_id"));
        let trace = plain().provider("Carsales").provider_id("77").trace().unwrap();
        assert!(trace.contains("Carsales") && trace.contains("77"));
    }

    #[test]
    fn response_requires_an_id() {
        let read = |text: &'static str| CreateLead::read(&HttpResponse::new(201, Default::default(), text.as_bytes()));
        let lead = read(r#"{"id":"12","lead_cluster_id":34,"other":true}"#).unwrap();
        assert_eq!((lead.id.unwrap().get(), lead.lead_cluster_id.unwrap().get()), (12, 34));
        assert_eq!(read(r#"{"lead":{"id":12}}"#).unwrap().id.unwrap().get(), 12);
        assert_eq!(read(r#"{"lead_cluster_id":34}"#).unwrap().lead_cluster_id.unwrap().get(), 34);
        for useless in ["", "null", "{}", r#"{"id":"proxy-17"}"#, r#"{"lead":{}}"#, "[1]", r#"[{"id":1}]"#] {
            assert_eq!(read(useless).unwrap_err().decode_error().unwrap().path, "id", "{useless}");
        }
    }
}
