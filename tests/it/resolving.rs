//! Verifying a write whose response was lost: compares the documentation with the code, runs every verification against
//! responses that prove nothing, and compares the resolutions under random faults with the fakes' ledgers.
//!
//! `LEADS_VERIFICATIONS` sets the number of writes per operation, `LEADS_SEED` selects the faults; a failing run prints the
//! seed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use crate::common::{number, seed};
use async_trait::async_trait;
use http::HeaderMap;
use leads_core::http::{
    Progress, RetryPolicy, Transport, TransportError, TransportErrorKind, Verification, WireRequest,
};
use leads_core::inspect::Entry;
use leads_core::vendor::Vendor;
use leads_core::{CallOptions, ClientConfig, HttpResponse, Pipeline, Resolution, Resolve, WriteOutcome};
use leads_testkit::faults::{self, NamedFault};
use leads_testkit::{Fake, Handler, capillary, leadsquared as squared, nutshell as shell};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// Runs a check for each vendor crate, with its folder and its operations.
macro_rules! each_vendor {
    ($run:ident) => {
        $run::<capillary_leads::Capillary>("capillary-leads", capillary_leads::api::catalog());
        $run::<nutshell::Nutshell>("nutshell", nutshell::api::catalog());
        $run::<leadsquared::LeadSquared>("leadsquared", leadsquared::api::catalog());
        $run::<dealerstudio::DealerStudio>("dealerstudio", dealerstudio::api::catalog());
    };
}

const HEAD: &str = "\
# Determining whether a write took effect

A call can end without a response. `error.outcome()` is then `Unknown`, and a non-idempotent write must not simply be
retried. `client.resolve(&request, &error)` determines the outcome:

| result | means |
|---|---|
| `Found` | the vendor's data is as the write would have left it; retrying is unnecessary |
| `Absent` | it is not, and a write of this kind would be visible by now; it can be retried |
| `AssumedAbsent` | as `Absent`, but only because the delay that the application stated has passed |
| `CannotTell` | the write cannot be verified, or the data fits both: check later, or let a person decide |
| an error | the verification read itself failed, and proves nothing about the write |

If the error already proves the outcome, no request is sent: `NotApplied` is `Absent`, `Applied` is `Found`. Otherwise
one read is sent, as listed in the tables below. **None of the four vendors documents how soon a write is visible to
its reads** (one lags by seconds, observed), so a missing change is `CannotTell`, and `Absent` comes only from an
error that proves it. For a created record, a name or an address that others may share is not proof; those writes are
in the second table of each vendor, with the `error.help()` of the crate's own example.

An application that has measured the delay for an account can state it: `ClientConfig::visible_within(delay)`. A write
that is still missing when the call's deadline and the delay have passed is then `AssumedAbsent`, and
`resolution.is_absent()` holds for both kinds. If the delay is too short, sending the write again applies it twice.
The common client has `resolve_status`, `resolve_update`, `resolve_delete` and `resolve_create`, and
[`apply_all`][bulk.md] uses them to resume a run.

`Found` describes the data, not the call: a write that would have changed nothing is found even if it never arrived,
and a record that was created only seconds before its delete may not be visible yet, which looks as if it were
deleted.

`resolve` accepts only requests that can be verified; others do not compile. A custom request type can support it by
implementing `leads_core::Resolve`.

This page is generated from the code; the test `resolving_page_matches_the_code` compares it with the code and
rewrites it if `UPDATE_DOCS=1` is set.

[bulk.md]: bulk.md
";

/// Returns the two tables of a vendor.
fn tables<V: Vendor>(vendor: &str, catalog: &[Entry<V>]) -> String {
    let (mut looked, mut not) = (String::new(), String::new());
    for entry in catalog.iter().filter(|entry| entry.safety().is_write()) {
        let name = entry.operation.name;
        match entry.verification() {
            Some(Verification { by, proof, .. }) => writeln!(looked, "| `{name}` | `{}` | {proof} |", by.name).unwrap(),
            None => {
                let trace =
                    entry.trace().unwrap_or_else(|| panic!("{vendor}: {name} does not document how to check it"));
                writeln!(not, "| `{name}` | {trace} |").unwrap();
            }
        }
    }
    let mut page = format!("\n## {vendor}\n");
    if looked.is_empty() {
        page.push_str("\nThe vendor documents no read of what a write creates or updates.\n");
    } else {
        write!(page, "\n| write | verified with | found if |\n|---|---|---|\n{looked}").unwrap();
    }
    write!(page, "\n| cannot be verified | manual check |\n|---|---|\n{not}").unwrap();
    page
}

