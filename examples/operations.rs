//! Prints every operation of every vendor, one line each, tab-separated: vendor, operation, method, path, safety,
//! evidence.
//!
//! ```text
//! cargo run --example operations
//! ```

#![allow(clippy::print_stdout)] // a program prints

use leads_core::{Host, Operation};

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

fn main() {
    print("capillary-leads", capillary_leads::api::operations());
    print("nutshell", nutshell::api::operations());
    print("leadsquared", leadsquared::api::operations());
    print("dealerstudio", dealerstudio::api::operations());
}
