//! Every field of the common builders, for every adapter and configuration: it is sent over the wire, it is an error
//! before anything is written, or the reply warns that it was omitted. Nothing is dropped silently.
//!
//! The fields come from `FIELDS` of each builder, so a new one fails here until it has a sample. The results are in
//! `docs/common-client.md`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use leads_core::client::{FormFields, FormTarget};
use leads_core::client::{LeadClient, LeadClientExt, LeadQuery, LeadUpdate, NewLead, STATE_NARROWED, StatusChange};
use leads_core::http::RetryPolicy;
use leads_core::status::{StageMap, StateSupport};
use leads_core::{ClientConfig, Code, Error, LeadId, LeadState, Reply, WriteOutcome};
use leads_testkit::capillary::{FakeCapillary, TILL_ENTITY};
use leads_testkit::dealerstudio::{DEALERSHIP_SLUG, FakeDealerStudio};
use leads_testkit::leadsquared::{EVENT_CODE, FakeLeadSquared};
use leads_testkit::nutshell::FakeNutshell;
use leads_testkit::{Fake, FakeRequest, Handler};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Builder {
    New,
    Update,
    Status,
    Query,
}

impl Builder {
    const ALL: [Self; 4] = [Self::New, Self::Update, Self::Status, Self::Query];

    fn name(self) -> &'static str {
        match self {
            Self::New => "NewLead",
            Self::Update => "LeadUpdate",
            Self::Status => "StatusChange",
            Self::Query => "LeadQuery",
        }
    }

    fn fields(self) -> &'static [&'static str] {
        match self {
            Self::New => NewLead::FIELDS,
            Self::Update => LeadUpdate::FIELDS,
            Self::Status => StatusChange::FIELDS,
            Self::Query => LeadQuery::FIELDS,
        }
    }
}

/// A value with one field set, or one part of a field.
#[derive(Clone, Debug)]
struct Sample {
    field: &'static str,
    /// The row of the page; a field has several if its parts are treated differently.
    label: String,
    /// The members of the stored form that are set.
    members: Value,
    /// What must be on the wire if the field is written.
    marks: Vec<String>,
}

fn sample(field: &'static str, label: &str, members: Value, marks: &[&str]) -> Sample {
    Sample { field, label: label.to_owned(), members, marks: marks.iter().map(|mark| (*mark).to_owned()).collect() }
}

/// A sample of a text field.
fn text(field: &'static str, value: &str) -> Sample {
    sample(field, field, json!({ field: value }), &[value])
}

/// A sample of a list of changes, with what identifies it on the wire.
fn changed_since(mark: &str) -> Sample {
    sample("changed_since", "changed_since", json!({"changed_since": "2021-02-03T04:05:06Z"}), &[mark])
}

/// The value of a vendor field, and the texts that identify it on the wire.
type OwnSample = (Value, Vec<String>);

/// An adapter and configuration to test.
struct Target {
    /// The column of the page.
    column: &'static str,
    configuration: &'static str,
    client: Box<dyn LeadClient>,
    requests: Box<dyn Fn() -> Vec<FakeRequest>>,
    id: LeadId,
    /// What the vendor requires in addition to the field.
    base: [Value; 4],
    /// Samples in this vendor's format, by builder and label.
    own: BTreeMap<(Builder, &'static str), Sample>,
    /// Samples of the vendor fields, by builder and name.
    vendor_fields: fn(Builder, &str) -> Option<OwnSample>,
    /// What need not be written because the configuration implies it: a currency.
    implied: &'static [&'static str],
}

fn place<H: Handler>(
    column: &'static str,
    configuration: &'static str,
    fake: &Fake<H>,
    client: Box<dyn LeadClient>,
    id: impl Into<String>,
) -> Target {
    let fake = fake.clone();
    Target {
        column,
        configuration,
        client,
        requests: Box::new(move || fake.requests()),
        id: LeadId::new(id.into()),
        base: [json!({}), json!({}), json!({"target": {"state": "lost"}}), json!({})],
        own: BTreeMap::new(),
        vendor_fields: |_, _| None,
        implied: &[],
    }
}

impl Target {
    fn base(mut self, builder: Builder, base: Value) -> Self {
        self.base[builder as usize] = base;
        self
    }

    fn own(mut self, builder: Builder, sample: Sample) -> Self {
        let label = Box::leak(sample.label.clone().into_boxed_str());
        self.own.insert((builder, label), sample);
        self
    }
}

/// Custom fields for the whole form.
fn form_fields(prefix: &str) -> FormFields {
    let custom = |name: &str| FormTarget::Custom(format!("{prefix}{name}"));
    FormFields::new()
        .campaign(custom("Campaign"))
        .consents(custom("Consents"))
        .contact_time(custom("Contact"))
        .address(custom("Address"))
        .company(custom("Company"))
        .page_url(custom("Page"))
}

