//! Reads and writes a tenant's custom fields as a struct of the application, and checks that struct against the tenant.
//!
//! ```text
//! cargo run --example custom_fields        # against the fakes of Nutshell and LeadSquared
//! ```
//!
//! The names of custom fields are the tenant's, so a struct that matched yesterday can be wrong today. Run the check
//! when the program starts: one read lists every difference.

#![allow(clippy::print_stdout)]

use leads_core::client::{LeadUpdate, NewLead};
use leads_core::{Decimal, LeadClientExt, LeadId, Patch};
use leads_testkit::Fake;
use leads_testkit::leadsquared::FakeLeadSquared;
use leads_testkit::nutshell::FakeNutshell;
use nutshell::api::leads::CreateLeadCustomField;
use serde::{Deserialize, Serialize};
use std::error::Error;

/// The custom fields that this program uses at Nutshell, by their display names.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Enquiry {
    #[serde(rename = "Budget", skip_serializing_if = "Option::is_none")]
    budget: Option<Decimal>,
    #[serde(rename = "Seats", skip_serializing_if = "Option::is_none")]
    seats: Option<u32>,
}

/// A change of them: a field is kept, cleared or set.
#[derive(Debug, Default, Serialize)]
struct EnquiryChange {
    #[serde(rename = "Budget", skip_serializing_if = "Patch::is_keep")]
    budget: Patch<Decimal>,
    #[serde(rename = "Seats", skip_serializing_if = "Patch::is_keep")]
    seats: Patch<u32>,
}

/// The custom fields that this program uses at LeadSquared, where every value is text.
#[derive(Debug, PartialEq, Deserialize)]
struct Profile {
    #[serde(rename = "mx_Budget")]
    budget: Option<Decimal>,
    #[serde(rename = "mx_Trial")]
    trial: Option<bool>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    nutshell_fields().await?;
    leadsquared_fields().await
}

async fn nutshell_fields() -> Result<(), Box<dyn Error>> {
    let fake = Fake::new(FakeNutshell::new());
    let client = fake.client()?;
    client.send(&CreateLeadCustomField::new("Budget", "Currency")).await?;
    client.send(&CreateLeadCustomField::new("seats", "Text")).await?;

    println!("Nutshell: the struct and the instance differ in");
    let differences = client.check_lead_custom_fields::<Enquiry>().await?.into_inner();
    for difference in &differences {
        println!("  {difference}");
    }
    assert!(differences.iter().any(|difference| difference.is_problem() && difference.field() == "Seats"));

    let leads = client.leads(nutshell::AdapterConfig::new());
    let enquiry = Enquiry { budget: Some("18500.50".parse()?), seats: Some(12) };
    let new = NewLead::new("Car wash").custom_fields(&enquiry)?;
    let id: LeadId = leads.create(&new).await?.into_inner().id;
    let read = client.lead_custom_fields::<Enquiry>(id.as_str()).await?.into_inner();
    println!("Nutshell: wrote and read {read:?}");
    assert_eq!(read, enquiry);

    let change = EnquiryChange { seats: Patch::set(14u32), ..EnquiryChange::default() };
    leads.update(&id, &LeadUpdate::new().custom_fields(&change)?).await?;
    let read = client.lead_custom_fields::<Enquiry>(id.as_str()).await?.into_inner();
    println!("Nutshell: changed one field to {read:?}");
    assert_eq!(read, Enquiry { seats: Some(14), ..enquiry });
    Ok(())
}

async fn leadsquared_fields() -> Result<(), Box<dyn Error>> {
    let fake = Fake::new(FakeLeadSquared::new());
    let id = fake.handler().add_lead(&[
        ("EmailAddress", "jane@example.com"),
        ("mx_Budget", "200,000"),
        ("mx_Trial", "1"),
        ("mx_Colour", "blue"),
    ]);
    let leads = fake.client()?.leads(leadsquared::LeadsConfig::new());
    let lead = leads.get(&LeadId::new(id)).await?;
    let profile: Profile = lead.custom_fields()?;
    println!("LeadSquared: {profile:?}");
    assert_eq!(profile, Profile { budget: Some("200000".parse()?), trial: Some(true) });
    // The struct does not have this field, and the lead keeps it.
    assert_eq!(lead.custom("mx_Colour").as_deref(), Some("\"blue\""));
    Ok(())
}