#[test]
fn resolving_page_matches_the_code() {
    let made = std::cell::RefCell::new(HEAD.to_owned());
    macro_rules! add {
        ($catalog:expr, $vendor:literal) => {
            made.borrow_mut().push_str(&tables($vendor, &$catalog))
        };
    }
    add!(capillary_leads::api::catalog(), "Capillary");
    add!(nutshell::api::catalog(), "Nutshell");
    add!(leadsquared::api::catalog(), "LeadSquared");
    add!(dealerstudio::api::catalog(), "Dealer Studio");
    let made = made.into_inner();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/resolving.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&file, &made).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept == made,
        "docs/resolving.md does not match the code; run UPDATE_DOCS=1 cargo test --test it resolving::"
    );
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else {
            files.push(path);
        }
    }
    files
}

/// Returns the documentation of a public type in a source file.
fn documentation(text: &str, name: &str) -> Option<String> {
    let at = text.find(&format!("\npub struct {name} "))?;
    let lines: Vec<&str> = text[..at].lines().rev().take_while(|line| line.starts_with(['/', '#'])).collect();
    Some(lines.into_iter().rev().filter_map(|line| line.strip_prefix("///")).collect::<String>())
}

#[test]
fn every_write_documents_how_to_verify_it() {
    fn check<V: Vendor>(folder: &str, catalog: Vec<Entry<V>>) {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates").join(folder).join("src/api");
        let texts: Vec<String> = sources(&root).iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
        for entry in catalog.iter().filter(|entry| entry.safety().is_write()) {
            let name = &entry.request_type;
            let documented =
                texts.iter().find_map(|text| documentation(text, name)).unwrap_or_else(|| panic!("{name}"));
            let (verifiable, unverifiable) = (
                ["can determine", "determines"].iter().any(|predicate| {
                    documented.contains(&format!("[`Client::resolve`](crate::Client::resolve) {predicate}"))
                }),
                documented.contains("the outcome cannot be verified automatically"),
            );
            let wanted = (entry.verification().is_some(), entry.verification().is_none());
            assert_eq!((verifiable, unverifiable), wanted, "{folder} {name}: {documented}");
        }
    }
    each_vendor!(check);
}

