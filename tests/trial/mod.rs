//! A vendor on trial: its fake, its client, and calls of each kind whose effect the fake's ledger counts.
//!
//! What is tried with every vendor is written once against [`Trial`]. To add a vendor, add a file here and a line to
//! [`every_vendor`].

#![allow(dead_code, unreachable_pub)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

pub mod capillary;
pub mod dealerstudio;
pub mod leadsquared;
pub mod nutshell;
pub mod tiny;

use futures_util::future::BoxFuture;
use leads_core::{ClientConfig, Error, ErrorKind, Reply, Result, Safety, WriteOutcome};
use leads_testkit::Handler;

/// A vendor on trial.
pub trait Trial: 'static {
    /// The vendor.
    const NAME: &'static str;
    /// Its fake.
    type Handler: Handler;
    /// Its client.
    type Client: Clone + Send + Sync + 'static;
    /// The calls that can be made, each with its safety; at least one of each class.
    const WORKS: &'static [(&'static str, Safety)];

    /// Faults by status of which the vendor is known to mean something else, with the reason. That changes the kind and
    /// whether a retry can help, never the outcome.
    const KNOWN: &'static [(&'static str, &'static str)] = &[];

    /// The rules that make a repeated write look refused: the work, and the vendor's code or the kind of the refusal that
    /// comes after an attempt whose answer was lost. None where every such write is non-idempotent, and so never repeated.
    const REFUSED_AGAIN: &'static [(&'static str, &'static str)] = &[];

    /// A fake with everything that the calls need.
    fn handler() -> Self::Handler;

    /// A client with the fake's credentials.
    fn client(config: ClientConfig, url: &str) -> Self::Client;

    /// Makes the call `WORKS[work]`. What it needs is put into the fake beside the wire; `number` makes it unlike the
    /// others, so that every write of a class makes exactly one line in the ledger when it is applied once.
    fn call<'a>(client: &'a Self::Client, fake: &'a Self::Handler, work: usize, number: u64) -> BoxFuture<'a, Told>;

    /// A call that leaves the fake as large as it was, for runs that measure.
    fn steady<'a>(client: &'a Self::Client, fake: &'a Self::Handler) -> BoxFuture<'a, Told>;
}

/// Calls a generic async function for every vendor.
macro_rules! every_vendor {
    ($( $(#[$meta:meta])* $test:ident => $run:ident; )*) => {
        $( $crate::trial::every_vendor! { @of tiny Tiny, $(#[$meta])* $test => $run }
           $crate::trial::every_vendor! { @of capillary Capillary, $(#[$meta])* $test => $run }
           $crate::trial::every_vendor! { @of nutshell Nutshell, $(#[$meta])* $test => $run }
           $crate::trial::every_vendor! { @of leadsquared LeadSquared, $(#[$meta])* $test => $run }
           $crate::trial::every_vendor! { @of dealerstudio DealerStudio, $(#[$meta])* $test => $run } )*
    };
    (@of $module:ident $trial:ident, $(#[$meta:meta])* $test:ident => $run:ident) => {
        mod $module {
            $(#[$meta])*
            async fn $test() {
                super::$run::<$crate::trial::$module::$trial>().await;
            }
        }
    };
}
pub(crate) use every_vendor;

/// What a call came to.
#[derive(Debug)]
pub struct Told {
    pub kind: Option<ErrorKind>,
    pub outcome: WriteOutcome,
    pub retryable: bool,
    pub attempts: u32,
    pub error: Option<Error>,
}

impl<T> From<Result<Reply<T>>> for Told {
    fn from(result: Result<Reply<T>>) -> Self {
        match result {
            Ok(reply) => {
                let meta = reply.meta();
                Self { kind: None, outcome: meta.outcome, retryable: false, attempts: meta.attempts, error: None }
            }
            Err(error) => Self {
                kind: Some(error.kind()),
                outcome: error.outcome(),
                retryable: error.is_retryable(),
                attempts: error.attempts(),
                error: Some(error),
            },
        }
    }
}

/// A number from the environment, for longer runs.
pub fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// The seed of `LEADS_SEED`: a number, or `random`. Without it every run is the same.
pub fn seed() -> u64 {
    if std::env::var("LEADS_SEED").is_ok_and(|text| text == "random") {
        fastrand::u64(..)
    } else {
        number("LEADS_SEED", 7)
    }
}
