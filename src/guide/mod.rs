//! Guides: one page for each job, with examples that compile.
//!
//! | to | read |
//! |---|---|
//! | make the first call and the first test | [`start`] |
//! | turn enquiries into leads, each once | [`capture`], [`upsert`] |
//! | set the outcome of leads | [`close`], [`status`] |
//! | import or change thousands of rows | [`import`], [`bulk`] |
//! | receive the vendors' webhooks | [`webhooks`] |
//! | work for many accounts | [`accounts`] |
//! | use one account from many machines | [`many_machines`], [`limits`] |
//! | keep writes over a crash | [`durable_writes`] |
//! | move leads from one vendor to another | [`moving`], [`common_client`] |
//! | know the outcome of a write | [`errors`], [`error_codes`], [`evidence`], [`resolving`] |
//! | test without the vendors | [`testing`], [`faults`] |
//! | read everything that the vendors send | [`lossless`], [`lists`], [`custom_fields`] |
//! | see what happens in production | [`observability`], [`secrets`] |
//! | find an operation or a word | [`coverage`], [`glossary`] |
//! | use a newer version | [`upgrading`] |
//!
//! The pages are the files in `docs/` of the repository, and `UPGRADING.md`.

// Lists and the search show the first line. The first file defines where the links of the pages lead here; the pages define
// where they lead in the repository.
macro_rules! guides {
    ($($(#[$summary:meta])* $name:ident $file:literal)*) => {$(
        $(#[$summary])*
        ///
        #[doc = include_str!("links.md")]
        #[doc = ""]
        #[doc = include_str!(concat!("../../docs/", $file))]
        pub mod $name {}
    )*};
}

guides! {
    /// How to work for many accounts at several vendors.
    accounts "accounts.md"
    /// How to apply thousands of changes, report each once, and resume after a crash.
    bulk "bulk.md"
    /// How to turn an enquiry into one lead: not none, and not two.
    capture "capture.md"
    /// How to set the outcome of leads: won, lost, or another state.
    close "close.md"
    /// Which fields each vendor has, and where the common client writes them.
    common_client "common-client.md"
    /// A list of all operations and events, with their paths.
    coverage "coverage.md"
    /// How to read and write custom fields as a struct.
    custom_fields "custom-fields.md"
    /// How a journal keeps writes over a crash.
    durable_writes "durable-writes.md"
    /// A list of all error codes, with what they mean and whether a retry helps.
    error_codes "error-codes.md"
    /// How to find out what a failed call did, and what to do.
    errors "errors.md"
    /// What proves that a write was applied, for each vendor.
    evidence "evidence.md"
    /// Which faults a client must survive, and what it reports for each.
    faults "faults.md"
    /// What the terms of these crates mean.
    glossary "glossary.md"
    /// How to import a spreadsheet, each row once.
    import "import.md"
    /// How clients keep within the vendors' rate limits.
    limits "limits.md"
    /// How lists are read, and what holds if rows change in the meantime.
    lists "lists.md"
    /// How everything that a vendor sends is kept, also if no type has it.
    lossless "lossless.md"
    /// How many machines share the limits and tokens of one account.
    many_machines "many-machines.md"
    /// How to move leads from one vendor to another.
    moving "moving.md"
    /// How to get traces, logs, metrics and alarms.
    observability "observability.md"
    /// How to find out whether a write took effect after its response was lost.
    resolving "resolving.md"
    /// How keys and personal data stay out of logs.
    secrets "secrets.md"
    /// How to make the first call and the first test.
    start "start.md"
    /// How the vendors' statuses are read and written.
    status "status.md"
    /// How to test an application against fakes of the vendors.
    testing "testing.md"
    /// What an application must change for a new version, and which changes are breaking.
    upgrading "../UPGRADING.md"
    /// How to create a lead only if it does not exist.
    upsert "upsert.md"
    /// How to receive the vendors' webhooks.
    webhooks "webhooks.md"
}