#[derive(Clone, Copy, Debug)]
enum Does {
    Lost,
    Says(u16, &'static str),
}
use Does::{Lost, Says};

/// Loses the first exchange, treats each later one the same way, and records the requests.
#[derive(Debug)]
struct Script {
    then: Does,
    requested: Mutex<Vec<(String, String)>>,
}

#[async_trait]
impl Transport for Script {
    async fn send(&self, wire: WireRequest, _: Arc<dyn Progress>) -> Result<HttpResponse, TransportError> {
        let mut requested = self.requested.lock().unwrap();
        requested.push((wire.method.to_string(), wire.url.path().to_owned()));
        match if requested.len() == 1 { Lost } else { self.then } {
            Lost => Err(TransportError::new(TransportErrorKind::Exchange)),
            Says(status, body) => Ok(HttpResponse::new(status, HeaderMap::new(), body)),
        }
    }
}

fn config(transport: Arc<dyn Transport>) -> ClientConfig {
    ClientConfig::new().retry(RetryPolicy::none()).transport(transport)
}

/// Tests every verifiable write of a vendor with every response to its verification read.
async fn proves_nothing<V: Vendor>(catalog: Vec<Entry<V>>, pipeline: impl Fn(ClientConfig) -> Pipeline<V>) {
    let options = CallOptions::new();
    let failures =
        [Lost, Says(503, "<p>down</p>"), Says(401, ""), Says(403, ""), Says(200, "<p>Sign in</p>"), Says(500, "")];
    let foreign = [
        Says(404, "<p>no such path</p>"),
        Says(404, ""),
        Says(404, r#"{"message":"no Route matched"}"#),
        Says(200, "{}"),
    ];
    let mut without = BTreeSet::new();
    for entry in catalog.iter().filter(|entry| entry.verification().is_some()) {
        let (name, by) = (entry.operation.name, entry.verification().unwrap().by);
        for (at, then) in failures.into_iter().chain(foreign).enumerate() {
            let script = Arc::new(Script { then, requested: Mutex::default() });
            let pipeline = pipeline(config(Arc::clone(&script) as Arc<dyn Transport>));
            let error = entry.send(&pipeline, &options).await.unwrap_err();
            assert_eq!(error.outcome(), WriteOutcome::Unknown, "{name}");
            let resolution = entry.resolve(&pipeline, &error, &options).unwrap().await;
            let requested = script.requested.lock().unwrap().clone();
            if requested.len() == 1 {
                assert_eq!(resolution.unwrap(), Resolution::CannotTell, "{name}");
                without.insert(name);
                continue;
            }
            assert_eq!(
                (requested.len(), requested[1].0.as_str()),
                (2, by.method.to_http().as_str()),
                "{name}: one read"
            );
            match resolution {
                Ok(resolution) if at >= failures.len() => {
                    assert_eq!(resolution, Resolution::CannotTell, "{name} {then:?}")
                }
                Ok(resolution) => panic!("{name}: {resolution} although the verification read failed: {then:?}"),
                Err(error) => assert_eq!(error.operation(), by.name, "{name} {then:?}"),
            }
        }
    }
    // The only example that cannot be verified: it identifies its leads by their e-mail addresses.
    without.remove("bulk_update_leads_v2");
    assert!(without.is_empty(), "{without:?}");
}

#[tokio::test(start_paused = true)]
async fn failed_or_foreign_verification_read_proves_nothing() {
    let url = leads_testkit::IN_PROCESS_URL;
    proves_nothing(capillary_leads::api::catalog(), |config| {
        let password = capillary_leads::Password::plain("server123");
        let builder = capillary_leads::Client::builder().base_url(url).basic("store.server", password);
        builder.config(config).build().unwrap().pipeline().clone()
    })
    .await;
    proves_nothing(nutshell::api::catalog(), |config| {
        let builder = nutshell::Client::builder().base_url(url).basic("agent@example.com", "key");
        builder.config(config).build().unwrap().pipeline().clone()
    })
    .await;
    proves_nothing(leadsquared::api::catalog(), |config| {
        let builder =
            leadsquared::Client::builder().base_url(url).async_base_url(url).files_base_url(url).async_api_key("k");
        builder.keys("access", "secret").config(config).build().unwrap().pipeline().clone()
    })
    .await;
}

/// How often each end of an operation occurred.
type Ends = BTreeMap<(&'static str, ResolutionText, bool), u32>;

/// The text of a resolution, which can be ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct ResolutionText(&'static str);

/// A run against one fake with random faults, which compares the resolutions with the ledger.
struct Run<'a, H: Handler> {
    fake: &'a Fake<H>,
    random: fastrand::Rng,
    seed: u64,
    all: Vec<NamedFault>,
    seen: Ends,
}

impl<'a, H: Handler> Run<'a, H> {
    fn new(fake: &'a Fake<H>) -> Self {
        let seed = seed();
        let fits =
            |fault: &NamedFault| !fault.needs_kept_connection && !matches!(fault.name, "huge-body" | "gzip-bomb");
        let all = faults::all().into_iter().filter(fits).collect();
        Self { fake, random: fastrand::Rng::with_seed(seed), seed, all, seen: Ends::new() }
    }

    /// Sends a write that meets a fault, and verifies it.
    async fn write<V: Vendor, R: Resolve<Vendor = V>>(&mut self, pipeline: &Pipeline<V>, request: &R) {
        let (fake, seed) = (self.fake, self.seed);
        let fault = self.all[self.random.usize(..self.all.len())];
        fake.faults().clear();
        fake.faults().next(fault.fault());
        let before = fake.write_count();
        let result = pipeline.send(request).await.map(drop);
        fake.faults().clear();
        let Err(error) = result else { return };
        let (applied, arrived) = (fake.write_count() - before, fake.request_count());
        let resolution = pipeline.resolve(request, &error).await;
        let looked = fake.request_count() - arrived;
        let name = R::OPERATION.name;
        let what = format!("{name} with {}, LEADS_SEED={seed}: {resolution:?}, applied {applied}, {error}", fault.name);
        let resolution = resolution.unwrap_or_else(|error| panic!("{what}: {error}"));
        match (error.outcome(), applied) {
            (WriteOutcome::NotApplied, 0) => assert_eq!((resolution, looked), (Resolution::Absent, 0), "{what}"),
            (WriteOutcome::Unknown | WriteOutcome::Accepted, 0) => {
                assert_eq!((resolution, looked), (Resolution::CannotTell, 1), "{what}");
            }
            (WriteOutcome::Unknown | WriteOutcome::Accepted, _) => {
                assert_eq!((resolution, looked), (Resolution::Found, 1), "{what}");
            }
            (WriteOutcome::Applied, 1..) => assert_eq!((resolution, looked), (Resolution::Found, 0), "{what}"),
            _ => panic!("{what}"),
        }
        let looked = looked > 0;
        *self.seen.entry((name, ResolutionText(resolution.as_str()), looked)).or_default() += 1;
    }

    /// Checks that every operation was lost in both ways; otherwise the run is not meaningful.
    fn ends(&self, operations: &[&'static str]) {
        if verifications() < 60 {
            return;
        }
        for name in operations {
            for resolution in [Resolution::Found, Resolution::CannotTell] {
                let key = (*name, ResolutionText(resolution.as_str()), true);
                assert!(
                    self.seen.contains_key(&key),
                    "{name} was never {resolution}, LEADS_SEED={}: {:?}",
                    self.seed,
                    self.seen
                );
            }
        }
    }
}

fn verifications() -> u64 {
    number("LEADS_VERIFICATIONS", 60)
}

fn once() -> ClientConfig {
    ClientConfig::new().retry(RetryPolicy::none()).max_body(1 << 20)
}

#[tokio::test(start_paused = true)]
async fn capillary_resolutions_match_the_ledger() {
    use capillary_leads::api::leads::{UpdateLead, UpdateLeadStatus};
    use capillary_leads::api::statuses::CreateSubStatus;
    use capillary_leads::model::LeadStatus;
    let fake = Fake::new(capillary::FakeCapillary::new());
    let customer = fake.handler().add_customer("jo@example.com", "919900000001");
    fake.handler().add_staff("store.lead.1", 4711);
    let mut run = Run::new(&fake);
    for at in 0..verifications() {
        let pipeline = fake.client_with(once()).unwrap().pipeline().clone();
        let lead = fake.handler().add_lead(customer, "boots-42");
        let at = i64::try_from(at).unwrap();
        run.write(&pipeline, &UpdateLead::new(lead).extended_field("trial", at)).await;
        run.write(&pipeline, &UpdateLeadStatus::new(lead, LeadStatus::OnHold)).await;
        run.write(&pipeline, &CreateSubStatus::new(LeadStatus::Lost, format!("Reason{at}"))).await;
    }
    run.ends(&["update_lead", "update_lead_status", "create_sub_status"]);
}

#[tokio::test(start_paused = true)]
async fn nutshell_resolutions_match_the_ledger() {
    use nutshell::api::accounts::{CreateAccount, DeleteAccount, UpdateAccount};
    use nutshell::api::leads::{
        DeleteLead, NewInstallment, SetLeadStageset, UndeleteLead, UpdateLead, UpdateLeadInstallments, UpdateLeadStatus,
    };
    use shell::{DeletedReads, DeletedTime, Shape};
    let fake = Fake::new(shell::FakeNutshell::new());
    let mut run = Run::new(&fake);
    for at in 0..verifications() {
        // Every variant of what is unknown about the server.
        fake.handler().set(|settings| {
            settings.deleted_reads = [DeletedReads::Record, DeletedReads::NotFound][at as usize % 2];
            settings.deleted_time = [DeletedTime::Seconds, DeletedTime::Text, DeletedTime::Object][at as usize % 3];
            settings.shape = [Shape::Wrapped, Shape::WrappedOne, Shape::Bare][at as usize / 2 % 3];
        });
        let client = fake.client_with(once()).unwrap();
        let pipeline = client.pipeline().clone();
        let lead = fake.handler().add_lead("Wash");
        let lead = lead.as_str();
        let value = i64::try_from(at + 1).unwrap();
        run.write(&pipeline, &UpdateLead::new(lead).manual_value(value).add_tag("1-tags").name(format!("Wash {at}")))
            .await;
        run.write(&pipeline, &UpdateLeadStatus::new(lead).outcome("1-outcomes")).await;
        run.write(&pipeline, &SetLeadStageset::new(lead, "2-stagesets")).await;
        let due = "2026-01-01T00:00:00Z".parse().unwrap();
        let payment = NewInstallment::new(due, value).description("Q1");
        run.write(&pipeline, &UpdateLeadInstallments::new(lead).installment(payment)).await;
        run.write(&pipeline, &DeleteLead::new(lead)).await;
        let gone = fake.handler().add_lead("Gone");
        client.send(&DeleteLead::new(gone.as_str())).await.unwrap();
        run.write(&pipeline, &UndeleteLead::new(gone.as_str())).await;
        let account = client.send(&CreateAccount::named(format!("Acme {at}"))).await.unwrap().id.clone();
        run.write(&pipeline, &UpdateAccount::new(&account).name(format!("Acme Ltd {at}"))).await;
        run.write(&pipeline, &DeleteAccount::new(&account)).await;
    }
    run.ends(&[
        "update_lead",
        "update_lead_status",
        "update_lead_installments",
        "set_lead_stageset",
        "delete_lead",
        "undelete_lead",
        "update_account",
        "delete_account",
    ]);
}

#[tokio::test(start_paused = true)]
async fn leadsquared_resolutions_match_the_ledger() {
    use leadsquared::api::leads::{CaptureLead, CreateOrUpdateLead, DeleteLead, UpdateLead};
    use leadsquared::api::opportunities::{DeleteOpportunity, UpdateOpportunity};
    let fake = Fake::new(squared::FakeLeadSquared::new().with_limits(1_000_000, 1_000_000, 1_000_000));
    let mut run = Run::new(&fake);
    for at in 0..verifications() {
        let pipeline = fake.client_with(once()).unwrap().pipeline().clone();
        let mail = format!("jane.{at}@example.com");
        let lead = fake.handler().add_lead(&[("EmailAddress", &mail)]);
        let lead = lead.as_str();
        run.write(&pipeline, &UpdateLead::new(lead, [("mx_City", format!("City {at}"))])).await;
        run.write(&pipeline, &CaptureLead::new([("EmailAddress", format!("new.{at}@example.com"))])).await;
        let named = [("EmailAddress", mail.clone()), ("FirstName", format!("Jane {at}"))];
        run.write(&pipeline, &CreateOrUpdateLead::new("EmailAddress", named)).await;
        let opportunity = fake.handler().add_opportunity(lead, &[("Status", "Open")]);
        let won = UpdateOpportunity::new(opportunity.as_str()).field("Status", "Won").field("mx_Custom_7", "180,000");
        run.write(&pipeline, &won).await;
        run.write(&pipeline, &DeleteOpportunity::new(opportunity.as_str())).await;
        run.write(&pipeline, &DeleteLead::new(lead)).await;
    }
    run.ends(&[
        "update_lead",
        "capture_lead",
        "create_or_update_lead",
        "update_opportunity",
        "delete_opportunity",
        "delete_lead",
    ]);
}
