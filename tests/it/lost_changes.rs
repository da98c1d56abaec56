//! Changes through the common client whose response was lost, at each vendor, and runs of many of them. What every client
//! must do is in the conformance suite; here are the cases that need a fake.

use chrono::{TimeDelta, Utc};
use leads_core::bulk::{BulkEvent, BulkLog, BulkOptions, BulkRecord, LogError, RowBegan, RowOutcome, RowReport};
use leads_core::client::{Change, CreateEffect, CreateKey, CreateProof, LeadClient, LeadKey, NewLead, StatusChange};
use leads_core::http::RetryPolicy;
use leads_core::{ClientConfig, LeadClientExt, LeadId, LeadState, Lost, Resolution, Result, WriteOutcome};
use leads_testkit::capillary::FakeCapillary;
use leads_testkit::dealerstudio::{DEALERSHIP_SLUG, FakeDealerStudio};
use leads_testkit::leadsquared::{EVENT_CODE, FakeLeadSquared};
use leads_testkit::nutshell::FakeNutshell;
use leads_testkit::{Fake, FakeRequest, Fault, Handler, Latency};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const DELAY: Duration = Duration::from_secs(60);

fn once() -> ClientConfig {
    ClientConfig::new().retry(RetryPolicy::none())
}

fn measured() -> ClientConfig {
    once().visible_within(DELAY)
}

fn capillary(fake: &Fake<FakeCapillary>, config: ClientConfig) -> capillary_leads::Leads {
    fake.client_with(config).unwrap().leads(capillary_leads::AdapterConfig::new().lead_for("boots-42"))
}

fn nutshell(fake: &Fake<FakeNutshell>, config: ClientConfig) -> nutshell::Leads {
    fake.client_with(config).unwrap().leads(nutshell::AdapterConfig::new())
}

fn is_create(request: &FakeRequest) -> bool {
    request.method == http::Method::POST && request.path.ends_with("/leads")
}

/// The id of another system in an extended field: the only proof that Capillary can give for a create.
#[tokio::test(start_paused = true)]
async fn capillary_lead_is_found_by_its_extended_field() {
    let fake = Fake::new(FakeCapillary::new());
    fake.handler().add_customer("jane@example.com", "919900000077");
    let lead = |id: &str| NewLead::default().email("jane@example.com").custom("nutshell_id", id);
    let key = |id: &str| CreateKey::marker("nutshell_id", id);
    let leads = capillary(&fake, once());
    // The same customer has other leads, one of them with another id.
    leads.create(&lead("1-leads")).await.unwrap();
    leads.create(&NewLead::default().email("jane@example.com")).await.unwrap();

    fake.faults().on(is_create, Fault::ResetAfterHandling);
    let error = leads.create(&lead("2-leads")).await.unwrap_err();
    assert_eq!((error.outcome(), fake.handler().leads()), (WriteOutcome::Unknown, 3));
    let found = leads.resolve_create(&lead("2-leads"), &key("2-leads"), &error).await.unwrap();
    assert_eq!((found.resolution, found.proof), (Resolution::Found, Some(CreateProof::Marker)));
    let id: i64 = found.id.unwrap().as_str().parse().unwrap();
    assert_eq!(fake.handler().lead(id).unwrap()["extendedFields"]["nutshell_id"], "2-leads");

    // One that never arrived: not known, unless the application knows how long a lead can stay invisible.
    fake.faults().on(is_create, Fault::ResetBeforeHandling);
    let error = leads.create(&lead("3-leads")).await.unwrap_err();
    assert_eq!((error.outcome(), fake.handler().leads()), (WriteOutcome::Unknown, 3));
    let seen = leads.resolve_create(&lead("3-leads"), &key("3-leads"), &error).await.unwrap();
    assert_eq!((seen.resolution, seen.id), (Resolution::CannotTell, None));
    let began = tokio::time::Instant::now();
    let patient = capillary(&fake, measured());
    let seen = patient.resolve_create(&lead("3-leads"), &key("3-leads"), &error).await.unwrap();
    assert_eq!(seen.resolution, Resolution::AssumedAbsent);
    assert!(began.elapsed() >= DELAY - Duration::from_secs(5), "{:?}", began.elapsed());

    // An e-mail address is no key of Capillary's, so it proves nothing and nothing is sent.
    let sent = fake.request_count();
    let contact = CreateKey::contact(LeadKey::email("jane@example.com"));
    let seen = patient.resolve_create(&lead("3-leads"), &contact, &error).await.unwrap();
    assert_eq!((seen.resolution, fake.request_count()), (Resolution::CannotTell, sent));
}