fn once() -> ClientConfig {
    ClientConfig::new().retry(RetryPolicy::none())
}

fn capillary() -> Vec<Target> {
    use capillary_leads::{AdapterConfig, UnmappedField as Where};
    let plain = AdapterConfig::new().lead_for("base-sku");
    let ignoring = plain
        .clone()
        .name(Where::Ignore)
        .note(Where::Ignore)
        .second_contact(Where::Ignore)
        .form_fields(FormFields::ignore_all());
    let extended = plain
        .clone()
        .name(Where::ExtendedField("full_name".into()))
        .note(Where::ExtendedField("remark".into()))
        .second_contact(Where::ExtendedField("more_contacts".into()))
        .form_fields(form_fields("form_"));
    let following = plain.clone().follow_ups_by(TILL_ENTITY);
    [("", plain), ("ignoring", ignoring), ("with extended fields", extended), ("with follow-ups", following)]
        .into_iter()
        .map(|(configuration, config)| {
            let fake = Fake::new(FakeCapillary::new());
            // A follow-up is added after the status was written, and the same lead is closed again and again.
            if configuration == "with follow-ups" {
                fake.handler().set(|settings| {
                    settings.reopens = true;
                    settings.rejects_same_status = false;
                });
            }
            let customer = fake.handler().add_customer("base@example.com", "919900000001");
            let id = fake.handler().add_lead(customer, "base-sku").to_string();
            let client = fake.client_with(once()).unwrap().leads(config);
            let contact = |field: &'static str, members: Value, mark: &str| sample(field, field, members, &[mark]);
            let mut place = place("Capillary", configuration, &fake, Box::new(client), id)
                .base(Builder::New, json!({"emails": ["base@example.com"]}))
                .own(
                    Builder::New,
                    contact("phones", json!({"emails": [], "phones": ["+61-400000001"]}), "+61-400000001"),
                )
                .own(Builder::New, text("source", "-1"))
                .own(Builder::Status, text("reason", "4321"))
                .own(Builder::Status, text("changed_by", "4321"))
                .own(Builder::Query, text("owner", "4711"))
                .own(Builder::Query, changed_since("lastUpdatedOn"));
            place.vendor_fields = |builder, name| {
                let known = |value: Value| {
                    let mark = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                    Some((json!({ "vendor_fields": { name: value } }), vec![mark]))
                };
                match (builder, name) {
                    (Builder::New, "user_id") => {
                        Some((json!({"emails": [], "vendor_fields": {"user_id": 34567}}), vec!["34567".into()]))
                    }
                    (_, "user_id" | "created_by" | "org_source_id") => known(json!(34567)),
                    (_, "next_follow_up" | "created_on") => known(json!("2031-02-03T04:05:06Z")),
                    (_, "lead_type") => known(json!("BRAND")),
                    (_, "status") => known(json!("LOST")),
                    (_, "entity_type" | "entity_code") => Some((
                        json!({"vendor_fields": {"entity_type": "TILL", "entity_code": "walk-till"}}),
                        vec!["TILL".into(), "walk-till".into()],
                    )),
                    (_, "sort_by") => known(json!("createdon")),
                    (_, "sort_order") => known(json!("ASC")),
                    (_, "lead_for" | "sub_status") => known(json!("walk-text")),
                    _ => None,
                }
            };
            place
        })
        .collect()
}

fn nutshell() -> Vec<Target> {
    use nutshell::AdapterConfig;
    let configured = AdapterConfig::new().currency("XTS");
    let form = configured.clone().form_fields(form_fields("Form "));
    [("", AdapterConfig::new()), ("with a currency", configured), ("with form fields", form)]
        .into_iter()
        .map(|(configuration, config)| {
            let fake = Fake::new(FakeNutshell::new());
            let id = fake.handler().add_lead("Wash");
            let client = fake.client_with(once()).unwrap().leads(config);
            let mut place = place("Nutshell", configuration, &fake, Box::new(client), id)
                .base(Builder::New, json!({"name": "Base"}))
                .own(Builder::New, text("source", "1-sources"))
                .own(Builder::New, text("owner", "2-users"))
                .own(Builder::Update, text("source", "1-sources"))
                .own(Builder::Update, text("owner", "2-users"))
                .own(Builder::Status, text("reason", "2-outcomes"))
                // One second earlier: it is not documented whether the vendor includes the second itself.
                .own(Builder::Query, changed_since("1612325105"));
            place.implied = if configuration.is_empty() { &[] } else { &["XTS"] };
            place.vendor_fields = |builder, name| {
                let (value, mark) = match name {
                    "due_time" => (json!("2031-02-03T04:05:06Z"), "1927857906"),
                    "address" => (json!({"country": "walk-text"}), "walk-text"),
                    _ => (json!("walk-text"), "walk-text"),
                };
                let known = builder == Builder::Query || builder == Builder::New;
                known.then(|| (json!({ "vendor_fields": { name: value } }), vec![mark.to_owned()]))
            };
            place
        })
        .collect()
}

