//! Lost responses, and what a client must report about them.

use super::start;
use capillary_leads::api::follow_ups::AddFollowUp;
use capillary_leads::api::leads::{CreateLead, Customer, GetLead, UpdateLeadStatus};
use capillary_leads::api::reasons::CreateReasons;
use capillary_leads::api::statuses::CreateSubStatus;
use capillary_leads::model::LeadStatus;
use capillary_leads::{Client, ErrorCode, Result};
use leads_core::http::{Resolution, RetryPolicy};
use leads_core::{ClientConfig, Safety, WriteOutcome};
use leads_testkit::{Fault, faults};

#[tokio::test(start_paused = true)]
async fn rejection_after_a_lost_response_proves_nothing() {
    for (status, code) in
        [(LeadStatus::Won, ErrorCode::ClosedLead), (LeadStatus::OnHold, ErrorCode::DuplicateLeadStatus)]
    {
        for http in [200, 400, 500] {
            let (fake, _, _, lead) = start();
            fake.handler().set(|settings| settings.error_status = http);
            let client = fake.client().unwrap();
            fake.faults().next(Fault::ResetAfterHandling);
            let error = client.send(&UpdateLeadStatus::new(lead, status.clone()).reason_id(1)).await.unwrap_err();
            assert_eq!(error.code_as::<ErrorCode>(), Some(code.clone()), "{error}");
            assert_eq!((error.outcome(), error.attempts()), (WriteOutcome::Unknown, 2), "{error}");
            assert_eq!(error.earlier().unwrap().outcome(), WriteOutcome::Unknown, "both errors are reported");
            assert_eq!(fake.write_count(), 1);
            let request = UpdateLeadStatus::new(lead, status.clone()).reason_id(1);
            let found = client.pipeline().resolve(&request, &error).await.unwrap();
            assert_eq!(found, Resolution::Found, "only a read can confirm it");
            let other = UpdateLeadStatus::new(lead, status.clone()).sub_status("CallBack");
            let found = client.pipeline().resolve(&other, &error).await.unwrap();
            assert_eq!(found, Resolution::CannotTell, "no visibility delay is documented");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn rejection_without_a_lost_response_is_not_applied() {
    let (fake, client, _, lead) = start();
    client.send(&UpdateLeadStatus::new(lead, LeadStatus::Won)).await.unwrap();
    let error = client.send(&UpdateLeadStatus::new(lead, LeadStatus::Won)).await.unwrap_err();
    assert_eq!((error.outcome(), fake.write_count()), (WriteOutcome::NotApplied, 1));
    assert!(error.earlier().is_none());
}

#[tokio::test(start_paused = true)]
async fn create_is_not_retried_after_it_was_sent() {
    for fault in [Fault::ResetAfterHandling, Fault::StallHead, Fault::ResetInBody, Fault::TruncatedJson] {
        let (fake, _, customer, lead) = start();
        let client = fake.client().unwrap();
        let lost = || {
            fake.faults().next(fault.clone());
        };
        lost();
        let create = client.send(&CreateLead::new("x", Customer::id(customer))).await.map(drop);
        lost();
        let follow_up = client.send(&AddFollowUp::new(lead, "2026-03-04T10:00:00Z", 1)).await.map(drop);
        lost();
        let reasons = client.send(&CreateReasons::new(["x"])).await.map(drop);
        lost();
        let sub_status = client.send(&CreateSubStatus::new(LeadStatus::Lost, "x")).await.map(drop);
        for result in [create, follow_up, reasons, sub_status] {
            let error = result.unwrap_err();
            assert_eq!((error.outcome(), error.attempts()), (WriteOutcome::Unknown, 1), "{}: {error}", fault.name());
            assert!(error.help().unwrap().contains("List"), "it names the operation to check with: {:?}", error.help());
        }
        assert_eq!((fake.request_count(), fake.write_count()), (4, 4), "{}", fault.name());
    }
}

#[tokio::test(start_paused = true)]
async fn lost_sub_status_is_found_by_resolve() {
    let (fake, ..) = start();
    let client = fake.client().unwrap();
    let request = CreateSubStatus::new(LeadStatus::Lost, "TooDear");
    fake.faults().next(Fault::ResetAfterHandling);
    let error = client.send(&request).await.unwrap_err();
    assert_eq!(client.pipeline().resolve(&request, &error).await.unwrap(), Resolution::Found);
    fake.faults().next(Fault::ResetBeforeHandling);
    let other = CreateSubStatus::new(LeadStatus::Lost, "TooSmall");
    let error = client.send(&other).await.unwrap_err();
    assert_eq!(client.pipeline().resolve(&other, &error).await.unwrap(), Resolution::CannotTell);
}

#[tokio::test(start_paused = true)]
async fn unapplied_write_is_retried() {
    for fault in [Fault::Refused, Fault::ConnectTimeout] {
        let (fake, _, customer, _) = start();
        let client = fake.client().unwrap();
        fake.faults().next(fault);
        let reply = client.send(&CreateLead::new("x", Customer::id(customer))).await.unwrap();
        assert_eq!((reply.meta().attempts, reply.meta().outcome, fake.write_count()), (2, WriteOutcome::Applied, 1));
    }
}

async fn read(client: &Client, lead: i64, _: i64) -> Result<()> {
    client.send(&GetLead::new(lead)).await.map(drop)
}

async fn change(client: &Client, lead: i64, _: i64) -> Result<()> {
    client.send(&UpdateLeadStatus::new(lead, LeadStatus::OnHold)).await.map(drop)
}

async fn make(client: &Client, _: i64, customer: i64) -> Result<()> {
    client.send(&CreateLead::new("x", Customer::id(customer))).await.map(drop)
}

/// Every named fault, once, without a retry: the report must be true.
#[tokio::test(start_paused = true)]
async fn every_fault_is_reported_truthfully() {
    let config = || ClientConfig::new().retry(RetryPolicy::none()).max_body(1 << 20);
    for fault in faults::all().into_iter().filter(|fault| !fault.needs_kept_connection) {
        for safety in [Safety::Read, Safety::Idempotent, Safety::NonIdempotent] {
            let (fake, _, customer, lead) = start();
            let client = fake.client_with(config()).unwrap();
            fake.faults().next(fault.fault());
            let result = match safety {
                Safety::Read => read(&client, lead, customer).await,
                Safety::Idempotent => change(&client, lead, customer).await,
                _ => make(&client, lead, customer).await,
            };
            let applied = if safety.is_write() { fake.write_count() } else { 0 };
            let what = format!("{} on {safety}: {result:?}, applied {applied}", fault.name);
            match (result, fault.expected.kind) {
                (Ok(()), None) => {
                    let most = if safety.is_write() { fault.fault().handle_count() } else { 0 };
                    assert!((most.min(1)..=most).contains(&applied), "{what}");
                }
                // What is then reported must be true.
                (Ok(()), Some(_)) if fault.may_be_parsed() => {
                    assert_eq!(applied, u64::from(safety.is_write()), "{what}");
                }
                (Ok(()), Some(_)) => panic!("{what}"),
                (Err(error), _) => assert!(fault.allows(safety, error.outcome(), applied), "{what}"),
            }
            assert!(fake.request_count() <= 1, "{what}");
        }
    }
}
