//! A durable journal of writes to lead vendors.
//!
//! An application that writes to a vendor must survive its own crashes: a lead that was announced to a customer must arrive,
//! and must not arrive twice. A journal does this. The application *enqueues* a write, and it is on the disk when
//! [`Journal::enqueue`] returns. A [`Worker`] sends it: within the vendor's limits, in order for each lead, and at most
//! once unless sending it again is proved safe. What cannot be determined goes to a person, with the facts.
//!
//! # Start
//!
//! ```text
//! cargo add leads-journal
//! cargo add nutshell-crm --features registry
//! ```
//!
//! The minimum Rust version is 1.88.
//!
//! ```no_run
//! use leads_journal::{Entry, Journal, VendorAccount, Worker};
//! use nutshell::api::leads::UpdateLead;
//!
//! # async fn run(client: nutshell::Client) -> leads_journal::Result<()> {
//! let journal = Journal::open("leads.db").await?;
//!
//! // Where the application decides: a key makes it safe to enqueue again after a crash of
//! // the application itself.
//! let update = UpdateLead::new("1003-leads").name("Car wash");
//! journal.enqueue("crm", Entry::of(&update).key("deal-8841").stream("1003-leads")).await?;
//!
//! // Where it sends: a task of the same program, or another program on the same machine.
//! let worker = Worker::new(journal.clone())
//!     .account("crm", VendorAccount::new(nutshell::api::registry(), client))
//!     .on_end(|report| {
//!         println!("{} of {:?}: {}", report.operation, report.stream, report.state)
//!     });
//! let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
//! let running = tokio::spawn(async move {
//!     worker.run_until(async { drop(stopped.await) }).await
//! });
//!
//! // Where the result is needed:
//! let report = journal.wait("crm", "deal-8841").await?;
//! println!("{}, {} attempts, error {:?}", report.outcome, report.attempts, report.error);
//! # drop(stop); running.await.unwrap() }
//! ```
//!
//! # What a crash does
//!
//! Before the first byte is sent, the journal stores that the attempt *begins*, with the time until which it may send. A
//! worker that finds an attempt without an end never sends it again. It waits until the attempt's time is over, and then
//! determines what happened: it reads the vendor's data where that proves something, sends again where that is harmless, and
//! otherwise asks a person. So a crash at any moment leaves a write that was made once, or one whose truth is unknown and
//! that says so. [`machine`] has the states and the rules.
//!
//! # What the application decides
//!
//! * **Keys.** An account accepts a key once, for as long as the entry is kept ([`Worker::retention`], 30 days after its end).
//! * **Streams.** The entries of a stream are sent in the order of their enqueuing. Use the lead's id. An entry that is open
//!   blocks those behind it; [`Worker::skip_reviews`] lets them pass one that waits for a person.
//! * **Dead letters.** [`Journal::dead`] lists what a person should look at; [`Journal::retry`], [`Journal::drop`] and
//!   [`Journal::mark_applied`] decide, and write who decided and why into the audit.
//! * **[`Worker::send_again`]**, if a doubled write is better than one that waits.
//! * **Personal data.** The file contains requests. It belongs to its owner only (mode 0600); [`Journal::purge`] removes a
//!   lead, and with the feature `encryption` a key of the application encrypts the requests. Secrets never get there: a
//!   request with a secret cannot be enqueued.
//!
//! # Other stores
//!
//! [`Journal::open`] uses one SQLite file, which several processes of one machine can share. The crate
//! `leads-journal-postgres` keeps the same journal in PostgreSQL, for many machines and for enqueuing within the
//! application's own transaction. Both keep the rules of [`Store`].
//!
//! # Webhooks
//!
//! [`Inbox`] stores webhooks before they are acknowledged, in the same file: see [`inbox`].
//!
//! # Features
//!
//! | feature | what it adds |
//! |---|---|
//! | `sqlite` (default) | the embedded journal: one SQLite file, with SQLite compiled in |
//! | `metrics` | metrics of a worker: `JournalMetrics` |
//! | `encryption` | encryption of the requests in the journal with a key of the application |

mod account;
mod entry;
mod error;
pub mod inbox;
mod journal;
pub mod machine;
mod report;
mod seal;
#[cfg(feature = "sqlite")]
mod sqlite;
pub mod store;
mod worker;

pub use account::{Account, AccountSource, CommonAccount, Sent, VendorAccount};
pub use entry::{Entry, Write};
pub use error::{JournalError, Result, StoreError};
#[doc(inline)]
pub use inbox::Inbox;
pub use journal::{Journal, Receipt};
#[doc(inline)]
pub use machine::State;
pub use report::{DeadLetter, EntryReport};
#[cfg(feature = "encryption")]
pub use seal::BodyKey;
#[cfg(feature = "sqlite")]
pub use sqlite::{SqliteOptions, SqliteStore};
#[doc(inline)]
pub use store::{AuditLine, Purged, Query, Store};
#[cfg(feature = "metrics")]
#[cfg_attr(docsrs, doc(cfg(feature = "metrics")))]
pub use worker::JournalMetrics;
pub use worker::{JournalObserver, Worker};

/// Compiles the README's example.
#[cfg(all(doctest, feature = "sqlite"))]
#[doc = include_str!("../README.md")]
pub struct Readme;
