//! Finding one lead, where the vendor's response needs to be verified.

use super::once;
use leads_core::client::{LeadClientExt, LeadKey, NewLead};
use leads_core::{ErrorKind, LeadId};
use leads_testkit::leadsquared::{EVENT_CODE, FakeLeadSquared};
use leads_testkit::nutshell::FakeNutshell;
use leads_testkit::{Fake, FakeResponse, Fault};
use serde_json::json;

#[tokio::test(start_paused = true)]
async fn leadsquared_response_to_a_search_that_was_ignored_is_not_a_match() {
    let fake = Fake::new(FakeLeadSquared::new());
    let client = fake.client_with(once()).unwrap();
    let leads = client.leads(leadsquared::LeadsConfig::new());
    // The vendor responds with every lead to a condition that it does not understand.
    let all = json!([{"ProspectID": "7", "EmailAddress": "other@example.com", "mx_Web_Id": null}]);
    for key in [LeadKey::email("jane@example.com"), LeadKey::field("mx_Web_Id", "w-1")] {
        fake.faults().next(Fault::Response(FakeResponse::json(200, &all)));
        let error = leads.find(&key).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Precondition, "{error}");
        assert!(!error.to_string().contains("jane") && !error.to_string().contains("w-1"), "{error}");
    }
    // Case and surrounding spaces do not matter: the vendor's comparison ignores them.
    fake.faults().next(Fault::Response(FakeResponse::json(200, &all)));
    assert_eq!(leads.find(&LeadKey::email("Other@Example.com ")).await.unwrap().id(), Some(LeadId::new("7")));
}

#[tokio::test(start_paused = true)]
async fn leadsquared_opportunity_is_verified_by_its_lead_and_by_its_own_field() {
    let fake = Fake::new(FakeLeadSquared::new());
    let client = fake.client_with(once()).unwrap();
    let leads = client.opportunities(leadsquared::OpportunitiesConfig::new(EVENT_CODE));
    let person = fake.handler().add_lead(&[("FirstName", "Jo"), ("mx_Web_Id", "w-1")]);
    let id = fake.handler().add_opportunity(&person, &[("mx_Custom_7", "deal-1")]);
    let before = fake.request_count();
    // A row of an opportunity does not contain the lead's own fields.
    assert_eq!(leads.find(&LeadKey::field("mx_Web_Id", "w-1")).await.unwrap().id(), Some(LeadId::new(id.as_str())));
    assert_eq!(fake.request_count(), before + 2);
    assert_eq!(leads.find(&LeadKey::field("mx_Custom_7", "deal-1")).await.unwrap().id(), Some(LeadId::new(id)));
    assert_eq!(fake.request_count(), before + 3);
    assert!(leads.find(&LeadKey::field("mx_Custom_7", "deal-2")).await.unwrap_err().is_not_found());
    // An opportunity of another type is not a match.
    fake.handler().add_opportunity_of(12_001, &person, &[]);
    assert!(leads.find(&LeadKey::field("mx_Web_Id", "w-1")).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn nutshell_number_and_custom_field_identify_a_lead() {
    let fake = Fake::new(FakeNutshell::new());
    let leads = fake.client_with(once()).unwrap().leads(nutshell::AdapterConfig::new());
    let id = leads.create(&NewLead::new("Wash").custom("Web Id", "w-1")).await.unwrap().into_inner().id;
    let number = fake.handler().record(id.as_str()).unwrap()["number"].as_str().unwrap().to_owned();
    assert_eq!(leads.find(&LeadKey::field("number", number)).await.unwrap().id(), Some(id.clone()));
    assert!(leads.find(&LeadKey::field("number", "1")).await.unwrap_err().is_not_found());
    let before = fake.request_count();
    // A sign would make it a range.
    let error = leads.find(&LeadKey::field("number", ">1")).await.unwrap_err();
    assert!(error.is_invalid_request() && error.field() == Some("field"), "{error}");
    assert_eq!(fake.request_count(), before);

    // A vendor that ignored the filter would return this lead.
    let ignored = json!({"meta": {}, "links": {}, "leads": [fake.handler().record(id.as_str()).unwrap()]});
    fake.faults().next(Fault::Response(FakeResponse::json(200, &ignored)));
    let error = leads.find(&LeadKey::field("Web Id", "w-9")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Precondition, "{error}");
}
