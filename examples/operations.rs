//! Prints every operation of every vendor, one line each, tab-separated: vendor, operation, method, path, safety,
//! evidence. With `--fakes`, prints for each how its vendor's fake serves it: vendor, operation, `stateful` or
//! `documented response`.
//!
//! ```text
//! cargo run --example operations
//! cargo run --example operations -- --fakes
//! ```

#![allow(clippy::print_stdout)] // a program prints

use leads_core::{Host, Operation};
use leads_testkit::Handler;
use leads_testkit::capillary::FakeCapillary;
use leads_testkit::dealerstudio::FakeDealerStudio;
use leads_testkit::leadsquared::FakeLeadSquared;
use leads_testkit::nutshell::FakeNutshell;

fn print<'a>(vendor: &str, operations: impl Iterator<Item = &'a Operation>) {
    for operation in operations {
        let host = match operation.host {
            Host::Async => "{async-host}",
            Host::Files => "{files-host}",
            _ => "",
        };
        println!(
            "{vendor}\t{}\t{}\t{host}{}\t{}\t{}",
            operation.name, operation.method, operation.path, operation.safety, operation.evidence
        );
    }
}

/// Prints how a fake serves each operation.
fn print_answers<'a>(vendor: &str, fake: &dyn Handler, operations: impl Iterator<Item = &'a Operation>) {
    let served = fake.served();
    for operation in operations {
        let known = served.iter().find(|served| served.name == operation.name);
        println!("{vendor}\t{}\t{}", operation.name, known.map_or("not served", |served| served.answer.as_str()));
    }
}

fn main() {
    if std::env::args().nth(1).as_deref() == Some("--fakes") {
        print_answers("capillary-leads", &FakeCapillary::new(), capillary_leads::api::operations());
        print_answers("nutshell", &FakeNutshell::new(), nutshell::api::operations());
        print_answers("leadsquared", &FakeLeadSquared::new(), leadsquared::api::operations());
        print_answers("dealerstudio", &FakeDealerStudio::new(), dealerstudio::api::operations());
        return;
    }
    print("capillary-leads", capillary_leads::api::operations());
    print("nutshell", nutshell::api::operations());
    print("leadsquared", leadsquared::api::operations());
    print("dealerstudio", dealerstudio::api::operations());
}
