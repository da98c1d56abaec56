//! Every named fault of the testkit, against the documentation and against every vendor.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use leads_testkit::faults;
use std::path::Path;

const HEAD: &str = "\
# Faults

What every client must survive, and what it must say of it. This page is made from `leads_testkit::faults::all()`; the
test `the_page_of_faults_is_the_catalogue` holds it against the catalogue and rewrites it when `UPDATE_DOCS=1` is set.

In the columns of the three classes stands what one attempt comes to: the kind of the error, the outcome of a write, and
`again` where the library then sends the call again by itself. *Decided by* says what the outcome follows from: how far
the *exchange* came, the HTTP *status*, or the *body*. Where the body decides, what is stated here holds for a body that
is not the vendor's own envelope; a vendor whose envelope proves more may say so, if the fake's ledger agrees.

`cargo test --test faults` runs each of them against a read, an idempotent write and a once-only write of every vendor.

";

#[test]
fn the_page_of_faults_is_the_catalogue() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/faults.md");
    let made = format!("{HEAD}{}", faults::table());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&file, &made).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == made, "docs/faults.md is not the catalogue; run UPDATE_DOCS=1 cargo test --test faults");
}
