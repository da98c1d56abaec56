//! The main use case, offline: makes a fake of a vendor in this process, wins a lead through the common client and through
//! the vendor's typed client, and shows a rejection with its meaning and remedy.
//!
//! ```text
//! cargo run --profile quick -p quickstart
//! ```
//!
//! With `--all-features` it does the same at all four vendors, with the same code of the common client, and takes longer to
//! compile.

#![allow(clippy::print_stdout)] // a program prints

#[cfg(feature = "dealerstudio")]
use leads::dealerstudio;
#[cfg(feature = "leadsquared")]
use leads::leadsquared;
#[cfg(feature = "nutshell")]
use leads::nutshell;
use leads::{Error, LeadClient, LeadClientExt, LeadId, capillary_leads, lookup};
use leads_testkit::Fake;

type Done<T = ()> = Result<T, Box<dyn std::error::Error>>;

/// Prints a row of the table.
fn row(vendor: &str, through: &str, what: &str, said: &str) {
    println!("{vendor:<16} {through:<8} {what:<28} {said}");
}

/// Wins a lead through the vendor-independent client.
async fn win(client: &dyn LeadClient, id: &LeadId) -> Done {
    let updated = client.mark_won(id).await?;
    let written = updated.written.as_ref().map_or("-", |written| written.code.as_str());
    row(client.vendor(), "common", "mark_won", &format!("{}, sent as {written}", updated.meta().outcome));
    Ok(())
}

async fn capillary() -> Done {
    use capillary_leads::{AdapterConfig, api::leads::UpdateLeadStatus, model::LeadStatus};
    use leads_testkit::capillary::FakeCapillary;
    let fake = Fake::new(FakeCapillary::new());
    let customer = fake.handler().add_customer("jo@example.com", "919900000001");
    let (first, second) =
        (fake.handler().add_lead(customer, "boots-42"), fake.handler().add_lead(customer, "boots-43"));
    let client = fake.client()?;

    win(&client.leads(AdapterConfig::new()), &LeadId::new(first.to_string())).await?;
    let lead = client.send(&UpdateLeadStatus::new(second, LeadStatus::Won).reason_id(1)).await?;
    row(
        "capillary-leads",
        "typed",
        "update_lead_status",
        &format!(
            "{}, reads {}",
            lead.meta().outcome,
            lead.status.as_ref().map_or("no status", |status| status.as_str())
        ),
    );

    // A closed lead accepts no other status: a typed rejection, with its meaning and remedy.
    let rejected = client.send(&UpdateLeadStatus::new(second, LeadStatus::Open)).await;
    if let Err(error) = rejected {
        explain(&error);
    }
    Ok(())
}

fn explain(error: &Error) {
    println!("\n  a rejection {error}");
    println!("  outcome     {}", error.outcome());
    let known = error.codes().first().and_then(|code| lookup(error.vendor(), &code.code));
    if let Some(entry) = known {
        println!("  code        {} ({})", entry.code, entry.name);
        println!("  meaning     {}", entry.cause);
        println!("  remedy      {}\n", entry.remedy);
    }
}

#[cfg(feature = "nutshell")]
async fn nutshell() -> Done {
    use leads_testkit::nutshell::FakeNutshell;
    use nutshell::{AdapterConfig, api::leads::UpdateLeadStatus};
    let fake = Fake::new(FakeNutshell::new());
    let (first, second) = (fake.handler().add_lead("Car wash"), fake.handler().add_lead("Tyre shop"));
    let client = fake.client()?;

    win(&client.leads(AdapterConfig::new()), &LeadId::new(first)).await?;
    let outcome = fake.handler().add_outcome("Signed at the fair", "won");
    let lead = client.send(&UpdateLeadStatus::new(second).outcome(outcome)).await?;
    row(
        "nutshell",
        "typed",
        "update_lead_status",
        &format!(
            "{}, reads {}",
            lead.meta().outcome,
            lead.status.as_ref().map_or("no status", |status| status.as_str())
        ),
    );
    Ok(())
}

#[cfg(feature = "leadsquared")]
async fn leadsquared() -> Done {
    use leads_testkit::leadsquared::{EVENT_CODE, FakeLeadSquared};
    use leadsquared::{OpportunitiesConfig, api::opportunities::UpdateOpportunity, model::OpportunityStatus};
    let fake = Fake::new(FakeLeadSquared::new());
    let person = fake.handler().add_lead(&[("FirstName", "Jo"), ("EmailAddress", "jo@example.com")]);
    let (first, second) = (fake.handler().add_opportunity(&person, &[]), fake.handler().add_opportunity(&person, &[]));
    let client = fake.client()?;

    win(&client.opportunities(OpportunitiesConfig::new(EVENT_CODE)), &LeadId::new(first)).await?;
    let done = client.send(&UpdateOpportunity::new(second.as_str()).status(OpportunityStatus::Won)).await?;
    let now = fake.handler().field(&second, "Status").unwrap_or_default();
    row("leadsquared", "typed", "update_opportunity", &format!("{}, now {now}", done.meta().outcome));
    Ok(())
}

#[cfg(feature = "dealerstudio")]
async fn dealerstudio() -> Done {
    use dealerstudio::model::{Category, ClusterState, Source};
    use dealerstudio::{AdapterConfig, api::lead_clusters::UpdateLeadCluster};
    use leads::{CallOptions, client::NewLead};
    use leads_testkit::dealerstudio::{DEALERSHIP_SLUG, FakeDealerStudio};
    let fake = Fake::new(FakeDealerStudio::new());
    let client = fake.client()?;
    let leads = client.leads(
        AdapterConfig::new().dealership(DEALERSHIP_SLUG).category(Category::GeneralEnquiry).source(Source::Website),
    );

    let enquiry = |name: &str, number: u32| {
        NewLead::new(name).email(format!("person.{number}@example.com")).phone(format!("040000000{number}"))
    };
    let first = leads.create_with(&enquiry("Jo Doe", 1), &CallOptions::new()).await?;
    let second = leads.create_with(&enquiry("Kim Roe", 2), &CallOptions::new()).await?;
    win(&leads, &first.id).await?;
    let cluster = second.id.as_str().parse::<dealerstudio::CompositeLeadId>()?.cluster()?;
    let done = client
        .send(&UpdateLeadCluster::new(DEALERSHIP_SLUG, cluster).lead_state(leads::Patch::Set(ClusterState::Converted)))
        .await?;
    row("dealerstudio", "typed", "update_lead_cluster", done.meta().outcome.as_str());
    Ok(())
}

async fn table() -> Done {
    println!("{:<16} {:<8} {:<28} outcome", "vendor", "client", "call");
    println!("{}", "-".repeat(78));
    capillary().await?;
    #[cfg(feature = "nutshell")]
    nutshell().await?;
    #[cfg(feature = "leadsquared")]
    leadsquared().await?;
    #[cfg(feature = "dealerstudio")]
    dealerstudio().await?;
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Done {
    table().await
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn every_call_succeeds() -> super::Done {
        super::table().await
    }
}
