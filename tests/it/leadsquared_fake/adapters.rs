//! The common client for opportunities and for leads.

use crate::harnesses;
use leads_core::client::{CreateEffect, LeadClient, LeadQuery, LeadUpdate, NewLead, StatusChange};
use leads_core::status::{StageMap, StateSupport};
use leads_core::{LeadClientExt, LeadId, LeadState, Patch, WriteOutcome};
use leads_testkit::Fake;
use leads_testkit::conformance;
use leads_testkit::leadsquared::{EVENT_CODE, FakeLeadSquared};
use leadsquared::{Leads, LeadsConfig, OnDuplicate, Opportunities, OpportunitiesConfig};

struct Fixture<C> {
    fake: Fake<FakeLeadSquared>,
    client: C,
}

fn stages() -> StageMap {
    StageMap::new()
        .with_written("Prospect", LeadState::Open)
        .with("Contacted", LeadState::Contacted)
        .with("Rests", LeadState::OnHold)
        .with("Customer", LeadState::Won)
        .with("Gone", LeadState::Lost)
        .with("Junk", LeadState::Disqualified)
}

fn opportunities(config: OpportunitiesConfig) -> Fixture<Opportunities> {
    let fake = Fake::new(FakeLeadSquared::new());
    let client = fake.client().unwrap().opportunities(config);
    Fixture { fake, client }
}

fn leads() -> Fixture<Leads> {
    let fake = Fake::new(FakeLeadSquared::new());
    let client = fake.client().unwrap().leads(LeadsConfig::new().stages(stages()));
    Fixture { fake, client }
}

impl Fixture<Opportunities> {
    fn fresh_lead(&self) -> LeadId {
        let lead = self.fake.handler().add_lead(&[("FirstName", "Jane")]);
        LeadId::new(self.fake.handler().add_opportunity(&lead, &[("mx_Custom_1", "Kitchen")]))
    }
}

#[tokio::test(start_paused = true)]
async fn opportunities_conform() {
    let mapped = OpportunitiesConfig::new(EVENT_CODE).stage_field("mx_Custom_2").stages(stages());
    let report = conformance::run(&harnesses::leadsquared_opportunities_with(mapped)).await;
    assert!(report.passed(), "{report}");
}

#[tokio::test(start_paused = true)]
async fn leads_conform() {
    let report = conformance::run(&harnesses::leadsquared_leads_with(stages())).await;
    assert!(report.passed(), "{report}");
}

#[tokio::test(start_paused = true)]
async fn opportunity_changes_through_all_states() {
    let config =
        OpportunitiesConfig::new(EVENT_CODE).stage_field("mx_Custom_2").reason_field("mx_Custom_4").stages(stages());
    let place = opportunities(config);
    let id = place.fresh_lead();
    let field = |name: &str| place.fake.handler().field(id.as_str(), name);
    for (state, status, narrowed) in [
        (LeadState::Contacted, "Open", true),
        (LeadState::Won, "Won", false),
        (LeadState::Open, "Open", false),
        (LeadState::OnHold, "Open", false),
        (LeadState::Disqualified, "Lost", false),
    ] {
        let updated = place.client.set_status(&id, &StatusChange::to(state)).await.unwrap();
        assert_eq!(updated.written.as_ref().unwrap().is_narrowed(), narrowed, "{state}");
        assert_eq!(field("Status").as_deref(), Some(status), "{state}");
    }
    assert_eq!(place.client.get(&id).await.unwrap().status().state, LeadState::Disqualified);
    let before = place.fake.request_count();
    let rejected = place.client.set_status(&id, &StatusChange::to(LeadState::Cancelled)).await.unwrap_err();
    assert!(rejected.is_unsupported());
    assert_eq!(place.fake.request_count(), before);
    place.fake.handler().set(|settings| settings.comment_with_status = true);
    let lost = StatusChange::to(LeadState::Lost);
    assert_eq!(place.client.set_status(&id, &lost).await.unwrap_err().outcome(), WriteOutcome::NotApplied);
    let lost = lost.comment("too dear").reason("Price").stage("Gone");
    place.client.set_status(&id, &lost).await.unwrap();
    assert_eq!(field("mx_Custom_19").as_deref(), Some("too dear"));
    assert_eq!((field("mx_Custom_4").as_deref(), field("mx_Custom_2").as_deref()), (Some("Price"), Some("Gone")));
}