/// The person had a lead before: its address proves nothing.
#[tokio::test(start_paused = true)]
async fn earlier_lead_of_the_person_is_not_taken_for_the_new_one() {
    let fake = Fake::new(FakeNutshell::new());
    let leads = nutshell(&fake, once());
    let lead = NewLead::new("Jane Doe").email("jane@example.com");
    let key = CreateKey::contact(LeadKey::email("jane@example.com"));
    fake.clock().skew(TimeDelta::hours(-2));
    let earlier = leads.create(&lead).await.unwrap().into_inner().id;
    fake.clock().skew(TimeDelta::zero());

    fake.faults().on(is_create, Fault::ResetBeforeHandling);
    let error = leads.create(&lead).await.unwrap_err();
    let seen = leads.resolve_create(&lead, &key, &error).await.unwrap();
    assert_eq!((seen.resolution, seen.id), (Resolution::CannotTell, None));
    let seen = nutshell(&fake, measured()).resolve_create(&lead, &key, &error).await.unwrap();
    assert_eq!(seen.resolution, Resolution::AssumedAbsent, "only the earlier lead is there");

    fake.faults().on(is_create, Fault::ResetAfterHandling);
    let error = leads.create(&lead).await.unwrap_err();
    let found = leads.resolve_create(&lead, &key, &error).await.unwrap();
    assert_eq!((found.resolution, found.proof), (Resolution::Found, Some(CreateProof::CreatedDuringCall)));
    assert!(found.id.is_some() && found.id != Some(earlier));

    // A clock that is a little wrong: neither of them is certain.
    let long_ago = Lost::since(Utc::now() - TimeDelta::hours(2) + TimeDelta::seconds(30)).deadline(Duration::ZERO);
    let unclear = leads.resolve_create(&lead, &key, long_ago).await.unwrap();
    assert_eq!((unclear.resolution, unclear.candidates.len()), (Resolution::CannotTell, 1));
}

/// A capture matches a lead that has the key, so an earlier lead does not show that the capture was not applied.
#[tokio::test(start_paused = true)]
async fn earlier_lead_at_leadsquared_does_not_prove_absence() {
    let fake = Fake::new(FakeLeadSquared::new());
    let lead = NewLead::new("Jane Doe").email("jane@example.com").custom("mx_City", "web-17");
    fake.clock().skew(TimeDelta::hours(-2));
    let leads = fake.client_with(measured()).unwrap().leads(leadsquared::LeadsConfig::new());
    leads.create(&NewLead::new("Jane Doe").email("jane@example.com")).await.unwrap();
    fake.clock().skew(TimeDelta::zero());
    fake.faults().next(Fault::ResetAfterHandling);
    let error = leads.create(&lead).await.unwrap_err();
    let key = CreateKey::contact(LeadKey::email("jane@example.com"));
    let seen = leads.resolve_create(&lead, &key, &error).await.unwrap();
    assert_eq!(seen.resolution, Resolution::CannotTell);
    // A value that only this create wrote is proof.
    let found = leads.resolve_create(&lead, &CreateKey::marker("mx_City", "web-17"), &error).await.unwrap();
    assert_eq!((found.resolution, found.proof), (Resolution::Found, Some(CreateProof::Marker)));
}

#[derive(Default)]
struct Lines(Mutex<String>);

impl Lines {
    fn write(&self, event: &BulkEvent) {
        let line = serde_json::to_string(event).unwrap() + "\n";
        self.0.lock().unwrap().push_str(&line);
    }
}

#[async_trait::async_trait]
impl BulkLog for Lines {
    async fn before(&self, row: &RowBegan) -> std::result::Result<(), LogError> {
        self.write(&BulkEvent::Began(row.clone()));
        Ok(())
    }
    async fn after(&self, row: &RowReport) -> std::result::Result<(), LogError> {
        self.write(&BulkEvent::Ended(Box::new(row.clone())));
        Ok(())
    }
}

