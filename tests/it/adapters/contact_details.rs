//! The e-mail addresses and phone numbers of Nutshell leads.

use super::once;
use leads_core::client::{LeadClientExt, LeadQuery, NewLead};
use leads_testkit::Fake;
use leads_testkit::nutshell::FakeNutshell;
use nutshell::AdapterConfig;
use nutshell::api::contacts::DeleteContact;

#[tokio::test(start_paused = true)]
async fn contact_details_take_one_more_call_and_only_if_configured() {
    let fake = Fake::new(FakeNutshell::new());
    let client = fake.client_with(once()).unwrap();
    let plain = client.leads(AdapterConfig::new());
    let detailed = client.leads(AdapterConfig::new().contact_details(true));
    let new = NewLead::new("Wash").email("jane@example.com").email("second@example.com").phone("+1-5550001234");
    let id = plain.create(&new).await.unwrap().into_inner().id;
    plain.create(&NewLead::new("Without a contact")).await.unwrap();

    let before = fake.request_count();
    let lead = plain.get(&id).await.unwrap();
    assert!(lead.emails().is_empty() && lead.phones().is_empty());
    assert_eq!(fake.request_count(), before + 1);

    let lead = detailed.get(&id).await.unwrap();
    assert_eq!(lead.emails(), ["jane@example.com", "second@example.com"]);
    assert_eq!(lead.phones(), ["+1-5550001234"]);
    assert_eq!(lead.id(), Some(id.clone()));
    assert!(!format!("{lead:?}").contains("jane"), "{lead:?}");
    assert_eq!(fake.request_count(), before + 3);

    let page = detailed.list_page(&LeadQuery::new(), None).await.unwrap();
    let emails: Vec<usize> = page.leads.iter().map(|lead| lead.emails().len()).collect();
    assert_eq!(emails, [2, 0]);
    assert_eq!(fake.request_count(), before + 5);

    // Lists omit deleted contacts.
    client.send(&DeleteContact::new("1-contacts")).await.unwrap();
    assert!(detailed.get(&id).await.unwrap().emails().is_empty());
}

#[tokio::test(start_paused = true)]
async fn contacts_are_read_in_calls_of_fifty() {
    let fake = Fake::new(FakeNutshell::new());
    let client = fake.client_with(once()).unwrap();
    let leads = client.leads(AdapterConfig::new().contact_details(true));
    for number in 0..60 {
        leads.create(&NewLead::new("Wash").email(format!("p{number}@example.com"))).await.unwrap();
    }
    let before = fake.request_count();
    let page = leads.list_page(&LeadQuery::new().page_size(60), None).await.unwrap();
    assert!(page.leads.iter().all(|lead| lead.emails().len() == 1));
    assert_eq!(fake.request_count(), before + 3, "one page of leads, two of contacts");
}