fn stages() -> StageMap {
    StageMap::new()
        .with("Prospect", LeadState::Open)
        .with("Rests", LeadState::OnHold)
        .with("Customer", LeadState::Won)
        .with("Gone", LeadState::Lost)
        .with("Junk", LeadState::Disqualified)
}

fn leadsquared() -> Vec<Target> {
    use leadsquared::{LeadsConfig, OpportunitiesConfig};
    let valued = OpportunitiesConfig::new(EVENT_CODE)
        .name_field("mx_Custom_1")
        .stage_field("mx_Custom_2")
        .source_field("mx_Custom_3")
        .reason_field("mx_Custom_4")
        .value_field("mx_Custom_6")
        .stages(stages());
    let configured = valued.clone().currency("XTS");
    let form = configured.clone().form_fields(form_fields("mx_Form_"));
    let mut places = Vec::new();
    let base = json!({"emails": ["base@example.com"]});
    let own = |place: Target| {
        let members = json!({"emails": [], "phones": ["+61-400000001"]});
        place
            .base(Builder::New, base.clone())
            .own(Builder::New, sample("phones", "phones", members, &["+61-400000001"]))
    };
    for (configuration, config) in [
        ("", OpportunitiesConfig::new(EVENT_CODE)),
        ("with configured fields", valued),
        ("also with a currency", configured),
        ("with form fields", form),
    ] {
        let config_has_currency = matches!(configuration, "also with a currency" | "with form fields");
        let fake = Fake::new(FakeLeadSquared::new());
        let lead = fake.handler().add_lead(&[("EmailAddress", "base@example.com")]);
        let id = fake.handler().add_opportunity(&lead, &[]);
        let client = fake.client_with(once()).unwrap().opportunities(config);
        let mut place = own(place("LeadSquared opportunities", configuration, &fake, Box::new(client), id));
        place.implied = if config_has_currency { &["XTS"] } else { &[] };
        place.vendor_fields = |_, name| match name {
            "event_code" => Some((json!({"vendor_fields": {"event_code": 12099}}), vec!["12099".into()])),
            "search_by" => Some((
                json!({"phones": ["+61-400000001"], "vendor_fields": {"search_by": "Phone"}}),
                vec![r#""SearchBy","Value":"Phone""#.into()],
            )),
            "query_time_zone" => {
                Some((json!({"vendor_fields": {"query_time_zone": "Walk Time"}}), vec!["Walk Time".into()]))
            }
            _ => None,
        };
        places.push(place);
    }
    let staged = LeadsConfig::new().stages(stages());
    let form = staged.clone().form_fields(form_fields("mx_Form_"));
    for (configuration, config) in [("", staged), ("with form fields", form)] {
        let fake = Fake::new(FakeLeadSquared::new());
        let id = fake.handler().add_lead(&[("EmailAddress", "base@example.com")]);
        let client = fake.client_with(once()).unwrap().leads(config);
        let mut place = own(place("LeadSquared leads", configuration, &fake, Box::new(client), id));
        place.vendor_fields = |_, name| match name {
            "search_by" => Some((
                json!({"phones": ["+61-400000001"], "vendor_fields": {"search_by": "Phone"}}),
                vec![r#""SearchBy","Value":"Phone""#.into()],
            )),
            "update_behavior" => {
                Some((json!({"vendor_fields": {"update_behavior": "DoNotUpdate"}}), vec!["DoNotUpdate".into()]))
            }
            _ => None,
        };
        places.push(place);
    }
    places
}

fn dealerstudio() -> Vec<Target> {
    use dealerstudio::model::{Category, Source};
    use dealerstudio::{AdapterConfig, CompositeLeadId};
    let whole =
        AdapterConfig::new().dealership(DEALERSHIP_SLUG).category(Category::GeneralEnquiry).source(Source::Website);
    let form = whole.clone().partial_updates(true).form_fields(form_fields("form_"));
    [("", whole.clone().partial_updates(true)), ("with whole updates", whole), ("with form fields", form)]
        .into_iter()
        .map(|(configuration, config)| {
            let fake = Fake::new(FakeDealerStudio::new());
            let client = fake.client_with(once()).unwrap().leads(config);
            let id = leads_core::LeadId::from(CompositeLeadId::new(DEALERSHIP_SLUG, 12, 34));
            let mut place = place("Dealer Studio", configuration, &fake, Box::new(client), id.as_str())
                .base(Builder::New, json!({"emails": ["base@example.com"], "phones": ["+61-400000000"]}))
                .own(Builder::New, text("owner", "walk-owner@example.com"))
                .own(Builder::Update, text("owner", "walk-owner@example.com"))
                .own(Builder::Status, text("sub_status", "4321"));
            if configuration == "with whole updates" {
                place = place.base(Builder::Update, json!({"email": "base@example.com", "phone": "+61-400000000"}));
            }
            place.vendor_fields = |_, name| {
                if name == "team_member_id" {
                    let members = json!({"team_member_id": 34567, "category": "Team Member Enquiry"});
                    return Some((json!({ "vendor_fields": members }), vec!["\"team_member_id\":34567".to_owned()]));
                }
                let value = match name {
                    "certified"
                    | "golden"
                    | "send_customer_email"
                    | "sms_verified"
                    | "opt_in_to_marketing"
                    | "disable_strict_validation"
                    | "approved" => json!(true),
                    "tags" | "visited_pages" => json!(["walk-text"]),
                    "car_ids" => json!([34567]),
                    "lead_state" => json!("contacted"),
                    "dob" => json!("03/02/1981"),
                    "linked_query_params" | "address" => json!({"city": "walk-text"}),
                    "payment" => json!({"amount": 345.67}),
                    "charge_breakdown" => json!({"total": {"amount": 345.67}}),
                    "category" => json!("Survey"),
                    "dealership_slug" => json!(DEALERSHIP_SLUG),
                    name if name.ends_with("_slug") || name == "provider_id" => json!("walk-text"),
                    name if name.ends_with("_id") || name.ends_with("_minutes") || name.ends_with("_seconds") => {
                        json!(34567)
                    }
                    "marketing_source" | "stocknum" | "provider" | "user_email" | "customer_address" | "postcode"
                    | "user_agent" | "document_type" => json!("walk-text"),
                    _ => return None,
                };
                let wire = match name {
                    "payment" => "payment_attributes",
                    "address" => "address_attributes",
                    other => other,
                };
                Some((json!({ "vendor_fields": { name: value } }), vec![format!("\"{wire}\":")]))
            };
            place
        })
        .collect()
}

/// The samples of a field that apply to every vendor; `None` for a field without samples.
fn samples(builder: Builder, field: &'static str) -> Option<Vec<Sample>> {
    let amount = |currency: Option<&str>| json!({"value": {"amount": "345.67", "currency": currency}});
    let value = || {
        vec![
            sample("value", "value", amount(None), &["345.67"]),
            sample("value", "value with a currency", amount(Some("XTS")), &["345.67", "XTS"]),
        ]
    };
    let states = |members: fn(LeadState) -> Value| {
        LeadState::WRITABLE
            .into_iter()
            .map(|state| Sample {
                field: "state",
                label: format!("state {state}"),
                members: members(state),
                marks: vec![],
            })
            .collect::<Vec<_>>()
    };
    let custom = || {
        vec![
            sample("custom", "custom", json!({"custom": {"mx_Walk": "walk-value"}}), &["mx_Walk", "walk-value"]),
            Sample {
                field: "custom",
                label: "custom set to null".to_owned(),
                members: json!({"custom": {"mx_Walk": null}}),
                marks: vec!["mx_Walk".to_owned()],
            },
        ]
    };
    let changed = |value: &str| {
        let clear =
            Sample { field, label: format!("{field} cleared"), members: json!({ field: null }), marks: Vec::new() };
        vec![text(field, value), clear]
    };
    Some(match (builder, field) {
        (_, "vendor_fields") => Vec::new(),
        (Builder::New, "name") => vec![
            text("name", "Walk Name"),
            sample(
                "name",
                "name with first_name",
                json!({"name": "Walk Whole", "first_name": "Walkfirst"}),
                &["Walk Whole", "Walkfirst"],
            ),
        ],
        (Builder::New, "first_name") => vec![text(field, "Walkfirst")],
        (Builder::New, "last_name") => vec![text(field, "Walklast")],
        (Builder::New, "emails") => vec![
            sample(field, field, json!({"emails": ["walk.one@example.com"]}), &["walk.one@example.com"]),
            sample(
                field,
                "emails after the first",
                json!({"emails": ["walk.one@example.com", "walk.two@example.com"]}),
                &["walk.one@example.com", "walk.two@example.com"],
            ),
        ],
        (Builder::New, "phones") => vec![
            sample(field, field, json!({"phones": ["+61-400000001"]}), &["+61-400000001"]),
            sample(
                field,
                "phones after the first",
                json!({"phones": ["+61-400000001", "+61-400000002"]}),
                &["+61-400000001", "+61-400000002"],
            ),
        ],
        (Builder::New, "note" | "source" | "owner" | "campaign" | "company") => vec![text(field, "walk-text")],
        (Builder::New, "page_url") => vec![text(field, "https://walk.example.com/form")],
        (Builder::New, "consents") => {
            let consent = |label: &str, consents: Value| sample(field, label, json!({ "consents": consents }), &[]);
            vec![
                consent("consents", json!([{"given": true}])),
                consent("consents for e-mail", json!([{"given": false, "channel": "email"}])),
                consent("consents for SMS", json!([{"given": true, "channel": "sms"}])),
                consent("consents with a time", json!([{"given": true, "at": "2031-02-03T04:05:06Z"}])),
            ]
        }
        (Builder::New, "contact_time") => vec![
            sample(field, "contact_time", json!({"contact_time": {"at": "2031-02-03T04:05:06Z"}}), &["2031-02-03"]),
            sample(field, "contact_time in words", json!({"contact_time": {"words": "walk-noon"}}), &["walk-noon"]),
        ],
        (Builder::New, "address") => {
            let address = |members: Value, mark: &str| {
                let part = members.as_object().unwrap().keys().next().unwrap().clone();
                sample(field, &format!("address {part}"), json!({ "address": members }), &[mark])
            };
            vec![
                address(json!({"street": ["12 Walk Street"]}), "12 Walk Street"),
                address(json!({"city": "Walkton"}), "Walkton"),
                address(json!({"region": "WLK"}), "WLK"),
                address(json!({"postal_code": "0812"}), "0812"),
                address(json!({"country": "Walkland"}), "Walkland"),
            ]
        }
        (Builder::New, "value") => value(),
        (Builder::New, "state") => states(|state| json!({"state": state})),
        (Builder::New | Builder::Update, "custom") => custom(),
        (Builder::Update, "name") => changed("Walk Name"),
        (Builder::Update, "email") => changed("walk.one@example.com"),
        (Builder::Update, "phone") => changed("+61-400000001"),
        (Builder::Update, "note" | "source" | "owner") => changed("walk-text"),
        (Builder::Update, "value") => {
            let clear = Sample {
                field: "value",
                label: "value cleared".to_owned(),
                members: json!({"value": null}),
                marks: Vec::new(),
            };
            value().into_iter().chain([clear]).collect()
        }
        (Builder::Status, "target") => {
            let code = json!({"target": {"code": "walk-code"}});
            let mut all = states(|state| json!({"target": {"state": state}}));
            all.push(sample("target", "target as a code", code, &["walk-code"]));
            all
        }
        (Builder::Status, "sub_status" | "reason" | "stage" | "comment" | "changed_by") => {
            vec![text(field, "walk-text")]
        }
        (Builder::Status, "changed_at") => {
            vec![sample(field, field, json!({"changed_at": "2031-02-03T04:05:06Z"}), &["2031-02-03"])]
        }
        (Builder::Query, "state") => states(|state| json!({"state": state})),
        (Builder::Query, "owner" | "text") => vec![text(field, "walk-text")],
        (Builder::Query, "email") => vec![text(field, "walk.one@example.com")],
        (Builder::Query, "phone") => vec![text(field, "+61-400000001")],
        (Builder::Query, "changed_since") => {
            vec![changed_since("2021-02-03")]
        }
        (Builder::Query, "page_size") => vec![
            sample(field, field, json!({"page_size": 137}), &["137"]),
            Sample {
                field,
                label: "page_size of 0".to_owned(),
                members: json!({"page_size": 0}),
                marks: vec!["137".into()],
            },
            sample(field, "page_size with text", json!({"page_size": 137, "text": "walk-text"}), &["137", "walk-text"]),
        ],
        _ => return None,
    })
}

/// Returns the names of an adapter's vendor fields, which it lists when an unknown one is set.
fn ensure_known_fields(error: &Error) -> Vec<String> {
    let help = error.help().unwrap_or_default();
    let list = help.strip_prefix("known fields: ").unwrap_or_else(|| panic!("no list of fields: {error}: {help}"));
    if list == "none" { Vec::new() } else { list.split(", ").map(str::to_owned).collect() }
}

/// How a field was treated.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Seen {
    Written(BTreeSet<String>),
    Narrowed,
    Rejected,
    Warned,
}

impl Seen {
    fn cell(&self) -> String {
        match self {
            Self::Written(places) if places.is_empty() => "written".to_owned(),
            Self::Written(places) => places.iter().map(|place| format!("`{place}`")).collect::<Vec<_>>().join(", "),
            Self::Narrowed => "narrowed, reported".to_owned(),
            Self::Rejected => "error".to_owned(),
            Self::Warned => "omitted, warning".to_owned(),
        }
    }
}

/// Finds where a mark is in a body, by the names of the enclosing members.
fn places(value: &Value, path: &str, mark: &str, found: &mut BTreeSet<String>) {
    let inside = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        Value::Object(members) => {
            // A pair of a name and a value is identified by its name.
            let named =
                ["Attribute", "SchemaName", "path", "LookupName"].iter().find_map(|name| members.get(*name)?.as_str());
            for (name, value) in members {
                let is_value = matches!(name.as_str(), "Value" | "value" | "LookupValue");
                let name = named
                    .filter(|_| is_value)
                    .map_or_else(|| name.clone(), |named| named.trim_start_matches("/leads/0/").to_owned());
                places(value, &inside(&name), mark, found);
            }
        }
        Value::Array(rows) => rows.iter().for_each(|row| places(row, path, mark, found)),
        Value::String(text) if text.contains(mark) => drop(found.insert(path.to_owned())),
        Value::Number(number) if number.to_string() == mark => drop(found.insert(path.to_owned())),
        _ => {}
    }
}