/// A vendor's common client with leads, and how often its fake applied a write.
struct Account {
    client: Arc<dyn LeadClient>,
    leads: Vec<LeadId>,
    writes: Box<dyn Fn() -> u64 + Send + Sync>,
    lose: Box<dyn Fn(bool) + Send + Sync>,
}

const ROWS: usize = 24;

/// A fake whose calls take time, so that a run can be interrupted.
fn slow<H: Handler>(handler: H) -> &'static Fake<H> {
    let latency = Latency::fixed(Duration::from_millis(20));
    Box::leak(Box::new(Fake::builder(handler).latency(latency).build()))
}

async fn accounts() -> Vec<Account> {
    let mut accounts = Vec::new();
    macro_rules! add {
        ($fake:expr, $client:expr, $leads:expr) => {{
            let (fake, lost) = ($fake, $fake);
            let client: Arc<dyn LeadClient> = Arc::new($client);
            let leads: Vec<LeadId> = $leads;
            let before = fake.write_count();
            accounts.push(Account {
                client,
                leads,
                writes: Box::new(move || fake.write_count() - before),
                lose: Box::new(move |after| {
                    lost.faults().next(if after { Fault::ResetAfterHandling } else { Fault::ResetBeforeHandling });
                }),
            });
        }};
    }
    let fake: &'static Fake<FakeCapillary> = slow(FakeCapillary::new());
    let customer = fake.handler().add_customer("jo@example.com", "919900000001");
    let ids = (0..ROWS).map(|_| LeadId::new(fake.handler().add_lead(customer, "boots-42").to_string()));
    add!(fake, capillary(fake, once()), ids.collect());
    let fake: &'static Fake<FakeNutshell> = slow(FakeNutshell::new());
    let ids = (0..ROWS).map(|_| LeadId::new(fake.handler().add_lead("Car wash")));
    add!(fake, nutshell(fake, once()), ids.collect());
    let fake: &'static Fake<FakeLeadSquared> = slow(FakeLeadSquared::new());
    let person = fake.handler().add_lead(&[("EmailAddress", "jo@example.com")]);
    let ids = (0..ROWS).map(|_| LeadId::new(fake.handler().add_opportunity(&person, &[])));
    let opportunities = leadsquared::OpportunitiesConfig::new(EVENT_CODE);
    add!(fake, fake.client_with(once()).unwrap().opportunities(opportunities), ids.collect());
    let fake: &'static Fake<FakeDealerStudio> = slow(FakeDealerStudio::new());
    let config = dealerstudio::AdapterConfig::new()
        .dealership(DEALERSHIP_SLUG)
        .category(dealerstudio::model::Category::GeneralEnquiry)
        .source(dealerstudio::model::Source::Website);
    let client = fake.client_with(once()).unwrap().leads(config);
    let mut ids = Vec::new();
    for number in 0..ROWS {
        let lead = NewLead::new("Jo Doe").email(format!("jo{number}@example.com")).phone(format!("04{number:08}"));
        ids.push(client.create(&lead).await.unwrap().into_inner().id);
    }
    add!(fake, client, ids);
    accounts
}

fn changes(leads: &[LeadId]) -> Vec<(String, Change)> {
    let won = || StatusChange::to(LeadState::Won);
    leads.iter().enumerate().map(|(at, id)| (format!("row-{at}"), Change::set_status(id.clone(), won()))).collect()
}

