//! A vendor under test: its fake, its client, and calls of each kind whose effect the fake's ledger counts.
//!
//! Tests that apply to every vendor are written once against [`VendorUnderTest`]. To add a vendor, add a file here and
//! a line to [`every_vendor`].

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

/// A vendor under test.
pub trait VendorUnderTest: 'static {
    /// The vendor's name.
    const NAME: &'static str;
    /// The vendor's fake.
    type Handler: Handler;
    /// The vendor's client.
    type Client: Clone + Send + Sync + 'static;
    /// The available calls, each with its safety; at least one of each class.
    const CALLS: &'static [(&'static str, Safety)];

    /// Status faults to which the vendor is known to give another meaning, with the reason. This changes the kind and
    /// whether a retry can help, never the outcome.
    const STATUS_EXCEPTIONS: &'static [(&'static str, &'static str)] = &[];

    /// The rules by which a retried write appears to be rejected: the call, and the vendor's code or the kind of the
    /// rejection that follows an attempt whose response was lost. Empty if every such write is non-idempotent and so is
    /// never retried.
    const REJECTED_ON_RETRY: &'static [(&'static str, &'static str)] = &[];

    /// Returns a fake with everything the calls need.
    fn handler() -> Self::Handler;

    /// Returns a client with the fake's credentials.
    fn client(config: ClientConfig, url: &str) -> Self::Client;

    /// Makes the call `CALLS[call]`. What it needs is added to the fake directly; `number` makes it unique, so that
    /// every write of a class adds exactly one entry to the ledger when applied once.
    fn call<'a>(
        client: &'a Self::Client,
        fake: &'a Self::Handler,
        call: usize,
        number: u64,
    ) -> BoxFuture<'a, CallResult>;

    /// Makes a call that does not grow the fake, for runs that measure memory.
    fn steady<'a>(client: &'a Self::Client, fake: &'a Self::Handler) -> BoxFuture<'a, CallResult>;
}

/// Calls a generic async function for every vendor.
macro_rules! every_vendor {
    ($( $(#[$meta:meta])* $test:ident => $run:ident; )*) => {
        $( $crate::vendors::every_vendor! { @of tiny Tiny, $(#[$meta])* $test => $run }
           $crate::vendors::every_vendor! { @of capillary Capillary, $(#[$meta])* $test => $run }
           $crate::vendors::every_vendor! { @of nutshell Nutshell, $(#[$meta])* $test => $run }
           $crate::vendors::every_vendor! { @of leadsquared LeadSquared, $(#[$meta])* $test => $run }
           $crate::vendors::every_vendor! { @of dealerstudio DealerStudio, $(#[$meta])* $test => $run } )*
    };
    (@of $module:ident $vendor:ident, $(#[$meta:meta])* $test:ident => $run:ident) => {
        mod $module {
            $(#[$meta])*
            async fn $test() {
                super::$run::<$crate::vendors::$module::$vendor>().await;
            }
        }
    };
}
pub(crate) use every_vendor;

/// The result of a call.
#[derive(Debug)]
pub struct CallResult {
    pub kind: Option<ErrorKind>,
    pub outcome: WriteOutcome,
    pub retryable: bool,
    pub attempts: u32,
    pub error: Option<Error>,
}

impl<T> From<Result<Reply<T>>> for CallResult {
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