/// Returns the text of all requests, to be searched for marks.
fn wire(requests: &[FakeRequest]) -> String {
    let mut all = String::new();
    for request in requests {
        let query: Vec<String> = request.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
        writeln!(
            all,
            "{} {}?{} {}",
            request.method,
            request.segments().join("/"),
            query.join("&"),
            request.text().unwrap()
        )
        .unwrap();
    }
    all
}

/// The content of a reply.
#[derive(Default)]
struct ReplyContent {
    warnings: Vec<Code>,
    narrowed: bool,
    /// The lead that was created.
    made: Option<LeadId>,
    /// The state that was written.
    written: Option<LeadState>,
}

/// Sends a value together with what the vendor requires.
async fn send(place: &Target, builder: Builder, members: &Value) -> Result<ReplyContent, Error> {
    let mut whole = place.base[builder as usize].clone();
    whole.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    fn content<T>(reply: &Reply<T>) -> ReplyContent {
        ReplyContent { warnings: reply.meta().warnings.clone(), ..ReplyContent::default() }
    }
    let client = &place.client;
    Ok(match builder {
        Builder::New => {
            let lead: NewLead = serde_json::from_value(whole).unwrap();
            let reply = client.create(&lead).await?;
            ReplyContent { made: Some(reply.id.clone()), ..content(&reply) }
        }
        Builder::Update => {
            let change: LeadUpdate = serde_json::from_value(whole).unwrap();
            content(&client.update(&place.id, &change).await?)
        }
        Builder::Status => {
            let change: StatusChange = serde_json::from_value(whole).unwrap();
            let reply = client.set_status(&place.id, &change).await?;
            let written = reply.written.as_ref().unwrap();
            ReplyContent { narrowed: written.is_narrowed(), written: Some(written.state), ..content(&reply) }
        }
        Builder::Query => {
            let query: LeadQuery = serde_json::from_value(whole).unwrap();
            content(&client.list_page(&query, None).await?)
        }
    })
}

