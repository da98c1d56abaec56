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
//!
//! The pages are the files in `docs/` of the repository.

// The first file defines where the links of the pages lead here; the pages define where they lead in the repository.
macro_rules! guides {
    ($($name:ident $file:literal)*) => {$(
        #[doc = include_str!("links.md")]
        #[doc = ""]
        #[doc = include_str!(concat!("../../docs/", $file))]
        pub mod $name {}
    )*};
}

guides! {
    accounts "accounts.md"
    bulk "bulk.md"
    capture "capture.md"
    close "close.md"
    common_client "common-client.md"
    coverage "coverage.md"
    custom_fields "custom-fields.md"
    durable_writes "durable-writes.md"
    error_codes "error-codes.md"
    errors "errors.md"
    evidence "evidence.md"
    faults "faults.md"
    glossary "glossary.md"
    import "import.md"
    limits "limits.md"
    lists "lists.md"
    lossless "lossless.md"
    many_machines "many-machines.md"
    moving "moving.md"
    observability "observability.md"
    resolving "resolving.md"
    secrets "secrets.md"
    start "start.md"
    status "status.md"
    testing "testing.md"
    upsert "upsert.md"
    webhooks "webhooks.md"
}
