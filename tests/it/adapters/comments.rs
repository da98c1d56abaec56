//! Comments and notes that a vendor stores in a separate call.

use super::once;
use leads_core::client::{LeadClient, LeadClientExt, LeadUpdate, NOTE_NOT_WRITTEN, NewLead, StatusChange};
use leads_core::status::StageMap;
use leads_core::{LeadId, LeadState, Patch, WriteOutcome};
use leads_testkit::capillary::{FakeCapillary, TILL_ENTITY};
use leads_testkit::leadsquared::FakeLeadSquared;
use leads_testkit::nutshell::FakeNutshell;
use leads_testkit::{Fake, FakeResponse, Fault, Handler};

/// Sets a status with a comment while the vendor fails to store comments, and verifies that the status was written and
/// the reply says that the comment was not.
async fn comment_fails<H: Handler>(fake: &Fake<H>, client: &dyn LeadClient, id: &str, path: &'static str) {
    let bad_gateway = Fault::Response(FakeResponse::html(502, "<p>bad gateway</p>"));
    fake.faults().on(move |request| request.path.ends_with(path), bad_gateway);
    let change = StatusChange::to(LeadState::Won).comment("signed today");
    let before = fake.write_count();
    let updated = client.set_status(&LeadId::new(id), &change).await.unwrap();
    assert_eq!(fake.write_count(), before + 1, "only the status is written");
    assert_eq!(updated.meta().outcome, WriteOutcome::Applied);
    let [warning] = updated.meta().warnings.as_slice() else { panic!("{:?}", updated.meta().warnings) };
    assert_eq!((warning.code.as_str(), warning.subject.as_deref()), (NOTE_NOT_WRITTEN, Some("comment")));
    let message = warning.message.as_deref().unwrap();
    assert!(message.contains("unknown") && !message.contains("signed"), "{message}");
    assert_eq!(client.get(&LeadId::new(id)).await.unwrap().status().state, LeadState::Won);

    // The next one is stored.
    let before = fake.write_count();
    let updated = client.set_status(&LeadId::new(id), &change).await.unwrap();
    assert!(updated.meta().warnings.is_empty(), "{:?}", updated.meta().warnings);
    assert_eq!(fake.write_count(), before + 2);
}

#[tokio::test(start_paused = true)]
async fn failed_comment_is_a_warning_of_every_vendor() {
    let fake = Fake::new(FakeNutshell::new());
    let id = fake.handler().add_lead("Wash");
    let leads = fake.client_with(once()).unwrap().leads(nutshell::AdapterConfig::new());
    comment_fails(&fake, &leads, &id, "/notes").await;

    let fake = Fake::new(FakeLeadSquared::new());
    let id = fake.handler().add_lead(&[("FirstName", "Jo"), ("ProspectStage", "Prospect")]);
    let stages = StageMap::new().with("Customer", LeadState::Won);
    let leads = fake.client_with(once()).unwrap().leads(leadsquared::LeadsConfig::new().stages(stages));
    comment_fails(&fake, &leads, &id, "/CreateNote").await;

    let fake = Fake::new(FakeCapillary::new());
    fake.handler().set(|settings| {
        settings.reopens = true;
        settings.rejects_same_status = false;
    });
    let customer = fake.handler().add_customer("jo@example.com", "919900000001");
    let id = fake.handler().add_lead(customer, "boots").to_string();
    let config = capillary_leads::AdapterConfig::new().follow_ups_by(TILL_ENTITY);
    let leads = fake.client_with(once()).unwrap().leads(config);
    comment_fails(&fake, &leads, &id, "/followup").await;
}

#[tokio::test(start_paused = true)]
async fn capillary_follow_up_keeps_the_next_planned_one() {
    let fake = Fake::new(FakeCapillary::new());
    let config = capillary_leads::AdapterConfig::new().lead_for("boots").follow_ups_by(TILL_ENTITY);
    let leads = fake.client_with(once()).unwrap().leads(config);
    let planned = "2031-02-03T04:05:06Z";
    let new = NewLead::default().email("jo@example.com").note("asked").vendor_field("next_follow_up", planned);
    let id = leads.create(&new).await.unwrap().into_inner().id;
    let update = LeadUpdate::new().note(Patch::set("rang twice"));
    leads.update(&id, &update).await.unwrap();
    leads.update(&id, &update.clone().owner(Patch::set("store.lead.1"))).await.unwrap();
    leads.set_status(&id, &StatusChange::to(LeadState::OnHold).comment("later").changed_by("4711")).await.unwrap();

    let lead = fake.handler().lead(id.as_str().parse().unwrap()).unwrap();
    assert_eq!(lead["nextFollowUp"], planned);
    let rows = lead["followUpDetails"].as_array().unwrap();
    let notes: Vec<&str> = rows.iter().map(|row| row["notes"].as_str().unwrap()).collect();
    assert_eq!(notes, ["asked", "rang twice", "rang twice", "later"]);
    assert!(rows.iter().all(|row| row["createdBy"] == TILL_ENTITY));
    assert_eq!(rows[3]["followedUpBy"], 4711);
}

#[tokio::test(start_paused = true)]
async fn capillary_comment_without_a_recorder_sends_nothing() {
    let fake = Fake::new(FakeCapillary::new());
    let leads = fake.client_with(once()).unwrap().leads(capillary_leads::AdapterConfig::new());
    let change = StatusChange::to(LeadState::Won).comment("signed");
    let error = leads.set_status(&LeadId::new("1"), &change).await.unwrap_err();
    assert!(error.is_unsupported() && error.field() == Some("comment"), "{error}");
    assert!(error.help().unwrap().contains("follow_ups_by"));
    assert_eq!(fake.request_count(), 0);
}