/// Returns whether a value without marks was written: a state, or a null in place of a field.
async fn is_written(place: &Target, builder: Builder, sample: &Sample, content: &ReplyContent, sent: &str) -> bool {
    let state = serde_json::from_value::<LeadState>(match builder {
        Builder::Status => sample.members["target"]["state"].clone(),
        _ => sample.members["state"].clone(),
    });
    let before = (place.requests)().len();
    let base = send(place, builder, &json!({})).await;
    let differs = base.is_err() || wire(&(place.requests)().split_off(before)) != sent;
    match (state, &content.made) {
        (Ok(state), _) if builder == Builder::Status => content.written == Some(state),
        (Ok(state), Some(made)) if place.client.capabilities().get => {
            place.client.get(made).await.unwrap().status().state == state
        }
        _ => differs && !sent.is_empty(),
    }
}

/// Returns how a sample was treated, or how it was dropped.
async fn walk(place: &Target, builder: Builder, sample: &Sample) -> Result<Seen, String> {
    let before = (place.requests)().len();
    let sent = send(place, builder, &sample.members).await;
    let requests = (place.requests)().split_off(before);
    let wire = wire(&requests);
    let on_wire = !requests.is_empty()
        && sample.marks.iter().all(|mark| wire.contains(mark.as_str()) || place.implied.contains(&mark.as_str()));
    let where_written = || {
        let mut found = BTreeSet::new();
        let mark = sample.marks.last().map(String::as_str).unwrap_or_default();
        let cleared = sample.label.ends_with("null");
        for request in requests.iter().filter(|_| !mark.is_empty() && !cleared) {
            found.extend(request.query.iter().filter(|(_, value)| value.contains(mark)).map(|(name, _)| name.clone()));
            if let Ok(body) = serde_json::from_slice(&request.body) {
                places(&body, "", mark, &mut found);
            }
        }
        Seen::Written(found)
    };
    match sent {
        Err(error) if error.attempts() == 0 => {
            // Looking up a name or a list is not a write.
            let reads = requests.iter().all(|request| request.method == http::Method::GET);
            let named = error.field().is_some() || (builder == Builder::Query && !place.client.capabilities().list);
            if error.outcome() == WriteOutcome::NotApplied
                && reads
                && named
                && !error.to_string().contains("walk-value")
            {
                Ok(Seen::Rejected)
            } else {
                Err(format!("an error that names no field or wrote something: {error}"))
            }
        }
        Err(_) if sample.field == "state" && !requests.is_empty() => {
            // The vendor rejected the update of this particular lead: it is closed or missing.
            let state = serde_json::from_value(sample.members["target"]["state"].clone()).unwrap();
            match place.client.capabilities().state(state) {
                StateSupport::Narrowed => Ok(Seen::Narrowed),
                _ => Ok(Seen::Written(BTreeSet::new())),
            }
        }
        // The fake is a strict vendor: what it reports about the value is not the adapter's concern.
        Err(_) if on_wire => Ok(where_written()),
        Err(error) => Err(format!("sent without it: {error}\n{wire}")),
        Ok(content) => {
            let warnings = &content.warnings;
            let set = |field: &str| sample.members.as_object().unwrap().contains_key(field);
            let warned = |code: &Code| code.subject.as_deref().is_some_and(set);
            if content.narrowed || warnings.iter().any(|code| code.code == STATE_NARROWED) {
                Ok(Seen::Narrowed)
            } else if warnings.iter().any(warned) {
                Ok(Seen::Warned)
            } else if sample.marks.is_empty() && is_written(place, builder, sample, &content, &wire).await {
                Ok(Seen::Written(BTreeSet::new()))
            } else if on_wire && !sample.marks.is_empty() {
                Ok(where_written())
            } else {
                Err(format!("{warnings:?}\n{wire}"))
            }
        }
    }
}

