//! Works through a day's open leads at Capillary: lists them, adds a follow-up to each, and closes the decided ones
//! with a reason.
//!
//! ```text
//! cargo run --example work_open_leads
//! ```
//!
//! It runs against the fake, which loses one response and lets a colleague close a lead in between, as on a typical
//! day.

#![allow(clippy::print_stdout)]

use capillary_leads::api::follow_ups::AddFollowUp;
use capillary_leads::api::leads::{GetLead, ListLeads, UpdateLeadStatus};
use capillary_leads::api::reasons::ListReasons;
use capillary_leads::model::{EntityId, Lead, LeadId, LeadStatus, ReasonId, SortBy, SortOrder};
use capillary_leads::{Client, ErrorCode, WriteOutcome};
use chrono::{DateTime, Days, Utc};
use leads_core::Time;
use leads_testkit::capillary::{FakeCapillary, TILL_ENTITY};
use leads_testkit::{Fake, Fault};
use std::collections::HashMap;
use std::error::Error;

/// The result of talking to a customer.
#[derive(Clone, Copy, Debug)]
enum Talk {
    Bought,
    Declined(&'static str),
    /// After this many days.
    CallAgain(u64),
}

/// How a lead ended.
#[derive(Debug, PartialEq, Eq)]
enum End {
    Closed(LeadStatus),
    /// The response was lost; reading the lead showed that it had been closed.
    ClosedAsReadShowed(LeadStatus),
    /// A colleague closed it in between.
    ClosedByColleague(Option<LeadStatus>),
    Waits,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let (fake, client) = shop()?;
    let reasons = reasons(&client).await?;

    // Read the whole list first: closing leads removes them from it, which would shift the remaining pages.
    let wanted = ListLeads::new().status(LeadStatus::Open).sort(SortBy::CreatedOn, SortOrder::Ascending).limit(4);
    let open = client.items(wanted).collect().await?;
    println!("{} open leads\n", open.len());

    // Meanwhile, at the other till.
    fake.client()?.send(&UpdateLeadStatus::new(4, LeadStatus::Won).created_by(4712)).await?;

    let mut ends = Vec::new();
    for (number, lead) in open.iter().enumerate() {
        let talk = talk(number);
        let end = work(&client, lead, talk, &reasons, Utc::now()).await?;
        println!(
            "lead {:>2}  {:<12} {:<28} {end:?}",
            lead.id,
            lead.lead_for.as_deref().unwrap_or("-"),
            format!("{talk:?}")
        );
        ends.push(end);
    }

    let left = client.items(ListLeads::new().status(LeadStatus::Open)).collect().await?;
    println!("\n{} leads are still open, each with its next follow-up", left.len());
    assert!(left.iter().all(|lead| lead.next_follow_up.is_some()));
    assert!(ends.iter().any(|end| matches!(end, End::ClosedAsReadShowed(_))), "one response was lost");
    assert!(ends.iter().any(|end| matches!(end, End::ClosedByColleague(_))), "a colleague was quicker");
    let closed = ends.iter().filter(|end| matches!(end, End::Closed(_))).count();
    println!("{closed} leads were closed at the first attempt, {} writes in all", fake.write_count());
    Ok(())
}

/// Adds the follow-up, and closes the lead if the customer has decided.
async fn work(
    client: &Client,
    lead: &Lead,
    talk: Talk,
    reasons: &HashMap<String, ReasonId>,
    now: DateTime<Utc>,
) -> Result<End, Box<dyn Error>> {
    let mut follow_up =
        AddFollowUp::new(lead.id, now, TILL_ENTITY).followed_up_by(EntityId::new(4711)).notes(format!("{talk:?}"));
    if let Talk::CallAgain(days) = talk {
        follow_up = follow_up.next_follow_up(now + Days::new(days));
    }
    client.send(&follow_up).await?;

    let (status, reason) = match talk {
        Talk::CallAgain(_) => return Ok(End::Waits),
        Talk::Bought => (LeadStatus::Won, None),
        Talk::Declined(why) => (LeadStatus::Lost, Some(why)),
    };
    let mut change = UpdateLeadStatus::new(lead.id, status.clone()).created_by(4711).created_on(Time::from(now));
    if let Some(why) = reason {
        let id = reasons.get(why).ok_or_else(|| format!("the organisation has no reason {why:?}"))?;
        change = change.reason_id(*id);
    }
    match client.send(&change).await {
        Ok(_) => Ok(End::Closed(status)),
        // A response was lost, and then the vendor reported "closed": because of this call or of a colleague? Only
        // reading the lead can tell.
        Err(error) if error.outcome() == WriteOutcome::Unknown => {
            let now_is = status_of(client, lead.id).await?;
            Ok(if now_is == Some(status.clone()) {
                End::ClosedAsReadShowed(status)
            } else {
                return Err(error.into());
            })
        }
        Err(error) if error.code_as::<ErrorCode>() == Some(ErrorCode::ClosedLead) => {
            Ok(End::ClosedByColleague(status_of(client, lead.id).await?))
        }
        Err(error) => Err(error.into()),
    }
}

async fn status_of(client: &Client, lead: LeadId) -> capillary_leads::Result<Option<LeadStatus>> {
    Ok(client.send(&GetLead::new(lead)).await?.status.clone())
}

/// The organisation's reasons by text, because ids differ between organisations.
async fn reasons(client: &Client) -> capillary_leads::Result<HashMap<String, ReasonId>> {
    let listed = client.send(&ListReasons::new()).await?;
    Ok(listed.data.iter().filter_map(|row| Some((row.reason.clone()?, row.id))).collect())
}

/// The customers' decisions today.
fn talk(number: usize) -> Talk {
    match number % 4 {
        0 => Talk::Bought,
        1 => Talk::Declined("Out of stock"),
        2 => Talk::CallAgain(2),
        _ => Talk::Declined("Bought elsewhere"),
    }
}

/// A shop with ten open leads, and a network that loses a response.
fn shop() -> Result<(Fake<FakeCapillary>, Client), Box<dyn Error>> {
    let fake = Fake::new(FakeCapillary::new());
    for (number, wish) in ["boots-42", "socks", "scarf"].into_iter().cycle().take(10).enumerate() {
        let (email, mobile) = (format!("customer.{number}@example.com"), format!("9199000000{number:02}"));
        let customer = fake.handler().add_customer(&email, &mobile);
        fake.handler().add_lead(customer, wish);
    }
    fake.faults().on(|request| request.path == "/v2/leads/2/status", Fault::ResetAfterHandling);
    let client = fake.client()?;
    Ok((fake, client))
}
