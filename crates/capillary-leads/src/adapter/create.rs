//! Creating a lead.

use super::AdapterConfig;
use super::fields::{MappedFields, VendorFields, parse_number};
use super::status::{common_state, vendor_status};
use crate::api::leads::{CreateLead, Customer};
use crate::model::{EntityId, ExtendedValue, LeadType, OrgSourceId};
use leads_core::client::{FormField, NewLead};
use leads_core::error::Code;
use leads_core::lead::ContactTime;
use leads_core::status::StatusWrite;
use leads_core::vendor::{ensure_known_fields, ensure_unset, left_out, narrowed};
use leads_core::{Error, Personal, Result, Time};

impl AdapterConfig {
    pub(super) fn create_request(&self, lead: &NewLead) -> Result<(CreateLead, Vec<Code>)> {
        let follow_up = match &lead.contact_time {
            Some(ContactTime::At(time)) => Some(*time),
            _ => None,
        };
        let native: &[FormField] = if follow_up.is_some() { &[FormField::ContactTime] } else { &[] };
        let form = self.form_fields.resolve(lead, native)?;
        let follow_up = follow_up.filter(|_| form.is_native(FormField::ContactTime));
        ensure_known_fields(
            &lead.vendor_fields,
            &["lead_for", "lead_type", "user_id", "sub_status", "next_follow_up", "created_on", "created_by"],
        )?;
        ensure_unset(&[("value", lead.value.is_some())])?;
        let own = VendorFields(&lead.vendor_fields);
        let lead_for = own.text("lead_for")?.or(self.lead_for.as_deref()).ok_or_else(|| {
            Error::invalid("lead_for", "is required")
                .with_help("set it with vendor_field(\"lead_for\", …) or AdapterConfig::lead_for")
        })?;
        let fields = form.custom.iter().map(|(name, value)| (name.clone(), ExtendedValue::from(value))).collect();
        let mut draft = MappedFields { fields, warnings: form.warnings };
        let mut contacts = lead
            .emails
            .iter()
            .map(|address| ("emails", Customer::Email(address.clone()), address))
            .chain(lead.phones.iter().map(|number| ("phones", Customer::Mobile(number.clone()), number)));
        let customer = match own.number("user_id")? {
            Some(id) => Customer::Id(id),
            None => {
                contacts
                    .next()
                    .ok_or_else(|| {
                        Error::invalid("emails", "or phones must contain one to identify the customer")
                            .with_help("or set the id of a known customer with vendor_field(\"user_id\", …)")
                    })?
                    .1
            }
        };
        let rest: Vec<(&'static str, &Personal<String>)> = contacts.map(|(field, _, text)| (field, text)).collect();
        if let Some((field, _)) = rest.first() {
            let joined = rest.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(", ");
            self.second_contact.put(field, &joined, &mut draft)?;
        }
        let parts: Vec<(&'static str, &str)> = [("first_name", &lead.first_name), ("last_name", &lead.last_name)]
            .into_iter()
            .filter_map(|(field, part)| Some((field, part.as_ref()?.as_str())))
            .collect();
        let joined = parts.iter().map(|(_, part)| *part).collect::<Vec<_>>().join(" ");
        match &lead.name {
            Some(name) => {
                self.name.put("name", name, &mut draft)?;
                // One extended field holds one name: the full name if there is one.
                if !parts.is_empty() && joined != name.as_str() {
                    let why = "the full name is written, and a lead has no field for a part of it";
                    draft.warnings.extend(parts.iter().map(|(field, _)| left_out(*field, why)));
                }
            }
            None => parts.iter().try_for_each(|(field, _)| self.name.put(field, &joined, &mut draft))?,
        }
        if let Some(note) = lead.note.as_ref().filter(|_| self.note_by().is_none()) {
            self.note.put("note", note, &mut draft)?;
        }
        let MappedFields { fields, mut warnings } = draft;
        let mut request = CreateLead::new(lead_for, customer);
        if let Some(lead_type) = own.text("lead_type")?.map(LeadType::from).or_else(|| self.lead_type.clone()) {
            request = request.lead_type(lead_type);
        }
        if let Some(state) = lead.state {
            let status = vendor_status(state)?;
            warnings.extend(narrowed(&StatusWrite::new(Some(state), common_state(Some(&status)), status.as_str())));
            request = request.status(status);
        }
        if let Some(sub_status) = own.text("sub_status")? {
            request = request.sub_status(sub_status);
        }
        match (own.time("next_follow_up")?, follow_up) {
            (Some(_), Some(_)) => {
                return Err(Error::invalid("next_follow_up", "and `contact_time` must not both be set"));
            }
            (Some(time), None) => request = request.next_follow_up(time),
            (None, Some(time)) => request = request.next_follow_up(Time::from(time)),
            (None, None) => {}
        }
        if let Some(time) = own.time("created_on")? {
            request = request.created_on(time);
        }
        if let Some(by) = own.number::<EntityId>("created_by")? {
            request = request.created_by(by);
        }
        if let Some(source) = &lead.source {
            request = request.org_source_id(parse_number::<OrgSourceId>("source", source)?);
        }
        if let Some(owner) = &lead.owner {
            request = request.owner(owner.as_str());
        }
        Ok((if fields.is_empty() { request } else { request.extended_fields(fields) }, warnings))
    }
}

#[cfg(test)]
mod tests {
    use super::super::UnmappedField;
    use super::*;
    use crate::model::LeadId;
    use leads_core::client::LeadUpdate;
    use leads_core::{HasBody, LeadState, Money, Patch};
    use rstest::rstest;
    use serde_json::Value;

    fn body(config: &AdapterConfig, lead: &NewLead) -> String {
        serde_json::to_string(config.create_request(lead).unwrap().0.body()).unwrap()
    }

    fn config() -> AdapterConfig {
        AdapterConfig::new().lead_for("sku")
    }

    #[test]
    fn new_lead_is_mapped_to_a_create_request() {
        let lead = NewLead::default()
            .email("a@example.com")
            .source("-1")
            .owner("jo")
            .state(LeadState::New)
            .custom("trial", "yes")
            .vendor_field("lead_type", "BRAND")
            .vendor_field("created_by", 7)
            .vendor_field("next_follow_up", "2026-01-01T00:00:00Z");
        assert_eq!(
            body(&config(), &lead),
            r#"{"type":"BRAND","leadFor":"sku","idType":"EMAIL","identifier":"a@example.com","status":"OPEN","nextFollowUp":"2026-01-01T00:00:00Z","createdBy":7,"extendedFields":{"trial":"yes"},"orgSourceId":-1,"owner":"jo"}"#
        );
        let known = NewLead::default().vendor_field("user_id", "9").vendor_field("lead_for", "mine");
        assert_eq!(body(&config(), &known), r#"{"leadFor":"mine","userId":9}"#);
        let phone = NewLead::default().phone("91700");
        assert_eq!(body(&config(), &phone), r#"{"leadFor":"sku","idType":"MOBILE","identifier":"91700"}"#);
    }

    #[rstest]
    #[case(NewLead::default().email("a"), AdapterConfig::new(), "lead_for")]
    #[case(NewLead::default(), config(), "emails")]
    #[case(NewLead::new("Jo").email("a"), config(), "name")]
    #[case(NewLead::default().first_name("Jo").email("a"), config(), "first_name")]
    #[case(NewLead::default().email("a").note("x"), config(), "note")]
    #[case(NewLead::default().email("a").phone("1"), config(), "phones")]
    #[case(NewLead::default().email("a").email("b"), config(), "emails")]
    #[case(NewLead::default().email("a").value(Money::new(1.into())), config(), "value")]
    #[case(NewLead::default().email("a").source("web"), config(), "source")]
    #[case(NewLead::default().email("a").state(LeadState::Cancelled), config(), "state")]
    #[case(NewLead::default().email("a").vendor_field("leadFor", "x"), config(), "leadFor")]
    #[case(NewLead::default().email("a").vendor_field("lead_for", 1), config(), "lead_for")]
    #[case(NewLead::default().vendor_field("user_id", "x"), config(), "user_id")]
    #[case(NewLead::default().email("a").custom("trial", Value::Null), config(), "custom")]
    #[case(NewLead::new("Jo").email("a").custom("n", "Al"), config().name(UnmappedField::ExtendedField("n".into())), "name")]
    fn unsupported_field_is_named_in_the_error(
        #[case] lead: NewLead,
        #[case] config: AdapterConfig,
        #[case] field: &str,
    ) {
        assert_eq!(config.create_request(&lead).unwrap_err().field(), Some(field));
    }

    #[test]
    fn unmapped_fields_are_written_as_configured() {
        let config = config()
            .name(UnmappedField::ExtendedField("full_name".into()))
            .note(UnmappedField::Ignore)
            .second_contact(UnmappedField::ExtendedField("more".into()));
        let lead = NewLead::new("Jo Roe").first_name("Jo").email("a").email("b").phone("1").note("x");
        let text = body(&config, &lead);
        assert!(text.ends_with(r#""extendedFields":{"full_name":"Jo Roe","more":"b, 1"}}"#), "{text}");
        let parts = NewLead::default().first_name("Jo").last_name("Roe").email("a");
        assert!(body(&config, &parts).contains(r#""full_name":"Jo Roe""#));
        let update = LeadUpdate::new().name(Patch::set("Al"));
        let (request, _) = config.update_request(LeadId::new(1), &update).unwrap();
        assert_eq!(serde_json::to_string(request.body()).unwrap(), r#"{"extendedFields":{"full_name":"Al"}}"#);
    }

    #[test]
    fn omitted_fields_are_reported_as_warnings() {
        let warned = |lead: &NewLead, config: &AdapterConfig| -> Vec<String> {
            let (_, warnings) = config.create_request(lead).unwrap();
            warnings.into_iter().map(|warning| warning.subject.unwrap()).collect()
        };
        let ignoring =
            config().name(UnmappedField::Ignore).note(UnmappedField::Ignore).second_contact(UnmappedField::Ignore);
        let lead = NewLead::new("Jo Roe").email("a").phone("1").note("x").state(LeadState::Contacted);
        assert_eq!(warned(&lead, &ignoring), ["phones", "name", "note", "state"]);
        let parts = NewLead::default().first_name("Jo").last_name("Roe").email("a");
        assert_eq!(warned(&parts, &ignoring), ["first_name", "last_name"]);
        let named = config().name(UnmappedField::ExtendedField("full_name".into()));
        assert!(warned(&parts, &named).is_empty());
        let whole = |name| NewLead::new(name).first_name("Jo").last_name("Roe").email("a");
        assert!(warned(&whole("Jo Roe"), &named).is_empty());
        assert_eq!(warned(&whole("The Roes"), &named), ["first_name", "last_name"]);
        let update = LeadUpdate::new().name(Patch::set("Jo")).owner(Patch::set("al"));
        let (_, warnings) = ignoring.update_request(LeadId::new(1), &update).unwrap();
        assert_eq!(warnings[0].subject.as_deref(), Some("name"));
    }
}