/// Returns all samples of a builder for an adapter.
async fn all_samples(place: &Target, builder: Builder) -> Vec<Sample> {
    let mut all = Vec::new();
    for field in builder.fields() {
        let common = samples(builder, field).unwrap_or_else(|| {
            panic!("{}::{field} is new: add a sample, and check that every adapter writes it", builder.name())
        });
        for one in common {
            all.push(place.own.get(&(builder, one.label.as_str())).cloned().unwrap_or(one));
        }
    }
    let unknown = json!({"vendor_fields": {"no_such_field": 1}});
    match send(place, builder, &unknown).await {
        Ok(_) => panic!("an unknown vendor field was accepted"),
        // There are no lists.
        Err(error) if error.is_unsupported() => {}
        Err(error) => {
            for name in ensure_known_fields(&error) {
                let (members, marks) = (place.vendor_fields)(builder, &name)
                    .unwrap_or_else(|| panic!("{}: the vendor field {name} has no sample", place.column));
                all.push(Sample { field: "vendor_fields", label: format!("vendor field {name}"), members, marks });
            }
        }
    }
    all
}

type Cells = BTreeMap<(Builder, String), BTreeMap<&'static str, Vec<(&'static str, Seen)>>>;

async fn walk_all() -> (Cells, Vec<(Builder, String)>) {
    let (mut cells, mut order, mut dropped) = (Cells::new(), Vec::new(), String::new());
    for place in [capillary(), nutshell(), leadsquared(), dealerstudio()].into_iter().flatten() {
        for builder in Builder::ALL {
            for sample in all_samples(&place, builder).await {
                let row = (builder, sample.label.clone());
                if sample.field != "vendor_fields" && !order.contains(&row) {
                    order.push(row.clone());
                }
                match walk(&place, builder, &sample).await {
                    Ok(seen) => {
                        if sample.field == "vendor_fields" {
                            assert_ne!(seen, Seen::Rejected, "{} {}: {row:?}", place.column, place.configuration);
                        }
                        cells
                            .entry(row)
                            .or_default()
                            .entry(place.column)
                            .or_default()
                            .push((place.configuration, seen));
                    }
                    Err(how) => {
                        let name = builder.name();
                        writeln!(dropped, "{} {} {name} {}: {how}", place.column, place.configuration, sample.label)
                            .unwrap();
                    }
                }
            }
        }
    }
    assert!(dropped.is_empty(), "dropped silently:\n{dropped}");
    (cells, order)
}