/// Lost responses, a kill in the middle, and a second and a third run.
#[tokio::test(start_paused = true)]
async fn common_run_is_resumed_at_every_vendor() -> Result<()> {
    for account in accounts().await {
        let vendor = account.client.vendor();
        let rows = changes(&account.leads);
        let log = Lines::default();
        let run = account.client.apply_all(
            rows.clone(),
            BulkOptions::new().in_flight(3).log(&log).before(|row| {
                match row.key.as_str() {
                    "row-4" => (account.lose)(true),
                    "row-7" => (account.lose)(false),
                    _ => {}
                }
                Ok(())
            }),
        );
        // The process is killed while rows are in flight.
        tokio::select! {
            biased;
            report = run => panic!("{vendor}: too fast: {report:?}"),
            () = async {
                while log.0.lock().unwrap().matches("ended").count() < 12 {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
            } => {}
        }
        let text = log.0.lock().unwrap().clone();
        let torn = text.clone() + "{\"ended\":{\"ke";
        let record = BulkRecord::from_json_lines(&torn)?;
        assert_eq!(record, BulkRecord::from_json_lines(&text)?);
        let known = record.report().counts();
        assert!(known.unknown >= 1 && known.applied >= 8, "{vendor}: {known:?}");
        let report = account.client.apply_all(rows.clone(), BulkOptions::new().log(&log).resume(record)).await?;
        let counts = report.counts();
        assert_eq!(report.rows.len(), ROWS);
        assert_eq!(counts.applied + counts.unknown, ROWS, "{vendor}: {report:?}");
        // Idempotent changes are sent again; of the others, only what never arrived stays unknown.
        let can_repeat = account.client.safety(&rows[0].1) != leads_core::Safety::NonIdempotent;
        assert!(if can_repeat { counts.unknown == 0 } else { counts.unknown <= 3 }, "{vendor}: {counts:?}");
        let writes = (account.writes)();
        assert!(can_repeat || writes <= ROWS as u64, "{vendor}: {writes} writes");
        let record = BulkRecord::from_json_lines(&log.0.lock().unwrap())?;
        let third = account.client.apply_all(rows, BulkOptions::new().resume(record)).await?;
        assert_eq!((third.counts(), (account.writes)()), (counts, writes), "{vendor}");
        let estimate = account.client.time_for(1_000_000);
        assert!(
            estimate.is_some_and(|time| vendor != "leadsquared" || time > Duration::from_secs(3_600)),
            "{vendor}: {estimate:?}"
        );
    }
    Ok(())
}

/// Every kind of change in one run.
#[tokio::test(start_paused = true)]
async fn run_of_all_kinds_of_changes_reports_ids_and_effects() {
    let fake = Fake::new(FakeNutshell::new());
    let leads = nutshell(&fake, once());
    let (one, two) = (fake.handler().add_lead("One"), fake.handler().add_lead("Two"));
    let email = |name: &str| format!("{name}@example.com");
    let upsert = |name: &str| Change::upsert(LeadKey::email(email(name)), NewLead::new(name).email(email(name)));
    let changes = [
        ("create", Change::create(NewLead::new("Jane").email(email("jane")))),
        ("narrowed", Change::set_status(one.as_str(), StatusChange::to(LeadState::Contacted))),
        ("rejected", Change::set_status(two.as_str(), StatusChange::to(LeadState::OnHold))),
        ("delete", Change::delete(two.as_str())),
        ("upsert", upsert("joe")),
        ("missing", Change::delete("999999-leads")),
    ];
    let report = leads.apply_all(changes, BulkOptions::new()).await.unwrap();
    let row = |key: &str| report.row(key).unwrap();
    for (key, outcome) in [
        ("create", RowOutcome::Applied),
        ("narrowed", RowOutcome::Applied),
        ("rejected", RowOutcome::Rejected),
        ("delete", RowOutcome::Applied),
        ("upsert", RowOutcome::Applied),
        ("missing", RowOutcome::Rejected),
    ] {
        assert_eq!(row(key).outcome, outcome, "{:?}", row(key));
    }
    assert_eq!(row("create").effect, Some(CreateEffect::Created));
    assert!(row("create").id.is_some() && row("narrowed").is_narrowed());
    assert_eq!(row("rejected").error.as_ref().unwrap().field.as_deref(), Some("state"));
    assert_eq!((report.counts().narrowed, row("upsert").effect), (1, Some(CreateEffect::Created)));
    let again = leads.apply_all([("again", upsert("joe"))], BulkOptions::new()).await.unwrap();
    assert_eq!((again.rows[0].effect, &again.rows[0].id), (Some(CreateEffect::Matched), &row("upsert").id));
    let text = format!("{} {report:?}", serde_json::to_string(&report).unwrap());
    assert!(!text.contains("example.com") && !text.contains("Jane"), "{text}");
}
