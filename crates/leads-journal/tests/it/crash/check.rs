//! Recovering, and comparing the journal with what the fakes handled.

use super::points::{self, BEYOND};
use super::script::{ACCOUNTS, Fakes, Planned, accounts};
use leads_core::WriteOutcome;
use leads_journal::{Journal, State};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

/// Runs the worker of a child until nothing is open, with points in its transport.
pub(crate) async fn run_to_the_end(journal: Journal) {
    let urls: Vec<String> = std::env::var("LEADS_CRASH_URLS").unwrap().split(' ').map(str::to_owned).collect();
    run(journal, &urls, true).await;
}

/// Runs a healthy worker until nothing is open.
pub(crate) async fn recover(journal: Journal, fakes: &Fakes) {
    run(journal, &fakes.urls(), false).await;
}

async fn run(journal: Journal, urls: &[String], points: bool) {
    let ended = Arc::new(Notify::new());
    let notify = Arc::clone(&ended);
    let mut worker = super::worker(journal.clone()).on_end(move |_| notify.notify_one());
    if points && points::armed_at() == BEYOND {
        // Nothing kills this run, so a busy machine must not make it lose a call.
        worker = worker.call_deadline(Duration::from_secs(60));
    }
    for (name, account) in accounts(urls, points) {
        worker = worker.account(name, account);
    }
    let all_ended = async {
        while is_open(&journal).await {
            // Entries can end without this worker's doing, so it looks again after a while.
            let _ = tokio::time::timeout(Duration::from_millis(200), ended.notified()).await;
        }
    };
    let limited = tokio::time::timeout(Duration::from_secs(120), worker.run_until(all_ended)).await;
    limited.expect("the journal never comes to its end").unwrap();
}

/// Whether an entry waits for anything but a person. What waits behind an entry in review waits for the person.
async fn is_open(journal: &Journal) -> bool {
    for account in ACCOUNTS {
        let reports = journal.list(leads_journal::Query::new().account(account)).await.unwrap();
        let blocked = |at: usize| {
            let earlier = &reports[..at];
            earlier.iter().any(|other| other.stream == reports[at].stream && other.state == State::Review)
        };
        if (0..reports.len())
            .any(|at| reports[at].state.is_open() && reports[at].state != State::Review && !blocked(at))
        {
            return true;
        }
    }
    false
}

/// What a run came to.
#[derive(Debug, Default)]
pub(crate) struct Finished {
    killed: bool,
    /// It has no point at which it could be killed.
    is_control: bool,
    applied: usize,
    review: usize,
    waiting: usize,
}

impl Finished {
    pub(crate) fn killed(mut self, point: u64, killed: bool) -> Self {
        self.killed = killed;
        self.is_control = point == BEYOND;
        self
    }
}

/// Whether a text contains a mark as a whole word.
fn contains(text: &str, mark: &str) -> bool {
    text.match_indices(mark).any(|(at, _)| {
        let (before, after) = (text[..at].chars().next_back(), text[at + mark.len()..].chars().next());
        ![before, after].into_iter().flatten().any(|c| c.is_ascii_alphanumeric())
    })
}

/// Compares each entry with the requests that its vendor handled.
pub(crate) async fn compare(journal: &Journal, fakes: &Fakes, planned: &[Planned], run: &str) -> Finished {
    let mut finished = Finished::default();
    let (mut handled_in_all, mut order) = (0, Vec::new());
    for plan in planned {
        let report = journal.report(plan.entry).await.unwrap();
        let handled: Vec<usize> = fakes
            .arrivals(plan.account)
            .iter()
            .enumerate()
            .filter(|(_, arrival)| {
                let request = &arrival.request;
                let query: String = request.query.iter().map(|(name, value)| format!("{name}={value} ")).collect();
                let text = format!("{} {query} {}", request.path, String::from_utf8_lossy(&request.body));
                arrival.handled && arrival.status.is_some_and(|status| status < 300) && contains(&text, &plan.mark)
            })
            .filter(|(_, arrival)| {
                let read = arrival.request.method == "GET" && plan.account != "leadsquared";
                let verification =
                    read || arrival.request.path.contains("GetById") || arrival.request.path.contains("Retrieve");
                !verification
            })
            .map(|(at, _)| at)
            .collect();
        let what = format!("{run}: {plan:?}: {report:?}, handled {handled:?}");
        handled_in_all += handled.len();
        let count = handled.len();
        assert!(count <= 1 || plan.idempotent, "sent twice: {what}");
        match report.state {
            State::Applied => {
                assert!(count >= 1, "{what}");
                finished.applied += 1;
            }
            State::Review => {
                assert_eq!(report.outcome, WriteOutcome::Unknown, "{what}");
                finished.review += 1;
            }
            // Behind an entry in review.
            State::Ready => {
                assert_eq!(count, 0, "{what}");
                finished.waiting += 1;
            }
            other => panic!("{other}: {what}"),
        }
        order.extend(handled.into_iter().map(|at| (plan.account, plan.stream.clone(), at)));
    }
    // The ledger agrees, and each stream was sent in its order.
    assert_eq!(fakes.write_count(), handled_in_all as u64, "{run}");
    for (at, (account, stream, first)) in order.iter().enumerate() {
        for (other, later, second) in &order[at + 1..] {
            assert!((account, stream) != (other, later) || first < second, "{run}: {account}, {stream}");
        }
    }
    finished
}

/// Prints what the runs came to, and checks that they prove something.
pub(crate) fn summarize(runs: Vec<Finished>) {
    let count = |of: fn(&Finished) -> usize| runs.iter().map(of).sum::<usize>();
    let killed = runs.iter().filter(|run| run.killed).count();
    println!(
        "{} runs, {killed} killed: {} applied, {} in review, {} waiting behind those",
        runs.len(),
        count(|run| run.applied),
        count(|run| run.review),
        count(|run| run.waiting)
    );
    assert!(killed * 10 > runs.len() * 5, "most runs are killed: {runs:?}");
    assert!(count(|run| run.review) > 0, "some writes cannot be verified");
    let control: Vec<_> = runs.iter().filter(|run| run.is_control).collect();
    assert!(matches!(control[..], [Finished { killed: false, applied: 30, review: 0, .. }]), "{control:?}");
}