const HEAD: &str = "\
# How the common client handles each field

No field of a builder is dropped silently. Every adapter does one of these:

* It writes the field; the table shows where: a member of the body, an attribute or a query parameter of the vendor.
* *error*: it returns an error that names the field, before anything is written.
* *omitted, warning*: it omits the field, and `reply.meta().warnings` contains `field_left_out` with the field as its
  subject.
* *narrowed, reported*: it writes a less precise state; `Updated::written` reports it, and a create has the warning
  `state_narrowed`.

The first line of a cell applies to the default configuration. Configurations that behave differently follow. A
vendor-specific field is set with `vendor_field`; an unknown name is an error that lists the known ones.

For every vendor:

* `null` as a custom field of a new lead is an error: omit the field. In a `LeadUpdate` it clears the field, and is an
  error if the vendor cannot clear it.
* A field of a form (campaign, consents, contact time, address, company, page) that the vendor does not have is an error,
  unless `form_fields` in the adapter's configuration maps it to a custom field or ignores it.
* `page_size(0)` is an error. A page size above the vendor's maximum is sent as the maximum.
* A phone number in a query is sent unchanged. LeadSquared's usual format is `+<country code>-<national number>`.
* `mark_lost` with a reason also works without reasons: the reply then warns that the reason was omitted.
* A comment or note that the vendor stores in a separate call is written after the lead. If only that call fails, the
  reply has the warning `note_not_written`.