/// Updating only the status leaves the stage of the previous status.
#[tokio::test(start_paused = true)]
async fn stale_stage_does_not_hide_the_status() {
    let rests = StageMap::new()
        .with("Rests", LeadState::OnHold)
        .with("Signed", LeadState::Won)
        .with("Gone", LeadState::Lost)
        .with("Away", LeadState::Lost)
        .with("Off", LeadState::Cancelled);
    let place = opportunities(OpportunitiesConfig::new(EVENT_CODE).stage_field("mx_Custom_2").stages(rests));
    let id = place.fresh_lead();
    let field = |name: &str| place.fake.handler().field(id.as_str(), name);
    for (state, stage) in [
        (LeadState::OnHold, "Rests"),
        (LeadState::Lost, "Rests"),
        (LeadState::Won, "Signed"),
        (LeadState::Open, "Signed"),
        (LeadState::OnHold, "Rests"),
    ] {
        let written = place.client.set_status(&id, &StatusChange::to(state)).await.unwrap();
        assert_eq!(written.written.as_ref().unwrap().state, state);
        assert_eq!(field("mx_Custom_2").as_deref(), Some(stage), "{state}");
        let status = place.client.get(&id).await.unwrap().status();
        assert_eq!((status.state, status.detail.stage.as_deref()), (state, Some(stage)));
    }
    let gone = StatusChange::to(LeadState::Lost).stage("Off");
    place.client.set_status(&id, &gone).await.unwrap();
    assert_eq!(place.client.get(&id).await.unwrap().status().state, LeadState::Cancelled);
}

#[tokio::test(start_paused = true)]
async fn lead_name_is_read_as_written() {
    let place = leads();
    let apart = NewLead::default().first_name("Jane").last_name("Smith").email("jane@example.com");
    let id = place.client.create(&apart).await.unwrap().into_inner().id;
    let attribute = |name: &str| place.fake.handler().attribute(id.as_str(), name);
    assert_eq!((attribute("FirstName").as_deref(), attribute("LastName").as_deref()), (Some("Jane"), Some("Smith")));
    place.client.update(&id, &LeadUpdate::new().name(Patch::set("Jane Doe"))).await.unwrap();
    assert_eq!(place.client.get(&id).await.unwrap().name().as_deref(), Some("Jane Doe"));
    place.client.update(&id, &LeadUpdate::new().custom("LastName", "Smith")).await.unwrap();
    let again = place.client.create(&NewLead::new("Jane Roe").email("jane@example.com")).await.unwrap();
    assert_eq!((again.effect, &again.id), (CreateEffect::Updated, &id));
    assert_eq!(place.client.get(&id).await.unwrap().name().as_deref(), Some("Jane Roe"));
    place.client.update(&id, &LeadUpdate::new().custom("LastName", "Smith").name(Patch::Clear)).await.unwrap();
    assert_eq!(place.client.get(&id).await.unwrap().name().as_deref(), Some("Smith"));
    place.client.update(&id, &LeadUpdate::new().name(Patch::Clear)).await.unwrap();
    assert_eq!(place.client.get(&id).await.unwrap().name(), None);
}

/// Two states may share a status: writing one must replace the stage of the other.
#[tokio::test(start_paused = true)]
async fn plain_state_sets_its_own_stage() {
    let place = opportunities(OpportunitiesConfig::new(EVENT_CODE).stage_field("mx_Custom_2").stages(stages()));
    let id = place.fresh_lead();
    for (state, stage) in [
        (LeadState::OnHold, "Rests"),
        (LeadState::Open, "Prospect"),
        (LeadState::Disqualified, "Junk"),
        (LeadState::Lost, "Gone"),
    ] {
        place.client.set_status(&id, &StatusChange::to(state)).await.unwrap();
        assert_eq!(place.fake.handler().field(id.as_str(), "mx_Custom_2").as_deref(), Some(stage));
        assert_eq!(place.client.get(&id).await.unwrap().status().state, state);
    }
}