* `Capabilities` follow the adapter's configuration. `Capabilities::lists_state` says by which states a list can be
  filtered; the table of all capabilities is in the [README][../README.md#what-the-common-client-can-do].
* A list with `changed_since` can be read again for later changes: start it at the time at which the previous one began.

## Lost responses

`resolve_status`, `resolve_update` and `resolve_delete` read the lead, and `resolve_create` searches for it. They take the error
of the call or, after a crash, the time at which it started. Where the vendor has no read, the result is `CannotTell` and nothing
is sent. [Verifying writes][resolving.md] says what the results mean.

| | Capillary | Nutshell | LeadSquared opportunities | LeadSquared leads | Dealer Studio |
|---|---|---|---|---|---|
| status, update, delete | by reading the lead; with `SingleRead::ListOnly` not | by reading the lead | by reading the opportunity | by reading the lead | not |
| create, `CreateKey::Marker` | an extended field, among the leads changed since the call | a custom field by display name | `mx_Custom_...` of the opportunity, or a lead field | any lead field by schema name | not |
| create, `CreateKey::Contact` | `user_id`: the customer | e-mail address or phone number of a contact | e-mail address or phone number of the lead | e-mail address or phone number | not |
| sent again by `apply_all` if it is not found | status, update and delete without a follow-up | update without a note and custom fields | status, update, delete | create by a unique field; status without a comment, update, delete | status, update |

A note or comment that the adapter writes in a separate call is not part of the evidence. A create is found by a contact only if
the vendor's time of creation lies within the call's time.

## `LeadKey`

`find` returns the one lead with a key. Several leads are an error that lists their ids, and none is not found. A row that
the vendor returns is compared with the key, because a vendor may match loosely or ignore a filter.

| key | Capillary | Nutshell | LeadSquared opportunities | LeadSquared leads | Dealer Studio |
|---|---|---|---|---|---|
| email | error | of a contact, any letter case | of the lead, any letter case | any letter case | error |
| phone | error | of a contact, by its digits | of the lead, as text | as text | error |
| field | `user_id`: the customer | `number`, or a custom field by display name | a lead field, or `mx_Custom_...` of the opportunity | any lead field by schema name | error |

This page is generated by the test `field_walk`, which rewrites it if `UPDATE_DOCS=1` is set.

[../README.md#what-the-common-client-can-do]: ../README.md#what-the-common-client-can-do
[resolving.md]: resolving.md
";

const COLUMNS: [&str; 5] = ["Capillary", "Nutshell", "LeadSquared opportunities", "LeadSquared leads", "Dealer Studio"];

#[tokio::test(start_paused = true)]
async fn every_field_is_written_rejected_or_reported() {
    let (cells, order) = walk_all().await;
    let mut page = HEAD.to_owned();
    for builder in Builder::ALL {
        write!(
            page,
            "\n## `{}`\n\n| field | {} |\n|---{}|\n",
            builder.name(),
            COLUMNS.join(" | "),
            "|---".repeat(COLUMNS.len())
        )
        .unwrap();
        for row in order.iter().filter(|row| row.0 == builder) {
            let cell = |column: &&str| {
                let seen = cells.get(row).and_then(|cells| cells.get(column)).map(Vec::as_slice).unwrap_or_default();
                let mut text = String::new();
                let mut last = None;
                for (configuration, seen) in seen {
                    if last == Some(seen) {
                        continue;
                    }
                    let clears = row.1.ends_with("cleared") || row.1.ends_with("null");
                    let cell = if clears { seen.cell().replace("written", "cleared") } else { seen.cell() };
                    match last {
                        None => text.push_str(&cell),
                        Some(_) => write!(text, "<br>{configuration}: {cell}").unwrap(),
                    }
                    last = Some(seen);
                }
                text
            };
            let line: Vec<String> = COLUMNS.iter().map(cell).collect();
            writeln!(page, "| {} | {} |", row.1, line.join(" | ")).unwrap();
        }
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/common-client.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&file, &page).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == page, "docs/common-client.md is out of date; run UPDATE_DOCS=1 cargo test --test it field_walk::");
}

/// Verifies that the test detects a dropped field.
#[tokio::test(start_paused = true)]
async fn dropped_field_is_detected() {
    let place = capillary().remove(0);
    let lost = sample("emails", "emails", json!({"emails": ["a@example.com"]}), &["never-written"]);
    assert!(walk(&place, Builder::New, &lost).await.is_err());
}