#[tokio::test(start_paused = true)]
async fn opportunities_of_other_types_are_omitted() {
    let place = opportunities(OpportunitiesConfig::new(EVENT_CODE));
    let fake = place.fake.handler();
    let lead = fake.add_lead(&[("EmailAddress", "jane@example.com"), ("Phone", "+15550100")]);
    let wanted: Vec<String> = (0..3)
        .map(|_| {
            fake.add_opportunity_of(EVENT_CODE + 1, &lead, &[]);
            fake.add_opportunity(&lead, &[])
        })
        .collect();
    for query in [LeadQuery::new().email("jane@example.com"), LeadQuery::new().phone("+15550100")] {
        let (mut after, mut found, mut pages) = (None, Vec::new(), 0);
        loop {
            let page = place.client.list_page(&query.clone().page_size(1), after.as_ref()).await.unwrap();
            found.extend(page.leads.iter().map(|lead| lead.id().unwrap().to_string()));
            pages += 1;
            after = page.into_inner().next;
            if after.is_none() {
                break;
            }
        }
        found.sort();
        let mut wanted = wanted.clone();
        wanted.sort();
        assert_eq!((found, pages), (wanted, 5));
    }
}

#[tokio::test(start_paused = true)]
async fn capabilities_without_a_stage_map() {
    let place = opportunities(OpportunitiesConfig::new(EVENT_CODE));
    let support = |state| place.client.capabilities().state(state);
    use StateSupport::{Exact, Narrowed, Unsupported};
    for (state, expected) in [
        (LeadState::Pending, Narrowed),
        (LeadState::New, Narrowed),
        (LeadState::Contacted, Narrowed),
        (LeadState::Open, Exact),
        (LeadState::OnHold, Unsupported),
        (LeadState::Won, Exact),
        (LeadState::Lost, Exact),
        (LeadState::Cancelled, Unsupported),
        (LeadState::Disqualified, Unsupported),
    ] {
        assert_eq!(support(state), expected, "{state}");
    }
}

#[tokio::test(start_paused = true)]
async fn create_reports_created_matched_and_updated() {
    for (on_duplicate, effect, kept) in [
        (OnDuplicate::Keep, CreateEffect::Matched, "100"),
        (OnDuplicate::Overwrite, CreateEffect::Updated, "200"),
        (OnDuplicate::FillEmpty, CreateEffect::Updated, "100"),
    ] {
        let config = OpportunitiesConfig::new(EVENT_CODE).name_field("mx_Custom_1").on_duplicate(on_duplicate);
        let place = opportunities(config);
        place.fake.handler().set(|settings| settings.duplicate_by = Some("mx_Custom_1".to_owned()));
        let lead = |value: &str| NewLead::new("Kitchen").email("jane@example.com").custom("mx_Custom_6", value);
        let first = place.client.create(&lead("100")).await.unwrap();
        assert_eq!(first.effect, CreateEffect::Created);
        let second = place.client.create(&lead("200")).await.unwrap();
        assert_eq!((second.effect, &second.id), (effect, &first.id));
        assert_eq!(place.fake.handler().field(first.id.as_str(), "mx_Custom_6").as_deref(), Some(kept));
    }
    let place = leads();
    let lead = NewLead::new("Jane").email("jane@example.com").state(LeadState::Open);
    assert_eq!(place.client.create(&lead).await.unwrap().effect, CreateEffect::Created);
    assert_eq!(place.client.create(&lead).await.unwrap().effect, CreateEffect::Updated);
    let kept = lead.vendor_field("update_behavior", "DoNotUpdate");
    assert_eq!(place.client.create(&kept).await.unwrap().effect, CreateEffect::Matched);
    let nameless = place.client.create(&NewLead::new("Jane")).await.unwrap_err();
    assert_eq!(nameless.field(), Some("emails"));
}

#[tokio::test(start_paused = true)]
async fn unconfigured_fields_are_rejected() {
    let place = opportunities(OpportunitiesConfig::new(EVENT_CODE));
    let id = place.fresh_lead();
    for (change, field) in [
        (LeadUpdate::new().email(Patch::set("x@example.com")), "email"),
        (LeadUpdate::new().source(Patch::set("Fair")), "source"),
        (LeadUpdate::new().note(Patch::Clear), "note"),
        (LeadUpdate::new().custom("mx_Custom_1", serde_json::json!({})), "mx_Custom_1"),
        (LeadUpdate::new().vendor_field("colour", "red"), "colour"),
    ] {
        let error = place.client.update(&id, &change).await.unwrap_err();
        assert_eq!(error.field(), Some(field), "{error}");
    }
    let error = place.client.list_page(&LeadQuery::new().state(LeadState::New), None).await.unwrap_err();
    assert!(error.is_unsupported());
    assert_eq!(place.fake.request_count(), 0);
}
